"""`make translations`: every word anew, old translations kept, Traditional Chinese filled in.

Says what nobody has translated yet; the tests fail until it is there.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from webapp.languages.catalogues import LOCALES, converter, path_of, read_catalogue
from webapp.languages.extracting import extract_all


def update(language: str) -> Catalog:
    """The catalogue of `language` with exactly the words of the pages as they are now."""
    catalogue, template = read_catalogue(language), extract_all()
    template.creation_date = catalogue.creation_date
    catalogue.update(template, no_fuzzy_matching=True, update_header_comment=False)
    catalogue.obsolete.clear()
    if language == "zh-Hant":
        for one in catalogue:
            if one.id and not one.string:
                one.string = converter().convert(one.id)
    return catalogue


def save(language: str, catalogue: Catalog) -> None:
    """Without line numbers, which would change with every edit of a page."""
    with path_of(language).open("wb") as file:
        write_po(file, catalogue, width=110, include_lineno=False, omit_header=False, sort_by_file=True)


def find_missing(catalogue: Catalog) -> Iterator[str]:
    yield from (one.id for one in catalogue if one.id and not one.string)


def main() -> int:
    missing = 0
    for language in LOCALES:
        catalogue = update(language)
        save(language, catalogue)
        untranslated = list(find_missing(catalogue))
        missing += len(untranslated)
        print(f"{path_of(language)}: {len(catalogue)} entries, {len(untranslated)} not translated")
        for words in untranslated:
            print(f"  {words}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
