"""Long replies in pages that one message takes, broken between blocks."""

from __future__ import annotations

from collections.abc import Sequence

from bot.blocks import Block, PolicyCard, Text, Working
from bot.render.wechat import blocks_size

ROOM = 1500


def split(blocks: Sequence[Block], room: int = ROOM) -> list[tuple[Block, ...]]:
    """The blocks in pages of at most `room` bytes.

    A heading is never left at the end of a page, nor a card whose working comes next, unless they fill it.
    """
    pages: list[list[Block]] = [[]]
    for block in blocks:
        page = pages[-1]
        if page and blocks_size([*page, block]) > room:
            kept = _kept(page, block) or len(page)
            carried, page[kept:] = page[kept:], []
            pages.append([*carried, block])
        else:
            page.append(block)
    return [tuple(one) for one in pages if one]


def _kept(page: Sequence[Block], block: Block) -> int:
    """How much of a full page stays on it; the rest belongs with `block`."""
    kept = len(page)
    if isinstance(block, Working) and isinstance(page[-1], PolicyCard):
        kept -= 1
    while kept and isinstance(page[kept - 1], Text) and page[kept - 1].heading:
        kept -= 1
    if isinstance(page[-1], PolicyCard) and all(isinstance(one, Text) for one in page[:kept]):
        return len(page)  # the first card stays, or the page would say nothing of what can be had
    return kept
