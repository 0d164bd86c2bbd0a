"""`python -m bot`: talk to the bot in a terminal. Nothing is stored; a number picks a choice."""

from __future__ import annotations

import datetime
import sys

from bot import Conversation, Message, render_plain, turn
from bot.wording import day, say
from knowledge import Guide, load_guide

QUIT = {"退出", "quit", "exit"}


def main(arguments: list[str]) -> int:
    """Read lines until the end or 退出. The one argument is the day whose rules hold, written 2026-11-22."""
    guide = load_guide()
    today = datetime.date.fromisoformat(arguments[0]) if arguments else newest_day(guide)
    conversation = Conversation()
    print(say("terminal_hello", day=day(today)))
    for line in sys.stdin:
        text = line.strip()
        if text in QUIT:
            break
        answered = turn(guide, conversation, picked(conversation, text), today)
        conversation = answered.conversation
        print(render_plain(answered.reply))
        for request in answered.requests:
            print(say("terminal_request", request=type(request).__name__))
    return 0


def newest_day(guide: Guide) -> datetime.date:
    """The day of the newest figure: the bot has no clock of its own."""
    return max(one.effective for standard in guide.standards.standards.values() for one in standard.values)


def picked(conversation: Conversation, text: str) -> Message:
    """The message of a line; a small number picks a choice of a question that wants no number."""
    pending = conversation.pending
    if pending and pending.hint != "number" and text.isdigit() and 0 < int(text) <= len(pending.choices):
        chosen = pending.choices[int(text) - 1]
        return Message(chosen.label, choice=chosen.id)
    return Message(text)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
