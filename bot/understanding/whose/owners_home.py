"""Whose a registration is, and who lives with kin: of the child asked for as well, and of those raised."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.understanding.people.whom import Mention
from bot.understanding.said import Said

if TYPE_CHECKING:
    from .owners import Told

_CHILDREN = ("son", "daughter", "child")
_ELDERS = ("father", "mother", "parent", "spouse", "relative")
# 我们户口在张店, 我们娘俩户口都在张店: of the child too, whom it is asked for.
_ALL_OF_US = re.compile(
    r"(?:我们|咱们|我)(?:一家(?:子|几口|[三四五]口)?|全家|娘俩|爷俩|娘仨|母子俩?|母女俩?|父子俩?|父女俩?|家|也|都|这种|的|是){1,3}$|"
    r"(?:我们|咱们)$"
)
_OURS = re.compile(r"(?:我们|俺们|咱们|俺|咱)(?:家|都|也|是){0,12}$")
_HUKOU_FOLLOWS = re.compile(r"户口本?(?:就|也|都|是){0,4}(?:随|跟|在)着?$")
_MAKES_A_LIVING = re.compile(r"租房|环卫|打工|务工")
_LEADS = re.compile(
    r"(?:一个人|自己|老两口|[和跟]姥爷|[和跟]爷爷){0,3}(?:带|领|拉扯|养|照顾|抚养)(?:着|大)?(?=[我俺妹弟姐哥孩])"
)
_RAISERS = ("grandfather", "grandmother", "grandparent", "uncle_aunt")
_SOMEBODYS_ELDER = re.compile(r"-(?:father|mother|parents|grandfather|grandmother|uncle|aunt)$")


def _our_young(told: Told) -> list[Mention]:
    """The children of who speaks, of whom it is told that they go to school, are ill or small."""
    young = {m.person: m for m in told.people.mentions if m.relation in _CHILDREN and m.person}
    if told.people.default.relation in _CHILDREN:
        young.setdefault(told.people.default.person, told.people.default)
    return [young[person] for person in young if person in told.cared_about]


def our_child(one: Said, told: Told) -> Mention | list[Mention] | None:
    """闺女念职专，我们是村里户口: of the child it is asked for, where nobody else is spoken of.

    母亲失联，户口在周村: of the child who was left. Of both, where others are spoken of as well.
    """
    if follows := _who_follows(one, told):
        return follows
    if (left := who_is_left(one, told)) and any(s.start < one.start for s in told.parted):
        return left
    if one.of.person != "self":
        return None
    others = {m.person: m for m in told.people.mentions if m.topic and m.person and m.person != "self"}
    alone = next(iter(others.values())) if len(others) == 1 else None
    child = alone is not None and alone.relation in _CHILDREN and alone.person not in told.at_work
    if child and not _MAKES_A_LIVING.search(told.plain) and _OURS.search(told.before(one, 6)):
        return alone
    if _ALL_OF_US.search(told.before(one, 10)) and (family := _our_family(one, told)):
        return [one.of, *family]
    return None


_CAME = re.compile(r"(?:从|打)[^，。；]{2,10}来|外[地省]来|来[^，。；]{0,4}(?:打工|务工)")


def _our_family(one: Said, told: Told) -> list[Mention]:
    """The children told of; 我们从河南来的 is said of husband or wife too, and of every child named."""
    young = _our_young(told)
    came = _CAME.search(told.plain, one.start, one.end + 4)
    if came is None or not told.before(one, 3).endswith(("我们", "咱们")):
        return young
    kin = ("spouse", *_CHILDREN)
    named = {m.person: m for m in told.people.mentions if m.relation in kin and m.person and m.topic}
    stay = [m for who, m in named.items() if m.relation == "spouse" or who not in told.at_work]
    return [*young, *(m for m in stay if m.person not in {each.person for each in young})]


def _who_follows(one: Said, told: Told) -> Mention | None:
    """户口随他爹落在咱村: of the one spoken of, not of the father whom it follows."""
    for mention in told.people.mentions:
        led = _HUKOU_FOLLOWS.search(told.plain, max(0, mention.start - 6), mention.start)
        other = mention.person != "self" and not told.plain.startswith(("一样", "都", "也"), mention.end)
        if led and other and one.start - 12 <= mention.end <= one.end:
            return told.people.subject(led.start(), led.start())
    return None


def who_is_raised(one: Said, told: Told) -> Mention | list[Mention] | None:
    """姥姥带着我和妹妹生活: of those whom the grandmother raises."""
    if (left := who_is_left(one, told)) is not None:
        return left
    if one.of.relation not in _RAISERS:
        return None
    last = [m for m in told.people.mentions if m.end <= one.end and m.person == one.of.person]
    led = _LEADS.match(told.plain, last[-1].end) if last else None
    if led is None:
        return None
    return [m for m in told.people.mentions if led.end() <= m.start < one.end + 8 and m.person] or None


def who_is_left(one: Said, told: Told) -> Mention | None:
    """妈妈改嫁南方，跟姥姥过: of the child whom she left, not of the mother."""
    elder = one.of.relation in _ELDERS or _SOMEBODYS_ELDER.search(str(one.of.person))
    return next(iter(told.left.values())) if elder and len(told.left) == 1 else None
