"""Many ways of saying one thing of emergencies, law, service and parents, and what only sounds like it."""

from pathlib import Path

import pytest

from bot.understanding import hear
from tests.cases import load_yaml

ROWS = load_yaml(Path(__file__).parent / "cases" / "event_wordings.yaml")
MISSED_AT_MOST = 12


def is_heard(guide, text, fact, value):
    for situation in hear(guide, text).gathered.situations:
        raw = situation.to_json()
        for facts in (raw["household"], *(one["facts"] for one in raw["people"])):
            known = facts.get(fact)
            if known == value or (isinstance(known, dict) and known.get(value) is True):
                return True
    return False


def test_what_is_said_in_many_ways_is_heard(guide):
    missed = [
        (row["fact"], text)
        for row in ROWS
        for text in row.get("says", ())
        if not is_heard(guide, text, row["fact"], row["value"])
    ]
    assert len(missed) <= MISSED_AT_MOST, missed


@pytest.mark.parametrize(
    "row", [row for row in ROWS if "never" in row], ids=lambda row: f"{row['fact']}-{row['value']}"
)
def test_what_only_sounds_like_it_is_not_heard(guide, row):
    assert [text for text in row["never"] if is_heard(guide, text, row["fact"], row["value"])] == []
