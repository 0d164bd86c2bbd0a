"""Long replies in pages: nothing lost, nothing left alone at an end."""

import itertools

import pytest

from bot import Line, PolicyCard, Text, Working
from bot.composing import paging
from bot.render.wechat import blocks_size

CARD = PolicyCard("a", "低保", "全家", "met", "符合", "因为这一条。" * 12)
WORKING = Working("怎么算的", (Line("一", "二" * 100),), ("依据甲",))


def test_no_block_is_lost_and_the_order_stays():
    blocks = [Text("题", heading=True), *[CARD, WORKING] * 6, Text("完。")]
    pages = paging.split(blocks)
    assert [one for page in pages for one in page] == blocks
    assert all(blocks_size(page) <= paging.ROOM for page in pages)


@pytest.mark.parametrize("cards", range(1, 9))
def test_a_page_never_ends_with_a_heading_or_a_card_without_its_working(cards):
    blocks = [
        Text("先说一句。"),
        Text("题", heading=True),
        *[CARD] * cards,
        Text("另一题", heading=True),
        CARD,
        WORKING,
    ]
    pages = paging.split(blocks)
    for page, following in itertools.pairwise(pages):
        assert not (isinstance(page[-1], Text) and page[-1].heading)
        assert not isinstance(following[0], Working)


def test_a_first_page_is_not_emptied_for_a_heading():
    pages = paging.split([Text("您说的这些，属于这一类。"), Text("全家", heading=True), *[CARD] * 4, WORKING])
    assert len(pages[0]) >= 4


def test_the_first_card_stays_on_its_page_even_when_its_working_does_not():
    heading, long = Text("全家", heading=True), Working("怎么算的", (Line("一", "二" * 450),), ("依据甲",))
    assert paging.split([Text("您说的这些。"), heading, CARD, long])[0][-1] == CARD


def test_a_block_that_fills_a_page_stands_alone():
    long = Text("这是一句有十几个字的话。" * 80)
    assert [one for page in paging.split([long, long]) for one in page] == [long, long]
