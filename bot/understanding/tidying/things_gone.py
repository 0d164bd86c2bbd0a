"""Money, work or a house that is gone, in words that nobody takes for a death: 他爸脑梗，生活费都没了.

没了 is said of the dead and of things alike, and a relative stands before it as often as not. Of a thing
right before it, it is put as another word of the same length, one that is said of things alone: what is
quoted stays as typed.
"""

from __future__ import annotations

import dataclasses
import re
from functools import cache
from pathlib import Path

import yaml

from bot.text.normalising import Text

# 在工地没了, 没钱治没了: who died there, or of having none.
_NO_THING = r"(?<![在做干没])(?<!没有)"
# 钱|都花|没了
_HOW = (
    r"(?:(?:就|早就?|已经|已|全|都|也|又|还|给|一下子?|眼看着?|快|现在|这下|立马|差不多|"
    r"花|用|败|赔|折腾|搭|治|掏|造|吃|卖|跌|掉|输|看病){0,5})"
)
# 钱也没了着落: what is gone stands behind it.
_GONE = r"(?P<gone>没了)(?![爹爸妈娘父母老媳男人]|主意|办法|着落|法子)"


@cache
def _kinds() -> tuple[tuple[re.Pattern[str], str, re.Pattern[str] | None], ...]:
    rows = yaml.load((Path(__file__).parent / "things_gone.yaml").read_text("utf8"), yaml.CSafeLoader)
    return tuple((_of_things(row["things"]), row["became"], _unless(row)) for row in rows)


def _of_things(things: list[str]) -> re.Pattern[str]:
    words = "|".join(sorted(things, key=len, reverse=True))
    return re.compile(rf"{_NO_THING}(?:{words}){_HOW}{_GONE}")


def _unless(row: dict[str, str]) -> re.Pattern[str] | None:
    return re.compile(row["unless"]) if "unless" in row else None


def with_things_gone(text: Text) -> Text:
    """`text` where 没了 of a thing is another word, as long as it."""
    if "没了" not in text.plain:
        return text
    plain = text.plain
    for things, became, unless in _kinds():
        if unless is None or not unless.search(plain):
            plain = things.sub(lambda found, word=became: found.group()[: -len(word)] + word, plain)
    return text if plain == text.plain else dataclasses.replace(text, plain=plain)


__all__ = ["with_things_gone"]
