"""Which language a page has: by a link, kept in a cookie, or what the browser clearly asks for."""

import pytest

from webapp.languages import Language
from webapp.languages.choosing import preferred

MESSAGES = {"zh-Hans": "家里有啥难处", "zh-Hant": "家裡有啥難處", "en": "Hard times at home?"}


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ([], "zh-Hans"),
        ([("zh-CN", 1), ("zh", 0.9), ("en", 0.8)], "zh-Hans"),
        ([("zh-TW", 1), ("zh", 0.9), ("en", 0.8)], "zh-Hant"),
        ([("zh-Hant-HK", 1)], "zh-Hant"),
        ([("en-GB", 1), ("en", 0.9)], "en"),
        ([("en", 1), ("zh", 1)], "zh-Hans"),
        ([("en-US", 1), ("zh-CN", 0.9)], "en"),
        ([("ko", 1), ("ja", 0.9)], "zh-Hans"),
        ([("ko", 1), ("en", 0.5)], "en"),
        ([("*", 1)], "zh-Hans"),
    ],
)
def test_the_browser_is_heard_where_it_is_clear(accepted, language):
    assert preferred(accepted) is Language(language)


@pytest.mark.parametrize("language", MESSAGES)
def test_a_link_chooses_and_a_cookie_keeps(client, language):
    assert MESSAGES[language] in client.get(f"/?lang={language}").text
    assert MESSAGES[language] in client.get("/", headers={"Accept-Language": "ko"}).text


def test_without_a_word_of_the_browser_it_is_simplified_chinese(client):
    response = client.get("/")
    assert MESSAGES["zh-Hans"] in response.text and '<html lang="zh-CN"' in response.text
    assert "data-words" not in response.text and "language=" not in response.headers["Set-Cookie"]


def test_the_page_says_its_language_and_on_what_it_depends(client):
    response = client.get("/", headers={"Accept-Language": "zh-TW"})
    assert '<html lang="zh-Hant"' in response.text
    assert {"accept-language", "cookie"} <= {one.lower() for one in response.vary}


def test_a_language_that_nobody_offers_changes_nothing(client):
    response = client.get("/?lang=fr")
    assert MESSAGES["zh-Hans"] in response.text and "language=" not in response.headers.get("Set-Cookie", "")


@pytest.mark.parametrize("language", MESSAGES)
def test_every_page_links_to_the_other_languages_and_needs_no_script(client, language):
    text = client.get(f"/groups?lang={language}").text
    others = [one for one in MESSAGES if one != language]
    assert all(f'href="?lang={one}" lang="{one}"' in text for one in others)
    assert f'href="?lang={language}"' not in text


def test_desks_and_programs_speak_chinese_to_an_english_browser(client):
    english = {"Accept-Language": "en"}
    assert "Sign in" not in client.get("/staff/sign-in", headers=english).text
    assert client.get("/api/v1/policies/none", headers=english).json["detail"] == "没有这项政策。"
    assert "没有找到" in client.get("/staff/nowhere", headers=english).text
    assert MESSAGES["zh-Hans"] in client.get("/").text


def test_one_request_leaves_its_language_to_no_other(client):
    client.get("/?lang=en")
    client.delete_cookie("language")
    assert MESSAGES["zh-Hans"] in client.get("/").text
