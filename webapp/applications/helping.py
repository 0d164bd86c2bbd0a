"""Filing for somebody who cannot: the permission, what it opens, and how it ends.

A relative or neighbour begins it in the draft, a village assistant from a staff account. The applicant
consents by name, ID tail and tick, or on paper, which the town has to see before it accepts the application.
All that a helper does carries the id of the permission. Authorisation and commitment are still signed by the
applicant.
"""

import datetime
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from webapp.applications.consent import SignatureKind
from webapp.applications.moving import By
from webapp.applications.states import Role
from webapp.applications.steps import applicant_of
from webapp.applications.wording import load_deed, load_texts
from webapp.clock import SHANGHAI
from webapp.models.afterwards import Helper
from webapp.models.applications import Application
from webapp.security import audit


class HelperKind(StrEnum):
    RELATIVE = "relative"
    ASSISTANT = "assistant"


class Scope(StrEnum):
    """`FILING`: fill in and submit. `ALL`: follow, answer and report afterwards as well."""

    FILING = "filing"
    ALL = "all"


@dataclass(frozen=True)
class Person:
    """Who helps. `staff`: the staff account of an assistant, who needs no phone here."""

    relation: str
    name: str
    phone: str | None = None
    staff: str | None = None


def relations() -> dict[str, str]:
    """Who one may be to the applicant, as a page lists it."""
    return load_texts("helping")["relations"]


def open_permission(
    session: Session, application: Application, person: Person, at: datetime.datetime
) -> Helper:
    """Note who helps; they may act once the applicant has consented. Said again before that, it is mended.

    Another person than before needs a consent of their own.
    """
    helper, applicant = find_open(application), applicant_of(application)
    if helper is not None and (helper.name, helper.staff) != (person.name, person.staff):
        application.helpers.remove(helper)
        helper = None
    made = helper or Helper(since=at, scope=Scope.ALL)
    made.kind = HelperKind.ASSISTANT if person.staff else HelperKind.RELATIVE
    made.person, made.relation = applicant.person, person.relation
    made.name, made.phone, made.staff = person.name, person.phone, person.staff
    if helper is None:
        application.helpers.append(made)
    session.flush()
    return made


def give_consent(
    helper: Helper, kind: SignatureKind, signature: str, scope: Scope, *, at: datetime.datetime
) -> None:
    """The applicant lets the helper act; on paper it still has to be seen."""
    deed = load_deed("helping")
    helper.consent_kind, helper.signature, helper.scope = kind, signature, scope
    helper.text_version, helper.text_hash, helper.consented_at = deed.version, deed.digest, at


def confirm_paper(session: Session, helper: Helper, by: By, at: datetime.datetime) -> None:
    """Somebody at the town or the village station has the signed paper in hand."""
    helper.seen_at, helper.seen_by = helper.seen_at or at, helper.seen_by or by.name
    audit.record(session, by.name, "see-helper-consent", subject=helper.application_id, at=at)


def withdraw(session: Session, helper: Helper, by: By, at: datetime.datetime) -> None:
    """The applicant, or whoever they told at 12345, ends it. Doing so again changes nothing."""
    if helper.withdrawn_at is None:
        helper.withdrawn_at, helper.withdrawn_by = at, by.name
        audit.record(session, by.name, "withdraw-helper", subject=helper.application_id, at=at)


def find_open(application: Application) -> Helper | None:
    """The permission of the draft that is being filled in."""
    return next((one for one in application.helpers if one.withdrawn_at is None), None)


def find_helper(application: Application, helper_id: int | None) -> Helper | None:
    return next((one for one in application.helpers if one.id == helper_id), None) if helper_id else None


def is_valid(helper: Helper, now: datetime.datetime) -> bool:
    """Whether the helper may act at all."""
    is_over = helper.until is not None and now.astimezone(SHANGHAI).date() > helper.until
    return helper.withdrawn_at is None and helper.consented_at is not None and not is_over


def valid_helpers(application: Application, now: datetime.datetime) -> list[Helper]:
    """Who may follow, answer and report for the applicant after the submission."""
    return [one for one in application.helpers if is_valid(one, now) and one.scope == Scope.ALL]


def by_applicant(helper: Helper | None) -> By:
    """The applicant, or who acts in their place."""
    if helper is None:
        return By(Role.APPLICANT)
    return By(Role.APPLICANT, who=actor(helper), helper_id=helper.id)


def actor(helper: Helper) -> str:
    """How a helper is named in the audit and on events."""
    return helper.staff or f"helper:{helper.id}"


def kind_label(helper: Helper) -> str:
    """协理员, 儿女, 邻居、朋友: who it was, without a name."""
    if helper.kind == HelperKind.ASSISTANT:
        return load_texts("helping")["assistant"]
    return relations().get(helper.relation, relations()["kin"])
