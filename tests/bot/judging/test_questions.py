"""Which fact is asked next, how it is worded, and what is never asked."""

import pytest

from bot import Conversation, Message, choices, turn
from bot.choices import yes_no
from bot.judging import questions
from bot.judging.relevant import match_conversation
from bot.messages import MatchedPolicy
from knowledge import KnownSet, Person, Range, Situation, assess


def conversation_of(guide, raw, policies, **more):
    situation = Situation.parse(raw, guide.facts, "h1")
    return Conversation(households=(situation,), relevance=dict.fromkeys(policies, 0.8), **more)


def chosen(guide, conversation, day):
    return questions.choose(guide, conversation, match_conversation(guide, conversation, day), day)


RURAL_PAIR = {
    "household": {"area_kind": "rural", "household_size": 2, "aid_status": []},
    "people": [
        {"id": "self", "relation": "self", "facts": {"hukou": "zibo", "age_years": 60}},
        {"id": "wife", "relation": "spouse", "facts": {"hukou": "zibo", "age_years": 58}},
    ],
}


def test_income_is_asked_once_for_the_household_not_of_each_person(guide, day):
    question = chosen(guide, conversation_of(guide, RURAL_PAIR, ["subsistence-allowance"]), day)
    assert (question.person, question.fact) == (None, "household_income_yuan_per_month")
    assert question.why


def test_nothing_is_asked_once_it_is_settled(guide, day):
    raw = {**RURAL_PAIR, "household": {**RURAL_PAIR["household"], "household_income_yuan_per_month": 9000}}
    people = [{**one, "facts": {**one["facts"], "disability_cert": False}} for one in raw["people"]]
    conversation = conversation_of(guide, {**raw, "people": people}, ["subsistence-allowance"])
    conversation = conversation.replaced(unsure=frozenset({("h1", "self", "excluded_income_yuan_per_month")}))
    for _ in range(8):
        question = chosen(guide, conversation, day)
        if question is None:
            break
        subject = (question.household, question.person, question.fact)
        conversation = conversation.replaced(unsure=conversation.unsure | {subject})
    assert chosen(guide, conversation, day) is None


def test_facts_that_only_the_office_knows_are_never_asked(guide, day):
    never = {key for key, one in guide.facts.items() if not one.ask or not one.question}
    for policy in guide.policies:
        conversation = conversation_of(guide, {"people": [{"id": "self", "relation": "self"}]}, [policy])
        for one in match_conversation(guide, conversation, day):
            asked = {fact for _, _, fact in questions.askable(guide, conversation, one)}
            assert not asked & never
            hard = [key for key in asked if guide.facts[key].hard >= 5 and guide.facts[key].confirmed_by]
            assert hard == []


def test_what_the_citizen_could_not_say_is_not_asked_again(guide, day):
    conversation = conversation_of(guide, RURAL_PAIR, ["subsistence-allowance"])
    first = chosen(guide, conversation, day)
    unsure = frozenset({(first.household, first.person, first.fact)})
    second = chosen(guide, conversation.replaced(unsure=unsure), day)
    assert second is None or second.fact != first.fact


def test_asking_ends_after_a_few_questions(guide, day):
    asked = questions.MOST_QUESTIONS
    conversation = conversation_of(guide, RURAL_PAIR, ["subsistence-allowance"], asked=asked)
    assert chosen(guide, conversation, day) is None


def test_question_ids_carry_the_serial(guide, day):
    question = chosen(guide, conversation_of(guide, RURAL_PAIR, ["subsistence-allowance"], serial=7), day)
    assert question.id == "q8" and question.choices[0].id == "q8.1"


def build(guide, fact, person=None, relation="father", household=None, facts=None, wanted=()):
    people = (Person("self", "self"), Person("other", relation, facts or {}))
    situation = Situation("h1", household or {}, people)
    return choices.build(guide, situation, ("h1", person, fact), wanted)


def test_question_is_put_to_the_person_it_is_about(guide):
    assert build(guide, "disability_cert", "self").text == "您有残疾证吗？"
    assert build(guide, "disability_cert", "other").text == "您父亲有残疾证吗？"


def test_not_sure_is_always_the_last_choice(guide):
    for key, definition in guide.facts.items():
        if definition.question:
            question = build(guide, key, "other" if definition.scope == "person" else None)
            assert question.choices[-1].value is None
            assert question.choices[-1].label in ("不清楚", "说不清")


def test_at_most_eight_things_can_be_ticked(guide):
    for key, definition in guide.facts.items():
        if definition.type in ("set", "choice") and definition.question:
            question = build(guide, key, "other" if definition.scope == "person" else None)
            assert len(question.choices) <= 8 + 2


def test_values_that_matter_are_among_the_first_eight(guide):
    question = build(guide, "legal_matter", "self", wanted={"criminal_victim"})
    assert {"criminal_victim": True} in [one.value for one in question.choices]
    assert {"other": True} in [one.value for one in question.choices]


def test_every_choice_is_a_value_of_its_fact(guide):
    from knowledge import parse_value

    for key, definition in guide.facts.items():
        if definition.question:
            question = build(guide, key, "other" if definition.scope == "person" else None)
            for one in question.choices[:-1]:
                parse_value(definition, one.value)


def test_bands_leave_no_gap_and_do_not_overlap(guide):
    definition = guide.facts["household_income_yuan_per_month"]
    bands = [one for _, one in choices.numbers(definition, None) if isinstance(one, dict)]
    ends = [one["max"] for one in bands[:-1]]
    starts = [one["min"] for one in bands[1:]]
    assert all(0 < start - end <= 0.011 for end, start in zip(ends, starts, strict=True))


def test_a_rough_number_is_asked_again_more_finely(guide):
    from decimal import Decimal

    rough = {"household_income_yuan_per_month": Range(Decimal(1000), Decimal(2000))}
    question = build(guide, "household_income_yuan_per_month", household=rough)
    assert question.text.startswith("能说得再准一点吗")
    assert question.choices[0].value == {"min": 1000, "max": 1250}


def test_a_set_known_in_part_is_asked_for_the_rest(guide):
    known = {"aid_status": KnownSet(frozenset({"lifted"}), frozenset(), False)}
    question = build(guide, "aid_status", household=known)
    assert question.text.startswith("还有别的吗")
    assert {"lifted": True} not in [one.value for one in question.choices]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("您有残疾证吗？", ("有", "没有")),
        ("您家收入最近是不是突然少了一大截？", ("是", "不是")),
        ("您身体还能干活吗？", ("能", "不能")),
        ("您愿不愿意有人照护？上门来，或者住养老院，有一样愿意就算。", ("愿意", "不愿意")),
        ("您住校吗？", ("是", "不是")),
    ],
)
def test_yes_and_no_are_said_as_the_question_asks(question, words):
    assert yes_no(question) == words


def test_children_get_the_ages_of_children(guide):
    child = build(guide, "age_years", "other", relation="child")
    elder = build(guide, "age_years", "other", relation="father")
    assert child.choices[0].label == "不到 3岁"
    assert elder.choices[0].label == "不到 18岁"


def test_the_number_still_to_ask_goes_down_to_the_last(guide, day):
    said = Message("我妈七十了瘫在床上没人管，家里没有收入")
    conversation = turn(guide, Conversation(), said, day).conversation
    abouts = []
    while conversation.pending:
        abouts.append(conversation.pending.about)
        last = conversation.pending.choices[-2]
        conversation = turn(guide, conversation, Message(last.label, choice=last.id), day).conversation
    assert abouts and abouts[-1] <= 3 and max(abouts) <= questions.MOST_QUESTIONS


def test_policies_already_decided_are_not_asked_about(guide, day):
    situation = Situation("h1", {}, (Person("self", "self"),))
    found = assess(guide, situation, day, ["subsistence-allowance"])[0]
    matched = MatchedPolicy("subsistence-allowance", 1.0, "h2", None, found)
    assert list(questions.askable(guide, Conversation(households=(situation,)), matched)) == []


def test_no_grade_is_asked_of_a_certificate_they_are_unsure_of(guide, day):
    raw = {"people": [{"id": "self", "relation": "self", "facts": {"hukou": "zibo"}}]}
    conversation = conversation_of(guide, raw, ["disability-nursing-subsidy"])
    unsure = frozenset({("h1", "self", "disability_cert")})

    def asked(conversation):
        matched = match_conversation(guide, conversation, day)
        return {fact for one in matched for _, _, fact in questions.askable(guide, conversation, one)}

    assert "disability_grade" in asked(conversation)
    assert "disability_grade" not in asked(conversation.replaced(unsure=unsure))


def test_what_one_answer_may_settle_counts_as_one(guide, day):
    answered = turn(guide, Conversation(), Message("大病二次报销"), day)
    for words in ("居民医保", "都没有"):
        answered = turn(guide, answered.conversation, Message(words), day)
    assert answered.conversation.pending.fact in {"age_years", "disability_cert"}
    answered = turn(guide, answered.conversation, Message("52"), day)
    answered = turn(guide, answered.conversation, Message("没有残疾证"), day)
    assert answered.conversation.pending is None
