"""Who signs for somebody who cannot: an adult of the same household, with the reason and the relation.

Who can be whose guardian follows 民法典 第二十七条 (minors) and 第二十八条 (adults without full capacity).
Being bedridden or unable to write is no such reason: that person signs, on paper if need be.
"""

import datetime
from dataclasses import dataclass
from enum import StrEnum

from webapp.applications.errors import GuardianError
from webapp.applications.identity import parse_id_number
from webapp.applications.signatures import is_name_of, is_tail_of
from webapp.models.applications import ApplicationMember, Authorisation

SELF, GUARDIAN = "self", "guardian"
OWN_CHILDREN = frozenset({"son", "daughter", "child"})
LONGEST_NOTE = 200


class Reason(StrEnum):
    MINOR = "minor"
    MIND = "mind"
    SPEECHLESS = "speechless"


class Relation(StrEnum):
    """What the guardian is to the one they sign for."""

    SPOUSE = "spouse"
    PARENT = "parent"
    CHILD = "child"
    GRANDPARENT = "grandparent"
    SIBLING = "sibling"
    RELATIVE = "relative"
    APPOINTED = "appointed"


REASON_WORDS = {
    Reason.MINOR: "未满 18 岁",
    Reason.MIND: "智力、精神上定不了事",
    Reason.SPEECHLESS: "昏迷或者病重，没法表达意思",
}
RELATION_WORDS = {
    Relation.SPOUSE: "配偶",
    Relation.PARENT: "父亲或母亲",
    Relation.CHILD: "儿子或女儿",
    Relation.GRANDPARENT: "祖父母或外祖父母",
    Relation.SIBLING: "哥哥或姐姐",
    Relation.RELATIVE: "其他近亲属",
    Relation.APPOINTED: "法院、村居委会或民政部门定的",
}
FOR_MINORS = (Relation.PARENT, Relation.GRANDPARENT, Relation.SIBLING, Relation.APPOINTED)
FOR_ADULTS = (Relation.SPOUSE, Relation.PARENT, Relation.CHILD, Relation.RELATIVE, Relation.APPOINTED)


@dataclass(frozen=True)
class Guardianship:
    """Who signs for somebody, what they are to them, and why."""

    guardian: ApplicationMember
    relation: Relation
    reason: Reason
    note: str | None = None


def is_adult(member: ApplicationMember, at: datetime.datetime | None = None) -> bool | None:
    """Whether a member is of age on the day of `at`, by their ID number if they have one; None: unknown."""
    if member.id_number is None or at is None:
        return member.is_adult
    return parse_id_number(member.id_number, at.date()).is_adult(at.date())


def reasons_for(member: ApplicationMember, at: datetime.datetime) -> tuple[Reason, ...]:
    """Why somebody else may sign for `member`; whose age nobody knows may be a child."""
    age = is_adult(member, at)
    if age is False:
        return (Reason.MINOR,)
    grown = (Reason.MIND, Reason.SPEECHLESS)
    return grown if age else (Reason.MINOR, *grown)


def relations_for(member: ApplicationMember, at: datetime.datetime) -> tuple[Relation, ...]:
    return FOR_MINORS if is_adult(member, at) is False else FOR_ADULTS


def find_guardian(member: ApplicationMember, name: str, id_tail: str) -> ApplicationMember | None:
    """The other member of the household with this name and tail; of age or not."""
    others = (one for one in member.application.members if one is not member)
    return next((one for one in others if is_name_of(one, name) and is_tail_of(one, id_tail)), None)


def check_signer(member: ApplicationMember, guardianship: Guardianship | None, at: datetime.datetime) -> None:
    """Raises GuardianError when this person may not sign for `member`, or a minor signs alone."""
    if guardianship is None:
        if is_adult(member, at) is False:
            raise GuardianError("a guardian signs for a minor")
        return
    guardian = guardianship.guardian
    if guardian is member or guardian not in member.application.members:
        raise GuardianError("a guardian is another member of the household")
    if not is_adult(guardian, at):
        raise GuardianError("a guardian is of age")
    if guardianship.reason not in reasons_for(member, at):
        raise GuardianError(f"{guardianship.reason} is no reason to sign for this member")


def is_entitled(signed: Authorisation, at: datetime.datetime | None = None) -> bool:
    """Whether who signed may still speak for the member: a child grows up, a guardian leaves."""
    if signed.signed_by == SELF:
        return True
    member, guardian = signed.member, signed.guardian
    if guardian is None or guardian is member or guardian.application_id != member.application_id:
        return False
    outgrown = signed.guardian_reason == Reason.MINOR and is_adult(member, at)
    return bool(is_adult(guardian, at)) and not outgrown


def own_children(applicant: ApplicationMember, at: datetime.datetime) -> list[ApplicationMember]:
    """The minors for whom the applicant signs as their parent; only for who speaks for themselves."""
    if applicant.person != SELF:
        return []
    members = applicant.application.members
    return [one for one in members if one.relation in OWN_CHILDREN and is_adult(one, at) is False]
