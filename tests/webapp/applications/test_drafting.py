from decimal import Decimal

import bot
from bot import PolicyCard
from bot.composing.review import review
from webapp.applications import drafting, households, steps
from webapp.applications.households import FROM_CHAT, FROM_ID_CARD
from webapp.applications.sources import verifiers
from webapp.applications.states import RequestState
from webapp.applications.submitting import submit


def test_a_draft_asks_for_what_is_filed_here_and_follows_up_the_rest(desk):
    draft = desk.open_draft()
    assert {desk.guide.policies[one.policy].filing for one in draft.requests} == {"here"}
    assert {desk.guide.policies[one["policy"]].filing for one in draft.follow_ups} <= {"by_list", "elsewhere"}
    assert {one.state for one in draft.requests} == {RequestState.DRAFT}
    assert draft.number is None


def test_a_draft_carries_the_facts_of_the_talk_with_their_words(desk):
    draft = desk.open_draft()
    father = households.read_situation(desk.guide, draft).person("father")
    assert father.facts["age_years"] == 78
    origin = next(one for one in draft.origins if (one["person"], one["fact"]) == ("father", "age_years"))
    assert origin["from"] == FROM_CHAT and "78" in origin["words"]


def test_what_the_result_offers_here_can_be_applied_for(desk):
    said = (
        "我老伴瘫痪在床三年了，我76，他78，没儿没女，都在农村，户口在临淄，我俩种地，天天要人伺候",
        "都没有",
        "没有收入",
    )
    conversation = desk.talk(*said)
    shown = [
        one for one in review(desk.guide, conversation, desk.now.date()).blocks if isinstance(one, PolicyCard)
    ]
    here = {one.policy for one in shown if one.filing == "here" and one.verdict != "unmet"}
    asked = {one.policy for one in desk.open_draft("c1", *said).requests}
    assert "care-service" in conversation.relevance and {"extreme-poverty-support"} <= asked <= here


def test_what_only_goes_along_is_no_application_where_something_that_was_asked_for_is(desk):
    draft = desk.open_draft("c1", "昨天夜里家里着火了，房子家什都烧没了，没饭吃了，眼下过不下去")
    assert {one.policy: one.is_chosen for one in draft.requests} == {"temporary-assistance": True}
    assert draft.follow_ups == []


def test_opening_twice_gives_the_same_draft(desk):
    first = desk.open_draft()
    assert desk.open_draft().id == first.id


def test_two_pages_opened_at_once_make_one_draft(desk):
    conversation = desk.talk()
    ids = desk.twins(
        lambda session: drafting.open_draft(session, desk.guide, "c1", conversation, now=desk.now).id
    )
    assert len(set(ids)) == 1


def test_the_speaker_does_not_join_a_neighbours_household(desk):
    draft = desk.open_draft("c1", "俺邻居王奶奶82了，一个人过，没儿没女，也没收入")
    assert draft is None or not households.speaker_may_join(draft)


def test_two_conversations_have_two_drafts(desk):
    assert desk.open_draft("c1").id != desk.open_draft("c2").id


def test_a_talk_without_a_household_opens_nothing(desk):
    empty = drafting.open_draft(desk.session, desk.guide, "c1", bot.Conversation(), now=desk.now)
    assert empty is None


def test_what_is_ticked_stays_ticked_when_the_draft_is_judged_again(desk):
    draft = desk.open_draft()
    kept = draft.requests[-1]
    drafting.choose_requests(draft, {kept.id})
    desk.open_draft()
    assert [one.policy for one in drafting.chosen_requests(draft)] == [kept.policy]


def test_two_policies_that_exclude_each_other_are_not_both_ticked(desk):
    draft = desk.open_draft()
    for request in drafting.chosen_requests(draft):
        rivals = drafting.rivals(desk.guide, draft, request)
        assert not {one.policy for one in drafting.chosen_requests(draft)} & set(rivals)


def test_the_id_number_goes_before_the_stated_age(desk):
    draft = desk.open_draft()
    desk.fill_in(draft, father="99000019500305" + "001" + _check("99000019500305001"))
    father = households.read_situation(desk.guide, draft).person("father")
    assert father.facts["age_years"] == 76
    origins = {(one["person"], one["fact"]): one["from"] for one in draft.origins}
    assert origins["father", "age_years"] == FROM_ID_CARD


def test_what_the_applicant_filled_in_outlives_news_from_the_chat(desk):
    draft = desk.fill_in(desk.open_draft())
    desk.open_draft("c1", "俺爹今年78了，瘫在炕上三年，没有退休金，家里就俺种地", "户口在淄博")
    situation = households.read_situation(desk.guide, draft)
    assert situation.household["district"] == "linzi"
    assert situation.person("father").facts["age_years"] == 66


def test_removing_a_member_removes_what_was_asked_for_them(desk):
    draft = desk.open_draft()
    father = next(one for one in draft.members if one.person == "father")
    households.remove_member(desk.guide, draft, father)
    assert all(one.person != "father" for one in draft.requests)
    assert all(one.id != "father" for one in households.read_situation(desk.guide, draft).people)


def test_added_members_get_ids_of_their_own(desk):
    draft = desk.open_draft()
    sons = [households.add_member(desk.guide, draft, "son") for _ in range(2)]
    assert [one.person for one in sons] == ["son", "son_2"]


def test_only_what_no_department_knows_is_asked(desk):
    draft = desk.open_draft()
    for question in steps.open_questions(desk.guide, draft):
        definition = desk.guide.facts[question.fact]
        assert not set(definition.confirmed_by) & verifiers()
        assert definition.ask and definition.question


def test_what_is_learned_at_home_is_asked_and_what_records_tell_is_not(guide):
    assert steps.is_for_applicant(guide, "basic_living_at_risk")
    assert not steps.is_for_applicant(guide, "medical_insurance")
    assert not steps.is_for_applicant(guide, "disability_grade")


def test_the_steps_begin_with_the_choice_and_end_with_the_check(desk):
    draft = desk.open_draft()
    names = [one.name for one in steps.steps_of(draft)]
    assert names[0] == "choose" and names[-1] == "check"
    assert steps.first_waiting(desk.session, desk.guide, draft).name == "choose"
    assert steps.first_waiting(desk.session, desk.guide, desk.fill_in(draft)).name == "check"


def test_a_verdict_that_newer_rules_changed_is_kept_in_sight(desk):
    draft = desk.open_draft()
    request = draft.requests[0]
    draft.guide_version, request.verdict = "older", "met"
    drafting.judge(desk.guide, draft, None, desk.now)
    assert drafting.changes_of(draft) == [(request.policy, "met", "unknown")]
    drafting.judge(desk.guide, draft, None, desk.now)
    assert drafting.changes_of(draft) == [(request.policy, "met", "unknown")]


def test_what_is_under_way_is_not_offered_again(desk):
    first = desk.fill_in(desk.open_draft())
    kept = drafting.chosen_requests(first)[0]
    drafting.choose_requests(first, {kept.id})
    submit(desk.session, desk.guide, first, desk.now)
    again = desk.open_draft()
    assert again.id != first.id
    assert (kept.policy, kept.person) not in {(one.policy, one.person) for one in again.requests}


def test_another_household_gets_the_draft_while_nobody_stands_in_it(desk):
    talk = desk.talk(
        "俺爹今年78了，瘫在炕上三年，没有退休金", "俺邻居王奶奶82了，一个人过，没儿没女，也没收入"
    )
    assert len(talk.households) == 2
    desk.open_draft()
    drafting.open_draft(desk.session, desk.guide, "c1", talk, now=desk.now, household=talk.households[1].id)
    assert drafting.find_draft(desk.session, "c1").household == talk.households[1].id


def test_yuan_become_whole_fen_half_a_fen_upwards():
    assert drafting.to_fen(Decimal("577")) == 57700
    assert drafting.to_fen(Decimal("0.005")) == 1


def _check(digits):
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return "10X98765432"[sum(int(one) * weight for one, weight in zip(digits, weights, strict=True)) % 11]
