"""The full result by person: verdicts, amounts and their working, what is had elsewhere, what is refused."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from bot import wording
from bot.blocks import Block, Link, PolicyCard, Reply, Text
from bot.composing import cards, leaflets, paging, replies
from bot.judging.relevant import is_beside, match_conversation, relevant_policies
from bot.wording import say
from knowledge import Verdict

if TYPE_CHECKING:
    from bot.conversation import Conversation
    from bot.messages import MatchedPolicy
    from knowledge import Guide

MOST_POLICIES = 12
MOST_REFUSED = 4
BOUGHT = frozenset({"qihuibao"})  # paid for oneself: nothing to be sent off to as the first thing to do
Carded = tuple["MatchedPolicy", PolicyCard]


def review(guide: Guide, conversation: Conversation, today: datetime.date) -> Reply:
    """Everything the conversation has come to, by household and person; never asks."""
    blocks = result_blocks(guide, conversation, today)
    if not blocks:
        return Reply((Text(say("nothing_yet")),))
    shown = [one for one in blocks if isinstance(one, PolicyCard)]
    links = [one for one in replies.apply_links(guide, shown) if one.action != "result"]
    groups = replies.groups(guide, conversation, match_conversation(guide, conversation, today))
    return Reply((*replies.about_groups(groups), *blocks, Text(say("estimate")), *links))


def summary(guide: Guide, conversation: Conversation, today: datetime.date) -> list[Block]:
    """The first page of the result, for a chat: the rest follows with “更多”."""
    blocks = result_blocks(guide, conversation, today)
    if not blocks:
        return [Text(say("settled_nothing" if conversation.evidence else "nothing_yet"))]
    pages = paging.split(_newly_refused_first(conversation, blocks))
    shown = [one for one in blocks if isinstance(one, PolicyCard)]
    more = [Link(say("link_more"), "more")] if len(pages) > 1 else []
    links = replies.apply_links(guide, shown)
    estimate = [Text(say("estimate"))] if any(one.verdict != "unmet" for one in shown) else []
    return [Text(_outcome(guide, shown)), *pages[0], *_later(guide, pages), *estimate, *more, *links]


def _newly_refused_first(conversation: Conversation, blocks: list[Block]) -> list[Block]:
    """`blocks`, with what was held out before and is refused by the last answer ahead: it does not just go.

    Where nothing else is shown it stands first anyway.
    """
    refused = [one for one in blocks if isinstance(one, PolicyCard) and one.verdict == "unmet"]
    held_out = (Verdict.UNKNOWN.value, Verdict.MET.value)
    fresh = [one for one in refused if conversation.shown.get(one.key) in held_out]
    if not fresh or blocks[0] == fresh[0]:
        return blocks
    heading = [] if len(fresh) < len(refused) else [Text(say("not_now"), heading=True)]
    return [*fresh, *(one for one in blocks if one not in fresh and one not in heading)]


def _later(guide: Guide, pages: Sequence[Sequence[Block]]) -> list[Block]:
    """What can be had and stands on a later page, by name: a grandfather told of last does not hide the
    school grant of the child."""
    seen = {one.policy for one in pages[0] if isinstance(one, PolicyCard)}
    later = [one for page in pages[1:] for one in page if isinstance(one, PolicyCard)]
    met = [one for one in later if one.verdict == "met" and replies.may_apply(one)]
    met = [one for one in met if one.policy not in seen | BOUGHT]
    names = dict.fromkeys(f"{cards.short_name(guide, one.policy)}（{one.person_label}）" for one in met)
    return [Text(say("later_met", names="、".join(names)))] if names else []


def _outcome(guide: Guide, shown: Sequence[PolicyCard]) -> str:
    """What it has come to, in one line: 可以先办低保. 问完了 is not said of what still lacks an answer."""
    met = [
        one for one in shown if one.verdict == "met" and replies.may_apply(one) and one.policy not in BOUGHT
    ]
    first = next((one for one in met if one.filing == "here"), met[0] if met else None)
    lacking = any(one.verdict_label in (say("verdict_open_one"), say("verdict_open_some")) for one in shown)
    done = say("asked_so_far" if lacking else "asked_all")
    if first is not None:
        return say(f"settled_{first.filing}", done=done, name=cards.short_name(guide, first.policy))
    if lacking:
        return say("settled_open", done=done)
    return say("settled", done=done) if any(one.verdict != "unmet" for one in shown) else say("settled_none")


def result_blocks(guide: Guide, conversation: Conversation, on: datetime.date) -> list[Block]:
    """By person what there is or may be, then what there is not, for now."""
    judged = _judged(guide, conversation, on)
    beside = _beside(conversation, judged)
    judged = [one for one in judged if one not in beside]
    worth_saying = (
        one for one in judged if one.verdict != "unmet" or replies.was_asked_for(conversation, one)
    )
    judged = list(worth_saying) or judged
    made = [(one.matched, replies.card(guide, conversation, one, on)) for one in judged]
    offered = [pair for pair in made if pair[1].verdict != "unmet"]
    refused = [card for _, card in made if card.verdict == "unmet"][:MOST_REFUSED]
    if not offered:
        return [*refused, *_untried(guide, beside)] if refused else replies.also(guide, beside)
    blocks = [*_by_person(guide, conversation, offered, on), *_only_one(guide, offered)]
    blocks += replies.also(guide, beside[: replies.MOST_NAMED])
    return [*blocks, Text(say("not_now"), heading=True), *refused] if refused else blocks


def _untried(guide: Guide, beside: Sequence[replies.Judged]) -> list[Block]:
    """Behind what cannot be had, never before it: what was not looked into yet, and where to go on."""
    names = dict.fromkeys(cards.short_name(guide, one.matched.id) for one in beside[: replies.MOST_NAMED])
    return [Text(say("untried", names="、".join(names)) if names else say("none_then"))]


def beside_cards(guide: Guide, conversation: Conversation, on: datetime.date) -> list[PolicyCard]:
    """The cards of what the result names without a word more, for who asks what else there is."""
    beside = _beside(conversation, _judged(guide, conversation, on))
    return [replies.card(guide, conversation, one, on) for one in beside[: replies.MOST_NAMED]]


def offered(guide: Guide, conversation: Conversation, household: str, on: datetime.date) -> dict[str, float]:
    """The policies that one household may be led to apply for, and how much the talk calls for each.

    What only goes along has 0. It is there where it can be applied for by now, or where nothing that was
    called for can be had.
    """
    judged = [one for one in _judged(guide, conversation, on) if one.matched.household == household]
    beside = _beside(conversation, judged)
    theirs = [one for one in judged if one not in beside and one.verdict != "unmet" and not one.received]
    called_for = relevant_policies(conversation.relevance, MOST_POLICIES)
    wanted = [one for one in theirs if one.matched.id in called_for and one.first is None]
    along = [
        one
        for one in theirs
        if one.matched.id not in called_for
        and (not wanted or replies.may_apply(replies.card(guide, conversation, one, on)))
    ]
    scores = {one.matched.id: conversation.relevance[one.matched.id] for one in wanted}
    return scores | {one.matched.id: 0.0 for one in along}


def _judged(guide: Guide, conversation: Conversation, on: datetime.date) -> list[replies.Judged]:
    matched = match_conversation(guide, conversation, on, most=MOST_POLICIES)
    return replies.judge(guide, conversation, matched, on)


def _beside(conversation: Conversation, judged: Sequence[replies.Judged]) -> list[replies.Judged]:
    return [one for one in judged if one.verdict == "unknown" and is_beside(conversation, one.matched)]


def _by_person(
    guide: Guide, conversation: Conversation, made: Sequence[Carded], on: datetime.date
) -> Iterator[Block]:
    """A heading for each household and person, then the cards with working, slip or explanation."""
    subjects = dict.fromkeys((card.household, card.person) for _, card in made)
    order = {one.id: place for place, one in enumerate(conversation.households)}
    for household, person in sorted(subjects, key=lambda one: (order[one[0]], one[1] is not None)):
        yield Text(heading(conversation, household, person), heading=True)
        theirs = [pair for pair in made if (pair[1].household, pair[1].person) == (household, person)]
        for one, card in sorted(theirs, key=lambda pair: pair[1].verdict != "met"):
            yield card
            yield from details(guide, one, card, on)


def details(guide: Guide, one: MatchedPolicy, card: PolicyCard, on: datetime.date) -> Iterator[Block]:
    """The working of an amount, what is to be said first, and where or how it is had."""
    found, policy = one.assessment, guide.policies[one.id]
    counted = card.amount and (found.verdict is Verdict.MET or found.amount.low)
    working = cards.working(guide, found) if counted else None
    if working is not None:
        yield working
    if found.verdict is not Verdict.MET:
        return
    yield from (Text(say("warn", says=advice.says.rstrip("。"))) for advice in found.warnings[:1])
    match policy.filing:
        case "here":
            yield from (Text(say("route", says=advice.says.rstrip("。"))) for advice in found.routes[-1:])
        case "by_list":
            yield Text(policy.automatic.says if policy.automatic else say("by_list"))
        case "elsewhere":
            yield from leaflets.slip(guide, policy, on)


def _only_one(guide: Guide, made: Sequence[Carded]) -> Iterator[Block]:
    """Where two policies that are both met exclude each other: the rule in words."""
    met = {(one.id, one.household) for one, _ in made if one.assessment.verdict is Verdict.MET}
    said: set[frozenset[str]] = set()
    for policy, household in sorted(met):
        for link in guide.policies[policy].not_with:
            pair = frozenset({policy, link.policy or ""})
            if (link.policy, household) in met and pair not in said:
                yield Text(say("only_one", says=link.says))
            said.add(pair)


def heading(conversation: Conversation, household: str, person: str | None) -> str:
    """全家，2 口人 · 您父亲，78 岁."""
    situation = conversation.situation(household)
    if person is None:
        size = situation.household.get("household_size")
        label = cards.person_label(situation, None)
        return say("family_size", who=label, count=size) if isinstance(size, int) else label
    age = next((one.facts.get("age_years") for one in situation.people if one.id == person), None)
    name = wording.who(situation, person)
    return say("person_age", who=name, age=age) if isinstance(age, int) else name
