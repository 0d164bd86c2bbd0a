"""Whether it helped: asked once, when nothing of an application runs any more."""

import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.applications.states import RequestState, is_open
from webapp.models.afterwards import Feedback
from webapp.models.applications import Application

LONGEST_WORDS = 1000
DECIDED = frozenset({RequestState.CLOSED, RequestState.NOT_APPROVED})


class Answer(StrEnum):
    HELPED = "helped"
    PARTLY = "partly"
    NOT = "not"
    UNREACHED = "unreached"


def find_feedback(session: Session, application: Application) -> Feedback | None:
    return session.scalars(select(Feedback).where(Feedback.application_id == application.id)).one_or_none()


def is_over(application: Application) -> bool:
    """Whether all is decided and done, and something came of it, a yes or a no."""
    states = [RequestState(one.state) for one in application.requests]
    return not any(is_open(one) for one in states) and any(one in DECIDED for one in states)


def give(
    session: Session, application: Application, answer: Answer, words: str, *, at: datetime.datetime
) -> Feedback:
    """Note the answer; the first one stays."""
    given = find_feedback(session, application)
    if given is None:
        given = Feedback(application_id=application.id, answer=answer, at=at)
        given.words = words.strip()[:LONGEST_WORDS] or None
        session.add(given)
        session.flush()
    return given
