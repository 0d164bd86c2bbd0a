"""What a citizen tells: facts in words or by tapping, what they make of the policies, the next question."""

from __future__ import annotations

import dataclasses
import datetime
from typing import TYPE_CHECKING

from bot.blocks import Block, Link, Question, Reply, Text
from bot.composing import figures, leaflets, replies
from bot.composing.review import summary
from bot.conversation import moved_along
from bot.dialogue import answering, joined_ticks, schooling
from bot.judging import questions
from bot.judging.brought_up import with_raised
from bot.judging.relevant import BY_THE_WAY, match_conversation
from bot.messages import Match, Request, Turn
from bot.understanding import is_need, passed_on
from bot.wording import say
from knowledge import SituationError

from .matched import match_of
from .matter import is_no_matter

if TYPE_CHECKING:
    from bot.conversation import Conversation, Subject
    from bot.messages import Answer, MatchedPolicy, Understanding
    from knowledge import Guide

LEAST_NEEDED = 0.3  # what a need told in passing calls for, where the words are that clear
OLD_RELEVANCE = 0.6
SHORTEST = 2
LEAST_CLEAR = 0.05
SHORT_ASIDE = 20
MOST_REPEATS = 1  # so often a question is put again at once, where other things are told
MOST_MISSES = 3  # and so often where nothing was understood
TELLING_LENGTH = 12  # a shorter message answers or adds a fact; it does not change what is wanted


def tell(guide: Guide, conversation: Conversation, heard: Understanding, today: datetime.date) -> Turn:
    """New facts and needs, in the citizen's words."""
    told = heard.evidence or heard.removed or heard.named or parts(conversation, heard)
    if not told and _says_little(conversation, heard):
        return not_taken(guide, conversation, today, short=True, another=is_no_matter(heard))
    kept, before = _kept(conversation, heard), conversation
    conversation = remember(conversation, heard)
    if heard.answer is not None:
        conversation = _with_answer(guide, conversation, heard.answer, heard.text)
    about_policy = heard.named and not heard.evidence
    if heard.evidence and heard.answer is None and len(heard.text) >= TELLING_LENGTH:
        conversation = conversation.replaced(asked=0)
    blocks = replies.taken_back(guide, conversation, heard)
    blocks += replies.heard(guide, conversation, _subjects(heard))
    if heard.evidence:
        blocks += schooling.to_come(guide, before, heard, today)
    if about_policy:
        blocks += leaflets.make_note(
            guide, heard.named[0], heard.text, today, district=_district(conversation)
        )
    return _went_on(
        guide, conversation, blocks, today, before=before, heard=heard, cards=not about_policy, kept=kept
    )


def mourned(guide: Guide, conversation: Conversation, heard: Understanding, today: datetime.date) -> Turn:
    """After a few words that only tell of a death: the question that waits, where it is still open."""
    after = remember(conversation, heard)
    blocks: list[Block] = [Text(say("mourned"))]
    return _went_on(guide, after, blocks, today, before=conversation, heard=heard, kept=_kept(after, heard))


def noted(guide: Guide, conversation: Conversation, heard: Understanding, today: datetime.date) -> Turn:
    """What a policy asked about by the way says of itself; then the question that waits, as it was.

    It comes behind all that was asked for, so that it brings no questions before theirs.
    """
    policy, before = heard.named[0], conversation.relevance
    least = max(before.values()) * BY_THE_WAY
    conversation = conversation.replaced(
        relevance={**before, policy: max(before.get(policy, 0.0), least)},
        named=(*conversation.named, policy),
    )
    note = leaflets.make_note(guide, policy, heard.text, today, district=_district(conversation))
    return said(conversation, [*note, *replies.ask(conversation)])


def _district(conversation: Conversation) -> str | None:
    """The district of the only household spoken of, where it was told."""
    homes = conversation.households
    told = homes[0].household.get("district") if len(homes) == 1 else None
    return told if isinstance(told, str) else None


def _kept(conversation: Conversation, heard: Understanding) -> Subject | None:
    """What was asked and still waits, where something short came in between."""
    pending = conversation.pending
    if pending is None or heard.answer is not None or (len(heard.text) >= SHORT_ASIDE and not heard.named):
        return None
    return None if conversation.repeats >= MOST_REPEATS else _subject_of(pending)


def parts(conversation: Conversation, heard: Understanding) -> bool:
    """她不跟我住: whether those of one home are of two now."""
    return 0 < len(conversation.households) < len(heard.situations)


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
    elif any(is_need(one.fact, one.value) for one in heard.evidence):  # 身上就剩二百块钱了
        most = max(relevance.values())
        relevance |= {
            policy: max(score, most) for policy, score in heard.policies.items() if score >= LEAST_NEEDED
        }
    elif heard.evidence and heard.answer is None:  # 爸判了五年, after school fees
        relevance = with_raised(relevance, heard)
    homes = _homes(conversation, heard)
    taken = {(one.household, one.person, one.fact) for one in (*heard.evidence, *heard.removed)}
    moved = moved_along(conversation.evidence, heard.situations)
    kept = [one for one in moved if (one.household, one.person, one.fact) not in taken]
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
    told = {one.household for one in moved_along(conversation.evidence, heard.situations)}
    first = conversation.households[0].id if conversation.households else heard.situations[0].id
    before = conversation.relevance if len(told) < 2 else ()  # of two who part, each may have it
    homes = {**dict.fromkeys(before, next(iter(told), first)), **conversation.homes}
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
        return not_taken(guide, conversation, today, short=True)
    if answer.value is None:
        return pass_over(guide, conversation, subject, today)
    answer, several = joined_ticks.split(answer)
    changed = conversation if answer is None else _try_put(guide, conversation, answer, words)
    if changed is None:
        return not_taken(guide, conversation, today, short=True)
    which = _which_of(guide, conversation, subject, several)
    told = replies.heard(guide, changed, [subject]) if answer else []
    return _went_on(guide, changed, told, today, before=conversation, question=which)


def _which_of(
    guide: Guide, conversation: Conversation, subject: Subject, values: tuple[str, ...]
) -> Question | None:
    """Which of them it is, where a row was ticked that stands for several."""
    if not values or conversation.pending is None:
        return None
    asked = dataclasses.replace(conversation.pending, id=f"q{conversation.serial + 1}")
    return joined_ticks.which_of(guide, asked, subject, values)


def _with_answer(guide: Guide, conversation: Conversation, answer: Answer, words: str) -> Conversation:
    """The conversation with an answer that came along with more; 不清楚 is one too."""
    subject = answering.place(guide, conversation, answer)
    if subject is not None and answer.value is None:
        return answering.skip(conversation, subject)
    return _try_put(guide, conversation, answer, words) or conversation


def _try_put(guide: Guide, conversation: Conversation, answer: Answer, words: str) -> Conversation | None:
    """The conversation with the answer, or None where it does not fit."""
    answer, _ = joined_ticks.split(answer)
    subject = answering.place(guide, conversation, answer) if answer is not None else None
    if subject is None or answer is None or answer.value is None:
        return None
    try:
        return answering.put(guide, conversation, subject, raw=answer.value, words=words)
    except SituationError:
        return None


def pass_over(guide: Guide, conversation: Conversation, subject: Subject, today: datetime.date) -> Turn:
    """不清楚 to the question; a chip tapped for another fact takes it back and asks for it again."""
    pending = conversation.pending
    if pending is not None and _subject_of(pending) == subject:
        return _went_on(guide, answering.skip(conversation, subject), [Text(say("skipped"))], today)
    label = guide.facts[subject[2]].label
    conversation = answering.take_back(conversation, subject)
    question = questions.about(guide, conversation, subject)
    blocks: list[Block] = [Text(say("removed", fact=label))]
    return _went_on(guide, conversation, blocks, today, question=question)


def ask_again(guide: Guide, conversation: Conversation, subject: Subject) -> Turn:
    """An earlier question once more; what was answered stands until there is another answer."""
    open_again = answering.take_back(conversation, subject)
    question = joined_ticks.joined(questions.about(guide, open_again, subject))
    conversation = conversation.replaced(pending=question, serial=conversation.serial + 1)
    return said(conversation, [Text(say("back")), *replies.ask(conversation)])


def _went_on(
    guide: Guide,
    conversation: Conversation,
    blocks: list[Block],
    today: datetime.date,
    *,
    before: Conversation | None = None,
    heard: Understanding | None = None,
    cards: bool = True,
    question: Question | None = None,
    kept: Subject | None = None,
) -> Turn:
    """After facts changed: what that makes of the policies, and the next question or the result.

    `before`: the conversation before they did, whose result is not shown twice.
    """
    if not conversation.relevance:
        return said(conversation, [*blocks, Text(say("need_first"))])
    plain = heard.text if heard else ""
    called_for = passed_on(
        conversation.relevance, conversation.households, plain=plain, named=conversation.named
    )
    conversation = conversation.replaced(relevance=called_for)
    matched = match_conversation(guide, conversation, today)
    put_off = _put_off(conversation, heard)
    chosen = question or questions.choose(guide, conversation, matched, today, kept=kept, put_off=put_off)
    question = question or joined_ticks.once_more(chosen, conversation.pending)
    conversation = with_question(conversation, question)
    if question is None and not cards:
        return said(conversation, [*blocks, Text(say("offer_check"))])
    if question is None and not _changes_result(guide, before, conversation, today=today):
        return said(conversation, [*blocks, Text(say("unchanged")), Link(say("link_result"), "result")])
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


def _changes_result(
    guide: Guide, before: Conversation | None, conversation: Conversation, *, today: datetime.date
) -> bool:
    """Whether the result is another than the one that was shown last."""
    if before is None or before.view != "result":
        return True
    return summary(guide, before, today) != summary(guide, conversation, today)


def with_question(conversation: Conversation, question: Question | None) -> Conversation:
    """The conversation that waits for an answer to the question; for none where there is none."""
    if question is None:
        return conversation.replaced(pending=None)
    question, before = joined_ticks.joined(question), conversation.pending
    same = before is not None and _subject_of(before) == _subject_of(question)
    return conversation.replaced(
        pending=question,
        serial=conversation.serial + 1,
        asked=conversation.asked + (not same),  # put once more, it is no further question
        repeats=conversation.repeats + 1 if same else 0,
    )


def _put_off(conversation: Conversation, heard: Understanding | None) -> Subject | None:
    """What was asked twice while the citizen told of other things: something else is asked first."""
    pending = conversation.pending
    answered = heard is None or heard.answer is not None
    if pending is None or answered or conversation.repeats < MOST_REPEATS:
        return None
    return _subject_of(pending)


def _settled(
    guide: Guide, conversation: Conversation, blocks: list[Block], match: Match, *, today: datetime.date
) -> Turn:
    """Nothing more to ask: the result by person, as much as one message takes."""
    result = summary(guide, conversation, today)
    if not conversation.shown:
        blocks = [*blocks, *replies.about_groups(replies.groups(guide, conversation, match.policies))]
    shown = {**conversation.shown, **replies.verdicts(result)}  # what the first page has no room for too
    conversation = conversation.replaced(view="result", page=0, shown=shown)
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


def not_taken(
    guide: Guide,
    conversation: Conversation,
    today: datetime.date,
    *,
    short: bool = False,
    another: bool = False,
) -> Turn:
    """Words that were not understood: the question once more; at last the next one.

    `short`: a few words, rather a try at the question than a remark. `another`: they are surely of something
    else than the talk; whoever tells of the case is not sent away.
    """
    pending = conversation.pending
    if pending is None:
        if not conversation.relevance:
            return not_understood(conversation)
        key = "remark_not_taken" if another else "remark_heard"
        return said(conversation, [Text(say(key)), Link(say("link_result"), "result")])
    if conversation.repeats >= MOST_MISSES:
        skipped = answering.skip(conversation, _subject_of(pending))
        return _went_on(guide, skipped, [Text(say("passed_over"))], today)
    anew = "answer_once_more" if conversation.repeats else "answer_again"  # the same twice is a machine's
    key = anew if short else "remark_not_taken" if another else "remark_heard_then"
    pending = joined_ticks.once_more(pending, pending)
    again = conversation.replaced(pending=pending, repeats=conversation.repeats + 1)
    return said(again, [Text(say(key)), *replies.ask(again)])


def _subject_of(question: Question) -> Subject:
    return question.household, question.person, question.fact


def _subjects(heard: Understanding) -> list[Subject]:
    """What was heard, and what was moved from one person to another."""
    moved = {(one.household, one.fact) for one in heard.removed}
    passed = [(home.id, person.id, fact) for home in heard.situations for person in home.people
              for fact in person.facts if (home.id, fact) in moved]  # fmt: skip
    return [*((one.household, one.person, one.fact) for one in heard.evidence), *passed]
