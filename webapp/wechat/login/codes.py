"""Who logs in to the mini-program, as WeChat's servers know them."""

import re

from webapp.gateways.http import NotDelivered
from webapp.gateways.wechat import MiniGateway, MiniSession, WechatRefused
from webapp.problems import Problem
from webapp.settings import Settings

CODE = re.compile(r"[A-Za-z0-9_-]{1,128}")


def find_session(settings: Settings, body: object) -> MiniSession:
    """The session behind `{"code"}`. Raises Problem."""
    code = body.get("code") if isinstance(body, dict) else None
    if not isinstance(code, str) or not CODE.fullmatch(code):
        raise Problem(422, "login-code", "要有 code，就是 wx.login 给的那个。")
    gateway = MiniGateway(
        settings.wechat_api_url, settings.miniprogram_app_id, settings.miniprogram_app_secret
    )
    try:
        return gateway.open_session(code)
    except WechatRefused as error:
        if error.retry:
            raise Problem(503, "wechat-busy", "微信那边忙，请稍后再试。") from None
        raise Problem(403, "login-refused", "微信没有认出这次登录，请再试一次。") from None
    except NotDelivered:
        raise Problem(503, "wechat-unreachable", "连不上微信，请稍后再试。") from None
