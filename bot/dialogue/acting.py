"""What a citizen asks the conversation to do: help at once, look up, apply, start again, show more."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from bot.blocks import Block, HandoverBlock, Link, Reply, Text
from bot.composing import handing, leaflets, paging, replies
from bot.composing.review import beside_cards, review
from bot.conversation import Conversation
from bot.danger import peril
from bot.dialogue import meant, next_steps, soothing, wordless
from bot.judging.relevant import match_conversation
from bot.messages import (
    ApplicationOpened,
    Handover,
    HandoverClosed,
    HandoverElsewhere,
    HandoverLater,
    HandoverOpened,
    OpenApplication,
    Outcome,
    StatusFound,
    StatusLimited,
    StatusLookup,
    StatusNotFound,
    Turn,
    Unbind,
    Unbound,
    Understanding,
    Unread,
)
from bot.wording import say
from knowledge import Verdict

from .answering import Tap
from .matched import match_of
from .matter import says_matter
from .telling import ask_again, not_understood, offer_correction, pass_over, said, tell

if TYPE_CHECKING:
    from knowledge import Guide

_TAIL = re.compile(r"\d{3}[\dXx]")
_HOW = re.compile("(?:怎么|咋|如何|哪里|哪儿|去哪|上哪|在哪).{0,2}(?:申请|办|报|弄|领)")
_CHINESE = re.compile("[\u3400-\u9fff]")
CLEAR = 0.5
MOST_OTHERS = 3


def help_now(guide: Guide, conversation: Conversation, heard: Understanding, today: datetime.date) -> Turn:
    """Help first, then the one policy that acts at once, if any; what waited is kept, and not asked now."""
    sort = peril.sort_of(heard.text) if heard.urgent == "danger" else heard.urgent
    conversation = soothing.alarmed(conversation, heard, sort)
    blocks = replies.urgent(heard.urgent, sort)
    at_once = (meant.judge_one(guide, conversation, one, today) for one in soothing.at_once(heard, sort))
    offered = [one for one in at_once if one is not None and one.verdict != "unmet"][:1]
    for one in offered:
        policy = guide.policies[one.matched.id]
        blocks.append(replies.card(guide, conversation, one, today))
        blocks += leaflets.slip(guide, policy, today) if one.verdict == "met" else ()
    blocks.append(Text(say("urgent_then")))
    matched = match_conversation(guide, conversation, today)
    return Turn(Reply(tuple(blocks)), conversation, (), match_of(conversation, matched, heard))


def look_up(
    guide: Guide, conversation: Conversation, heard: Understanding, *, text: str, today: datetime.date
) -> Turn:
    """A look-up once number and tail are there; otherwise the part that is missing is asked for.

    Who filed at a counter has no number: where a policy is clear, the reply says whom to ask.
    """
    number, tail = heard.status or ("", "")
    number = number or conversation.status_number
    tail = tail or (text.strip() if is_tail(conversation, text) else "")
    conversation = conversation.replaced(status_number=number, view="status", page=0)
    if number and tail:
        conversation = conversation.replaced(status_number="", view="")
        return said(conversation, [Text(say("status_looking"))], StatusLookup(number, tail.upper()))
    key = "status_ask_tail" if number else "status_ask_number" if tail else "status_ask"
    blocks: list[Block] = [Text(say(key, number=number))]
    likely = max(heard.policies, key=lambda one: heard.policies[one], default=None)
    if likely and not number and not tail and heard.policies[likely] >= CLEAR:
        blocks.append(Text(say("status_at_counter")))
        blocks += leaflets.slip(guide, guide.policies[likely], today)
    return said(conversation, blocks)


def is_tail(conversation: Conversation, text: str) -> bool:
    return conversation.view == "status" and _TAIL.fullmatch(text.strip()) is not None


def ask_matter(guide: Guide, conversation: Conversation, heard: Understanding, today: datetime.date) -> Turn:
    """What is wrong is asked for kindly; after a result “怎么申请” opens the application."""
    if conversation.relevance and _HOW.search(heard.text):
        return _open(guide, conversation, today)
    if conversation.relevance:
        return said(conversation, [Text(say("greeting_again")), Link(say("link_result"), "result")])
    if not conversation.households and any(
        one.relation != "self" for home in heard.situations for one in home.people
    ):
        conversation = conversation.replaced(households=heard.situations)  # 我是给我叔问的; then 他63
    return said(conversation, [Text(say("need_matter" if _CHINESE.search(heard.text) else "not_understood"))])


def _apply(guide: Guide, conversation: Conversation, heard: object, today: datetime.date) -> Turn:
    """An application, once there is something to apply for."""
    return _open(guide, conversation, today)


def _open(guide: Guide, conversation: Conversation, today: datetime.date, household: str = "") -> Turn:
    """An application for the household, or for the one that can have most; else why not and what instead."""
    matched = match_conversation(guide, conversation, today)
    judged = [one for one in replies.judge(guide, conversation, matched, today) if not one.received]
    may = [one.matched for one in judged if one.matched.assessment.verdict is not Verdict.UNMET]
    here = [one.household for one in may if guide.policies[one.id].filing == "here"]
    if here:
        chosen = household if household in here else here[0]
        return said(conversation, [Text(say("apply_opening"))], OpenApplication(chosen))
    if not may:
        return said(conversation, [Text(say("apply_nothing")), *replies.ask(conversation)])
    slips = [one for each in may[:2] for one in leaflets.slip(guide, guide.policies[each.id], today)]
    return said(conversation, [Text(say("apply_elsewhere")), *slips])


def _human(guide: Guide, conversation: Conversation, heard: object, today: datetime.date) -> Turn:
    return said(conversation, [HandoverBlock(say("handover_opening"))], Handover("asked"))


def _restart(guide: Guide, conversation: Conversation, heard: object, today: datetime.date) -> Turn:
    return said(Conversation(serial=conversation.serial), [Text(say("restarted"))])


def _greet(guide: Guide, conversation: Conversation, heard: object, today: datetime.date) -> Turn:
    key = "greeting_again" if conversation.households else "greeting"
    return said(conversation, [Text(say(key)), *replies.ask(conversation)])


def _thank(guide: Guide, conversation: Conversation, heard: object, today: datetime.date) -> Turn:
    return said(conversation, [Text(say("thanks")), *replies.ask(conversation)])


def _bye(guide: Guide, conversation: Conversation, heard: object, today: datetime.date) -> Turn:
    """What was said is kept; the question waits."""
    if not conversation.relevance:
        return _thank(guide, conversation, heard, today)
    return said(conversation, [Text(say("bye")), *_waiting(conversation)])


def _resume(guide: Guide, conversation: Conversation, heard: object, today: datetime.date) -> Turn:
    """接着刚才的说: the question that waits, once more."""
    if conversation.pending is None:
        return _more(guide, conversation, heard, today)
    return said(conversation, [Text(say("calm_back")), *replies.ask(conversation)])


def _be_patient(guide: Guide, conversation: Conversation, heard: Understanding, today: datetime.date) -> Turn:
    """Who has had enough of questions is shown what there is so far, and how to reach somebody."""
    if not conversation.relevance and says_matter(heard) and heard.in_scope:
        return tell(guide, conversation, heard, today)
    if not conversation.relevance:
        return said(conversation, [Text(say("patient_first"))])
    link = Link(say("link_result"), "result")
    return said(conversation, [Text(say("patient")), link, *replies.ask(conversation)])


def _slowly(guide: Guide, conversation: Conversation, heard: object, today: datetime.date) -> Turn:
    short = [] if conversation.pending else next_steps.in_short(guide, conversation, today)
    return said(conversation, [Text(say("slowly")), *short, *replies.ask(conversation)])


def _waiting(conversation: Conversation) -> list[Block]:
    return replies.ask(conversation) or [Link(say("link_result"), "result")]


def _who(guide: Guide, conversation: Conversation, heard: object, today: datetime.date) -> Turn:
    return said(conversation, [Text(say("who_i_am")), *replies.ask(conversation)])


def _back(guide: Guide, conversation: Conversation, heard: object, today: datetime.date) -> Turn:
    """The question that was answered last, once more."""
    last = next(reversed(conversation.evidence), None)
    if last is None:
        return offer_correction(guide, conversation)
    return ask_again(guide, conversation, (last.household, last.person, last.fact))


def _else(guide: Guide, conversation: Conversation, heard: object, today: datetime.date) -> Turn:
    """What there may be besides, then back to the question that waits."""
    if conversation.view == "result" and (others := beside_cards(guide, conversation, today)):
        shown = [Text(say("others_open")), *others[:MOST_OTHERS], Text(say("others_named"))]
        return said(conversation.replaced(view="", page=0), [*shown, *replies.ask(conversation)])
    turned = _more(guide, conversation, heard, today)
    pending = (
        () if turned.reply.blocks[-1:] == tuple(replies.ask(conversation)) else replies.ask(conversation)
    )
    return said(turned.conversation, [*turned.reply.blocks, *pending])


def _result(guide: Guide, conversation: Conversation, heard: object, today: datetime.date) -> Turn:
    """What it comes to so far, without another question."""
    return view_page(guide, conversation.replaced(pending=None, view="result", page=0), today)


def _unsure(guide: Guide, conversation: Conversation, heard: Understanding, today: datetime.date) -> Turn:
    pending = conversation.pending
    if pending is None:
        return tell(guide, conversation, heard, today)
    return pass_over(guide, conversation, (pending.household, pending.person, pending.fact), today)


def _why(guide: Guide, conversation: Conversation, heard: Understanding, today: datetime.date) -> Turn:
    if conversation.pending is None:
        return _more(guide, conversation, heard, today)
    why = conversation.pending.why or say("why_plain")
    return said(conversation, [Text(why), *replies.ask(conversation)])


def _more(guide: Guide, conversation: Conversation, heard: object, today: datetime.date) -> Turn:
    """The next page of what was being shown: the result, or one policy."""
    view, page = (conversation.view or "result"), conversation.page + bool(conversation.view)
    return view_page(guide, conversation.replaced(view=view, page=page), today)


def view_page(guide: Guide, conversation: Conversation, today: datetime.date) -> Turn:
    """One page of the full result or of a policy."""
    kind, _, target = conversation.view.partition(":")
    if kind == "policy" and target in guide.policies:
        blocks = leaflets.make_leaflet(guide, target, today)
    else:
        blocks = review(guide, conversation, today).blocks
    pages = paging.split(blocks)
    if conversation.page >= len(pages):
        conversation = conversation.replaced(view="", page=0)
        return said(conversation, [Text(say("no_more")), *replies.ask(conversation)])
    shown = list(pages[conversation.page])
    if conversation.page + 1 < len(pages):
        shown.append(Link(say("link_more"), "more"))
    return said(conversation, shown)


def act(guide: Guide, conversation: Conversation, tap: Tap, today: datetime.date) -> Turn:
    """A tapped link."""
    match tap.action:
        case "apply":
            return _open(guide, conversation, today, tap.target)
        case "more":
            return _more(guide, conversation, None, today)
        case "policy":
            return view_page(guide, conversation.replaced(view=f"policy:{tap.target}"[:80], page=0), today)
        case "result":
            return view_page(guide, conversation.replaced(view="result", page=0), today)
        case "status":
            return said(conversation.replaced(view="status"), [Text(say("status_ask"))])
        case "human":
            return _human(guide, conversation, None, today)
        case "unbind":
            return said(conversation, [Text(say("unbind_opening"))], Unbind())
    return _greet(guide, conversation, None, today)


def report(guide: Guide, conversation: Conversation, outcome: Outcome) -> Turn:
    """What the webapp found or did, in words."""
    match outcome:
        case StatusFound():
            return said(conversation, replies.status(guide, outcome))
        case StatusNotFound():
            return said(conversation, [Text(say("status_not_found"))])
        case StatusLimited(minutes):
            return said(conversation, [Text(say("status_limited", minutes=minutes))])
        case ApplicationOpened(url):
            link = Link(say("link_open_application"), "apply", url)
            return said(conversation, [Text(say("apply_opened")), link])
        case HandoverOpened() | HandoverLater() | HandoverElsewhere() | HandoverClosed():
            return said(conversation, [handing.compose(outcome)])
        case Unbound(was_bound):
            return said(conversation, [Text(say("unbound" if was_bound else "unbound_already"))])
        case Unread():
            return said(conversation, wordless.answer(guide, conversation, outcome))
    return not_understood(conversation)


INTENTS: Mapping[str, Callable[..., Turn]] = {
    "restart": _restart,
    "forget": _restart,
    "who": _who,
    "human": _human,
    "back": _back,
    "result": _result,
    "apply": _apply,
    "unsure": _unsure,
    "why": _why,
    "else": _else,
    "resume": _resume,
    "next": next_steps.tell,
    "slow": _slowly,
    "more": _more,
    "greeting": _greet,
    "thanks": _thank,
    "bye": _bye,
    "impatient": _be_patient,
}
# Said along with a fact or an answer, these are only manners.
PLEASANTRIES = frozenset({"thanks", "bye", "impatient", "slow"})
