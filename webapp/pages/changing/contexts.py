"""What the pages of a change show."""

from __future__ import annotations

from bot.phrases import value_words
from knowledge import Guide, SituationError, parse_value
from webapp.applications import changing, households
from webapp.applications.changing import ADDRESS, MEMBER, PERSON_FACTS, ChangeKind
from webapp.applications.wording import load_texts
from webapp.languages import gettext, say, typed
from webapp.models.afterwards import HouseholdChange
from webapp.models.applications import Application, ApplicationMember
from webapp.pages.changing.forms import BORN


def list_page(guide: Guide, application: Application) -> dict[str, object]:
    kinds = load_texts("changes")
    return {
        "kinds": [(kind.value, kinds[kind.value]["label"]) for kind in ChangeKind],
        "told": [_told(guide, application, one) for one in reversed(application.changes)],
        "town": application.town_name or "镇街",
    }


def _told(guide: Guide, application: Application, change: HouseholdChange) -> dict[str, object]:
    return {
        "says": load_texts("changes")[change.kind]["told"],
        "who": _name(application, change.person),
        "day": change.happened_on,
        "facts": [words for one in change.facts if (words := fact_words(guide, one))],
        "words": change.words if change.kind != ChangeKind.ADDRESS else None,
        "seen": change.seen_at,
    }


def fact_words(guide: Guide, fact: dict) -> str:
    """收入：800 → 1200. Who came or went is said already."""
    if fact["fact"] == MEMBER:
        return ""
    if fact["fact"] == ADDRESS:
        return f"{typed(fact['before']) or gettext('原来没写')} → {typed(fact['after'])}"
    definition = guide.facts.get(fact["fact"])
    if definition is None:
        return ""
    before, after = (_words(definition, fact[side]) for side in ("before", "after"))
    return say(
        "{label}：{before} → {after}", label=definition.label, before=before or "原来没说", after=after
    )


def _words(definition, raw: object) -> str:
    try:
        return "" if raw is None else value_words(definition, parse_value(definition, raw))
    except SituationError:
        return ""


def kind_page(guide: Guide, application: Application, kind: ChangeKind) -> dict[str, object]:
    """The fields of one kind: who, what it is now, since when."""
    return {
        "kind": kind.value,
        "texts": load_texts("changes")[kind.value],
        "members": _members(application, kind),
        "relations": _relations(kind),
        "values": _values(guide, kind),
        "needs_address": kind is ChangeKind.ADDRESS,
        "needs_words": kind is ChangeKind.OTHER,
    }


def _members(application: Application, kind: ChangeKind) -> list[tuple[str, str]]:
    if kind in changing.LEAVES:
        return [(one.person, _called(one)) for one in changing.present_members(application)]
    if kind in PERSON_FACTS:
        return [(one.person, _called(one)) for one in application.members if changing.may_work(one)]
    return []


def _relations(kind: ChangeKind) -> list[tuple[str, str]]:
    if kind is ChangeKind.BIRTH:
        return [(one, households.label_of(one)) for one in BORN]
    if kind is ChangeKind.JOINED:
        return [(one, households.label_of(one)) for one in households.RELATIONS_TO_ADD]
    return []


def _values(guide: Guide, kind: ChangeKind) -> list[tuple[str, str]] | None:
    """The choices of the fact; an empty list where a number is typed; None where nothing is asked."""
    if kind not in PERSON_FACTS:
        return None
    return [(one.value, one.label) for one in guide.facts[PERSON_FACTS[kind]].choices]


def _called(member: ApplicationMember) -> str:
    """Without 您, because a helper may read it: 申请人（王大山）, 父亲（王老根）."""
    who = "申请人" if member.is_applicant else households.label_of(member.relation)
    return say("{who}（{name}）", who=who, name=typed(member.name)) if member.name else who


def _name(application: Application, person: str | None) -> str:
    member = changing.member_of(application, person)
    return _called(member) if member is not None else ""
