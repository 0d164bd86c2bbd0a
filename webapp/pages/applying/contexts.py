"""What each page of an application shows: its question, what is filled in already, and where back leads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from flask import g

from bot.choices import build
from knowledge import Guide, Policy
from webapp import clock
from webapp.applications import consent, drafting, guardians, households, moving, paper, sensitive, steps
from webapp.applications.places import find_offices
from webapp.applications.signatures import Door
from webapp.applications.states import RequestState
from webapp.applications.steps import Section, Step
from webapp.applications.wording import COMMITMENT, load_deed
from webapp.documents import keeping
from webapp.languages import gettext, say, shown, typed
from webapp.models.applications import Application, ApplicationMember, Request
from webapp.pages.applying import doubting, helping
from webapp.pages.chatting import Known
from webapp.pages.signing import contexts as pages
from webapp.pages.wording import load_words
from webapp.security.crypto import mask_id_number, mask_phone

FIELDS = Path(__file__).parent / "fields.yaml"
SECTIONS = list(Section)
KEPT = "号码已经有了，这里不显示。没有要改的，直接点下一步。"


@dataclass(frozen=True)
class FieldPage:
    """A page with one field. {who} and {whose} are the member: 您 or 您父亲."""

    field: str
    label: str
    hint: str
    why: str
    autocomplete: str = "off"
    inputmode: str = ""
    digits: bool = False
    count: int | None = None


@cache
def load_field_pages() -> dict[str, FieldPage]:
    raw = yaml.safe_load(FIELDS.read_text(encoding="utf-8"))
    return {name: FieldPage(**page) for name, page in raw.items()}


def context_of(guide: Guide, draft: Application, step: Step) -> dict[str, object]:
    """What the page of `step` shows."""
    return CONTEXTS.get(step.name, _field)(guide, draft, step)


def _member(draft: Application, step: Step) -> ApplicationMember:
    return steps.member_at(draft, step.position) if step.position else steps.applicant_of(draft)


def _field(guide: Guide, draft: Application, step: Step) -> dict[str, object]:
    page = load_field_pages()[step.name]
    member = _member(draft, step)
    who = called(member)
    whose = gettext("您的") if who == "您" else say("{who}的", who=who)
    names = {"who": shown(who), "whose": whose}
    filled = {
        "name": member.name, "id_number": member.id_number, "phone": draft.phone,
        "address": draft.address, "bank_card": draft.bank_card,
    }  # fmt: skip
    kept = is_kept(draft, page.field, member)
    return {
        "page": page,
        "label": say(page.label, **names),
        "hint": KEPT if kept else say(page.hint, **names),
        "value": "" if kept else filled[page.field] or "",
        "doubt": doubting.find_doubt(guide, draft, member, page.field, on=clock.today()),
        "said_age": steps.age_said(guide, draft, member) if page.field == "id_number" else None,
        "member": member,
        "optional": step.name == "card" or (step.name == "member-id" and member.is_adult is False),
        "who": typed(member.name) or who,
    }


def is_kept(draft: Application, field: str, member: ApplicationMember) -> bool:
    """Whether a number came from the records with a warning: whoever visited is not shown it."""
    if steps.is_doubted(draft, member, field):
        return False
    return field == "id_number" and steps.is_by_staff(draft) and bool(member.id_number)


def called(member: ApplicationMember) -> str:
    """How the page speaks of a member: 您, or 您父亲."""
    return "您" if member.relation == "self" else households.long_label_of(member.relation)


def _choose(guide: Guide, draft: Application, step: Step) -> dict[str, object]:
    rows = [
        (str(one.id), guide.policies[one.policy].name, _about(guide, draft, one)) for one in draft.requests
    ]
    return {
        "rows": rows,
        "changes": _changes(guide, draft),
        "chosen": [str(one.id) for one in draft.requests if one.is_chosen],
        "helped": steps.is_helped(draft),
        "follow_ups": [(guide.policies[one["policy"]], one["filing"]) for one in _unique(draft.follow_ups)],
    }


CHANGED_WORDS = {
    "met": "按新规定，现在符合",
    "unknown": "按新规定，还有情况要核对",
    drafting.NO_LONGER: "按新规定够不上了，没有放进来",
}
VERDICT_WORDS = {"met": "按您说的符合", "unknown": "还有情况要核对"}


def _about(guide: Guide, draft: Application, request: Request) -> str:
    """For whom, how it stands, and what it cannot be had with."""
    words = say("{who}，{verdict}", who=request.person_label, verdict=VERDICT_WORDS[request.verdict])
    against = drafting.rivals(guide, draft, request)
    names = gettext("、").join(guide.policies[one].name for one in against)
    return say("{words}。跟{names}一般只能领一样", words=words, names=names) if names else words


def _unique(follow_ups: list[dict]) -> list[dict]:
    told = [one for one in follow_ups if one["filing"] != drafting.NO_LONGER]
    return list({one["policy"]: one for one in told}.values())


def _changes(guide: Guide, draft: Application) -> list[str]:
    """What newer rules changed since the draft was begun, a sentence each."""
    return [
        say("{name}：{changed}", name=guide.policies[policy].name, changed=CHANGED_WORDS[now])
        for policy, _, now in drafting.changes_of(draft)
    ]


def _sensitive(guide: Guide, draft: Application, step: Step) -> dict[str, object]:
    text = sensitive.load_text()
    kinds = [(name, text.kinds[name]) for name in sensitive.kinds_to_ask(g.session, draft)]
    rows = [(name, kind.name) for name, kind in kinds]
    return {"text": text, "kinds": kinds, "rows": rows, "helped": steps.is_helped(draft)}


def _applicant(guide: Guide, draft: Application, step: Step) -> dict[str, object]:
    rows = [(one.person, called(one)) for one in draft.members if one.is_adult is not False]
    if households.speaker_may_join(draft) and all(person != "self" for person, _ in rows):
        rows.insert(0, ("self", "我自己"))
    chosen = steps.applicant_of(draft)
    return {"rows": rows, "chosen": [chosen.person] if chosen else []}


def _household(guide: Guide, draft: Application, step: Step) -> dict[str, object]:
    relations = [(one, households.label_of(one)) for one in households.RELATIONS_TO_ADD]
    members = [(one, typed(one.name) or called(one)) for one in draft.members]
    return {"members": members, "relations": relations}


def _district(guide: Guide, draft: Application, step: Step) -> dict[str, object]:
    """Of the hukou, or where they live, or where the need arose."""
    place = step.name.rpartition("-")[0]
    spoken = households.read_situation(guide, draft).household.get("district")
    known = (getattr(draft, f"{place}_district") if place else draft.district) or spoken
    rows = [(one.key, one.name) for one in guide.regions.districts.values()]
    return {**load_words("applying")[step.name], "rows": rows, "chosen": [known]}


def _town(guide: Guide, draft: Application, step: Step) -> dict[str, object]:
    place = step.name.rpartition("-")[0]
    key, code = (getattr(draft, f"{place}_{one}" if place else one) for one in ("district", "town"))
    district = guide.regions.districts.get(key or "")
    said = load_words("applying")[step.name]
    title = say(said["title"], district=district.name if district else "")
    rows = steps.towns_of(guide, key) if district else []
    return {"title": title, "hint": said["hint"], "rows": rows, "chosen": [code]}


def _more(guide: Guide, draft: Application, step: Step) -> dict[str, object]:
    waiting = steps.open_questions(guide, draft)
    if not waiting:
        return {"question": None}
    asked = waiting[0]
    situation = households.read_situation(guide, draft)
    question = build(guide, situation, (situation.id, asked.person, asked.fact))
    rows = [(str(place), one.label) for place, one in enumerate(question.choices)]
    return {"question": question, "rows": rows, "mark": steps.question_mark(asked)}


def _authorise(guide: Guide, draft: Application, step: Step) -> dict[str, object]:
    member, signers = _member(draft, step), steps.adults(draft)
    place = signers.index(member) + 1 if member in signers else 1
    context = pages.make_context(g.session, member, Door.SHARED, clock.now())
    may_later = steps.may_sign_later(draft, member)
    return context | {"place": place, "count": len(signers), "may_later": may_later}


def _commit(guide: Guide, draft: Application, step: Step) -> dict[str, object]:
    deed, applicant = load_deed(COMMITMENT), steps.applicant_of(draft)
    name = typed(applicant.name) or called(applicant)
    may_later = steps.is_helped(draft)
    return {
        "deed": deed,
        "rows": deed.rows_for(name),
        "member": applicant,
        "name": name,
        "may_later": may_later,
    }


def _places(guide: Guide, draft: Application) -> Iterator[tuple[str, str, str]]:
    """Each place that was asked for: its word, its name, the page that changes it."""
    said, asked = load_words("applying")["check"], {one.name for one in steps.steps_of(draft)}
    for place in ("", "residence", "event"):
        page = f"{place}-district" if place else "district"
        if page in asked:
            district, town = (
                getattr(draft, f"{place}_{one}" if place else one) for one in ("district", "town")
            )
            offices = find_offices(guide.regions, district, town)
            yield said[place or "hukou"], f"{offices.district}{offices.town}", f"/apply/{page}"


def _check(guide: Guide, draft: Application, step: Step) -> dict[str, object]:
    applicant = steps.applicant_of(draft)
    missing = [one.name or shown(called(one)) for one in consent.unsigned_adults(draft)]
    return {
        "requests": [
            (guide.policies[one.policy].name, one.person_label) for one in drafting.chosen_requests(draft)
        ],
        "changes": _changes(guide, draft),
        "applicant": applicant,
        "others": [one for one in draft.members if not one.is_applicant],
        "unsigned": missing,
        "places": list(_places(guide, draft)),
        "mask_id": mask_id_number,
        "mask_phone": mask_phone,
        "label_of": households.label_of,
        "papers": papers_in_words(draft),
        "card_tail": draft.bank_card[-4:] if draft.bank_card else None,
    }


def papers_in_words(application: Application) -> str:
    given, owed = keeping.count_given(application), keeping.count_owed(application)
    words = [say("拍了 {count} 样", count=given)] if given else []
    words += [say("{count} 样以后交", count=owed)] if owed else []
    return gettext("，").join(words) or "不用交"


CONTEXTS = {
    "choose": _choose,
    "sensitive": _sensitive,
    "applicant": _applicant,
    "household": _household,
    "helper": helping.show_helper,
    "consent": helping.show_consent,
    **dict.fromkeys(("district", "residence-district", "event-district"), _district),
    **dict.fromkeys(("town", "residence-town", "event-town"), _town),
    "more": _more,
    "note": lambda guide, draft, step: {},
    "authorise": _authorise,
    "commit": _commit,
    "check": _check,
}


def other_offers(guide: Guide, known: Known | None) -> list[tuple[Policy, str]]:
    """What fits and is done elsewhere or follows by itself, for who has nothing to apply for here."""
    found = drafting.other_offers(guide, known.conversation, clock.today()) if known is not None else []
    return [(guide.policies[one], filing) for one, filing in found]


def done_context(guide: Guide, application: Application) -> dict[str, object]:
    """The last page: the number, what was filed and what follows by itself.

    It can be opened for long: `moved` is what no longer waits as it was filed, with how it stands.
    """
    filed = [(guide.policies[one.policy].name, one.person_label, one) for one in application.requests]
    return {
        "application": application,
        "requests": [(name, person) for name, person, one in filed if not has_moved(one)],
        "follow_ups": [
            (guide.policies[one["policy"]], one["filing"]) for one in _unique(application.follow_ups)
        ],
        "moved": [(name, who, moving.words_of(one).label) for name, who, one in filed if has_moved(one)],
        "over": consent.is_over(application),
        "withdrawn": all(one.state == RequestState.WITHDRAWN for one in application.requests),
        "unsigned": unsigned(application),
        "signatures": signatures(application),
        "commitment": consent.find_commitment(g.session, application),
    }


def has_moved(request: Request) -> bool:
    return request.state != RequestState.SUBMITTED


def unsigned(application: Application) -> list[tuple[str, int]]:
    """(masked name, position) of the adults who have not signed yet, while that still matters."""
    if consent.is_over(application):
        return []
    return [
        (pages.told_apart(one), one.position) for one in consent.unsigned_adults(application, clock.now())
    ]


def signatures(application: Application) -> list[dict[str, object]]:
    """Every member with how their signature stands for who applies: signed, with a clerk, or not yet."""
    now = clock.now()
    return [
        {
            "name": pages.told_apart(one),
            "position": one.position,
            "signed": consent.find_authorisation(one, now) is not None,
            "on_paper": paper.find_paper(one) is not None,
            "minor": guardians.is_adult(one, now) is False,
        }
        for one in application.members
    ]
