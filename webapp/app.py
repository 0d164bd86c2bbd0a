"""The composition root: settings and guide in, a WSGI app out."""

from __future__ import annotations

from apiflask import APIFlask
from flask.json.provider import DefaultJSONProvider
from sqlalchemy import Engine

import bot
import knowledge
from webapp import db, logs, metrics, problems
from webapp.api import document
from webapp.api.provider import StrictJSON
from webapp.api.routes import bp as api
from webapp.editor.routes import bp as sheets
from webapp.h5.routes import bp as h5
from webapp.health import bp as health_routes
from webapp.security import access, hardening
from webapp.security.crypto import IndexHash
from webapp.settings import Settings
from webapp.wechat.answering import Hands
from webapp.wechat.login.routes import bp as login
from webapp.wechat.routes import bp as wechat


class Zizhuni(APIFlask):
    """The app. `current_app.guide`, `.settings`, `.engine` and `.index_hash` never change after the start.

    `hands` are the threads that take turns for the WeChat door.
    """

    json_provider_class: type[DefaultJSONProvider] = StrictJSON
    settings: Settings
    guide: knowledge.Guide
    engine: Engine
    index_hash: IndexHash
    hands: Hands


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
    app.engine = db.make_engine(settings)
    app.index_hash = IndexHash(settings.index_key)
    app.hands = Hands()
    logs.init_app(app)
    metrics.init_app(app)
    hardening.configure(app, settings)
    access.init_app(app)
    db.init_app(app, app.engine)
    problems.init_app(app)
    for blueprint in (api, h5, wechat, login, health_routes, sheets):
        app.register_blueprint(blueprint)
    hardening.protect(app, settings)
    document.init_app(app)
    return app
