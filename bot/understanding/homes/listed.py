"""A list of all who live together: how many they are, and that each belongs: 我和老伴, 我、媳妇、俩孩子."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.understanding.mention import Mention
from bot.understanding.people.kinship import OUTSIDE
from bot.understanding.people.whom import People
from bot.understanding.said import Said

_MEMBER = (
    r"老伴儿?|老头子?|老婆子?|老公|丈夫|男人|对象|爱人|媳妇|老婆|妻子|儿媳妇?|女婿|儿子?|闺女|女儿|孩子|娃娃?|孙子|孙女|外孙女?|外甥女?|侄子|侄女|"
    r"爸爸?|妈妈?|爹|娘|父亲|母亲|公公|婆婆|丈人|丈母娘|岳父|岳母|爷爷|奶奶|姥姥|姥爷|哥哥?|弟弟?|姐姐?|妹妹?|小的|大的|老大|老二|老三"
)
_COUNT = {"一": 1, "俩": 2, "两": 2, "二": 2, "仨": 3, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_PAIR = (
    r"爸妈|爸爸妈妈|爹娘|父母|爹妈|公婆|公公婆婆|爷爷奶奶|姥姥姥爷|岳父岳母|"
    r"两口子|老两口|夫妻俩?|小两口|二老|俩老人|老俩"
)
_ONE = re.compile(
    rf"(?:还有|加上|带着|领着|再加|和|跟|与)?(?:(?P<me>(?:我|俺)(?:自己|一个人|本人)?)|(?:我|俺|他|她)?(?:们)?(?P<pair>{_PAIR})|"
    rf"(?:我|俺)(?:们)?(?P<us>[俩仨]|[两三四]口子?|[两三四]个(?:人)?)|"
    rf"(?:我|俺|他|她)?(?P<n>[一俩两二仨三四1-4])个?(?:上学的|没成年的|小)?(?P<what>孩子|老的|小的|大的|娃娃?|老人|大人|儿子?|闺女|女儿|孙子|孙女|小孩|学生)|"
    rf"(?:我|俺|他|她)?(?:一个)?老?(?:{_MEMBER}))(?:了|啊|呢|吧|过|一起过|一块过|在家|都?[一二三四五六七八九十]{{1,3}}多?岁?)?"
)
# 两口子一个孩子, 夫妻俩带个孩子: the couple and theirs, without a word between
_WITH_THEIRS = re.compile(
    r"(?P<pair>两口子|老两口|夫妻俩?|夫妇俩?|小两口|[我俺]俩)(?:还)?(?:[带有养领]着?)?"
    r"(?P<n>[一俩两二仨三四1-4]个?|个)(?=(?:小|上学的)?(?:孩子|娃|儿子?|闺女|女儿|孙子|孙女|老人|老的|小的))"
)
_AND = re.compile(r"，|和|跟|与|、|，|还有|加上|带着|领着|再加|加")
_BEFORE = re.compile(r"^(?:嗯|就|就是|家里?|一共|只有|现在|平时|一起过的|有){0,4}(?:就|有|是)?")
_AFTER = re.compile(
    r"(?:[，]?都[^，。；]{1,8}了?|[俩仨]人?|[两三四]个人|[两三四]口(?:人)?|(?:一起|一块)?(?:过|住|生活)(?:日子)?)?(?:的|了|啊|呢|吧)?$"
)
# 就他和我妈: the two of them, and not who answers
_JUST_THEY = re.compile(
    rf"(?:家里|平时|现在)?就(?:是|剩)?[他她](?:自己)?[和跟与]着?(?:我|俺|他|她)?(?:{_MEMBER})"
    r"(?:俩|两个?人?|二人)?(?:一起|一块)?(?:过|住|生活)?(?:日子)?[了的啊呢吧]?"
)
MOST, LONGEST = 9, 24


def count_listed(part: str) -> int | None:
    """The number of all who are named, the speaker among them; None where the words are more than a list."""
    if len(part) > LONGEST:
        return None
    if _JUST_THEY.fullmatch(part):
        return 2
    named = _WITH_THEIRS.sub(lambda one: f"{one['pair']}和{one['n'].replace('个', '') or '一'}个", part)
    named = _BEFORE.sub("", named)
    found = _all_named(named) or _all_named(_AFTER.sub("", named))
    if not found:
        return None
    size = sum(_heads(one) for one in found)
    pair_of_me = any(one["pair"] and not one["me"] and one["pair"] in _OWN_PAIRS for one in found)
    if not any(one["me"] or one["us"] for one in found) and not pair_of_me:
        size += 1  # 老伴和儿子: besides the one who answers
    return size if size <= MOST else None


def _all_named(names: str) -> list[re.Match[str]]:
    """Who is named, a piece each; nothing where a piece is something else, or one says nothing of all."""
    found = [_ONE.fullmatch(one) for one in _AND.split(names) if one]
    if not found or not all(found) or sum(bool(one["me"] or one["us"]) for one in found) > 1:
        return []
    alone = len(found) < 2 and not (found[0]["us"] or found[0]["pair"] in _OWN_PAIRS)
    return [] if alone else found


# What may stand between two who are named in one list.
_BETWEEN = re.compile(
    r"(?:，|、|和|跟|与|还有|再加上?|加上|外加|带着|领着|有|俺|我|他|她|们|[一俩两二仨三四1-4]个?|上学的|小|老){0,6}"
)
_COUNTED = re.compile(r"(?:[我俺他她]|[一俩两二仨三四1-4]个?(?:上学的|小)?|老){1,2}$")


_AWAY = re.compile(
    r"，?(?:都|也|早|就|已经?|全|各|自|俩|两个){0,4}(?:成了?家|分了?家|结了?婚|另过|单过|嫁|在外|不(?:跟|和|在|住))"
)


def read_roster(people: People, sizes: Iterable[Said]) -> Iterator[Said]:
    """That each belongs to the household who stands in a list of as many as it has: 三口，我跟媳妇还有俺爹.

    Any list will do where it was asked how many they are.
    """
    told = {one.value for one in sizes if one.fact == "household_size"}
    asked = people.asked == "household_size"
    for chain in _chains(people) if told or asked else ():
        before = _COUNTED.search(people.plain, 0, chain[0].start)
        part = people.plain[before.start() if before else chain[0].start : chain[-1].end]
        if (size := count_listed(part)) is None or not (size in told or (asked and not told)):
            continue
        if _AWAY.match(people.plain, chain[-1].end):
            continue  # 他俩自己过，我和我弟都成家了
        for one in chain:
            if one.person not in (None, "self") and one.relation not in OUTSIDE:
                yield Said("household_member", True, one, one.start, one.end)


def _chains(people: People) -> Iterator[list[Mention]]:
    """Those who are named one right after the other, two and more."""
    chain: list[Mention] = []
    for one in people.mentions:
        again = any(each.person == one.person for each in chain)
        if chain and (again or not _BETWEEN.fullmatch(people.plain, chain[-1].end, one.start)):
            if len(chain) > 1:
                yield chain
            chain = []
        chain.append(one)
    if len(chain) > 1:
        yield chain


_OWN_PAIRS = ("两口子", "老两口", "夫妻俩", "夫妻", "小两口", "老俩")


def _heads(found: re.Match[str]) -> int:
    if found["pair"]:
        return 2
    if found["us"]:
        return _COUNT[found["us"][0]]
    return _COUNT[found["n"]] if found["n"] else 1


__all__ = ["count_listed", "read_roster"]
