"""The verification at a clerk's desk: at a glance, within the region, never without a trace."""

import re

import pytest

from tests.builders import make_env
from tests.colleagues import add_colleague, token_of
from tests.webapp.applications.conftest import NOW, Desk
from tests.webapp.applications.office import PLAIN, Office, member
from webapp.app import create_app
from webapp.applications import consent
from webapp.db import begin_write, make_sessions
from webapp.models import AuditRow, Role
from webapp.settings import Settings
from webapp.staff.regions import StaffRegion

CONTRADICTED = PLAIN | {"contradicted": True}


@pytest.fixture(scope="module")
def office(tmp_path_factory, guide, migrated_sqlite, module_sandbox):
    place = tmp_path_factory.mktemp("casework-verification")
    (place / "test.db").write_bytes(migrated_sqlite)
    app = create_app(
        Settings.from_env(make_env(place, VERIFICATION_URL=f"{module_sandbox}/verification")), guide
    )
    app.testing = True
    with make_sessions(app.engine)() as session:
        yield Office(Desk(session, guide, app.index_hash), app.settings.verification_url, NOW), app
    app.engine.dispose()


@pytest.fixture(scope="module")
def clerks(office):
    """A browser for each role, signed in at the town where the applications are filed, or above it."""
    app, town = office[1], StaffRegion("linzi", office[0].file().town)
    places = {Role.TOWN: town, Role.ASSISTANT: town, Role.LEAD: StaffRegion("linzi")}
    browsers = {}
    for role in (Role.TOWN, Role.DISTRICT, Role.CITY, Role.ASSISTANT, Role.LEAD):
        browsers[role] = app.test_client()
        colleague = add_colleague(app, role, region=places.get(role))
        colleague.sign_in(browsers[role])
        browsers[role].colleague = colleague
    return browsers


def path_of(application):
    return f"/casework/{application.id}/verification"


def see(office, clerks, application, role=Role.TOWN):
    office[0].session.rollback()
    return clerks[role].get(path_of(application))


def text_of(page):
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", " ", page.text))


def test_declared_and_verified_stand_beside_each_other_with_what_is_missing_since_when(office, clerks):
    slow = CONTRADICTED | {"sources": {"bank-icbc": "slow", "education": "failed"}}
    application = office[0].file(father=slow, father__income_yuan_per_month=0, home__has_notable_assets=False)
    office[0].verify(office[0].sign_older(application))
    office[0].work()
    text = text_of(see(office, clerks, application))
    assert "问了60家次，回了58家次" in text
    out = r"等工商银行，\d+月\d+日问的"
    assert re.search(rf"每月收入没有收入申请里填的每月收入213元人社，\d+月\d+日{out}对不上", text)
    assert re.search(rf"有没有大件家产没有大件家产.*{out}还没有", text)
    assert re.search(r"教育没查成那边没查成，\d+月\d+日\d\d:\d\d再问", text)
    assert "生活能不能自理全靠人照顾聊天里说的：“瘫在”" in text
    assert "王老根（父亲）：问了哪几家，还差2家" in text
    assert "医保授权书里没有" in text


def test_what_differs_comes_first_and_says_what_it_changes(office, clerks):
    poor = {
        "home__area_kind": "rural", "home__household_size": 2, "home__aid_status": [],
        "home__has_notable_assets": False, "self__hukou": "zibo", "father__hukou": "zibo",
        "self__income_yuan_per_month": 300, "father__household_member": True, "home__residence": "zibo",
    }  # fmt: skip
    application = office[0].verified(father=CONTRADICTED, father__income_yuan_per_month=1400, **poor)
    text = text_of(see(office, clerks, application))
    assert "按核对的算，会变的" in text
    assert re.search("最低生活保障（全家）符合，.*元还定不了", text)
    assert "符合→还定不了" in text
    father = text[text.index("王老根（父亲）情况本人说的") :]
    assert father.index("对不上") < father.index("一致")


@pytest.mark.parametrize(("fate", "words"), [("deceased", "记录为已死亡"), ("moved-out", "记录为户口迁出")])
def test_who_died_or_moved_stands_above_everything(office, clerks, fate, words):
    application = office[0].verified(father=PLAIN | {"fate": fate})
    text = text_of(see(office, clerks, application))
    assert f"王老根（父亲）：公安{words}" in text
    assert text.index(words) < text.index("情况本人说的")


def test_the_applicants_reply_stands_beside_what_it_is_about(office, clerks):
    application = office[0].verified(own=CONTRADICTED, self__income_yuan_per_month=0)
    citizen = office[1].test_client()
    tail = member(application, "self").id_number[-4:]
    page = citizen.get("/status")
    look = {"csrf_token": token_of(page.text), "number": application.number, "id_tail": tail}
    office[0].session.rollback()
    citizen.post("/status", data=look)
    page = citizen.get("/status/verification/1").text
    said = {
        "csrf_token": token_of(page),
        "fact": "income_yuan_per_month",
        "choice": "own",
        "words": "早不领了",
    }
    citizen.post("/status/verification/1", data=said)
    assert "回话：自己说的对，请再查。“早不领了”" in text_of(see(office, clerks, application))


def look_again(clerk, application, **fields):
    page = clerk.get(path_of(application)).text
    return clerk.post(path_of(application), data={"csrf_token": token_of(page), **fields})


def test_a_clerk_has_one_source_asked_again(office, clerks):
    application = office[0].verified()
    father = member(application, "father").position
    office[0].session.rollback()
    answer = look_again(clerks[Role.TOWN], application, member=father, source="bank-icbc")
    assert answer.status_code == 303
    office[0].session.rollback()
    newest = office[0].orders(application)[-1]
    assert [one.source for one in newest.results] == ["bank-icbc"]
    assert newest.by == f"staff:{clerks[Role.TOWN].colleague.id}"
    assert "等着送出" in text_of(see(office, clerks, application))


def test_without_an_authorisation_nobody_is_asked_again(office, clerks):
    application = office[0].verified()
    begin_write(office[0].session)
    consent.withdraw_authorisation(member(application, "father").authorisations[0], office[0].now)
    office[0].session.commit()
    father = member(application, "father").position
    page = see(office, clerks, application)
    assert "现在没有有效授权" in page.text and "再问工商银行" in page.text, "the son's may be asked"
    answer = look_again(clerks[Role.TOWN], application, member=father, source="bank-icbc")
    assert answer.status_code == 409 and "没有授权" in answer.text
    office[0].session.rollback()
    assert len(office[0].orders(application)) == 1


@pytest.mark.parametrize(
    "fields", [{}, {"member": "9", "source": "bank-icbc"}, {"member": "1", "source": "bank-x"}]
)
def test_what_is_not_there_cannot_be_asked(office, clerks, fields):
    application = office[0].verified()
    office[0].session.rollback()
    assert look_again(clerks[Role.TOWN], application, **fields).status_code == 404


@pytest.mark.parametrize("role", [Role.TOWN, Role.DISTRICT, Role.CITY])
def test_every_look_is_recorded_and_only_who_decides_may_look(office, clerks, role):
    application = office[0].verified()
    assert see(office, clerks, application, role).status_code == 200
    office[0].session.rollback()
    row = office[0].session.query(AuditRow).filter_by(subject=application.id, action="read").one()
    assert row.actor == f"staff:{clerks[role].colleague.id}" and "verification" in row.facts


@pytest.mark.parametrize("role", [Role.ASSISTANT, Role.LEAD])
def test_others_at_the_desk_see_nothing_of_it(office, clerks, role):
    assert see(office, clerks, office[0].verified(), role).status_code == 403


def test_another_town_sees_nothing_of_it(office):
    application, browser = office[0].verified(), office[1].test_client()
    add_colleague(office[1], Role.TOWN, region=StaffRegion("zhangdian", "370303001")).sign_in(browser)
    office[0].session.rollback()
    answer = browser.get(path_of(application))
    assert answer.status_code == 403 and "王老根" not in answer.text
    assert browser.get("/casework/" + "0" * 32 + "/verification").status_code == 404
