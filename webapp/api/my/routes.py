"""Leaving, and the door with all its groups of routes."""

from flask import g

from webapp.api.my import bp
from webapp.api.my.applying import routes as applying  # noqa: F401  registers its routes
from webapp.api.my.chatting import routes as chatting  # noqa: F401  registers its routes
from webapp.api.my.following import routes as following  # noqa: F401  registers its routes
from webapp.api.my.papers import routes as papers  # noqa: F401  registers its routes
from webapp.api.my.reaching import routes as reaching  # noqa: F401  registers its routes
from webapp.db import begin_write
from webapp.wechat.login import logins


@bp.delete("/login")
def log_out() -> dict:
    """退出：这台手机上的登录不再有效"""
    login_id = g.visitor.login.id
    begin_write(g.session)
    logins.close_login(g.session, login_id)
    g.session.commit()
    return {"closed": True}
