"""`zizhuni screen` and `zizhuni population`."""

import argparse
import gc
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

from webapp import clock

ENGINES = ("duckdb", "polars", "spark")
WIDTH = 30
NOT_INSTALLED = 2
EXTRAS = dict.fromkeys(("ibis", "numpy", "pyarrow", "duckdb"), "screening") | {
    "polars": "screening,polars", "pyspark": "screening,spark",
}  # fmt: skip


def add_commands(commands, load_guide: Callable) -> None:
    """Register the commands."""
    screen = commands.add_parser("screen", help="政策找人：从人口表和家庭表里找出能享受、还没享受的人")
    screen.add_argument("people", help="人口表：.parquet、.csv，或者 数据库地址#表名")
    screen.add_argument("households", help="家庭表，同上")
    screen.add_argument("-o", "--output", type=Path, required=True, metavar="HITS", help="结果，Parquet 文件")
    screen.add_argument("--on", type=date.fromisoformat, help="按哪一天判断，默认今天")
    screen.add_argument("--engine", choices=ENGINES, default=ENGINES[0], help="由谁读表、排序、分块")
    screen.add_argument("--changed-since", type=Path, metavar="RUN", help="上次的结果文件：只说比上次新的")
    screen.add_argument("--threads", type=int, default=2, help="几个线程")
    screen.set_defaults(run=with_extras(run_screen, load_guide))
    whatif = commands.add_parser("whatif", help="标准要是改成这样：哪里多了谁，一年多花多少")
    whatif.add_argument("people", help="人口表")
    whatif.add_argument("households", help="家庭表")
    whatif.add_argument(
        "--with", dest="changes", action="append", required=True, metavar="STANDARD=VALUE",
        help="dibao.urban=1100，或者 dibao.urban=+5%%；可以写几个",
    )  # fmt: skip
    whatif.add_argument("--policy", action="append", default=[], help="只看这项政策；可以写几个")
    whatif.add_argument("--on", type=date.fromisoformat, help="按哪一天，默认今天")
    whatif.set_defaults(run=with_extras(run_whatif, load_guide))
    people = commands.add_parser("population", help="编一批虚构的人和家庭，试筛查用")
    people.add_argument("folder", type=Path, help="写到哪个目录")
    people.add_argument("--people", type=int, default=100_000, help="多少人")
    people.add_argument("--seed", type=int, default=1, help="同一个数，同一批人")
    people.set_defaults(run=with_extras(run_population, load_guide))


def with_extras(run: Callable, load_guide: Callable) -> Callable[[argparse.Namespace], int]:
    """The command, or a word on what is to be installed for it."""

    def guarded(wanted: argparse.Namespace) -> int:
        try:
            return run(wanted, load_guide())
        except ModuleNotFoundError as error:
            if error.name not in EXTRAS:
                raise
            print(f"还没装 {error.name}：pip install -e '.[{EXTRAS[error.name]}]'", file=sys.stderr)
            return NOT_INSTALLED

    return guarded


def run_screen(wanted: argparse.Namespace, guide) -> int:
    from webapp.screening.screening import Wanted, bad_file, screen

    asked = Wanted(
        people=wanted.people, households=wanted.households, hits=wanted.output, engine=wanted.engine,
        on=wanted.on or clock.today(), since=wanted.changed_since, threads=max(wanted.threads, 1),
    )  # fmt: skip
    progress = Progress()
    _spare_memory()
    summary = screen(guide, asked, progress.tell)
    progress.end()
    print("\n".join(say(summary)))
    print(f"结果在 {wanted.output}" + (f"，放下的行在 {bad_file(wanted.output)}" if summary.bad else ""))
    return 0


def _spare_memory() -> None:
    """Set the process up for chunk after chunk of the same size."""
    import pyarrow as pa

    pa.set_memory_pool(pa.system_memory_pool())  # gives pages out again where others ask for new ones
    gc.freeze()  # the rules stay as they are, so there is no need to look through them again and again


def run_whatif(wanted: argparse.Namespace, guide) -> int:
    from webapp.screening import effects

    asked = effects.Asked(
        people=wanted.people, households=wanted.households, on=wanted.on or clock.today(),
        changes=effects.parse_changes(wanted.changes), policies=tuple(wanted.policy),
    )  # fmt: skip
    progress = Progress()
    with tempfile.TemporaryDirectory(prefix="zizhuni-whatif-") as folder:
        compared = effects.compare(guide, asked, Path(folder), progress.tell)
    progress.end()
    print("\n".join(effects.say(guide, compared)))
    print(
        f"算了 {compared.rows['people']:,} 人，放下 {compared.rows['aside']:,} 行。都是测算，以审核确认为准。"
    )
    return 0


def say(summary) -> list[str]:
    """The counts in words; they add up."""
    rows, told = summary.rows, []
    for key, name, measure in (("people", "人口表", "人"), ("households", "家庭表", "户")):
        parts = [f"看了 {rows[f'{key}_screened']:,} {measure}", f"放下 {rows[f'{key}_aside']:,} {measure}"]
        if rows[f"{key}_unchanged"]:
            parts.append(f"没变的 {rows[f'{key}_unchanged']:,} {measure}")
        told.append(f"{name} {rows[key]:,} 行：" + "，".join(parts))
    if rows["households_without_row"]:
        told.append(f"另有 {rows['households_without_row']:,} 户只在人口表里有")
    whole = sum(summary.counts.by_unit.values(), Counter())
    maybe = whole["hits"] - whole["met"]
    open_ = whole["subjects"] - whole["hits"] - whole["unmet"] - whole["received"]
    told.append(
        f"判断 {whole['subjects']:,} 次：可以享受 {whole['met']:,}，差一两项情况 {maybe:,}，"
        f"不符合 {whole['unmet']:,}，"
        f"已经在领 {whole['received']:,}，差得多或要办事处定 {open_:,}"
    )
    told.append(f"写出 {summary.hits:,} 条")
    return told


class Progress:
    """A bar on the terminal's error stream; nothing where that is no terminal."""

    def __init__(self):
        self.done = 0
        self.begun = time.monotonic()
        self.shown = sys.stderr.isatty()

    def tell(self, rows: Counter, total: int) -> None:
        """So many more people of all."""
        self.done += rows["people"]
        if self.shown:
            share = min(self.done / total, 1.0) if total else 1.0
            bar = "█" * int(share * WIDTH)
            passed = time.monotonic() - self.begun
            print(
                f"\r{bar:<{WIDTH}} {share:4.0%} {self.done:,} 人 {passed:.0f} 秒",
                end="",
                file=sys.stderr,
                flush=True,
            )

    def end(self) -> None:
        """Leave the line."""
        if self.shown:
            print(file=sys.stderr)


def run_population(wanted: argparse.Namespace, guide) -> int:
    from webapp.screening.making import make_population

    paths = make_population(guide, wanted.people, wanted.folder, wanted.seed)
    print("编好了（全是虚构的）：" + "、".join(map(str, paths)))
    return 0
