"""Talk and act in a terminal, through the same conversations and tables as every other door."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

import bot
from bot.__main__ import picked
from webapp import chat, clock
from webapp.app import Zizhuni, create_app
from webapp.applications import moving
from webapp.applications.moving import words_of
from webapp.applications.numbers import find_application_number
from webapp.db import begin_write, make_sessions
from webapp.migrating import migrate
from webapp.models.applications import Application
from webapp.settings import Settings


@dataclass
class Terminal:
    """One person at a terminal: an app, a database session, and the conversation once it began."""

    app: Zizhuni
    session: Session
    conversation: str | None = None
    known: bot.Conversation = field(default_factory=bot.Conversation)

    @classmethod
    def open(cls, env: Mapping[str, str]) -> "Terminal":
        """The app of `env` with its tables up to date."""
        settings = Settings.from_env(env)
        migrate(settings, env)
        app = create_app(settings)
        return cls(app, make_sessions(app.engine)())

    def say(self, text: str) -> str:
        """The reply to `text`; the turn is written, and left to be committed. Nothing said is a greeting."""
        speaker = chat.Speaker("terminal", conversation=self.conversation, client="terminal")
        message = picked(self.known, text) if text else chat.ARRIVED
        turned = chat.converse(self.session, self.app, speaker, message, now=clock.now())
        self.conversation, self.known = turned.id, turned.conversation
        return bot.render_plain(turned.reply)

    def advance(self, number: str) -> list[str]:
        """Take every request of an application one step on, as a clerk would. Returns how each stands."""
        begin_write(self.session)
        wanted = Application.number == (find_application_number(number) or "")
        application = self.session.scalars(select(Application).where(wanted)).one_or_none()
        if application is None:
            return []
        for request in application.requests:
            moving.advance(self.session, request, clock.now())
        return [f"{one.policy}（{one.person_label}）：{words_of(one).label}" for one in application.requests]
