"""`zizhuni guide …`: the editor's commands."""

import argparse
import sys
from datetime import date
from pathlib import Path

from knowledge.files.loading import DATA
from webapp import clock

HOUSEHOLDS, WORKERS = 20_000, 2


def add_commands(commands) -> None:
    """Register the editor's commands below `zizhuni guide`."""
    guide = commands.add_parser("guide", help="改政策的人用的：比较两版，导出成表格，收回表格")
    kinds = guide.add_subparsers(required=True, metavar="动作")
    _add_diff(kinds)
    proposal = kinds.add_parser("proposal", help="查提案文件写得对不对，里面的问法现在听成什么")
    proposal.add_argument("files", nargs="+", type=Path, help="提案文件")
    proposal.set_defaults(run=run_proposal)
    export = kinds.add_parser("export", help="数据写成 Excel 表格")
    export.add_argument("file", type=Path, help="表格文件")
    export.add_argument("directory", nargs="?", type=Path, default=DATA, help="数据目录")
    export.set_defaults(run=run_export)
    take = kinds.add_parser("import", help="把改好的表格收回数据目录；有错就一处也不改")
    take.add_argument("file", type=Path, help="表格文件")
    take.add_argument("directory", type=Path, help="数据目录")
    take.set_defaults(run=run_import)


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


def run_proposal(wanted: argparse.Namespace) -> int:
    import bot
    from knowledge import load_guide
    from webapp.editor.proposals import find_faults, read_words

    guide, wrong = load_guide(), 0
    for file in wanted.files:
        text = file.read_text(encoding="utf-8")
        faults = find_faults(guide, text)
        wrong += bool(faults)
        print(*(f"{file}：{one}" for one in faults), sep="\n") if faults else print(f"{file}：写得对。")
        policy, asked = ("", []) if faults else read_words(text)
        for words in asked:
            heard = [one.id for one in bot.match_text(guide, words, clock.today()).policies[:3]]
            told = "听得出来" if policy in heard else "还听不出来"
            print(f"  {told}：{words}（现在：{'、'.join(heard) or '无'}）")
    return 1 if wrong else 0


def run_export(wanted: argparse.Namespace) -> int:
    from webapp.editor.importing import export_guide

    count = export_guide(wanted.directory, wanted.file)
    print(f"写好了 {wanted.file}，{count} 格。")
    return 0


def run_import(wanted: argparse.Namespace) -> int:
    from webapp.editor.importing import ImportFailed, import_guide

    try:
        changes, added = import_guide(wanted.file, wanted.directory)
    except ImportFailed as error:
        print(f"{error}\n一处也没有改。", file=sys.stderr)
        return 1
    for one in changes:
        print(f"{one.name} {'.'.join(map(str, one.place))}：{one.old} → {one.new}")
    for row in added:
        print(f"standards/{row.standard}.yaml：{row.area} 从 {row.effective} 起 {row.value}")
    print(f"改了 {len(changes)} 处，加了 {len(added)} 个新数。")
    return 0
