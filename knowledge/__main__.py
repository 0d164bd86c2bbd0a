"""`python -m knowledge [DIRECTORY]`: check all data; mistakes fail, notices inform."""

import sys
from datetime import date
from pathlib import Path

from knowledge.editing.checking import describe_conflicts, find_doubts, find_expired, unchecked_documents
from knowledge.errors import GuideError
from knowledge.files.loading import load_for_checking


def check(path: Path | None = None, write=print, on: date | None = None) -> int:
    """0 when the data is right, 1 when it is not; says so line by line through `write`.

    With a day it also names what has run out by then.
    """
    try:
        guide, files, lines = load_for_checking(path)
    except GuideError as error:
        return _refuse(error.problems, write)
    doubts = find_doubts(guide) + (find_expired(guide, on) if on else [])
    mistakes = [doubt.line(files, lines) for doubt in doubts if doubt.fails]
    notices = [doubt.line(files, lines) for doubt in doubts if not doubt.fails]
    _write_list("说法不一，等发文单位定：", describe_conflicts(guide), write)
    _write_list("还没有核过的文件：", unchecked_documents(guide), write)
    _write_list("请再看看：", notices, write)
    if mistakes:
        return _refuse(mistakes, write)
    write(
        f"数据没有错：{len(guide.policies)} 项政策，{len(guide.standards.standards)} 个标准，"
        f"{len(guide.facts)} 个情况，版本 {guide.version}。"
    )
    return 0


def _write_list(title: str, lines: list[str], write) -> None:
    if lines:
        write(title)
    for line in lines:
        write(f"  {line}")


def _refuse(problems: list[str], write) -> int:
    for problem in problems:
        write(problem)
    write(f"共 {len(problems)} 处要改。")
    return 1


if __name__ == "__main__":
    sys.exit(check(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
