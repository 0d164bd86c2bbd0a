"""The last page before submitting: everything once more, each line with the way to change it."""

from __future__ import annotations

from collections.abc import Mapping

from webapp.applications import households
from webapp.applications.steps import Step
from webapp.languages import say
from webapp.models.applications import Application, ApplicationMember
from webapp.pages.parts import Note, Page, Part, Row, Rows
from webapp.pages.wording import button, load_words
from webapp.security.crypto import mask_id_number, mask_phone

Context = Mapping[str, object]


def check(step: Step, context: Context) -> Page:
    words = load_words("applying")
    said = words["check"]
    parts: list[Part] = []
    if context["changes"]:
        parts.append(Note(words["choose"]["changed"], tuple(context["changes"])))
    asked = tuple(f"{name}（{person}）" for name, person in context["requests"])
    parts.append(Rows((Row(said["what"], "、".join(asked), "/apply/choose"),)))
    parts.append(Rows(tuple(_lines(said, context))))
    if context["unsigned"]:
        parts.append(Note(say(said["unsigned"], names="、".join(context["unsigned"]))))
    return Page(said["title"], tuple(parts), (button(words["buttons"]["submit"]),))


def _lines(said: Mapping[str, str], context: Context) -> list[Row]:
    draft: Application = context["draft"]
    applicant, others = context["applicant"], context["others"]
    card = say(said["card_tail"], tail=draft.bank_card[-4:]) if draft.bank_card else said["no_card"]
    return [
        Row(said["applicant"], applicant.name, "/apply/name"),
        Row(said["id_number"], mask_id_number(applicant.id_number), "/apply/id-number"),
        Row(said["phone"], mask_phone(draft.phone), "/apply/phone"),
        *(_member(said, one) for one in others),
        Row(said["people"], say(said["count"], count=len(others) + 1), "/apply/household"),
        *(Row(*one) for one in context["places"]),
        Row(said["address"], draft.address, "/apply/address"),
        Row(said["card"], card, "/apply/card"),
        Row(said["note"], draft.note or said["no_note"], "/apply/note"),
        Row(said["papers"], context["papers"], "/apply/documents?all=1"),
    ]


def _member(said: Mapping[str, str], member: ApplicationMember) -> Row:
    number = mask_id_number(member.id_number) if member.id_number else said["no_number"]
    label = households.label_of(member.relation)
    return Row(label, f"{member.name}，{number}", f"/apply/member-name/{member.position}")
