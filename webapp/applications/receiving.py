"""A request that another town of the province has handed here: it becomes an application of a town of ours.

A letter is taken once, by its number. Where its town or policy is not known here, or somebody has applied for
the same already, it waits at the desk (without a request) for a clerk to place it or to send it back.
"""

from __future__ import annotations

import datetime
import secrets

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from knowledge import Guide, Person, Situation, assess
from webapp.applications import drafting, households, identity, notices, routing
from webapp.applications.alerting import Desk, Kind, Level, notify
from webapp.applications.errors import IdentityError, NotAllowedError
from webapp.applications.households import WHOLE_FAMILY
from webapp.applications.moving import By, move
from webapp.applications.numbers import make_application_number
from webapp.applications.places import find_offices
from webapp.applications.routing import Chosen, Town
from webapp.applications.states import ENDED, RequestState, Role
from webapp.applications.submitting import enter
from webapp.applications.transferring import HERE, city_name
from webapp.applications.wording import load_texts
from webapp.calendar import day_of
from webapp.db import guide_of, index_hash_of
from webapp.gateways.province import Letter
from webapp.models.applications import Application, ApplicationMember, Request
from webapp.models.routing import Direction, Place, Transfer, TransferState
from webapp.security import audit

S, T = RequestState, TransferState
WHO = "province"
SENT_HERE = By(Role.APPLICANT, who=WHO)
GRANTED = frozenset({S.APPROVED, S.PAYING, S.CLOSED})


def take_in(session: Session, letter: Letter, at: datetime.datetime) -> Transfer:
    """Write a letter down and, where its town and policy are known, open its application. Twice is once."""
    known = session.scalars(select(Transfer).where(Transfer.number == letter.number)).one_or_none()
    if known is not None:
        return known
    guide, town = guide_of(session), _find_town(guide_of(session), letter)
    made = Transfer(number=letter.number, direction=Direction.IN, by=WHO, opened_at=at, taken_at=at)
    made.district, made.town = town.district, town.code
    made.there_city = letter.origin.city
    made.there = f"{city_name(letter.origin.city)}{letter.origin.place}"[:64]
    made.letter, made.state = letter.model_dump(), T.TAKEN
    session.add(made)
    session.flush()
    policy = _find_policy(guide, letter.policy)
    if town.code is not None and policy is not None:
        _open(session, made, town, policy, at=at)
    _alert(session, made, at)
    return made


def place(
    session: Session, transfer: Transfer, code: str, policy: str, *, by: By, at: datetime.datetime
) -> Request | None:
    """A clerk names the town and the policy of what could not be placed. None where it cannot be opened."""
    guide, found = guide_of(session), guide_of(session).regions.find(code)
    if transfer.request_id is not None or transfer.state != T.TAKEN:
        raise NotAllowedError("这一件已经有着落了")
    if found is None or found[1] is None or policy not in guide.policies:
        raise NotAllowedError("选一个镇街和一项政策")
    transfer.district, transfer.town = found[0].key, code
    opened = _open(session, transfer, Town(found[0].key, code), policy, at=at)
    audit.record(session, by.name, "transfer-place", subject=f"transfer:{transfer.id}", at=at)
    _alert(session, transfer, at)
    return opened


def send_back(session: Session, transfer: Transfer, says: str, *, by: By, at: datetime.datetime) -> None:
    """It does not belong here: the answer goes out with the reason."""
    if transfer.request_id is not None or transfer.state != T.TAKEN or not says.strip():
        raise NotAllowedError("写明为什么退回；已经立了申请的，照平常办")
    _answer(transfer, "returned", says.strip(), at)
    audit.record(session, by.name, "transfer-return", subject=f"transfer:{transfer.id}", at=at)


def answer_decided(session: Session, at: datetime.datetime) -> int:
    """Have the answers sent for what was decided here since. Returns how many."""
    waiting = (Transfer.direction == Direction.IN, Transfer.state == T.TAKEN)
    over = (Transfer.request_id == Request.id, Request.state.in_(GRANTED | ENDED))
    query = select(Transfer, Request).join(Request, over[0]).where(*waiting, over[1]).with_for_update()
    found = session.execute(query).all()
    for transfer, request in found:
        outcome = _outcome(RequestState(request.state))
        _answer(transfer, outcome, load_texts("transfers")["answers"][outcome], at)
    return len(found)


def _outcome(state: RequestState) -> str:
    if state in GRANTED:
        return "approved"
    return "refused" if state is S.NOT_APPROVED else "returned"


def _answer(transfer: Transfer, outcome: str, says: str, at: datetime.datetime) -> None:
    transfer.outcome, transfer.answer = outcome, says
    transfer.state, transfer.due_at = T.PENDING, at


def _find_town(guide: Guide, letter: Letter) -> Town:
    """By its code, or by its name where only one town has it."""
    code = letter.to.town
    found = guide.regions.find(code) if code else None
    if found is None:
        named = [
            (district, town)
            for district in guide.regions.districts.values()
            for town in district.towns
            if letter.to.place.endswith(town.name)
            and (
                letter.to.place == town.name or letter.to.place.startswith((district.name, *district.aliases))
            )
        ]
        found = named[0] if len(named) == 1 else None
    return Town(found[0].key, found[1].code) if found and found[1] else Town(None, None)


def _find_policy(guide: Guide, name: str) -> str | None:
    return next((one.id for one in guide.policies.values() if name in (one.name, *one.aliases)), None)


def _open(
    session: Session, transfer: Transfer, town: Town, policy: str, *, at: datetime.datetime
) -> Request | None:
    """The application of a letter, as if it was just filed; None where it cannot be opened."""
    try:
        with session.begin_nested():
            request = _file(session, transfer, town, policy, at=at)
            if not enter(session, request):
                raise NotAllowedError("doubled")
    except (IdentityError, NotAllowedError, IntegrityError) as error:
        transfer.fault = "doubled" if str(error) == "doubled" else "bad-letter"
        return None
    transfer.request_id, transfer.fault = request.id, None
    says = load_texts("routing")[WHO]
    routing.write(session, request, Chosen(Place.PROVINCE, town, says), by=WHO, at=at)
    move(session, request, S.SUBMITTED, SENT_HERE, at=at)
    notices.tell_submitted(session, request.application, at)
    audit.record(session, WHO, "submit", subject=request.application_id, at=at)
    return request


def _file(session: Session, transfer: Transfer, town: Town, policy: str, *, at: datetime.datetime) -> Request:
    guide, offices = guide_of(session), find_offices(guide_of(session).regions, town.district, town.code)
    who, situation = transfer.letter["applicant"], Situation("h1", {}, (Person("self", "self", {}),))
    filed = Application(id=secrets.token_hex(16), conversation_id=f"{WHO}:{transfer.number}", household="h1")
    filed.guide_version, filed.situation = guide.version, situation.to_json()
    filed.origins, filed.follow_ups, filed.answered = [], [], []
    filed.district, filed.town, filed.town_name = town.district, town.code, offices.town
    filed.district_name, filed.phone, filed.address = offices.district, who["phone"], who["address"]
    filed.created_at = filed.updated_at = filed.submitted_at = at
    filed.number = make_application_number()
    _add_applicant(session, filed, who, day_of(at))
    households.say_fact(guide, filed, (None, "district"), town.district)
    session.add(filed)
    request = _make_request(guide, filed, policy, at)
    session.flush()
    return request


def _add_applicant(session: Session, filed: Application, who: dict, today: datetime.date) -> None:
    """Raises IdentityError for a number that cannot be right."""
    found = identity.parse_id_number(who["id_number"], today)
    member = ApplicationMember(person="self", relation="self", position=1, is_applicant=True)
    member.name, member.id_number = who["name"], found.number
    member.id_key = index_hash_of(session)("id-number", found.number)
    filed.members.append(member)
    households.take_identity(guide_of(session), filed, member, found, today=today)


def _make_request(guide: Guide, filed: Application, policy: str, at: datetime.datetime) -> Request:
    situation = households.read_situation(guide, filed)
    judged = assess(guide, situation, day_of(at), [policy])[0]
    request = Request(policy=policy, unit=judged.unit, person=judged.person, state=S.DRAFT, state_since=at)
    request.person_label = "本人" if judged.person else WHOLE_FAMILY
    filed.requests.append(request)
    drafting.write_judgement(guide, request, judged)
    request.is_urgent, request.is_chosen = False, True
    return request


def _alert(session: Session, transfer: Transfer, at: datetime.datetime) -> None:
    level = Level.TOWN if transfer.town else Level.CITY
    desk = Desk(level, transfer.district, transfer.town)
    cause = f"transfer:{transfer.id}"
    notify(session, desk, Kind.TRANSFER_IN, cause, at=at, request_id=transfer.request_id)


def place_of(session: Session, transfer: Transfer) -> str:
    """Which of our towns has it, for the side that sent it; the city's desk where none was found."""
    if transfer.town is None:
        return load_texts("cities")[HERE]
    offices = find_offices(guide_of(session).regions, transfer.district, transfer.town)
    return f"{offices.district}{offices.town}"
