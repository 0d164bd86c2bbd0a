"""What a sum is called: a loan as a loan, a part by its name, and conditional while the verdict is open."""

from decimal import Decimal

from bot import Conversation, Message, PolicyCard, render_plain, render_wechat, turn
from bot.composing.cards import amount_words
from bot.composing.leaflets import make_leaflet
from bot.composing.review import review
from knowledge import Amount, Situation

FATHER = "俺爹今年78了，瘫在炕上三年，没有退休金，家里就俺种地"


def card_of(reply, policy):
    return next(one for one in reply.blocks if isinstance(one, PolicyCard) and one.policy == policy)


def test_a_student_loan_is_said_to_be_paid_back(guide, day):
    reply = turn(guide, Conversation(), Message("我闺女考上大学了，没钱交学费"), day).reply
    amount = card_of(reply, "higher-education-aid").amount
    assert amount == "够条件的话，贷款每年最多 20,000 元（要还的）"
    assert amount in render_plain(reply) and amount in render_wechat(reply)


def test_a_loan_to_start_with_is_said_to_be_paid_back(guide, day):
    reply = turn(guide, Conversation(), Message("我下岗了想贷款开个早餐店"), day).reply
    assert "贷款最多 300,000 元（要还的）" in card_of(reply, "startup-loan").amount


def test_the_figures_of_a_loan_never_read_as_a_grant(guide, day):
    for policy in ("startup-loan", "higher-education-aid"):
        lines = [line for one in make_leaflet(guide, policy, day) for line in getattr(one, "entries", ())]
        lent = [line for line in lines if "额度上限" in line or "每年最高" in line]
        assert lent and all("要还" in line for line in lent[:1])


def test_an_open_sum_is_conditional_at_every_door(guide, day):
    asked = "俺爹瘫在炕上三年，有残疾证，重残护理补贴一个月多少"
    reply = turn(guide, Conversation(), Message(asked), day).reply
    amount = card_of(reply, "disability-nursing-subsidy").amount
    assert amount.startswith("够条件的话，每人每月至少 149 元")
    assert amount in render_plain(reply) and amount in render_wechat(reply)


def test_a_met_sum_names_the_parts_in_it(guide, day):
    household = {"household_size": 1, "area_kind": "rural", "aid_status": [], "has_notable_assets": False}
    facts = {
        "age_years": 75, "hukou": "zibo", "self_care": "none", "income_yuan_per_month": 100,
        "supporters": "none", "excluded_income_yuan_per_month": 0,
    }  # fmt: skip
    raw = {"household": household, "people": [{"id": "self", "relation": "self", "facts": facts}]}
    conversation = Conversation(
        households=(Situation.parse(raw, guide.facts, "h1"),), relevance={"extreme-poverty-support": 0.9}
    )
    card = card_of(review(guide, conversation, day), "extreme-poverty-support")
    assert card.verdict == "met" and card.amount.endswith("（含照料护理）")
    assert not card.amount.startswith("够条件的话")


def test_a_rough_sum_is_said_in_whole_yuan_that_promise_no_more():
    def said(low, high):
        ends = Decimal(low), high and Decimal(high)
        return amount_words(Amount(*ends, "元/人·月", high is None, None, ()))[0]

    assert said("1254.01", None) == "每人每月至少 1254 元"
    assert said("100.5", "200.01") == "每人每月大约 100 元 到 201 元"
    assert said("164.5", "164.5") == "每人每月164.5 元"


def test_what_rests_on_another_citys_rule_says_so(guide, day):
    hurt = turn(guide, Conversation(), Message("我在淄博送外卖，摔伤了，平台不赔"), day).reply
    card = card_of(hurt, "worker-hardship-aid")
    assert card.verdict == "met" and "淄博怎么定，以市总工会答复为准" in card.reason
    old = turn(guide, Conversation(), Message("俺娘有低保，今年七十了"), day).reply
    assert "淄博怎么定" not in card_of(old, "elderly-hardship-subsidy").reason
