"""What is read out and what is sent: short, in words, with the day of each figure; the source beside it."""

import re

import pytest

from bot.desk import aloud
from bot.desk.listening import listen

CALLS = [
    "爹78 瘫炕上三年 没退休金 家里就他种地 住村里 啥身份没有",
    "孩子自闭症5岁 在机构做康复 家里低保",
    "家里就我一个人 68岁 淄博户口 住村里 一个月收入二百 无儿无女 没房子没存款",
    "大学刚考上 爸爸尿毒症透析 学费还差八千",
    "低保多少钱",
]


def scripts(guide, day, text):
    seen = listen(guide, text, (), day)
    return [aloud.script(guide, seen, one, day) for one in seen.judged]


@pytest.mark.parametrize("text", CALLS)
def test_every_policy_is_read_out_in_whole_sentences_without_digits(guide, day, text):
    for one in scripts(guide, day, text):
        spoken = "".join(one.spoken)
        assert spoken.endswith(("。", "？")) and not re.search(r"[0-9〔〕“”《》（）]", spoken), spoken
        assert len(spoken) <= 260, spoken


def test_a_standard_is_told_with_the_day_it_is_from_and_its_source_beside(guide, day):
    one = next(s for s in scripts(guide, day, CALLS[0]) if s.policy == "subsistence-allowance")
    assert "农村低保标准，截至二〇二四年一月一日，是每人每月八百七十七块。" in one.spoken
    assert "城市低保标准" not in "".join(one.spoken)
    assert one.figures[0].value == "877 元/人·月" and "《" in one.figures[0].source


def test_every_condition_stands_with_its_verdict_and_source(guide, day):
    for one in scripts(guide, day, CALLS[2]):
        assert one.conditions and all(each.source for each in one.conditions)
        assert {each.verdict for each in one.conditions} <= {"met", "unmet", "unknown"}


@pytest.mark.parametrize("policy", ["subsistence-allowance", "higher-education-aid", "homeless-relief"])
def test_a_text_message_says_nothing_of_who_asked(guide, day, policy):
    sent = aloud.written(guide, policy, day)
    assert sent.startswith("【淄助你】") and "依据：" in sent and "审核为准" in sent
    assert not re.search("您父亲|您母亲|您家孩子|\\d{11}", sent)


def test_a_text_message_tells_for_whom_it_is_and_says_the_name_once(guide, day):
    sent = {one.policy: one.written for one in scripts(guide, day, "爹78 残疾证一级 瘫炕上三年 想领护理补贴")}
    nursing = sent["disability-nursing-subsidy"]
    assert "残疾证是一级或二级" in nursing and "179 元" in nursing
    assert nursing.count("重度残疾人护理补贴") == 1


def test_every_policy_can_be_sent(guide, day):
    lengths = {one: len(aloud.written(guide, one, day)) for one in guide.policies}
    assert max(lengths.values()) <= 420, max(lengths, key=lengths.get)


def test_the_whole_situation_names_what_can_be_had_and_ends_with_the_question(guide, day):
    seen = listen(guide, CALLS[0], (), day)
    lines = aloud.situation_aloud(guide, seen)
    assert lines[0].startswith("听您说的") and "低保" in lines[0]
    assert lines[-1].endswith(seen.question.text)


def test_a_matter_of_others_is_said_plainly(guide, day):
    seen = listen(guide, "小区门口路灯坏了半个月没人修", (), day)
    assert "不归困难救助管" in aloud.situation_aloud(guide, seen)[0]


def test_an_old_woman_and_her_husband_are_called_so_that_it_can_be_read_out(guide, day):
    seen = listen(guide, "老太太76，老伴瘫了三年，没儿没女，种地，想问能不能领护理补贴", (), day)
    said = "".join(aloud.situation_aloud(guide, seen))
    assert "这位老太太的老伴有可能办下来" in said and "这位老太太有可能" in said
    assert "这个人" not in said and "，二，" not in said
    spoken = "".join("".join(one.spoken) for one in scripts(guide, day, "我二叔68，瘫痪了"))
    assert "您二叔" in spoken and "长辈" not in spoken


def test_the_name_is_not_said_again_with_each_thing_that_is_open(guide, day):
    seen = listen(guide, "我二叔68，瘫痪了，没儿没女", (), day)
    line = next(one for one in aloud.situation_aloud(guide, seen) if "还要弄清" in one)
    assert line.count("您二叔") == 1
