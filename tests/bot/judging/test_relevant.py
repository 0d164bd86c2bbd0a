"""What is named, in what order, and how far the talk goes: the base aid first, nothing hidden."""

import pytest

from bot import Answer, Conversation, Message, PolicyCard, Text, render_plain, render_wechat, review, turn
from bot.judging.relevant import match_conversation

FATHER = "俺爹今年78了，瘫在炕上三年，没有退休金，家里就俺种地"
DIALYSIS = "我妈尿毒症一周透析三次，新农合，家里花了十几万"
POOR = {
    "aid_status": [], "hukou": "zibo", "household_member": True, "household_size": 2,
    "area_kind": "rural",
    "household_income_yuan_per_month": 600, "income_yuan_per_month": 200,
    "has_notable_assets": False,
    "excluded_income_yuan_per_month": 0, "excluded_income_total_yuan_per_month": 0,
    "disability_cert": True, "disability_grade": 1, "disability_types": ["vision"],
    "other_benefits": [], "medical_insurance": "resident",
}  # fmt: skip


def told(guide, day, text, answers=None):
    """The first reply and, with `answers`, the talk led to its end, with the facts that were asked."""
    first = last = turn(guide, Conversation(), Message(text), day)
    asked = []
    while answers is not None and last.conversation.pending:
        pending = last.conversation.pending
        asked.append(pending.fact)
        given = Answer(pending.fact, pending.person, pending.household, answers.get(pending.fact))
        last = turn(guide, last.conversation, Message(answer=given), day)
    return first, last, asked


def named(reply):
    return [one.policy for one in reply.blocks if isinstance(one, PolicyCard)]


def line(reply, start):
    texts = (one.text for one in reply.blocks if isinstance(one, Text))
    return next((one for one in texts if one.startswith(start)), "")


def test_the_base_aid_is_among_the_first_three_and_ahead_of_what_waits_for_it(guide, day):
    policies = named(told(guide, day, FATHER)[0].reply)
    assert "subsistence-allowance" in policies[:3]
    waits = policies.index("care-service") if "care-service" in policies else len(policies)
    assert policies.index("subsistence-allowance") < waits


def test_the_talk_goes_on_until_the_base_aid_has_a_sum_and_its_working(guide, day):
    _, last, asked = told(guide, day, FATHER, POOR)
    result = review(guide, last.conversation, day)
    card = next(one for one in result.blocks if getattr(one, "policy", "") == "subsistence-allowance")
    assert card.verdict == "met" and card.amount == "全家每月至少 1154 元"
    assert "低保怎么算的" in render_plain(result)
    assert len(asked) <= 10 and asked[0] == "aid_status"


def test_after_no_status_the_questions_settle_the_base_aid(guide, day):
    _, _, asked = told(guide, day, FATHER, POOR)
    income = {"household_size", "household_income_yuan_per_month"}
    assert set(asked[1:5]) <= income | {"hukou", "has_notable_assets", "area_kind", "household_member"}


def test_the_household_is_not_asked_member_by_member_where_one_is_enough(guide, day):
    first, _last, _ = told(guide, day, FATHER)
    card = next(one for one in first.reply.blocks if getattr(one, "policy", "") == "subsistence-allowance")
    assert card.reason.count("户口") == 1


def test_a_costly_illness_brings_up_what_goes_together_and_asks_for_the_status(guide, day):
    first, _, _ = told(guide, day, DIALYSIS)
    also = line(first.reply, "还要看")
    cards = named(first.reply)
    assert "medical-assistance" in cards or "医疗救助" in also
    for name in ("大病保险", "因病致贫", "低保", "临时救助"):
        assert name in also, name
    assert "kidney-charity" in named(first.reply)
    assert first.conversation.pending.fact == "aid_status"


def test_what_goes_together_asks_at_most_two_questions(guide, day):
    first, _, asked = told(guide, day, DIALYSIS, POOR)
    assert 1 <= len(asked) <= 2
    assert "还要看" in render_plain(first.reply)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (FATHER, ["困难老人妇女儿童", "基本生活困难群众"]),
        (DIALYSIS, ["患病困难群众"]),
        ("老板欠我八个月工钱不给，我请不起律师", ["涉案涉法困难群众"]),
    ],
)
def test_a_first_telling_names_the_groups_at_every_door(guide, day, text, names):
    first, _, _ = told(guide, day, text)
    said = line(first.reply, "您说的这些，属于")
    assert all(one in said for one in names) and said.count("、") <= 2
    assert said in render_wechat(first.reply)
    assert line(review(guide, first.conversation, day), "您说的这些，属于")


def test_the_groups_are_said_once(guide, day):
    first, _, _ = told(guide, day, FATHER)
    second = turn(guide, first.conversation, Message("都没有"), day)
    assert not line(second.reply, "您说的这些，属于")


def test_a_refusal_nobody_asked_for_is_not_named(guide, day):
    first, _, _ = told(guide, day, "我哥智力残疾五十了一直跟着我爹娘爹娘都快八十了")
    assert "orphan-living" not in named(first.reply)


def test_an_elder_is_not_asked_about_school(guide, day):
    _, _, asked = told(guide, day, "俺村老张头七十五了光棍一个没儿没女瘸着一条腿", POOR)
    assert "school_stage" not in asked


def test_a_member_is_asked_where_the_speaker_is_not_of_the_household_yet(guide, day):
    _, _, asked = told(guide, day, "我媳妇得了乳腺癌刚做完手术家里花了十五万都是借的", POOR)
    assert "hukou" in asked


@pytest.mark.parametrize("text", [DIALYSIS, "俺家吃着低保，住楼上集中供暖，取暖费能不能减免", "低保怎么办"])
def test_what_a_result_showed_by_the_way_weighs_no_more_for_it(guide, day, text):
    conversation = turn(guide, Conversation(), Message(text), day).conversation
    while conversation.pending is not None:
        conversation = turn(guide, conversation, Message("不清楚"), day).conversation
    before = match_conversation(guide, conversation.replaced(shown={}), day)
    after = {(one.id, one.person): one.score for one in match_conversation(guide, conversation, day)}
    assert conversation.shown and before
    assert all(after[one.id, one.person] == one.score for one in before)
