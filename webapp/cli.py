"""`zizhuni`: everything that is done from a terminal.

Commands over the guide alone (match, assess, check) load neither web nor database; that is why imports of
those stand in the functions that need them.
"""

import argparse
import gc
import json
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

import knowledge
from webapp import clock
from webapp.editor import commands as editor
from webapp.jsonlines import LineError, answer_lines, open_lines
from webapp.monitoring import cli as monitoring
from webapp.operations import commands as operations
from webapp.screening import commands as screening
from webapp.security import commands as security
from webapp.settings import DEMO_FLAG, Settings, SettingsError
from webapp.staff import cli as staff
from webapp.wechat import cli as wechat

LEAVE = frozenset({"q", "quit", "exit", "退出", "再见"})
BAD_LINES, WRONG_SETTINGS, BROKEN_PIPE = 1, 2, 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    wanted = build_parser().parse_args(arguments)
    try:
        code = wanted.run(wanted)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        # Whoever read along has gone (`| head`): nothing to say, and nothing left to flush.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except KeyboardInterrupt:
        return 130
    except (SettingsError, knowledge.KnowledgeError, OSError) as error:
        print(error, file=sys.stderr)
        return WRONG_SETTINGS
    except _database_errors() as error:
        kind = type(error.orig).__name__
        print(f"数据库用不了（{kind}）。表没有建好的话，先运行 zizhuni migrate", file=sys.stderr)
        return WRONG_SETTINGS


def _database_errors() -> tuple[type[Exception], ...]:
    """Asked for only once something was raised, so that no other command loads the database."""
    from sqlalchemy.exc import OperationalError, ProgrammingError

    return OperationalError, ProgrammingError


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="zizhuni", description="淄助你：看一家人能领什么、为什么、怎么办")
    commands = parser.add_subparsers(required=True, metavar="命令")
    _add_guide_commands(commands)
    editor.add_commands(commands)
    screening.add_commands(commands, load_guide)
    monitoring.add_commands(commands, _open_settings, load_guide)
    _add_service_commands(commands)
    wechat.add_commands(commands, _open_settings)
    staff.add_commands(commands, _open_settings, load_guide)
    security.add_commands(commands, _open_settings)
    operations.add_commands(commands, _environment)
    return parser


def _open_settings(demo: bool) -> Settings:
    return Settings.from_env(_environment(demo))


def _add_guide_commands(commands) -> None:
    match = commands.add_parser("match", help="一句话对上哪些政策")
    match.add_argument("text", nargs="?", help="市民说的话")
    match.add_argument("--jsonl", metavar="FILE", help='每行 {"id","text"}；- 是标准输入')
    match.set_defaults(run=run_match, parser=match)
    assess = commands.add_parser("assess", help="一户的情况对每项政策的判断")
    assess.add_argument("--jsonl", metavar="FILE", required=True, help='每行 {"id","situation","on"?}')
    assess.add_argument("--on", type=date.fromisoformat, help="按哪一天判断，默认今天")
    assess.set_defaults(run=run_assess)
    check = commands.add_parser("check", help="检查指南数据")
    check.add_argument("directory", nargs="?", type=Path, help="数据目录，默认是随程序带的")
    check.set_defaults(run=run_check)
    commands.add_parser("chat", help="在终端里聊").set_defaults(run=run_chat)


def _add_service_commands(commands) -> None:
    serve = commands.add_parser("serve", help="开网页和接口")
    serve.add_argument("--demo", action="store_true", help="一台机器上的演示：自带密钥、数据库和沙盒")
    serve.add_argument("--host", default="127.0.0.1", help="监听的地址")
    serve.set_defaults(run=run_serve)
    worker = commands.add_parser("worker", help="发消息、清过期的")
    worker.add_argument("--once", action="store_true", help="只做一遍")
    worker.add_argument("--parent", type=int, help=argparse.SUPPRESS)
    _add_demo(worker).set_defaults(run=run_worker)
    sandbox = commands.add_parser("sandbox", help="代替短信、微信这些外部系统")
    sandbox.add_argument("--port", type=int, default=0, help="端口；0 是任选一个空的")
    sandbox.add_argument("--fd", type=int, help=argparse.SUPPRESS)
    sandbox.add_argument("--parent", type=int, help=argparse.SUPPRESS)
    sandbox.set_defaults(run=run_sandbox)
    migrate = commands.add_parser("migrate", help="建好或更新数据表")
    _add_demo(migrate).set_defaults(run=run_migrate)
    rotate = commands.add_parser(
        "rotate-keys", help="换了 FIELD_KEYS、FIELD_CIPHER、INDEX_KEY 以后，把旧的都换过来"
    )
    _add_demo(rotate).set_defaults(run=run_rotate)
    application = commands.add_parser("application", help="演示时代替经办人")
    steps = application.add_subparsers(required=True, metavar="动作")
    advance = steps.add_parser("advance", help="往前走一步")
    advance.add_argument("number", help="申请编号")
    advance.set_defaults(run=run_advance, demo=True)


def _add_demo(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("--demo", action="store_true", help="用演示的密钥和数据库")
    return parser


@contextmanager
def _collecting_nothing() -> Iterator[None]:
    """Nothing that a start makes is garbage, and looking for it takes a fifth of it."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def load_guide() -> knowledge.Guide:
    """The guide with its parsed form kept under DATA_DIR, where that can be written."""
    return knowledge.load_guide(cache=_cache())


def _cache() -> Path:
    cache = Path(os.environ.get("DATA_DIR") or "var") / "cache"
    with suppress(OSError):
        cache.mkdir(parents=True, exist_ok=True)
    return cache


def run_match(wanted: argparse.Namespace) -> int:
    if (wanted.text is None) == (wanted.jsonl is None):
        wanted.parser.error("写一句话，或者 --jsonl FILE")
    with _collecting_nothing():
        import bot

        guide = load_guide()
        bot.use_kept(_cache())
    if wanted.text is not None:
        found = bot.match_text(guide, wanted.text, clock.today()).to_json(guide, None)
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return 0

    def answer(line: dict) -> dict:
        if not isinstance(line.get("text"), str):
            raise LineError("缺 text，或者 text 不是文字")
        return bot.match_text(guide, line["text"], clock.today()).to_json(guide, line.get("id"))

    return _answer_all(wanted.jsonl, answer)


def run_assess(wanted: argparse.Namespace) -> int:
    guide = load_guide()
    default = wanted.on or clock.today()

    def answer(line: dict) -> dict:
        try:
            on = date.fromisoformat(line["on"]) if line.get("on") is not None else default
            situation = knowledge.Situation.parse(line.get("situation"), guide.facts)
        except (TypeError, ValueError):
            raise LineError("on 要写成 2026-11-22 这样的日子") from None
        except knowledge.SituationError as error:
            errors = [{"pointer": f"/situation{place}", "detail": says} for place, says in error.problems]
            raise LineError("situation 有不对的地方", errors) from None
        found = knowledge.assess(guide, situation, on)
        return {"id": line.get("id"), "assessments": [one.to_json(guide) for one in found]}

    return _answer_all(wanted.jsonl, answer)


def _answer_all(name: str, answer) -> int:
    with open_lines(name) as lines:
        return 0 if answer_lines(lines, answer, sys.stdout) else BAD_LINES


def run_check(wanted: argparse.Namespace) -> int:
    from knowledge.__main__ import check
    from webapp.calendar import load_calendar

    load_calendar()
    return check(wanted.directory, on=clock.today())


def _open_terminal():
    with _collecting_nothing():
        from webapp.terminal import Terminal

        return Terminal.open(_environment(demo=not os.environ.get("SECRET_KEY")))


def run_chat(_wanted: argparse.Namespace) -> int:
    terminal = _open_terminal()
    said = ""
    while said not in LEAVE:
        print(terminal.say(said), end="\n\n", flush=True)
        terminal.session.commit()
        said = (sys.stdin.readline() or "退出").strip()
    return 0


def run_serve(wanted: argparse.Namespace) -> int:
    gc.disable()  # as above; `Server.load` enables it
    from webapp import starting

    if wanted.demo:
        return starting.serve_demo(os.environ, wanted.host)
    return starting.serve(os.environ, Settings.from_env(os.environ), wanted.host)


def run_worker(wanted: argparse.Namespace) -> int:
    with _collecting_nothing():
        from webapp import logs, starting

    logs.configure()
    settings = Settings.from_env(_environment(wanted.demo))
    return starting.work(settings, once=wanted.once, parent=wanted.parent)


def run_sandbox(wanted: argparse.Namespace) -> int:
    with _collecting_nothing():
        from webapp.gateways.sandbox.server import run

    return run(wanted.port, descriptor=wanted.fd, parent=wanted.parent)


def run_migrate(wanted: argparse.Namespace) -> int:
    with _collecting_nothing():
        from webapp.migrating import migrate

    env = _environment(wanted.demo)
    migrate(Settings.from_env(env), env)
    return 0


def run_rotate(wanted: argparse.Namespace) -> int:
    """Encrypt and hash anew, in small transactions beside a running service."""
    from webapp.db import begin_write, cipher_of, index_hash_of, make_engine, make_sessions
    from webapp.security.rehashing import rehash
    from webapp.security.rotation import rotate

    engine = make_engine(Settings.from_env(_environment(wanted.demo)))
    with make_sessions(engine)() as session:
        changed = 1
        while changed:
            begin_write(session)
            changed = rotate(session, cipher_of(session))
            session.commit()
        begin_write(session)
        for _ in rehash(session, index_hash_of(session)):
            session.commit()
            begin_write(session)
        session.commit()
    engine.dispose()
    return 0


def run_advance(wanted: argparse.Namespace) -> int:
    terminal = _open_terminal()
    if not terminal.app.settings.demo:
        print("只有演示时才能这样代替经办人。", file=sys.stderr)
        return WRONG_SETTINGS
    states = terminal.advance(wanted.number)
    terminal.session.commit()
    print("\n".join(states) or "没有这个编号的申请。")
    return 0 if states else BAD_LINES


def _environment(demo: bool) -> dict[str, str]:
    """The environment, completed for a demonstration where that is wanted. Nothing listens behind it."""
    env = dict(os.environ)
    if not demo or env.get(DEMO_FLAG) == "1":
        return env
    from webapp.demo import NOWHERE, make_env

    return make_env(env, sandbox=NOWHERE)


if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    sys.exit(main())
