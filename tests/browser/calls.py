"""Thirty calls as an agent takes them: half sentences typed while the caller talks, nothing but keys.

`make bench-hotline` prints how long it takes from the first letter to the first right policy on the screen.
"""

from functools import partial
from pathlib import Path

from tests.cases import load_yaml

CALLS = load_yaml(Path(__file__).parent / "calls.yaml")
# Notes the moment at which one of the right policies is first on the page, and counts from the first letter:
# letters that no key bears come as input alone, without a key that goes down.
WATCH = """right => {
  window.began = null; window.firstRight = null;
  const look = () => {
    if (window.began !== null && window.firstRight === null && document.querySelector(right)) {
      window.firstRight = performance.now() - window.began;
    }
  };
  document.addEventListener("input", () => { window.began ??= performance.now(); }, { capture: true });
  new MutationObserver(look).observe(document.querySelector("[data-part=policies]"), { childList: true });
}"""


class Agent:
    """Somebody at the page of a call who never touches the mouse."""

    def __init__(self, page):
        self.page = page

    def take(self, call):
        """Type a call piece by piece; until the page has answered all of it."""
        right = ", ".join(f".call-policies [data-policy={one}]" for one in call["right"])
        self.right = self.page.locator(right)
        self.page.evaluate(WATCH, right)
        so_far = ""
        for piece in call["said"]:
            so_far += piece
            with self.page.expect_response(partial(has, so_far)):
                self.page.keyboard.type(piece)

    @property
    def seconds(self):
        """From the first letter to the first right policy; raises where none came."""
        if self.page.evaluate("window.firstRight") is None:
            self.right.first.wait_for()
        return self.page.evaluate("window.firstRight") / 1000

    def wait_for_next(self):
        """Until there is a question to read out, or what was found is settled."""
        self.page.locator("[data-question], .call-policies [data-verdict=met]").first.wait_for()

    def end(self):
        with self.page.expect_navigation():
            self.page.keyboard.press("F10")


def has(words, answer):
    """Whether this is the page's answer to these words."""
    return answer.url.endswith("/hotline/typing") and answer.request.post_data_json["text"] == words
