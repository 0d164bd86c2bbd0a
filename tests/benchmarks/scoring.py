"""What labelled messages say of match lines: relevance, scope, urgency, facts and whose they are.

A labelled case has the shape of `bot/training/cases.jsonl`; a match line that of the public contract. A fact
counts as heard when the right person (or the household) has it with a value that overlaps the labelled one. A
fact that is not labelled is counted apart ("beside"): side remarks are not all labelled, so it is wrong only
where another value of the same fact was labelled for that person, or where the labelled fact went to another.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from bot.training.labels import alike, overlap

FEWEST_OF_A_KEY = 5


@dataclass
class Score:
    """Counts over the cases of one set; `shares` says what they come to."""

    hits: Counter = field(default_factory=Counter)
    of: Counter = field(default_factory=Counter)
    key_hits: Counter = field(default_factory=Counter)
    key_of: Counter = field(default_factory=Counter)
    wrong_facts: list = field(default_factory=list)
    missed_facts: list = field(default_factory=list)
    beside_facts: list = field(default_factory=list)
    notes: defaultdict = field(default_factory=lambda: defaultdict(list))

    def count(self, name: str, right: bool, note: object = None) -> None:
        self.of[name] += 1
        self.hits[name] += bool(right)
        if not right and note is not None:
            self.notes[name].append(note)

    def shares(self) -> dict[str, str]:
        """Each count as "share (right/all)"."""
        return {name: f"{self.hits[name] / n:.3f} ({self.hits[name]}/{n})" for name, n in self.of.items()}

    def weak_keys(self, least: float = 0.7) -> dict[str, str]:
        """The facts that are heard too seldom, of those labelled often enough to tell."""
        often = {key: n for key, n in self.key_of.items() if n >= FEWEST_OF_A_KEY}
        shares = {key: self.key_hits[key] / n for key, n in often.items()}
        return {key: f"{share:.2f} of {often[key]}" for key, share in sorted(shares.items()) if share < least}


def score_case(score: Score, case: dict, line: dict) -> None:
    """Count one labelled case and its match line."""
    _score_urgency(score, case, line)
    if case["in_scope"]:
        score.count("in scope kept", line["in_scope"], case["text"])
    elif case.get("urgent") is None:
        score.count(f"{case['oos_kind']} out of scope refused", not line["in_scope"], case["text"])
    if case["policies"]:
        score_policies(score, case, line)
    if case["in_scope"]:
        _score_facts(score, case, line)


def _score_urgency(score: Score, case: dict, line: dict) -> None:
    wanted, found = case.get("urgent"), line["urgent"]
    if wanted is not None:
        score.count("urgent seen", found is not None, case["text"])
        score.count("urgent of the right kind", found == wanted, (wanted, found, case["text"]))
    else:
        score.count("no false alarm", found is None, (found, case["text"]))


def score_policies(score: Score, case: dict, line: dict) -> None:
    """Count what the first policies and groups of the line are."""
    first = list(dict.fromkeys(one["id"] for one in line["policies"]))
    groups = [one["id"] for one in line["groups"]]
    note = (case["policies"], first[:4], case["text"])
    score.count("right group first", groups[:1] == case["groups"][:1])
    any_right = bool(groups) and groups[0] in case["groups"]
    score.count("any right group first", any_right, (case["groups"], groups[:2], case["text"]))
    score.count("best policy @1", first[:1] == case["policies"][:1], note)
    score.count("acceptable policy @1", first[:1] and first[0] in case["policies"], note)
    score.count("best policy @3", case["policies"][0] in first[:3], note)
    score.count("acceptable policy @3", set(first[:3]) & set(case["policies"]))
    score.count("best policy @5", case["policies"][0] in first[:5])
    if case["wrong"]:
        bad = [one for one in first[:3] if one in case["wrong"]]
        score.count("no wrong policy in three (of rows with one)", not bad, (bad, first[:3], case["text"]))


# ---- facts


def _score_facts(score: Score, case: dict, line: dict) -> None:
    wanted, found = _flat(case["situations"]), _flat(line["situations"])
    spoken = {one["fact"] for one in line["evidence"]}
    pairs = _pairs(wanted, found)
    used = set()
    for holder, key, choice, value in wanted:
        hit = False
        for place, (other, fact, part, given) in enumerate(found):
            if (fact, part) == (key, choice) and (holder, other) in pairs and overlap(value, given):
                hit = True
                used.add(place)
        score.count("facts heard", hit)
        score.key_of[key] += 1
        score.key_hits[key] += hit
        if not hit:
            score.missed_facts.append((holder, key, choice, value, case["text"]))
    labelled = {(key, choice) for _, key, choice, _ in wanted}
    for place, (other, fact, part, given) in enumerate(found):
        if place in used or fact not in spoken:
            continue
        row = (other, fact, part, given, case["text"])
        against = any(
            (h, other) in pairs and (k, c) == (fact, part) and not overlap(v, given) for h, k, c, v in wanted
        )
        if against or ((fact, part) in labelled):
            score.wrong_facts.append(row)
        else:
            score.beside_facts.append(row)
    score.hits["facts told that are right (labelled ones)"] += len(used)
    score.of["facts told that are right (labelled ones)"] += len(used) + sum(
        1 for row in score.wrong_facts if row[-1] == case["text"]
    )
    score.of["facts told, of which labelled"] += len(found)
    score.hits["facts told, of which labelled"] += len(used)


def _flat(situations: list[dict]) -> list[tuple]:
    """(holder, fact, choice, value) of every fact; the holder is (household, person, relation)."""
    rows = []
    for number, situation in enumerate(situations):
        holders = [((number, None, None), situation.get("household", {}))]
        people = situation.get("people", [])
        holders += [((number, p["id"], p["relation"]), p.get("facts", {})) for p in people]
        for holder, facts in holders:
            for key, value in facts.items():
                if isinstance(value, dict) and "min" not in value and "max" not in value:
                    rows += [(holder, key, choice, held) for choice, held in value.items()]
                elif isinstance(value, list):
                    rows += [(holder, key, choice, True) for choice in value]
                else:
                    rows.append((holder, key, None, value))
    return rows


def _pairs(wanted: list[tuple], found: list[tuple]) -> set[tuple]:
    """Which labelled holder may be which heard one: households with households, people by relation."""
    mine, theirs = {row[0] for row in wanted}, {row[0] for row in found}
    pairs = set()
    for one in mine:
        for other in theirs:
            if (one[1] is None) != (other[1] is None):
                continue
            if one[1] is None or alike(one[2], other[2]):
                pairs.add((one, other))
    return pairs
