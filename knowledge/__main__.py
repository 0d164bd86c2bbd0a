"""`python -m knowledge`: check all data, say what is wrong, list what nobody has checked yet."""

import sys
from pathlib import Path

from knowledge.checking import find_doubts, unchecked_documents
from knowledge.errors import GuideError
from knowledge.loading import load_guide


def check(path: Path | None = None, write=print) -> int:
    """0 when the data is right, 1 when it is not; says so line by line through `write`."""
    try:
        guide = load_guide(path)
    except GuideError as error:
        for problem in error.problems:
            write(problem)
        write(f"共 {len(error.problems)} 处要改。")
        return 1
    _report(guide, write)
    return 0


def _report(guide, write) -> None:
    doubts, documents = find_doubts(guide), unchecked_documents(guide)
    for title, lines in (("请再看看：", doubts), ("还没有核过的文件：", documents)):
        if lines:
            write(title)
        for line in lines:
            write(f"  {line}")
    write(
        f"数据没有错：{len(guide.policies)} 项政策，{len(guide.standards.standards)} 个标准，"
        f"{len(guide.facts)} 个情况，版本 {guide.version}。"
    )


if __name__ == "__main__":
    sys.exit(check(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
