"""A wording looked for only around its pieces is found where it is found in the whole text."""

import re

import pytest

from bot.understanding.facts import wordings
from bot.understanding.needs import needed
from bot.understanding.reach import reach
from bot.understanding.windows import gather, places_of, search
from tests.benchmarks.messages import load_messages

LONG = "。".join(load_messages()[::9])


@pytest.mark.parametrize(
    "say", ["没.{0,3}(?:低保|五保)", "(?<!不)低保(?!户)", "保$|^低", "(?:儿|闺女)(?=上学)", "[低五]保+"]
)
def test_the_same_is_found_around_pieces(say):
    text = "低保没有低保，不低保户" + "的" * 40 + "没吃上低保五保" + "了" * 30 + "儿上学闺女上学低保"
    pieces = {"低保": 1, "五保": 1, "保": 1, "儿": 1, "女": 1, "低": 1}
    near = sorted(place for where in places_of(text, pieces).values() for place in where)
    spans = [found.span() for found in re.finditer(say, text)]
    far = reach(say) or 12
    assert [found.span() for found in search(re.compile(say), text, near, far)] == spans


def test_every_wording_finds_the_same_in_a_long_text():
    for row in wordings():
        pieces = {one: [0] for one in row.needs}
        near = gather(places_of(LONG, pieces), pieces).get(0)
        far = reach(row.say.pattern)
        found = [one.span() for one in search(row.say, LONG, near, far)] if near else []
        assert found == [one.span() for one in row.say.finditer(LONG)], row.say.pattern


def test_every_wording_needs_a_piece_and_has_a_reach():
    assert needed("(?:a|b)c") and all(row.needs and reach(row.say.pattern) for row in wordings())
