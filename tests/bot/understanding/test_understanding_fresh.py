"""A benchmark with a floor: messages that were written and labelled before the rules were looked at.

They are not to be tuned line by line; a change that loses several of them lost a whole class of wordings.
"""

from pathlib import Path

import pytest

from bot.danger.safety import urgency
from bot.text.normalising import normalise
from bot.understanding import understand
from tests.cases import load_yaml

CASES = Path(__file__).parent / "cases"
SAME = [{"son", "daughter", "child"}, {"husband", "wife", "spouse"}]
NO_MATTER = ["asdf 1234", "怎么申请", "帮帮我", "在吗", "133", "有什么政策", "需要什么材料", "急急急"]


def read(name):
    return load_yaml(CASES / name)


def held(understanding):
    """Facts by person; the first household's own under `household`, another's under `second`."""
    found = {}
    for place, situation in enumerate(understanding.situations):
        raw = situation.to_json()
        found.setdefault("second" if place else "household", {}).update(raw["household"])
        for one in raw["people"]:
            found.setdefault(one["id"], {}).update(one["facts"])
    return found


def facts_of(found, who):
    names = next((group for group in SAME if who in group), {who})
    return [found[name] for name in (who, *(names - {who})) if name in found]


def labelled(case):
    people = {**case["heard"], **({"second": case["second"]} if "second" in case else {})}
    for who, facts in people.items():
        for fact, value in facts.items():
            several = isinstance(value, dict) and "min" not in value
            for part in [{k: v} for k, v in value.items()] if several else [value]:
                yield who, fact, part


def agrees(value, heard):
    if isinstance(value, dict) and "min" not in value:
        return isinstance(heard, dict) and value.items() <= heard.items()
    if value == heard or isinstance(value, bool | str) or isinstance(heard, bool | str):
        return value == heard
    (low, high), (least, most) = bounds(value), bounds(heard)
    return low <= most and least <= high


def bounds(value):
    return (value["min"], value["max"]) if isinstance(value, dict) else (value, value)


OTHERS = {"fresh_outside.yaml", "fresh_urgent.yaml"}
FACTS = sorted({path.name for path in CASES.glob("fresh_*.yaml")} - OTHERS)


@pytest.fixture(scope="module", params=FACTS)
def heard(guide, request):
    return [(case, understand(guide, case["text"])) for case in read(request.param)]


def test_most_of_what_fresh_messages_say_is_heard_of_the_right_person(heard):
    right = total = 0
    for case, understanding in heard:
        found = held(understanding)
        for who, fact, value in labelled(case):
            total += 1
            right += any(agrees(value, facts[fact]) for facts in facts_of(found, who) if fact in facts)
    assert right / total >= 0.93, f"{right} of {total}"


def test_nothing_is_heard_that_fresh_messages_do_not_say(heard):
    wrong = []
    for case, understanding in heard:
        for who, facts in held(understanding).items():
            never = {*case.get("absent", ()), *case.get("absent_of", {}).get(who, ())}
            wrong += [(case["text"], who, fact) for fact in facts if fact in never]
    assert wrong == []


def test_fresh_messages_are_met_with_a_policy_they_ask_for(guide):
    wanting = [case for name in FACTS for case in read(name) if "want" in case]
    asked = [(case["want"], list(understand(guide, case["text"]).policies)[:3]) for case in wanting]
    assert sum(bool(set(want) & set(first)) for want, first in asked) / len(asked) >= 0.93


def test_fresh_danger_is_heard_and_false_alarms_are_few():
    cases = [(case["expect"], urgency(normalise(case["text"]).plain)) for case in read("fresh_urgent.yaml")]
    missed = sum(expect is not None and found is None for expect, found in cases)
    alarms = sum(expect is None and found is not None for expect, found in cases)
    assert (missed <= 2, alarms <= 1) == (True, True), (missed, alarms)


def test_fresh_matters_of_others_are_known_to_lie_outside(guide):
    inside = [text for text in read("fresh_outside.yaml") if understand(guide, text).in_scope]
    assert len(inside) <= 2, inside


@pytest.mark.parametrize("text", NO_MATTER)
def test_words_without_any_matter_point_to_no_policy(guide, text):
    assert max(understand(guide, text).policies.values(), default=0) < 0.1
