"""Every control in the table names a test, and the test is there."""

import ast
import re

from tests.security.patterns import ROOT

ROW = re.compile(r"^\| (?P<ids>[0-9.,–\- ]+) \| (?P<says>[^|]+) \| `(?P<file>[^`:]+)::(?P<test>\w+)` \|$")


def rows():
    table = (ROOT / "docs" / "security.md").read_text(encoding="utf-8").split("| --- | --- | --- |\n")[1]
    for line in table.partition("\n\n")[0].splitlines():
        found = ROW.match(line)
        assert found, line
        yield found


def test_every_test_that_the_table_names_is_there():
    missing = []
    for row in rows():
        path = ROOT / row["file"]
        tree = ast.parse(path.read_text(encoding="utf-8")) if path.exists() else ast.Module([], [])
        names = {one.name for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)}
        if row["test"] not in names:
            missing.append(f"{row['file']}::{row['test']}")
    assert missing == []


def test_every_chapter_of_the_standard_that_a_program_can_hold_is_there():
    chapters = {int(one.split(".")[0]) for row in rows() for one in re.split("[,–] ?", row["ids"].strip())}
    assert chapters == set(range(2, 15))
