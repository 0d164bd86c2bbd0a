"""Which page answers to which name, and what a page leads to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from webapp.pages.following import (
    answering,
    changing,
    followups,
    mine,
    overview,
    signing,
    verifying,
    watching,
)
from webapp.pages.following.places import OVERVIEW, Following
from webapp.pages.parts import Page
from webapp.problems import Problem

Show = Callable[[Following], Page | None]
Take = Callable[[Following], str | Page]


@dataclass(frozen=True)
class Pages:
    """`show` gives None where there is nothing to be done any more; without `take` a page is only read."""

    show: Show
    take: Take | None = None


PLACES = {
    OVERVIEW: Pages(overview.show),
    "supplement": Pages(answering.show_supplement, answering.take_supplement),
    "withdraw": Pages(answering.show_withdrawal, answering.take_withdrawal),
    "object": Pages(answering.show_objection, answering.take_objection),
    "feedback": Pages(answering.show_feedback, answering.take_feedback),
    "verification": Pages(verifying.show, verifying.take),
    "change": Pages(changing.show, changing.take),
    "looks": Pages(watching.show_looks),
    watching.HELPERS: Pages(watching.show_helpers, watching.take_helper),
    followups.CHARITY: Pages(followups.show_charity, followups.take_charity),
    followups.COMMITMENT: Pages(followups.show_commitment, followups.take_commitment),
    signing.SIGN: Pages(signing.show, signing.take),
    "sign-link": Pages(signing.show_link, signing.take_link),
    "sign-withdraw": Pages(signing.show_withdrawal, signing.take_withdrawal),
    mine.DATA: Pages(mine.show, mine.take),
}


@dataclass(frozen=True)
class Shown:
    """A page and the name it has now: where nothing is left to do, it is the overview's."""

    place: str
    page: Page

    def to_json(self) -> dict[str, object]:
        return {"place": self.place, "page": self.page.to_json()}


def show(name: str, at: Following) -> Shown:
    """Raises Problem for a name that is none."""
    page = _pages(name).show(at)
    if page is None:
        return Shown(OVERVIEW, overview.show(at))
    return Shown(f"{name}/{at.key}" if at.key else name, page)


def take(name: str, at: Following) -> Shown:
    """What was filled in is taken; the page that comes next. Raises FormError and Problem."""
    pages = _pages(name)
    if pages.take is None:
        raise Problem(405, "only-read")
    leads = pages.take(at)
    if isinstance(leads, Page):
        return Shown("", leads)
    at.session.flush()
    after, _, key = leads.partition("/")
    return show(after, replace(at, key=key, form=None))


def _pages(name: str) -> Pages:
    if name not in PLACES:
        raise Problem(404, "unknown-page")
    return PLACES[name]
