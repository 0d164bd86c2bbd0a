"""What an address asks of the queue: codes alone; what is not known is left out."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict

from knowledge import Guide
from webapp.applications.states import RequestState
from webapp.casework.queue.finding import MINE, NOBODY, Place, Wanted
from webapp.models.staff import Role
from webapp.staff.accounts import Staff

MOST_CHOSEN = 100


def parse_wanted(guide: Guide, args: MultiDict, staff: Staff) -> Wanted:
    group, town = args.get("group", ""), args.get("town", "")
    known = group in guide.groups
    return Wanted(
        state=args.get("state", "") if args.get("state") in set(RequestState) else "",
        group=group if known else "",
        policies=frozenset(_policies_of(guide, group)) if known else None,
        town=town if staff.role is not Role.TOWN and guide.regions.find(town) else "",
        holder=args.get("holder", "") if args.get("holder") in (MINE, NOBODY) else "",
        is_late=args.get("late") == "1",
        after=Place.parse(args.get("after", "")),
    )


def _policies_of(guide: Guide, group: str) -> list[str]:
    return [id for id, one in guide.policies.items() if group in one.groups]


def parse_chosen(form: MultiDict) -> list[tuple[int, int]]:
    """(request id, version shown) of every ticked row."""
    pairs = [one.partition(":") for one in form.getlist("chosen")[:MOST_CHOSEN]]
    return [(int(id), int(seen)) for id, _, seen in pairs if _is_number(id) and _is_number(seen)]


def _is_number(written: str) -> bool:
    return written.isascii() and written.isdigit() and len(written) < 10
