"""Declared beside verified: a row a fact, in the one standing its values have; neither side is changed."""

import copy
import datetime
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge import KnownSet, Person, Range, Situation, Verdict, parse_value
from webapp.applications.agreeing import agree
from webapp.applications.comparing import (
    Answer,
    Declared,
    Origin,
    Standing,
    Verified,
    compare,
    verified_situation,
)
from webapp.applications.sources import load_sources
from webapp.clock import SHANGHAI
from webapp.models import ResultState

R, S = ResultState, Standing
ON = date(2026, 11, 22)
ASKED = datetime.datetime(2026, 10, 13, 9, 0, tzinfo=SHANGHAI)
SOURCES = load_sources().by_id
INCOME, ASSETS, HOMES = "income_yuan_per_month", "has_notable_assets", "homes_owned"


def said(household=None, wanted=(), **people):
    persons = tuple(
        Person(one, "self" if one == "self" else "father", facts) for one, facts in people.items()
    )
    origins = {(None, fact): Origin("chat", "说的") for fact in household or {}}
    return Declared(Situation("h1", household or {}, persons), origins, frozenset(wanted))


def told(person, source, state=R.ANSWERED, **facts):
    came = state not in (R.WAITING, R.ASKED, R.FAILED)
    return Answer(
        person, SOURCES[source], state, ASKED, ASKED, ASKED if came else None, ON if came else None, facts
    )


def rows_of(guide, declared, *answers, expected=()):
    rows = compare(guide.facts, declared, Verified(answers, frozenset(expected)), on=ON)
    assert len({(one.person, one.fact) for one in rows}) == len(rows)
    return {(one.person, one.fact): one for one in rows}


@pytest.mark.parametrize(
    ("declared", "answers", "standing"),
    [
        (213, [told("father", "human-resources", **{INCOME: 213})], S.AGREES),
        (Range(Decimal(0), Decimal(500)), [told("father", "human-resources", **{INCOME: 213})], S.AGREES),
        (0, [told("father", "human-resources", **{INCOME: 213})], S.DIFFERS),
        (
            600,
            [told("father", "human-resources", **{INCOME: Range(Decimal(213), Decimal(10**6))})],
            S.UNDECIDED,
        ),
        (600, [], S.ONLY_DECLARED),
        (600, [told("father", "human-resources"), told("father", "bank-icbc", R.NOT_FOUND)], S.ONLY_DECLARED),
        (600, [told("father", "education", R.ASKED)], S.ONLY_DECLARED),
        (600, [told("father", "human-resources", R.ASKED)], S.MISSING),
        (600, [told("father", "human-resources", R.FAILED)], S.MISSING),
        (600, [told("self", "human-resources", R.ASKED)], S.ONLY_DECLARED),
        (None, [told("father", "human-resources", **{INCOME: 213})], S.ONLY_VERIFIED),
        (None, [told("father", "human-resources", R.ASKED)], S.MISSING),
        (
            0,
            [
                told("father", "human-resources", **{INCOME: 213}),
                told("father", "bank-icbc", **{INCOME: 900}),
            ],
            S.DIFFERS,
        ),
        (
            None,
            [
                told("father", "human-resources", **{INCOME: 213}),
                told("father", "bank-icbc", **{INCOME: 900}),
            ],
            S.ONLY_VERIFIED,
        ),
    ],
)
def test_each_fact_stands_as_its_values_do(guide, declared, answers, standing):
    facts = {} if declared is None else {INCOME: declared}
    rows = rows_of(guide, said(wanted=[("father", INCOME)], self={}, father=facts), *answers)
    assert rows["father", INCOME].standing is standing


def test_a_row_says_who_said_what_and_since_when_an_answer_is_missing(guide):
    declared = said({"district": "linzi"}, self={}, father={INCOME: 0})
    answers = (told("father", "human-resources", **{INCOME: 213}), told("father", "bank-icbc", R.ASKED))
    row = rows_of(guide, declared, *answers)["father", INCOME]
    assert (row.declared, row.verified) == (0, 213)
    assert [(one.source.name, one.as_of) for one in row.found] == [("人社", ON)]
    assert [one.source.name for one in row.out] == ["工商银行"] and row.since == ASKED
    assert rows_of(guide, declared, *answers)[None, "district"].origin == Origin("chat", "说的")


def test_sources_that_contradict_each_other_are_shown_and_believed_in_nothing(guide):
    declared = said(self={}, father={INCOME: 213})
    answers = (
        told("father", "human-resources", **{INCOME: 213}),
        told("father", "bank-icbc", **{INCOME: 900}),
    )
    rows = rows_of(guide, declared, *answers)
    row = rows["father", INCOME]
    assert row.disputed and row.verified is None and len(row.found) == 2
    known = verified_situation(guide.facts, declared, tuple(rows.values()))
    assert INCOME not in known.person("father").facts


ASSET_SOURCES = [
    id
    for id, one in SOURCES.items()
    if one.confirms in ("自然资源", "公安", "市场监管", "银行", "住房公积金", "民政")
]


def test_a_household_has_no_assets_only_when_every_source_has_said_so_of_everybody(guide):
    declared = said({ASSETS: False}, self={}, father={})
    expected = [(person, id) for person in ("self", "father") for id in SOURCES]
    answers = [told(person, id, **{ASSETS: False}) for person in ("self", "father") for id in ASSET_SOURCES]
    assert rows_of(guide, declared, *answers, expected=expected)[None, ASSETS].standing is S.AGREES
    missing = [*answers[:-1], told("father", ASSET_SOURCES[-1], R.ASKED)]
    row = rows_of(guide, declared, *missing, expected=expected)[None, ASSETS]
    assert (row.standing, row.verified) == (S.MISSING, None)
    nobody = [*answers[:-1], told("father", ASSET_SOURCES[-1], R.NOT_FOUND)]
    assert rows_of(guide, declared, *nobody, expected=expected)[None, ASSETS].standing is S.AGREES
    one_has = [*answers[:-1], told("father", ASSET_SOURCES[-1], **{ASSETS: True})]
    row = rows_of(guide, declared, *one_has, expected=expected)[None, ASSETS]
    assert (row.standing, row.verified) == (S.DIFFERS, True)


def test_homes_of_two_people_are_added_and_one_left_out_leaves_it_open(guide):
    declared = said({HOMES: 1}, self={}, father={})
    expected = [(person, "natural-resources") for person in ("self", "father")]
    both = [
        told("self", "natural-resources", **{HOMES: 1}),
        told("father", "natural-resources", **{HOMES: 0}),
    ]
    assert rows_of(guide, declared, *both, expected=expected)[None, HOMES].standing is S.AGREES
    assert rows_of(guide, declared, both[0], expected=expected)[None, HOMES].standing is S.UNDECIDED
    two = [told("self", "natural-resources", **{HOMES: 2}), both[1]]
    assert rows_of(guide, declared, *two, expected=expected)[None, HOMES].standing is S.DIFFERS
    said_twice = [*both, told("self", "housing", **{HOMES: 1})]
    assert rows_of(guide, declared, *said_twice, expected=expected)[None, HOMES].verified == 1


def test_a_day_of_birth_is_compared_with_the_stated_age(guide):
    born = told("father", "public-security", birth_date=date(1948, 3, 5))
    assert (
        rows_of(guide, said(self={}, father={"age_years": 78}), born)["father", "age_years"].standing
        is S.AGREES
    )
    assert (
        rows_of(guide, said(self={}, father={"age_years": 70}), born)["father", "age_years"].standing
        is S.DIFFERS
    )
    declared = said(self={}, father={"age_years": 78, "birth_date": date(1948, 3, 5)})
    rows = rows_of(guide, declared, born)
    assert ("father", "age_years") not in rows and rows["father", "birth_date"].standing is S.AGREES
    assert ("father", "age_years") not in rows_of(guide, said(self={}, father={}), born)


def test_what_the_offices_say_goes_before_and_what_both_leave_open_is_narrowed(guide):
    declared = said(
        {"aid_status": KnownSet(frozenset(), frozenset({"subsistence"}))}, self={"hukou": "zibo"},
        father={INCOME: Range(Decimal(0), Decimal(500))},
    )  # fmt: skip
    answers = (
        told("self", "public-security", hukou="elsewhere", sex="male"),
        told("father", "human-resources", **{INCOME: Range(Decimal(300), Decimal(900))}),
    )
    rows = tuple(rows_of(guide, declared, *answers).values())
    known = verified_situation(guide.facts, declared, rows)
    assert known.person("self").facts == {"hukou": "elsewhere", "sex": "male"}
    assert known.person("father").facts[INCOME] == Range(Decimal(300), Decimal(500))
    assert known.household == declared.situation.household


# --- properties over the real vocabulary ------------------------------------------------------------------

ends = st.tuples(st.integers(0, 5), st.integers(0, 5))
PERSON_FACTS = {
    "hukou": st.sampled_from(["zibo", "elsewhere"]),
    INCOME: st.one_of(st.integers(0, 5), ends.map(lambda one: {"min": min(one), "max": max(one)})),
    "disability_cert": st.booleans(),
    "birth_date": st.sampled_from(["1948-03-05", "1960-01-01"]),
}
HOUSEHOLD_FACTS = {
    ASSETS: st.booleans(),
    HOMES: st.integers(0, 3),
    "household_size": st.integers(1, 3),
    "aid_status": st.lists(st.sampled_from(["lifted", "relapse_monitored"]), unique=True),
}
TELLERS = {
    "public-security": ("hukou", "birth_date", ASSETS, "household_size"),
    "human-resources": (INCOME,),
    "bank-icbc": (INCOME, ASSETS),
    "disabled-federation": ("disability_cert",),
    "natural-resources": (HOMES, ASSETS),
    "civil-affairs": ("aid_status", "household_size"),
}
STATES = [R.ANSWERED, R.ANSWERED, R.PARTLY, R.ASKED, R.FAILED, R.NOT_FOUND]


@st.composite
def families(draw, facts):
    """What a family declared, and what has come back about it."""

    def some(strategies):
        chosen = draw(st.sets(st.sampled_from(sorted(strategies))))
        return {one: parse_value(facts[one], draw(strategies[one])) for one in sorted(chosen)}

    declared = said(some(HOUSEHOLD_FACTS), self=some(PERSON_FACTS), father=some(PERSON_FACTS))
    answers = []
    for person in ("self", "father"):
        for source, names in TELLERS.items():
            state = draw(st.sampled_from([None, *STATES]))
            if state is None:
                continue
            every = PERSON_FACTS | HOUSEHOLD_FACTS
            known = some({one: every[one] for one in names}) if state in (R.ANSWERED, R.PARTLY) else {}
            answers.append(told(person, source, state, **known))
    expected = {(person, source) for person in ("self", "father") for source in TELLERS}
    return declared, Verified(tuple(answers), frozenset(expected))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_row_stands_as_it_should_whatever_was_said(guide, data):
    declared, verified = data.draw(families(guide.facts))
    before = copy.deepcopy((declared.situation, verified))
    rows = compare(guide.facts, declared, verified, on=ON)
    assert (declared.situation, verified) == before
    shuffled = Verified(verified.answers[::-1], verified.expected)
    again = compare(guide.facts, declared, shuffled, on=ON)
    assert [(one.person, one.fact, one.standing) for one in again] == [
        (one.person, one.fact, one.standing) for one in rows
    ]
    known = verified_situation(guide.facts, declared, rows)
    for row in rows:
        check_row(guide.facts[row.fact], row, declared.value((row.person, row.fact)), known)


def check_row(definition, row, declared, known):
    assert row.declared == declared
    assert all(
        row.person in (None, one.person) and row.fact in (*TELLERS[one.source.id], "age_years")
        for one in row.found
    )
    holder = known.household if row.person is None else known.person(row.person).facts
    match row.standing:
        case S.AGREES:
            assert agree(definition, declared, row.verified) is Verdict.MET
            assert holder[row.fact] == row.verified
        case S.DIFFERS:
            assert row.disputed or agree(definition, declared, row.verified) is Verdict.UNMET
            assert (row.fact in holder) is not row.disputed
        case S.UNDECIDED:
            assert agree(definition, declared, row.verified) is Verdict.UNKNOWN
            assert agree(definition, declared, holder[row.fact]) is not Verdict.UNMET
        case S.ONLY_DECLARED:
            assert declared is not None and row.verified is None and not row.out
            assert holder[row.fact] == declared
        case S.ONLY_VERIFIED:
            assert declared is None and (row.disputed or row.verified is not None)
        case S.MISSING:
            assert row.verified is None and (row.out or declared is None)
