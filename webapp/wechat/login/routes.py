"""`POST /wechat/login {"code"}`: the conversation that the service account knows too, and a token for it."""

from flask import Blueprint, current_app, g, request
from sqlalchemy.exc import IntegrityError

from webapp import chat, clock, people
from webapp.db import begin_write
from webapp.problems import Problem
from webapp.wechat.login import codes, logins

bp = Blueprint("login", __name__, url_prefix="/wechat/login")


@bp.post("")
def log_in() -> dict[str, str]:
    """Whoever wx.login names, with the conversation that is theirs at both doors."""
    now = clock.now()
    found = codes.find_session(current_app.settings, request.get_json(silent=True))
    begin_write(g.session)
    try:
        mini = people.carry_hash(g.session, current_app.index_hash, "wechat.mini", found.openid)
        person = people.meet_mini(g.session, (mini, found.openid), _union_hash(found.union), now=now)
        conversation = chat.open_for(g.session, people.MINI_DOOR, people.mini_sender(person), now)
        opened = logins.open_login(g.session, person, now)
        g.session.commit()
    except IntegrityError:
        raise Problem(503, "busy") from None
    until = opened.expires_at.isoformat(timespec="seconds")
    return {"conversation": conversation, "token": opened.token, "expires_at": until}


def _union_hash(union: str | None) -> str | None:
    if union is None:
        return None
    return people.carry_hash(g.session, current_app.index_hash, "wechat.union", union)
