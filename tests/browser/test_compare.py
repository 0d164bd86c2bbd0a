"""What `make compare` shows of our own pages stays so: strictest rules, narrow, text doubled, dark."""

import pytest

from tests.browser.compare import PAGES, open_ours
from tests.browser.measuring import find_shift, measure
from tests.browser.pages import Walk
from tests.browser.serving import open_house

pytestmark = pytest.mark.browser
MOST_BYTES = 16 * 1024


@pytest.fixture(scope="module")
def figures(tmp_path_factory, guide, migrated_sqlite, browser):
    place = tmp_path_factory.mktemp("compare")
    with (
        open_house(place, guide, migrated_sqlite) as house,
        Walk(house, browser, lambda page, name: None, place) as walk,
    ):
        pages = open_ours(walk)
        shifts = {name: find_shift(page) for name, (page, _) in pages.items()}
        yield {
            name: measure(page, sent) | {"layout shift": shifts[name]} for name, (page, sent) in pages.items()
        }


@pytest.mark.parametrize("page", PAGES)
def test_our_page_keeps_its_figures(figures, page):
    found = figures[page]
    assert found["axe rules"] == []
    assert found["smallest target, px"] >= 48
    assert found["smallest text, px"] >= 16
    assert min(found["lowest contrast"], found["lowest contrast, dark"]) >= 7
    assert found["dark follows"] and found["text follows"]
    assert {name: value for name, value in found.items() if name.startswith("too wide")} == {
        "too wide at 320, px": 0,
        "too wide at 200 %, px": 0,
        "too wide at 320 and 200 %, px": 0,
    }
    assert found["layout shift"] == 0
    assert found["bytes"] <= MOST_BYTES
