"""Reply → plain text for a terminal, choices numbered."""

from __future__ import annotations

from collections.abc import Iterator

from bot import wording
from bot.blocks import (
    Block,
    Checklist,
    HandoverBlock,
    Heard,
    Link,
    PolicyCard,
    Question,
    QuestionBlock,
    Reply,
    Status,
    Text,
    Urgent,
    Working,
)
from bot.render.progress import row_lines

MARKS = {"met": "[✓]", "unknown": "[◐]", "unmet": "[－]"}


def render_plain(reply: Reply) -> str:
    """The whole reply as lines of text."""
    return "\n".join(line for block in reply.blocks for line in _lines(block))


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Text(text, heading):
            yield f"\n── {text}" if heading else text
        case Heard(chips):
            yield f"{wording.say('heard_title')}：{'、'.join(one.label for one in chips)}"
        case PolicyCard():
            yield from _card(block)
        case QuestionBlock(question):
            yield from _question(question)
        case Urgent():
            yield f"!! {block.title}"
            yield from block.lines
            yield "  ".join(f"{label} {number}" for label, number in block.phones)
        case Working():
            yield f"  {block.title}"
            yield from (f"    {one.label}  {one.value}  {one.note}".rstrip() for one in block.lines)
            yield from (f"    {wording.say('source_line', source=one)}" for one in block.sources)
        case Checklist(title, entries):
            yield title
            yield from (f"  · {one}" for one in entries)
        case Status():
            yield from _status(block)
        case Link(label, action, target):
            yield f"→ {label}（{target or action}）"
        case HandoverBlock(text):
            yield text


def _card(card: PolicyCard) -> Iterator[str]:
    whose = f"（{card.person_label}）" if card.person_label else ""
    yield f"{MARKS[card.verdict]} {card.name}{whose}  {card.verdict_label}"
    if card.amount or card.amount_note:
        yield f"    {'  '.join(one for one in (card.amount, card.amount_note) if one)}"
    yield from (f"    {one}" for one in (card.reason, card.change, card.source) if one)


def _question(question: Question) -> Iterator[str]:
    about = "about_last" if question.about <= 1 else "about_more"
    yield f"\n{question.text}（{wording.say(about, count=question.about)}）"
    if question.why:
        yield question.why
    yield from (f"  {position}) {one.label}" for position, one in enumerate(question.choices, 1))
    if question.multi:
        yield wording.say("hint_multi")
    elif question.hint == "number":
        yield wording.say("hint_number")


def _status(block: Status) -> Iterator[str]:
    yield block.number
    for row in block.rows:
        first, *others = row_lines(row)
        yield first
        yield from (f"  {one}" for one in others)
    if block.note:
        yield block.note
