"""The guide's data as an Excel file that an editor can fill in, losing nothing on the way."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils.exceptions import InvalidFileException

from webapp.editor.patching import ImportFailed, Place, Scalar, flatten

COLUMNS = ("文件", "位置", "内容", "说明")
NEW_COLUMNS = ("标准", "地区", "从哪天起", "新的数", "依据编号", "依据哪一条", "备注")
WIDTHS = {"A": 42, "B": 46, "C": 70, "D": 30}
SHEETS = {"standards/": "标准", "policies/": "政策", "facts.yaml": "情况", "sources.yaml": "依据"}
OTHER, NEW, ABOUT = "其他", "新一年的标准", "说明"
VERSION_CELL = "B1"
HELP = (
    "只改“内容”这一列；“文件”“位置”不要动，行不要删。空白就是没有（null）。",
    "新的一年有新数，写到“新一年的标准”，一行一个；旧的数会自动写上到哪天为止。",
    "改好后运行 zizhuni guide import 这个文件 数据目录。会先检查，有错就一处也不改。",
)


class WorkbookError(ImportFailed):
    """An Excel file that cannot be taken in; the message says which row and what to do."""


@dataclass(frozen=True)
class NewValue:
    """A new figure of a standard, as written in a row."""

    standard: str
    area: str
    effective: str
    value: int | float
    source: str
    section: str | None
    note: str | None


@dataclass(frozen=True)
class Filled:
    """What a workbook holds: the version it was made from, every value by place, and new figures."""

    version: str
    values: Mapping[tuple[str, Place], Scalar]
    added: tuple[NewValue, ...]


def write_workbook(files: Mapping[str, object], version: str, path: Path) -> None:
    """Write all values of the data, one a row, by kind."""
    book = Workbook(write_only=True)
    about = book.create_sheet(ABOUT)
    about.append(["版本", version])
    for line in HELP:
        about.append([line])
    for title in (*SHEETS.values(), OTHER):
        _write_sheet(book.create_sheet(title), files, title)
    book.create_sheet(NEW).append(list(NEW_COLUMNS))
    book.save(path)


def _write_sheet(sheet, files: Mapping[str, object], title: str) -> None:
    for column, width in WIDTHS.items():
        sheet.column_dimensions[column].width = width
    sheet.freeze_panes = "A2"
    sheet.append([_cell(sheet, name, bold=True) for name in COLUMNS])
    for name in files:
        if _sheet_of(name) == title:
            for place, value in flatten(files[name]):
                words = _words(files[name], place)
                cells = (name, json.dumps(place, ensure_ascii=False), value, words)
                sheet.append([_cell(sheet, one) for one in cells])


def _sheet_of(name: str) -> str:
    return next((title for start, title in SHEETS.items() if name.startswith(start)), OTHER)


def _cell(sheet, value: Scalar, *, bold: bool = False) -> WriteOnlyCell:
    """A cell that stays what it is: a text that begins with = is no formula."""
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    if bold:
        cell.font = Font(bold=True)
    return cell


def _words(raw: object, place: Place) -> str:
    """What the place is about: the name of the nearest entry above."""
    found = ""
    for step in place:
        if isinstance(raw, dict):
            found = next((str(raw[key]) for key in ("label", "name", "title", "id") if raw.get(key)), found)
        raw = raw[step]
    return found


def read_workbook(path: Path) -> Filled:
    """What the file says. Raises WorkbookError when it is not one of ours."""
    try:
        book = load_workbook(path, read_only=True)
    except (BadZipFile, InvalidFileException, KeyError, OSError, ValueError) as error:
        raise WorkbookError(f"{path} 打不开：{error}") from None
    try:
        if ABOUT not in book.sheetnames:
            raise WorkbookError("没有“说明”这一页；请用 zizhuni guide export 导出的文件")
        values = {key: value for title in (*SHEETS.values(), OTHER) for key, value in _rows(book, title)}
        added = tuple(_new_values(book))
        return Filled(str(book[ABOUT][VERSION_CELL].value), values, added)
    finally:
        book.close()


def _rows(book, title: str) -> Iterator[tuple[tuple[str, Place], Scalar]]:
    if title not in book.sheetnames:
        raise WorkbookError(f"少了“{title}”这一页；重新导出再改")
    for number, row in enumerate(book[title].iter_rows(min_row=2, values_only=True), start=2):
        if not any(cell is not None for cell in row):
            continue
        name, place, value = (*row, None, None, None)[:3]
        try:
            yield (str(name), tuple(json.loads(place))), _scalar(value)
        except (TypeError, ValueError):
            raise WorkbookError(f"“{title}”第 {number} 行的“位置”改坏了；重新导出再改") from None


def _new_values(book) -> Iterator[NewValue]:
    if NEW not in book.sheetnames:
        return
    for number, row in enumerate(book[NEW].iter_rows(min_row=2, values_only=True), start=2):
        cells = (*row, *[None] * len(NEW_COLUMNS))[: len(NEW_COLUMNS)]
        if not any(cell is not None for cell in cells):
            continue
        if any(cell is None for cell in cells[:5]):
            raise WorkbookError(f"“{NEW}”第 {number} 行没写全；标准、地区、日子、数、依据编号都要写")
        if isinstance(cells[3], str | bool):
            raise WorkbookError(f"“{NEW}”第 {number} 行“新的数”要写数字，如 1000，不写 {cells[3]}")
        key, area, effective, value, source, section, note = cells
        day = str(_scalar(effective))
        yield NewValue(str(key), str(area), day, value, str(source), _text(section), _text(note))


def _scalar(value: object) -> Scalar:
    """A day that Excel made of a text is that text again."""
    return value.date().isoformat() if isinstance(value, datetime) else value


def _text(value: object) -> str | None:
    return None if value is None else str(value)
