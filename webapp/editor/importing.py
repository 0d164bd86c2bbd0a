"""A filled-in workbook into the data directory: only what changed, only when all of it is right."""

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from knowledge import GuideError, load_guide
from knowledge.files.loading import load_for_checking
from webapp.editor.patching import ImportFailed, Place, Scalar, add_value, flatten, patch
from webapp.editor.workbook import Filled, NewValue, WorkbookError, read_workbook, write_workbook


@dataclass(frozen=True)
class Change:
    """One value that the workbook writes otherwise."""

    name: str
    place: Place
    old: Scalar
    new: Scalar


def export_guide(folder: Path, path: Path) -> int:
    """Write the data of the folder into an Excel file; how many values it holds. Raises GuideError."""
    guide, files, _ = load_for_checking(folder)
    write_workbook(files, guide.version, path)
    return sum(1 for name in files for _ in flatten(files[name]))


def import_guide(path: Path, folder: Path) -> tuple[list[Change], tuple[NewValue, ...]]:
    """Take the workbook into the folder and return what was changed; nothing else is touched.

    Raises ImportFailed, and then changes nothing at all.
    """
    guide, files, _ = load_for_checking(folder)
    filled = read_workbook(path)
    if filled.version != guide.version:
        raise WorkbookError("导出以后数据又改过了；重新导出，把要改的再写一遍")
    changes = find_changes(files, filled)
    texts = _write_texts(folder, files, changes, filled.added)
    _try_out(folder, texts)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return changes, filled.added


def find_changes(files: Mapping[str, object], filled: Filled) -> list[Change]:
    """The values that differ. Raises WorkbookError when a row is missing or stands for nothing."""
    known = {(name, place): value for name in files for place, value in flatten(files[name])}
    lost = next((key for key in known if key not in filled.values), None)
    strange = next((key for key in filled.values if key not in known), None)
    if lost or strange:
        name, place = lost or strange
        raise WorkbookError(f"{name} {'.'.join(map(str, place))} 少了一行或多了一行；加行、删行请直接改文件")
    return [
        Change(*key, known[key], value)
        for key, value in filled.values.items()
        if value != known[key] or isinstance(value, bool) is not isinstance(known[key], bool)
    ]


def _write_texts(
    folder: Path, files: Mapping[str, object], changes: list[Change], added: tuple[NewValue, ...]
) -> dict[str, str]:
    """The new texts of the files that change."""
    by_file: dict[str, dict[Place, Scalar]] = {}
    for change in changes:
        by_file.setdefault(change.name, {})[change.place] = change.new
    texts = {name: patch(_text(folder, name), places) for name, places in by_file.items()}
    for row in added:
        name = f"standards/{row.standard}.yaml"
        if name not in files:
            raise WorkbookError(f"没有标准 {row.standard}；看看“标准”那一页的键")
        texts[name] = _with_value(texts.get(name) or _text(folder, name), files[name], row)
    return texts


def _text(folder: Path, name: str) -> str:
    return (folder / name).read_text(encoding="utf-8")


def _with_value(text: str, raw: object, row: NewValue) -> str:
    """The text with the new figure, the open one of the same area ended on the day before."""
    values = raw.get("values") or [] if isinstance(raw, dict) else []
    open_ones = [at for at, one in enumerate(values) if one["area"] == row.area and not one.get("until")]
    index = open_ones[-1] if open_ones else None
    if index is None:
        raise WorkbookError(f"{row.standard} 在 {row.area} 没有正在用的数；请直接改文件")
    try:
        ended_on = (date.fromisoformat(row.effective) - timedelta(days=1)).isoformat()
    except ValueError:
        raise WorkbookError(f"{row.standard} 的日子 {row.effective} 要写成 2027-01-01 这样") from None
    source = {"id": row.source} | ({"section": row.section} if row.section else {})
    written = {"value": row.value, "area": row.area, "effective": row.effective, "source": [source]}
    if row.note:
        written["note"] = row.note
    return add_value(text, written, ended_on, ("values", index, "effective"))


def _try_out(folder: Path, texts: Mapping[str, str]) -> None:
    """Load a copy with the new texts. Raises ImportFailed with every problem found."""
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(shutil.copytree(folder, Path(temporary) / "data"))
        for name, text in texts.items():
            (copy / name).write_text(text, encoding="utf-8")
        try:
            load_guide(copy)
        except GuideError as error:
            raise ImportFailed(str(error)) from None
