"""What features add up to in several models that are read together is what they add up to in each."""

import pytest

from bot.relevance.linear import Joint, Sums, join, load_model
from bot.understanding.index import index_of
from tests.benchmarks.messages import load_messages


@pytest.fixture(scope="module")
def models():
    return load_model("urgency"), load_model("relevance")


def test_models_read_together_add_up_to_what_each_adds_up_to(guide, models):
    features, joint = index_of(guide).relevance.features, Joint(models)
    for text in load_messages()[::7]:
        known = features.of(text)
        assert joint.sums(known) == tuple(model.sums(known) for model in models), text


def test_what_no_model_knows_adds_nothing(models):
    assert Joint(models).sums({"没有这个特征", "n:no-policy"}) == (Sums(), Sums())


def test_a_feature_of_one_model_alone_adds_nothing_to_the_other(models):
    urgency, relevance = models
    only = next(one for one in relevance.features if not urgency.knows(one))
    assert Joint(models).sums({only}) == (Sums(), relevance.sums({only}))


def test_numbers_that_were_let_go_are_made_again(guide, models):
    features, joint = index_of(guide).relevance.features, Joint(models, most_kept=50)
    for text in load_messages()[:5] * 2:
        known = features.of(text)
        assert joint.sums(known) == tuple(model.sums(known) for model in models), text


def test_models_are_joined_once(models):
    assert join(*models) is join(*models)
