"""A resident walks through all pages in English, and in Traditional Chinese: no word of ours stays behind."""

import re
from html.parser import HTMLParser

import pytest

from tests.builders import make_id_number
from tests.webapp.h5.conftest import SAID, Visitor
from tests.webapp.h5.filed import file_for, refuse
from tests.webapp.h5.test_applying import Applicant
from webapp.applications.states import RequestState
from webapp.applications.supplements import EntryKind, Wanted
from webapp.languages.catalogues import load_catalogue, to_traditional
from webapp.languages.marking import CHINESE, HAS_CHINESE

VOID = frozenset({"br", "wbr", "img", "input", "meta", "link", "hr"})
READ_OUT = ("aria-label", "alt", "title", "placeholder")
PLACES = re.compile(r"%\(\w+\)s|\\\{\w+\\\}")
# What the guide, the bot or a citizen may say in words that we say as well.
SAID_BY_OTHERS = frozenset({"户口", "银行", "残疾证", "家庭经济状况核对授权书", "社会救助信用承诺书"})
GUIDE = (
    "/groups", "/groups/disabled", "/policies", "/policies?q=低保", "/policies?q=qqq",
    "/policies/subsistence-allowance", "/policies/temporary-assistance", "/policies/care-service/slip",
)  # fmt: skip
OPEN = (
    "/", "/status", "/apply", "/apply/resume", "/apply/declined", "/my/data", "/my/signed-out", "/publicity",
    "/receipt", "/receipts/AAAA", "/statistics", "/nowhere", "/sign/1", "/status/supplement",
)  # fmt: skip
FILED = (
    "/status/shown", "/status/change", "/status/change/birth", "/status/change/income", "/status/change/job",
    "/status/change/address", "/status/change/other", "/status/looks", "/status/withdraw",
    "/status/documents",
    "/status/documents/1", "/status/helpers", "/status/charity", "/status/commitment", "/status/feedback",
    "/status/supplement", "/my/data", "/sign/1", "/sign/2", "/sign/2/link", "/sign/2/withdraw", "/apply/done",
)  # fmt: skip


class Read(HTMLParser):
    """The words of a page with the language that the elements around them say."""

    def __init__(self, text):
        super().__init__()
        self.languages, self.unmarked, self.chinese, self.labels = [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.labels += [attrs[one] for one in READ_OUT if attrs.get(one)]
        if tag not in VOID:
            said = attrs.get("lang") or (self.languages[-1] if self.languages else "")
            self.languages.append(said)

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        self.languages.pop()

    def handle_data(self, words):
        if HAS_CHINESE.search(words) and not self.languages[-1].startswith("zh-Hant"):
            (self.chinese if self.languages[-1].startswith("zh") else self.unmarked).append(words.strip())


def our_words():
    """What recognises a sentence of ours, with anything filled in."""
    for one in load_catalogue("en"):
        fixed = re.sub(r"<[^>]+>", "", re.escape(one))
        least = 4 if PLACES.search(fixed) else 2
        if len(HAS_CHINESE.findall(PLACES.sub("", fixed))) >= least:
            yield PLACES.sub("[^，。；、]{1,20}", fixed)


OURS = re.compile("|".join(sorted(our_words(), key=len, reverse=True)))


def check_english(page):
    """Chinese stands in marked parts alone, and none of it is ours; no label for a screen reader is."""
    read = Read(page.text)
    assert '<html lang="en"' in page.text and read.languages == []
    assert read.unmarked == []
    runs = {run for words in read.chinese for run in (words, *CHINESE.findall(words))}
    links = {"简体中文"}
    assert sorted(one for one in runs - links - SAID_BY_OTHERS if OURS.fullmatch(one)) == []
    assert [one for one in read.labels if OURS.fullmatch(one)] == []


@pytest.fixture
def applicant_id():
    return make_id_number("1970-01-01")


@pytest.fixture
def english(client):
    client.get("/?lang=en")
    return Visitor(client)


@pytest.mark.parametrize("path", [*GUIDE, *OPEN])
def test_open_pages_are_english(english, path):
    check_english(english.open(path))


def test_a_conversation_is_english_around_what_is_said(english):
    check_english(english.say())
    assert f'<span lang="zh-Hans">{SAID}</span>' in english.page.text
    check_english(english.open("/chat/fact/1"))
    check_english(english.open("/result"))
    check_english(english.open("/"))
    check_english(english.say(""))


def test_every_step_of_an_application_is_english(english, applicant_id):
    english.say()
    walker, send = Applicant(english, applicant_id), english.send_page

    def read_and_send(**values):
        check_english(english.page)
        return send(**values)

    english.send_page = read_and_send
    page = walker.walk_to()
    assert page.path == "/apply/done" and len(walker.seen) > 12
    check_english(page)
    for path in FILED:
        check_english(english.open(path))


def test_what_is_wrong_is_said_in_english(english, applicant_id):
    english.say()
    walker = Applicant(english, applicant_id)
    for step, wrong in {
        "name": {"name": "王"}, "id-number": {"id_number": applicant_id[:15]}, "phone": {"phone": "1380"},
        "district": {"district": ""}, "address": {"address": "边"}, "card": {"bank_card": "12"},
        "authorise/1": {}, "commit": {"signed_name": "张三"},
    }.items():  # fmt: skip
        walker.walk_to(step)
        page = english.send_page(**wrong)
        check_english(page)
        if page.status == 422:
            assert "Please correct: " in page.text
    english.open("/status")
    check_english(english.send("number", number="ZB1", id_tail="1"))
    assert english.page.status == 422 and "Not found. The code or" not in english.page.text


def test_what_is_still_missing_is_asked_for_in_english(app, session, english):
    filed = file_for(app, session, english)
    check_english(filed.look_up())
    filed.ask(Wanted("户口簿首页", EntryKind.DOCUMENT, "部门没查到户口"), Wanted("去年的药费一共多少"))
    for path in ("/status/shown", "/status/supplement"):
        check_english(english.open(path))


def test_a_review_is_asked_for_in_english(app, session, english):
    filed = file_for(app, session, english)
    refuse(filed)
    check_english(filed.look_up())
    page = english.open(f"/status/object/{filed.request.id}")
    check_english(page)
    assert "我有意见。实际情况是" in page.text
    check_english(english.send("words", words=""))


def test_what_is_kept_of_an_english_visit_is_chinese(app, session, english):
    """Desks read it: who holds a request is written in no other language."""
    filed = file_for(app, session, english)
    filed.look_up()
    english.open("/status/withdraw")
    english.send_page(request=[str(filed.request.id)])
    request = filed.fresh()
    assert request.state == RequestState.WITHDRAWN and request.holder == "您"


def test_the_signed_paper_and_its_title_stay_chinese(english, app, session):
    file_for(app, session, english).look_up()
    page = english.open("/sign/paper/2")
    assert '<html lang="zh-CN">' in page.text and "家庭经济状况核对授权书" in page.text
    assert "What is signed is in Chinese." in page.text


def plain(text):
    return re.sub(r"<[^>]*>", "\n", re.sub(r'<a [^>]*lang="zh-Hans".*?</a>', "", text))


def test_pages_are_traditional_but_for_what_was_typed_or_is_signed(app, session, client, applicant_id):
    client.get("/?lang=zh-Hant")
    visitor = Visitor(client)
    for path in [*GUIDE, *OPEN]:
        words = plain(visitor.open(path).text).replace("東里鎮", "")
        assert words == to_traditional(words), path
    visitor.open("/")
    page = visitor.say()
    assert SAID in page.text and "我聽明白的" in page.text
    words = plain(page.text.replace(SAID, ""))
    assert words == to_traditional(words)
    walker = Applicant(visitor, applicant_id, father=make_id_number("1948-03-05"))
    page = walker.walk_to("authorise/1")
    assert "查到的情况只用来审核这次申请" in page.text and "先看完這份授權書" in page.text
