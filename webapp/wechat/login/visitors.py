"""Whoever is logged in to the mini-program, on one request: their login and their conversation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session
from werkzeug.datastructures import Authorization

from webapp import chat, people
from webapp.models.wechat import MiniLogin
from webapp.problems import Problem
from webapp.wechat.login import logins

AGAIN = "登录已经过期，请重新进一次小程序。"


@dataclass(frozen=True)
class Visitor:
    """`conversation` is the id of what they said here or, where both doors are one person's, in WeChat."""

    login: MiniLogin
    sender: people.Sender
    conversation: str


def get_visitor(session: Session, authorization: Authorization | None, now: datetime) -> Visitor:
    """Who carries a token. Raises Problem 401, whereupon the mini-program logs in anew."""
    is_bearer = authorization is not None and authorization.type == "bearer"
    login = logins.find_login(session, authorization.token if is_bearer else None, now)
    sender = people.mini_sender(login.person) if login is not None else None
    conversation = chat.find_for(session, sender, now) if sender is not None else None
    if conversation is None:
        raise Problem(401, "log-in", AGAIN)
    return Visitor(login, sender, conversation)
