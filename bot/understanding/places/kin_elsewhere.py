"""Where kin live who have a home of their own: 闺女嫁到周村, 儿子在张店跟人合租, 二姑家在淄川."""

from __future__ import annotations

import re

from bot.understanding.people.whom import Mention, People
from bot.understanding.stance import Stance, clause_start, stance_of

_HAVE_HOMES = {
    *("son", "daughter", "child", "brother", "sister", "sibling", "ex_spouse", "uncle_aunt"),
    *("father", "mother", "father_in_law", "mother_in_law", "relative"),
}
_LIVES_BEFORE = re.compile(
    r"(?:(?:家|住|租住|租房|租屋|合租|嫁|成家|安家|落户|定居|另住|独居)(?:在|到|去|了)?|嫁(?:到|在|去|给)了?)$"
)
_AT = re.compile(r"(?:现在|如今|就|也|都|人|又|还|各自|在外)?在$|^$|(?:他|她)们?在$")
_LIVES_AFTER = re.compile(
    r"(?:[区县市]|镇|街道)?(?:的|那边|这边|城里|农村|乡下)?[^，。；！？]{0,14}?"
    r"(?:租(?:房|屋|着|了|个|住)|合租|住(?!院|校|宿)|买(?:了|的)?(?:房|楼)|安(?:了)?(?:个)?家|(?:又|另)?成(?:了)?(?:个)?家|落(?:了)?户|老家|出租屋|过日子)"
)
# 我娘家是沂源山里的: of those who are not named.
_OF_ANOTHER_HOUSE = re.compile(r"(?:娘家|婆家|亲戚家?|[同朋]事?友?学?家)(?:也|就|都)?(?:是|在)?(?:个)?$")
_FARMS = re.compile(
    r"(?:[区县市]|镇)?(?:的)?[^，。；！？]{0,6}?(?:养(?:着|了)?(?:[一二两三四五六七八九十几百千\d]{1,4}[只头])?(?:鹅|鸡|鸭|猪|羊|牛|鱼|蜂|兔|殖)|种(?:着|了)?(?:地|田|桃|苹果|果|菜|粮|[一二两三四五六七八九十几\d]{1,3}亩|棚|大棚|山药|瓜)|务农)"
)


def lives_there(plain: str, start: int, end: int, people: People) -> Mention | None:
    """Whose home the place at `start`–`end` is, of those who live elsewhere than the family spoken of."""
    if stance_of(plain, start, end) is not Stance.SAID:
        return None
    before = plain[max(clause_start(plain, start), start - 12) : start]
    of = people.subject(start, start)
    if of is None or of.person is None or _OF_ANOTHER_HOUSE.search(before):
        return None
    at = bool(_AT.search(before))
    if of.relation in ("self", "parent"):
        return of if at and _FARMS.match(plain, end) else None
    if of.relation not in _HAVE_HOMES:
        return None
    named = any(m.person == of.person and m.end <= start for m in people.mentions)
    lives = _LIVES_BEFORE.search(before) or (at and _LIVES_AFTER.match(plain, end))
    return of if named and lives else None


__all__ = ["lives_there"]
