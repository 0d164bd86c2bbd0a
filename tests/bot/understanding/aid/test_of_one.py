"""Whose 低保 it is: short replies to whether all of a family have it, and what only asks."""

import pytest

from bot.understanding.aid.asked_about import asks_only
from bot.understanding.aid.of_one import OF_ONE, WHOLE, read_whose


@pytest.mark.parametrize("says", ["全家都有", "他俩都领着", "一家子都吃", "老两口都有"])
def test_reads_that_all_have_it(says):
    assert read_whose(says) == {WHOLE: True}


@pytest.mark.parametrize("says", ["就她自己", "只批给俺娘一个人", "一个人的", "单给她一个人办的"])
def test_reads_that_one_alone_has_it(says):
    assert read_whose(says) == OF_ONE


@pytest.mark.parametrize("says", ["没有低保", "我爹82", "两个人都病了", "不清楚"])
def test_reads_neither_where_something_else_is_told(says):
    assert read_whose(says) is None


@pytest.mark.parametrize("says", ["啥是刚性支出", "什么是监测户", "我算贫困户不", "啥叫低保边缘？"])
def test_a_question_on_a_choice_only_asks(says):
    assert asks_only(says)


@pytest.mark.parametrize("says", ["刚性支出", "是低保户", "没有", "啥也没有", "都不是", "没啥身份"])
def test_a_reply_is_no_question(says):
    assert not asks_only(says)
