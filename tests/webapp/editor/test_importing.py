"""The guide as an Excel file and back: nothing is lost, only what was written otherwise changes."""

import shutil

import pytest
import yaml
from openpyxl import load_workbook

from knowledge.loading import DATA, load_for_checking
from webapp.cli import main
from webapp.editor.importing import ImportFailed, export_guide, import_guide
from webapp.editor.patching import flatten, patch
from webapp.editor.workbook import read_workbook


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """The real data written into a workbook once."""
    path = tmp_path_factory.mktemp("export") / "guide.xlsx"
    export_guide(DATA, path)
    return path


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(DATA, tmp_path / "data")


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.yaml"))}


def edit(exported, tmp_path, sheet, change):
    """A copy of the workbook in which `change` was done to a sheet."""
    book = load_workbook(exported)
    change(book[sheet])
    path = tmp_path / "edited.xlsx"
    book.save(path)
    return path


def set_cell(name, place, value):
    def change(sheet):
        row = next(row for row in sheet.iter_rows(min_row=2) if (row[0].value, row[1].value) == (name, place))
        row[2].value = value

    return change


def test_every_value_comes_back_as_it_was(exported):
    _, files, _ = load_for_checking(DATA)
    wanted = {(name, place): value for name in files for place, value in flatten(files[name])}
    found = read_workbook(exported).values
    assert found == wanted
    assert [key for key in wanted if type(found[key]) is bool is not (type(wanted[key]) is bool)] == []


def test_taking_in_an_untouched_workbook_changes_no_byte(exported, folder):
    assert import_guide(exported, folder) == ([], ())
    assert contents(folder) == contents(DATA)


def test_one_cell_changes_one_value_and_keeps_the_comments(exported, folder, tmp_path):
    change = set_cell("facts.yaml", '[0, "why"]', "看岁数，够不够: 60 # 岁")
    edited = edit(exported, tmp_path, "情况", change)
    (change,), _ = import_guide(edited, folder)
    assert (change.name, change.new) == ("facts.yaml", "看岁数，够不够: 60 # 岁")
    before, after = (path.joinpath("facts.yaml").read_text("utf-8").split("\n") for path in (DATA, folder))
    assert len(before) == len(after)
    assert sum(one != other for one, other in zip(before, after, strict=True)) == 1
    _, files, _ = load_for_checking(folder)
    assert files["facts.yaml"][0]["why"] == "看岁数，够不够: 60 # 岁"


def test_a_new_years_figure_ends_the_old_one(exported, folder, tmp_path):
    row = ["dibao.urban", "zibo", "2027-01-01", 1111, "M-2410", "第1项", "试一试"]
    edited = edit(exported, tmp_path, "新一年的标准", lambda sheet: sheet.append(row))
    _, (added,) = import_guide(edited, folder)
    assert added.value == 1111
    guide, _, _ = load_for_checking(folder)
    older, newer = guide.standards.standards["dibao.urban"].values[-2:]
    assert (older.until.isoformat(), newer.effective.isoformat()) == ("2026-12-31", "2027-01-01")
    assert newer.value == 1111


@pytest.mark.parametrize(
    ("sheet", "change", "words"),
    [
        ("政策", set_cell("policies/care-service.yaml", '["filing"]', "never"), "没有 never"),
        ("政策", lambda sheet: sheet.delete_rows(5), "少了一行或多了一行"),
        ("政策", lambda sheet: sheet.__setitem__("B5", "坏了"), "改坏了"),
        ("说明", lambda sheet: sheet.__setitem__("B1", "另一版"), "重新导出"),
        ("新一年的标准", lambda sheet: sheet.append(["dibao.urban", "zibo"]), "没写全"),
        ("新一年的标准", lambda sheet: sheet.append(["no.such", "zibo", "2027-01-01", 1, "S000"]), "没有标准"),
        ("新一年的标准", lambda sheet: sheet.append(["dibao.urban", "zibo", "明年", 1, "S000"]), "这样"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_changes(exported, folder, tmp_path, sheet, change, words):
    with pytest.raises(ImportFailed, match=words):
        import_guide(edit(exported, tmp_path, sheet, change), folder)
    assert contents(folder) == contents(DATA)


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


@pytest.mark.parametrize(
    "text",
    ["yes", "null", "2024-01-31", "08:30", "a: b", "a # b", "'x'", "- a", "一, 二", "=1+1", "1.5", "", "行\n行"],
)
def test_any_text_reads_back_as_itself_between_commas(text):
    changed = patch("a: {one: old, two: 2}  # stays\n", {("a", "one"): text})
    assert changed.endswith("two: 2}  # stays\n")
    assert yaml.safe_load(changed) == {"a": {"one": text, "two": 2}}
