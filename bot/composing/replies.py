"""Blocks put together into replies, in the order of reading: what was heard, what there is, one question."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot import phrases, wording
from bot.blocks import Block, Heard, Link, PolicyCard, QuestionBlock, Reply, Status, StatusRow, Text, Urgent
from bot.composing import cards
from bot.judging import granted
from bot.judging.questions import askable
from bot.judging.relevant import BASE, is_beside
from bot.judging.still_shown import NAMED, is_backed
from bot.understanding.aid.of_one import OWN, STATUS, tells_of_one
from bot.wording import say
from knowledge import Verdict

if TYPE_CHECKING:
    from bot.conversation import Conversation, Subject
    from bot.messages import MatchedPolicy, RequestStatus, StatusFound, Understanding
    from knowledge import Guide, Situation

MOST_CARDS = 3
RANK = {"met": 0, "unknown": 1, "unmet": 2}
MOST_CHIPS = 12
MOST_NEW = 2
SURE = 0.4
FOREMOST = 0.9
LIKELY = 0.35
MOST_NAMED = 7
MOST_GROUPS = 3
LATER = "later"  # to be had once something else is granted
LEAST_GROUP = 0.45
SECOND_GROUP = 0.4


def heard(guide: Guide, conversation: Conversation, subjects: Iterable[Subject]) -> list[Block]:
    """The chips of the facts just heard; nothing when there are none."""
    chips, subjects = [], dict.fromkeys(subjects)
    of_one = {household for household, _, fact in subjects if fact == OWN}
    for household, person, fact in subjects:
        situation = conversation.situation(household)
        if fact == STATUS and household in of_one and situation is not None and tells_of_one(situation):
            continue  # 母亲领着低保 is what was said, and not of all of them
        if situation is not None and phrases.value_of(situation, person, fact) is not None:
            chips.append(phrases.chip(guide, situation, person, fact))
    return [Heard(tuple(chips[:MOST_CHIPS]))] if chips else []


def taken_back(guide: Guide, conversation: Conversation, said: Understanding) -> list[Block]:
    """That what is over is left out, where a message tells nothing but that: 车卖了."""
    gone = () if said.evidence or said.answer or said.mourned else said.removed
    left = {fact for home in conversation.households for _, fact in _known_in(home)}
    labels = [guide.facts[one.fact].label for one in gone if one.fact not in left]
    return [Text(say("removed", fact=label)) for label in dict.fromkeys(labels)]


def _known_in(home: Situation) -> list[tuple[str | None, str]]:
    of_each = [(one.id, fact) for one in home.people for fact in one.facts]
    return [*((None, fact) for fact in home.household), *of_each]


@dataclass(frozen=True)
class Judged:
    """A matched policy as it will be shown: `first` is what must be granted before it can be had."""

    matched: MatchedPolicy
    first: str | None
    received: bool

    @property
    def verdict(self) -> str:
        if self.received:
            return Verdict.MET.value
        return "unknown" if self.first else self.matched.assessment.verdict.value

    @property
    def state(self) -> str:
        """The shown verdict, where what must be granted before is another one."""
        return LATER if self.first and not self.received else self.verdict

    @property
    def key(self) -> str:
        return f"{self.matched.household}/{self.matched.person or ''}/{self.matched.id}"


def judge(
    guide: Guide, conversation: Conversation, matched: Sequence[MatchedPolicy], on: datetime.date
) -> list[Judged]:
    """Each matched policy with its shown verdict: what is met, what is open, what is not, what is had."""
    offers = [one.id for one in matched if one.assessment.verdict is not Verdict.UNMET]
    judged = [
        Judged(
            one,
            _first_step(guide, conversation, one, offers=offers, on=on),
            granted.is_received(guide, conversation.situation(one.household), one.id, one.person),
        )
        for one in matched
    ]
    return sorted(judged, key=lambda one: (one.received, RANK[one.verdict]))


def _first_step(
    guide: Guide, conversation: Conversation, one: MatchedPolicy, *, offers: Sequence[str], on: datetime.date
) -> str | None:
    if one.assessment.verdict is not Verdict.UNMET:
        return None
    situation = conversation.situation(one.household)
    return granted.find_first_step(guide, situation, one.assessment, offers=offers, on=on)


def card(guide: Guide, conversation: Conversation, judged: Judged, on: datetime.date) -> PolicyCard:
    """The card of one judged policy."""
    one = judged.matched
    situation = conversation.situation(one.household)
    instead = None
    if judged.verdict == "unmet":
        instead = granted.find_instead(guide, situation, one.assessment, on)
    return cards.make_card(
        guide,
        situation,
        one.assessment,
        on=on,
        asking=list(askable(guide, conversation, one)),
        first=judged.first,
        instead=instead,
        received=judged.received,
        unsure={(person, fact) for home, person, fact in conversation.unsure if home == one.household},
    )


def only_policy_of(reply: Reply) -> str:
    """The id of the policy that a reply is about; empty where it is about none, or about several."""
    links = {one.target for one in reply.blocks if isinstance(one, Link) and one.action == "policy"}
    about = links | {one.policy for one in reply.blocks if isinstance(one, PolicyCard)}
    return about.pop() if len(about) == 1 else ""


def news(
    guide: Guide,
    conversation: Conversation,
    matched: Sequence[MatchedPolicy],
    on: datetime.date,
    *,
    told: bool = False,
) -> tuple[list[Block], dict[str, str]]:
    """The cards whose verdict changed since they were shown, and the best of those not shown yet.

    A no that was never offered is only said, and said first, where it was asked for. `told`: the citizen told
    something rather than answered: what there is no room for is at least named. With it the verdicts seen.
    """
    judged, seen = judge(guide, conversation, matched, on), conversation.shown
    changed = [one for one in judged if _is_news(conversation, one) or _comes_first(conversation, one)]
    changed.sort(key=lambda one: seen.get(one.key) == NAMED)
    fresh = [one for one in judged if one.key not in seen]
    fresh = [one for one in fresh if one.verdict != "unmet" or was_asked_for(conversation, one)]
    fresh.sort(key=lambda one: one.verdict != "unmet")
    near = [one for one in fresh if _is_likely(guide, conversation, one)]
    near = near if told else [one for one in near if one.verdict != "unknown" or _is_filed_alone_later(one)]
    chosen = [*changed, *(near[:MOST_NEW] if seen else near)][:MOST_CARDS]
    shown = [card(guide, conversation, one, on) for one in chosen]
    rest = [one for one in fresh if one not in chosen and one.verdict != "unmet"] if told else []
    rest = [one for one in rest if not one.received][:MOST_NAMED]
    said = {**{one.key: NAMED for one in rest}, **{one.key: one.state for one in chosen}}
    return [*lead(shown), *shown, *also(guide, rest)], said


def _is_filed_alone_later(one: Judged) -> bool:
    """Whether it is one of a family who can have alone, later, what the family was just told it cannot."""
    return one.state == LATER and one.matched.assessment.unit == "alone"


def _is_news(conversation: Conversation, one: Judged) -> bool:
    """Whether a verdict changed since its card; what was only named is news once it can be had.

    That it cannot is only news where the words called for it: 刚性支出 named by the way is let go.
    """
    before = conversation.shown.get(one.key)
    if before != NAMED:
        return before not in (None, one.state)
    if one.verdict == Verdict.UNMET.value:
        best = max(conversation.relevance.values(), default=0.0)
        return conversation.relevance.get(one.matched.id, 0.0) >= best * LIKELY
    return one.verdict == Verdict.MET.value and not one.received


def _comes_first(conversation: Conversation, one: Judged) -> bool:
    """Whether what was only named is now what the words call for most: 身上就剩二百块钱了."""
    best = max(conversation.relevance.values(), default=0.0)
    called_for = conversation.relevance.get(one.matched.id, 0.0) >= best * FOREMOST
    return conversation.shown.get(one.key) == NAMED and called_for and one.verdict == Verdict.UNKNOWN.value


def _is_likely(guide: Guide, conversation: Conversation, one: Judged) -> bool:
    """Whether the words call for it clearly enough for a card, or something that was told speaks for it."""
    if is_beside(conversation, one.matched):
        return False
    best = max(conversation.relevance.values(), default=0.0)
    backed = is_backed(guide, one.matched.assessment)
    return backed or one.matched.id == BASE or one.matched.score >= best * LIKELY


def was_asked_for(conversation: Conversation, one: Judged) -> bool:
    """Whether the citizen named the policy, spoke of it beyond doubt, or has been shown it."""
    sure = conversation.relevance.get(one.matched.id, 0.0) >= SURE
    carded = conversation.shown.get(one.key, NAMED) != NAMED
    return sure or one.matched.id in conversation.named or carded


def also(guide: Guide, rest: Iterable[Judged]) -> list[Block]:
    """What else is worth a look, by name alone."""
    names = dict.fromkeys(cards.short_name(guide, one.matched.id) for one in rest)
    return [Text(say("also", names="、".join(names)))] if names else []


def groups(guide: Guide, conversation: Conversation, matched: Iterable[MatchedPolicy]) -> list[str]:
    """The names of the groups that it is about, the weightiest first: at most three, none far behind."""
    weights: dict[str, float] = {}
    for policy in {one.id for one in matched if one.assessment.verdict is not Verdict.UNMET}:
        score = conversation.relevance.get(policy, 0.0)
        for place, group in enumerate(guide.policies[policy].groups):
            weights[group] = weights.get(group, 0.0) + score * (SECOND_GROUP if place else 1.0)
    best = sorted(weights, key=lambda one: -weights[one])[:MOST_GROUPS]
    return [guide.groups[one].name for one in best if weights[one] >= weights[best[0]] * LEAST_GROUP]


def about_groups(names: Sequence[str]) -> list[Block]:
    """The line that says whom it is about, in the words of the ten groups."""
    if not names:
        return []
    return [Text(say("groups" if len(names) > 1 else "groups_one", names="、".join(names)))]


def verdicts(blocks: Iterable[Block]) -> dict[str, str]:
    """What the cards among `blocks` said, to tell later what is new."""
    shown = (one for one in blocks if isinstance(one, PolicyCard))
    return {one.key: _state_of(one) for one in shown}


def _state_of(card: PolicyCard) -> str:
    before, _, after = wording.load_wording()["sentences"]["verdict_later"].partition("{first}")
    later = card.verdict_label.startswith(before) and card.verdict_label.endswith(after)
    return LATER if later else card.verdict


def lead(shown: Sequence[PolicyCard]) -> list[Block]:
    """The line above the cards, by what they say."""
    if not shown:
        return []
    verdicts = {one.verdict for one in shown if one.verdict_label != say("verdict_received")}
    if not verdicts:
        return [Text(say("lead_received"))]
    key = "lead_met" if "met" in verdicts else "lead_open" if "unknown" in verdicts else "lead_none"
    if "unmet" in verdicts and (len(verdicts) > 1 or any(one.verdict == "met" for one in shown)):
        key = "lead_mixed"
    return [Text(say(key))]


def ask(conversation: Conversation) -> list[Block]:
    """The pending question, if there is one."""
    return [QuestionBlock(conversation.pending)] if conversation.pending else []


def urgent(kind: str, sort: str = "") -> list[Block]:
    """Help at once, with the phones that are answered; what fits the `sort` of danger comes first."""
    words = sort or kind
    phones = wording.load_wording()["phones"][words]
    lines = tuple(say(f"urgent_{words}_lines").split("|"))
    numbers = tuple((say(label), number) for label, number in phones)
    return [Urgent(kind, say(f"urgent_{words}_title"), lines, numbers)]


def out_of_scope(conversation: Conversation) -> list[Block]:
    """Said plainly, with the hotline; then back to the question that waits."""
    blocks: list[Block] = [Text(say("out_of_scope"))]
    if conversation.pending:
        blocks += [Text(say("out_of_scope_back")), *ask(conversation)]
    return blocks


def status(guide: Guide, found: StatusFound) -> list[Block]:
    """Where every request of an application stands."""
    rows = tuple(_status_row(guide, one) for one in found.requests)
    note = say("status_uncertain") if found.uncertain else ""
    return [Status(found.number, rows, note), Link(say("link_status"), "status", found.number)]


def _status_row(guide: Guide, one: RequestStatus) -> StatusRow:
    policy = guide.policies.get(one.policy_id)
    return StatusRow(
        policy=one.policy_id,
        name=policy.name if policy else one.policy_id,
        person_label=one.person_label,
        state_label=one.state_label,
        holder=one.holder,
        since=wording.day(one.since),
        next_step=one.next_step,
        due=wording.until(one.due, one.due_time) if one.due else "",
        due_is_estimate=one.due_is_estimate,
        missing=one.missing,
    )


def apply_links(guide: Guide, shown: Iterable[PolicyCard]) -> list[Block]:
    """One link to apply for what is filed here, and the full result."""
    here = [one for one in shown if one.filing == "here" and may_apply(one)]
    blocks: list[Block] = []
    if here:
        names = guide.policies[here[0].policy].aliases or (here[0].name,)
        label = say("link_apply", name=names[0]) if len(here) == 1 else say("link_apply_plain")
        blocks.append(Link(label, "apply", here[0].household or ""))
    return [*blocks, Link(say("link_result"), "result")]


def may_apply(one: PolicyCard) -> bool:
    """Whether there is something left to apply for: met, or open only for the office; not received yet."""
    received = one.verdict_label == say("verdict_received")
    later = one.verdict == "unknown" and one.verdict_label != say("verdict_office")
    return one.verdict != "unmet" and not received and not later
