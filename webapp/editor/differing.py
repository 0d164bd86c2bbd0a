"""Two directories of guide data beside each other: what reads otherwise, and who gains or loses by it."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from multiprocessing import get_context
from pathlib import Path

from knowledge import Guide, Situation
from knowledge.editing.differences import EFFECTS, Pair, Tally, facts_read, find_rewordings
from knowledge.editing.population import Population
from knowledge.editing.reachability import find_witnesses
from knowledge.editing.searching import nearby
from knowledge.files.loading import load_for_checking
from webapp.editor.families import in_words, narrowed

CHUNK = 250
MOST_REWORDINGS = 80
LONGEST_VALUE = 90
WORDS = {
    "gains": "新符合", "loses": "不再符合", "undecided": "变成说不准", "ruled_out": "从说不准变成不符合",
    "more": "钱多了", "less": "钱少了",
}  # fmt: skip
Write = Callable[[str], object]


@dataclass(frozen=True)
class Trial:
    """What is tried: two guides on one day over so many households."""

    pair: Pair
    population: Population
    households: int

    def tally(self, workers: int) -> Tally:
        """What the change does, counted by `workers` processes; the same whatever their number."""
        starts = range(0, self.households if self.pair.policies else 0, CHUNK)
        if workers < 2:
            return _sum(map(self.part, starts))
        _trials[:] = [self]
        with get_context("fork").Pool(workers) as pool:
            return _sum(pool.imap(_part, starts))

    def part(self, start: int) -> Tally:
        """One chunk of the households."""
        stop = min(start + CHUNK, self.households)
        return self.pair.tally(self.population.households(start, stop))


_trials: list[Trial] = []  # set before the workers are forked


def _part(start: int) -> Tally:
    return _trials[0].part(start)


def _sum(parts: Iterator[Tally]) -> Tally:
    whole = Tally()
    for part in parts:
        whole.merge(part)
    return whole


@dataclass(frozen=True)
class Wanted:
    """What was asked for on the command line."""

    old: Path
    new: Path
    on: date
    households: int
    seed: int
    workers: int
    examples: bool


def write_differences(wanted: Wanted, write: Write = print) -> None:
    """Say what differs between the two directories. Raises GuideError when one of them is wrong."""
    old, old_files, _ = load_for_checking(wanted.old)
    new, new_files, _ = load_for_checking(wanted.new)
    _write_rewordings(list(find_rewordings(old_files, new_files)), write)
    pair = Pair.of(old, new, wanted.on)
    facts = facts_read(old, pair.policies) | facts_read(new, pair.policies)
    trial = Trial(pair, Population(old, wanted.seed, facts), wanted.households)
    tally = trial.tally(wanted.workers)
    _write_effects(trial, tally, write)
    _write_designed(trial, tally, write)
    if wanted.examples:
        _write_examples(trial, tally, write)


def _write_rewordings(found: list, write: Write) -> None:
    write(f"写法不同的有 {len(found)} 处。")
    for one in found[:MOST_REWORDINGS]:
        write(f"  {one.place}：{_shorten(one.old)} → {_shorten(one.new)}")
    if len(found) > MOST_REWORDINGS:
        write(f"  ……还有 {len(found) - MOST_REWORDINGS} 处")


def _shorten(value: object) -> str:
    if value is None:
        return "（没有）"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"


def _write_effects(trial: Trial, tally: Tally, write: Write) -> None:
    on, policies = trial.pair.on, trial.pair.policies
    write(f"结论或金额可能变的政策：{len(policies)} 项（按 {on} 这天算）。")
    write(f"试了 {tally.assessed} 户虚构的家庭，只用来比较，不是统计：")
    found = tally.by_policy()
    for group in trial.pair.new.groups.values():
        ids = [id for id in policies if _first_group(trial, id) == group.id]
        if not ids:
            continue
        total = {effect: sum(found.get(id, {}).get(effect, 0) for id in ids) for effect in EFFECTS}
        write(f"{group.name}：{_counts(total)}")
        for id in ids:
            _write_policy(trial, tally, id, write)


def _write_designed(trial: Trial, tally: Tally, write: Write) -> None:
    """What rare rules come to: households made for each rule, where nobody of the others was touched."""
    pair = trial.pair
    rare = [id for id in pair.policies if id not in tally.by_policy()]
    if not rare:
        return
    write("上面没有人变化的政策，另按条件各造几户（每一条路一户，再各差一点）：")
    for id in rare:
        guide = pair.new if id in pair.new.policies else pair.old
        made = list(dict.fromkeys(_identity(one) for one in _designed(pair, id)))
        effects = pair.narrowed(id).tally(one.situation for one in made).by_policy().get(id, {})
        write(f"  {guide.policies[id].name}（{id}）：{len(made)} 户里{_counts(effects)}")


@dataclass(frozen=True)
class _Made:
    """A made household, equal to another that says the same."""

    said: str
    situation: Situation = field(compare=False)


def _identity(situation: Situation) -> _Made:
    return _Made(json.dumps(situation.to_json(), sort_keys=True), situation)


def _designed(pair: Pair, id: str) -> Iterator[Situation]:
    for guide in (pair.old, pair.new):
        if id in guide.policies:
            policy = guide.policies[id]
            for witness in find_witnesses(guide, policy, pair.on):
                yield from nearby(guide, policy, witness)


def _first_group(trial: Trial, id: str) -> str:
    guide = trial.pair.new if id in trial.pair.new.policies else trial.pair.old
    return guide.policies[id].groups[0]


def _write_policy(trial: Trial, tally: Tally, id: str, write: Write) -> None:
    guide = trial.pair.new if id in trial.pair.new.policies else trial.pair.old
    effects = tally.by_policy().get(id, {})
    write(f"  {guide.policies[id].name}（{id}）：{_counts(effects)}")
    for effect in EFFECTS:
        if effects.get(effect):
            where = _districts(guide, tally.by_district(id, effect))
            write(f"    {WORDS[effect]} {effects[effect]}：{where}")


def _counts(effects: dict[str, int]) -> str:
    parts = [f"{WORDS[effect]} {count}" for effect, count in effects.items() if count]
    return "，".join(parts) or "没有人因此变化"


def _districts(guide: Guide, counts: dict[str | None, int]) -> str:
    names = {key: district.name for key, district in guide.regions.districts.items()}
    return "、".join(f"{names.get(key, '没说')} {count}" for key, count in counts.items())


def _write_examples(trial: Trial, tally: Tally, write: Write) -> None:
    write("举例的家庭：")
    for (policy, effect), ids in sorted(tally.examples.items()):
        guide = trial.pair.new if policy in trial.pair.new.policies else trial.pair.old
        for id in ids:
            raw = narrowed(guide, policy, trial.population.household(int(id[1:])))
            write(f"  {guide.policies[policy].name}，{WORDS[effect]}：{in_words(guide, raw)}")
            write(f"    {json.dumps(raw, ensure_ascii=False)}")
