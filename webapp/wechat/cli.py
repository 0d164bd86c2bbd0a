"""`zizhuni wechat …`: the menu, a message as a citizen would send it, and a stand-in for the desk."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from webapp import clock
from webapp.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from webapp.app import Zizhuni

DIFFERENT, REFUSED = 1, 2
Open = Callable[[bool], Settings]


def add_commands(commands, open_settings: Open) -> None:
    """`open_settings` gives the settings; its argument says whether to complete them for a demonstration."""
    wechat = commands.add_parser("wechat", help="公众号：菜单、试发一条消息")
    verbs = wechat.add_subparsers(required=True, metavar="动作")
    menu = verbs.add_parser("menu", help="菜单：push 推上去，diff 看差别")
    menu.add_argument("verb", choices=["push", "diff"])
    menu.add_argument("--root", required=True, help="网页的地址，比如 https://zizhu.example.gov.cn")
    menu.add_argument("--demo", action="store_true", help="用演示的密钥和沙盒")
    menu.set_defaults(run=lambda wanted: run_menu(wanted, open_settings(wanted.demo)))
    say = verbs.add_parser("say", help="像市民那样给开着的服务发一句话，看回什么")
    say.add_argument("text", help="说的话")
    say.add_argument("--sender", default="o-terminal", help="谁说的")
    say.add_argument("--root", help="服务的地址，默认是本机的 PORT")
    say.add_argument("--demo", action="store_true", help="用演示的密钥")
    say.set_defaults(run=lambda wanted: run_say(wanted, open_settings(wanted.demo)))
    desk = verbs.add_parser("desk", help="演示时代替人工：list 看有谁在等，take、say、close")
    desk.add_argument("verb", choices=["list", "take", "say", "close"])
    desk.add_argument("id", nargs="?", type=int, help="哪一个")
    desk.add_argument("text", nargs="?", default="", help="回的话")
    desk.set_defaults(run=lambda wanted: run_desk(wanted, open_settings(True)))


def run_menu(wanted: argparse.Namespace, settings: Settings) -> int:
    from webapp.db import make_engine, make_sessions
    from webapp.gateways.http import GatewayError
    from webapp.wechat import menu
    from webapp.wechat.tokens import make_gateway

    engine = make_engine(settings)
    gateway, made = make_gateway(settings, make_sessions(engine)), menu.make_menu(settings, wanted.root)
    try:
        found = menu.differences(gateway.get_menu(), made)
        if found and wanted.verb == "push":
            gateway.push_menu(made)
    except GatewayError as error:
        print(f"微信没有接受：{error}", file=sys.stderr)
        return REFUSED
    finally:
        engine.dispose()
    print("\n".join(found) or "没有差别。")
    return DIFFERENT if found and wanted.verb == "diff" else 0


def run_say(wanted: argparse.Namespace, settings: Settings) -> int:
    """Signs and encrypts as WeChat's servers do, with the sandbox's sender."""
    from webapp.gateways.sandbox.sender import Account, Sender

    account = Account(settings.wechat_tokens[0], settings.wechat_aes_keys[0], settings.wechat_app_id)
    root = (wanted.root or f"http://127.0.0.1:{settings.port}").rstrip("/")
    sender, at = Sender(f"{root}/wechat", account), clock.now().timestamp()
    push = sender.seal(sender.message(wanted.sender, int(at * 10**9), at, Content=wanted.text), at)
    answer = sender.deliver(push)
    if answer is None or answer.status_code != 200:
        print(f"{root} 没有回话。", file=sys.stderr)
        return REFUSED
    print(sender.open(answer.content))
    return 0


def run_desk(wanted: argparse.Namespace, settings: Settings) -> int:
    from webapp.app import create_app
    from webapp.db import begin_write, make_sessions

    if not settings.demo:
        print("只有演示时才能这样代替人工。", file=sys.stderr)
        return REFUSED
    app = create_app(settings)
    with make_sessions(app.engine)() as session:
        begin_write(session)
        done = _list(session) if wanted.verb == "list" else _act(session, app, wanted)
        session.commit()
    app.engine.dispose()
    return 0 if done else DIFFERENT


def _list(session: Session) -> bool:
    from webapp import handovers

    for row in handovers.find_unclosed(session):
        said = [f"{one.by}：{one.words}" for one in handovers.find_words(session, row.id)]
        print(f"{row.id} {row.state} {row.opened_at:%m-%d %H:%M}", *said[-5:], sep="\n  ")
    return True


def _act(session: Session, app: Zizhuni, wanted: argparse.Namespace) -> bool:
    from webapp import handovers

    row, about = handovers.find(session, wanted.id or 0), {"by": "desk", "at": clock.now()}
    match row, wanted.verb:
        case None, _:
            print("没有这一个。", file=sys.stderr)
            return False
        case _, "take":
            return handovers.take(row, **about)
        case _, "say":
            return handovers.say(session, app.settings, row, wanted.text, **about) is not None
    handovers.close(session, app, row, at=clock.now())
    return True
