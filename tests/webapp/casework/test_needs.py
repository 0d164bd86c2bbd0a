"""The page of a household's needs: the radar and its numbers, a level found by looking, what is noted."""

import re

import pytest

from tests.webapp.casework.conftest import POOR, text_of
from webapp.models import AuditRow, NeedChange, Role, ServiceDemand
from webapp.staff.regions import StaffRegion

AILING = POOR | {
    "home__aid_status": ["subsistence"], "father__self_care": "none", "father__age_years": 78,
    "father__disability_cert": False, "father__medical_insurance": "resident",
    "father__living_place": "home", "father__serious_illness": False, "father__on_dialysis": False,
    "father__surgery": "not_needed", "father__incontinent": False,
}  # fmt: skip


@pytest.fixture(scope="module")
def request_(office, sign_in):
    application = office.file(**AILING)
    office.session.commit()
    return application.requests[0]


@pytest.fixture
def path(request_):
    return f"/casework/requests/{request_.id}/needs"


def row(page, name):
    """The cells of one dimension in the table."""
    found = re.search(rf'<tr><th scope="row">{name}<small>.*?</tr>', page.text, re.S).group()
    return [
        re.sub(r"\s+", "", re.sub(r"<[^>]+>", " ", one)) for one in re.findall(r"<td.*?</td>", found, re.S)
    ]


def test_the_radar_stands_beside_the_same_numbers_and_the_look_is_recorded(office, clerk, path, request_):
    page = clerk.get(path)
    assert page.status_code == 200 and page.text.count('class="radar-low"') == 1
    labels = re.findall(r'class="radar-words"[^>]*>([^<]+)<', page.text)
    assert len(labels) == 6
    for label in labels:
        name, number = label.split(" ")
        assert row(page, name)[0].startswith(number), "the household's number is that of the drawing"
    health = row(page, "健康")
    assert len(health) == 3 and any(one.startswith("3很难") for one in health), "the father's is known"
    assert health[0].startswith("3–4") and "还没查清" in health[0], "nobody knows how the son is"
    assert "不是法" in page.text and "王大山" not in page.text
    assert "吃穿拉撒全靠人照顾" in page.text and "还不知道的：" in page.text
    office.session.rollback()
    looked = office.session.query(AuditRow).filter_by(subject=request_.application_id, action="read").all()
    assert looked[-1].actor == f"staff:{clerk.id}" and "survey" in looked[-1].facts
    sheet = clerk.get(f"{path}/sheet")
    assert sheet.status_code == 200 and 'class="radar-low"' in sheet.text and "评估人签字" in sheet.text
    assert clerk.get(f"/casework/requests/{request_.id}").text.count(path) == 1


def test_a_level_that_was_found_by_looking_needs_a_reason_and_is_kept(office, clerk, path, request_):
    empty = clerk.post(f"{path}/level", person="", dimension="social", level="3", why=" ")
    assert empty.status_code == 422 and "写明为什么改" in empty.text
    assert (
        clerk.post(f"{path}/level", person="x", dimension="social", level="3", why="看了").status_code == 422
    )
    assert (
        clerk.post(f"{path}/level", person="", dimension="social", level="9", why="看了").status_code == 422
    )
    for _ in range(2):
        taken = {"person": "father", "dimension": "social", "level": "4", "why": "上门看了，几天没人来"}
        assert clerk.post(f"{path}/level", press="found-by-looking", **taken).status_code == 303
    office.session.rollback()
    kept = office.session.query(NeedChange).filter_by(application_id=request_.application_id).one()
    assert kept.said["level"] == 4 and kept.by == f"staff:{clerk.id}" and kept.said["low"] < 4
    page = clerk.get(path)
    social = row(page, "社会支持")
    assert social[0].startswith("4没人可靠"), "the household is as badly off as its father"
    assert any("经办人改的" in one for one in social[1:]) and "上门看了，几天没人来" in page.text
    logged = office.session.query(AuditRow).filter_by(action="change-need").all()
    assert [one.subject for one in logged] == [request_.application_id]
    back = {"person": "father", "dimension": "social", "level": "facts", "why": "闺女搬回来了"}
    assert clerk.post(f"{path}/level", **back).status_code == 303
    page = clerk.get(path)
    assert not row(page, "社会支持")[0].startswith("4") and "按情况算" in page.text
    assert "上门看了，几天没人来" in page.text, "what was found before stays in the list"


def test_what_is_needed_is_noted_in_hours_a_week_once(office, clerk, path, request_):
    page = clerk.get(path)
    needed = re.search(r"<li class=\"verdict-met\">.*?</li>", page.text, re.S).group()
    assert "需要" in needed and "凭" in needed
    field = "need|meals|father"
    assert f'name="{field}"' in page.text
    for wrong, says in (("很多", "写小时数"), ("0", "大于 0"), ("200", "168")):
        answer = clerk.post(f"{path}/services", **{field: wrong})
        assert answer.status_code == 422 and says in answer.text, wrong
    assert clerk.post(f"{path}/services").status_code == 422
    assert clerk.post(f"{path}/services", **{"need|meals|stranger": "3"}).status_code == 422
    assert clerk.post(f"{path}/services", **{field: "3.5", "need|cleaning|father": "2"}).status_code == 303
    assert clerk.post(f"{path}/services", **{field: "4"}).status_code == 303
    office.session.rollback()
    kept = office.session.query(ServiceDemand).filter_by(request_id=request_.id).order_by(ServiceDemand.id)
    assert [(one.service, one.minutes_per_week, one.town) for one in kept] == [
        ("meals", 240, request_.town),
        ("cleaning", 120, request_.town),
    ]
    assert "记了每周4小时" in text_of(clerk.get(path))
    listed = clerk.get("/casework/services/demands")
    assert "助餐（父亲）" in listed.text and "王" not in text_of(listed)


def test_another_town_and_another_role_have_no_page(sign_in, path):
    other = sign_in(Role.TOWN, StaffRegion("zhangdian", "370303001"))
    assert [other.get(path).status_code, other.get(f"{path}/sheet").status_code] == [403, 403]
    assert other.post(f"{path}/services", **{"need|meals|father": "3"}).status_code == 403
    city = sign_in(Role.CITY, StaffRegion())
    assert city.get(path).status_code == 200
    change = {"person": "", "dimension": "social", "level": "3", "why": "看了"}
    assert city.post(f"{path}/level", **change).status_code == 403
    assert sign_in(Role.LEAD, StaffRegion("linzi")).get(path).status_code == 403
