"""What a citizen supplied stands in the file, where it is decided by, and is not asked for again."""

import re

from tests.webapp.casework.conftest import POOR, text_of
from tests.webapp.casework.test_day import fill, find, path
from webapp.applications import households, supplements
from webapp.applications.moving import APPLICANT
from webapp.applications.supplements import Given, Said

LACKING = {name: value for name, value in POOR.items() if name != "home__household_size"}


def test_a_fact_that_was_supplied_is_what_the_desk_knows_from_then_on(office, clerk):
    request = find(office, **LACKING)
    page = clerk.get(path(request, "/supplement"))
    marks = re.findall(r'name="want" value="([^"]+)"', page.text)
    assert "fact::household_size" in marks, marks
    assert "部门查得到，先等核对" in page.text
    sent = fill(clerk, request, "/supplement", want="fact::household_size", more="老人的病历")
    assert sent.status_code == 303
    (asked,) = clerk.fresh(request).supplements
    first, second = asked.entries
    given = {first.id: Given("2 人", said=Said(None, "household_size", 2)), second.id: Given("在村医那里")}
    supplements.say_answers(
        office.session, office.guide, request.application, given.values(), by=APPLICANT, at=office.now
    )
    supplements.answer(office.session, asked, given, APPLICANT, at=office.now)
    office.session.commit()
    text = text_of(clerk.get(path(request)))
    assert "补材料时说的" in text and "补过的" in text and "在村医那里" in text
    assert "fact::household_size" not in clerk.get(path(request, "/supplement")).text


def test_sons_are_told_apart_in_what_is_asked_for(office):
    application = find(office).application
    for name in ("王小明", "王小亮"):
        households.add_member(office.guide, application, "son").name = name
    called = households.told_apart(application)
    assert sorted(one for one in called.values() if one.startswith("儿子")) == ["儿子王小亮", "儿子王小明"]
    office.session.rollback()
