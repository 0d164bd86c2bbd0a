"""A pattern is tried only where it can begin, and finds all the same."""

import re

import pytest

from bot.understanding.wordings.heads import headed


@pytest.mark.parametrize(
    ("say", "heads"),
    [
        ("瘫痪|卧床", "卧瘫"),
        ("(?:也|都)?没(?:有)?低保", "也没都"),
        ("(?<!不)能自理", "能"),
        ("[床炕]上躺", "床炕"),
        (r"\d{1,3}岁", r"\d"),
        ("(?P<n>一|两)个(?:[^，]{0,3})孩子", "一两"),
        ("(?=.*好)(?:很){0,12}好", "好很"),
    ],
)
def test_the_first_characters_are_said_before(say, heads):
    assert headed(say) == f"(?=[{heads}])(?:{say})"


@pytest.mark.parametrize("say", ["", "(?:瘫)?", "[^，。]好", ".好", "病|药*", "病|.好"])
def test_what_may_begin_with_anything_stays_as_it_is(say):
    assert headed(say) == say


def test_alternatives_beside_one_that_may_begin_with_anything_have_their_heads():
    assert (
        headed("病|药|[^，]好|a[|]b|c(?:d|e)|f*")
        == "(?=[病药])(?:病|药)|[^，]好|(?=[ac])(?:a[|]b|c(?:d|e))|f*"
    )


@pytest.mark.parametrize("say", [r"(?:很|不)*[]）)]|\(好\)", r"a\.b|[-+]1", r"(?:x|(?:y|z)?)w(?:[(])"])
def test_the_same_is_found(say):
    text = "很不）（好)(好)a.b-1+1xwyw(zw(w("
    spans = [found.span() for found in re.finditer(say, text)]
    assert [found.span() for found in re.finditer(headed(say), text)] == spans
