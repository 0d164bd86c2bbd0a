"""The composition root: settings and guide in, a WSGI app out."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from apiflask import APIFlask
from flask.json.provider import DefaultJSONProvider
from sqlalchemy import Engine

import bot
import knowledge
from webapp import casework, db, hotline, logs, metrics, problems, tracing
from webapp.api import document
from webapp.api.my.routes import bp as my
from webapp.api.provider import StrictJSON
from webapp.api.routes import bp as api
from webapp.calendar import Calendar, load_calendar
from webapp.casework.routes import bp as casework_desk
from webapp.editor.routes import bp as sheets
from webapp.h5.routes import bp as h5
from webapp.health import bp as health_routes
from webapp.hotline.boxes import Boxes
from webapp.hotline.routes import bp as hotline_desk
from webapp.languages import Language, choosing, current, templates
from webapp.ledger import desk as ledger
from webapp.ledger.desk.routes import bp as ledger_desk
from webapp.security import access, hardening, sessions, uploads
from webapp.security.crypto import IndexHash
from webapp.security.uploads import UploadRequest
from webapp.settings import Settings
from webapp.staff import desks
from webapp.staff.desks import Desk
from webapp.staff.routes import bp as staff
from webapp.verification.routes import bp as verification
from webapp.wechat.answering import Hands
from webapp.wechat.login.routes import bp as login
from webapp.wechat.routes import bp as wechat


class Zizhuni(APIFlask):
    """The app. `current_app.guide`, `.settings`, `.calendar`, `.engine`, `.index_hash` and `.desks` do not
    change once made.

    `hands` are the threads that take turns for the WeChat door. `boxes` is what agents type in just now.
    """

    json_provider_class: type[DefaultJSONProvider] = StrictJSON
    jinja_environment = templates.Environment
    request_class = UploadRequest
    settings: Settings
    guide: knowledge.Guide
    calendar: Calendar
    engine: Engine
    index_hash: IndexHash
    hands: Hands
    boxes: Boxes
    desks: Mapping[str, Desk]

    def ensure_sync(self, func: Callable) -> Callable:
        """No view or hook here is a coroutine, and nobody has to ask each of them on every request."""
        return func

    @property
    def jinja_env(self) -> templates.Environment:
        """The templates in the language of the page that is made; the others' are made when first wanted."""
        language, made = current(), self.__dict__.setdefault("environments", {})
        if Language.SIMPLIFIED not in made:
            made[Language.SIMPLIFIED] = self.create_jinja_environment()
        if language not in made:
            made[language] = templates.environment_of(made[Language.SIMPLIFIED], language)
        return made[language]


def load(settings: Settings) -> knowledge.Guide:
    """The guide, and the indexes over it, made once before the workers part."""
    cache = settings.data_dir / "cache"
    cache.mkdir(parents=True, exist_ok=True)
    guide = knowledge.load_guide(cache=cache)
    bot.prepare(guide, cache)
    return guide


def create_app(settings: Settings, guide: knowledge.Guide | None = None) -> Zizhuni:
    app = Zizhuni(__name__, title="淄助你", version="1", docs_path=None, spec_path=None, json_errors=False)
    app.settings = settings
    app.guide = guide or load(settings)
    app.calendar = load_calendar()
    app.engine = db.make_engine(settings, app.guide)
    app.index_hash = IndexHash(settings.index_keys)
    app.hands = Hands()
    app.boxes = Boxes()
    app.desks = {desk.name: desk for desk in (casework.DESK, hotline.DESK, ledger.DESK)}
    tracing.init_app(app)
    logs.init_app(app)
    metrics.init_app(app)
    hardening.configure(app, settings)
    uploads.init_app(app)
    sessions.init_app(app)
    db.init_app(app, app.engine)
    choosing.init_app(app)
    access.init_app(app)
    problems.init_app(app)
    desks.init_app(app)
    doors = (api, my, h5, wechat, login, verification)
    for blueprint in (*doors, health_routes, sheets, staff, casework_desk, hotline_desk, ledger_desk):
        app.register_blueprint(blueprint)
    hardening.protect(app, settings)
    document.init_app(app)
    return app
