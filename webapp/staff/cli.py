"""`zizhuni staff …`: who has an account. A password is read from standard input or printed once, never an
argument: arguments stand in the history of shells and in the list of processes."""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from webapp import clock
from webapp.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from knowledge import Guide
    from webapp.models.staff import StaffAccount
    from webapp.security.crypto import IndexHash

REFUSED = 1
OpenSettings = Callable[[bool], Settings]
ROLES = (
    "town 镇街、district 区县、city 市级、agent 话务员、supervisor 班长、assistant 协理员、"
    "lead 部门负责人、editor 政策编辑"
)


def add_commands(commands, open_settings: OpenSettings, load_guide: Callable[[], Guide]) -> None:
    """Register the commands below `zizhuni staff`."""
    staff = commands.add_parser("staff", help="工作人员的账号")
    verbs = staff.add_subparsers(required=True, metavar="动作")

    def add(verb: str, run: Callable[[argparse.Namespace, Settings], int], says: str, named: bool = True):
        parser = verbs.add_parser(verb, help=says)
        if named:
            parser.add_argument("name", help="登录名")
        parser.add_argument("--demo", action="store_true", help="用演示的密钥和数据库")
        parser.set_defaults(run=lambda wanted: _run(run, wanted, open_settings))
        return parser

    new = add("add", lambda wanted, settings: run_add(wanted, settings, load_guide), "加一个账号")
    new.add_argument("--display", help="姓名，页面上这样称呼")
    new.add_argument("--role", help=ROLES)
    new.add_argument("--region", help="管哪里：镇街代码、区县（linzi）或 zibo")
    reset = add("reset-password", run_reset, "重设密码，已经登录的都退出")
    reset.add_argument("--second-factor", action="store_true", help="手机丢了：验证器也重新绑")
    for parser in (new, reset):
        parser.add_argument("--password-stdin", action="store_true", help="从标准输入读密码；不写就随机做")
    add("disable", run_disable, "停用，马上退出")
    add("enable", run_enable, "重新启用")
    add("list", run_list, "有哪些账号", named=False)
    add("code", run_code, "演示时代替手机：现在的 6 位数")


def _run(run, wanted: argparse.Namespace, open_settings: OpenSettings) -> int:
    from webapp.staff.errors import StaffError

    try:
        return run(wanted, open_settings(wanted.demo))
    except StaffError as error:
        print(error, file=sys.stderr)
        return REFUSED


@contextlib.contextmanager
def _writing(settings: Settings) -> Iterator[tuple[Session, IndexHash]]:
    """A session that writes, committed at the end."""
    from webapp.db import begin_write, make_engine, make_sessions
    from webapp.security.crypto import IndexHash

    engine = make_engine(settings)
    with make_sessions(engine)() as session:
        begin_write(session)
        yield session, IndexHash(settings.index_keys)
        session.commit()
    engine.dispose()


def make_demo_staff(settings: Settings) -> Path:
    """The file with the accounts of a demonstration; they are made where they are not there yet."""
    from webapp.migrating import one_at_a_time
    from webapp.staff import demo

    with one_at_a_time(settings.data_dir), _writing(settings) as (session, index_hash):
        if demo.is_there(session, index_hash, settings.data_dir):
            return settings.data_dir / demo.FILE
        return demo.add_staff(session, index_hash, settings.data_dir, clock.now())


def run_add(wanted: argparse.Namespace, settings: Settings, load_guide: Callable[[], Guide]) -> int:
    from webapp.models.staff import Role
    from webapp.staff import accounts
    from webapp.staff.errors import StaffError
    from webapp.staff.regions import parse_region

    display = _asked(wanted.display, "姓名", "--display")
    written = _asked(wanted.role, f"岗位（{ROLES}）", "--role")
    if written not in list(Role):
        raise StaffError(f"没有“{written}”这个岗位。有：{ROLES}")
    place = _asked(wanted.region, "管哪里（镇街代码、区县、zibo）", "--region")
    region = parse_region(load_guide().regions, place, Role(written))
    password, told = _first_password(wanted)
    with _writing(settings) as (session, index_hash):
        new = accounts.NewAccount(wanted.name, display, Role(written), region, password)
        accounts.add_account(session, index_hash, new, clock.now())
    print(f"加好了。{told}")
    return 0


def run_reset(wanted: argparse.Namespace, settings: Settings) -> int:
    from webapp.staff import accounts, second_factor

    password, told = _first_password(wanted)
    with _writing(settings) as (session, index_hash):
        account = accounts.get_account(session, index_hash, wanted.name)
        accounts.reset_password(session, account, password, clock.now())
        if wanted.second_factor:
            second_factor.take_away(session, account, clock.now(), by=accounts.OPERATOR)
    print(f"重设好了。{told}")
    return 0


def run_disable(wanted: argparse.Namespace, settings: Settings) -> int:
    from webapp.staff import accounts

    with _writing(settings) as (session, index_hash):
        accounts.disable(session, accounts.get_account(session, index_hash, wanted.name), clock.now())
    print("停用了，登录着的也退出了。")
    return 0


def run_enable(wanted: argparse.Namespace, settings: Settings) -> int:
    from webapp.staff import accounts

    with _writing(settings) as (session, index_hash):
        accounts.enable(session, accounts.get_account(session, index_hash, wanted.name), clock.now())
    print("启用了。")
    return 0


def run_list(_wanted: argparse.Namespace, settings: Settings) -> int:
    from webapp.staff import accounts

    with _writing(settings) as (session, _index_hash):
        for account in accounts.find_accounts(session):
            print("\t".join(_row(account)))
    return 0


def _row(account: StaffAccount) -> tuple[str, ...]:
    from webapp.staff.accounts import to_staff

    staff = to_staff(account)
    state = "停用" if account.disabled_at else "要换密码" if account.must_change_password else "在用"
    phone = "绑了手机" if account.totp_since else "没绑手机"
    return account.sign_in_name, staff.name, staff.role, staff.region.code, state, phone


def run_code(wanted: argparse.Namespace, settings: Settings) -> int:
    from webapp.staff import accounts, second_factor
    from webapp.staff.errors import StaffError

    if not settings.demo:
        raise StaffError("只有演示时才能这样代替手机。")
    with _writing(settings) as (session, index_hash):
        account = accounts.get_account(session, index_hash, wanted.name)
        code = second_factor.current_code(account, clock.now())
    if code is None:
        raise StaffError("这个账号没有绑手机。")
    print(code)
    return 0


def _asked(given: str | None, question: str, option: str) -> str:
    """The option, or the answer of whoever sits at the terminal."""
    from webapp.staff.errors import StaffError

    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise StaffError(f"还要写 {option}：{question}")
    return input(f"{question}：").strip()


def _first_password(wanted: argparse.Namespace) -> tuple[str, str]:
    """The password, and what is printed about it."""
    from webapp.security import passwords

    if wanted.password_stdin:
        return sys.stdin.readline().rstrip("\r\n"), "第一次登录要换密码。"
    password = passwords.make_password()
    return password, f"密码只显示这一次，第一次登录要换：\n{password}"
