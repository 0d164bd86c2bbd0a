"""What the desk sees of a commitment that was not kept, and which steps its role may take."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import Guide
from webapp.applications import committing, households
from webapp.applications.errors import ApplicationError
from webapp.applications.wording import load_texts
from webapp.casework.owning import ACTS_AS
from webapp.models.applications import Application
from webapp.models.followups import Breach, BreachState
from webapp.models.staff import Role
from webapp.security.crypto import mask_name
from webapp.staff.regions import StaffRegion, name_of, within
from webapp.verification.shown import short_day, short_moment

MOST_SHOWN = 200
B = BreachState
STEPS = {
    B.RECORDED: "认定，记下来",
    B.DROPPED: "不认定",
    B.TOLD: "告诉本人",
    B.APPEALED: "本人到窗口申诉，替他记上",
    B.UPHELD: "复核维持",
    B.REVOKED: "复核撤销",
    B.REPAIRED: "修复",
}
OVER = (B.DROPPED, B.REVOKED, B.REPAIRED, B.EXPIRED)


def rows(session: Session, guide: Guide, region: StaffRegion) -> list[dict[str, object]]:
    """Those of the region that are not over, appeals first."""
    here = within(region, district=Application.district, town=Application.town)
    query = select(Breach).join(Application).where(here, Breach.state.not_in(OVER))
    found = session.scalars(query.order_by(Breach.id).limit(MOST_SHOWN)).all()
    listed = [_row(guide, one) for one in found]
    return sorted(listed, key=lambda one: not one["is_appeal"])


def _row(guide: Guide, one: Breach) -> dict[str, object]:
    filed = one.application
    return {
        "id": one.id,
        "number": filed.number,
        "who": mask_name(one.member.name or ""),
        "state": load_texts("commitment")["states"][one.state]["desk"],
        "town": name_of(guide.regions, filed.town) if filed.town else "",
        "found": short_moment(one.found_at),
        "is_appeal": one.state == B.APPEALED,
    }


def new_page(found: Application) -> dict[str, object]:
    members = [
        (str(one.position), f"{one.name or ''}（{households.label_of(one.relation)}）")
        for one in found.members
    ]
    return {"application": found, "members": members}


def page(guide: Guide, one: Breach, *, by_role: Role) -> dict[str, object]:
    acts_as = ACTS_AS.get(by_role)
    ways = committing.WAYS[B(one.state)]
    measures = load_texts("commitment")["measures"]
    return {
        "row": _row(guide, one),
        "facts": one.facts,
        "words": one.words,
        "measures": committing.measures_of(guide, one),
        "expires": short_day(one.expires_on) if one.expires_on else "",
        "events": [_event(event) for event in one.events],
        "steps": [
            (new.value, STEPS[new]) for new, roles in ways.items() if acts_as in roles and new in STEPS
        ],
        "records": B.RECORDED in ways and acts_as in ways[B.RECORDED],
        "choices": [
            (key, said["says"], committing.cite_measure(guide, key)) for key, said in measures.items()
        ],
    }


def _event(event) -> tuple[str, str, str]:
    words = load_texts("commitment")["states"][event.to_state]["desk"]
    return short_moment(event.at), words, event.note or ""


def error_of(wrong: ApplicationError) -> str:
    says = str(wrong)
    return says if not says.isascii() else "现在不能走这一步"
