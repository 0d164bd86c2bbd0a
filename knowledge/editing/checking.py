"""What the loader cannot refuse, file by file: mistakes that fail the check, and notices for the editor."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from knowledge.conditions import leaves
from knowledge.guide import Guide
from knowledge.monitoring import BUREAU
from knowledge.policies import Policy
from knowledge.sources import SourceRef
from knowledge.standards import Standard, StandardValue

from .reachability import find_unreachable

NOT_CHECKED = ("not_checked", "cited_only")
DAY = timedelta(days=1)
READ_BY_CODE = frozenset({"household_member", "household_size", "birth_date", "district"})


@dataclass(frozen=True)
class Doubt:
    """Something wrong (`fails`) or worth a look, at a place in a file: keys, list positions or ids."""

    place: tuple[str | int, ...]
    says: str
    fails: bool = False

    def line(self, files: Mapping[str, object], lines: Mapping[tuple, int]) -> str:
        """The doubt as "file:line key: what; what to do"."""
        name, *steps = self.place
        found = _locate(files.get(name), steps)
        above = ((name, *found[:end]) for end in range(len(found), -1, -1))
        at = next((lines[one] for one in above if one in lines), 1)
        return f"{name}:{at}{' ' + '.'.join(map(str, steps)) if steps else ''}: {self.says}"


def find_doubts(guide: Guide) -> list[Doubt]:
    """Everything that the files allow but an editor should mend or look at; what fails comes first."""
    found = [
        *_of_standards(guide), *_of_versions(guide), *_unlisted(guide), *_links(guide), *_unreachable(guide),
        *_unsourced(guide), *_unused(guide), *_twice(guide), *_unasked(guide), *_set_by_bureau(guide),
    ]  # fmt: skip
    return sorted(found, key=lambda doubt: not doubt.fails)


def find_expired(guide: Guide, on: date) -> list[Doubt]:
    """What has run out by the day with nothing in its place."""
    found = [
        Doubt((f"policies/{policy.id}.yaml", "valid_until"), f"{policy.valid_until} 已经过了；问问还办不办")
        for policy in guide.policies.values()
        if policy.valid_until is not None and policy.valid_until < on
    ]
    for policy in guide.policies.values():
        for unit in policy.units:
            if policy.conditions_on(unit, on) is None:
                place = (f"policies/{policy.id}.yaml", "who")
                found.append(Doubt(place, f"{on} 这天 {unit} 没有条件管着，结论都是说不准；写一份新的"))
    return found


def unchecked_documents(guide: Guide) -> list[str]:
    """The documents whose number nobody has checked yet, as lines."""
    return [
        f"{source.id}：{source.title}（{source.document_number or '没有文号'}）{source.checked}"
        for source in guide.sources.values()
        if source.checked in NOT_CHECKED
    ]


def describe_conflicts(guide: Guide) -> list[str]:
    """Where documents do not agree, as lines: what each says, what is used, whom to ask."""
    lines = []
    for conflict in guide.conflicts:
        lines.append(f"{conflict.id}：{conflict.about}")
        for one in conflict.statements:
            lines.append(f"  - {'、'.join(_cite_with_number(guide, ref) for ref in one.sources)}：{one.says}")
        lines.append(f"  眼下：{conflict.used}。该问：{conflict.ask}")
    return lines


def _cite_with_number(guide: Guide, ref: SourceRef) -> str:
    number = guide.sources[ref.id].document_number
    return guide.cite(SourceRef(ref.id)) + (f"（{number}）" if number else "") + (ref.section or "")


def _of_standards(guide: Guide) -> Iterator[Doubt]:
    for standard in guide.standards.standards.values():
        for area in dict.fromkeys(value.area for value in standard.values):
            values = sorted((one for one in standard.values if one.area == area), key=_begins)
            for older, newer in pairwise(values):
                yield from _between(standard, older, newer)


def _begins(value) -> date:
    return value.effective


def _between(standard: Standard, older: StandardValue, newer: StandardValue) -> Iterator[Doubt]:
    """Whether one value ends the day before the next begins."""
    place = (f"standards/{standard.key}.yaml", "values", standard.values.index(older))
    last = newer.effective - DAY
    if older.until is None:
        yield Doubt(place, f"{newer.effective} 有了新数，旧的没有写到哪天；补上 until: {last}")
    elif older.until >= newer.effective:
        same = (older.value, older.times) == (newer.value, newer.times)
        what = f"{older.effective} 起的数和 {newer.effective} 起的数重叠；把旧的 until 改成 {last}"
        yield Doubt(place, what, fails=not same)
    elif older.until + DAY < newer.effective:
        gap = f"{older.until + DAY} 到 {last}"
        yield Doubt(place, f"{gap} 没有数，这几天算不出；补上一行，没有公布的写 value: null")


def _of_versions(guide: Guide) -> Iterator[Doubt]:
    for policy in guide.policies.values():
        for unit in policy.units:
            versions = sorted((one for one in policy.who if one.unit == unit), key=_begins)
            for older, newer in pairwise(versions):
                place = (f"policies/{policy.id}.yaml", "who", policy.who.index(older))
                if older.until is None or older.until >= newer.effective:
                    what = f"和 {newer.effective} 起的一份重叠；旧的写 until: {newer.effective - DAY}"
                    yield Doubt(place, what, fails=True)
                elif older.until + DAY < newer.effective:
                    gap = f"{older.until + DAY} 到 {newer.effective - DAY}"
                    yield Doubt(place, f"{gap} 中间没有条件，这几天结论都是说不准；补上那几天的规定")


def _unlisted(guide: Guide) -> Iterator[Doubt]:
    for policy in guide.policies.values():
        place = (f"policies/{policy.id}.yaml", "sources")
        for id in sorted(_cited(policy) - set(policy.sources)):
            yield Doubt(place, f"用到了 {id} 却没有列出；补上", fails=True)


def _cited(policy: Policy) -> set[str]:
    found = [leaf.sources for version in policy.who for leaf in (*leaves(version.tree), *version.ask_office)]
    parts = (policy.clauses, policy.warn, policy.priority, policy.routes, policy.amounts, policy.benefits)
    found += [part.sources for group in parts for part in group]
    found += [part.sources for group in (policy.materials, policy.time_limits) for part in group]
    return {ref.id for refs in found for ref in refs}


def _links(guide: Guide) -> Iterator[Doubt]:
    """Links that lead nowhere or are written twice; `not_with` itself is a choice within the policy."""
    for policy in guide.policies.values():
        for key in ("related", "confusable", "not_with"):
            named = [link.policy for link in getattr(policy, key) if link.policy is not None]
            place = (f"policies/{policy.id}.yaml", key)
            if policy.id in named and key != "not_with":
                yield Doubt((*place, named.index(policy.id)), "指到了自己；删掉这一条", fails=True)
            for id in sorted({id for id in named if key != "not_with" and named.count(id) > 1}):
                yield Doubt(place, f"{id} 写了两遍；并成一条")
    receives = guide.facts.get("receives")
    for value in receives.values if receives else ():
        if value not in guide.policies:
            place = ("facts.yaml", "receives", "choices", value)
            yield Doubt(place, "没有这项政策；改编号或删掉", fails=True)


def _unreachable(guide: Guide) -> Iterator[Doubt]:
    for place, what, certain in find_unreachable(guide):
        yield Doubt(place, what if certain else f"{what}（试了一些情况，不一定）", fails=certain)


def _unsourced(guide: Guide) -> Iterator[Doubt]:
    for policy in guide.policies.values():
        for index, version in enumerate(policy.who):
            for leaf in (*leaves(version.tree), *version.ask_office):
                if not leaf.sources:
                    place = (f"policies/{policy.id}.yaml", "who", index, leaf.id)
                    yield Doubt(place, f"条件没有来源（{leaf.unsourced}）；上线前要核")
        if not policy.sources:
            yield Doubt((f"policies/{policy.id}.yaml", "sources"), "一份依据也没有；写上")


def _set_by_bureau(guide: Guide) -> Iterator[Doubt]:
    for rule in guide.warnings.values():
        if rule.ground == BUREAU:
            yield Doubt(("warnings.yaml", rule.id), f"线是局里先定的（{rule.setting}）；由市民政局定了以后改")


def _unused(guide: Guide) -> Iterator[Doubt]:
    families = {family.by for family in guide.standards.families.values()}
    derived = {name.key for one in guide.expressions.values() for name in one.names}
    for key, users in guide.used_by.items():
        if not users and key not in READ_BY_CODE | families | derived:
            yield Doubt(("facts.yaml", key), "没有哪项政策用到这个情况；确认不用了就删掉")
    for group in guide.groups.values():
        if not any(group.id in policy.groups for policy in guide.policies.values()):
            yield Doubt(("groups.yaml", group.id), "这一类人名下没有政策；看看 groups 写对没有")
    for department in guide.departments.values():
        if not any(department.id in (one.department, *one.partners) for one in guide.policies.values()):
            yield Doubt(("departments.yaml", department.id), "哪项政策都没有提到这个部门；看看是不是漏了")
    asked = {one for policy in guide.policies.values() for part in policy.materials for one in part.documents}
    for document in guide.documents:
        if document not in asked:
            yield Doubt(("documents.yaml", document), "哪项政策的材料都没有用到；确认不用了就删掉")


def _twice(guide: Guide) -> Iterator[Doubt]:
    """One document under two ids: same number and same title."""
    seen: dict[tuple, str] = {}
    for source in guide.sources.values():
        key = (source.document_number, source.title)
        if source.document_number and key in seen:
            yield Doubt(("sources.yaml", source.id), f"和 {seen[key]} 是同一份文件；并成一个编号", fails=True)
        seen.setdefault(key, source.id)


def _unasked(guide: Guide) -> Iterator[Doubt]:
    for key, fact in guide.facts.items():
        if fact.ask and not fact.derived and guide.used_by[key] and not fact.question:
            yield Doubt(("facts.yaml", key), "要问群众却没有问法；写 question，或写 ask: false")


def _locate(raw: object, steps: Sequence) -> tuple:
    """The path of the steps in plain values: a step is a key, a position, or the id of an entry below."""
    found: tuple = ()
    for step in steps:
        inner = _step(raw, step)
        if inner is None:
            break
        path, raw = inner
        found += path
    return found


def _step(raw: object, step: str | int) -> tuple[tuple, object] | None:
    if isinstance(raw, dict):
        if step in raw:
            return (step,), raw[step]
        return _in_parts(raw, step, ("all", "any", "ask_office"))
    if isinstance(raw, list) and isinstance(step, int):
        return ((step,), raw[step]) if step < len(raw) else None
    return _in_list(raw, step) if isinstance(raw, list) else None


def _in_parts(raw: dict, step: str | int, keys: Iterable[str]) -> tuple[tuple, object] | None:
    for key in keys:
        inner = _in_list(raw[key], step) if isinstance(raw.get(key), list) else None
        if inner is not None:
            return (key, *inner[0]), inner[1]
    return None


def _in_list(raw: list, step: str | int) -> tuple[tuple, object] | None:
    for index, one in enumerate(raw):
        if not isinstance(one, dict):
            continue
        if step in (one.get("id"), one.get("key"), one.get("value")):
            return (index,), one
        inner = _in_parts(one, step, ("all", "any"))
        if inner is not None:
            return (index, *inner[0]), inner[1]
    return None
