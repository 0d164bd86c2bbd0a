"""What the loader cannot refuse but an editor should look at, file by file."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from knowledge.conditions import leaves
from knowledge.guide import Guide
from knowledge.policies import Policy

NOT_CHECKED = ("not_checked", "cited_only")


def find_doubts(guide: Guide) -> list[str]:
    """One line for each thing that is allowed but doubtful: gaps, conflicts, nothing to go by."""
    return [*_unsourced(guide), *_gaps(guide), *_overlaps(guide), *_unlisted(guide)]


def unchecked_documents(guide: Guide) -> list[str]:
    """The documents whose number nobody has checked yet, as lines."""
    return [
        f"{source.id}：{source.title}（{source.document_number or '没有文号'}）{source.checked}"
        for source in guide.sources.values()
        if source.checked in NOT_CHECKED
    ]


def _unsourced(guide: Guide) -> Iterator[str]:
    for policy in guide.policies.values():
        for version in policy.who:
            for leaf in (*leaves(version.tree), *version.ask_office):
                if not leaf.sources:
                    yield f"policies/{policy.id}.yaml {leaf.id}: 条件没有来源（{leaf.unsourced}）；上线前要核"


def _gaps(guide: Guide) -> Iterator[str]:
    for policy in guide.policies.values():
        for unit in policy.units:
            versions = sorted((one for one in policy.who if one.unit == unit), key=lambda one: one.effective)
            for older, newer in pairwise(versions):
                if older.until is not None and older.until + timedelta(days=1) < newer.effective:
                    yield (
                        f"policies/{policy.id}.yaml who: {older.until} 到 {newer.effective} 中间没有条件；"
                        "这几天结论都是说不准"
                    )


def _overlaps(guide: Guide) -> Iterator[str]:
    """Values of one area whose periods overlap and that differ."""
    for standard in guide.standards.standards.values():
        for value in standard.values:
            overlapping = [
                other
                for other in standard.values
                if other.area == value.area and other.effective < value.effective
                and other.until is not None and other.until >= value.effective and other.value != value.value
            ]  # fmt: skip
            for other in overlapping:
                yield (
                    f"standards/{standard.key}.yaml values: {value.effective} 起的数和 {other.effective} 起、"
                    f"到 {other.until} 的数重叠；把旧的 until 改到前一天"
                )


def _unlisted(guide: Guide) -> Iterator[str]:
    for policy in guide.policies.values():
        for id in sorted(_cited(policy) - set(policy.sources)):
            yield f"policies/{policy.id}.yaml sources: 用到了 {id} 却没有列出；补上"


def _cited(policy: Policy) -> set[str]:
    found = [leaf.sources for version in policy.who for leaf in (*leaves(version.tree), *version.ask_office)]
    parts = (policy.clauses, policy.warn, policy.priority, policy.routes, policy.amounts, policy.benefits)
    found += [part.sources for group in parts for part in group]
    found += [part.sources for group in (policy.materials, policy.time_limits) for part in group]
    return {ref.id for refs in found for ref in refs}
