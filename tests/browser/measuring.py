"""What is measured on a page when design systems are compared: bytes, sizes, contrast, faults, room."""

from __future__ import annotations

import gzip

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.journey import PHONE
from tests.browser.test_every_page import PALE

# The strictest that axe knows: AAA contrast and the size of targets are off unless asked for.
AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa"],
    "rules": {"color-contrast-enhanced": {"enabled": True}, "target-size": {"enabled": True}},
}
NARROW = {"width": 320, "height": 640}
ALL_CONTRASTS = 22
DARKEST = 0.2
FADING = 300

# What can be seen; what is clipped to a dot for screen readers cannot.
SEEN = """
  const seen = one => {
    const box = one.getBoundingClientRect();
    return one.checkVisibility({ visibilityProperty: true }) &&
      box.width > 1 && box.height > 1 && box.right > 0 && box.bottom > 0;
  };
  const texts = () => {
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
    while (walk.nextNode()) {
      const at = walk.currentNode, holder = at.parentElement;
      if (at.textContent.trim() && !holder.matches('script, style') && seen(holder)) found.push(at);
    }
    return found;
  };
"""
SMALLEST_TEXT = f"""() => {{ {SEEN}
  return Math.min(...texts().map(at => parseFloat(getComputedStyle(at.parentElement).fontSize)));
}}"""
# A choice is its circle and its label together. A link inside a sentence goes with its line.
SMALLEST_TARGET = f"""() => {{ {SEEN}
  const inSentence = one => one.matches('a') && getComputedStyle(one).display.startsWith('inline') &&
    one.parentElement.textContent.trim() !== one.textContent.trim();
  const area = one => {{
    const parts = [one, ...(one.matches('input') ? one.labels : [])];
    const whole = parts.find(part => part.matches('label') && part.contains(one));
    const boxes = (whole ? [whole] : parts).map(part => part.getBoundingClientRect());
    return [Math.max(...boxes.map(box => box.right)) - Math.min(...boxes.map(box => box.left)),
      Math.max(...boxes.map(box => box.bottom)) - Math.min(...boxes.map(box => box.top))];
  }};
  const pressed = 'a[href], button, summary, input:not([type=hidden]), select, textarea';
  const all = [...document.querySelectorAll(pressed)].filter(one => !inSentence(one) &&
    (seen(one) || (one.matches('input') && [...one.labels].some(seen))) &&
    !one.matches('.skip, .govuk-skip-link'));
  return Math.min(...all.map(one => Math.round(Math.min(...area(one)))));
}}"""
LINES_AT_ONCE = f"""() => {{ {SEEN}
  scrollTo(0, 0);
  const boxes = texts().flatMap(at => {{
    const range = document.createRange();
    range.selectNodeContents(at);
    return [...range.getClientRects()];
  }}).filter(box => box.top >= 0 && box.bottom <= innerHeight).sort((a, b) => a.top - b.top);
  let lines = 0, end = 0;
  for (const box of boxes) {{
    if (box.top >= end - 4) {{ lines += 1; end = box.bottom; }}
  }}
  return lines;
}}"""
TOO_WIDE = "() => Math.max(0, document.documentElement.scrollWidth - innerWidth)"
# Text alone grows, as where a browser or WeChat enlarges it: boxes keep what was set for them in pixels.
DOUBLE_TEXT = """() => {
  const now = [...document.querySelectorAll('body, body *')].map(one => {
    const style = getComputedStyle(one);
    return [one, parseFloat(style.fontSize) * 2, parseFloat(style.lineHeight) * 2];
  });
  for (const [one, size, height] of now) {
    one.style.setProperty('font-size', size + 'px', 'important');
    if (height) one.style.setProperty('line-height', height + 'px', 'important');
  }
}"""
BODY_SIZE = "() => parseFloat(getComputedStyle(document.querySelector('h1')).fontSize)"
GROUND = """() => {
  const grounds = [document.body, document.documentElement].map(one => getComputedStyle(one).backgroundColor);
  const shown = grounds.find(one => !/, 0\\)$/.test(one)) || 'rgb(255, 255, 255)';
  return Math.max(...shown.match(/[\\d.]+/g).slice(0, 3).map(Number)) / 255;
}"""
SHIFT = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => { for (const one of list.getEntries()) sum += one.value; })
    .observe({ type: 'layout-shift', buffered: true });
  setTimeout(() => done(sum), 200);
})"""
PARTS = "() => performance.getEntriesByType('resource').map(one => one.name)"


def lowest_contrast(page: Page) -> float:
    return min(float(one.split()[0]) for one in page.evaluate(PALE, ALL_CONTRASTS))


def weigh(page: Page, document: bytes) -> tuple[int, int]:
    """Bytes when every part is sent by gzip, and how many parts."""
    parts = sorted(set(page.evaluate(PARTS)))
    bodies = [document] + [page.request.get(one).body() for one in parts]
    return sum(len(gzip.compress(one, 6)) for one in bodies), len(bodies)


def find_shift(page: Page) -> float:
    """How much the page has moved by itself since it came."""
    return round(page.evaluate(SHIFT), 3)


def measure(page: Page, document: bytes) -> dict:
    """Every figure of an open page by its name. Leaves it narrow, with its text doubled."""
    weight, parts = weigh(page, document)
    found = {"bytes": weight, "requests": parts}
    found["lines at once"] = page.evaluate(LINES_AT_ONCE)
    found["smallest text, px"] = page.evaluate(SMALLEST_TEXT)
    found["smallest target, px"] = page.evaluate(SMALLEST_TARGET)
    found["lowest contrast"] = lowest_contrast(page)
    faults = Axe().run(page, options=AXE).response["violations"]
    found["axe faults"] = sum(len(one["nodes"]) for one in faults)
    found["axe rules"] = sorted(one["id"] for one in faults)
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(FADING)
    found["dark follows"] = page.evaluate(GROUND) < DARKEST
    found["lowest contrast, dark"] = lowest_contrast(page)
    page.emulate_media(color_scheme="light")
    found["text follows"] = follows_text_size(page)
    page.set_viewport_size(NARROW)
    found["too wide at 320, px"] = page.evaluate(TOO_WIDE)
    page.set_viewport_size(PHONE["viewport"])
    page.evaluate(DOUBLE_TEXT)
    found["too wide at 200 %, px"] = page.evaluate(TOO_WIDE)
    page.set_viewport_size(NARROW)
    found["too wide at 320 and 200 %, px"] = page.evaluate(TOO_WIDE)
    return found


def follows_text_size(page: Page) -> bool:
    """Whether text doubles when somebody doubles it in the settings of the browser."""
    line = page.context.new_cdp_session(page)
    before = page.evaluate(BODY_SIZE)
    line.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    after = page.evaluate(BODY_SIZE)
    line.send("Page.setFontSizes", {"fontSizes": {"standard": 16, "fixed": 13}})
    return after > before * 1.9
