"""Danger told calmly is heard, and the line that fits its sort comes first."""

import pytest

from bot import Conversation, Message, turn
from bot.danger.peril import is_told_calmly, sort_of
from bot.wording import load_wording, say


@pytest.mark.parametrize(
    "text",
    [
        "俺对象精神分裂，残疾证二级，发病打人，俺娘俩害怕", "儿子躁狂，犯病就砸东西打人，我们躲着他",
        "他喝了酒就动手打我，我不敢回家", "医院说再不交钱就停药", "大夫说明天再不交费就不给做手术",
        "欠医院八万，明天就要停透析", "医院说今天再不交钱就停呼吸机了",
        "ICU说明天要停了呼吸机", "有个大爷在桥洞睡了一个多星期，这几天降温",
        "楼道里有个流浪汉住了半个月，天太冷了", "有个老人说不清自己是谁，在路边坐了一天了",
    ],
)  # fmt: skip
def test_hears_danger_that_is_told_calmly(text):
    assert is_told_calmly(text)


@pytest.mark.parametrize(
    "text",
    [
        "我弟弟精神分裂，以前打人，现在吃药稳定了", "儿子自闭症，急了会打自己",
        "俺儿精神二级，不打人，就是不说话",
        "单位不交社保，医保停了", "大夫说可以停药了", "老人天天在小区门口摆摊卖菜，天冷", "广场舞天天在楼下",
        "外面天冷，老人不愿出门", "俺爹在桥头村住了一辈子", "物业说再不交钱就停水", "移动说再不交话费就停机",
    ],
)  # fmt: skip
def test_raises_no_alarm_for_what_only_sounds_alike(text):
    assert not is_told_calmly(text)


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("我不想活了", "despair"), ("活着没意思，太累了", "despair"), ("孩子站在阳台上要跳下去", "rescue"),
        ("他说他不想活了，把自己关屋里", "rescue"), ("我妈叫不醒了", "collapse"),
        ("老公掐我脖子", "violence"), ("有个老头睡在桥洞里，天冷，穿得少", "cold"),
        ("医院说再不交钱就停药", "treatment"),
        ("他打我，我不想活了", "danger"), ("救命", "danger"),
    ],
)  # fmt: skip
def test_knows_the_sort(text, sort):
    assert sort_of(text) == sort


def test_every_sort_has_its_lines_its_phones_and_a_warm_word():
    sorts = ("danger", "despair", "rescue", "collapse", "violence", "cold", "treatment", "missing")
    for sort in (*sorts, "hunger", "disaster"):
        assert say(f"urgent_{sort}_title") and say(f"urgent_{sort}_lines") and say(f"calm_{sort}")
        assert load_wording()["phones"][sort]


def test_what_waits_and_what_was_talked_of_is_kept_through_an_alarm(guide, day):
    before = turn(guide, Conversation(), Message("俺爹残疾一级，户口临淄，想问护理补贴"), day).conversation
    alarmed = turn(guide, before, Message("他晕过去了，叫不醒"), day).conversation
    assert alarmed.pending == before.pending and alarmed.alarmed == "collapse"
    assert max(alarmed.relevance, key=alarmed.relevance.get) == max(
        before.relevance, key=before.relevance.get
    )
    stored = Conversation.from_json(alarmed.to_json(), guide)
    assert stored.alarmed == "collapse"


def test_a_yes_after_an_alarm_answers_nothing(guide, day):
    before = turn(guide, Conversation(), Message("我在上大学，张店的，想问助学贷款"), day).conversation
    alarmed = turn(guide, before, Message("我不想活了"), day).conversation
    after = turn(guide, alarmed, Message("嗯"), day).conversation
    assert after.households == alarmed.households and after.pending == before.pending
