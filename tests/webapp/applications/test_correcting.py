"""Good-faith mistakes put right: in order of days, judged once, and nobody can be known by them."""

from datetime import date, timedelta

import pytest

from tests.builders import make_id_number
from webapp.applications import correcting
from webapp.applications.correcting import Mistake, NamedError
from webapp.applications.errors import NotAllowedError
from webapp.applications.submitting import submit
from webapp.models import FoundHow
from webapp.models.staff import Role
from webapp.staff.accounts import Staff
from webapp.staff.regions import StaffRegion

DAY = date(2026, 11, 20)


def staff(role=Role.TOWN):
    place = StaffRegion("linzi", "370305111") if role is Role.TOWN else StaffRegion("linzi")
    return Staff(id=1, name="测试", role=role, region=place)


def mistake(**changes):
    said = {
        "what": "一户的养老金算重了，少给了两个月", "put_right": "补发了两个月", "happened_on": DAY,
        "found_on": DAY, "put_right_on": DAY, "found_how": FoundHow.OWN_CHECK, "effect": "too-little",
    }  # fmt: skip
    return Mistake(**said | changes)


def write(desk, **changes):
    return correcting.write_down(desk.session, mistake(**changes), staff(), at=desk.now, key=None)


def test_it_is_written_down_with_its_town_and_judged_once(sqlite_desk):
    made = write(sqlite_desk, lesson="两个人对一遍")
    assert (made.district, made.town, made.is_excused) == ("linzi", "370305111", None)
    about = {"excused": True, "why": "数据来得晚，及时补了", "at": sqlite_desk.now}
    correcting.judge(sqlite_desk.session, made, staff(Role.DISTRICT), **about)
    assert made.is_excused is True
    with pytest.raises(NotAllowedError):
        correcting.judge(sqlite_desk.session, made, staff(Role.DISTRICT), **about)


@pytest.mark.parametrize(
    "text",
    ["给 {id} 少发了两个月", "电话 13805330000 那户算错了", "座机 0533-2201234 那户算错了",
     "ZB7K2M9PQR4T 算错了", "卡号 6222 0216 0300 0000 001 打错了", "申请人王大山，算错了两个月"],
)  # fmt: skip
@pytest.mark.parametrize("field", ["what", "put_right", "lesson"])
def test_numbers_and_names_are_refused(sqlite_desk, field, text):
    with pytest.raises(NamedError) as refused:
        write(sqlite_desk, **{field: text.format(id=make_id_number())})
    assert refused.value.field == field


def test_the_names_of_the_case_it_came_from_are_refused_and_the_case_is_not_kept(sqlite_desk):
    draft = sqlite_desk.fill_in(sqlite_desk.open_draft(), father=make_id_number("1948-03-05"))
    submit(sqlite_desk.session, sqlite_desk.guide, draft, sqlite_desk.now)
    with pytest.raises(NamedError):
        write(sqlite_desk, what="王老根家的养老金算重了", case=draft.number)
    made = write(sqlite_desk, case=draft.number)
    assert draft.number not in " ".join(str(value) for value in vars(made).values())


@pytest.mark.parametrize(
    "days",
    [
        {"happened_on": DAY + timedelta(1)},
        {"found_on": DAY + timedelta(1)},
        {"put_right_on": date(2027, 1, 1)},
    ],
)
def test_days_are_in_order_and_not_to_come(sqlite_desk, days):
    with pytest.raises(NotAllowedError, match="先后"):
        write(sqlite_desk, **days)
