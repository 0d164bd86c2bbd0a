"""Levels of need: what speaks for them, ranges where facts are unknown, and the services that follow."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import GuideError, OpenFact, Situation, Verdict, assess_needs, find_service_needs
from knowledge.dimensions import DIMENSIONS
from knowledge.files.loading import build_guide
from knowledge.files.reading import Problems
from tests.knowledge.small import DAY, SOURCE, person, policy, small_files
from tests.knowledge.test_refinement import DAYS, RARE, forgetful, whole_situation


def step(points, when, says="难处"):
    return {"points": points, "when": when, "says": says}


def dimension(id, *factors):
    return {
        "id": id, "name": id, "about": "难不难", "ground": "bureau", "source": SOURCE,
        "levels": ["零", "一", "二", "三", "四"],
        "factors": [{"id": f"f{index}", "steps": list(steps)} for index, steps in enumerate(factors)],
    }  # fmt: skip


LADDER = [step(3, "grade == 1", "最重"), step(1, "grade in (1, 2)", "轻一些")]
HEALTH = dimension("health", LADDER, [step(1, "danger", "房子危险")], [step(-1, "is_minor", "还小")])
CARE = {
    "id": "care", "name": "照护", "says": "上门", "ground": "bureau", "source": SOURCE, "policies": ["help"],
    "dimension": "health", "level": 2,
}  # fmt: skip


def files(*, health=HEALTH, services=(CARE,)):
    others = [dimension(one, [step(4, "ill")]) for one in DIMENSIONS if one != "health"]
    granted = small_files(policy("help", unit="person", when="hukou == 'zibo'"))
    return granted | {"needs.yaml": [*others, health], "services.yaml": list(services)}


def small(**spoilt):
    return build_guide(files(**spoilt), "test", Problems())


@pytest.fixture(scope="module")
def scale():
    return small()


def household(*people, **home):
    return {"household": home, "people": list(people)}


def health(guide, raw, on=DAY):
    found = assess_needs(guide, Situation.parse(raw, guide.facts), on)
    return {one.person: one for one in found if one.dimension == "health"}


def test_points_add_up_and_the_first_sentence_that_holds_counts_alone(scale):
    heavy = health(scale, household(person(grade=1, age_years=40), household_size=1, danger=True))
    assert heavy["self"].ends == heavy[None].ends == (4, 4)
    assert [(one.points, one.says) for one in heavy["self"].reasons] == [(3, "最重"), (1, "房子危险")]
    assert heavy["self"].reasons[0].facts == (OpenFact("self", "grade"),)
    assert heavy["self"].reasons[1].person is None, "what is of the household is nobody's in particular"
    light = health(scale, household(person(grade=4, age_years=7), household_size=1, danger=False))
    assert light["self"].ends == (0, 0) and light["self"].open_facts == ()


def test_what_is_not_known_makes_a_range_and_is_named(scale):
    found = health(scale, household(person(age_years=40), household_size=1, danger=True))["self"]
    assert found.ends == (1, 4) and [one.says for one in found.doubts] == ["最重", "轻一些"]
    assert found.open_facts == (OpenFact("self", "grade"),)
    some = health(scale, household(person(grade={"min": 2, "max": 4}, age_years=40), danger=False))["self"]
    assert some.ends == (0, 1), "a grade of two or worse is not the heaviest"


def test_a_household_is_as_badly_off_as_whoever_needs_most(scale):
    two = [person(grade=4, age_years=40), person("mate", "spouse", grade=2, age_years=40)]
    found = health(scale, household(*two, household_size=2, danger=False))
    assert [found[one].ends for one in ("self", "mate", None)] == [(0, 0), (1, 1), (1, 1)]
    more = health(scale, household(*two, household_size=3, danger=False))
    assert more[None].ends == (1, 3) and OpenFact(None, "grade") in more[None].open_facts
    away = person("other", "neighbour", grade=1, age_years=40)
    without = health(scale, household(*two, away, household_size=2, danger=False))
    assert without.keys() == {None, "self", "mate"}


def test_what_somebody_found_by_looking_comes_before_the_facts(scale):
    raw = household(person(age_years=40), household_size=1, danger=True)
    situation = Situation.parse(raw, scale.facts)
    found = assess_needs(scale, situation, DAY, {("self", "health"): 2})
    ends = {one.person: one.ends for one in found if one.dimension == "health"}
    assert ends == {None: (2, 2), "self": (2, 2)}
    assert not any(one.open_facts for one in found if one.dimension == "health")


def services(guide, raw, **changed):
    situation = Situation.parse(raw, guide.facts)
    levels = {(one.person, one.dimension): one.ends for one in assess_needs(guide, situation, DAY)}
    levels |= {("self", name): ends for name, ends in changed.items()}
    return {one.service: one for one in find_service_needs(guide, situation, DAY, levels)}


def test_a_service_is_for_whom_a_policy_and_the_level_grant_it(scale):
    known = household(person(grade=1, age_years=40, hukou="zibo"), household_size=1, danger=False)
    assert (services(scale, known)["care"].verdict, services(scale, known)["care"].policies) == (
        Verdict.MET,
        ("help",),
    )
    assert "care" not in services(scale, known, health=(1, 1)), "a clerk found that they need less"
    elsewhere = household(person(grade=1, age_years=40, hukou="elsewhere"), danger=False)
    assert "care" not in services(scale, elsewhere)
    unsaid = services(scale, household(person(grade=1, age_years=40), danger=False))["care"]
    assert unsaid.verdict is Verdict.UNKNOWN and unsaid.open_facts == (OpenFact("self", "hukou"),)
    unsure = services(scale, household(person(age_years=40, hukou="zibo"), danger=False))["care"]
    assert unsure.waits_for_level and not unsaid.waits_for_level


MISTAKES = [
    (files() | {"needs.yaml": files()["needs.yaml"][1:]}, "缺 material"),
    (files(health=HEALTH | {"levels": ["零"]}), "一共 5 句"),
    (files(health=HEALTH | {"ground": "law"}), "没有 law"),
    (files(health=HEALTH | {"source": ["S9"]}), "没有来源 S9"),
    (files(health=HEALTH | {"weight": 2}), "没有这一项"),
    (files(health=dimension("health", [step(5, "ill")])), "-4 到 4"),
    (files(health=dimension("health", [step(1, "ill")])), "够不到 4"),
    (files(health=dimension("health", [step(1, "ill"), step(4, "danger")])), "由重到轻"),
    (files(health=dimension("health", [step(4, "ill"), step(-1, "danger")])), "又加又减"),
    (files(health=dimension("health", [step(4, "happy")])), "happy"),
    (files(services=[CARE | {"policies": ["hope"]}]), "没有 hope"),
    (files(services=[CARE | {"dimension": "mood"}]), "没有 mood"),
    (files(services=[CARE | {"level": 0}]), "1 到 4"),
    (files(services=[CARE | {"source": []}]), "没有来源"),
    (files(services=[CARE, CARE]), "care 用过了"),
]


@pytest.mark.parametrize(("spoilt", "says"), MISTAKES, ids=[says for _, says in MISTAKES])
def test_a_mistake_in_the_scale_is_refused_in_words(spoilt, says):
    with pytest.raises(GuideError) as refused:
        build_guide(spoilt, "test", Problems())
    found = [one for one in refused.value.problems if says in one]
    assert found and found[0].startswith(("needs.yaml:", "services.yaml:"))


def known(guide, raw, on):
    situation = Situation.parse(raw, guide.facts)
    levels = {(one.person, one.dimension): one for one in assess_needs(guide, situation, on)}
    ends = {key: one.ends for key, one in levels.items()}
    needs = {(one.service, one.person): one for one in find_service_needs(guide, situation, on, ends)}
    return levels, needs


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**9), share=st.sampled_from([0.1, 0.4, 0.7, 0.9]), on=st.sampled_from(DAYS))
def test_knowing_more_only_narrows_a_level_and_never_turns_a_service_around(guide, seed, share, on):
    chance = random.Random(seed)
    raw = whole_situation(guide, chance)
    levels, needs = known(guide, raw, on)
    partly = forgetful(raw, chance, share)
    for one in partly["people"]:
        one["facts"]["household_member"] = True  # a neighbour is none unless that was said
    fewer, maybe = known(guide, partly, on)
    for key, less in fewer.items():
        more = levels[key]
        assert 0 <= less.low <= more.low <= more.high <= less.high <= 4, key
        assert {one.fact for one in more.open_facts} <= RARE, key
        assert less.open_facts or less.low == less.high or more.ends == less.ends, key
    for key, one in maybe.items():
        assert one.verdict is Verdict.UNKNOWN or needs[key].verdict is Verdict.MET, key
    assert needs.keys() <= maybe.keys()


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**9), on=st.sampled_from(DAYS))
def test_the_reasons_add_up_to_the_level(guide, seed, on):
    """Of a person of whom all is known: what speaks for and against, cut off at both ends."""
    levels, _ = known(guide, whole_situation(guide, random.Random(seed)), on)
    for one in levels.values():
        if one.person is not None and not one.doubts:
            points = sum(reason.points for reason in one.reasons)
            assert one.ends == (min(max(points, 0), 4),) * 2


def test_the_scale_is_marked_as_the_bureaus_and_says_where_its_services_are_named(guide):
    assert tuple(guide.scale.dimensions) == DIMENSIONS
    for one in (*guide.scale.dimensions.values(), *guide.scale.services.values()):
        assert one.ground == "bureau" and one.sources
    assert len(guide.scale.services) >= 10
