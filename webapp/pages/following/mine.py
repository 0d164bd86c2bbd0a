"""我的数据: what is kept and why, consents, a copy, deletion. Of what was submitted, or of a draft."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping

from flask import current_app

import bot
from webapp.applications import erasing, sensitive, status, steps
from webapp.applications.identity import normalise
from webapp.db import index_hash_of
from webapp.languages import say
from webapp.models.applications import Application
from webapp.monitoring import refusing
from webapp.pages import chatting
from webapp.pages.following.places import Following, words_of
from webapp.pages.forms import FormError
from webapp.pages.mine import contexts
from webapp.pages.parts import (
    Bullets,
    Button,
    Done,
    Door,
    Doors,
    Field,
    Folded,
    Heading,
    Note,
    Page,
    Part,
    Picture,
    Pictures,
    Row,
    Rows,
    Words,
)
from webapp.pages.wording import button
from webapp.pages.written import spaced
from webapp.problems import Problem
from webapp.security import audit

DATA = "data"
COPY, ERASE, CONSENT = "copy", "erase", "consent"
REFUSE, ALLOW = "refuse", "allow"


def show(at: Following) -> Page:
    at.require_applicant()
    said, found = words_of("mine"), contexts.make_page(at.guide, at.application)
    draft = found["is_draft"]
    kept = [Row(one.what, say(said["kept_row"], why=one.why, until=one.until)) for one in found["kept"]]
    parts: list[Part] = [Rows(tuple(kept), said["kept_draft" if draft else "kept"])]
    if not draft:
        number = say(words_of("overview")["number"], number=spaced(at.application.number))
        parts.insert(0, Words(number, "quiet"))
        parts.append(Doors((Door("/status/looks", words_of("overview")["looks"]),)))
    if found["consents"]:
        parts.append(Folded(said["consents"], tuple(_consents(said, found))))
    if found["contact"]:
        parts += [Heading(said["contact"]), Words(said[f"contact_{found['contact']}"])]
    parts.append(Folded(said["take"], tuple(_taking(said, found))))
    return Page(said["title"], tuple(parts), tuple(_buttons(said, found)), said["hint"])


def _consents(said: Mapping, found: Mapping) -> Iterator[Part]:
    for one in found["consents"]:
        yield Heading(one["name"])
        yield Words(say(said["given" if one["is_given"] else "not_given"], day=one["day"]), "quiet")
        if one["is_given"]:
            ends = "ends_draft" if found["is_draft"] else "ends_requests"
            form = ends if one["essential"] else "take_back_says"
            yield Words(say(said[form], refused=one["refused"]))
    if not found["is_draft"]:
        doors = [Door(f"/sign/{position}", words_of("take_back")["press"][0]) for position in found["signed"]]
        yield Doors(tuple(doors))


def _taking(said: Mapping, found: Mapping) -> Iterator[Part]:
    if found["needs_tail"]:
        yield Field("id_tail", said["tail"], hint=said["tail_hint"], input="id", digits=True, most=20)
    yield Words(said[str(found["extent"])])


def _buttons(said: Mapping, found: Mapping) -> Iterator[Button]:
    yield button(said["copy"], "do", COPY, secondary=True)
    if found["extent"] is not erasing.Extent.NOTHING:
        whole = found["extent"] is erasing.Extent.ALL
        yield button(said["erase_all" if whole else "erase"], "do", ERASE, secondary=True)
    if found["contact"]:
        way = ALLOW if found["contact"] == "refused" else REFUSE
        yield button(said[f"contact_{way}"], "contact", way, secondary=True)
    label, working = said["take_back"]
    for one in found["consents"]:
        if one["is_given"]:
            yield button((say(label, name=one["name"]), working), "consent", one["kind"], secondary=True)


def take(at: Following) -> str | Page:
    """Open a copy, delete what can go, or take a consent back."""
    at.require_applicant()
    if at.fields.get("consent"):
        withdraw_consent(at, at.fields["consent"])
        return DATA
    if at.fields.get("contact"):
        set_contact(at, at.fields["contact"])
        return DATA
    check(at)
    return _erased(erase(at)) if at.fields.get("do") == ERASE else _copy_page(make_copy(at))


def withdraw_consent(at: Following, kind: str) -> None:
    if kind not in sensitive.find_answers(at.session, at.application):
        raise Problem(404, "unknown-consent")
    sensitive.withdraw(at.session, at.guide, at.application, kind, at=at.now)
    subject = at.application.id
    audit.record(at.session, "applicant", "withdraw-consent", subject=subject, facts=[kind], at=at.now)


def set_contact(at: Following, way: str) -> None:
    """不要主动联系我, or 可以再联系我: for the applicant and the children who are not of age."""
    if way not in (REFUSE, ALLOW) or not contexts.contact_of(at.session, at.application):
        raise Problem(404, "unknown-choice")
    index_hash = index_hash_of(at.session)
    for number in refusing.numbers_of(at.application):
        if way == REFUSE:
            refusing.refuse(at.session, index_hash, number, by="applicant", at=at.now)
        else:
            refusing.allow(at.session, index_hash, number)
    audit.record(at.session, "applicant", f"{way}-contact", subject=at.application.id, at=at.now)


def check(at: Following) -> None:
    """The ID tail once more; wrong tries are counted. Raises FormError."""
    application, tail = at.application, at.fields.get("id_tail", "")[:20]
    if application.number is None:
        _check_draft(application, tail)
        return
    wanted = bot.StatusLookup(application.number, tail)
    found = status.find_application(at.session, current_app.index_hash, wanted, asker=at.asker, now=at.now)
    if isinstance(found, bot.StatusLimited):
        raise FormError({"id_tail": say(words_of("mine_list")["limited"], minutes=found.minutes)})
    if not isinstance(found, status.Found) or found.helper is not None:
        raise FormError({"id_tail": words_of("mine")["wrong_tail"]})


def _check_draft(draft: Application, tail: str) -> None:
    """A draft that has no number yet belongs to whoever holds the phone on which it is written."""
    applicant = steps.applicant_of(draft)
    right = (applicant.id_number or "")[-4:] if applicant else ""
    if right and not secrets.compare_digest(normalise(tail).encode(), right.encode()):
        raise FormError({"id_tail": words_of("mine")["wrong_tail"]})


def erase(at: Following) -> erasing.Extent:
    """Delete what can go, and the conversation with it. Raises Problem while something is under way."""
    extent = erasing.erase(at.session, at.application, at.now)
    if extent is erasing.Extent.NOTHING:
        raise Problem(409, "under-way", "还有正在办的，删了就办不成。先在“查进度”里撤回，再来删。")
    chatting.forget(at.conversation)
    return extent


def erased_words(extent: erasing.Extent) -> str:
    return words_of("mine")["erased" if extent is erasing.Extent.ALL else "erased_part"]


def _erased(extent: erasing.Extent) -> Page:
    says = Words(words_of("mine")["erased_says"], "quiet")
    return Page(erased_words(extent), (Done(erased_words(extent)), says))


def make_copy(at: Following) -> dict[str, object]:
    """Everything that is kept. That it was taken is written down, and so is looking at photos."""
    copy = contexts.make_copy(at.guide, at.application, at.now)
    audit.record(at.session, "applicant", "export", subject=at.application.id, at=at.now)
    return copy


def _copy_page(copy: Mapping) -> Page:
    said = words_of("copy")
    hukou = (copy["district"] or "") + (copy["town"] or "")
    told = {
        "number": copy["number"],
        "phone": copy["phone"],
        "hukou": hukou,
        "address": copy["address"],
        "card": copy["bank_card"],
        "note": copy["note"],
    }
    rows = tuple(Row(said["rows"][name], words) for name, words in told.items() if words)
    parts: list[Part] = [Note(said["hint"]), Rows(rows, said["application"])]
    people = (
        Row(one["relation"], "，".join(filter(None, (one["name"], one["id_number"]))))
        for one in copy["members"]
    )
    parts.append(Rows(tuple(people), said["people"]))
    parts.append(Bullets(said["facts"], tuple(one["says"] for one in copy["facts"])))
    asked = (Row(one["name"], f"{one['person']}：{one['state']}") for one in copy["requests"])
    parts.append(Rows(tuple(asked), said["requests"]))
    parts += [part for one in copy["documents"] for part in _paper(said, one)]
    looks = tuple(f"{one['day']}，{one['who']}：{one['what']}" for one in copy["looks"])
    parts.append(Bullets(words_of("looks")["title"], looks))
    return Page(said["title"], tuple(parts))


def _paper(said: Mapping, document: Mapping) -> Iterator[Part]:
    pictures = tuple(
        Picture("", image, say(said["papers"], name=document["name"], place=place), (), "")
        for place, image in enumerate(document["pages"], 1)
    )
    if pictures:
        yield Heading(document["name"])
        yield Pictures(pictures)
