"""Warnings at the desk: codes in the list, the purpose before a name, visits, each in their own town."""

import re

import pytest
from sqlalchemy import select

from tests.builders import make_env
from tests.colleagues import CSRF, add_colleague
from tests.webapp.monitoring.conftest import OTHER_TOWN, TOWN, Tables
from webapp.app import create_app
from webapp.db import make_sessions
from webapp.models import AuditRow, ContactRefusal, Role, WarningRow, WarningVisit
from webapp.settings import Settings
from webapp.staff.regions import StaffRegion

PRESS = re.compile(r'name="press" value="([^"]+)"')
PEOPLE = {
    "town": (Role.TOWN, StaffRegion("linzi", TOWN)),
    "other": (Role.TOWN, StaffRegion("zhangdian", OTHER_TOWN)),
    "district": (Role.DISTRICT, StaffRegion("linzi")),
    "walker": (Role.ASSISTANT, StaffRegion("linzi", TOWN)),
    "mate": (Role.ASSISTANT, StaffRegion("linzi", TOWN)),
}  # fmt: skip


class AtDesk:
    """Everybody at the desks, with tables that the command pushes from."""

    def __init__(self, app, session, tables):
        self.app, self.session, self.tables = app, session, tables
        self.browsers, self.ids = {}, {}
        for name, (role, region) in PEOPLE.items():
            self.browsers[name] = app.test_client()
            colleague = add_colleague(app, role, region=region)
            colleague.sign_in(self.browsers[name])
            self.ids[name] = colleague.id

    def push(self, **facts):
        """Somebody new is pushed: (their ID number, the id of the warning)."""
        number = self.tables.add(**facts)
        self.tables.watch(since=self.tables.runs > 0)
        self.session.rollback()
        newest = select(WarningRow.id).order_by(WarningRow.id.desc())
        return number, self.session.scalars(newest).first()

    def get(self, name, path):
        self.session.rollback()
        return self.browsers[name].get(path)

    def post(self, name, path, **values):
        token = CSRF.search(self.get(name, "/casework/warnings").text).group(1)
        answer = self.browsers[name].post(path, data={"csrf_token": token, **values})
        self.session.rollback()
        self.session.expire_all()
        return answer

    def look(self, name, id, reason="handling"):
        return self.post(name, f"/casework/warnings/{id}", reason=reason)

    def visit(self, name, id, **values):
        """As on the page: opened for a purpose, filled in, pressed."""
        page = self.look(name, id).text
        day = re.search(r'name="visited_on"[^>]*value="([^"]+)"', page).group(1)
        sent = {"press": PRESS.search(page).group(1), "reason": "handling", "visited_on": day, **values}
        return self.post(name, f"/casework/warnings/{id}/visit", **sent)


@pytest.fixture
def desk(guide, migrated_sqlite, tmp_path, capsys, monkeypatch):
    (tmp_path / "test.db").write_bytes(migrated_sqlite)
    env = make_env(tmp_path)
    app = create_app(Settings.from_env(env), guide)
    app.testing = True
    (tmp_path / "tables").mkdir()
    with make_sessions(app.engine)() as session:
        yield AtDesk(app, session, Tables(tmp_path / "tables", capsys, env, monkeypatch))
    app.engine.dispose()


def test_from_the_push_to_the_second_visit_each_sees_what_is_theirs(desk):
    number, id = desk.push()
    page = desk.get("town", "/casework/warnings").text
    assert "老人一个人住" in page and "临淄区金山镇" in page and "王h" not in page and "边河村" not in page
    assert "现在没有要去看的" in desk.get("walker", "/casework/warnings").text
    for name in ("other", "walker"):
        assert desk.get(name, f"/casework/warnings/{id}").status_code == 403
        assert desk.look(name, id).status_code == 403
    assert desk.post("district", f"/casework/warnings/{id}/visit").status_code == 403
    assert desk.post("town", "/casework/warnings", warning=id).status_code == 422
    assert (
        desk.post("town", "/casework/warnings", warning=id, assistant=desk.ids["walker"]).status_code == 303
    )
    assert desk.get("mate", f"/casework/warnings/{id}").status_code == 403
    asked = desk.get("walker", f"/casework/warnings/{id}").text
    assert "为什么看" in asked and "王h" not in asked
    assert desk.look("walker", id, reason="supervision").status_code == 422
    page = desk.look("walker", id).text
    for words in ("王h00000", "13805330000", "边河村 12 号", "84 岁", "局里先定的", "《", "去了看看"):
        assert words in page
    assert number not in page
    read = desk.session.scalars(select(AuditRow).where(AuditRow.action == "read")).all()
    assert [(row.subject, row.reason, row.actor) for row in read] == [
        (f"warning:{id}", "handling", f"staff:{desk.ids['walker']}")
    ]
    assert "age_years" in read[0].facts and "address" in read[0].facts
    assert desk.visit("walker", id).status_code == 422, "what came of it has to be said"
    assert desk.visit("walker", id, outcome="not-found").status_code == 303
    assert "再去一趟" in desk.get("walker", "/casework/warnings").text
    assert desk.visit("walker", id, outcome="helped").status_code == 422, "what the help was"
    assert desk.visit("walker", id, outcome="not-found", note="邻居说去闺女家了").status_code == 303
    row = desk.session.get(WarningRow, id)
    assert (row.state, row.result) == ("closed", "not-found") and row.closed_at and row.settled_at is None
    assert "现在没有要去看的" in desk.get("town", "/casework/warnings").text
    page = desk.look("district", id, reason="review").text
    assert "邻居说去闺女家了" in page and "记在这里" not in page


def test_somebody_in_need_is_helped_and_a_second_press_counts_once(desk):
    _, id = desk.push(age_years=86)
    page = desk.look("town", id).text
    press = PRESS.search(page).group(1)
    sent = {"press": press, "outcome": "in-need", "note": "冬天没生炉子"}
    for _ in range(2):
        assert desk.visit("town", id, **sent).status_code == 303
    assert len(desk.session.scalars(select(WarningVisit)).all()) == 1
    assert "正在帮" in desk.get("town", "/casework/warnings").text
    assert desk.visit("town", id, outcome="helped", note="送了炭").status_code == 422, "nothing was filed"
    assert desk.visit("town", id, outcome="not-in-need", note="送了炭，够过冬").status_code == 303
    assert desk.session.get(WarningRow, id).state == "closed"
    late = {"reason": "handling", "outcome": "in-need", "note": "又帮", "visited_on": "2026-11-28"}
    answer = desk.post("town", f"/casework/warnings/{id}/visit", **late)
    assert answer.status_code == 422


def test_who_says_so_at_the_door_is_not_visited_again(desk):
    _, id = desk.push()
    assert desk.visit("town", id, outcome="not-in-need", no_more="yes").status_code == 303
    assert desk.session.scalars(select(ContactRefusal)).one().by == f"staff:{desk.ids['town']}"
    assert desk.get("town", f"/casework/warnings/{id}").status_code == 404
    assert "1 条本人说不要主动联系" in desk.tables.watch(since=True)


def test_a_village_is_given_to_an_assistant_with_what_waits_there(desk):
    _, id = desk.push(village="南 王村")
    path = "/casework/warnings/villages"
    assert desk.post("town", path, village="").status_code == 422
    sent = {"village": "南王村", "assistant": desk.ids["mate"]}
    assert desk.post("town", path, **sent).status_code == 303
    assert desk.session.get(WarningRow, id).assistant_id == desk.ids["mate"]
    assert "老人一个人住" in desk.get("mate", "/casework/warnings").text
    _, second = desk.push(village="南王村")
    assert desk.session.get(WarningRow, second).assistant_id == desk.ids["mate"]
    assert "南王村" in desk.get("town", path).text
    desk.post("town", path, village="南王村", do="nobody")
    assert "南王村" not in desk.get("town", path).text
    assert desk.get("walker", path).status_code == 403
