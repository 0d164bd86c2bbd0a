"""What each page of an application shows: its question, what is filled in already, and where back leads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from flask import render_template
from werkzeug.datastructures import MultiDict

from bot.choices import build
from knowledge import Guide
from webapp.applications import consent, drafting, households, steps
from webapp.applications.steps import Section, Step
from webapp.applications.wording import load_deed
from webapp.models.applications import Application, ApplicationMember, Request
from webapp.security.crypto import mask_id_number, mask_name, mask_phone

FIELDS = Path(__file__).parent.parent.parent / "templates" / "apply" / "fields.yaml"
SECTIONS = list(Section)


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


def render(
    guide: Guide, draft: Application, step: Step, *, form: MultiDict, errors: Mapping[str, str] | None = None
) -> str:
    """The page of `step`, with what was typed when it has to be mended."""
    before = steps.step_before(draft, step)
    frame = {
        "draft": draft,
        "step": step,
        "back": before.path if before else "/result",
        "section": SECTIONS.index(step.section) + 1,
        "sections": SECTIONS,
        "errors": errors,
        "form": form,
    }
    name = "field" if step.name in load_field_pages() else step.name
    return render_template(
        f"apply/{name}.html", **frame, **CONTEXTS.get(step.name, _field)(guide, draft, step)
    )


def _member(draft: Application, step: Step) -> ApplicationMember:
    return steps.member_at(draft, step.position) if step.position else steps.applicant_of(draft)


def _field(guide: Guide, draft: Application, step: Step) -> dict[str, object]:
    page = load_field_pages()[step.name]
    member = _member(draft, step)
    who = called(member)
    names = {"who": who, "whose": f"{who}的"}
    filled = {
        "name": member.name, "id_number": member.id_number, "phone": draft.phone,
        "address": draft.address, "bank_card": draft.bank_card,
    }  # fmt: skip
    return {
        "page": page,
        "label": page.label.format(**names),
        "hint": page.hint.format(**names),
        "value": filled[page.field] or "",
        "said_age": steps.age_said(guide, draft, member) if page.field == "id_number" else None,
        "member": member,
        "optional": step.name == "card" or (step.name == "member-id" and member.is_adult is False),
        "who": member.name or who,
    }


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
    words = f"{request.person_label}，{VERDICT_WORDS[request.verdict]}"
    against = drafting.rivals(guide, draft, request)
    names = "、".join(guide.policies[one].name for one in against)
    return f"{words}。跟{names}一般只能领一样" if names else words


def _unique(follow_ups: list[dict]) -> list[dict]:
    told = [one for one in follow_ups if one["filing"] != drafting.NO_LONGER]
    return list({one["policy"]: one for one in told}.values())


def _changes(guide: Guide, draft: Application) -> list[str]:
    """What newer rules changed since the draft was begun, a sentence each."""
    return [
        f"{guide.policies[policy].name}：{CHANGED_WORDS[now]}"
        for policy, _, now in drafting.changes_of(draft)
    ]


def _applicant(guide: Guide, draft: Application, step: Step) -> dict[str, object]:
    rows = [(one.person, called(one)) for one in draft.members if one.is_adult is not False]
    if households.speaker_may_join(draft) and all(person != "self" for person, _ in rows):
        rows.insert(0, ("self", "我自己"))
    chosen = steps.applicant_of(draft)
    return {"rows": rows, "chosen": [chosen.person] if chosen else []}


def _household(guide: Guide, draft: Application, step: Step) -> dict[str, object]:
    relations = [(one, households.label_of(one)) for one in households.RELATIONS_TO_ADD]
    members = [(one, one.name or called(one)) for one in draft.members]
    return {"members": members, "relations": relations}


def _district(guide: Guide, draft: Application, step: Step) -> dict[str, object]:
    known = draft.district or households.read_situation(guide, draft).household.get("district")
    return {"rows": [(one.key, one.name) for one in guide.regions.districts.values()], "chosen": [known]}


def _town(guide: Guide, draft: Application, step: Step) -> dict[str, object]:
    return {"rows": steps.towns_of(guide, draft.district), "chosen": [draft.town]}


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
    member = _member(draft, step)
    return deed_context("authorisation", draft, member) | {
        "signed": consent.find_authorisation(member),
        "guardian": steps.applicant_of(draft),
    }


def _commit(guide: Guide, draft: Application, step: Step) -> dict[str, object]:
    return deed_context("commitment", draft, steps.applicant_of(draft)) | {"signed": None}


def deed_context(name: str, draft: Application, member: ApplicationMember) -> dict[str, object]:
    signers = steps.adults(draft)
    deed = load_deed(name)
    return {
        "deed": deed,
        "rows": deed.rows_for(member.name or called(member)),
        "member": member,
        "place": signers.index(member) + 1 if member in signers else 1,
        "count": len(signers),
    }


def _check(guide: Guide, draft: Application, step: Step) -> dict[str, object]:
    applicant = steps.applicant_of(draft)
    missing = [one.name or called(one) for one in consent.unsigned_adults(draft)]
    return {
        "requests": [
            (guide.policies[one.policy].name, one.person_label) for one in drafting.chosen_requests(draft)
        ],
        "changes": _changes(guide, draft),
        "applicant": applicant,
        "others": [one for one in draft.members if not one.is_applicant],
        "unsigned": missing,
        "mask_id": mask_id_number,
        "mask_phone": mask_phone,
        "label_of": households.label_of,
        "card_tail": draft.bank_card[-4:] if draft.bank_card else None,
    }


CONTEXTS = {
    "choose": _choose,
    "applicant": _applicant,
    "household": _household,
    "district": _district,
    "town": _town,
    "more": _more,
    "note": lambda guide, draft, step: {},
    "authorise": _authorise,
    "commit": _commit,
    "check": _check,
}


def done_context(guide: Guide, application: Application) -> dict[str, object]:
    """The last page: the number, what was filed and what follows by itself."""
    return {
        "application": application,
        "requests": [(guide.policies[one.policy].name, one.person_label) for one in application.requests],
        "follow_ups": [
            (guide.policies[one["policy"]], one["filing"]) for one in _unique(application.follow_ups)
        ],
        "unsigned": unsigned(application),
    }


def unsigned(application: Application) -> list[tuple[str, int]]:
    """(masked name, position) of the adults who have not signed yet."""
    return [
        (mask_name(one.name or "") or called(one), one.position)
        for one in consent.unsigned_adults(application)
    ]
