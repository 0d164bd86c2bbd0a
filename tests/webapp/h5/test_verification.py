"""What an applicant sees of the verification: their own records, kindly, and nothing of anybody else's."""

import re

import pytest

from tests.builders import make_env
from tests.webapp.applications.conftest import NOW, Desk
from tests.webapp.applications.office import PLAIN, Office, member
from tests.webapp.h5.conftest import Visitor
from webapp.app import create_app
from webapp.applications import replying
from webapp.db import make_sessions
from webapp.models import VerificationReply
from webapp.settings import Settings

CONTRADICTED = PLAIN | {"contradicted": True}
PAGE = "/status/verification"


@pytest.fixture(scope="module")
def office(tmp_path_factory, guide, migrated_sqlite, module_sandbox):
    """An app whose verification platform is the sandbox."""
    place = tmp_path_factory.mktemp("h5-verification")
    (place / "test.db").write_bytes(migrated_sqlite)
    app = create_app(
        Settings.from_env(make_env(place, VERIFICATION_URL=f"{module_sandbox}/verification")), guide
    )
    app.testing = True
    with make_sessions(app.engine)() as session:
        desk = Desk(session, guide, app.index_hash)
        yield Office(desk, app.settings.verification_url, NOW), app
    app.engine.dispose()


def visit(office, application):
    """A visitor who has given the number and the tail of the applicant."""
    visitor = Visitor(office[1].test_client())
    visitor.open("/status")
    tail = next(one for one in application.members if one.is_applicant).id_number[-4:]
    page = visitor.send("number", number=application.number, id_tail=tail)
    assert page.status == 200
    return visitor


def verified(office, **wanted):
    application = office[0].verified(**wanted)
    return application, visit(office, application)


def replies(office, application):
    office[0].session.rollback()
    return office[0].session.query(VerificationReply).filter_by(application_id=application.id).all()


def test_while_nobody_was_asked_the_status_says_nothing_of_it(office):
    visitor = visit(office, office[0].file())
    assert "核对得怎么样了" not in visitor.page.text
    assert visitor.open(PAGE).path == "/status/shown"


def test_when_all_agrees_the_page_says_who_was_asked_and_what_came(office):
    _, visitor = verified(office, self__income_yuan_per_month=300)
    assert "问了 31 家，回了 31 家" in visitor.page.text
    page = visitor.open(PAGE)
    assert page.heading == "都回来了"
    assert "每月收入 300 元" in page.text and "跟您说的一样" in page.text
    assert "人社" in page.text and "问了 20 家，回了 20 家" in page.text
    assert "这是演示" in page.text


def test_while_answers_are_missing_it_says_whose_and_since_when(office):
    _, visitor = verified(office, own=PLAIN | {"sources": {"bank-icbc": "slow", "education": "failed"}})
    page = visitor.open(PAGE)
    assert "还在等几家回话" in page.heading
    assert re.search(r"工商银行</dt><dd>\d+ 月 \d+ 日问的，还没回", page.text)
    assert "这回没查成，过一阵再问" in page.text
    assert "问了 20 家，回了 19 家" in page.text


def test_a_contradiction_is_shown_from_both_sides_and_answered(office):
    application, visitor = verified(office, own=CONTRADICTED, self__income_yuan_per_month=0)
    assert "有一处" in visitor.page.text and PAGE in visitor.page.links
    page = visitor.open(PAGE)
    assert page.heading == "有一处跟您说的不一样"
    assert "没有收入" in page.text and "您在申请里填的" in page.text
    assert "人社查到的" in page.text and "每月收入 213 元" in page.text
    visitor.open(f"{PAGE}/1")
    page = visitor.send("choice", choice="both", words="那是去年的临时工钱")
    assert page.path == PAGE and "您回了：两边都对，有原因。“那是去年的临时工钱”" in page.text
    (reply,) = replies(office, application)
    assert (reply.person, reply.fact, reply.choice) == ("self", "income_yuan_per_month", "both")
    assert "看看哪里不一样" not in visitor.open("/status/shown").text
    assert (
        member(application, "self").application.situation["people"][1]["facts"]["income_yuan_per_month"] == 0
    )


def test_a_reply_can_be_changed_and_the_newest_counts(office):
    application, visitor = verified(office, own=CONTRADICTED, self__income_yuan_per_month=0)
    for choice in ("own", "office"):
        visitor.open(f"{PAGE}/1")
        page = visitor.send("choice", choice=choice)
    assert "您回了：部门查到的对" in page.text
    assert len(replies(office, application)) == 2
    newest = replying.find_replies(office[0].session, application)
    assert [one.choice for one in newest.values()] == ["office"]


@pytest.mark.parametrize(
    ("sent", "says"),
    [({}, "请选一样"), ({"choice": "maybe"}, "请选一样"), ({"choice": "both"}, "写一句是什么原因")],
)
def test_a_reply_that_lacks_something_says_what(office, sent, says):
    application, visitor = verified(office, own=CONTRADICTED, self__income_yuan_per_month=0)
    visitor.open(f"{PAGE}/1")
    page = visitor.send("choice", **sent)
    assert page.status == 422 and says in page.text
    assert replies(office, application) == []


def test_a_reply_to_a_fact_that_is_no_longer_that_number_is_not_taken(office):
    application, visitor = verified(office, own=CONTRADICTED, self__income_yuan_per_month=0)
    visitor.open(f"{PAGE}/1")
    page = visitor.send("choice", choice="own", fact="hukou")
    assert page.path == PAGE
    assert replies(office, application) == []
    assert visitor.open(f"{PAGE}/2").path == PAGE


def test_of_another_member_nothing_is_shown_but_that_something_differs(office):
    _, visitor = verified(office, father=CONTRADICTED, father__income_yuan_per_month=0)
    status, page = visitor.page.text, visitor.open(PAGE).text
    for text in (status, page):
        assert "家里有一位成员的情况对不上" in text
        assert "213" not in text and "父亲的" not in text
    assert visitor.open(f"{PAGE}/1").path == PAGE
    assert "没有收入" not in page and "每月收入" not in page.split("查到的您的情况")[0]


def test_a_fact_of_the_household_that_rests_on_anothers_records_stays_hidden(office):
    _, visitor = verified(office, father=CONTRADICTED, home__homes_owned=1)
    page = visitor.open(PAGE).text
    assert "家里有一位成员的情况对不上" in page
    assert "处房子" not in page


@pytest.mark.parametrize(
    ("fate", "says"), [("deceased", "有一处户籍记录要核一核"), ("moved-out", "户口迁走了吗？")]
)
def test_an_applicant_with_a_wrong_record_is_told_kindly_what_to_do(office, fate, says):
    _, visitor = verified(office, own=PLAIN | {"fate": fate})
    assert "有一处户籍记录要跟您核一核" in visitor.page.text
    page = visitor.open(PAGE).text
    assert says in page and "镇街" in page
    assert not re.search("死亡|去世|注销|deceased", page)


@pytest.mark.parametrize("fate", ["deceased", "moved-out"])
def test_of_anothers_record_only_that_it_has_changed(office, fate):
    _, visitor = verified(office, father=PLAIN | {"fate": fate})
    page = visitor.open(PAGE).text
    assert "家里有一位成员的户籍记录有变化" in page
    assert not re.search("死亡|去世|迁|父亲", page)


def test_nobody_sees_it_without_number_and_tail(office):
    application = office[0].verified()
    stranger = Visitor(office[1].test_client())
    for path in (PAGE, f"{PAGE}/1"):
        page = stranger.open(path)
        assert page.status == 403 and application.number not in page.text
    assert stranger.client.post(f"{PAGE}/1", data={"choice": "own"}).status_code in (400, 403)


def test_no_address_names_a_person_or_a_fact(office):
    _, visitor = verified(office, own=CONTRADICTED, self__income_yuan_per_month=0)
    page = visitor.open(PAGE)
    assert all("income" not in one and "self" not in one for one in page.links)
