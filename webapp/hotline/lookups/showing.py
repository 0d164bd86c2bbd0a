"""Where a case stands, to see and to read out: states and what comes next, nothing that was declared."""

from __future__ import annotations

from dataclasses import dataclass

from bot import wording
from bot.desk.aloud import called
from bot.render.figures import speak
from bot.render.speech import sentence
from knowledge import Guide
from webapp.applications import progress
from webapp.applications.progress import TimelineStep
from webapp.models.applications import Application, Request
from webapp.tickets.showing import moment

READ_FACTS = ("status",)


@dataclass(frozen=True)
class Stand:
    """One request: whose, where it stands in one sentence, and the steps of its way."""

    policy: str
    name: str
    whose: str
    says: str
    timeline: tuple[TimelineStep, ...]


def stands(guide: Guide, application: Application) -> list[Stand]:
    return [_stand(guide, one) for one in application.requests if one.is_chosen]


def _stand(guide: Guide, request: Request) -> Stand:
    policy = guide.policies.get(request.policy)
    return Stand(
        policy=request.policy,
        name=policy.name if policy is not None else request.policy,
        whose=request.person_label,
        says=progress.sentence(request, wording.day),
        timeline=tuple(progress.timeline(request, moment)),
    )


def aloud(guide: Guide, found: list[Stand]) -> tuple[str, ...]:
    """What the agent reads out."""
    named = (
        (called(guide, one.policy) if one.policy in guide.policies else one.name, one.whose, one.says)
        for one in found
    )
    return tuple(sentence(speak("，".join(parts)).replace(" ", "")) for parts in named)
