"""`zizhuni audit …`: whether the audit is as it was written, and the hashes of its days to keep elsewhere."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from webapp.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from webapp.security.seals import Fault

FAULTY = 1
SAYS = {
    "changed": "改过",
    "removed": "少了",
    "inserted": "后来塞进来的",
    "day-changed": "这一天的记号改过",
    "day-removed": "这一天的记号没了",
    "other-than-published": "和公布过的不一样",
}


def add_commands(commands, open_settings: Callable[[bool], Settings]) -> None:
    """Register the commands below `zizhuni audit`."""
    audit = commands.add_parser("audit", help="谁看过、改过什么的记录")
    verbs = audit.add_subparsers(required=True, metavar="动作")
    verify = verbs.add_parser("verify", help="有没有被改过、删过、塞进过")
    verify.add_argument("--days", type=Path, metavar="FILE", help="公布过的每天记号，也对一对")
    verify.set_defaults(run=lambda wanted: run_verify(wanted, open_settings(wanted.demo)))
    days = verbs.add_parser("days", help="每天的记号：日子、条数、最后一条、记号；拿去公布")
    days.set_defaults(run=lambda wanted: run_days(open_settings(wanted.demo)))
    for parser in (verify, days):
        parser.add_argument("--demo", action="store_true", help="用演示的密钥和数据库")


@contextlib.contextmanager
def _reading(settings: Settings) -> Iterator[Session]:
    from webapp.db import make_engine, make_sessions

    engine = make_engine(settings)
    with make_sessions(engine)() as session:
        yield session
    engine.dispose()


def run_days(settings: Settings) -> int:
    from webapp.security import seals

    with _reading(settings) as session:
        for day in seals.find_days(session):
            if day.hash is not None:
                print(day.day.isoformat(), day.count, day.last_id, day.hash, sep="\t")
    return 0


def run_verify(wanted: argparse.Namespace, settings: Settings) -> int:
    from webapp.security import seals

    published = read_days(wanted.days) if wanted.days is not None else []
    with _reading(settings) as session:
        days, faults = seals.find_days(session), seals.find_faults(session, published)
    for fault in faults:
        print(_tell(fault))
    rows = sum(day.count for day in days)
    found = f"有 {len(faults)} 处不对" if faults else "都对得上"
    print(f"查了 {len(days)} 天、{rows} 条记录，{found}。")
    return FAULTY if faults else 0


def read_days(file: Path) -> list[tuple[date, str]]:
    """Day and hash of each line that `zizhuni audit days` printed. Raises OSError where one is not such."""
    rows = [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    try:
        return [(date.fromisoformat(row[0]), row[3]) for row in rows]
    except (ValueError, IndexError):
        raise OSError(f"{file} 不是 zizhuni audit days 写出来的样子") from None


def _tell(fault: Fault) -> str:
    day = fault.day.isoformat() if fault.day is not None else ""
    where = f"，第 {fault.place} 位" if fault.place is not None else ""
    row = f"，记录 {fault.row_id}" if fault.row_id is not None else ""
    return f"{day}{where}{row}：{SAYS[fault.kind]}"
