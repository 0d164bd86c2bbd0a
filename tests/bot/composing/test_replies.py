"""What a reply says about policies: one reason, one source, the sum with its year, what to do about a no."""

import dataclasses
from decimal import Decimal

import pytest

from bot import Answer, Checklist, Conversation, Link, Message, PolicyCard, Text, Working, review, turn
from bot.composing.cards import amount_words
from bot.composing.leaflets import make_leaflet, make_note
from bot.composing.paging import split
from bot.judging.granted import find_first_step, is_received
from bot.judging.relevant import match_conversation
from bot.render.wechat import blocks_size
from knowledge import Amount, KnownSet, Person, Situation, Verdict, assess


def conversation_of(guide, household, facts, policies, relation="self"):
    raw = {"household": household, "people": [{"id": "one", "relation": relation, "facts": facts}]}
    situation = Situation.parse(raw, guide.facts, "h1")
    return Conversation(households=(situation,), relevance=dict.fromkeys(policies, 0.8))


def cards_of(reply):
    return {one.policy: one for one in reply.blocks if isinstance(one, PolicyCard)}


POOR = {
    "area_kind": "rural", "household_size": 1, "household_income_yuan_per_month": 300,
    "aid_status": [], "has_notable_assets": False,
}  # fmt: skip
ELDER = {
    "age_years": 78, "hukou": "zibo", "self_care": "none", "disability_cert": False,
    "excluded_income_yuan_per_month": 0,
}  # fmt: skip
RECEIVING = {"aid_status": {"subsistence": True}}


def test_a_met_policy_shows_sum_year_source_and_working(guide, day):
    conversation = conversation_of(guide, POOR, ELDER, ["subsistence-allowance"])
    shown = review(guide, conversation, day)
    card = cards_of(shown)["subsistence-allowance"]
    assert (card.verdict, card.verdict_label) == ("met", "符合")
    assert card.amount == "全家每月至少 577 元" and "按2024年标准" in card.amount_note
    assert card.source.startswith("依据 ") and card.source.endswith("起施行")
    working = next(one for one in shown.blocks if isinstance(one, Working))
    assert any("877" in line.value for line in working.lines) and working.sources


def test_a_no_gives_the_condition_and_what_else_to_do(guide, day):
    rich = {**POOR, "household_income_yuan_per_month": 9000}
    conversation = conversation_of(guide, rich, ELDER, ["subsistence-allowance"])
    card = cards_of(review(guide, conversation, day))["subsistence-allowance"]
    assert card.verdict == "unmet" and card.reason.startswith("要求“") and card.change
    assert card.amount is None


def test_what_waits_for_an_aid_status_is_not_called_unmet(guide, day):
    conversation = conversation_of(guide, POOR, ELDER, ["care-service"])
    card = cards_of(review(guide, conversation, day))["care-service"]
    assert card.verdict == "unknown" and "以后可以有" in card.verdict_label


def test_the_base_aid_is_offered_where_other_aid_waits_for_it(guide, day):
    conversation = conversation_of(guide, POOR, ELDER, ["care-service"])
    assert "subsistence-allowance" in [one.id for one in match_conversation(guide, conversation, day)]


def test_a_refused_base_aid_lifts_nothing(guide, day):
    situation = Situation.parse(
        {"household": POOR, "people": [{"id": "one", "relation": "self", "facts": ELDER}]}, guide.facts
    )
    unmet = next(one for one in assess(guide, situation, day, ["care-service"]))
    assert unmet.verdict is Verdict.UNMET
    assert find_first_step(guide, situation, unmet, offers=[], on=day) is None
    assert find_first_step(guide, situation, unmet, offers=["subsistence-allowance"], on=day)


def test_what_is_received_is_said_and_not_asked_about(guide, day):
    conversation = conversation_of(guide, RECEIVING, {}, ["subsistence-allowance"])
    card = cards_of(review(guide, conversation, day))["subsistence-allowance"]
    assert card.verdict_label == "已经在领"
    links = [one.action for one in review(guide, conversation, day).blocks if isinstance(one, Link)]
    assert "apply" not in links


def test_receiving_is_read_from_every_fact_that_says_so(guide):
    person = Person("one", "self", {"receives": KnownSet(frozenset({"orphan-living"}))})
    situation = Situation("h1", {"household_receives": KnownSet(frozenset({"barrier-free-home"}))}, (person,))
    assert is_received(guide, situation, "orphan-living", "one")
    assert is_received(guide, situation, "barrier-free-home", None)
    assert not is_received(guide, situation, "care-service", "one")


def test_what_is_had_elsewhere_comes_with_a_slip_and_no_application(guide, day):
    facts = {"illnesses": {"uremia": True}, "on_dialysis": True}
    shown = review(guide, conversation_of(guide, RECEIVING, facts, ["kidney-charity"]), day)
    assert guide.policies["kidney-charity"].filing == "elsewhere"
    slip = next(one for one in shown.blocks if isinstance(one, Checklist))
    assert any(entry.startswith("谁来管") for entry in slip.entries)
    assert "apply" not in [one.action for one in shown.blocks if isinstance(one, Link)]


def test_every_part_of_the_result_has_a_heading(guide, day):
    shown = review(guide, conversation_of(guide, POOR, ELDER, ["subsistence-allowance", "care-service"]), day)
    headings = [one.text for one in shown.blocks if isinstance(one, Text) and one.heading]
    assert headings[:2] == ["全家，1 口人", "您，78 岁"]


def test_an_empty_conversation_has_nothing_to_review(guide, day):
    assert [type(one) for one in review(guide, Conversation(), day).blocks] == [Text]


def test_a_card_is_shown_again_only_when_its_verdict_changes(guide, day):
    conversation = conversation_of(guide, {"aid_status": []}, ELDER, ["subsistence-allowance"])
    said = Message("家里就我一个人，住在村里，每月三百块钱，没有车没有存款")
    conversation = turn(guide, conversation, said, day).conversation
    pending = conversation.pending
    assert pending is None or "subsistence-allowance" in "".join(conversation.shown)


@pytest.mark.parametrize(
    ("low", "high", "at_least", "words"),
    [
        ("989", "989", False, "每人每月989 元"),
        ("100", "300", False, "每人每月大约 100 元 到 300 元"),
        ("0", "300", False, "每人每月最多 300 元"),
        ("989", None, True, "每人每月至少 989 元"),
        ("0", None, True, None),
    ],
)
def test_a_sum_is_written_as_exact_range_most_or_least(low, high, at_least, words):
    top = None if high is None else Decimal(high)
    amount = Amount(Decimal(low), top, "元/人·月", at_least, 2024, ())
    assert amount_words(amount)[0] == words


def test_no_sum_is_promised(guide, day):
    for policy in guide.policies:
        for block in make_leaflet(guide, policy, day):
            assert "保证" not in str(block) and "一定能" not in str(block)


@pytest.mark.parametrize("policy", ["subsistence-allowance", "qihuibao", "legal-aid", "orphan-living"])
def test_a_note_on_a_policy_has_figures_or_help_a_source_and_a_link(guide, day, policy):
    note = make_note(guide, policy, "多少钱", day)
    assert [type(one) for one in note[-1:]] == [Link]
    assert any(isinstance(one, Text) and one.text.startswith("依据") for one in note)


def test_a_note_says_where_only_when_asked(guide, day):
    asked = make_note(guide, "legal-aid", "法律援助去哪里办", day)
    plain = make_note(guide, "legal-aid", "法律援助是什么", day)
    assert len(asked) > len(plain)


def test_old_figures_say_that_they_may_have_changed(guide, day):
    note = str(make_note(guide, "subsistence-allowance", "多少钱", day))
    assert "989" in note and "如有调整以最新公布为准" in note
    assert "924" not in note


def test_pages_fit_a_message_and_lose_nothing(guide, day):
    blocks = [Text("标题", heading=True), *(Text("十个字的一句话放这里。" * 20) for _ in range(12))]
    pages = split(blocks)
    assert len(pages) > 1 and [one for page in pages for one in page] == blocks
    assert all(blocks_size(page) <= 1500 for page in pages)


def test_a_heading_is_not_left_at_the_end_of_a_page():
    blocks = [Text("话。" * 200), Text("标题", heading=True), Text("话。" * 120)]
    pages = split(blocks)
    assert pages[0] == (blocks[0],) and pages[1] == tuple(blocks[1:])


def test_no_page_holds_a_heading_alone():
    card = PolicyCard("p", "低保", "全家", "met", "符合", "对得上：" + "话" * 300)
    blocks = [Text("全家", heading=True), card, Text("话。" * 150), Text("您", heading=True), card]
    pages = split(blocks)
    assert [one for page in pages for one in page] == blocks
    assert not [page for page in pages if all(isinstance(one, Text) and one.heading for one in page)]


def test_more_goes_through_all_pages_and_ends(guide, day):
    policies = ["subsistence-allowance", "care-service", "disability-nursing-subsidy", "temporary-assistance"]
    conversation = conversation_of(guide, POOR, ELDER, policies)
    seen = []
    for _ in range(9):
        answered = turn(guide, conversation, Message("更多", choice="go.more"), day)
        conversation = answered.conversation
        if any(isinstance(one, Text) and "没有更多" in one.text for one in answered.reply.blocks):
            break
        seen += [one for one in answered.reply.blocks if not isinstance(one, Link)]
    else:
        raise AssertionError("更多没有尽头")
    whole = [one for one in review(guide, conversation, day).blocks if not isinstance(one, Link)]
    assert seen == whole


def test_a_fact_changed_by_its_chip_changes_the_verdict(guide, day):
    conversation = conversation_of(guide, POOR, ELDER, ["subsistence-allowance"])
    answer = Answer("household_income_yuan_per_month", None, "h1", 9000)
    changed = turn(guide, conversation, Message(answer=answer), day).conversation
    assert cards_of(review(guide, changed, day))["subsistence-allowance"].verdict == "unmet"


def test_two_households_keep_their_own_needs(guide, day):
    first = conversation_of(guide, {"aid_status": []}, {"illnesses": {"uremia": True}}, ["kidney-charity"])
    neighbour = Situation("h2", {}, (Person("n", "neighbour", {"age_years": 80}),))
    households = (*first.households, neighbour)
    both = dataclasses.replace(first, households=households, homes={"kidney-charity": "h1"})
    matched = match_conversation(guide, both, day)
    assert {one.household for one in matched if one.id == "kidney-charity"} == {"h1"}
