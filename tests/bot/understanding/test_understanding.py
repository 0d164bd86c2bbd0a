"""What a message says, for whom, and nothing that it does not say."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.blocks import Question
from bot.conversation import Conversation
from bot.judging.questions import about
from bot.understanding import understand
from bot.understanding.answers.replies import read_answer
from knowledge import Person, Situation
from tests.cases import load_yaml

CASES = Path(__file__).parent / "cases"


def read(name):
    return load_yaml(CASES / name)


def hear(guide, day, text, known=(), pending=None):
    return understand(guide, text, known, pending, today=day)


def facts_of(understanding, person):
    for situation in understanding.situations:
        raw = situation.to_json()
        if person == "household" and raw["household"]:
            return raw["household"]
        for one in raw["people"]:
            if one["id"] == person:
                return one["facts"]
    return {}


def ask(fact, person=None, household="h1"):
    return Question("q1", household, person, fact, "？", "", ())


SORTS = ("standing", "body_and_events", "whom", "kin", "two_homes", "more", "spoken", "notes", "homes")
SORTS += ("whose", "lives", "hosts", "shared", "befalls", "whose_aid", "aged", "paid", "moved", "granted")
PARTS = ("facts.yaml", "plain_words.yaml", *(f"plain_words_{sort}.yaml" for sort in SORTS))


@pytest.mark.parametrize(
    "case",
    [case for part in PARTS for case in read(part)],
    ids=lambda case: case["text"],
)
def test_hears_what_is_said_and_no_more(guide, day, case):
    understanding = hear(guide, day, case["text"])
    for person, facts in case.get("heard", {}).items():
        heard = facts_of(understanding, person)
        for fact, value in facts.items():
            if isinstance(value, dict) and "min" not in value:
                assert value.items() <= heard.get(fact, {}).items(), (person, fact, heard)
            else:
                assert heard.get(fact) == value, (person, fact, heard)
    found = {one.fact for one in understanding.evidence}
    assert not found & set(case.get("absent", ()))
    for person, never in case.get("absent_of", {}).items():
        assert not set(never) & set(_told(facts_of(understanding, person))), (person, never)
    people = {one.id for situation in understanding.situations for one in situation.people}
    assert not people & set(case.get("nobody", ()))
    assert len(understanding.situations) == case.get("homes", len(understanding.situations))


def _told(facts):
    """The facts, and each choice of them: legal_matter, legal_matter.wages."""
    for fact, value in facts.items():
        yield fact
        yield from (
            (f"{fact}.{choice}" for choice, told in value.items() if told) if isinstance(value, dict) else ()
        )


@pytest.mark.parametrize("case", read("people.yaml"), ids=lambda case: case["text"])
def test_tells_who_is_spoken_of(guide, day, case):
    situations = hear(guide, day, case["text"]).situations
    people = {one.id: one.relation for situation in situations for one in situation.people}
    assert case.get("people", {}).items() <= people.items()
    assert len(situations) == case.get("homes", 1)


@pytest.mark.parametrize(
    "case",
    read("answers.yaml") + read("answers_in_any_words.yaml") + read("answers_beside.yaml"),
    ids=lambda case: f"{case['fact']} {case['says']}",
)
def test_reads_the_reply_to_the_open_question(guide, case):
    answer = read_answer(case["says"], ask(case["fact"], "father"), guide.facts[case["fact"]])
    if case.get("other"):
        assert answer is None
    else:
        assert answer is not None
        assert answer.value == (None if case.get("unsure") else case["value"])
        assert (answer.fact, answer.person, answer.household) == (case["fact"], "father", "h1")


@pytest.mark.parametrize("around", ["{}吧", "嗯，{}", "{}，谢谢", "{}。"])
def test_a_label_with_a_word_around_it_is_that_choice(guide, day, around):
    home = Situation("h1").with_person(Person("self", "self"))
    conversation = Conversation().replaced(households=(home,))
    question = about(guide, conversation, ("h1", "self", "cancer_stage"))
    for choice in question.choices:
        heard = hear(guide, day, around.format(choice.label), (home,), question)
        assert (heard.answer.value, heard.evidence) == (choice.value, ())


@pytest.mark.parametrize(
    ("fact", "says"),
    [
        ("income_yuan_per_month", "一分没有"),
        ("household_income_yuan_per_month", "大概两千块吧"),
        ("household_size", "就4个人"),
        ("age_years", "今年六十三了"),
    ],
)
def test_a_bare_number_answers_and_tells_nothing_else(guide, day, fact, says):
    heard = hear(guide, day, says, pending=ask(fact))
    assert heard.answer is not None
    assert heard.answer.value is not None
    assert (heard.evidence, heard.urgent) == ((), None)


@pytest.mark.parametrize(
    "text",
    [
        "俺爹７８歲了😀😀，瘫在炕上！！！！三年",
        "  我妈　八十一，\x00低bao户 ",
        "外婆今年九十一歲，一直領低保",
    ],
)
def test_evidence_is_quoted_from_the_message_as_typed(guide, day, text):
    evidence = hear(guide, day, text).evidence
    assert evidence
    for one in evidence:
        assert one.words
        assert text[one.start : one.start + len(one.words)] == one.words


LETTERS = "俺我爹妈儿子孙女低保五残疾级二三一十百千万0123456789岁块个月年没不是有，。？瘫炕 \n😀\x00上学"


@settings(max_examples=80, deadline=None)
@given(text=st.text(st.sampled_from(LETTERS), max_size=60))
def test_never_raises_and_quotes_truly_on_any_text(guide, text):
    for one in hear(guide, date(2026, 11, 22), text).evidence:
        assert text[one.start : one.start + len(one.words)] == one.words


def test_a_long_letter_is_cheap_and_clipped(guide, day):
    understanding = hear(guide, day, "俺爹瘫了，" * 200_000)
    assert len(understanding.text) <= 2000


def test_people_of_the_conversation_are_known_again(guide, day):
    first = hear(guide, day, "我爸78了")
    second = hear(guide, day, "他瘫在床上，低保户", first.situations)
    second = hear(guide, day, "爸爸二级残疾", second.situations)
    assert facts_of(second, "father") == {
            "age_years": 78, "disability_grade": 2, "disability_cert": True, "self_care": "none",
            "sex": "male",
        }  # fmt: skip


def test_a_reply_without_a_subject_is_about_whom_was_asked(guide, day):
    first = hear(guide, day, "我爸78了")
    second = hear(guide, day, "瘫在床上两年了", first.situations, ask("self_care", "father"))
    assert facts_of(second, "father")["self_care"] == "none"


def test_a_correction_overturns_the_age(guide, day):
    first = hear(guide, day, "我妈70了")
    second = hear(guide, day, "说错了，是72岁", first.situations)
    assert facts_of(second, "mother")["age_years"] == 72


def test_what_was_taken_for_the_speakers_moves_to_the_mother(guide, day):
    first = hear(guide, day, "今年78岁，瘫在床上")
    second = hear(guide, day, "不是我，是我妈", first.situations)
    assert facts_of(second, "mother") == {"age_years": 78, "self_care": "none", "sex": "female"}
    assert facts_of(second, "self") == {}
    assert {one.fact for one in second.removed} == {"age_years", "self_care"}


def test_denying_aid_overturns_what_was_known(guide, day):
    first = hear(guide, day, "我们是低保户")
    second = hear(guide, day, "不是低保，是低保边缘", first.situations)
    assert facts_of(second, "household")["aid_status"] == {"subsistence": False, "marginal": True}


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("查进度", "status"), ("进度", "status"), ("忘掉我", "forget"),
        ("谢谢您", "thanks"), ("你好", "greeting"), ("转人工", "human"),
        ("不知道", "unsure"),
        ("重新开始", "restart"), ("还有吗", "more"), ("为什么问这个", "why"), ("帮我申请", "apply"),
        ("删除我的资料", "forget"),
    ],
)  # fmt: skip
def test_hears_what_is_wanted_of_the_conversation(guide, day, text, intent):
    assert intent in hear(guide, day, text).intents


def test_a_question_about_a_hearing_implant_is_not_a_call_for_a_person(guide, day):
    assert "human" not in hear(guide, day, "孩子要做人工耳蜗").intents


def test_finds_an_application_number_with_the_tail(guide, day):
    assert hear(guide, day, "ZB 0A1B2-C3D4E 尾号 123x").status == ("ZB0A1B2C3D4E", "123X")
