"""Parts of a text add up to what their runs add up to, one by one."""

import pytest

from bot.relevance.linear import Sums, load_model
from bot.understanding.clauses.learned import clauses, features_of
from bot.understanding.clauses.model import FEW, ClauseModel, Runs
from tests.benchmarks.messages import load_messages


@pytest.fixture(scope="module")
def model():
    return load_model("sayings")


def above(model, features, limit):
    return [(place, odds) for place, odds in enumerate(model.logits(features)) if odds > limit]


@pytest.mark.parametrize("limit", [0.0, -1.5, -4.0])
def test_clauses_come_to_what_their_features_come_to(model, limit):
    narrow = ClauseModel(model)
    for text in load_messages()[::5]:
        runs = Runs(narrow, text)
        for start, end in clauses(text):
            known = features_of(text[start:end])
            assert narrow.above(runs.sums(start, end), limit) == above(model, known, limit), text


@pytest.mark.parametrize("text", ["a", "~ai哀b", "没有“收入”~b", ""])
def test_no_run_goes_across_a_stop(model, text):
    runs = Runs(ClauseModel(model), text)
    known = model.sums(features_of(text))
    sums = runs.sums(0, len(text))
    assert (sums.known, sums.squares) == (known.known, known.squares)


def test_two_clauses_add_up(model):
    narrow = ClauseModel(model)
    one, other = (Runs(narrow, text).sums(0, len(text)) for text in ("下岗在家", "下岗没活干"))
    whole = model.sums([*features_of("下岗在家"), *features_of("下岗没活干")])
    assert narrow.above(one + other, -2.0) == above(model, whole, -2.0)


def test_a_clause_without_end_is_added_up_all_the_same(model):
    text = "".join(one for text in load_messages()[:40] for one in text if one.isalpha())[:900]
    narrow = ClauseModel(model)
    sums = Runs(narrow, text).sums(0, len(text))
    assert sums.known > FEW
    assert narrow.above(sums, -6.0) == above(model, features_of(text), -6.0) != []


def test_nothing_known_is_nothing(model):
    narrow = ClauseModel(model)
    assert Runs(narrow, "").sums(0, 0) == Sums() and narrow.above(Sums(), -9.0) == []
