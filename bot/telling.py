"""What a citizen tells: facts in words or by tapping, what they make of the policies, the next question."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING

from bot import answering, figures, leaflets, questions, replies
from bot.blocks import Block, Link, Question, Reply, Text
from bot.messages import Match, MatchedGroup, Request, Turn
from bot.reading import read_guide
from bot.relevant import match_conversation
from bot.review import summary
from bot.wording import say
from knowledge import SituationError

if TYPE_CHECKING:
    from bot.conversation import Conversation, Subject
    from bot.messages import Answer, MatchedPolicy, Understanding
    from knowledge import Guide

OLD_RELEVANCE = 0.6
SHORTEST = 2
LEAST_CLEAR = 0.05
SHORT_ASIDE = 20
TELLING_LENGTH = 12  # a shorter message answers or adds a fact; it does not change what is wanted


def tell(guide: Guide, conversation: Conversation, heard: Understanding, today: datetime.date) -> Turn:
    """New facts and needs, in the citizen's words."""
    if not (heard.evidence or heard.removed or heard.named) and _says_little(conversation, heard):
        return _asked_again(conversation)
    kept = _kept(conversation, heard)
    conversation = remember(conversation, heard)
    if heard.answer is not None:
        conversation = _with_answer(guide, conversation, heard.answer, heard.text)
    about_policy = heard.named and not heard.evidence
    if heard.evidence and heard.answer is None and len(heard.text) >= TELLING_LENGTH:
        conversation = conversation.replaced(asked=0)
    blocks = replies.heard(guide, conversation, _subjects(heard))
    if about_policy:
        blocks += leaflets.make_note(guide, heard.named[0], heard.text, today)
    return _went_on(guide, conversation, blocks, today, heard=heard, cards=not about_policy, kept=kept)


def _kept(conversation: Conversation, heard: Understanding) -> Subject | None:
    """What was asked and still waits, where something short came in between."""
    pending = conversation.pending
    if pending is None or heard.answer is not None or (len(heard.text) >= SHORT_ASIDE and not heard.named):
        return None
    return pending.household, pending.person, pending.fact


def _says_little(conversation: Conversation, heard: Understanding) -> bool:
    """Whether words without a fact or a name are too few, or too far from everything, to go on from."""
    if conversation.pending or conversation.relevance:
        return len(heard.text) < TELLING_LENGTH
    return len(heard.text) < SHORTEST or max(heard.policies.values(), default=0.0) < LEAST_CLEAR


def remember(conversation: Conversation, heard: Understanding) -> Conversation:
    """The conversation with the facts and needs of one message; newer needs weigh more than older ones."""
    relevance = dict(conversation.relevance)
    if not relevance or heard.named or (len(heard.text) >= TELLING_LENGTH and not _only_answers(heard)):
        relevance = {policy: score * OLD_RELEVANCE for policy, score in relevance.items()}
        for policy, score in heard.policies.items():
            relevance[policy] = max(score, relevance.get(policy, 0.0))
    homes = _homes(conversation, heard)
    taken = {(one.household, one.person, one.fact) for one in (*heard.evidence, *heard.removed)}
    kept = [one for one in conversation.evidence if (one.household, one.person, one.fact) not in taken]
    return answering.with_somebody(
        conversation.replaced(
            households=heard.situations or conversation.households,
            evidence=(*kept, *heard.evidence),
            relevance=relevance,
            homes=homes,
            named=(*conversation.named, *heard.named),
            unsure=conversation.unsure - taken,
        )
    )


def _only_answers(heard: Understanding) -> bool:
    """Whether a message answers the question, with little besides: it does not change what is wanted."""
    return heard.answer is not None and len(heard.text) < 2 * TELLING_LENGTH


def _homes(conversation: Conversation, heard: Understanding) -> dict[str, str]:
    """Policy → household: what a message asks for is for the one household it speaks of."""
    spoken_of = {one.household for one in heard.evidence}
    if len(heard.situations) < 2 or len(spoken_of) != 1:
        return dict(conversation.homes)
    before = conversation.households[0].id if conversation.households else heard.situations[0].id
    homes = {**dict.fromkeys(conversation.relevance, before), **conversation.homes}
    for policy, score in heard.policies.items():
        if score >= conversation.relevance.get(policy, 0.0):
            homes[policy] = next(iter(spoken_of))
    return homes


def answer(
    guide: Guide, conversation: Conversation, answer: Answer, *, words: str, today: datetime.date
) -> Turn:
    """An answer to the question, or a fact changed or taken back by tapping its chip."""
    conversation = answering.with_somebody(conversation)
    subject = answering.place(guide, conversation, answer)
    if subject is None:
        return _asked_again(conversation)
    if answer.value is None:
        return pass_over(guide, conversation, subject, today)
    changed = _try_put(guide, conversation, answer, words)
    if changed is None:
        return _asked_again(conversation)
    return _went_on(guide, changed, replies.heard(guide, changed, [subject]), today)


def _with_answer(guide: Guide, conversation: Conversation, answer: Answer, words: str) -> Conversation:
    """The conversation with an answer that came along with more; 不清楚 is one too."""
    subject = answering.place(guide, conversation, answer)
    if subject is not None and answer.value is None:
        return answering.skip(conversation, subject)
    return _try_put(guide, conversation, answer, words) or conversation


def _try_put(guide: Guide, conversation: Conversation, answer: Answer, words: str) -> Conversation | None:
    """The conversation with the answer, or None where it does not fit."""
    subject = answering.place(guide, conversation, answer)
    if subject is None or answer.value is None:
        return None
    try:
        return answering.put(guide, conversation, subject, raw=answer.value, words=words)
    except SituationError:
        return None


def pass_over(guide: Guide, conversation: Conversation, subject: Subject, today: datetime.date) -> Turn:
    """不清楚 to the question; a chip tapped for another fact takes it back and asks for it again."""
    pending = conversation.pending
    if pending is not None and (pending.household, pending.person, pending.fact) == subject:
        return _went_on(guide, answering.skip(conversation, subject), [Text(say("skipped"))], today)
    label = guide.facts[subject[2]].label
    conversation = answering.take_back(conversation, subject)
    question = questions.about(guide, conversation, subject)
    blocks: list[Block] = [Text(say("removed", fact=label))]
    return _went_on(guide, conversation, blocks, today, question=question)


def ask_again(guide: Guide, conversation: Conversation, subject: Subject) -> Turn:
    """An earlier question once more; what was answered stands until there is another answer."""
    open_again = answering.take_back(conversation, subject)
    question = questions.about(guide, open_again, subject)
    conversation = conversation.replaced(pending=question, serial=conversation.serial + 1)
    return said(conversation, [Text(say("back")), *replies.ask(conversation)])


def _went_on(
    guide: Guide,
    conversation: Conversation,
    blocks: list[Block],
    today: datetime.date,
    *,
    heard: Understanding | None = None,
    cards: bool = True,
    question: Question | None = None,
    kept: Subject | None = None,
) -> Turn:
    """After facts changed: what that makes of the policies, and the next question or the result."""
    if not conversation.relevance:
        return said(conversation, [*blocks, Text(say("need_first"))])
    matched = match_conversation(guide, conversation, today)
    question = question or questions.choose(guide, conversation, matched, today, kept=kept)
    conversation = _with_question(conversation, question)
    if question is None and conversation.view == "result" and not _touches(guide, heard, matched):
        return said(conversation, [*blocks, Text(say("unchanged")), Link(say("link_result"), "result")])
    if question is None and not cards:
        return said(conversation, [*blocks, Text(say("offer_check"))])
    if question is None:
        return _settled(guide, conversation, blocks, match_of(conversation, matched, heard), today=today)
    match = match_of(conversation, matched, heard)
    told = heard is not None and (not conversation.shown or len(heard.text) >= TELLING_LENGTH)
    if cards:
        news, seen = replies.news(guide, conversation, matched, today, told=told)
        blocks = [*blocks, *_groups(guide, conversation, matched, told), *news]
        conversation = conversation.replaced(shown={**conversation.shown, **seen})
    conversation = conversation.replaced(view="", page=0)
    return Turn(Reply((*blocks, *replies.ask(conversation))), conversation, (), match)


def went_on(guide: Guide, conversation: Conversation, blocks: list[Block], today: datetime.date) -> Turn:
    """Back to what was talked of, behind `blocks`: the next question or the result."""
    return _went_on(guide, conversation, blocks, today)


def _groups(
    guide: Guide, conversation: Conversation, matched: tuple[MatchedPolicy, ...], told: bool
) -> list[Block]:
    """Which groups a first telling is about."""
    if not told or conversation.shown:
        return []
    return replies.about_groups(replies.groups(guide, conversation, matched))


def _touches(guide: Guide, heard: Understanding | None, matched: tuple[MatchedPolicy, ...]) -> bool:
    """Whether anything that was heard is read by the matched policies."""
    reading = read_guide(guide)
    read = frozenset().union(*(reading.policy_facts[one.id] for one in matched))
    read = read.union(*(reading.amount_facts[one.id] for one in matched))
    return heard is None or any(one.fact in read for one in (*heard.evidence, *heard.removed))


def _with_question(conversation: Conversation, question: Question | None) -> Conversation:
    if question is None:
        return conversation.replaced(pending=None)
    return conversation.replaced(
        pending=question, serial=conversation.serial + 1, asked=conversation.asked + 1
    )


def _settled(
    guide: Guide, conversation: Conversation, blocks: list[Block], match: Match, *, today: datetime.date
) -> Turn:
    """Nothing more to ask: the result by person, as much as one message takes."""
    result = summary(guide, conversation, today)
    if not conversation.shown:
        blocks = [*blocks, *replies.about_groups(replies.groups(guide, conversation, match.policies))]
    conversation = conversation.replaced(view="result", page=0, shown=replies.verdicts(result))
    return Turn(Reply((*blocks, *result)), conversation, (), match)


def offer_correction(guide: Guide, conversation: Conversation) -> Turn:
    """Everything that was heard, to be put right by tapping or in words; then the question that waits."""
    told = [(one.household, one.person, one.fact) for one in conversation.evidence]
    heard = replies.heard(guide, conversation, told)
    return said(conversation, [*heard, Text(say("what_to_correct")), *replies.ask(conversation)])


def figures_asked(guide: Guide, conversation: Conversation, text: str, today: datetime.date) -> list[Block]:
    """The figures of a year that was asked for, then back to the question that waits."""
    told = figures.asked(guide, text, today)
    if not told:
        return []
    return [*told, *(replies.ask(conversation) or [Text(say("offer_check"))])]


def said(conversation: Conversation, blocks: list[Block], *requests: Request) -> Turn:
    return Turn(Reply(tuple(blocks)), conversation, requests)


def not_understood(conversation: Conversation) -> Turn:
    return said(conversation, [Text(say("not_understood")), *replies.ask(conversation)])


def _asked_again(conversation: Conversation) -> Turn:
    key = "answer_again" if conversation.pending else "not_understood"
    return said(conversation, [Text(say(key)), *replies.ask(conversation)])


def _subjects(heard: Understanding) -> list[Subject]:
    """What was heard, and what was moved from one person to another."""
    moved = {(one.household, one.fact) for one in heard.removed}
    passed = [(home.id, person.id, fact) for home in heard.situations for person in home.people
              for fact in person.facts if (home.id, fact) in moved]  # fmt: skip
    return [*((one.household, one.person, one.fact) for one in heard.evidence), *passed]


def match_of(
    conversation: Conversation, matched: tuple[MatchedPolicy, ...], heard: Understanding | None
) -> Match:
    return Match(
        in_scope=heard.in_scope if heard else True,
        urgent=heard.urgent if heard else None,
        groups=tuple(MatchedGroup(*one) for one in _ranked(heard.groups if heard else {})),
        policies=matched,
        situations=conversation.households,
        evidence=conversation.evidence,
        question=conversation.pending,
    )


def _ranked(scores: Mapping[str, float]) -> list[tuple[str, float]]:
    return sorted(scores.items(), key=lambda one: -one[1])
