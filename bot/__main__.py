"""`python -m bot`: talk to the bot in a terminal. Nothing is stored; a number picks a choice."""

from __future__ import annotations

import datetime
import sys

from bot import Conversation, Message, render_plain, turn
from bot.wording import say
from knowledge import load_guide

QUIT = {"退出", "quit", "exit"}


def main(arguments: list[str]) -> int:
    """Read lines until the end or 退出; the day whose rules hold is the one argument, written 2026-11-22."""
    if len(arguments) != 1:
        print(say("terminal_usage"))
        return 2
    today = datetime.date.fromisoformat(arguments[0])
    guide = load_guide()
    conversation = Conversation()
    print(say("terminal_hello"))
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


def picked(conversation: Conversation, text: str) -> Message:
    """The message of a line; a small number picks a choice of a question that wants no number."""
    pending = conversation.pending
    if pending and pending.hint != "number" and text.isdigit() and 0 < int(text) <= len(pending.choices):
        chosen = pending.choices[int(text) - 1]
        return Message(chosen.label, choice=chosen.id)
    return Message(text)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
