"""The tool that makes slips in the rules: each kind is made, and is noticed by a case that is about it."""

import pytest

from knowledge.expressions import Vocabulary, parse_expression
from tests.knowledge.mutants import Workshop, load_survivors
from tests.knowledge.mutations import Slips, say
from tests.knowledge.small import make_guide


def slips_of(text, scope="household", kind="bool"):
    guide = make_guide()
    expression = parse_expression(text, Vocabulary(guide.facts, guide.standards), scope, kind)
    slips = Slips(guide.facts, guide.standards)
    return {say(wrong.tree) for _, wrong in slips.of_expression(expression, scope)}


@pytest.mark.parametrize(
    ("text", "scope", "slip"),
    [
        ("cost < 900", "household", "(cost <= 900)"),
        ("cost >= 900", "household", "(cost > 900)"),
        ("danger and assets", "household", "(danger or assets)"),
        ("danger and assets", "household", "assets"),
        ("not danger", "household", "danger"),
        ("grade in (1, 2)", "person", "grade in (1)"),
        ("'cancer' in illnesses", "person", "'cataract' in illnesses"),
        ("hukou == 'zibo'", "person", "any(hukou in (zibo))"),
        ("any(ill)", "household", "(count(ill) >= 2)"),
        ("count(ill) > 0", "household", "any(ill)"),
        ("cost < standard('line')", "household", "(cost < standard('line.urban'))"),
        ("cost < standard('flat')", "household", "(cost < (standard('flat') * 12))"),
        ("cost + 1 < 900", "household", "((cost - 1) < 900)"),
    ],
)
def test_the_slip_is_made(text, scope, slip):
    assert slip in slips_of(text, scope)


def test_no_slip_is_the_rule_itself():
    assert "(cost < 900)" not in slips_of("cost < 900")


@pytest.fixture(scope="module")
def workshop():
    return Workshop()


def test_the_boundary_of_the_income_line_is_held(workshop):
    count, left = workshop.survivors("subsistence-marginal")
    assert count > 10
    assert left == []


def test_explained_survivors_are_slips_that_still_exist(workshop):
    for one in load_survivors():
        assert one["why"]
        assert one["slip"] in {what for what, *_ in workshop.mutants(one["share"])}
