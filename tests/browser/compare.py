"""Our pages beside govuk-frontend and WeUI with the same words: `make compare`.

Prints a table and keeps three pictures in docs/gallery. `python -m tests.browser.compare DIRECTORY` takes
the whole height of the pages, in every look, to look them over.
"""

from __future__ import annotations

import io
import json
import sys
import tempfile
from collections import Counter
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import Page, sync_playwright

import bot
import knowledge
from tests.browser.cases import S, make_case
from tests.browser.gallery import BESIDE, GALLERY, make_database
from tests.browser.journey import CHROMIUM, PHONE
from tests.browser.measuring import DOUBLE_TEXT, find_shift, measure
from tests.browser.pages import Walk
from tests.browser.peers.serving import HERE, PEERS, serve_peers
from tests.browser.serving import open_house

WORDS = (HERE / "words.js").read_text(encoding="utf-8")
NAMES = {"ours": "zizhuni", "govuk": "govuk-frontend", "weui": "WeUI (care)"}
TWO_POLICIES = "孩子在福利院长大，今年考上大学"
PAGES = ("question", "result", "status")
SHOWN_HEIGHT = 900
PICTURE_WIDTH = 1080
MOST_BYTES = 60 * 1024


def open_question(journey) -> Page:
    """The application asks for the district; sent without an answer, it says what is to be mended."""
    journey.talk()
    journey.apply(stop="/apply/district")
    journey.page.get_by_role("button", name="下一步").last.click()
    journey.page.wait_for_selector("#errors")
    return journey.page


def open_result(journey) -> Page:
    journey.talk(TWO_POLICIES)
    journey.answer_all()
    return journey.open("/result")


def open_status(walk: Walk, journey) -> Page:
    with make_case(walk.house.app) as case:
        case.file()
        case.advance_to(S.VERIFYING)
        return case.open_by(journey).page


def open_ours(walk: Walk) -> dict[str, tuple[Page, bytes]]:
    """Our three pages and what the server sent for each."""
    opened = {}
    for name, how in (
        ("question", open_question),
        ("result", open_result),
        ("status", lambda journey: open_status(walk, journey)),
    ):
        sent = []
        journey = walk.phone()
        journey.page.on(
            "response", lambda one, sent=sent: one.request.is_navigation_request() and sent.append(one)
        )
        page = how(journey)
        opened[name] = (
            page,
            next(one for one in reversed(sent) if one.status == 200 or one.status == 422).body(),
        )
    return opened


def open_peer(walk: Walk, address: str) -> tuple[Page, bytes]:
    page = walk.phone().page
    return page, page.goto(address, wait_until="networkidle").body()


def says(value) -> str:
    """All the words in what words.js read."""
    if isinstance(value, dict):
        words = {"words", "name", "label", "legend", "hint", "error", "title", "summary", "key", "note"}
        kept = (value[one] for one in value if not isinstance(value[one], str) or one in words)
        return "".join(says(one) for one in kept) if value.get("kind") != "choices" else _says_choices(value)
    return (
        "".join(says(one) for one in value)
        if isinstance(value, list)
        else value
        if isinstance(value, str)
        else ""
    )


def _says_choices(part: dict) -> str:
    return part["legend"] + part["hint"] + part["error"] + "".join(one["words"] for one in part["options"])


def check_words(ours: dict, peer: Page) -> None:
    """Stops when a peer's page leaves out anything that ours says."""
    wanted = Counter(says([ours["parts"], ours["foot"]]).replace(" ", ""))
    missing = wanted - Counter(peer.evaluate("() => document.body.textContent"))
    if missing:
        raise SystemExit(f"{peer.url} leaves out {''.join(missing.elements())}")


def answers_without_scripts(page: Page) -> bool:
    """Whether an answer brings one to the next page with no script at all."""
    before = page.url
    page.locator("label:has(input[type=radio]), .govuk-radios__item label").first.click()
    page.locator(
        "form[novalidate] button[type=submit]:visible, form[novalidate] .foot-bar .button"
    ).first.click()
    page.wait_for_load_state()
    return page.url != before


def try_without_scripts(walk: Walk, address: str) -> dict[str, bool]:
    journey = walk.phone(scripts=False)
    journey.talk()
    journey.apply(stop="/apply/district")
    found = {"ours": answers_without_scripts(journey.page)}
    for peer in PEERS:
        page = walk.phone(scripts=False).page
        page.goto(f"{address}/{peer}/question")
        found[peer] = answers_without_scripts(page)
    return found


def shoot(page: Page, height: int = SHOWN_HEIGHT) -> Image.Image:
    page.set_viewport_size(PHONE["viewport"] | {"height": height})
    page.evaluate("scrollTo(0, 0)")
    taken = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    page.set_viewport_size(PHONE["viewport"])
    return taken


def put_side_by_side(taken: dict[str, Image.Image], path: Path) -> None:
    width = PICTURE_WIDTH // len(taken)
    small = {
        one: picture.resize((width, picture.height * width // picture.width))
        for one, picture in taken.items()
    }
    head, gap = 32, 8
    height = head + max(one.height for one in small.values())
    sheet = Image.new("RGB", (PICTURE_WIDTH + gap * (len(small) - 1), height), "#8A8A8A")
    pen = ImageDraw.Draw(sheet)
    for position, (name, picture) in enumerate(small.items()):
        left = position * (width + gap)
        pen.text((left + 8, 4), NAMES[name], fill="white", font=ImageFont.load_default(20))
        sheet.paste(picture, (left, head))
    for quality in (70, 55, 40, 30, 20):
        sheet.save(path, quality=quality, method=6)
        if path.stat().st_size <= MOST_BYTES:
            return


def look_over(name: str, opened: dict[str, Page], place: Path) -> None:
    """The whole height, in dark too, and with text doubled."""
    for look in ("plain", "dark", "doubled"):
        for page in opened.values():
            page.emulate_media(color_scheme="dark" if look == "dark" else "light")
            if look == "doubled":
                page.evaluate(DOUBLE_TEXT)
        put_side_by_side(
            {one: shoot(page, 1900) for one, page in opened.items()}, place / f"{name}-{look}.webp"
        )


def compare(walk: Walk, place: Path | None) -> dict[str, dict[str, dict]]:
    """The figures by page, then by who, then by name. With a `place` only pictures are taken, into it."""
    ours = open_ours(walk)
    words = {name: page.evaluate(WORDS) for name, (page, _) in ours.items()}
    figures = {}
    with serve_peers(words) as address, Walk(walk.house, walk.browser, walk.show, walk.place) as visit:
        for name in PAGES:
            opened = {"ours": ours[name]}
            for peer in PEERS:
                opened[peer] = open_peer(visit, f"{address}/{peer}/{name}")
                check_words(words[name], opened[peer][0])
            pages = {one: page for one, (page, _) in opened.items()}
            if place:
                look_over(name, pages, place)
                continue
            shifts = {one: {"layout shift": find_shift(page)} for one, page in pages.items()}
            path = GALLERY / f"{BESIDE}{name}.webp"
            put_side_by_side({one: shoot(page) for one, page in pages.items()}, path)
            figures[name] = {one: shifts[one] | measure(page, sent) for one, (page, sent) in opened.items()}
        if not place:
            for one, works in try_without_scripts(visit, address).items():
                figures["question"][one]["works without scripts"] = works
    return figures


def show(value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int) else f"{value:g}"


def print_table(figures: dict[str, dict[str, dict]]) -> None:
    versions = {
        "govuk": _version("govuk-frontend"),
        "weui": _version("weui"),
    }
    print(f"question / result / status at {PHONE['viewport']['width']} × {PHONE['viewport']['height']}\n")
    heads = [f"{NAMES[one]} {versions.get(one, '')}".strip() for one in NAMES]
    print("| " + " | ".join(["", *heads]) + " |\n" + "| --- " * (len(heads) + 1) + "|")
    for name in figures["question"]["ours"]:
        if name == "axe rules":
            continue
        cells = []
        for one in NAMES:
            values = [figures[page][one][name] for page in PAGES if name in figures[page][one]]
            cells.append(" / ".join(show(value) for value in values))
        print("| " + " | ".join([name, *cells]) + " |")
    for one in NAMES:
        rules = sorted({rule for page in PAGES for rule in figures[page][one]["axe rules"]})
        print(f"axe on {NAMES[one]}: {', '.join(rules) or 'nothing'}")


def _version(package: str) -> str:
    lock = json.loads((HERE / "package-lock.json").read_text(encoding="utf-8"))
    return lock["packages"][f"node_modules/{package}"]["version"]


def main(arguments: list[str]) -> None:
    place = Path(arguments[0]) if arguments else None
    if place:
        place.mkdir(parents=True, exist_ok=True)
    guide = knowledge.load_guide()
    bot.prepare(guide)
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        home = Path(scratch)
        with open_house(home, guide, make_database(home / "migrated")) as house:
            browser = playwright.chromium.launch(**CHROMIUM)
            with Walk(house, browser, lambda page, name: None, home) as walk:
                figures = compare(walk, place)
            browser.close()
    if not place:
        print_table(figures)


if __name__ == "__main__":
    main(sys.argv[1:])
