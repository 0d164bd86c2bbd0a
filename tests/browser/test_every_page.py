"""What must hold on every page of every door: sharp contrast, targets for old hands, nothing too wide."""

import pytest

from tests.browser.pages import TOURS, Walk
from tests.browser.serving import open_house

pytestmark = pytest.mark.browser
LOOKS = {"plain": {}, "dark": {"dark": True}, "large": {"large": True}}
CONTRAST = 7
TARGET_PIXELS = 48

# The contrast of every run of text with the colours that really lie behind it, see-through ones mixed.
PALE = """least => {
  const parts = colour => {
    const [r, g, b, a = 1] = colour.match(/[\\d.]+/g).map(Number);
    return [r, g, b, a];
  };
  const mix = (over, under) => over.slice(0, 3).map((one, i) => one * over[3] + under[i] * (1 - over[3]));
  const behind = one => {
    const layers = [];
    for (let at = one; at; at = at.parentElement) layers.push(parts(getComputedStyle(at).backgroundColor));
    return layers.reverse().reduce((under, over) => mix(over, under), [255, 255, 255]);
  };
  const light = colour => colour.map(one => one / 255)
    .map(one => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4)
    .reduce((sum, one, i) => sum + one * [0.2126, 0.7152, 0.0722][i], 0);
  const shown = one => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
    !one.closest('.unseen, .skip');
  return [...document.querySelectorAll('body *')]
    .filter(one => shown(one) && [...one.childNodes].some(at => at.nodeType === 3 && at.textContent.trim()))
    .map(one => {
      const ground = behind(one), ink = mix(parts(getComputedStyle(one).color), ground);
      const [dark, bright] = [light(ink), light(ground)].sort((a, b) => a - b);
      return [(bright + 0.05) / (dark + 0.05), one.textContent.trim().slice(0, 30)];
    })
    .filter(([contrast]) => contrast < least)
    .map(([contrast, words]) => contrast.toFixed(2) + ' ' + words);
}"""

# What can be pressed and is lower or narrower than it should be. A link inside a sentence goes with its line.
SMALL = """least => {
  const inSentence = one => one.matches('a') && getComputedStyle(one).display.startsWith('inline') &&
    one.parentElement.textContent.trim() !== one.textContent.trim();
  const area = one => {
    const label = one.matches('input[type=radio], input[type=checkbox]') && one.closest('label');
    return (label || one).getBoundingClientRect();
  };
  const pressed = 'a[href], button, summary, input:not([type=hidden]), select, textarea';
  return [...document.querySelectorAll(pressed)]
    .filter(one => one.checkVisibility({ visibilityProperty: true }) && !one.closest('.unseen, .skip') &&
      !inSentence(one))
    .map(one => [one, area(one)])
    .filter(([one, box]) => Math.round(box.height) < least || Math.round(box.width) < least)
    .map(([one, box]) => `${Math.round(box.width)}×${Math.round(box.height)} ${one.outerHTML.slice(0, 80)}`);
}"""
TOO_WIDE = "() => document.documentElement.scrollWidth > window.innerWidth ? ['too wide'] : []"


@pytest.fixture(scope="module")
def house(tmp_path_factory, guide, migrated_sqlite):
    with open_house(tmp_path_factory.mktemp("every-page"), guide, migrated_sqlite) as opened:
        yield opened


# Every page as most people see it; large type and dark where the most kinds of parts are.
SEEN = [(one, "plain") for one in TOURS]
SEEN += [(one, "large") for one in TOURS if one.__name__ in ("tour_guide", "tour_apply", "tour_hotline")]
SEEN += [(one, "dark") for one in TOURS if one.__name__ in ("tour_guide", "tour_verification")]


@pytest.mark.parametrize(("tour", "look_name"), SEEN, ids=[f"{one.__name__}-{name}" for one, name in SEEN])
def test_every_page_is_sharp_and_easy_to_press(house, browser, tmp_path, tour, look_name):
    found = {}

    def look(page, name):
        for check, *least in ((PALE, CONTRAST), (SMALL, TARGET_PIXELS), (TOO_WIDE,)):
            wrong = page.evaluate(check, *least)
            if wrong:
                found.setdefault(name, []).extend(wrong)

    with Walk(house, browser, look, tmp_path, **LOOKS[look_name]) as walk:
        tour(walk)
    assert not found, "\n".join(f"{name}: {wrong}" for name, wrong in found.items())
