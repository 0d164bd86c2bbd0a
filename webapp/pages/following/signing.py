"""A signature that comes later: read and sign, send a link, look at what was signed, take it back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from webapp.applications import consent, links, withdrawing
from webapp.applications.describing import describe
from webapp.applications.signatures import Door as SignedAt
from webapp.languages import say, typed
from webapp.models.applications import ApplicationMember
from webapp.pages.answering.contexts import name_of
from webapp.pages.applying import signing as asking
from webapp.pages.following.places import Following, words_of
from webapp.pages.parts import Bullets, Button, Door, Doors, Field, Note, Page, Part, Row, Rows, Tick, Words
from webapp.pages.signing import contexts, later, taking
from webapp.pages.wording import button

SIGN = "sign"


def show(at: Following) -> Page:
    member = _member(at)
    found = contexts.make_context(at.session, member, SignedAt.SHARED, at.now)
    if found["signed"]:
        return _signed(at, member, found)
    page = asking.way_page(_here(member), {**found, "may_later": False})
    return Page(
        page.title, (*_sheet(found), *page.parts, *_others(at, member, found)), page.buttons, page.hint
    )


def take(at: Following) -> str:
    """Note that the text was read, or sign."""
    member = _member(at, lock=True)
    form = taking.Signing(at.session, member, SignedAt.SHARED, at.fields, at.now)
    if not taking.take_reading(form):
        taking.take_signature(form)
    return f"{SIGN}/{member.position}"


def _member(at: Following, *, lock: bool = False) -> ApplicationMember:
    return later.get_member(at.session, at.application, at.number(), lock=lock)


def _here(member: ApplicationMember) -> str:
    return f"/sign/{member.position}"


def _signed(at: Following, member: ApplicationMember, found: Mapping) -> Page:
    said = words_of("sign")
    rows = [
        Row(label, says) for label, says in describe(found["signed"]) if label in contexts.TOLD_TO_APPLICANT
    ]
    parts = (Rows(tuple(rows)), Words(said["check"], "quiet"))
    doors = Doors((Door(f"{_here(member)}/withdraw", said["take_back"]),))
    return Page(say(said["done"], name=typed(found["name"])), (*parts, doors))


def _sheet(found: Mapping) -> Iterator[Part]:
    """How a sheet of paper stands that was signed instead."""
    said = words_of("sign")
    if found["sheet"]:
        yield Note(said["sheet"])
    if found["turned_down"]:
        yield Note(say(said["turned_down"], note=found["turned_down"].check_note))


def _others(at: Following, member: ApplicationMember, found: Mapping) -> Iterator[Part]:
    if member.is_applicant or found["minor"]:
        return
    said = words_of("sign")
    label = say(said["link"], name=typed(found["name"]))
    yield Doors((Door(f"{_here(member)}/link", label),), said["others"])


# --- a link of their own ----------------------------------------------------------------------------------


def show_link(at: Following) -> Page:
    member = later.require_grown_up(_member(at), at.now)
    said, name = words_of("link"), contexts.shown_name(member, SignedAt.SHARED)
    says = Words(say(said["says"], name=typed(name)))
    if not later.may_text():
        return Page(say(said["title"], name=typed(name)), (says,))
    field = Field(
        "phone", say(said["phone"], name=typed(name)), hint=said["phone_hint"], input="phone", most=20
    )
    return Page(say(said["title"], name=typed(name)), (says, field), (button(said["text"], "do", "text"),))


def take_link(at: Following) -> Page:
    """The link goes to the member's own phone."""
    member = later.require_grown_up(_member(at), at.now)
    form = at.fields.copy()
    form["do"] = "text"
    shown = later.make_link(at.session, member, form, at.now)
    said, days = words_of("link"), links.VALID_FOR.days
    parts = (Words(say(said["sent_says"], phone=shown["sent"], days=days)), Words(said["opened"], "quiet"))
    return Page(said["sent"], parts, (Button(words_of("sign")["back"], link=_here(member)),))


# --- taking it back ---------------------------------------------------------------------------------------


def show_withdrawal(at: Following) -> Page:
    member = _member(at)
    later.get_signed(member, at.now)
    said, name = words_of("take_back"), contexts.shown_name(member, SignedAt.SHARED)
    stops = tuple(name_of(at.guide, one) for one in withdrawing.needing(at.application))
    parts: list[Part] = [Bullets("", tuple(say(one, name=typed(name)) for one in said["entries"]))]
    if stops:
        parts.append(Bullets(said["stops"], stops))
    parts += [*asking.typed_signature(name), Tick("agreed", said["agree"])]
    return Page(say(said["title"], name=typed(name)), tuple(parts), (button(said["press"]),))


def take_withdrawal(at: Following) -> str:
    member = _member(at, lock=True)
    signed = consent.find_authorisation(member, at.now)
    if signed is not None:
        later.check_withdrawal(signed, at.fields)
        withdrawing.withdraw(at.session, signed, at.now)
    return f"{SIGN}/{member.position}"
