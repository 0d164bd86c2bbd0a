"""Properties of a turn: it never raises, stays small, fits every door, and forgets nothing it was told."""

import json
from datetime import date, time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import (
    Answer,
    ApplicationOpened,
    Conversation,
    HandoverClosed,
    HandoverElsewhere,
    HandoverOpened,
    Message,
    QuestionBlock,
    Reply,
    StatusFound,
    StatusLimited,
    StatusNotFound,
    render_plain,
    render_speech,
    render_wechat,
    review,
    turn,
)
from bot.messages import RequestStatus
from tests.builders import make_id_number

FATHER = "俺爹今年78了，瘫在炕上三年，没有退休金，家里就俺种地"
NASTY = [
    "",
    " ",
    "\x00\x01\x02",
    "\ud800",
    "😀" * 400,
    "<a href='x'>点我</a>",
    "a" * 1_000_000,
    "低保" * 50_000,
    "'; DROP TABLE",
    "{0}{name}%s",
    "１２３４５６",
    "﷽" * 300,
    "\n" * 5000,
    "9" * 400,
    "-1岁 0人 99999999999元",
]
PIECES = ["俺爹78了", "瘫在炕上", "没有低保", "两口人", "低保多少钱", "不知道", "更多", "我要申请"]
PIECES += ["残疾二级", "<b>", "\x07", "。"]
FIXTURES = [HealthCheck.function_scoped_fixture]
relaxed = settings(max_examples=40, deadline=None, suppress_health_check=FIXTURES)


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_turn_answers_any_text(guide, day, text):
    first = turn(guide, Conversation(), Message(text), day)
    asked = turn(guide, Conversation(), Message(FATHER), day).conversation
    second = turn(guide, asked, Message(text), day)
    for answered in (first, second):
        assert answered.reply.blocks
        assert len(render_wechat(answered.reply).encode("utf-8", "replace")) <= 1800
        assert len(json.dumps(answered.conversation.to_json())) < 20_000


@pytest.mark.parametrize(
    "answer",
    [
        Answer("age_years", "father", "h1", 10**30),
        Answer("age_years", "father", "h1", float("nan")),
        Answer("age_years", "father", "h1", [1]),
        Answer("age_years", "nobody", "h9", 1),
        Answer("aid_status", None, "h1", {"nothing": True}),
        Answer("aid_status", None, "h1", ["x"] * 1000),
        Answer("aid_status", None, None, {}),
        Answer(None, None, None, None),
        Answer({"a": 1}, 3, [], object()),
    ],
)
def test_turn_answers_any_answer(guide, day, answer):
    for conversation in (Conversation(), turn(guide, Conversation(), Message(FATHER), day).conversation):
        assert turn(guide, conversation, Message(answer=answer), day).reply.blocks


@relaxed
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=30)), max_size=5))
def test_turn_never_raises_on_a_conversation_of_any_words(guide, day, texts):
    conversation = Conversation()
    for text in texts:
        answered = turn(guide, conversation, Message(text), day)
        conversation = answered.conversation
        render_plain(answered.reply)
        assert len(render_wechat(answered.reply).encode("utf-8", "replace")) <= 1800


@relaxed
@given(st.lists(st.integers(0, 20), min_size=1, max_size=12))
def test_any_way_through_the_choices_ends_in_a_result(guide, day, picks):
    conversation = turn(guide, Conversation(), Message(FATHER), day).conversation
    for pick in picks * 3:
        pending = conversation.pending
        if pending is None:
            break
        chosen = pending.choices[pick % len(pending.choices)]
        conversation = turn(guide, conversation, Message(chosen.label, choice=chosen.id), day).conversation
    assert conversation.asked <= 10
    assert review(guide, conversation, day).blocks


def test_conversation_survives_storage_after_every_turn(guide, day):
    conversation = Conversation()
    for text in (FATHER, "都没有", "不知道", "两口人", "低保多少钱", "更多"):
        conversation = turn(guide, conversation, Message(text), day).conversation
        stored = json.loads(json.dumps(conversation.to_json(), ensure_ascii=False))
        assert Conversation.from_json(stored, guide) == conversation


def test_facts_without_a_need_ask_for_the_need(guide, day):
    answered = turn(guide, Conversation(), Message(answer=Answer("district", None, None, "linzi")), day)
    assert "想问哪一样" in render_plain(answered.reply) and "家在临淄区" in render_plain(answered.reply)


def test_turn_is_pure(guide, day):
    once = turn(guide, Conversation(), Message(FATHER), day)
    again = turn(guide, Conversation(), Message(FATHER), day)
    assert once.reply == again.reply and once.conversation == again.conversation


def test_a_choice_of_an_older_question_is_not_taken_for_the_new_one(guide, day):
    first = turn(guide, Conversation(), Message(FATHER), day).conversation
    old = first.pending.choices[0]
    second = turn(guide, first, Message("都没有", choice=first.pending.choices[-2].id), day).conversation
    third = turn(guide, second, Message("这句不是选项", choice=old.id), day).conversation
    assert third.households == second.households


def test_choice_ids_are_never_used_twice_even_after_starting_again(guide, day):
    first = turn(guide, Conversation(), Message(FATHER), day).conversation
    fresh = turn(guide, first, Message("重新开始"), day).conversation
    second = turn(guide, fresh, Message(FATHER), day).conversation
    assert first.pending.id != second.pending.id


def test_raw_text_is_not_kept(guide, day):
    number = make_id_number("1990-01-01")
    secret = f"我叫张三丰，身份证{number}，我娘70了瘫在床上没有收入"
    conversation = turn(guide, Conversation(), Message(secret), day).conversation
    stored = json.dumps(conversation.to_json(), ensure_ascii=False)
    assert "张三丰" not in stored and number not in stored


def test_question_comes_after_what_was_heard_and_what_there_is(guide, day):
    kinds = [one.kind for one in turn(guide, Conversation(), Message(FATHER), day).reply.blocks]
    assert kinds[0] == "heard" and kinds[-1] == "question"
    assert kinds.count("question") == 1 and 1 <= kinds.count("policy") <= 3


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (StatusNotFound(), "没查到"),
        (StatusLimited(35), "35 分钟"),
        (ApplicationOpened("https://zizhu.example/apply/1"), "申请打开了"),
        (HandoverOpened(False), "转给人工"),
        (HandoverOpened(True), "12345"),
        (HandoverElsewhere(time(8, 30), time(17, 30)), "微信里的“淄助你”"),
        (HandoverClosed(), "没有人工坐席"),
    ],
)
def test_outcomes_are_told_in_words(guide, day, outcome, words):
    reply = turn(guide, Conversation(), outcome, day).reply
    assert words in render_plain(reply)


def test_status_says_by_when_what_is_missing_and_what_may_not_have_arrived(guide, day):
    about = ("care-service", "父亲", "要补材料", "您手里", day, "补齐了接着办")
    row = RequestStatus(*about, due=date(2026, 12, 20), missing=("户口簿", "药费单子"))
    found = StatusFound("ZB7K4M2Q0W11", (row,), uncertain=True)
    reply = turn(guide, Conversation(), found, day).reply
    for words in (render_plain(reply), render_wechat(reply), render_speech(reply)):
        assert "2026年12月20日以前该有回音" in words
        assert "要您补：户口簿；药费单子" in words
        assert "可能没送到" in words


def test_status_says_state_holder_and_next_step(guide, day):
    row = RequestStatus("subsistence-allowance", "全家", "核对中", "金山镇", day, "入户调查")
    reply = turn(guide, Conversation(), StatusFound("ZB12345ABCDE", (row,)), day).reply
    for words in ("ZB12345ABCDE", "最低生活保障", "核对中", "金山镇", "2026年11月22日", "入户调查"):
        assert words in render_plain(reply) and words in render_wechat(reply)


def test_unexpected_outcome_is_answered(guide, day):
    assert turn(guide, Conversation(), object(), day).reply.blocks


def test_blocks_are_json_with_a_kind(guide, day):
    reply = turn(guide, Conversation(), Message(FATHER), day).reply
    blocks = json.loads(json.dumps(reply.to_json()))["blocks"]
    assert [one["kind"] for one in blocks] == [one.kind for one in reply.blocks]
    assert isinstance(reply, Reply) and any(isinstance(one, QuestionBlock) for one in reply.blocks)
