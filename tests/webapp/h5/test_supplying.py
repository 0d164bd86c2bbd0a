"""Facts that are missing are asked as the chat asks them, and what is answered is known of the household."""

import re

import pytest

from tests.webapp.h5.filed import S
from webapp.applications import households
from webapp.applications.supplements import Wanted, words_for
from webapp.casework.verifying.showing import ORIGINS


def ask(filed, *subjects):
    wanted = [Wanted(words_for(filed.desk.guide, filed.application, *one)) for one in subjects]
    filed.ask(*wanted)
    filed.look_up()
    return filed.visitor.open("/status/supplement")


def known(filed, person, fact):
    filed.fresh()
    situation = households.read_situation(filed.desk.guide, filed.application)
    return (situation.household if person is None else situation.person(person).facts).get(fact)


def value_of(page, label):
    """What the browser sends for the row with this label."""
    found = re.search(
        rf'name="(choice-\d+)" value="(\d+)"[^>]*>\s*<span class="choice-words">{label}', page.text
    )
    return {found.group(1): found.group(2)}


def test_a_choice_reaches_the_facts_with_where_it_came_from(filed):
    page = ask(filed, (None, "area_kind"))
    assert "您家是住在村里，还是城里小区？" in page.text and "全家：城里还是村里" in page.text
    filed.visitor.send("press", **value_of(page, "村里"), do="send")
    assert filed.fresh().state == S.SUBMITTED
    assert known(filed, None, "area_kind") == "rural"
    (origin,) = [one for one in filed.application.origins if one["fact"] == "area_kind"]
    assert ORIGINS[origin["from"]] == "补材料时说的"
    assert filed.request.supplements[0].entries[0].answer == "村里"


def test_a_number_has_its_unit_and_its_bands_and_is_refused_kindly(filed):
    page = ask(filed, ("father", "excluded_income_yuan_per_month"), (None, "area_kind"))
    assert "元/月" in page.text and "或者选一项" in page.text
    (name,) = re.findall(r'name="(answer-\d+)"', page.text)
    page = filed.visitor.send("press", **{name: "不多"}, do="send")
    assert page.status == 422 and "请只写数字" in page.text and 'value="不多"' in page.text
    filed.visitor.send("press", **{name: "80"}, do="save")
    assert known(filed, "father", "excluded_income_yuan_per_month") == 80
    page = filed.visitor.open("/status/supplement")
    assert 'value="80"' in page.text and "写过了，还能改" in page.text
    filed.visitor.send("press", **{name: "120 元/月"}, **value_of(page, "村里"), do="send")
    assert known(filed, "father", "excluded_income_yuan_per_month") == 120
    assert filed.fresh().state == S.SUBMITTED


def test_who_does_not_know_has_answered_and_nothing_is_made_of_it(filed):
    page = ask(filed, (None, "area_kind"))
    before = known(filed, None, "area_kind")
    filed.visitor.send("press", **value_of(page, "不清楚"), do="send")
    assert filed.fresh().state == S.SUBMITTED and known(filed, None, "area_kind") == before


def test_a_question_without_an_answer_is_asked_for_where_it_stands(filed):
    page = ask(filed, (None, "area_kind"), ("father", "excluded_income_yuan_per_month"))
    page = filed.visitor.send("press", do="send")
    assert page.status == 422 and "请选一项" in page.text and "请写上" in page.text
    assert re.search(r'href="#choice-\d+"', page.text) and re.search(r'href="#answer-\d+"', page.text)


@pytest.mark.parametrize("wanted", ["全家：房本复印件", "药费一共多少"])
def test_what_a_clerk_writes_stays_in_the_citizens_own_words(filed, wanted):
    filed.ask(Wanted(wanted))
    filed.look_up()
    page = filed.visitor.open("/status/supplement")
    (name,) = re.findall(r'name="(answer-\d+)"', page.text)
    filed.visitor.send("press", **{name: "八千多"}, do="send")
    assert filed.fresh().supplements[0].entries[0].answer == "八千多"
