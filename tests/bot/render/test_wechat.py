"""WeChat text: within the limit, every tag closed, nothing from outside opens one."""

import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import (
    Checklist,
    Choice,
    Link,
    Message,
    PolicyCard,
    Question,
    QuestionBlock,
    Reply,
    Text,
    Urgent,
    render_wechat,
    turn,
)
from bot.conversation import Conversation
from bot.render.wechat import LIMIT, cut, menu_link, size

MENU = r"weixin://bizmsgmenu\?msgmenucontent=[^\"<>&\s]+&msgmenuid=[^\"<>&\s]+"
MINI = r'data-miniprogram-appid="[\w.-]+" data-miniprogram-path="[\w/?=.-]+" '
TAG = re.compile(rf'<a (?:{MINI})?href="(?:{MENU}|tel:\d+|https?://[^"<>\s]+)">[^<>]+</a>')
FIXTURES = [HealthCheck.function_scoped_fixture]
SAID = ["俺爹78了瘫在炕上没有退休金", "低保多少钱", "我是低保户残疾二级", "孩子上大学没钱交学费"]
relaxed = settings(max_examples=60, deadline=None, suppress_health_check=FIXTURES)


def question(labels, text="您家几口人？"):
    choices = tuple(Choice(f"q1.{n}", label, n) for n, label in enumerate(labels, 1))
    return QuestionBlock(Question("q1", "h1", None, "household_size", text, "为什么问。", choices))


def assert_sound(text):
    assert size(text) <= LIMIT
    rest = TAG.sub("", text)
    assert "<" not in rest and ">" not in rest


def test_choices_can_be_tapped():
    shown = render_wechat(Reply((question(["有低保", "不清楚"]),)))
    assert '<a href="weixin://bizmsgmenu?msgmenucontent=有低保&msgmenuid=q1.1">有低保</a>' in shown
    assert_sound(shown)


def test_what_would_end_a_link_is_encoded():
    link = menu_link('是"&<x> 1', "q1.1")
    assert TAG.fullmatch(link)
    assert "%22%26%3Cx%3E%201" in link and "＜x＞" in link


def test_words_cannot_open_a_tag():
    shown = render_wechat(Reply((Text('<a href="http://evil">点我</a> & <script>'),)))
    assert "<" not in shown and "&" not in shown


def test_long_text_is_cut_at_the_end_of_a_sentence_with_more_to_tap():
    shown = render_wechat(Reply((Text("这是一句有十几个字的话。" * 200), question(["有", "没有"]))))
    assert_sound(shown)
    body = shown.split("\n<a")[0]
    assert body.endswith("。")
    assert "更多" in shown and "msgmenuid=q1.2" in shown


def test_cut_never_breaks_a_sentence():
    assert cut("一二三。四五六。", 14) == "一二三。"
    assert cut("一二三四五六七八", 6) == ""


def test_many_long_choices_stay_within_the_limit():
    assert_sound(render_wechat(Reply((Text("短。"), question(["长" * 60] * 12)))))


def test_phones_can_be_called():
    shown = render_wechat(Reply((Urgent("danger", "先打电话", ("一句。",), (("报警", "110"),)),)))
    assert '报警 <a href="tel:110">110</a>' in shown


def test_an_address_is_a_link_and_anything_else_is_sent_back():
    shown = render_wechat(Reply((Link("填申请", "apply", "https://zizhu.example/apply/1?x=1"),)))
    assert '<a href="https://zizhu.example/apply/1?x=1">填申请</a>' in shown
    shown = render_wechat(Reply((Link("填申请", "apply", 'javascript:alert("x")'),)))
    assert "msgmenuid=go.apply.javascript%3Aalert%28%22x%22%29" in shown


def test_cards_are_numbered_and_say_the_verdict_in_words():
    card = PolicyCard("a", "低保", "全家", "met", "符合", "因为。", amount="每月 10 元", source="依据 甲")
    shown = render_wechat(Reply((card, card)))
    assert "①低保（全家） ✓符合" in shown and "②低保" in shown and "每月 10 元" in shown


ROOT = "https://zizhu.example/"


def test_cards_link_to_their_page_and_where_there_is_one_to_the_mini_program():
    card = PolicyCard("subsistence-allowance", "低保", "全家", "met", "符合", "因为。")
    shown = render_wechat(Reply((card,)), root=ROOT)
    assert '①<a href="https://zizhu.example/policies/subsistence-allowance">低保</a>（全家）' in shown
    mini = render_wechat(Reply((card,)), root=ROOT, miniprogram="wx123")
    assert 'data-miniprogram-path="pages/policy/policy?id=subsistence-allowance" href="https://' in mini
    for one in (shown, mini):
        assert_sound(one)


@pytest.mark.parametrize("root", ["", "javascript:alert(1)/", 'https://x/"><b>/', "https://x y/"])
def test_a_root_that_is_no_address_makes_no_link(root):
    card = PolicyCard("a", "低保", "全家", "met", "符合", "因为。")
    assert "<" not in render_wechat(Reply((card,)), root=root)


def test_links_of_the_last_cards_give_way_first():
    card = PolicyCard("a", "低保", "全家", "met", "符合", "因为这一条。" * 15)
    cards = [replace(card, policy=f"policy-{number}") for number in range(5)]
    shown = render_wechat(Reply(tuple(cards)), root=ROOT + "a" * 40 + "/")
    assert_sound(shown)
    assert "policy-0" in shown and "policy-4" not in shown and shown.count("因为这一条。") == 75


def test_blocks_are_shown_in_the_order_of_the_bot():
    shown = render_wechat(Reply((Text("甲。"), question(["有", "没有"]), Text("乙。"), Link("更多", "more"))))
    places = [shown.index(words) for words in ("甲。", "您家几口人", "乙。", "更多")]
    assert places == sorted(places)


def test_a_link_that_speaks_for_the_citizen_sends_its_words():
    shown = render_wechat(Reply((Link("家在张店区", "say"),)))
    assert "msgmenucontent=家在张店区&msgmenuid=say" in shown


def test_sources_give_way_before_anything_is_cut():
    card = PolicyCard("a", "低保", "全家", "met", "符合", "因为这一条。", source="依据 " + "甲" * 200)
    shown = render_wechat(Reply((card, card, card, question(["有", "没有"]))))
    assert "依据" not in shown and "更多" not in shown and shown.count("因为这一条。") == 3


def test_in_brief_a_refusal_keeps_its_reason():
    open_card = PolicyCard("a", "低保", "全家", "unknown", "还差一个情况", "还要知道一件事。" * 30)
    refused = PolicyCard("b", "特困", "您", "unmet", "不符合", "要求这一条。", source="依据 " + "甲" * 300)
    shown = render_wechat(Reply((open_card, open_card, refused, question(["有", "没有"]))))
    assert "要求这一条。" in shown and "还要知道" not in shown and "②低保" in shown


@relaxed
@given(st.lists(st.text(max_size=400), max_size=6), st.lists(st.text(min_size=1, max_size=40), max_size=9))
def test_any_words_render_within_the_limit_with_closed_tags(texts, labels):
    labels = [label for label in labels if label.strip() and label.isprintable()]
    shown = render_wechat(Reply((*map(Text, texts), Checklist("题", tuple(texts)), question(labels))))
    assert_sound(shown)


@pytest.mark.parametrize("text", SAID)
def test_real_replies_are_sound(guide, day, text):
    assert_sound(render_wechat(turn(guide, Conversation(), Message(text), day).reply))
