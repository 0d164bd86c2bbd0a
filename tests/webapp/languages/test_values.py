"""Why a value cannot be: in the guide's words, and on an English page in English."""

import re

import pytest

from webapp.languages import Language, speaking
from webapp.pages.forms import FormError, check_value

WRONG = {"age_years": 999, "household_size": 2.5, "income_yuan_per_month": -1}


def refusal(guide, fact, raw, language):
    with speaking(language), pytest.raises(FormError) as refused:
        check_value(guide.facts[fact], raw)
    return refused.value.errors["typed"]


@pytest.mark.parametrize(("fact", "raw"), WRONG.items())
def test_the_guide_says_it_in_chinese_and_the_page_in_english(guide, fact, raw):
    said = refusal(guide, fact, raw, Language.SIMPLIFIED)
    assert guide.facts[fact].label in said
    told = refusal(guide, fact, raw, Language.ENGLISH)
    assert told and not re.search("[\u4e00-\u9fff]", told)
    if guide.facts[fact].range:
        assert str(guide.facts[fact].range[1]) in told
