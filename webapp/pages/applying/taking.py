"""What the pages of an application take: a form into the draft, or the message for each wrong field."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from flask import current_app
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from bot.choices import build
from knowledge import Guide, SituationError, parse_value
from webapp.applications import consent, drafting, households, identity, sensitive, steps
from webapp.applications.errors import IdentityError
from webapp.applications.signatures import Door
from webapp.applications.steps import Step
from webapp.languages import gettext, say
from webapp.models.applications import Application, ApplicationMember
from webapp.pages.applying import contexts, doubting, helping
from webapp.pages.forms import FormError, parse_typed, ticked_value, why_not
from webapp.pages.signing import taking as signing

LONGEST_ADDRESS = 120
LONGEST_NOTE = 1000
STAY = "stay"


@dataclass(frozen=True)
class Taking:
    """A form for one page of a draft."""

    session: Session
    guide: Guide
    draft: Application
    step: Step
    form: MultiDict
    now: datetime.datetime

    @property
    def member(self) -> ApplicationMember | None:
        if self.step.position is None:
            return steps.applicant_of(self.draft)
        return steps.member_at(self.draft, self.step.position)


def take(taking: Taking) -> str | None:
    """Put the form into the draft. `STAY` keeps the page. Raises FormError."""
    stay = TAKERS[taking.step.name](taking)
    if stay is None:
        steps.mark_answered(taking.draft, taking.step)
    drafting.judge(taking.guide, taking.draft, None, taking.now)
    taking.session.flush()
    return stay


def _choose(taking: Taking) -> None:
    wanted = {int(one) for one in taking.form.getlist("request") if one.isdigit()}
    if not wanted & {one.id for one in taking.draft.requests}:
        raise FormError({"request": "至少勾一样，才能往下申请"})
    drafting.choose_requests(taking.draft, wanted)
    if taking.form.get("do") == "helping" and not steps.is_helped(taking.draft):
        taking.draft.answered = [*taking.draft.answered, steps.HELPED]


def _sensitive(taking: Taking) -> None:
    """Every kind that this application asks for gets an answer of its own; nothing is ticked beforehand."""
    asked = sensitive.kinds_to_ask(taking.session, taking.draft)
    if taking.form.get("do") not in ("agree", "some"):
        raise FormError({"kind": "同意还是不同意，点下面的按钮"})
    ticked = asked if taking.form["do"] == "agree" else taking.form.getlist("kind")
    missing = [one for one in asked if sensitive.load_text().kinds[one].essential and one not in ticked]
    if missing:
        names = gettext("、").join(gettext(sensitive.load_text().kinds[one].name) for one in missing)
        words = "不同意用{names}，网上就交不了。不想在网上交，点“都不同意，去窗口办”"
        raise FormError({"kind": say(words, names=names)})
    given = {one: one in ticked for one in asked}
    sensitive.answer(taking.session, taking.guide, taking.draft, given, at=taking.now)


def _applicant(taking: Taking) -> None:
    person = taking.form.get("person", "")
    missing = all(one.person != "self" for one in taking.draft.members)
    if person == "self" and missing and households.speaker_may_join(taking.draft):
        households.add_member(taking.guide, taking.draft, "self")
    if all(one.person != person for one in taking.draft.members):
        raise FormError({"person": "请选一个人来申请"})
    households.choose_applicant(taking.draft, person)
    for helper in taking.draft.helpers:
        helper.consented_at = helper.consented_at if helper.person == person else None


def _read(field: str, parse: Callable[[str], str], text: str) -> str:
    try:
        return parse(text)
    except IdentityError as wrong:
        raise FormError({field: str(wrong)}) from None


def _name(taking: Taking) -> None:
    name = _read("name", identity.parse_name, taking.form.get("name", ""))
    if taking.member.name not in (None, name):
        consent.forget_signatures(taking.session, taking.member)
    taking.member.name = name


def _id_number(taking: Taking) -> str | None:
    """A number that does not go with what is known is kept, but taken when it comes a second time."""
    member, text = taking.member, taking.form.get("id_number", "")
    is_kept = contexts.is_kept(taking.draft, "id_number", member)
    if not text.strip() and (is_kept or (member.is_adult is False and not member.is_applicant)):
        return _leave_empty(taking, member)
    found, today = _read_identity(taking, text), taking.now.date()
    is_new = member.id_number != found.number
    if is_new and member.id_number is not None:
        consent.forget_signatures(taking.session, member)
    member.id_number = found.number
    member.id_key = current_app.index_hash("id-number", found.number)
    if is_new and doubting.doubt_identity(taking.guide, taking.draft, member, found, on=today):
        steps.mark_doubted(taking.draft, taking.step, member, "id_number")
        return STAY
    steps.clear_doubt(taking.draft, member, "id_number")
    households.take_identity(taking.guide, taking.draft, member, found, today=today)
    return None


def _leave_empty(taking: Taking, member: ApplicationMember) -> None:
    """A number that was doubted and is wiped out is not kept."""
    if steps.is_doubted(taking.draft, member, "id_number"):
        member.id_number = member.id_key = None
        steps.clear_doubt(taking.draft, member, "id_number")


def _read_identity(taking: Taking, text: str) -> identity.Identity:
    try:
        found = identity.parse_id_number(text, taking.now.date())
    except IdentityError as wrong:
        raise FormError({"id_number": str(wrong)}) from None
    _refuse_twice(taking, found)
    if taking.member.is_applicant and not found.is_adult(taking.now.date()):
        raise FormError({"id_number": "申请人要年满 18 岁，请返回前面换一个大人来申请"})
    return found


def _refuse_twice(taking: Taking, found: identity.Identity) -> None:
    for other in taking.draft.members:
        if other is not taking.member and other.id_number == found.number:
            whose = other.name or households.label_of(other.relation)
            same = say("这个号跟{whose}的一样，请照着各人的身份证再看一遍", whose=whose)
            raise FormError({"id_number": same})


def _phone(taking: Taking) -> None:
    taking.draft.phone = _read("phone", identity.parse_phone, taking.form.get("phone", ""))


def _household(taking: Taking) -> str | None:
    form, draft = taking.form, taking.draft
    if form.get("remove", "").isdigit():
        member = steps.member_at(draft, int(form["remove"]))
        if member is not None and not member.is_applicant:
            households.remove_member(taking.guide, draft, member)
        return STAY
    if form.get("do") == "add":
        return _add_member(taking)
    households.confirm_members(taking.guide, draft)
    return None


def _add_member(taking: Taking) -> str:
    relation = taking.form.get("relation", "")
    if relation not in households.RELATIONS_TO_ADD:
        raise FormError({"relation": "请选这个人是您的什么人"})
    if len(taking.draft.members) >= households.MOST_MEMBERS:
        raise FormError({"relation": "最多填 12 口人，再多的请到窗口补"})
    households.add_member(taking.guide, taking.draft, relation)
    return STAY


NO_DISTRICT = {"": "请选户口所在的区县", "residence": "请选现在住的区县", "event": "请选急事出在哪个区县"}
NO_TOWN = {
    "": "请选户口所在的镇或街道",
    "residence": "请选现在住的镇或街道",
    "event": "请选急事出在哪个镇或街道",
}


def _district(taking: Taking) -> None:
    """Of the hukou; `residence-district` and `event-district` are the other two."""
    key, place = taking.form.get("district", ""), taking.step.name.rpartition("-")[0]
    if key not in taking.guide.regions.districts:
        raise FormError({"district": NO_DISTRICT[place]})
    if place:
        steps.set_place_district(taking.guide, taking.draft, place, key)
    else:
        steps.set_district(taking.guide, taking.draft, key)


def _town(taking: Taking) -> None:
    code, place = taking.form.get("town", ""), taking.step.name.rpartition("-")[0]
    district = getattr(taking.draft, f"{place}_district") if place else taking.draft.district
    if district is None or code not in dict(steps.towns_of(taking.guide, district)):
        raise FormError({"town": NO_TOWN[place]})
    if place:
        steps.set_place_town(taking.guide, taking.draft, place, code)
    else:
        steps.set_town(taking.guide, taking.draft, code)


def _address(taking: Taking) -> None:
    address = " ".join(taking.form.get("address", "").split())[:LONGEST_ADDRESS]
    if len(address) < 3:
        raise FormError({"address": "请写到村或小区，工作人员好找到您"})
    taking.draft.address = address


def _card(taking: Taking) -> str | None:
    text = taking.form.get("bank_card", "").strip()
    if text and sensitive.is_refused(taking.draft, sensitive.BANK):
        raise FormError({"bank_card": "您前面没同意在这里填卡号。想填，先到“敏感信息”那一页改成同意"})
    number = _read("bank_card", identity.parse_bank_card, text) if text else None
    is_new = number != taking.draft.bank_card
    taking.draft.bank_card = number
    if number and is_new and doubting.doubt_card(number):
        steps.mark_doubted(taking.draft, taking.step, taking.member, "bank_card")
        return STAY
    steps.clear_doubt(taking.draft, taking.member, "bank_card")
    return None


def _note(taking: Taking) -> None:
    taking.draft.note = taking.form.get("note", "").strip()[:LONGEST_NOTE] or None


def _more(taking: Taking) -> str | None:
    """One fact that no department knows. 不清楚 is an answer as well."""
    waiting = steps.open_questions(taking.guide, taking.draft)
    if not waiting:
        return None
    asked = next((one for one in waiting if steps.question_mark(one) == taking.form.get("question")), None)
    if asked is None:
        return STAY
    value = _fact_value(taking, asked)
    if value is not None:
        households.say_fact(taking.guide, taking.draft, (asked.person, asked.fact), value)
    taking.draft.answered = [*taking.draft.answered, steps.question_mark(asked)]
    drafting.judge(taking.guide, taking.draft, None, taking.now)
    return STAY if steps.open_questions(taking.guide, taking.draft) else None


def _fact_value(taking: Taking, asked: steps.OpenQuestion) -> object | None:
    situation = households.read_situation(taking.guide, taking.draft)
    question = build(taking.guide, situation, (situation.id, asked.person, asked.fact))
    typed = taking.form.get("typed", "").strip()
    if typed:
        raw = parse_typed(typed, question.hint)
    else:
        places = [int(one) for one in taking.form.getlist("choice") if one.isdigit()]
        chosen = [question.choices[one] for one in places if one < len(question.choices)]
        if not chosen:
            raise FormError({"choice": "请选一项，说不清就选“不清楚”"})
        raw = ticked_value(question.choices, chosen) if question.multi else chosen[0].value
    if raw is None:
        return None
    definition = taking.guide.facts[asked.fact]
    try:
        return parse_value(definition, raw)
    except SituationError as wrong:
        raise FormError({"typed": why_not(definition, wrong)}) from None


def _authorise(taking: Taking) -> str | None:
    """First the text is read, then somebody signs, or leaves it for later."""
    if taking.form.get("do") == "later" and steps.may_sign_later(taking.draft, taking.member):
        return None
    form = signing.Signing(taking.session, taking.member, Door.SHARED, taking.form, taking.now)
    if signing.take_reading(form):
        return STAY
    signing.take_signature(form)
    return None


def _commit(taking: Taking) -> None:
    """The whole text stands on the page that is signed. Who is helped may sign it on paper."""
    if taking.form.get("do") == "later" and steps.is_helped(taking.draft):
        return
    kind, name, mark = signing.read_hand(taking.form, taking.member, signing.make_mark())
    consent.sign_commitment(taking.session, taking.member, name, taking.now, kind=kind, mark=mark)


TAKERS: dict[str, Callable[[Taking], str | None]] = {
    "choose": _choose,
    "sensitive": _sensitive,
    "applicant": _applicant,
    "name": _name,
    "member-name": _name,
    "id-number": _id_number,
    "member-id": _id_number,
    "phone": _phone,
    "household": _household,
    "helper": helping.take_helper,
    "consent": helping.take_consent,
    **dict.fromkeys(("district", "residence-district", "event-district"), _district),
    **dict.fromkeys(("town", "residence-town", "event-town"), _town),
    "address": _address,
    "card": _card,
    "more": _more,
    "note": _note,
    "authorise": _authorise,
    "commit": _commit,
}
