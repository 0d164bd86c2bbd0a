"""One open fact as a question: its words, and what can be tapped."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from bot import wording
from bot.blocks import Choice, Question
from bot.phrases import MOST_DENIED, fact_phrase, value_of
from bot.understanding.aid.of_one import OF_ONE, STATUS, WHOLE, is_in_doubt
from bot.understanding.people.subjects import asks_who_speaks
from knowledge import KnownSet, Range
from knowledge.situations import CHILDREN, GRANDCHILDREN

if TYPE_CHECKING:
    from bot.conversation import Subject
    from knowledge import FactDefinition, Guide, Situation

MOST_CHOICES = 8
MOST_NUMBER = 1_000_000  # the end of the last band where the vocabulary names none
CATCH_ALL = "other"
# What one gets already is asked of what matters alone: an injured girl is not asked of two cancers.
ONLY_WANTED = frozenset({"receives", "household_receives"})
YOUNG = CHILDREN | GRANDCHILDREN | {"pupil"}
# How a parent may be who speaks here, neither dead nor away.
OF_WHO_SPEAKS = frozenset({"able", "severe_disability", "severe_illness"})
CENT = Decimal("0.01")
OVER_STEPS = (Decimal(1), Decimal("1.5"), Decimal(2), Decimal(3))  # times the low end of what has no high one
Option = tuple[str, object]  # label, raw value


def build(guide: Guide, situation: Situation, subject: Subject, wanted: Collection[str] = ()) -> Question:
    """The question about `subject`. `wanted` are the values and facts that matter here: shown first."""
    _, person, fact = subject
    definition = guide.facts[fact]
    known = value_of(situation, person, fact)
    options = list(_options(definition, known, frozenset(wanted), _is_child(situation, person)))
    why = _why(guide, definition, wanted, options)
    if asks_who_speaks(situation.people, person, fact):
        why, options = definition.why, [one for one in options if one[1] in OF_WHO_SPEAKS]
    holder = is_in_doubt(situation) if fact == STATUS else None
    if holder is not None:
        options = list(_whose(wording.who(situation, holder.id)))
    unsure = wording.say("unsure_number" if definition.type in ("int", "decimal") else "unsure")
    labelled = [*options, (unsure, None)]
    return Question(
        id="",
        household=situation.id,
        person=person,
        fact=fact,
        text=_text(definition, situation, person, known),
        why=why,
        choices=tuple(Choice("", label, value) for label, value in labelled),
        multi=definition.type == "set" and holder is None,
        hint=_hint(definition),
    )


def _whose(who: str) -> Iterator[Option]:
    """我娘有低保: do all of them have it, or she alone?"""
    yield wording.say("aid_of_all"), {WHOLE: True}
    yield wording.say("aid_of_one", who=who), dict(OF_ONE)


def _hint(definition: FactDefinition) -> str:
    match definition.type:
        case "int" | "decimal":
            return "number"
        case "date":
            return "date"
    return "choice"


def _text(definition: FactDefinition, situation: Situation, person: str | None, known: object) -> str:
    text = _plain_text(definition, situation, person)
    if definition.key == STATUS and (holder := is_in_doubt(situation)) is not None:
        return wording.say("question_whose_aid", who=wording.who(situation, holder.id))
    if asks_who_speaks(situation.people, person, definition.key):
        return wording.say("question_own_state")
    if isinstance(known, Range):
        return wording.say("question_finer", question=text)
    if isinstance(known, KnownSet) and known.has:
        if definition.key == "veteran_kinds":  # 残疾军人 has served: not to be asked again
            return wording.say("question_rest_of_service", who=wording.who(situation, person))
        return wording.say("question_rest", question=text)
    if person is None and isinstance(known, KnownSet) and 0 < len(known.has_not) <= MOST_DENIED:
        told = fact_phrase(definition, known)  # 没有低保: not asked once more in the same words
        return wording.say("question_others", told=told, home=wording.home(situation))
    return text


def _plain_text(definition: FactDefinition, situation: Situation, person: str | None) -> str:
    if person is None:
        return (definition.question or definition.label).replace("您家", wording.home(situation))
    name = wording.who(situation, person)
    if name == "您":
        return definition.question or definition.label
    other = definition.question_other or (definition.question or definition.label).replace("您", "{who}")
    return other.replace("{who}", name)


def _why(guide: Guide, definition: FactDefinition, wanted: Collection[str], options: list[Option]) -> str:
    reasons = (known.why for one, known in guide.facts.items() if one in wanted and known.why)
    why = definition.why or next(reasons, "")
    if definition.type not in ("choice", "set"):
        return why
    shown = {label for label, _ in options}
    rest = [one.label for one in definition.choices if one.label not in shown]
    if definition.type == "choice" and rest:
        why += wording.say("type_the_rest", rest="、".join(rest[:4]))
    return why


def _is_child(situation: Situation, person: str | None) -> bool:
    return any(one.id == person and one.relation in YOUNG for one in situation.people)


def _options(
    definition: FactDefinition, known: object, wanted: Collection[str], is_child: bool
) -> Iterator[Option]:
    match definition.type:
        case "bool":
            yield from _either(definition)
        case "choice":
            common = {definition.choices[0].value}  # 在，能管孩子: no condition names it, most say it
            yield from ((one.label, one.value) for one in _few(definition, common | set(wanted)))
        case "set":
            yield from _ticks(definition, known, wanted)
        case "int" | "decimal":
            yield from numbers(definition, known, is_child)


def _either(definition: FactDefinition) -> Iterator[Option]:
    """Yes and no, or more than two cases where a mere no could be said of either."""
    cases = wording.load_wording()["cases"].get(definition.key)
    if cases is not None:
        yield from ((label, value) for label, value in cases)
        return
    yes, no = yes_no(definition.question or "")
    yield from ((yes, True), (no, False))


def yes_no(question: str) -> tuple[str, str]:
    """The two words that answer `question`: 有/没有 to 有残疾证吗, 是/不是 to 是不是."""
    for key, yes, no in wording.load_wording()["yes_no"]:
        if key in question:
            return yes, no
    return "是", "不是"


def _few(definition: FactDefinition, wanted: Collection[str], skip: Collection[str] = ()) -> list:
    """At most eight choices, those that matter first, in the order of the vocabulary."""
    left = [one for one in definition.choices if one.value not in skip]
    if len(left) <= MOST_CHOICES:
        return left
    ranked = sorted(left, key=lambda one: one.value != CATCH_ALL and one.value not in wanted)[:MOST_CHOICES]
    return [one for one in left if one in ranked]


def _ticks(definition: FactDefinition, known: object, wanted: Collection[str]) -> Iterator[Option]:
    known = known if isinstance(known, KnownSet) else KnownSet()
    shut_out = {out for one in definition.choices if one.value in known.has for out in one.excludes}
    skip = known.has | known.has_not | shut_out
    if definition.key in ONLY_WANTED and not wanted.isdisjoint(definition.values):
        skip |= frozenset(definition.values) - wanted
    shown = _few(definition, wanted, skip)
    yield from ((one.label, {one.value: True}) for one in shown)
    said = known.has | known.has_not | shut_out | {one.value for one in shown}
    everything = CATCH_ALL in said or said >= set(definition.values) or not _is_of_list(definition)
    label = wording.say("none_more" if known.has else "none_of_these")
    yield label, sorted(known.has) if everything else {one.value: False for one in shown}


def _is_of_list(definition: FactDefinition) -> bool:
    """Whether the question asks of what is shown, so that 都没有 says nothing of the rest."""
    return any(word in (definition.question or "") for word in wording.load_wording()["of_list"])


def numbers(definition: FactDefinition, known: object, is_child: bool = False) -> Iterator[Option]:
    """Buttons for a number: exact ones, or bands; within the span that is already known."""
    low, high = definition.range or (0, None)
    high = MOST_NUMBER if high is None else high
    if isinstance(known, Range):
        yield from _finer(definition, known)
        return
    ladder = wording.load_wording()["ladders"].get(definition.unit, {})
    if "exact" in ladder:
        steps = [one for one in ladder["exact"] if low <= one <= high]
        yield from ((_exact_label(definition, one), one) for one in steps)
        if steps and steps[-1] < high:
            yield _over_label(definition, steps[-1] + 1), {"min": steps[-1] + 1, "max": float(high)}
        return
    if ladder.get("zero") and low == 0:
        yield wording.load_wording()["band"]["none"], 0
    bounds = ladder.get("children" if is_child else "bands") or ladder.get("bands", ())
    yield from _bands(definition, [Decimal(one) for one in bounds], Decimal(low), high)


def _bands(
    definition: FactDefinition, bounds: list[Decimal], low: Decimal, high: Decimal | int
) -> Iterator[Option]:
    words = wording.load_wording()["band"]
    unit = _unit(definition)
    step = Decimal(1) if definition.type == "int" else CENT
    ends = [low, *(one for one in bounds if low < one < high)]
    if len(ends) < 2:
        return
    for start, end in pairwise(ends):
        figures = {"low": wording.round_number(start), "high": wording.round_number(end), "unit": unit}
        label = words["under" if start == low else "between"].format(**figures)
        yield label, {"min": _raw(start), "max": _raw(end - step)}
    yield _over_label(definition, ends[-1]), {"min": _raw(ends[-1]), "max": _raw(Decimal(high))}


def _finer(definition: FactDefinition, known: Range) -> Iterator[Option]:
    """Four equal parts of what is already known of a number; nothing when it cannot be cut.

    Of 5000元以上 the parts are near its low end: nobody knows better by quarters of a million.
    """
    if known.high == Decimal("Infinity") or (known.high - known.low) < 4:
        return
    words = wording.load_wording()["band"]
    top = MOST_NUMBER if definition.range is None or definition.range[1] is None else definition.range[1]
    if known.low > 0 and known.high >= min(top, MOST_NUMBER):
        ends = [known.low * part for part in OVER_STEPS]
    else:
        ends = [known.low + (known.high - known.low) / 4 * part for part in range(5)]
    for start, end in pairwise(ends):
        start, end = start.quantize(Decimal(1)), end.quantize(Decimal(1))
        figures = {"low": wording.number(start), "high": wording.number(end), "unit": _unit(definition)}
        yield words["between"].format(**figures), {"min": _raw(start), "max": _raw(end)}
    if ends[-1] < known.high:
        yield _over_label(definition, ends[-1]), {"min": _raw(ends[-1]), "max": _raw(known.high)}


def _exact_label(definition: FactDefinition, value: int) -> str:
    words = wording.load_wording()["band"]
    if value == 0:
        return words["none"]
    return words["exact"].format(value=value, unit=_unit(definition))


def _over_label(definition: FactDefinition, low: Decimal | int) -> str:
    figures = {"low": wording.round_number(low), "unit": _unit(definition)}
    return wording.load_wording()["band"]["over"].format(**figures)


def _unit(definition: FactDefinition) -> str:
    unit = definition.unit or ""
    return wording.load_wording()["short_units"].get(unit, unit)


def _raw(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
