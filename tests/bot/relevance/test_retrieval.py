"""Relevance: what a text asks for, in whatever words."""

import pytest

from bot.relevance.linear import load_model
from bot.relevance.retrieval import OUTSIDE
from bot.relevance.sought import sought_words
from bot.understanding import understand


@pytest.mark.parametrize(
    ("text", "policy"),
    [
        ("低保怎么申请", "subsistence-allowance"),
        ("地保咋办理", "subsistence-allowance"),
        ("助學貸款在哪裡辦", "higher-education-aid"),
        ("俺娘瘫了，想找个人来家里给擦洗擦洗", "care-service"),
        ("白内障免费手术", "eye-charity"),
        ("老板不给工钱，想找免费律师", "legal-aid"),
        ("爹坐牢了娘跑了，孩子咋办", "unsupported-child-living"),
        ("齐汇保怎么赔", "qihuibao"),
        ("房子让大水冲塌了", "disaster-relief"),
        ("轮椅去哪领", "assistive-devices"),
    ],
)
def test_finds_the_policy_first(guide, day, text, policy):
    assert next(iter(understand(guide, text, today=day).policies)) == policy


@pytest.mark.parametrize(
    "text", ["路灯坏了找谁修", "物业费太贵", "怎么交个人所得税", "明天天气怎么样", "公交车几点末班"]
)
def test_knows_what_lies_outside(guide, day, text):
    assert understand(guide, text, today=day).in_scope is False


@pytest.mark.parametrize("text", ["帮帮我", "我符合什么政策", "俺家太难了", "俺没人管", "有什么补助"])
def test_asking_for_help_without_saying_which_is_not_sent_away(guide, day, text):
    assert understand(guide, text, today=day).in_scope is True


@pytest.mark.parametrize(
    "text",
    ["我妈八十三了，瘫在床上", "奶奶92了，吃饭要人喂", "爷爷九十一了，大小便失禁", "我爸瘫在床上三年了"],
)
def test_who_only_tells_that_somebody_needs_care_is_heard_out(guide, day, text):
    assert understand(guide, text, today=day).in_scope is True


@pytest.mark.parametrize(
    "text",
    [
        "我妈瘫在床上，电梯坏了好几天",
        "俺娘瘫在床上，能办残疾证吗",
        "我爸卧床，医保卡丢了咋补",
        "瘫在沙发上不想上班",
    ],
)
def test_who_tells_of_care_and_asks_for_something_else_is_not(guide, day, text):
    assert understand(guide, text, today=day).in_scope is False


@pytest.mark.parametrize(
    "text",
    [
        "这个月的低保钱怎么还没打到卡上，上个月十号就到了",
        "低保取消了能申诉吗，给的理由是有存款，那是丧葬费",
        "我妈的低保少了两百多，说是我弟上班了，怎么算的",
        "市民反映其低保本月未发放 要求核实原因",
        "公租房年审要交工资流水，失业了咋开",
        "公益岗名单公示了没有，面试过了没通知",
    ],
)
def test_how_it_goes_on_with_a_policy_that_is_named_is_not_sent_away(guide, day, text):
    assert understand(guide, text, today=day).in_scope is True


@pytest.mark.parametrize(
    "text",
    [
        "楼上公租房那户转租给别人，怎么举报",
        "领低保的邻居天天打麻将吵得睡不着",
        "公租房楼道灯坏了物业不修",
        "济南的公租房什么时候摇号",
        "公益岗考试考题从哪下载",
        "写论文要低保人数的数据",
        "低保和保底有啥区别，我说的是抽卡游戏的保底",
    ],
)
def test_a_policy_named_beside_another_matter_is(guide, day, text):
    assert understand(guide, text, today=day).in_scope is False


@pytest.mark.parametrize("text", ["", "。。。", "😀", "asdf", "啊啊啊"])
def test_scores_any_text(guide, day, text):
    assert all(0 <= score <= 1 for score in understand(guide, text, today=day).policies.values())


def test_a_policy_asked_for_by_name_is_named(guide, day):
    assert understand(guide, "想申请临时救助", today=day).named == ("temporary-assistance",)


def test_holding_a_status_is_not_asking_for_it(guide, day):
    assert understand(guide, "我是低保户，孩子上大学交不起学费", today=day).named == ()


def test_facts_point_to_policies_that_nobody_asked_for(guide, day):
    heard = understand(guide, "俺爹今年78了，瘫在炕上三年，没有退休金，家里就俺种地", today=day)
    first = list(heard.policies)[:6]
    assert first[0] == "care-service"
    assert {"elderly-hardship-subsidy", "disability-nursing-subsidy", "subsistence-allowance"} <= set(first)


def test_the_shipped_model_knows_every_policy_and_the_outside(guide):
    assert load_model("relevance").classes == [*guide.policies, OUTSIDE]


@pytest.mark.parametrize("asks", ["{}去哪办", "{}要带什么材料", "俺娘能领{}吗", "想问问{}一个月多少钱"])
def test_what_is_asked_of_a_policy_by_its_name_is_never_sent_away(guide, asks):
    names = [name for one in guide.policies.values() for name in (one.name, *one.aliases)]
    told = {name: understand(guide, asks.format(name)) for name in names if "（" not in name}
    assert [name for name, one in told.items() if not one.in_scope or one.urgent] == []


@pytest.mark.parametrize("asks", ["{}去哪儿领", "那个{}能不能少交点钱", "{}谁给管", "想问下{}", "{}能报不"])
def test_what_is_sought_in_a_word_is_never_sent_away(guide, asks):
    """轮椅去哪儿领 was no matter of the guide: the model had too little to go by."""
    for word, policies in sought_words().items():
        told = understand(guide, asks.format(word))
        assert told.in_scope, word
        assert set(policies) <= guide.policies.keys()


@pytest.mark.parametrize("outside", ["电动车上牌", "物业费", "公积金", "工伤认定", "离婚证", "驾驶证"])
def test_what_no_policy_answers_is_sent_on_as_shortly_as_it_is_asked(guide, outside):
    assert not understand(guide, f"{outside}去哪儿办").in_scope


def test_what_is_sought_comes_first(guide):
    told = understand(guide, "那个血透能不能少交点钱")
    assert list(told.policies)[:2] == ["kidney-charity", "medical-assistance"]
