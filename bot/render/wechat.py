"""Reply → the text of one WeChat message: within the byte limit, cut where a sentence ends, choices to tap.

What comes first is the bot's to say: blocks are shown in the order they come in. WeChat shows no entities and
no markdown, only `<a>`: angle brackets and ampersands in words become full-width, so nothing a citizen typed
can open a tag.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bot import wording
from bot.blocks import (
    Block,
    Checklist,
    Choice,
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

LIMIT = 1800
MARKS = {"met": "✓", "unknown": "◐", "unmet": "－"}
_ORDER = "①②③④⑤⑥⑦⑧⑨⑩"
_SAFE = frozenset(string.ascii_letters + string.digits + "-_.~")
_WIDE = str.maketrans({"<": "＜", ">": "＞", "&": "＆"})
_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]+|[^。！？；\n]+")
_TAPPED = (QuestionBlock, Link)
MINI_PATH = "pages/policy/policy?id={policy}"


@dataclass(frozen=True)
class Style:
    """How cards are shown: the first `linked` ones link to the page under `root` or to the mini-program."""

    root: str = ""
    miniprogram: str = ""
    brief: bool = False
    linked: int = 0


def render_wechat(reply: Reply, *, root: str = "", miniprogram: str = "") -> str:
    """The reply as one message of at most 1800 bytes.

    `root`: the address of the pages that cards link to; `miniprogram`: the app id of the mini-program that
    opens instead of them. What is too long loses the links of its cards first, from the last one on, then
    their small print. What then still does not fit is left for “更多”; the question and the links are kept.
    """
    plain = Style(root, miniprogram)
    whole = _whole(reply, plain)
    if size(whole) <= LIMIT:
        return _linked(reply, plain) or whole
    short = _whole(reply, replace(plain, brief=True))
    if size(short) <= LIMIT:
        return short
    tail = "\n".join(_lines_of(reply.blocks, _TAPPED, plain))
    told = [one for one in reply.blocks if not isinstance(one, _TAPPED)]
    body = "\n".join(_lines_of(told, Block, replace(plain, brief=True)))
    more = menu_link(wording.say("link_more"), "go.more")
    tail = _fit_lines(tail, LIMIT - size(more) - 2)
    room = LIMIT - size(tail) - size(more) - 4
    return _joined(_joined(cut(body, room), more), tail)


def _whole(reply: Reply, style: Style) -> str:
    return "\n".join(_lines_of(reply.blocks, Block, style))


def _linked(reply: Reply, plain: Style) -> str:
    """The reply with as many cards linked as fit, the first ones first; "" where there is no room for one."""
    cards = sum(isinstance(one, PolicyCard) for one in reply.blocks) if plain.root else 0
    tried = (_whole(reply, replace(plain, linked=count)) for count in range(cards, 0, -1))
    return next((one for one in tried if size(one) <= LIMIT), "")


def size(text: str) -> int:
    """Bytes of `text` on the wire."""
    return len(text.encode("utf-8", "replace"))


def blocks_size(blocks: Iterable[Block]) -> int:
    """Bytes that `blocks` take in one message."""
    return size("\n".join(_lines_of(blocks, Block, Style())))


def cut(text: str, room: int) -> str:
    """As many whole sentences of `text` as fit into `room` bytes."""
    kept = ""
    for sentence in _SENTENCE.findall(text):
        if size(kept) + size(sentence) > room:
            break
        kept += sentence
    return kept.strip("\n")


def menu_link(label: str, id: str) -> str:
    """Words that send themselves back with `id` when tapped."""
    content, id = _quoted(label), _quoted(id)
    return f'<a href="weixin://bizmsgmenu?msgmenucontent={content}&msgmenuid={id}">{_words(label)}</a>'


def _quoted(text: str) -> str:
    """Percent-encoding for what would end a query or an attribute; Chinese stays as it is and costs less."""
    return "".join(one if one in _SAFE or ord(one) > 127 else f"%{ord(one):02X}" for one in text)


def _words(text: str) -> str:
    wide = text.translate(_WIDE)
    if wide.isprintable():  # as nearly all are; looking at each character costs more than the rest
        return wide
    return "".join(one for one in wide if one == "\n" or one.isprintable())


def _joined(first: str, second: str) -> str:
    return "\n".join(one for one in (first, second) if one)


def _fit_lines(text: str, room: int) -> str:
    """The first and then the following lines that fit; a line with a tag is never cut."""
    kept: list[str] = []
    for line in text.split("\n"):
        if size("\n".join([*kept, line])) > room:
            break
        kept.append(line)
    return "\n".join(kept)


def _lines_of(blocks: Iterable[Block], kinds: type | tuple[type, ...], style: Style) -> Iterator[str]:
    cards = 0
    for block in (one for one in blocks if isinstance(one, kinds)):
        if isinstance(block, PolicyCard):
            cards += 1
            yield from _card(block, cards, style)
        else:
            yield from _lines(block)


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Text(text, heading):
            yield f"【{_words(text)}】" if heading else _words(text)
        case Heard(chips):
            yield _words(f"{wording.say('heard_title')}：{'、'.join(one.label for one in chips)}")
        case QuestionBlock(question):
            yield from _question(question)
        case Urgent():
            yield _words(block.title)
            yield from map(_words, block.lines)
            yield " ".join(f"{label} {_phone(number)}" for label, number in block.phones)
        case Working():
            yield _words(block.title)
            yield from (_words(f"　{one.label} {one.value}") for one in block.lines)
            yield from (_words(wording.say("source_line", source=one)) for one in block.sources)
        case Checklist(title, entries):
            yield _words(title)
            yield from (_words(f"・{one}") for one in entries)
        case Status():
            yield from _status(block)
        case Link():
            yield _link(block)
        case HandoverBlock(text):
            yield _words(text)


def _card(card: PolicyCard, position: int, style: Style) -> Iterator[str]:
    brief = style.brief
    mark = _ORDER[min(position, len(_ORDER)) - 1]
    whose = f"（{card.person_label}）" if card.person_label else ""
    verdict = _words(f"{whose} {MARKS[card.verdict]}{card.verdict_label}")
    yield mark + (_policy_link(card, style) if position <= style.linked else _words(card.name)) + verdict
    if card.amount:
        note = card.amount_note or ""
        note = note.split("，")[0] if brief else note  # the year of the figures is kept
        yield _words(card.amount + (f"（{note}）" if note else ""))
    if not brief or card.verdict != "unknown":  # what is open is asked below
        yield _words(card.reason)
    if card.change:
        yield _words(card.change)
    if card.source and not brief:
        yield _words(card.source)


def _policy_link(card: PolicyCard, style: Style) -> str:
    """The name of a policy, to be tapped. A phone without the mini-program opens the page."""
    name = _words(card.name)
    if not re.fullmatch(r"https?://[^\s\"'<>]+/", style.root):
        return name
    mini = ""
    if style.miniprogram:
        path = MINI_PATH.format(policy=_quoted(card.policy))
        mini = f'data-miniprogram-appid="{_quoted(style.miniprogram)}" data-miniprogram-path="{path}" '
    return f'<a {mini}href="{style.root}policies/{_quoted(card.policy)}">{name}</a>'


def _question(question: Question) -> Iterator[str]:
    about = "about_last" if question.about <= 1 else "about_more"
    yield ""
    yield f"【{_words(question.text)}】"
    yield _words(f"{question.why}{wording.say(about, count=question.about)}。")
    yield from _choices(question.choices)
    if question.hint == "number":
        yield wording.say("hint_number")


def _choices(choices: tuple[Choice, ...]) -> Iterator[str]:
    """One choice a line; short ones share a line, so that a phone shows them all."""
    short = all(len(one.label) <= 4 for one in choices)
    links = [menu_link(one.label, one.id) for one in choices]
    if not short:
        yield from links
        return
    for start in range(0, len(links), 3):
        yield "　".join(links[start : start + 3])


def _status(block: Status) -> Iterator[str]:
    yield _words(block.number)
    for row in block.rows:
        yield from (_words(one) for one in row_lines(row))
    if block.note:
        yield _words(block.note)


def _phone(number: str) -> str:
    return f'<a href="tel:{_quoted(number)}">{_words(number)}</a>'


def _link(link: Link) -> str:
    if re.fullmatch(r"https?://[^\s\"'<>]+", link.target):
        return f'<a href="{link.target}">{_words(link.label)}</a>'
    if link.action == "say":
        return menu_link(link.label, "say")
    return menu_link(link.label, f"go.{link.action}.{link.target}" if link.target else f"go.{link.action}")
