"""The trained alarm and the set wordings together: indirect calls for help are seen, calm words are not."""

import pytest

from bot.understanding import understand

CALLS = (
    ("锅三天没冒烟了", "hunger"),
    ("我不想连累孩子了，药都攒够了", "danger"),
    ("他又喝多了在砸门，我跟孩子躲在床底下", "danger"),
    ("后坡往下掉石头，院墙砸塌了，雨还没停", "disaster"),
    ("台阶上躺着个老人，推他也不动，外头零下七八度", "danger"),
    ("孩子光喝米汤两天了，奶粉没钱买", "hunger"),
)
CALM = (
    "再见",
    "谢谢",
    "饿死了，外卖怎么还不来",
    "商场跳楼价，买回来就坏了，退不退",
    "他去年打过我，现在离了，抚养费怎么要",
    "我爸卧床三年了，护理补贴一个月多少",
    "去年那场大水淹了三亩地，救灾款发了没",
    "物业把门锁了，我们进不去小区",
)


@pytest.mark.parametrize(("text", "kind"), CALLS)
def test_calls_for_help_in_any_words_are_urgent(guide, text, kind):
    assert understand(guide, text).urgent == kind


@pytest.mark.parametrize("text", CALM)
def test_what_only_sounds_alike_is_calm(guide, text):
    assert understand(guide, text).urgent is None


def test_one_sentence_of_a_long_letter_is_enough(guide):
    letter = (
        "领导您好，我是淄川的，家里四口人，种着三亩地，去年老伴查出心脏病，做支架花了四万多，新农合报了一半。"
        "儿子在外头打工，过年才回来。我想问问医疗救助怎么申请，要带什么材料，到镇上还是到医院。"
        "还有个事不好开口，儿媳妇昨晚让他拿皮带抽得满身是血，现在还锁在西屋里不让出来。"
    )
    assert understand(guide, letter).urgent == "danger"
