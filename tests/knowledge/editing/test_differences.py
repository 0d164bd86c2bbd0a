"""Two versions of a small guide: what reads otherwise, what is touched, who gains and who loses."""

from knowledge.editing.differences import Pair, changed_amounts, changed_policies, facts_read, find_rewordings
from knowledge.files.loading import build_guide
from knowledge.files.reading import Problems
from tests.knowledge.small import (
    DAY,
    SOURCE,
    leaf,
    make_guide,
    make_situation,
    person,
    policy,
    small_files,
    standard,
    value,
)


def tally_of(old, new, *situations):
    return Pair.of(old, new, DAY).tally(situations)


def test_a_changed_sentence_is_named_with_both_wordings():
    found = list(find_rewordings(small_files(), small_files(policy(summary="两句话"))))
    assert [(one.place, one.old, one.new) for one in found] == [
        ("policies/help.yaml summary", "一句话", "两句话")
    ]


def test_a_new_value_of_a_standard_is_named_by_area_and_day():
    old = small_files(standards=[standard("fee", value(1, "2020-01-01"))])
    new = small_files(standards=[standard("fee", value(1, "2020-01-01"), value(2, "2024-01-01"))])
    assert [one.place for one in find_rewordings(old, new)] == ["standards/fee.yaml values[zibo 2024-01-01]"]


def test_wording_alone_touches_no_policy():
    assert changed_policies(make_guide(), make_guide(policy(summary="两句话"))) == ()


def test_a_figure_touches_the_policies_that_read_it_through_derived_facts_and_families():
    old = make_guide(policy(when="below_line"), policy("other"))
    new = small_files(policy(when="below_line"), policy("other"))
    new["standards/line.urban.yaml"]["values"][0]["value"] = 950
    assert changed_policies(old, build_guide(new, "new", Problems())) == ("help",)


def test_the_facts_of_a_policy_include_those_below_and_the_choice_of_a_family():
    read = facts_read(make_guide(policy(when="below_line")), ["help"])
    assert {"income", "household_size", "area_kind"} <= read
    assert "danger" not in read


def test_who_newly_meets_the_rule_gains_and_who_no_longer_does_loses():
    old, new = make_guide(policy(when="cost < 100")), make_guide(policy(when="cost < 200"))
    home = make_situation(old, person(), cost=150, district="linzi")
    assert tally_of(old, new, home).by_policy()["help"]["gains"] == 1
    assert tally_of(new, old, home).by_policy()["help"]["loses"] == 1
    assert tally_of(old, new, home).by_district("help", "gains") == {"linzi": 1}
    assert tally_of(old, new, home).examples == {("help", "gains"): ["h1"]}


def test_a_rule_that_asks_for_more_leaves_people_undecided():
    old = make_guide(policy(when="cost < 100"))
    new = make_guide(policy(when={"all": [leaf("cost < 100", id="one"), leaf("danger", id="two")]}))
    home = make_situation(old, person(), cost=50)
    assert tally_of(old, new, home).by_policy()["help"]["undecided"] == 1


def test_what_was_undecided_may_be_ruled_out():
    old, new = make_guide(policy(when="danger")), make_guide(policy(when="danger and cost < 100"))
    home = make_situation(old, person(), cost=150)
    assert tally_of(old, new, home).by_policy()["help"]["ruled_out"] == 1


def test_more_money_and_less_money_are_told_apart():
    def paying(sum):
        return make_guide(policy(amounts=[{"id": "sum", "amount": sum, "unit": "元/月", "source": SOURCE}]))

    home = make_situation(paying("100"), person(), danger=True)
    assert tally_of(paying("100"), paying("150"), home).by_policy()["help"]["more"] == 1
    assert tally_of(paying("150"), paying("100"), home).by_policy()["help"]["less"] == 1


def test_a_condition_that_changes_leaves_the_amounts_alone():
    old, new = make_guide(policy(when="cost < 100")), make_guide(policy(when="cost < 200"))
    assert changed_amounts(old, new) == frozenset()
    assert changed_policies(old, new) == ("help",)


def test_a_policy_that_is_new_or_gone_is_compared_too():
    old, new = make_guide(), make_guide(policy(), policy("second"))
    home = make_situation(old, person(), danger=True)
    assert tally_of(old, new, home).by_policy()["second"]["gains"] == 1
    assert tally_of(new, old, home).by_policy()["second"]["loses"] == 1


def test_whom_a_new_policy_rules_out_had_nothing_to_lose():
    old, new = make_guide(), make_guide(policy(), policy("second"))
    home = make_situation(old, person(), danger=False)
    assert tally_of(old, new, home).by_policy() == tally_of(new, old, home).by_policy() == {}


def test_tallies_of_parts_add_up_to_the_whole():
    old, new = make_guide(policy(when="cost < 100")), make_guide(policy(when="cost < 200"))
    homes = [make_situation(old, person(), cost=cost) for cost in (50, 150, 250)]
    whole, parts = tally_of(old, new, *homes), tally_of(old, new, homes[0])
    parts.merge(tally_of(old, new, *homes[1:]))
    assert (parts.assessed, parts.counts) == (whole.assessed, whole.counts)
