"""Plain values that one start works out and later ones find, in a directory of JSON files.

A file is named for its kind and for what it was made of, `guide-2af3….json`: another version makes another.
"""

import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

# Of a kind; the old and the new version may run side by side.
MOST_KEPT = 3


def find_kept(kept: Path) -> dict[str, object] | None:
    """The values of the file; None where there is none, or none that can be read."""
    try:
        files = json.loads(kept.read_bytes())
    except (OSError, ValueError):
        return None
    return files if isinstance(files, dict) else None


def keep(kept: Path, values: Mapping[str, object]) -> None:
    """Write the values beside and move them into place; a directory that cannot be written is no error."""
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=kept.parent, delete=False, encoding="utf-8") as written:
            json.dump(values, written, ensure_ascii=False)
        os.replace(written.name, kept)
        _forget_older(kept)
    except OSError:
        return


def _forget_older(kept: Path) -> None:
    alike = kept.parent.glob(f"{kept.name.split('-')[0]}-*.json")
    for old in sorted(alike, key=lambda one: one.stat().st_mtime, reverse=True)[MOST_KEPT:]:
        old.unlink(missing_ok=True)
