"""The way of a citizen through the pages, for the browser tests and the gallery."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.builders import make_id_number

# The same engine as the whole browser, without its windows: a page costs half the work.
CHROMIUM = {"executable_path": "/usr/bin/chromium-headless-shell", "args": ["--no-sandbox"]}
PHONE = {"viewport": {"width": 360, "height": 640}, "locale": "zh-CN", "device_scale_factor": 2}
SAID = "俺爹今年78了，瘫在炕上三年，没有退休金，家里就俺种地"
MOST_PAGES = 40
# 王大山, as somebody would write it.
NAME = [
    [(8, 25), (26, 24)], [(10, 50), (25, 49)], [(17, 25), (17, 78)], [(6, 79), (29, 77)],
    [(37, 45), (62, 42)], [(50, 18), (48, 52), (38, 80)], [(49, 48), (55, 64), (64, 80)],
    [(82, 18), (82, 76)], [(72, 45), (71, 78), (92, 76)], [(93, 44), (92, 79)],
]  # fmt: skip
ANSWERS = ("都没有", "在淄博", "不到 500 元", "2 口人", "村里", "没有", "不是")


class Journey:
    own_name = "王大山"

    def __init__(self, page, address):
        self.page = page
        self.address = address
        self.own_id = make_id_number("1970-01-01")
        self.father_id = make_id_number("1948-03-05")
        page.set_default_timeout(15_000)

    def open(self, path):
        self.page.goto(self.address + path)
        return self.page

    @property
    def path(self):
        return self.page.url.removeprefix(self.address)

    def talk(self, said=SAID):
        self.open("/")
        self.page.fill("#text", said)
        self.page.get_by_role("button", name="问一问").click()
        self.page.wait_for_url("**/chat")

    def answer(self, label):
        """Tick the row of the waiting question and send it."""
        self.page.get_by_label(label, exact=True).check()
        self.page.get_by_role("button", name="选好了").click()
        self.page.wait_for_load_state()

    def answer_all(self):
        """Answer question after question with what this family would say."""
        for _ in range(MOST_PAGES):
            rows = self.page.locator(".choice-words").all_inner_texts()
            if not rows:
                return
            self.answer(next((one for one in ANSWERS if one in rows), rows[-1]))

    def apply(self, look: Callable[[Journey, str], None] | None = None, stop="/apply/done"):
        """Fill in page after page. `look` sees every page before it is filled in."""
        self.open("/apply")
        for _ in range(MOST_PAGES):
            path = self.path
            if look:
                look(self, path)
            if path == stop:
                return
            self.fill_in(path)
        raise AssertionError(f"no end in sight, stuck at {self.path}")

    def fill_in(self, path):
        page, step = self.page, path.removeprefix("/apply/").split("/")[0]
        fields = {
            "name": ("#name", self.own_name),
            "id-number": ("#id_number", self.own_id),
            "phone": ("#phone", "13805330000"),
            "member-name": ("#name", "王老根"),
            "member-id": ("#id_number", self.father_id),
            "address": ("#address", "边河村 12 号"),
            "card": ("#bank_card", "6222021603000000000"),
        }
        if step in fields:
            page.fill(*fields[step])
        if step.endswith("district"):
            page.get_by_label("临淄区").check()
        if step.endswith("town"):
            page.locator("input[name=town]").last.check()
        if step == "more" and page.locator("input[name=choice]").count():
            page.locator("input[name=choice]").last.check()
        if path == "/apply/authorise/1":
            self.read_to_the_end()
        if path in ("/apply/authorise/1", "/apply/commit"):
            self.sign()
        later = page.get_by_role("button", name=re.compile("以后再[签交]"))
        (later if later.count() else page.locator("form[novalidate] .foot-bar .button").first).click()
        page.wait_for_load_state()

    def read_to_the_end(self):
        """Press the button below the text, if the text still stands there."""
        if self.page.locator("#read").count():
            self.page.locator("#read").scroll_into_view_if_needed()
            self.page.click("#read")
            self.page.wait_for_load_state()

    def sign(self):
        """By hand where the page lets one draw, else by typing."""
        if self.page.locator("[data-hand]").is_visible():
            self.draw()
        else:
            self.page.fill("#signed_name", self.own_name)
            self.page.fill("#id_tail", self.own_id[-4:])
        self.page.check("#agreed")

    def draw(self, strokes=NAME):
        """Draw with the mouse; `strokes` are corners in hundredths of the box."""
        box = self.page.locator("#strokes")
        box.scroll_into_view_if_needed()
        place = box.bounding_box()
        for stroke in strokes:
            points = [
                (place["x"] + place["width"] * x / 100, place["y"] + place["height"] * y / 100)
                for x, y in stroke
            ]
            self.page.mouse.move(*points[0])
            self.page.mouse.down()
            for point in points[1:]:
                self.page.mouse.move(*point, steps=6)
            self.page.mouse.up()

    def number(self):
        return self.page.inner_text(".number").replace(" ", "")

    def look_up(self, number):
        self.open("/status")
        self.page.fill("#number", number)
        self.page.fill("#id_tail", self.own_id[-4:])
        self.page.get_by_role("button", name="查一查").click()
        self.page.wait_for_load_state()

    def is_too_wide(self):
        return self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth")

    def small_targets(self):
        """What is to be tapped and is lower than 48 px; links inside a sentence are none of them."""
        return self.page.evaluate(
            """() => [...document.querySelectorAll(
                'button:not(.unseen), .button, .chip, .choice, .doors a, summary, .entry, ' +
                '.top a, .link-row, .change')]
              .filter(one => one.offsetParent !== null)
              .filter(one => Math.round(one.getBoundingClientRect().height) < 48)
              .map(one => one.outerHTML.slice(0, 80))"""
        )
