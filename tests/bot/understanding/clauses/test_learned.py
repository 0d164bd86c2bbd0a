"""Facts by what a clause says as a whole, and the sayings they are learned from."""

import json
from pathlib import Path

import pytest

import bot
from bot.understanding import hear

SAYINGS = Path(bot.__file__).parent / "training" / "sayings"


def heard(guide, text):
    found = {}
    for one in hear(guide, text).gathered.evidence:
        found.setdefault(one.fact, []).append((one.person, one.value))
    return found


def rows():
    for path in sorted(SAYINGS.glob("*.jsonl")):
        for line in path.read_text("utf8").splitlines():
            yield json.loads(line)


@pytest.mark.parametrize(
    ("text", "fact", "value"),
    [
        ("我在巷口支了个锅子炸麻花", "employment", "self_employed"),
        ("厂里一封炉我就卷铺盖回来了", "employment", "unemployed"),
        ("老伴翻身擦洗一样也离不了人", "self_care", "none"),
        ("孩子他妈扔下娃一走三年连个信都没有", "mother_state", "lost_contact"),
        ("夜里一场冰雹把棚砸塌了", "emergency_events", {"natural_disaster": True}),
    ],
)
def test_hears_what_no_wording_names(guide, text, fact, value):
    assert value in [told for _, told in heard(guide, text).get(fact, [])]


@pytest.mark.parametrize(
    "text",
    [
        "听说在巷口支个锅炸麻花能挣钱",
        "要是厂里一封炉，我就得卷铺盖回来",
        "打算在集上支个锅炸麻花",
    ],
)
def test_what_is_heard_of_supposed_or_planned_is_no_fact(guide, text):
    assert "employment" not in heard(guide, text)


def test_what_the_wordings_hear_of_a_person_stands(guide):
    told = heard(guide, "我在超市上班，下班还在巷口支个锅炸麻花")
    assert [value for person, value in told["employment"] if person == "self"] == ["employed"]


def test_every_saying_names_facts_of_the_guide(guide):
    for row in rows():
        assert row["text"].strip()
        for _, key, value in row["says"]:
            definition = guide.facts[key]
            said = value.partition("=")[0] if definition.type == "set" else value
            choices = {choice.value for choice in definition.choices}
            assert not choices or said in choices, row


def test_no_saying_stands_twice():
    texts = [row["text"] for row in rows()]
    assert len(texts) == len(set(texts))
