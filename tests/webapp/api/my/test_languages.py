"""The pages of the mini-program in the language that the phone asks for."""

import re
from collections.abc import Iterator

import pytest

from tests.webapp.api.my.test_applying import SAID, Walker

CHINESE = re.compile("[\u4e00-\u9fff]")
# Where the guide, the bot, places and people are named, or a text is signed: Chinese in every language.
CHINESE_PAGES = {"choose", "sensitive", "authorise", "commit", "more"}
NAMES = {
    "张店",
    "淄川",
    "博山",
    "临淄",
    "周村",
    "桓台",
    "高青",
    "沂源",
    "高新",
    "经济开发",
    "文昌湖",
    "萌水",
    "商家",
}
PEOPLE = {"王大山", "王老栓", "王某某"}


def texts(page: object) -> Iterator[tuple[str, str]]:
    """(name, text) of everything in a page that people read."""
    if isinstance(page, list):
        for one in page:
            yield from texts({"": one} if isinstance(one, str) else one)
    elif isinstance(page, dict) and page.get("kind") != "deed":
        for name, one in page.items():
            if isinstance(one, str):
                yield name, one
            else:
                yield from texts(one)


class Reader(Walker):
    """Walks as others do, and keeps what the pages said."""

    def __init__(self, phone):
        super().__init__(phone)
        self.said = []

    def read(self, page):
        self.said += [(page.get("name", ""), *one) for one in texts(page)]

    def fill(self, status=200, **fields):
        self.read(self.page)
        return super().fill(status, **fields)


@pytest.fixture
def read(phone):
    """(name of the page, name of the text, text) of a whole walk in one language, from draft to list."""

    def walk(language):
        phone.language = language
        phone.post("chat", text=SAID)
        reader = Reader(phone)
        reader.open()
        reader.read(reader.walk())
        submitted = phone.post("draft/submission")
        reader.read(submitted["page"])
        reader.read(phone.get("applications")["page"])
        reader.read(phone.get(f"applications/{submitted['number']}/pages/looks")["page"])
        return reader.said

    return walk


def is_named(text):
    return any(one in text for one in NAMES | PEOPLE)


def test_in_english_nothing_of_the_interface_is_left_chinese(read):
    said = read("en")
    left = [
        (page, name, text)
        for page, name, text in said
        if CHINESE.search(text) and page not in CHINESE_PAGES and name != "words" and not is_named(text)
    ]
    policies = {text for page, name, text in said if page == "choose" and name == "label"}
    assert [one for one in left if not any(policy in one[2] for policy in policies)] == []


def test_the_sections_titles_and_buttons_are_english_on_every_page_that_asks(read):
    asked = [text for page, name, text in read("en") if name in ("title", "working") and page != "more"]
    assert asked and [one for one in asked if CHINESE.search(one) and not is_named(one)] == []


def test_in_traditional_chinese_what_was_typed_stays_as_it_was_typed(read):
    said = read("zh-TW")
    assert any("王大山" in text for *_, text in said)
    assert any("張店" in text for page, name, text in said if page == "district")
    assert ("address", "title") in {(page, name) for page, name, _ in said}


def test_without_a_wish_the_pages_are_as_they_are_written(read):
    assert ("name", "title") in {(page, name) for page, name, text in read(None) if CHINESE.search(text)}


def test_an_error_is_told_in_the_language_of_the_phone(phone):
    phone.language = "en"
    detail = phone.get("applications/ZB-0000-0000/pages/shown", 404)["detail"]
    assert detail and not CHINESE.search(detail)
