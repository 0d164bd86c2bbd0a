"""`zizhuni staff` and `zizhuni audit` as a shell runs them."""

import io
import os
import pty
import re
import subprocess
import sys
from dataclasses import dataclass

import pytest

from tests.builders import make_env
from tests.colleagues import Colleague
from webapp import clock, jobs
from webapp.app import create_app
from webapp.cli import main
from webapp.db import begin_write, make_sessions
from webapp.models import AuditRow
from webapp.settings import Settings

STRONG = "three-quiet-otters-under-rain"
PASSWORD = re.compile(r"^[a-z2-9]{4}(?:-[a-z2-9]{4}){3}$", re.M)
CLERK = ("--display", "刘敏", "--role", "town", "--region", "370305111")


@pytest.fixture(scope="module")
def env(tmp_path_factory, migrated_sqlite):
    place = tmp_path_factory.mktemp("cli")
    (place / "test.db").write_bytes(migrated_sqlite)
    return make_env(place)


@pytest.fixture(scope="module")
def app(env, guide):
    made = create_app(Settings.from_env(env), guide)
    yield made
    made.engine.dispose()


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str


@pytest.fixture
def zizhuni(env, monkeypatch, capsys):
    """Run `zizhuni` with these arguments, this input and this environment."""

    def run(*arguments, given="", **changes):
        for name, value in (env | changes).items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "stdin", io.StringIO(given))
        capsys.readouterr()
        try:
            code = main(arguments)
        except SystemExit as left:
            code = left.code
        said = capsys.readouterr()
        return Done(code, said.out, said.err)

    return run


def test_an_account_is_added_listed_disabled_and_given_a_new_password(zizhuni, app):
    done = zizhuni("staff", "add", "zd-liumin", *CLERK)
    assert done.code == 0, done.err
    password = PASSWORD.search(done.out).group()
    clerk, client = Colleague(1, "zd-liumin", password), app.test_client()
    assert clerk.sign_in(client).request.path == "/staff/password"
    listed = zizhuni("staff", "list").out
    assert listed == "zd-liumin\t刘敏\ttown\t370305111\t要换密码\t没绑手机\n"
    assert zizhuni("staff", "disable", "zd-liumin").code == 0
    assert client.get("/staff/password").status_code == 303
    assert "停用" in zizhuni("staff", "list").out
    assert zizhuni("staff", "enable", "zd-liumin").code == 0
    done = zizhuni("staff", "reset-password", "zd-liumin", "--password-stdin", given=STRONG + "\n")
    assert done.code == 0
    assert STRONG not in done.out + done.err
    clerk.password = STRONG
    assert clerk.sign_in(app.test_client()).request.path == "/staff/password"


def test_a_lost_phone_is_taken_away_with_the_password(zizhuni, app):
    done = zizhuni("staff", "add", "city-1", "--display", "市级", "--role", "city", "--region", "zibo")
    first = PASSWORD.search(done.out).group()
    done = zizhuni("staff", "reset-password", "city-1", "--second-factor")
    second = PASSWORD.search(done.out).group()
    assert first != second
    assert Colleague(1, "city-1", second).sign_in(app.test_client()).request.path == "/staff/password"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("add", "Bad Name!", *CLERK), "登录名用"),
        (("add", "a-1", "--display", "甲", "--role", "boss", "--region", "zibo"), "没有“boss”这个岗位"),
        (("add", "a-1", "--display", "甲", "--role", "town", "--region", "zibo"), "只能管一个镇街"),
        (("add", "a-1", "--display", "甲", "--role", "town", "--region", "火星"), "没有“火星”这个地方"),
        (("add", "a-1", "--role", "town", "--region", "370305111"), "还要写 --display"),
        (("add", "a-1", *CLERK, "--password-stdin"), "至少 12 位"),
        (("disable", "nobody"), "没有“nobody”这个账号"),
        (("reset-password", "nobody"), "没有“nobody”这个账号"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(zizhuni, arguments, says):
    done = zizhuni("staff", *arguments, given="short\n")
    assert (done.code, done.out) == (1, "")
    assert says in done.err
    assert len(done.err.splitlines()) == 1


def test_a_name_is_given_once(zizhuni):
    assert zizhuni("staff", "add", "twice", *CLERK).code == 0
    done = zizhuni("staff", "add", "TWICE", *CLERK)
    assert "已经有人用了" in done.err


def test_at_a_terminal_what_was_not_said_is_asked(env):
    parent, child = pty.openpty()
    command = [sys.executable, "-m", "webapp.cli", "staff", "add", "asked", "--display", "刘敏"]
    process = subprocess.Popen(
        command, stdin=child, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, **env}
    )
    os.write(parent, "agent\n全市\n".encode())
    said, wrong = process.communicate(timeout=60)
    os.close(parent)
    os.close(child)
    assert process.returncode == 0, wrong.decode()
    assert PASSWORD.search(said.decode())


def test_no_command_takes_a_password_as_an_argument(zizhuni):
    done = zizhuni("staff", "add", "argued", *CLERK, "--password", STRONG)
    assert done.code == 2


def test_the_digits_of_a_phone_are_told_in_a_demonstration_alone(zizhuni):
    production = {
        "ZIZHUNI_DEMO": "0", "REDIS_URL": "redis://127.0.0.1:6379/0",
        **dict.fromkeys(("WECHAT_API_URL", "VERIFICATION_URL", "SMS_URL", "IDENTITY_URL", "PROVINCE_URL"), "https://service.zibo.gov.cn"),
    }  # fmt: skip
    done = zizhuni("staff", "code", "city-1", **production)
    assert (done.code, done.out) == (1, "")
    assert "只有演示时" in done.err


def test_the_audit_is_verified_and_its_days_compared(zizhuni, app, tmp_path):
    zizhuni("staff", "add", "audited", *CLERK)
    with make_sessions(app.engine)() as session:
        jobs.seal_audit(session, clock.now())
    assert "都对得上" in zizhuni("audit", "verify").out
    assert zizhuni("audit", "days").out == "", "today is still open"
    published = tmp_path / "days.tsv"
    published.write_text("2020-01-01\t3\t3\tabc\n", encoding="utf-8")
    done = zizhuni("audit", "verify", "--days", str(published))
    assert (done.code, "和公布过的不一样" in done.out) == (1, True)
    published.write_text("not what the command prints\n", encoding="utf-8")
    assert zizhuni("audit", "verify", "--days", str(published)).code == 2
    with make_sessions(app.engine)() as session:
        begin_write(session)
        session.query(AuditRow).filter(AuditRow.place == 1).update({"actor": "someone"})
        session.commit()
    done = zizhuni("audit", "verify")
    assert done.code == 1
    assert "第 1 位" in done.out and "改过" in done.out
