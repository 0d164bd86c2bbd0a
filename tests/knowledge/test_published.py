"""Rules whose figures nobody has published yet, tried with figures taken for granted."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.cases import load_yaml
from tests.knowledge.mutants import case_of, publish

CASES = [
    pytest.param(case, id=f"{case['policy']}-{case['says']}")
    for path in sorted((Path(__file__).parent / "published").glob("*.yaml"))
    for case in load_yaml(path)
]


@pytest.mark.parametrize("case", CASES)
def test_the_guide_decides_as_the_case_says_once_the_figure_is_published(guide, case):
    read = case_of(case, guide)
    assert read.answer(guide) == read.expected


@pytest.mark.parametrize("case", CASES)
def test_the_figure_is_not_published_today(guide, case):
    for key in case["figures"]:
        assert all(value.value is None for value in guide.standards.standards[key].values)


def test_publishing_changes_nothing_but_those_figures(guide):
    published = publish(guide.standards, (("critical_illness.start", 10000),))
    assert replace(guide, standards=published).standards.standards.keys() == guide.standards.standards.keys()
