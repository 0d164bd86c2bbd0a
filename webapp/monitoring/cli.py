"""`zizhuni watch`: tables in, warnings pushed to the desks of towns, and a run to compare the next with."""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from webapp import clock
from webapp.screening.commands import Progress, with_extras
from webapp.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from knowledge import Guide
    from webapp.monitoring.pushing import Pusher, Told
    from webapp.screening.watching import Part, Watched

OpenSettings = Callable[[bool], Settings]


def add_commands(commands, open_settings: OpenSettings, load_guide: Callable[[], Guide]) -> None:
    """Register the command."""
    watch = commands.add_parser("watch", help="动态监测：筛出该去看看的人，推给镇街和协理员")
    watch.add_argument("people", help="人口表：.parquet、.csv，或者 数据库地址#表名")
    watch.add_argument("households", help="家庭表，同上；要有 town（镇街代码或名称）")
    watch.add_argument("--contacts", help="联系表：姓名、身份证号、电话、住址、村；列名见 README")
    watch.add_argument(
        "-o", "--output", type=Path, required=True, metavar="RUN", help="写出这次的，留给下次比"
    )
    watch.add_argument("--since", type=Path, metavar="RUN", help="上次写出来的：新办证、换学段、丢工作跟它比")
    watch.add_argument("--on", type=date.fromisoformat, help="按哪一天判断，默认今天")
    watch.add_argument(
        "--engine", choices=("duckdb", "polars"), default="duckdb", help="由谁读表、排序；只在本机跑"
    )
    watch.add_argument("--demo", action="store_true", help="用演示的密钥和数据库")

    def run(wanted: argparse.Namespace, guide: Guide) -> int:
        return run_watch(wanted, guide, open_settings(wanted.demo))

    watch.set_defaults(run=with_extras(run, load_guide))


def run_watch(wanted: argparse.Namespace, guide: Guide, settings: Settings) -> int:
    from webapp.db import make_engine, make_sessions
    from webapp.screening.watching import Watched

    asked = Watched(
        people=wanted.people, households=wanted.households, run=wanted.output, contacts=wanted.contacts,
        on=wanted.on or clock.today(), since=wanted.since, engine=wanted.engine,
    )  # fmt: skip
    engine, progress = make_engine(settings, guide), Progress()
    try:
        with make_sessions(engine)() as session:
            rows, told = _watch(session, guide, asked, progress)
    finally:
        engine.dispose()
    progress.end()
    print("\n".join(say(guide, rows, told, compared=wanted.since is not None)))
    return 0


def _watch(session: Session, guide: Guide, asked: Watched, progress: Progress) -> tuple[Counter, Told]:
    from webapp.db import begin_write, index_hash_of
    from webapp.monitoring import pushing
    from webapp.screening import watching

    index_hash, rows, told = index_hash_of(session), Counter(), pushing.Told()
    pusher = pushing.Pusher(session, guide, index_hash, clock.now())
    begin_write(session)
    pusher.sweep()
    lasting = pusher.lasting_households()
    session.commit()

    def is_known(home: str) -> bool:
        return bool(lasting) and not lasting.isdisjoint(index_hash.every(pushing.HOUSEHOLD, home))

    with (
        tempfile.TemporaryDirectory(prefix="zizhuni-watch-", dir=asked.run.parent) as folder,
        watching.RunWriter(asked.run, list(guide.warnings)) as writer,
    ):
        for part, total in watching.watch(guide, asked, Path(folder), is_known):
            told.held_back.clear()
            rows["ended"] += _push(session, pusher, part, told)
            writer.write(part, told.held_back)
            rows.update(part.rows)
            progress.tell(part.rows, total)
    return rows, told


def _push(session: Session, pusher: Pusher, part: Part, told: Told) -> int:
    """In small transactions, so that nobody at a desk waits long. What is over ends first."""
    from webapp.db import begin_write
    from webapp.monitoring.pushing import AT_ONCE

    ended = 0
    for some in _slices(part.seen, AT_ONCE):
        begin_write(session)
        ended += pusher.end(some)
        session.commit()
    for some in _slices(part.found, AT_ONCE):
        begin_write(session)
        pusher.push(some, told)
        session.commit()
    return ended


def _slices(rows: Sequence, size: int) -> Iterator[Sequence]:
    return (rows[start : start + size] for start in range(0, len(rows), size))


def say(guide: Guide, rows: Counter, told: Told, *, compared: bool) -> list[str]:
    """The counts in words."""
    counts = told.counts
    said = [f"看了 {rows['people']:,} 人，放下 {rows['aside']:,} 行"]
    said += [f"  {rule.name}：现在有 {rows[f'holds {id}']:,} 人" for id, rule in guide.warnings.items()]
    said.append(
        f"新推 {counts['pushed']:,} 条，推过还没过去的 {counts['before']:,} 条不再推，"
        f"过去了的 {rows['ended']:,} 条"
    )
    for what, words in (
        ("refused", "本人说不要主动联系，没推"),
        ("no-number", "没有身份证号，对不上谁说过不要联系，没推；补上联系表"),
        ("no-town", "没写镇街，或者不认识这个镇街，没推"),
    ):
        if counts[what]:
            said.append(f"{counts[what]:,} 条{words}")
    if not compared:
        names = "、".join(rule.name for rule in guide.warnings.values() if rule.begins)
        said.append(f"没有 --since：{names}要跟上次比，这次只记下来，下次再推")
    return said
