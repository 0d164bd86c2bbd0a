"""Reply → what an agent reads out, or a phone says: whole sentences, no marks, the question last."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.blocks import (
    Block,
    Checklist,
    HandoverBlock,
    PolicyCard,
    Question,
    QuestionBlock,
    Reply,
    Status,
    Text,
    Urgent,
)
from bot.render.progress import row_lines

MOST_READ = 4
_QUOTES = re.compile(r"[“”《》〔〕【】]")
_BRACKETS = re.compile(r"[（）]")
_EITHER = re.compile(r"(?<=[镇村])（(街道|居|社区)）")  # one of two, as a paper writes it
_ENDS = ("。", "？", "！", "：")


def render_speech(reply: Reply) -> str:
    """The reply as spoken sentences. Chips, workings and links are for the eye and are left out."""
    return "".join(sentence(one) for block in reply.blocks for one in _said(block) if one)


def sentence(words: str) -> str:
    """One sentence without what cannot be said, with its end."""
    plain = _BRACKETS.sub("，", _EITHER.sub(r"或\1", _QUOTES.sub("", words)))
    plain = re.sub(r"\s{0,9}，+\s*", "，", plain).strip("， \n")
    plain = re.sub(r"，([。？！：；、])", r"\1", plain)
    return plain if plain.endswith(_ENDS) else f"{plain}。"


def _said(block: Block) -> Iterator[str]:
    match block:
        case Text(text):
            yield text
        case PolicyCard():
            yield from _card(block)
        case QuestionBlock(question):
            yield from _question(question)
        case Urgent():
            yield block.title
            yield from block.lines
        case Checklist(title, entries):
            yield f"{title}：{'；'.join(one.rstrip('。') for one in entries[:MOST_READ])}"
        case Status():
            for row in block.rows:
                yield from row_lines(row)
            yield block.note
        case HandoverBlock(text):
            yield text


def _card(card: PolicyCard) -> Iterator[str]:
    yield f"{card.name}，{card.person_label}，{card.verdict_label}"
    if card.amount:
        yield "，".join(one for one in (card.amount, card.amount_note) if one)
    yield card.reason
    if card.change:
        yield card.change
    if card.source:
        yield card.source


def _question(question: Question) -> Iterator[str]:
    yield question.text
    if question.hint == "choice" and not question.multi:
        yield "、".join(one.label for one in question.choices[:-1])
