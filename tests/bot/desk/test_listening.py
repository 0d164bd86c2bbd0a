"""What an agent sees while a caller speaks: facts, policies, the sentence to ask; what a key settles."""

import pytest

from bot.desk.listening import Kind, Note, listen

CALL = "爹78 瘫炕上三年 没退休金 家里就他种地 住村里"


def note(kind, fact, value=None, *, person=None, relation=None, heard=None):
    return Note(kind, "h1", person, relation, fact, value, heard)


def labels(listening):
    return {(one.person, one.label) for one in listening.told}


def test_half_sentences_give_facts_policies_and_one_question(guide, day):
    seen = listen(guide, CALL, (), day)
    assert {("father", "78 岁"), ("father", "全靠人照顾"), (None, "住在村里")} <= labels(seen)
    assert "subsistence-allowance" in [one.policy for one in seen.rows]
    assert all(one.verdict_label and one.reason for one in seen.rows)
    assert seen.question is not None and seen.question.text.endswith("？")


@pytest.mark.parametrize("text", ["", " ", "爹", "？？？", "a" * 3000, "低保\x00", "😀" * 50])
def test_nothing_that_is_typed_breaks_it(guide, day, text):
    seen = listen(guide, text, (), day)
    assert len(seen.rows) <= 6 and seen.conversation.households


def test_every_beginning_of_a_sentence_can_be_shown(guide, day):
    for end in range(len(CALL)):
        seen = listen(guide, CALL[:end], (), day)
        assert len(seen.rows) == len(seen.judged)


def test_an_answer_by_key_is_a_fact_and_is_not_asked_again(guide, day):
    before = listen(guide, CALL, (), day)
    asked = before.question
    said = Note(Kind.SAID, asked.household, asked.person, None, asked.fact, asked.choices[0].value, None)
    after = listen(guide, CALL, (said,), day)
    assert (asked.person, asked.fact) in {(one.person, one.fact) for one in after.told if one.noted}
    assert after.question is None or (after.question.person, after.question.fact) != (
        asked.person,
        asked.fact,
    )


def test_a_removed_fact_is_gone_and_a_corrected_one_has_its_value(guide, day):
    removed = note(Kind.REMOVED, "age_years", person="father", heard=78)
    assert ("father", "78 岁") not in labels(listen(guide, CALL, (removed,), day))
    corrected = note(Kind.SAID, "age_years", 68, person="father", relation="father", heard=78)
    assert ("father", "68 岁") in labels(listen(guide, CALL, (corrected,), day))


def test_words_that_say_something_else_later_win_over_the_key(guide, day):
    corrected = note(Kind.SAID, "age_years", 68, person="father", relation="father", heard=78)
    newer = CALL.replace("78", "81")
    assert ("father", "81 岁") in labels(listen(guide, newer, (corrected,), day))


def test_an_answer_stays_when_the_words_no_longer_name_the_person(guide, day):
    said = note(Kind.SAID, "disability_grade", 2, person="father", relation="father")
    seen = listen(guide, "想问问护理补贴", (said,), day)
    assert ("father", "残疾2级") in labels(seen)
    assert any(one.person == "father" for one in seen.rows)


def test_what_is_put_off_is_asked_last(guide, day):
    asked = listen(guide, CALL, (), day).question
    later = Note(Kind.LATER, asked.household, asked.person, None, asked.fact)
    following = listen(guide, CALL, (later,), day).question
    assert (following.person, following.fact) != (asked.person, asked.fact)


def test_a_fact_being_put_right_is_asked_with_its_choices(guide, day):
    seen = listen(guide, CALL, (), day, asking=("h1", "father", "self_care"))
    assert seen.question.fact == "self_care" and len(seen.question.choices) > 2


def test_matters_of_others_have_no_policy_and_danger_comes_first(guide, day):
    outside = listen(guide, "小区门口路灯坏了半个月没人修", (), day)
    assert outside.missed == "outside" and outside.rows == ()
    assert listen(guide, "他拿刀要砍我 我躲在厕所里", (), day).urgent == "danger"


def test_two_households_keep_their_facts_and_policies_apart(guide, day):
    seen = listen(guide, "我家孩子上高中 学费交不起。邻居老王房子塌了没地方住", (), day)
    homes = {one.household for one in seen.told}
    assert len(homes) == 2 and {one.household for one in seen.rows} <= homes
