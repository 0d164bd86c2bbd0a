"""Long replies in pages that one message takes, broken between blocks."""

from __future__ import annotations

from collections.abc import Sequence

from bot.blocks import Block, PolicyCard, Text
from bot.render.wechat import blocks_size

ROOM = 1500


def split(blocks: Sequence[Block], room: int = ROOM) -> list[tuple[Block, ...]]:
    """The blocks in pages of at most `room` bytes; a heading is never left at the end of one."""
    pages: list[list[Block]] = [[]]
    for block in blocks:
        page = pages[-1]
        if page and blocks_size([*page, block]) > room:
            kept = len(page)
            while kept and _is_heading(page[kept - 1]):
                kept -= 1
            if isinstance(page[-1], PolicyCard) and all(isinstance(one, Text) for one in page[:kept]):
                kept = len(page)  # the first card stays, or the page would say nothing of what can be had
            carried, page[kept:] = page[kept:], []
            pages.append([*carried, block])
        else:
            page.append(block)
    return [tuple(one) for one in pages if one]


def _is_heading(block: Block) -> bool:
    return (isinstance(block, Text) and block.heading) or isinstance(block, PolicyCard)
