"""Wordings are passed over only where they cannot be found."""

from pathlib import Path

import pytest

from bot.understanding.wordings.needs import needed, needed_together, pieces_of
from bot.understanding.wordings.tables import wordings
from tests.cases import load_yaml

CASES = Path(__file__).parent.parent / "cases"


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


@pytest.mark.parametrize(
    ("say", "needs"),
    [
        ("瘫痪", {"瘫痪": None}),
        ("厂.{0,3}(?:倒闭|黄了)", {"厂": {"倒闭", "黄了"}}),
        ("厂.{0,3}倒|药", {"厂": {"倒"}, "药": None}),
        ("厂.{0,3}倒|倒.{0,3}店", {"厂": {"倒"}, "倒": {"店"}}),
        ("厂.{0,3}倒|厂.{0,3}黄|厂里没活", {"厂": {"倒", "黄"}, "厂里": None}),
        ("病|.", {}),
    ],
)
def test_a_piece_is_needed_together_with_others(say, needs):
    assert needed_together(say) == needs


def may_be_found(row, pieces):
    together = ((one, others) for one, others in row.needs.items() if one in pieces)
    return any(others is None or not others.isdisjoint(pieces) for _, others in together)


def test_no_wording_is_passed_over_that_would_be_found():
    texts = [
        case["text"]
        for path in CASES.glob("*.yaml")
        for case in load_yaml(path)
        if isinstance(case, dict) and "text" in case
    ]
    pieces = {text: pieces_of(text) for text in texts}
    missed = [
        (row.fact, text)
        for row in wordings()
        for text in texts
        if row.needs and not may_be_found(row, pieces[text]) and row.say.search(text)
    ]
    assert missed == []
