"""`zizhuni guide …`: the editor's commands."""

import argparse
from datetime import date
from pathlib import Path

from webapp import clock

HOUSEHOLDS, WORKERS = 20_000, 2


def add_commands(commands) -> None:
    """Register the editor's commands below `zizhuni guide`."""
    guide = commands.add_parser("guide", help="改政策的人用的：比较两版")
    kinds = guide.add_subparsers(required=True, metavar="动作")
    _add_diff(kinds)


def _add_diff(kinds) -> None:
    diff = kinds.add_parser("diff", help="两个数据目录：哪里写法不同，谁得了谁失了")
    diff.add_argument("old", type=Path, help="原来的数据目录")
    diff.add_argument("new", type=Path, help="改过的数据目录")
    diff.add_argument("--on", type=date.fromisoformat, help="按哪一天算，默认今天")
    diff.add_argument("--households", type=int, default=HOUSEHOLDS, help="试多少户虚构的家庭")
    diff.add_argument("--seed", type=int, default=1, help="同一个数，同一批家庭")
    diff.add_argument("--workers", type=int, default=WORKERS, help="几个进程")
    diff.add_argument("--examples", action="store_true", help="写出几户例子")
    diff.set_defaults(run=run_diff)


def run_diff(wanted: argparse.Namespace) -> int:
    from webapp.editor.differing import Wanted, write_differences

    write_differences(Wanted(
        old=wanted.old, new=wanted.new, on=wanted.on or clock.today(), households=wanted.households,
        seed=wanted.seed, workers=wanted.workers, examples=wanted.examples,
    ))  # fmt: skip
    return 0
