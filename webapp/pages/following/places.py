"""The pages of what was submitted, by name: what each shows, what it takes, and where it leads then."""

from __future__ import annotations

import datetime
import secrets
from dataclasses import dataclass

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from knowledge import Guide
from webapp.models.applications import Application
from webapp.pages.parts import Carried
from webapp.pages.progress.visits import Visit
from webapp.pages.wording import load_words
from webapp.problems import Problem

OVERVIEW = "shown"


@dataclass(frozen=True)
class Following:
    """Somebody at one page of what they submitted. `key` says which of several: a request, a member.

    `asker` is the keyed hash of who tries an ID tail, `conversation` what goes when everything is deleted.
    """

    session: Session
    guide: Guide
    visit: Visit
    now: datetime.datetime
    key: str = ""
    asker: str = ""
    conversation: str | None = None
    form: MultiDict | None = None

    @property
    def application(self) -> Application:
        return self.visit.application

    @property
    def today(self) -> datetime.date:
        return self.now.date()

    @property
    def fields(self) -> MultiDict:
        return self.form if self.form is not None else MultiDict()

    def number(self) -> int:
        """The key as a number. Raises Problem where it is none."""
        if not self.key.isdigit():
            raise Problem(404, "unknown-page")
        return int(self.key)

    def require_applicant(self) -> None:
        """What only the applicant may see and do: take back, end a permission, say whether it helped."""
        if self.visit.helper is not None:
            raise Problem(403, "applicant-only", "这一样要申请人自己来，用编号和身份证后 4 位查一下再办。")


def words_of(name: str) -> dict:
    return load_words("following")[name]


def press() -> Carried:
    """The key of this page's button: pressed twice, it counts once."""
    return Carried("press", secrets.token_urlsafe(12))
