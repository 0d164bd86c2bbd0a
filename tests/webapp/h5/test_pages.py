"""Home, chat, result and guide, without any script."""

import gzip
import re

import pytest

from tests.webapp.h5.conftest import SAID, Visitor

PAGES = ("/", "/groups", "/groups/disabled", "/policies", "/policies?q=低保", "/status", "/apply", "/my/data")


@pytest.mark.parametrize("path", PAGES)
def test_pages_open_have_one_heading_and_stay_small(client, path):
    response = client.get(path)
    assert response.status_code == 200
    assert response.text.count("<h1") == 1
    assert len(gzip.compress(response.data)) < 60_000
    assert '<html lang="zh-CN"' in response.text


@pytest.mark.parametrize("path", PAGES)
def test_nothing_comes_from_elsewhere_and_nothing_is_inline(client, path):
    text = client.get(path).text
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//', text)
    assert "<style" not in text and 'style="' not in text
    assert not re.search(r"<script(?![^>]* src=)", text)
    assert not re.search(r'\son[a-z]+="', text)


def test_style_and_script_together_with_a_page_stay_under_sixty_kilobytes(client):
    page = client.get("/policies/subsistence-allowance")
    assets = re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text)
    assert len(assets) == 3
    total = len(gzip.compress(page.data))
    for address in assets:
        with client.get(address) as asset:
            total += len(gzip.compress(asset.data))
    assert total < 60_000


def test_every_policy_has_a_page_with_where_and_the_note_on_its_origin(client, guide):
    for policy in guide.policies:
        text = client.get(f"/policies/{policy}").text
        assert "到哪里办" in text and "照着公开文件整理" in text


def test_a_policy_page_shows_figures_with_year_and_source_and_no_other_city(client):
    text = client.get("/policies/subsistence-allowance").text
    assert "每人每月至少 <b>877</b> 元" in text and "2024 年 1 月的标准" in text
    assert "at least <b>¥877</b>" in client.get("/policies/subsistence-allowance?lang=en").text
    assert "600" not in re.sub(r"<[^>]+>", "", text).split("谁能领")[0]
    assert "江苏" not in text and "长宁" not in text and "种子" not in text


def plain(text):
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", text))


def test_a_time_limit_says_where_it_holds_from_when_it_counts_and_for_whom(client):
    text = plain(client.get("/policies/subsistence-allowance").text).split("多长时间")[1]
    country, linzi = text.split("临淄区", 1)
    assert country.startswith("全国从受理到办完，一般不超过30个工作日从受理那天算，周末、节假日不算。")
    assert "能延长的：公示有人提意见、人户分离、异地申请" in country
    assert "20个工作日" in linzi and "《临淄区人民政府关于统筹完善社会救助体系的意见》" in linzi
    urgent = plain(client.get("/policies/temporary-assistance").text)
    assert "从受理那一刻算。只管这样的：急难型。" in urgent


def test_every_time_limit_in_force_is_on_the_page(client, guide):
    for id, policy in guide.policies.items():
        text = plain(client.get(f"/policies/{id}").text)
        assert all(plain(one.says) in text for one in policy.time_limits if one.until is None)


def test_what_a_grant_opens_and_what_opens_it_are_linked_both_ways(client, guide):
    for id, policy in guide.policies.items():
        text = client.get(f"/policies/{id}").text
        opened_by = text.split('aria-label="先办的"')[-1].split("</nav>")[0]
        assert all(f'href="/policies/{one}"' in opened_by for one in policy.follows)
        for other in policy.follows:
            opens = client.get(f"/policies/{other}").text.split('aria-label="批了以后接着能办的"')[1]
            assert f'href="/policies/{id}"' in opens.split("</nav>")[0]
    assert "批下来就有了这个身份：全家低保。" in client.get("/policies/subsistence-allowance").text


def test_how_often_it_is_looked_at_again_is_said_in_months(client):
    assert "过12个月再看一次。" in plain(client.get("/policies/veteran-pension-medical").text)
    assert "再看一次" not in plain(client.get("/policies/legal-aid").text)


def test_every_group_lists_its_policies(client, guide):
    listed = set()
    for group in guide.groups:
        listed |= set(re.findall(r'href="/policies/([a-z-]+)"', client.get(f"/groups/{group}").text))
    assert listed == set(guide.policies)


def test_the_search_finds_by_everyday_name(client):
    assert "/policies/extreme-poverty-support" in client.get("/policies?q=五保").text
    assert "没有找到" in client.get("/policies?q=路灯坏了").text


def test_notices_are_found_by_every_district_and_zone_that_can_be_applied_in(client, guide):
    page = client.get("/publicity").text
    for district in guide.regions.districts.values():
        listed = page.partition(f"<summary>{district.name}")[2].partition("</details>")[0]
        assert "/publicity/3703" in listed, district.name


@pytest.mark.parametrize("wanted", ["残疾证", "残及证"])
def test_the_search_finds_what_policies_speak_of_also_where_it_is_written_by_sound(client, wanted):
    found = client.get(f"/policies?q={wanted}").text
    assert "/policies/disability-living-subsidy" in found and "/policies/disability-nursing-subsidy" in found
    assert "没有找到" in client.get("/policies?q=路灯").text


def test_a_sentence_becomes_chips_cards_and_one_question(visitor):
    page = visitor.say()
    assert page.path == "/chat"
    assert SAID in page.text
    assert any(link.startswith("/chat/fact/") for link in page.links)
    assert "父亲 78 岁" in page.text
    assert page.choices("question")


def test_a_question_is_answered_by_ticking(visitor):
    page = visitor.say()
    first = page.heading
    choice = page.choices("choice")[-2]
    page = visitor.send("question", choice=choice)
    assert page.path == "/chat" and page.heading != first


def test_free_words_go_on_with_the_talk(visitor):
    visitor.say()
    assert "1100" in visitor.send("text", text="俺一个月能挣1100块钱").text.replace(",", "")


def test_an_empty_form_says_what_is_missing(visitor):
    visitor.open("/")
    page = visitor.send("text", text="  ")
    assert page.status == 422 and "写一句话" in page.text


def test_a_chip_is_corrected_on_a_page_of_its_own(visitor):
    page = visitor.say()
    age = next(link for link in page.links if link.startswith("/chat/fact/"))
    page = visitor.open(age)
    assert "父亲 78 岁" in page.text
    page = visitor.send("subject", typed="81")
    assert page.path == "/chat" and "父亲 81 岁" in page.text


def test_a_chip_is_taken_away(visitor):
    page = visitor.say()
    visitor.open(next(link for link in page.links if link.startswith("/chat/fact/")))
    page = visitor.send("subject", do="take-back")
    assert "父亲 78 岁" not in page.text


@pytest.mark.parametrize(("typed", "words"), [("二百", "只写数字"), ("700", "0 到 120"), ("", "请选一项")])
def test_a_wrong_correction_is_told(visitor, typed, words):
    page = visitor.say()
    visitor.open(next(link for link in page.links if link.startswith("/chat/fact/")))
    page = visitor.send("subject", typed=typed)
    assert page.status == 422 and words in page.text


def test_the_result_lists_verdicts_in_words_with_their_source(visitor):
    visitor.say()
    page = visitor.open("/result")
    assert "还差" in page.text and "依据" in page.text
    assert "/apply" in page.links


def test_the_conversation_id_never_stands_in_an_address(visitor, client):
    page = visitor.say()
    with client.session_transaction() as cookie:
        secret = cookie["conversation"]
    assert len(secret) >= 20
    assert secret not in page.text and secret not in page.path


def test_an_expired_conversation_is_told_kindly_and_begins_anew(visitor, client, app, session):
    visitor.say()
    with client.session_transaction() as cookie:
        cookie["conversation"] = "gone"
    page = visitor.open("/chat")
    assert page.status == 410 and "已经清掉了" in page.heading
    assert visitor.open("/").status == 200


def test_words_typed_into_a_page_whose_cookie_is_gone_come_back(visitor, client):
    visitor.open("/")
    client.delete_cookie("zizhuni")
    page = visitor.send("text", text="俺娘80了，眼看不见")
    assert page.status == 400
    assert "俺娘80了，眼看不见</textarea>" in page.text
    assert "80" in visitor.send("text", text="俺娘80了，眼看不见").text
    assert visitor.page.path == "/chat"


def test_words_said_after_the_expiry_are_not_lost(visitor, client):
    visitor.say()
    with client.session_transaction() as cookie:
        cookie["conversation"] = "gone"
    page = visitor.send("text", text="俺娘80了，眼看不见")
    assert "俺娘80了" in page.text and "重新开始" in page.text


def test_starting_anew_deletes_what_was_said(visitor, client):
    visitor.say()
    visitor.open("/my/data")
    client.post("/chat/restart", data={"csrf_token": visitor.page.choices("csrf_token")[0]})
    assert visitor.open("/chat").path == "/"


def test_what_is_said_is_shown_as_text(visitor):
    page = visitor.say("<script>alert(1)</script>俺爹78了")
    assert "<script>alert" not in page.text


def test_large_type_is_one_tap_and_kept(client):
    visitor = Visitor(client)
    visitor.open("/groups")
    form = visitor.page.form_with("back")
    client.post(form["action"], data={"csrf_token": visitor.page.choices("csrf_token")[0], "size": "large"})
    assert 'class="large"' in client.get("/").text
    assert "标准字" in client.get("/policies").text


def test_the_way_back_never_leads_to_another_site(client):
    visitor = Visitor(client)
    visitor.open("/")
    token = visitor.page.choices("csrf_token")[0]
    for back in ("//evil.example", "https://evil.example", "/\\evil.example"):
        sent = {"csrf_token": token, "size": "large", "back": back}
        assert client.post("/text-size", data=sent).location == "/"


def test_unknown_addresses_get_a_kind_page(client):
    for path in ("/nothing", "/policies/nothing", "/groups/nothing", "/apply/nothing"):
        response = client.get(path, follow_redirects=True)
        assert "<h1" in response.text and "traceback" not in response.text.lower()


def test_a_form_of_another_site_is_refused(client):
    assert client.post("/chat", data={"text": SAID}).status_code == 400


def test_danger_comes_first_with_numbers_to_call(visitor):
    page = visitor.say("他又打我，我不想活了")
    assert "tel:110" in page.text and 'class="urgent"' in page.text


def test_english_is_answered_in_english(visitor):
    page = visitor.say("My husband is paralysed and we have no income")
    assert page.path == "/chat" and "Please write in Chinese" in page.text and "call 12345" in page.text
    assert "没听明白" not in page.text
