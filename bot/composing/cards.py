"""One assessed policy in words: verdict, one reason, the amount and its working, the source and its date."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING

from bot import phrases, wording
from bot.blocks import Line, PolicyCard, Working
from bot.judging.facts_read import read_guide
from bot.judging.relevant import BASE
from bot.understanding.aid.of_one import holder_of
from bot.wording import say
from knowledge import Verdict
from knowledge.amounts import say_range

from . import out_of_reach

if TYPE_CHECKING:
    from bot.conversation import Subject
    from knowledge import Amount, Assessment, FactDefinition, Finding, Guide, Policy, Situation, SourceRef
    from knowledge.amounts import AmountRule

MOST_SAYS = 2
LONG_NAME = 16
LOAN = "loan"
LENT = "贷款"
_PLAIN = ("不是", "没有", "户口", "家里有人户口")


def make_card(
    guide: Guide,
    situation: Situation,
    found: Assessment,
    *,
    on: datetime.date,
    asking: Sequence[Subject] = (),
    first: str | None = None,
    instead: str | None = None,
    received: bool = False,
    unsure: Collection[tuple[str | None, str]] = (),
) -> PolicyCard:
    """The card of one assessment. `first`: what must be granted before; `instead`: what else to look at.

    `unsure`: whose facts they could not tell when asked.
    """
    policy = guide.policies[found.policy]
    amount, note = _sum_of(guide, found, on)
    shown = not received and (found.verdict is Verdict.MET or bool(found.open_facts))
    return PolicyCard(
        policy=policy.id,
        name=full_name(policy),
        person_label=_whose(situation, found),
        verdict="met" if received else "unknown" if first else found.verdict.value,
        verdict_label=_verdict_label(guide, found, asking, first=first, received=received),
        reason=_reason(guide, situation, found, asking=asking, first=first, received=received, unsure=unsure),
        amount=amount if shown else None,
        amount_note=(note or _gives(found)) if shown else None,
        source=_source(guide, found, on),
        filing=policy.filing,
        change=_change(guide, found, first, instead),
        household=situation.id,
        person=found.person,
    )


def say_verdict(
    guide: Guide,
    situation: Situation,
    found: Assessment,
    *,
    asking: Sequence[Subject],
    first: str | None,
    received: bool,
) -> tuple[str, str]:
    """The verdict in words, and the one reason for it."""
    label = _verdict_label(guide, found, asking, first=first, received=received)
    return label, _reason(guide, situation, found, asking=asking, first=first, received=received)


def _whose(situation: Situation, found: Assessment) -> str:
    holder = holder_of(situation) if found.policy == BASE and found.person is None else None
    label = person_label(situation, holder.id if holder else found.person)
    return say("alone", who=label) if found.unit == "alone" else label


def full_name(policy: Policy) -> str:
    """The name; a long bracket at its end is left to the policy's own page."""
    name = policy.name
    return name[: name.rindex("（")] if name.endswith("）") and len(name) > LONG_NAME else name


def person_label(situation: Situation, person: str | None) -> str:
    """Whose card it is: 您父亲, or 全家; 您邻居家 for a household that is not the speaker's."""
    if person is not None:
        return wording.who(situation, person)
    home = wording.family(situation)
    return say("whole_family") if home == "您家" else home


def short_name(guide: Guide, policy: str) -> str:
    """What people call it: the first everyday name when it is shorter."""
    names = guide.policies[policy].aliases
    return names[0] if names else guide.policies[policy].name


def _verdict_label(
    guide: Guide, found: Assessment, asking: Sequence[Subject], *, first: str | None, received: bool
) -> str:
    if received:
        return say("verdict_received")
    if first:
        return say("verdict_later", first=short_name(guide, first))
    match found.verdict:
        case Verdict.MET:
            return say("verdict_met")
        case Verdict.UNMET:
            return say("verdict_unmet")
    if not asking:
        return say("verdict_office" if found.open_facts and not found.by_office else "verdict_ask")
    return say("verdict_open_one" if len(asking) == 1 else "verdict_open_some")


def _reason(
    guide: Guide,
    situation: Situation,
    found: Assessment,
    *,
    asking: Sequence[Subject],
    first: str | None,
    received: bool,
    unsure: Collection[tuple[str | None, str]] = (),
) -> str:
    if received:
        return say("reason_received")
    if first:
        return say("reason_later", first=short_name(guide, first))
    match found.verdict:
        case Verdict.MET:
            return _met_reason(guide, found)
        case Verdict.UNMET:
            return _unmet_reason(guide, found)
    wanted = read_guide(guide).values_in(found.policy)
    if asking:
        pairs = [(person, fact) for _, person, fact in asking]
        key = "reason_open_one" if len(pairs) == 1 else "reason_open_some"
        return say(key, facts=phrases.open_phrase(guide, situation, pairs, wanted)) + _by_list(guide, found)
    if found.asks_office or found.by_office:
        return say("reason_ask_office", says=(found.asks_office or found.by_office)[0].says)
    pairs = [(one.person, one.fact) for one in found.open_facts]
    if not pairs:
        return out_of_reach.reason(guide, found)
    not_sure = [one for one in pairs if one in unsure]
    if not_sure:
        return say("reason_unsure", facts=phrases.open_phrase(guide, situation, not_sure, wanted))
    return say("reason_office", facts=phrases.open_phrase(guide, situation, pairs, wanted))


def _met_reason(guide: Guide, found: Assessment) -> str:
    met = found.carrying
    telling = [one for one in met if not one.says.startswith(_PLAIN)] or met
    if not telling:
        return _plain(guide, found)
    told = say("reason_met", says="、".join(one.says for one in telling[:MOST_SAYS]))
    told += say("reason_charity") if guide.policies[found.policy].charity else ""
    return told + _by_whose_rule(guide, found, met)


def _by_list(guide: Guide, found: Assessment) -> str:
    """What nobody is asked and only a department can say, beside what is asked: 家在特殊困难家庭名单里."""
    reading = read_guide(guide)
    facts, shut_out = reading.leaf_facts[found.policy], reading.exclusions
    open_still = [one for one in found.findings if one.verdict is Verdict.UNKNOWN and one.id not in shut_out]
    of_list = [one for one in open_still if all(_is_never_asked(guide.facts[each]) for each in facts[one.id])]
    return say("reason_by_list", says=of_list[0].says) if of_list else ""


def _is_never_asked(definition: FactDefinition) -> bool:
    return not definition.ask and not definition.volunteered


def _unmet_reason(guide: Guide, found: Assessment) -> str:
    failing = _failing(found)
    if failing is None:
        return _plain(guide, found)
    return say("reason_unmet", says=failing.says) + _by_whose_rule(guide, found, (failing,))


def _by_whose_rule(guide: Guide, found: Assessment, findings: Sequence[Finding]) -> str:
    """What to say where a finding rests on what another city has published."""
    if not any(guide.leans_elsewhere(one.sources) for one in findings):
        return ""
    return say("reason_elsewhere", department=department_name(guide, found.policy))


def _plain(guide: Guide, found: Assessment) -> str:
    return say("reason_plain", department=department_name(guide, found.policy))


def department_name(guide: Guide, policy: str) -> str:
    """The department that runs a policy."""
    return guide.departments[guide.policies[policy].department].name


def _failing(found: Assessment) -> Finding | None:
    return next((one for one in found.findings if one.id in found.failing), None)


def _change(guide: Guide, found: Assessment, first: str | None, instead: str | None) -> str | None:
    """What else to do about a no, or about facts that contradict each other."""
    if found.conflicts:
        return say("change_conflict")
    if found.verdict is not Verdict.UNMET or first:
        return None
    failing = _failing(found)
    if failing is not None and failing.leaf.remedy:
        return say("change_remedy", remedy=failing.leaf.remedy)
    return say("change_instead", name=short_name(guide, instead)) if instead else say("change_unmet")


def _source(guide: Guide, found: Assessment, on: datetime.date) -> str | None:
    """The source of the condition that decides, and since when the rule holds."""
    failing = _failing(found)
    wanted = [failing] if failing else [one for one in found.findings if one.verdict is found.verdict]
    refs = [ref for one in wanted for ref in one.sources]
    if not refs:
        return None
    version = guide.policies[found.policy].conditions_on(found.unit, on)
    if version is None:
        return say("source_line", source=guide.cite(refs[0]))
    since = wording.since(version.effective, version.precision)
    return say("source_dated", source=guide.cite(refs[0]), date=since)


def _sum_of(guide: Guide, found: Assessment, on: datetime.date) -> tuple[str | None, str | None]:
    """The sum in words, with the help in kind that goes beside it, and the note under it."""
    amount, note = say_amount(guide, found, on)
    if amount and found.services:
        amount = say("amount_beside", services="、".join(found.services), amount=amount)
    if amount and found.verdict is Verdict.UNKNOWN:
        amount = say("amount_if", amount=amount)
    return amount, note


def _gives(found: Assessment) -> str | None:
    """What there is to be had where no sum can be worked out."""
    if found.services:
        return say("amount_services", services="、".join(found.services))
    return found.benefits[0].says if found.benefits else say("amount_unknown")


def amount_words(
    amount: Amount | None, name: str = "", beside: Sequence[str] = (), loan: bool = False
) -> tuple[str | None, str | None]:
    """A sum in words and the note under it; nothing for a sum that is open at both ends.

    `name`: what the sum is called where the aid has several; `beside`: parts that are counted in; a loan is
    said to be one.
    """
    if amount is None or (amount.high is None and not amount.low):
        return None, None
    unit = wording.per_unit(amount.unit)
    lowest, highest = _outward(amount)
    low, high = _sum(lowest, amount.unit), _sum(highest, amount.unit)
    if amount.high is None:
        words = say("amount_at_least", unit=unit, low=low)
    elif amount.low == amount.high:
        words = say("amount_exact", unit=unit, low=low)
    elif not amount.low:
        words = say("amount_up_to", unit=unit, high=high)
    else:
        words = say("amount_range", unit=unit, low=low, high=high)
    if loan:
        words = say("amount_loan", amount=words)
    elif name:
        words = f"{name}{words}"
    if beside:
        words = say("amount_parts", amount=words, parts="、".join(beside))
    return words, _amount_note(amount)


def add_up(amounts: Sequence[Amount]) -> str:
    """What monthly sums come to together, in words: 每月至少 377 元."""
    unit, ends = say("monthly"), [_outward(one) for one in amounts]
    low, highs = sum((one for one, _ in ends), Decimal(0)), [high for _, high in ends]
    if any(one is None for one in highs):
        return say("amount_at_least", unit=unit, low=wording.money(low))
    high = sum(highs, Decimal(0))
    if low == high:
        return say("amount_exact", unit=unit, low=wording.money(low))
    return say("amount_range", unit=unit, low=wording.money(low), high=wording.money(high))


def _outward(amount: Amount) -> tuple[Decimal, Decimal | None]:
    """The ends of a rough sum in whole yuan, so that it claims no more than is known: 1254.01 is 1254."""
    if amount.low == amount.high:
        return amount.low, amount.high
    high = None if amount.high is None else amount.high.to_integral_value(ROUND_CEILING)
    return amount.low.to_integral_value(ROUND_FLOOR), high


def say_amount(guide: Guide, found: Assessment, on: datetime.date) -> tuple[str | None, str | None]:
    """The sum of an assessment in words, with what would lessen it, and the note under it."""
    policy = guide.policies[found.policy]
    counted = _counted(policy, found, on)
    words, note = amount_words(found.amount, *_called(policy, counted))
    lessened = [one.note for one in counted if one.unless is not None and one.note]
    return (say("amount_lessened", amount=words, note=lessened[0]) if words and lessened else words), note


def _called(policy: Policy, counted: Sequence[AmountRule]) -> tuple[str, tuple[str, ...], bool]:
    """What a sum is called, which parts are counted in it, and whether it has to be paid back."""
    parts = tuple(dict.fromkeys(one.part for one in counted if one.part))
    lends = bool(policy.benefits) and all(one.kind == LOAN for one in policy.benefits)
    loan = bool(counted) and all(lends or LENT in (one.part or "") for one in counted)
    alone = len(parts) == 1 and all(one.part for one in counted)
    return (parts[0], (), loan) if alone else ("", parts, loan)


def _counted(policy: Policy, found: Assessment, on: datetime.date) -> list[AmountRule]:
    """The rules of the sum that apply: a ceiling alone only counts where there is no sum beside it."""
    if found.amount is None:
        return []
    lines = {line.label for line in found.amount.working}
    rules = [one for one in policy.amounts if one.in_force(on) and not one.service]
    shown = [one for one in rules if (one.part or say("amount_line")) in lines]
    sums = [one for one in shown if one.amount or one.amount_from]
    ceilings = [one for one in shown if one not in sums]
    return sums if sums and not _is_ceiling(found.amount, ceilings) else ceilings


def _is_ceiling(amount: Amount, ceilings: Sequence[AmountRule]) -> bool:
    """Whether the whole amount is one of the ceilings: what is beside it could not be summed up."""
    named = {one.part for one in ceilings}
    words = "" if amount.high is None else say_range(amount.low, amount.high)
    return any(line.label in named and line.value.startswith(words) for line in amount.working if words)


def _amount_note(amount: Amount) -> str:
    if amount.year is None:
        return say("amount_plain")
    return say("amount_old" if amount.at_least else "amount_year", year=amount.year)


def _sum(value: Decimal | None, unit: str) -> str:
    if value is None:
        return ""
    return wording.money(value) if unit.startswith("元") else f"{wording.number(value)} {unit}"


def working(guide: Guide, found: Assessment) -> Working | None:
    """How the amount comes about, line by line; None where there is none to show."""
    if found.amount is None or not found.amount.working or amount_words(found.amount)[0] is None:
        return None
    lines = tuple(Line(one.label, one.value, one.note) for one in found.amount.working)
    refs = [ref for one in found.amount.working for ref in one.sources]
    title = say("working_of", name=short_name(guide, found.policy))
    return Working(title, lines, cite_each(guide, refs), found.policy)


def cite_each(guide: Guide, refs: Iterable[SourceRef], most: int = 3) -> tuple[str, ...]:
    """The sources in words, each once."""
    return tuple(dict.fromkeys(guide.cite(one) for one in refs))[:most]
