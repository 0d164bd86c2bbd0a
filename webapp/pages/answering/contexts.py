"""What the pages show that answer, take back and object."""

from __future__ import annotations

from flask import g

from knowledge import Guide
from knowledge.policies import TimeLimit
from webapp import clock
from webapp.applications import moving, objecting
from webapp.applications.moving import words_of
from webapp.applications.states import RequestState, Role, may
from webapp.applications.wording import load_texts
from webapp.documents import tied
from webapp.languages import say
from webapp.models.afterwards import Supplement
from webapp.models.applications import Application, Request
from webapp.pages.answering.asking import choice_of, field_of, find_asked
from webapp.pages.leaflet import cite
from webapp.pages.papers import folders

S = RequestState
OBJECTING = "objecting"


def name_of(guide: Guide, request: Request) -> str:
    return say("{name}（{person}）", name=guide.policies[request.policy].name, person=request.person_label)


def may_withdraw(application: Application) -> list[Request]:
    """What can still be taken back."""
    return [one for one in application.requests if moving.may_withdraw(one)]


def may_object(request: Request) -> bool:
    """Whether there is a decision that the applicant may not accept."""
    asks = may(S(request.state), S.OBJECTED, Role.APPLICANT, request.is_urgent)
    return asks and objecting.may_object(g.session, request)


def supplement_page(guide: Guide, asked: list[Supplement]) -> dict[str, object]:
    """Everything that is missing, request by request, with what was written and photographed already."""
    papers = _papers(guide, asked[0].request.application)
    lists = [
        {
            "name": name_of(guide, one.request),
            "entries": [
                {
                    "row": entry,
                    "field": field_of(entry.id),
                    "choice": choice_of(entry.id),
                    "asked": find_asked(guide, entry),
                    "paper": papers.get(tied.missing_kind(entry)),
                }
                for entry in one.entries
            ],
        }
        for one in asked
    ]
    return {"lists": lists, "count": sum(len(one.entries) for one in asked)}


def _papers(guide: Guide, application: Application) -> dict[str, tuple[str, int]]:
    """(where it is photographed, how many photos there are) by kind of paper."""
    folder = folders.folder_of(guide, folders.STATUS, application)
    return {
        one.document.id: (f"{folder.base}/{one.number}", len(one.row.pages) if one.row is not None else 0)
        for one in folder.entries
    }


def withdrawal_page(guide: Guide, requests: list[Request]) -> dict[str, object]:
    return {"rows": [(str(one.id), name_of(guide, one), words_of(one).label) for one in requests]}


def objection_page(guide: Guide, request: Request) -> dict[str, object]:
    """The grounds of the refusal, each with its clause, and words to begin with."""
    grounds = objecting.grounds_of(request)
    limit = objecting_limit(guide, request)
    return {
        "name": name_of(guide, request),
        "refused": request.state == S.NOT_APPROVED,
        "grounds": [(one.id, one.says, _cited(one)) for one in grounds],
        "begun": _beginning(grounds),
        "limit": (limit.says, cite(guide, limit.sources)) if limit else None,
    }


def _cited(ground: objecting.Ground) -> str:
    return say("依据{source}", source=ground.source) if ground.source else ""


def objecting_limit(guide: Guide, request: Request) -> TimeLimit | None:
    """By when one has to object, where the guide knows it for this place: a limit of that id."""
    areas = guide.regions.path(request.district)
    limits = guide.policies[request.policy].time_limits_on(areas, clock.today())
    return next((one for one in limits if one.id == OBJECTING), None)


def _beginning(grounds: list[objecting.Ground]) -> str:
    """One line for each ground, to be gone on with."""
    words = "说我家“{says}”这一条没达到{source}，我有意见。实际情况是："
    cited = [(one.says, f"（依据{one.source}）" if one.source else "") for one in grounds]
    return "\n".join(words.format(says=says, source=source) for says, source in cited)


def feedback_answers() -> list[tuple[str, str]]:
    return list(load_texts("feedback").items())
