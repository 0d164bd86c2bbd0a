"""What an agent reads out or sends: one policy, or the whole situation, in a few spoken sentences.

Spoken figures are in words and carry the day they are from; documents and sections are for the eye and stand
beside the script. What is sent in writing says nothing of the caller: a phone is read by others too.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from bot import phrases, wording
from bot.composing import cards, leaflets
from bot.judging.questions import askable
from bot.render.figures import speak
from bot.render.speech import sentence
from bot.wording import say
from knowledge import Verdict

if TYPE_CHECKING:
    from bot.blocks import Question
    from bot.composing.replies import Judged
    from knowledge import Assessment, Figure, Guide, Policy, Situation

    from .listening import Listening

MOST_FIGURES = 2
MOST_READ = 3
MOST_BRING = 3
LONG_NAME = 2  # 您 may be said again
KEPT = 256
_SPACE = re.compile(r"(?<=[㐀-鿿〇，。、])[ ]+|(?<! )[ ]+(?=[㐀-鿿〇，。、])")
_ASIDE = re.compile(r"（[^（）]*）")
_ELSEWHERE = {"rural": "城市", "urban": "农村"}


@dataclass(frozen=True)
class Cited:
    """A figure, a condition or a rule with where it stands written, for the agent's eye."""

    label: str
    value: str
    verdict: str
    source: str


@dataclass(frozen=True)
class Script:
    """One policy for the agent: `spoken` to read out, `written` to send, `cited` to show."""

    policy: str
    name: str
    spoken: tuple[str, ...]
    written: str
    figures: tuple[Cited, ...]
    conditions: tuple[Cited, ...]
    working: tuple[tuple[str, str, str], ...]


def script(guide: Guide, listening: Listening, judged: Judged, on: datetime.date) -> Script:
    """What to say and to send about one policy."""
    found = judged.matched.assessment
    policy = guide.policies[judged.matched.id]
    situation = listening.conversation.situation(judged.matched.household)
    situation = situation or listening.conversation.households[0]
    asking = list(askable(guide, listening.conversation, judged.matched))
    figures = tuple(_figures(situation, found))
    said = [*_verdict(guide, situation, judged, asking=asking)]
    how = [*_comes_to(guide, found, on), *_how(policy, judged)]
    gives = _gives(policy, figures[:MOST_FIGURES], on)
    working = cards.working(guide, found) if found.verdict is Verdict.MET else None
    return Script(
        policy=policy.id,
        name=cards.full_name(policy),
        spoken=(*map(_aloud, said), *gives, *map(_aloud, how)),
        written=written(guide, policy.id, on, figures=figures[:MOST_FIGURES]),
        figures=tuple(_cite_figure(guide, one) for one in figures),
        conditions=tuple(_conditions(guide, found)),
        working=tuple((one.label, one.value, one.note) for one in working.lines) if working else (),
    )


def question_aloud(question: Question) -> str:
    """The question as it is asked on the phone."""
    return _aloud(question.text)


def situation_aloud(guide: Guide, listening: Listening) -> tuple[str, ...]:
    """What the whole situation comes to: what may be had, in which order, and what is still to be asked."""
    offered = [one for one in listening.judged if one.verdict != "unmet"][:MOST_READ]
    if not offered:
        key = "aloud_outside" if listening.missed == "outside" else "aloud_nothing"
        return (_aloud(say(key)),)
    names = dict.fromkeys(called(guide, one.matched.id) for one in offered)
    lines = [say("aloud_several" if len(names) > 1 else "aloud_single", names="、".join(names))]
    for one in offered:
        situation = listening.conversation.situation(one.matched.household)
        asking = list(askable(guide, listening.conversation, one.matched))
        if situation is not None:
            lines += _verdict(guide, situation, one, asking=asking)
    if listening.question is not None:
        lines.append(say("aloud_ask", question=listening.question.text))
    return tuple(_aloud(one) for one in lines)


@lru_cache(maxsize=KEPT)
def written(guide: Guide, policy_id: str, on: datetime.date, *, figures: tuple[Figure, ...] = ()) -> str:
    """The policy as a text message: for whom and what, how much, where, with what; nothing of who asked."""
    policy = guide.policies[policy_id]
    gives = [_sent_figure(one, policy.name) for one in figures]
    gives = gives or list(leaflets.figure_lines(policy, on))[:MOST_FIGURES]
    bring = [_bare(one.says) for one in policy.materials_on(on) if one.keep == "required"][:MOST_BRING]
    parts = [
        say("sent_head", name=cards.full_name(policy)),
        say("sent_gives", says=policy.summary.rstrip("。")),
        say("sent_gives", says="；".join(one.rstrip("。") for one in gives)) if gives else "",
        say("sent_where", where=policy.where[0]) if policy.where else "",
        say("sent_bring", materials="、".join(bring)) if bring else "",
        _sent_source(guide, policy, figures),
        say("sent_foot"),
    ]
    return "".join(parts)


def _sent_figure(figure: Figure, name: str) -> str:
    """The figure by what it is for: the policy's name stands before it already."""
    label = figure.label.removeprefix(name).lstrip("·")
    since = wording.since(figure.effective, figure.precision)
    key = "sent_figure_old" if figure.old else "sent_figure"
    return say(key, label=label, figure=_figure_words(figure), since=since)


def _sent_source(guide: Guide, policy: Policy, figures: Sequence[Figure]) -> str:
    listed = [figure for one in policy.benefits for figure in one.figures if figure.figure is not None]
    refs = [ref for one in (*figures, *listed, *policy.benefits, *policy.clauses) for ref in one.sources]
    cited = cards.cite_each(guide, refs, 1)
    return say("sent_source", source=cited[0]) if cited else ""


# --- sentences ------------------------------------------------------------------------------------------


def _verdict(guide: Guide, situation: Situation, judged: Judged, *, asking: Sequence[tuple]) -> Iterator[str]:
    found, name = judged.matched.assessment, called(guide, judged.matched.id)
    whose = cards.person_label(situation, found.person)
    whose = wording.family(situation) if found.person is None else whose
    about = {"who": whose, "name": name}
    if judged.received:
        yield say("aloud_received", **about)
    elif judged.first:
        yield say("aloud_later", first=called(guide, judged.first), **about)
    elif found.verdict is Verdict.MET:
        yield say(f"aloud_met_{guide.policies[judged.matched.id].filing}", **about)
    elif found.verdict is Verdict.UNMET:
        failing = next((one for one in found.findings if one.id in found.failing), None)
        yield say("aloud_unmet", says=failing.says, **about) if failing else say("aloud_unmet_plain", **about)
    elif asking:
        facts = phrases.open_phrase(guide, situation, [(person, fact) for _, person, fact in asking])
        yield say("aloud_open", facts=_said_once(facts, whose), **about)
    else:
        department = cards.department_name(guide, judged.matched.id)
        yield say("aloud_office", department=_ASIDE.sub("", department), **about)


def _said_once(facts: str, whose: str) -> str:
    """What is open, without the name that the sentence has already: 户口 for 您二叔的户口."""
    if len(whose) < LONG_NAME:
        return facts
    return "、".join(one.removeprefix(whose).removeprefix("的") for one in facts.split("、"))


def _figures(situation: Situation, found: Assessment) -> Iterator[Figure]:
    """The published sums in money behind the judgement; not those of the town for a family in a village."""
    other = _ELSEWHERE.get(situation.household.get("area_kind"))
    for one in found.standards_used:
        is_sum = one.value is not None and one.unit is not None and one.unit.startswith("元")
        if is_sum and (other is None or other not in one.label):
            yield one


def _standards(figures: Sequence[Figure]) -> list[str]:
    spoken = [
        say(
            "aloud_standard",
            label=one.label.replace("·", "，"),
            since=wording.since(one.effective, one.precision),
            figure=_figure_words(one),
        )
        for one in figures
    ]
    return [*spoken, say("aloud_may_rise")] if any(one.old for one in figures) else spoken


def _figure_words(figure: Figure) -> str:
    return f"{wording.per_unit(figure.unit)} {wording.money(figure.value)}".strip()


@lru_cache(maxsize=KEPT)
def _gives(policy: Policy, figures: tuple[Figure, ...], on: datetime.date) -> tuple[str, ...]:
    """What it is and how much: by the standards that decide, else by the newest figures, else in words."""
    told = _standards(figures) or list(leaflets.figure_lines(policy, on))[:MOST_FIGURES]
    if told:
        return tuple(_aloud(one) for one in (policy.summary, *told))
    return (_aloud(policy.benefits[0].says if policy.benefits else policy.summary),)


def _comes_to(guide: Guide, found: Assessment, on: datetime.date) -> list[str]:
    """What it would come to for them, where that is known."""
    if found.verdict is not Verdict.MET:
        return []
    amount, _ = cards.say_amount(guide, found, on)
    return [say("aloud_amount", amount=amount)] if amount else []


def _how(policy: Policy, judged: Judged) -> list[str]:
    """Where one goes with it; nothing where it cannot be had or comes by itself."""
    if judged.received or judged.verdict == "unmet" or judged.first or policy.filing == "by_list":
        return []
    return [say("aloud_where", where=policy.where[0])] if policy.where else []


def called(guide: Guide, policy_id: str) -> str:
    """What a policy is called on the phone: the first everyday name that can be said as it stands."""
    policy = guide.policies[policy_id]
    plain = next((one for one in policy.aliases if "（" not in one), None)
    return plain or _bare(policy.name)


def _aloud(words: str) -> str:
    """A sentence with its figures in words, and without what cannot be said."""
    return sentence(_SPACE.sub("", speak(words)))


def _bare(words: str) -> str:
    return _ASIDE.sub("", words).rstrip("。")


# --- for the eye ----------------------------------------------------------------------------------------


def _cite_figure(guide: Guide, figure: Figure) -> Cited:
    since = wording.since(figure.effective, figure.precision)
    note = say("cited_old", since=since) if figure.old else say("figure_when", date=since)
    source = " · ".join([*cards.cite_each(guide, figure.sources, 1), note])
    return Cited(figure.label, f"{wording.number(figure.value)} {figure.unit}", "", source)


def _conditions(guide: Guide, found: Assessment) -> Iterator[Cited]:
    for one in found.findings:
        source = "；".join(cards.cite_each(guide, one.sources, 2))
        yield Cited(one.says, say(f"cited_{one.verdict.value}"), one.verdict.value, source)
