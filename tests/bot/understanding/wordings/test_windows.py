"""A wording looked for only around its pieces is found where it is found in the whole text."""

import re

import pytest

from bot.understanding.wordings.needs import needed_together
from bot.understanding.wordings.reach import reach
from bot.understanding.wordings.tables import wordings
from bot.understanding.wordings.windows import gather, search, worth_trying
from tests.benchmarks.messages import load_messages

LONG = "。".join(load_messages()[::9])


def found_in(say, text):
    """The spans that are found around pieces."""
    far, by_piece = reach(say), {piece: [(0, others)] for piece, others in needed_together(say).items()}
    near = gather(text, by_piece, [far]).get(0)
    assert (near is not None) <= (0 in worth_trying(text, by_piece))
    return [one.span() for one in search(re.compile(say), text, near, far)] if near else []


@pytest.mark.parametrize(
    "say",
    [
        "没.{0,3}(?:低保|五保)",
        "(?<!不)低保(?!户)",
        "保$|^低",
        "(?:儿|闺女)(?=上学)",
        "[低五]保",
        "没.{0,60}保|闺.{0,9}学",
    ],
)
def test_the_same_is_found_around_pieces(say):
    text = "低保没有低保，不低保户" + "的" * 90 + "没吃上低保五保" + "了" * 70 + "儿上学闺女上学低保"
    assert found_in(say, text) == [found.span() for found in re.finditer(say, text)]


def test_every_wording_finds_the_same_in_a_long_text():
    rows = wordings()
    by_piece = {}
    for place, row in enumerate(rows):
        for piece, others in row.needs.items():
            by_piece.setdefault(piece, []).append((place, others))
    reaches = [reach(row.say.written) for row in rows]
    near = gather(LONG, by_piece, reaches)
    for place, row in enumerate(rows):
        found = search(row.say, LONG, near[place], reaches[place]) if place in near else ()
        assert [one.span() for one in found] == [one.span() for one in row.say.finditer(LONG)], (
            row.say.written
        )


def test_every_wording_needs_a_piece_and_has_a_reach():
    assert all(row.needs and reach(row.say.written) for row in wordings())
