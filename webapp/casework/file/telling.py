"""What has happened to a request, in words for colleagues: who, in which part, when, and why."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain

from sqlalchemy.orm import Session

from knowledge import Guide
from webapp.applications import extending
from webapp.applications.handing import VISIT
from webapp.applications.states import RequestState
from webapp.applications.wording import load_state_words, load_texts
from webapp.casework import colleagues
from webapp.models.applications import Request, RequestEvent
from webapp.verification.shown import short_moment

HANDED, NOTED = "移交给 {who}", "记了一笔"
ASKED, NOT_ASKED = "请 {who} 上门看看", "不用再上门了"


def title_of(guide: Guide, request: Request) -> str:
    """最低生活保障（全家）."""
    policy = guide.policies.get(request.policy)
    return f"{policy.name if policy else request.policy}（{request.person_label}）"


def timeline(session: Session, request: Request) -> list[dict[str, str]]:
    """Every event, the newest first."""
    ids = chain.from_iterable((colleagues.id_of(one.by), _handed_to(one)) for one in request.events)
    names = colleagues.names_of(session, ids)
    return [_line(one, names) for one in reversed(request.events)]


def last_event(session: Session, request: Request) -> dict[str, str]:
    return timeline(session, request)[0]


def _line(event: RequestEvent, names: Mapping[int, str]) -> dict[str, str]:
    to = _handed_to(event)
    is_spoken = to is not None or _is_visit(event) or _recorded(event)
    note = "" if is_spoken else event.note or ""
    return {
        "at": short_moment(event.at),
        "who": who(event.by, names),
        "did": _did(event, to, names),
        "note": note,
    }


def _did(event: RequestEvent, to: int | None, names: Mapping[int, str]) -> str:
    if _is_visit(event):
        return ASKED.format(who=names.get(to, "")) if to is not None else NOT_ASKED
    if to is not None:
        return HANDED.format(who=names.get(to, ""))
    if _recorded(event):
        return _recorded(event)
    if event.from_state == event.to_state:
        return NOTED
    return load_state_words()[RequestState(event.to_state)].label


def _handed_to(event: RequestEvent) -> int | None:
    stays = event.from_state == event.to_state
    return colleagues.id_of((event.note or "").removeprefix(VISIT)) if stays else None


def _recorded(event: RequestEvent) -> str:
    """What was noted for the clock."""
    return extending.words_of(event.note) if event.from_state == event.to_state else ""


def _is_visit(event: RequestEvent) -> bool:
    return event.from_state == event.to_state and (event.note or "").startswith(VISIT)


def who(actor: str, names: Mapping[int, str]) -> str:
    """A colleague by name; everybody else in the words that the citizen reads too."""
    id = colleagues.id_of(actor)
    if id is not None:
        return names.get(id, "")
    actors = load_texts("looks")["actors"]
    kind = actor.partition(":")[0]
    return "申请人" if kind == "applicant" else actors.get(kind, actors["other"])
