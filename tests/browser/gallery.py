"""Pictures of every page, taken from the real app: `make gallery` writes docs/gallery/*.webp.

`python -m tests.browser.gallery DIRECTORY` takes the whole height of the pages, to look them over.
"""

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

import bot
import knowledge
from tests.browser import pages
from tests.browser.journey import CHROMIUM
from tests.browser.pages import TOURS, Walk
from tests.browser.serving import open_house
from tests.builders import make_env
from webapp.migrating import migrate
from webapp.settings import Settings

GALLERY = Path(__file__).parents[2] / "docs" / "gallery"
KEPT_PIXELS = (960, 768)
QUALITIES = (45, 30, 20)
MOST_BYTES = 24 * 1024
# Pictures of `make compare`, which stay.
BESIDE = "beside-"
LOOKS = {"large": {"large": True}, "dark": {"dark": True}}
# What is shown in large type and dark as well.
TWICE = {
    "home", "chat", "result", "policy", "apply-member-id", "apply-signing", "apply-done", "status",
    "status-refused", "hotline", "hotline-ticket", "staff-sign-in", "casework-request", "casework-needs",
    "warning", "ledger-figures",
}  # fmt: skip
TOURS_TWICE = (
    pages.tour_guide,
    pages.tour_chat,
    pages.tour_apply,
    pages.tour_afterwards,
    pages.tour_hotline,
    pages.tour_staff,
    pages.tour_casework,
    pages.tour_warnings,
    pages.tour_lead,
)
WHOLE_HEIGHT = 4000


def shoot(page, path, whole):
    page.evaluate("scrollTo(0, 0)")
    clip = {"x": 0, "y": 0, "width": page.viewport_size["width"], "height": WHOLE_HEIGHT}
    taken = page.screenshot(full_page=True, clip=clip) if whole else page.screenshot()
    picture = Image.open(io.BytesIO(taken)).convert("RGB")
    if not whole:
        picture.thumbnail(KEPT_PIXELS)
    for quality in QUALITIES:
        picture.save(path, quality=quality, method=6)
        if path.stat().st_size <= MOST_BYTES:
            return


def take(house, browser, place, whole):
    """Every page as it is, and some of them once more in every other look."""
    for suffix, looks in {"": {}, **LOOKS}.items():

        def show(page, name, suffix=suffix):
            if not suffix or name in TWICE:
                shoot(page, place / f"{name}{suffix and '-' + suffix}.webp", whole)

        for tour in TOURS_TWICE if suffix else TOURS:
            with (
                tempfile.TemporaryDirectory() as papers,
                Walk(house, browser, show, Path(papers), **looks) as walk,
            ):
                tour(walk)


def make_database(place):
    """Empty tables, every migration run."""
    place.mkdir()
    env = make_env(place)
    migrate(Settings.from_env(env), env)
    return (place / "test.db").read_bytes()


def main(arguments):
    whole = bool(arguments)
    gallery = Path(arguments[0]) if whole else GALLERY
    gallery.mkdir(parents=True, exist_ok=True)
    for old in gallery.glob("*.webp"):
        if not old.stem.startswith(BESIDE):
            old.unlink()
    guide = knowledge.load_guide()
    bot.prepare(guide)
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        place = Path(scratch)
        with open_house(place, guide, make_database(place / "migrated")) as house:
            browser = playwright.chromium.launch(**CHROMIUM)
            take(house, browser, gallery, whole)
            browser.close()
    write_index(gallery)


def write_index(gallery):
    """All pictures on one page, phones four in a row and desks two."""
    phones, desks = [], []
    for picture in sorted(one for one in gallery.glob("*.webp") if not one.stem.startswith(BESIDE)):
        with Image.open(picture) as opened:
            (phones if opened.width < opened.height else desks).append(picture.stem)
    lines = ["# Every page", "", "`make gallery` takes these pictures from the running product.", ""]
    for names, in_row, width in ((phones, 4, 180), (desks, 2, 380)):
        for start in range(0, len(names), in_row):
            row = names[start : start + in_row]
            lines += [" ".join(f'<img src="{one}.webp" alt="{one}" width="{width}">' for one in row), ""]
    (gallery / "README.md").write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
