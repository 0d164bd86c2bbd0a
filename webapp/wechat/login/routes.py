"""`POST /wechat/login {"code"}` → `{"conversation"}`: the conversation that the service account knows too."""

from flask import Blueprint, current_app, g, request
from sqlalchemy.exc import IntegrityError

from webapp import chat, clock, people
from webapp.db import begin_write
from webapp.problems import Problem
from webapp.wechat.login import codes

bp = Blueprint("login", __name__, url_prefix="/wechat/login")


@bp.post("")
def log_in() -> dict[str, str]:
    """Whoever wx.login names, with the conversation that is theirs at both doors."""
    now = clock.now()
    found = codes.find_session(current_app.settings, request.get_json(silent=True))
    mini = people.mini_hash(current_app, found.openid)
    union = people.union_hash(current_app, found.union) if found.union is not None else None
    begin_write(g.session)
    try:
        sender = people.meet_mini(g.session, mini, union, now=now)
        conversation = chat.open_for(g.session, people.MINI_DOOR, sender, now)
        g.session.commit()
    except IntegrityError:
        raise Problem(503, "busy") from None
    return {"conversation": conversation}
