"""民办 of a kindergarten is no answer to whether it is 普惠."""

import pytest

from bot.understanding.mention import Mention
from bot.understanding.said import Said
from bot.understanding.years.nursery_kind import without_nursery_kind

CHILD = Mention(0, 2, "child", "child")


def said_of(stage: str) -> list[Said]:
    return [Said("school_stage", stage, CHILD, 2, 5), Said("school_kind", "private", CHILD, 6, 8)]


def test_private_kindergarten_is_left_open():
    facts = [one.fact for one in without_nursery_kind(said_of("kindergarten"), "孩子上幼儿园，民办", ())]
    assert facts == ["school_stage"]


@pytest.mark.parametrize(
    ("stage", "plain"),
    [
        ("kindergarten", "孩子上幼儿园，民办，不是普惠园"),
        ("kindergarten_final", "孩子上大班，民办"),
        ("senior_high", "孩子上高中，民办"),
    ],
)
def test_private_stands_where_nothing_is_open(stage, plain):
    assert without_nursery_kind(said_of(stage), plain, ()) == said_of(stage)
