"""A question that names no policy is about the one that is spoken of; what only tells asks nothing."""

import pytest

from bot import Conversation, Message, turn
from bot.composing.details import find_details, names_in, topics_of
from bot.dialogue.meant import judge_all, rank_meant
from bot.understanding import understand
from bot.understanding.asking import asks


@pytest.mark.parametrize(
    "text",
    [
        "给多少",
        "谁出钱",
        "去哪办",
        "要钱不",
        "难办不",
        "假发管不管",
        "能不能办",
        "多久能下来",
        "那屋顶的事呢",
        "钱是给我还是给机构",
        "一级医院呢",
        "几月份报",
        "一年能领几回",
        "7天以后的还管不管",
        "手术前申请还是后",
        "给多少？我好有个数",
    ],
)
def test_hears_a_question(text):
    assert asks(text)


@pytest.mark.parametrize(
    "text",
    [
        "啥也没有",
        "谁都不管",
        "没多少钱",
        "都没有",
        "他也不",
        "在家种地",
        "哪也去不了",
        "吃着低保呢",
        "还没办呢",
        "前几年下了岗",
        "就剩几百块钱",
        "谁说不是呢",
        "手机还是邻居的",
        "助学贷款还没还清",
        "存款就几千块",
        "屋里还是冷",
    ],
)
def test_takes_what_tells_for_no_question(text):
    assert not asks(text)


@pytest.mark.parametrize(
    ("policy", "asked", "words"),
    [
        ("child-rehabilitation", "钱打给谁", "机构"),
        ("startup-loan", "利息谁出", "财政补一半"),
        ("dilapidated-house-renovation", "谁给鉴定", "政府组织"),
        ("traffic-accident-fund", "垫的钱要不要还", "要还"),
        ("extreme-poverty-support", "敬老院能去不", "住敬老院"),
        ("subsistence-allowance", "走不动能不能代办", "代办"),
    ],
)
def test_answers_from_what_the_policy_says(guide, policy, asked, words):
    assert words in "".join(one.says for one in find_details(guide.policies[policy], asked))


def test_makes_nothing_up_where_the_policy_says_nothing(guide):
    assert find_details(guide.policies["two-cancers-relief"], "假发管不管") == []


def test_a_question_names_neither_whom_it_is_for_nor_what_only_asks():
    assert (
        names_in("俺娘能不能领到轮椅") == "轮椅"
        and names_in("到底能不能办") == ""
        and topics_of("给多少") == []
    )


def test_what_was_said_to_be_out_of_reach_is_never_meant(guide, day):
    conversation = Conversation()
    for text in ("俺爹八十了，瘫了三年，吃喝拉撒都要人管，户口淄川", "俺爹没有残疾证"):
        conversation = turn(guide, conversation, Message(text), day).conversation
    heard = understand(guide, "能给多少", conversation.households, conversation.pending, today=day)
    ranked = rank_meant(guide, conversation, heard, judge_all(guide, conversation, day))
    assert ranked and "disability-nursing-subsidy" not in [one.matched.id for one in ranked]
