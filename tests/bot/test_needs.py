"""Wordings are passed over only where they cannot be found."""

from pathlib import Path

import pytest

from bot.understanding.facts import wordings
from bot.understanding.needs import needed, pieces_of
from tests.cases import load_yaml

CASES = Path(__file__).parent / "understanding"


@pytest.mark.parametrize(
    ("say", "needs"),
    [
        ("瘫痪", {"瘫痪"}),
        ("(?:瘫|卧床)", {"瘫", "卧床"}),
        ("没(?:有)?低保", {"低保"}),
        ("(?<!不)能自理", {"自理"}),
        ("[床炕]躺", {"床躺", "炕躺"}),
        ("药{1,3}", {"药"}),
        ("看(?:病|医生)?贵", {"看贵", "病贵", "医生"}),
        ("他.{0,3}瘫(?:了|着){0,12}痪", {"瘫"}),
    ],
)
def test_a_pattern_needs_one_of_some_pieces(say, needs):
    assert needed(say) == needs


@pytest.mark.parametrize("say", ["(?:瘫)?", "[^，。]", "药*", "病|.", r"\d"])
def test_a_pattern_that_may_be_anything_needs_nothing(say):
    assert needed(say) is None


def test_no_wording_is_passed_over_that_would_be_found():
    texts = [
        case["text"]
        for path in CASES.glob("*.yaml")
        for case in load_yaml(path)
        if isinstance(case, dict) and "text" in case
    ]
    missed = [
        (row.fact, text)
        for row in wordings()
        for text in texts
        if row.needs is not None and row.needs.isdisjoint(pieces_of(text)) and row.say.search(text)
    ]
    assert missed == []
