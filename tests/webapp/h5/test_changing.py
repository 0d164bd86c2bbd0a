"""What has changed at home is told, shown to the clerk, and counted or not; without scripts."""

import pytest
from sqlalchemy import select

from tests.webapp.h5.filed import CLERK, S
from webapp.applications import changing, consent
from webapp.applications.households import read_situation, say_fact
from webapp.models import HouseholdChange


def tell(filed, kind, **values):
    filed.look_up()
    filed.visitor.open(f"/status/change/{kind}")
    return filed.visitor.send("press", **values)


def test_a_birth_adds_a_child_who_signs_nothing_and_is_shown_to_the_clerk(filed):
    say_fact(filed.desk.guide, filed.application, (None, "household_size"), 2)
    page = tell(filed, "birth", relation="daughter", day="2026-11-01")
    assert page.path == "/status/change" and "添了孩子" in page.text and "2026 年 11 月 1 日" in page.text
    filed.fresh()
    (change,) = changing.list_unseen(filed.session, filed.application.town)
    assert {"person": None, "fact": "household_size", "before": 2, "after": 3} in change.facts
    child = changing.member_of(filed.application, change.person)
    assert child.relation == "daughter" and consent.unsigned_adults(filed.application) == []
    changing.mark_seen(filed.session, change, CLERK, filed.desk.now)
    assert changing.list_unseen(filed.session) == []
    filed.session.commit()
    assert f"{filed.application.town_name}看过了" in filed.visitor.open("/status/change").text


def test_who_died_is_counted_no_longer_and_holds_up_no_signature(filed):
    father = changing.member_of(filed.application, "father")
    consent.withdraw_authorisation(consent.find_authorisation(father), filed.desk.now)
    assert consent.unsigned_adults(filed.application) == [father]
    page = tell(filed, "death", person="father", day="2026-11-20")
    assert page.path == "/status/change"
    filed.fresh()
    assert str(father.left_on) == "2026-11-20" and father.left_why == "death"
    people = read_situation(filed.desk.guide, filed.application).people
    assert all(one.id != "father" for one in people)
    assert consent.unsigned_adults(filed.application) == []
    assert "father" not in filed.visitor.open("/status/change/income").choices("person")


def test_a_grown_up_who_joins_has_to_sign(filed):
    tell(filed, "joined", relation="brother", name="王二山", day="")
    filed.fresh()
    assert [one.name for one in consent.unsigned_adults(filed.application)] == ["王二山"]


def test_income_work_and_address_keep_what_was_before_and_when_it_changed(filed):
    tell(filed, "income", person="self", value="1200", day="2026-11-01")
    tell(filed, "income", person="self", value="900.5", day="2026-11-15")
    tell(filed, "job", person="self", value="unemployed", day="2026-11-15")
    page = tell(filed, "address", words="金山镇 边河村 9 号", day="2026-11-16")
    assert (
        "收入" in page.text
        and "1200 → 900.5" in page.text
        and "边河村 12 号 → 金山镇 边河村 9 号" in page.text
    )
    changes = filed.session.scalars(select(HouseholdChange).order_by(HouseholdChange.id)).all()
    facts = [(one["fact"], one["before"], one["after"]) for change in changes for one in change.facts]
    assert facts[1] == ("income_yuan_per_month", 1200, 900.5)
    filed.fresh()
    known = read_situation(filed.desk.guide, filed.application).person("self").facts
    assert known["employment"] == "unemployed" and filed.application.address == "金山镇 边河村 9 号"


def test_a_change_is_told_after_the_approval_too_and_leaves_the_decision_as_it_was(filed):
    filed.advance_to(S.PAYING)
    decided = filed.request.decisions[-1].findings
    tell(filed, "other", words="孩子毕业上班了", day="")
    assert filed.fresh().state == S.PAYING and filed.request.decisions[-1].findings == decided
    assert filed.application.changes[0].words == "孩子毕业上班了"


def test_a_change_pressed_twice_is_noted_once(filed, client):
    filed.look_up()
    page = filed.visitor.open("/status/change/other")
    sent = {one["name"]: one.get("value", "") for one in page.form_with("press")["fields"]}
    for _ in range(2):
        client.post("/status/change/other", data=sent | {"words": "住院了"})
    assert len(filed.session.scalars(select(HouseholdChange)).all()) == 1


@pytest.mark.parametrize(
    ("kind", "values", "field"),
    [
        ("birth", {"relation": "brother"}, "relation"),
        ("death", {"person": "nobody"}, "person"),
        ("income", {"person": "self", "value": "很少"}, "value"),
        ("income", {"person": "self", "value": "-5"}, "value"),
        ("job", {"person": "self", "value": "king"}, "value"),
        ("other", {"words": " "}, "words"),
        ("address", {"words": "村"}, "words"),
        ("other", {"words": "搬了", "day": "2999-01-01"}, "day"),
        ("other", {"words": "搬了", "day": "2026-02-31"}, "day"),
        ("other", {"words": "搬了", "day": "前天"}, "day"),
    ],
)
def test_what_cannot_be_is_told_beside_its_field_and_nothing_is_noted(filed, kind, values, field):
    page = tell(filed, kind, **values)
    assert page.status == 422 and f'href="#{field}"' in page.text
    assert filed.session.scalars(select(HouseholdChange)).all() == []


def test_an_unknown_kind_of_change_is_not_there(filed):
    filed.look_up()
    assert filed.visitor.open("/status/change/lottery").status == 404
