"""Who knows every published number and every rule finds no count under five."""

from collections import defaultdict
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.ledger.hiding import LEAST, Published, publish, publish_steps

COUNTS = st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.integers(0, 60), min_size=1)


@given(COUNTS)
def test_no_count_under_five_is_shown(counts):
    shown = publish(counts)
    assert shown.cells == {key: count if count >= LEAST else None for key, count in counts.items()}
    assert shown.rest is None or shown.rest >= LEAST
    assert shown.total <= sum(counts.values())
    assert not shown.is_whole or shown.total == sum(counts.values())


@pytest.mark.parametrize(("cells", "most"), [(1, 30), (2, 20), (3, 12), (4, 7)])
def test_an_attack_over_all_tables_finds_no_small_count(cells, most):
    """Every table is published; whoever sees one and knows the rules is left with several that look alike."""
    alike = defaultdict(list)
    for table in product(range(most), repeat=cells):
        shown = publish(dict(zip("abcd", table, strict=False)))
        alike[(*shown.cells.values(), shown.rest, shown.total)].append(table)
    for shown, tables in alike.items():
        for place in (place for place in range(cells) if shown[place] is None):
            assert len({table[place] for table in tables}) >= 3, (shown, tables)


def test_a_single_small_count_is_not_what_the_total_leaves():
    assert publish({"a": 3, "b": 40, "c": 9}) == Published({"a": None, "b": 40, "c": 9}, None, 49, False)


def test_many_small_counts_are_one_cell_together():
    shown = publish({"a": 3, "b": 40, "c": 2, "d": 1})
    assert (shown.rest, shown.total, shown.is_whole) == (6, 46, True)


def test_large_counts_are_shown_with_their_total():
    assert publish({"a": 5, "b": 12}) == Published({"a": 5, "b": 12}, None, 17, True)


@given(st.lists(st.integers(0, 100), min_size=1, max_size=7))
def test_steps_show_no_small_count_and_no_small_difference(counts):
    shown = [one for one in publish_steps(sorted(counts, reverse=True)) if one is not None]
    assert all(one >= LEAST for one in shown)
    assert all(before == after or before - after >= LEAST for before, after in pairwise(shown))
