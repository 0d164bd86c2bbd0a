"""A conversation is small, strict when read back, and says what is wrong with what was stored."""

import pytest

from bot import Conversation, ConversationError, Evidence, Message, turn
from knowledge import Person, Situation


def stored(guide, day):
    said = Message("俺爹今年78了，瘫在炕上三年，没有退休金，家里就俺种地")
    return turn(guide, Conversation(), said, day).conversation.to_json()


def test_reading_back_gives_the_same(guide, day):
    raw = stored(guide, day)
    assert Conversation.from_json(raw, guide).to_json() == raw


def test_how_kin_are_called_is_kept_beside_the_households(guide, day):
    after = turn(guide, Conversation(), Message("我外甥女7岁，自闭症，跟着我过"), day).conversation
    raw = after.to_json()
    assert raw["called"] == {"h1": {"niece": "外甥女"}} and "called" not in str(raw["households"])
    assert Conversation.from_json(raw, guide).households[0].people[0].called == "外甥女"


@pytest.mark.parametrize("called", [None, [], {"h1": "x"}, {"h1": {"niece": "<b>"}}, {"h1": {"niece": 7}}])
def test_a_word_that_is_none_of_kin_is_left_out(guide, day, called):
    after = turn(guide, Conversation(), Message("我外甥女7岁，自闭症，跟着我过"), day).conversation
    read = Conversation.from_json({**after.to_json(), "called": called}, guide)
    assert read.households[0].people[0].called == ""


def test_an_empty_conversation_can_be_stored(guide):
    assert Conversation.from_json(Conversation().to_json(), guide) == Conversation()


@pytest.mark.parametrize("raw", [None, [], "x", {}, {"version": 0}])
def test_another_shape_is_refused(guide, raw):
    with pytest.raises(ConversationError, match="start a new one"):
        Conversation.from_json(raw, guide)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("households", [{"id": "h1", "household": {"no_such_fact": 1}}]),
        ("households", None),
        ("evidence", [{"nothing": 1}]),
        ("pending", {"id": "q1"}),
        ("unsure", [1]),
        ("asked", "many"),
        ("relevance", {"x": "y"}),
    ],
)
def test_a_broken_part_is_refused(guide, day, key, value):
    with pytest.raises(ConversationError):
        Conversation.from_json({**stored(guide, day), key: value}, guide)


def test_a_missing_part_is_refused(guide, day):
    raw = stored(guide, day)
    del raw["serial"]
    with pytest.raises(ConversationError):
        Conversation.from_json(raw, guide)


def test_it_stays_small():
    people = tuple(Person(f"p{n}", "relative") for n in range(30))
    conversation = Conversation(
        households=tuple(Situation(f"h{n}", {}, people) for n in range(9)),
        evidence=tuple(Evidence("h1", None, "district", "linzi", "字" * 500, 0) for _ in range(300)),
        relevance={f"policy-{n}": n / 100 for n in range(51)},
        unsure=frozenset(("h1", None, f"fact-{n}") for n in range(200)),
        named=("x",) * 50,
    ).capped()
    assert len(conversation.households) == 4 and len(conversation.households[0].people) == 12
    assert len(conversation.evidence) == 60 and len(conversation.evidence[0].words) <= 24
    assert len(conversation.relevance) == 20 and "policy-50" in conversation.relevance
    assert len(conversation.unsure) == 60 and len(conversation.named) == 5
