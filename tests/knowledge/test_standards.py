"""Figures on a day in a region."""

from datetime import date
from decimal import Decimal

import pytest

from knowledge import StandardMissing
from knowledge.sources import SourceRef
from tests.knowledge.small import SOURCE, make_guide, standard, value

DAY = date(2024, 6, 1)
STEPS = standard(
    "steps", value(1, "2020-01-01", until="2020-12-31"), value(2, "2022-01-01"), value(3, "2024-01-01")
)
MANY = standard("many", value(9, area="national"), value(7, area="zibo"), value(5, area="linzi"))
ABROAD = standard("abroad", value(9, area="reference_only"))
STANDARDS = make_guide(standards=[STEPS, MANY, ABROAD]).standards


def test_the_newest_value_begun_is_in_force():
    assert STANDARDS.get("steps", "zibo", date(2023, 5, 1)).value == 2
    assert STANDARDS.get("steps", "zibo", DAY).value == 3


def test_a_day_that_no_value_covers_is_missing():
    for day in (date(2019, 12, 31), date(2021, 6, 1)):
        with pytest.raises(StandardMissing, match="steps"):
            STANDARDS.get("steps", "zibo", day)


def test_the_nearest_region_answers():
    answers = {area: STANDARDS.get("many", area, DAY).value for area in ("linzi", "zhangdian", "shandong")}
    assert answers == {"linzi": 5, "zhangdian": 7, "shandong": 9}
    assert STANDARDS.get("many", "370305001", DAY).area == "linzi"


def test_what_others_do_is_never_used():
    assert STANDARDS.find("abroad", "zibo", DAY) is None


def test_a_figure_carries_its_unit_source_and_day():
    found = STANDARDS.get("flat", None, DAY)
    assert (found.unit, found.effective, found.sources) == (
        "元/人·月",
        date(2024, 1, 1),
        (SourceRef("S1", "第一条"),),
    )


def test_a_known_gap_has_no_value_but_is_not_missing():
    assert STANDARDS.get("gap", None, DAY).value is None


def test_a_multiple_is_worked_out_and_ages_with_what_it_is_of():
    rising = standard("base", value(100, "2020-01-01"), direction="rises")
    times = {"times": 1.5, "of": "base", "area": "zibo", "effective": "2020-01-01", "source": SOURCE}
    half_more = standard("half-more", times)
    found = make_guide(standards=[rising, half_more]).standards.get("half-more", None, DAY)
    assert (found.value, found.old) == (Decimal("150"), True)


def test_all_on_lists_every_area_of_its_own():
    figures = {(one.key, one.area): one.value for one in STANDARDS.all_on(DAY)}
    assert figures[("many", "linzi")] == 5
    assert figures[("many", "zibo")] == 7
    assert ("abroad", "reference_only") not in figures
    assert figures[("double", "zibo")] == 1000


def test_the_figures_of_the_report_answer_on_its_day(guide):
    """A household asks in September 2023 and gets the figures of that autumn."""
    day = date(2023, 9, 30)
    assert guide.standards.get("dibao.urban", "zhangdian", day).value == 924
    assert guide.standards.get("dibao.rural", "zhangdian", day).value == 801
    assert not guide.standards.get("dibao.urban", None, day).old


def test_the_last_known_figures_are_old_today(guide):
    found = guide.standards.get("dibao.urban", None, date(2026, 11, 22))
    assert (found.value, found.old, found.effective.year) == (989, True, 2024)
