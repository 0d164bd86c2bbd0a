"""The guide as an Excel file and back: nothing is lost, only what was written otherwise changes."""

import shutil

import pytest
import yaml
from openpyxl import load_workbook

from knowledge.files.loading import DATA, load_for_checking
from tests.knowledge.small import small_files, write_files
from webapp.cli import main
from webapp.editor.importing import ImportFailed, export_guide, import_guide
from webapp.editor.patching import flatten, patch
from webapp.editor.workbook import read_workbook

FLAT = """# 这一行要留着
key: flat
label: 一个数
unit: 元/月
kind: standard
direction: rises
values:
- {value: 400, area: zibo, effective: 2020-01-01, until: 2023-12-31, source: [{id: S1, section: 第一条}]}
- {value: 500, area: zibo, effective: 2024-01-01, source: [{id: S1, section: 二}], note: "=旧: 数"}  # 留着
"""


@pytest.fixture
def folder(tmp_path):
    """A small guide; one of its files is written by hand, with comments."""
    made = write_files(tmp_path / "data", small_files())
    (made / "standards" / "flat.yaml").write_text(FLAT, encoding="utf-8")
    return made


@pytest.fixture
def exported(folder, tmp_path):
    export_guide(folder, tmp_path / "guide.xlsx")
    return tmp_path / "guide.xlsx"


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.yaml"))}


def edit(exported, sheet, change):
    """The workbook with `change` done to a sheet."""
    book = load_workbook(exported)
    change(book[sheet])
    book.save(exported)
    return exported


def set_cell(name, place, value):
    def change(sheet):
        row = next(row for row in sheet.iter_rows(min_row=2) if (row[0].value, row[1].value) == (name, place))
        row[2].value = value

    return change


def add_row(*cells):
    return lambda sheet: sheet.append(cells)


def test_every_value_of_the_real_guide_comes_back_and_no_byte_changes(tmp_path):
    folder, path = shutil.copytree(DATA, tmp_path / "data"), tmp_path / "guide.xlsx"
    export_guide(folder, path)
    _, files, _ = load_for_checking(folder)
    wanted = {(name, place): value for name in files for place, value in flatten(files[name])}
    found = read_workbook(path).values
    assert found == wanted
    assert [key for key in wanted if isinstance(found[key], bool) is not isinstance(wanted[key], bool)] == []
    assert import_guide(path, folder) == ([], ())
    assert contents(folder) == contents(DATA)


def test_one_cell_changes_one_value_and_keeps_the_comments(exported, folder):
    place = '["values", 1, "note"]'
    change = set_cell("standards/flat.yaml", place, "够不够: 60 # 岁, 看")
    import_guide(edit(exported, "标准", change), folder)
    text = (folder / "standards" / "flat.yaml").read_text(encoding="utf-8")
    assert text == FLAT.replace('"=旧: 数"', '"够不够: 60 # 岁, 看"')


def test_other_files_are_left_alone(exported, folder):
    before = contents(folder)
    import_guide(edit(exported, "标准", set_cell("standards/flat.yaml", '["unit"]', "元/年")), folder)
    changed = [name for name, content in contents(folder).items() if content != before[name]]
    assert changed == ["standards/flat.yaml"]


def test_an_emptied_cell_is_null(exported, folder):
    (change,), _ = import_guide(
        edit(exported, "标准", set_cell("standards/flat.yaml", '["values", 1, "note"]', None)), folder
    )
    assert (change.old, change.new) == ("=旧: 数", None)


def test_a_new_years_figure_ends_the_old_one(exported, folder):
    row = add_row("flat", "zibo", "2027-01-01", 600, "S1", "第三条", "试一试")
    _, (added,) = import_guide(edit(exported, "新一年的标准", row), folder)
    assert added.value == 600
    guide, _, _ = load_for_checking(folder)
    older, newer = guide.standards.standards["flat"].values[-2:]
    assert (older.until.isoformat(), newer.effective.isoformat()) == ("2026-12-31", "2027-01-01")
    assert newer.value == 600
    assert "# 这一行要留着" in (folder / "standards" / "flat.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("sheet", "change", "words"),
    [
        ("政策", set_cell("policies/help.yaml", '["filing"]', "never"), "没有 never"),
        ("标准", set_cell("standards/flat.yaml", '["values", 1, "value"]', "五百"), "要写数"),
        ("政策", lambda sheet: sheet.delete_rows(5), "少了一行或多了一行"),
        ("政策", lambda sheet: sheet.__setitem__("B5", "坏了"), "改坏了"),
        ("说明", lambda sheet: sheet.__setitem__("B1", "另一版"), "重新导出"),
        ("新一年的标准", add_row("flat", "zibo"), "没写全"),
        ("新一年的标准", add_row("flat", "zibo", "2027-01-01", "五百", "S1"), "要写数字"),
        ("新一年的标准", add_row("none", "zibo", "2027-01-01", 1, "S1"), "没有标准"),
        ("新一年的标准", add_row("flat", "zibo", "明年", 1, "S1"), "这样"),
        ("新一年的标准", add_row("flat", "zibo", "2019-01-01", 1, "S1"), "早"),
        ("新一年的标准", add_row("flat", "linzi", "2027-01-01", 1, "S1"), "没有正在用的数"),
        ("新一年的标准", add_row("line.urban", "zibo", "2027-01-01", 1, "S1"), "直接加到文件里"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_changes(exported, folder, sheet, change, words):
    before = contents(folder)
    with pytest.raises(ImportFailed, match=words):
        import_guide(edit(exported, sheet, change), folder)
    assert contents(folder) == before


def test_a_file_that_is_no_workbook_is_refused(folder, tmp_path):
    path = tmp_path / "no.xlsx"
    path.write_text("nothing", encoding="utf-8")
    with pytest.raises(ImportFailed, match="打不开"):
        import_guide(path, folder)


def test_the_commands_say_what_they_did(folder, tmp_path, capsys):
    path = tmp_path / "guide.xlsx"
    assert main(["guide", "export", str(path), str(folder)]) == 0
    assert main(["guide", "import", str(path), str(folder)]) == 0
    assert "改了 0 处，加了 0 个新数" in capsys.readouterr().out
    edit(path, "政策", lambda sheet: sheet.delete_rows(5))
    assert main(["guide", "import", str(path), str(folder)]) == 1
    assert "一处也没有改" in capsys.readouterr().err


@pytest.mark.parametrize(
    "text",
    ["yes", "null", "2024-01-31", "'x'", "=1+1", "1.5", "a: b", "a # b", "- a", "一, 二", "", "行\n"],
)
def test_any_text_reads_back_as_itself_between_commas(text):
    changed = patch("a: {one: old, two: 2}  # stays\n", {("a", "one"): text})
    assert changed.endswith("two: 2}  # stays\n")
    assert yaml.safe_load(changed) == {"a": {"one": text, "two": 2}}
