"""The second of two who are spoken of as one: 俺俩, 我跟俺媳妇都, 我们姊妹俩, 儿和儿媳."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.understanding.mention import Mention
from bot.understanding.stance import clause_start

from .kinship import YOUNG, Kin, kin_of

_TWO_AT_HOME = (
    r"(?:小两口(?!人)|老?两口子?(?!人)|老俩口?|夫妻(?:俩|双方|两个)?|夫妇(?:俩|双方|两个)?|夫妻二人|夫妻两人|"
    r"我俩|俺俩|我们俩|俺们俩|我们?两个人?)"
)
_STILL = r"(?:现在|都|全|也|均|每个?月|就|靠|的|是|有|在|一个?月|双双|一起|一块)"
_HEADED_BY_COUPLE = re.compile(
    rf"(?:我们?|俺们?|咱们?|家里|现在|如今|目前|但是?|可是?|一家){{0,12}}{_TWO_AT_HOME}(?:人)?{_STILL}{{0,12}}"
    r"(?:(?<=在)[^，。；我他她]{1,8}(?:里|上)?)?$"
)
# 俩人工资合起来, with nobody named before who might be the two.
_HEADED_BY_TWO = re.compile(rf"(?:俩人|两个?人(?!家|都说))(?:的)?{_STILL}{{0,12}}$")
_TWO_SHARES = re.compile(r"(?:俩人|两个?人|两份|我俩)的?$")
_NOTED_COUPLE = re.compile(r"(?:夫妻|夫妇)(?:二人|两人|俩|2人)?[ ，][^。！？；妈爸爹娘儿女]{0,14}$")
# 张店 外来务工夫妻 江苏户籍 已办居住证 子4岁: up to where somebody is named.
_NOTE_ON_COUPLE = re.compile(
    r"(?![^，。]{0,60}[我俺咱])(?:[^ ，。]{1,8} ){0,2}[^ ，。妻夫]{0,8}(?:夫妻|夫妇)(?:二人|两人|俩|2人)?"
    r"(?: [^ ，。夫妻父母男女]{2,12}(?=[ ，]|$)){0,3}"
)
_BOTH = re.compile(
    r"(?:现在|如今|也|俩人?|两个?人|我们|俺们|俩口子|我俩|俺俩){0,12}(?:都|均|全)(?:是|也|已经?|没|属于){0,12}"
)
# 我55老公57都没工作
_TWO_AGED = re.compile(
    rf"(?:[^，。；\d一二三四五六七八九十]{{1,5}}(?:\d\d|[一二三四五六七八九]?十[一二三四五六七八九]?)岁?了?){{2}}{_BOTH.pattern}"
)
_COUPLE_BEFORE = re.compile(
    rf"(?:^|[。！？；，])(?:我们?|家里|现在|可是?|但是?){{0,4}}{_TWO_AT_HOME}(?:人)?[^。！？；]{{0,24}}$"
)
_AND = ("", "跟", "和", "与", "同", "、")
_ALL = re.compile(
    r"(?:俩|两个?人?|现在|如今|也|去年|今年|上个?月){0,12}(?:都|均|全(?!靠|指)|双双|同时|先后|前后脚|"
    r"一[块起同儿]{1,2}(?=在(?!家)|没|下|失|丢|进|打工|上班|干|开|卖|种|被|让|叫))"
)
_KIN_PAIR = re.compile(
    r"(?:我|俺|咱)们?(?P<pair>[爷娘父母祖姐兄哥姊婆](?:[子女孙弟妹们媳](?:俩|两个|二人)?|俩|两个|二人))[^，。；]{0,4}(?:都|全|均)"
)
_OF_US_TWO = re.compile(
    r"(?:我|俺|咱)们?(?P<pair>兄弟|弟兄|哥|姐妹|姐|姊妹|兄妹|姐弟)(?:俩|两个|二人)(?:现在|也|就){0,3}(?:都|全|均)(?:是|没|在)?$"
)
_SIBLING_OF = {
    "兄弟": "brother", "弟兄": "brother", "哥": "brother", "姐妹": "sister", "姐": "sister",
}  # fmt: skip
_ELDER_OR_SON = ("father", "son", "child", "daughter", "grandchild", "grandfather")
_SIBLINGS = ("brother", "sister", "sibling")
_PAIRED = {
    "爷": _ELDER_OR_SON, "父": ("father", "son", "daughter", "child"), "祖": ("grandchild", "grandmother"),
    "娘": ("mother", "son", "daughter", "child"), "母": ("mother", "son", "daughter", "child"),
    **dict.fromkeys("姐兄哥姊", _SIBLINGS), "婆": ("mother_in_law", "relative"),
}  # fmt: skip
# 俺老两口…俺俩没退休金: the two are husband and wife.
_NAMED_COUPLE = re.compile(r"(?:我|俺|咱)们?(?:家)?(?:老两口|老俩口?|两口子|小两口|夫妻|夫妇)")
_OF_MARRIED = ("father_in_law", "mother_in_law", "parents_in_law")
_AGED = re.compile(r"(?:今年|也)?(?:\d{2}|[一二三四五六七八九十]{1,3})(?:岁|了|周岁){0,2}，?")
# 退休金俺三千一，老头子两千二: what each of two gets, said once.
_EACH_GETS = re.compile(r"(?:退休金|养老金|退休工资|工资|开支)(?:是|，)?(?=我)")
_SUM = re.compile(r"[一二两三四五六七八九十百千万零\d.]{1,8}(?:多|来|块|元|出头|左右){0,3}，?")
_COUPLE = re.compile(r"老?俩口|两口子|我俩|俺俩|老两口|老俩|夫妻")
# 儿和儿媳去的宁波: husband and wife need no 都 to be told of together.
_MARRIED = tuple(
    map(
        frozenset,
        (
            ("son", "daughter-in-law"),
            ("daughter", "son-in-law"),
            ("brother", "sister-in-law"),
            ("sister", "brother-in-law"),
            ("father", "mother"),
            ("father-in-law", "mother-in-law"),
            ("grandfather", "grandmother"),
        ),
    )
)
# 我哥两口子都在外地打工: of the brother and his wife.
_TWO_OF_THEM = re.compile(r"[他她]?们?(?:小?两口子?|夫妻俩?|夫妇俩?)")
_HAVE_HOMES = ("brother", "sister", "son", "daughter", "uncle_aunt")
_WITH_ME = re.compile(r"我(?:跟|和|与|同)着?$")
# 老伴跟我都七十多
_AND_ME = re.compile(r"[跟和与同](?:着)?我(?:们)?(?:俩|两个人?)?(?:都|均|全|双双)")
_GO_ON = re.compile(
    r"都|俩|两|去|今年|前年|从|在|是|种|打|下岗|失业|没|务农|一块|一起|全|租|上班|每月|刚|来|到|毕业|给人|做|卖|开|双双|同时|"
    r"推|摆|捡|拾|收(?!留|养)|扫|养(?!老)|搞|跑(?!了|回)|拉|包|守|这会|现在|常年|一直|平时|均|出摊|赶集|骑|"
    r"(?:今年)?(?:[2-9]\d|[二三四五六七八九]十[一二三四五六七八九来多]?)(?:多|来)?岁?(?:了|咧|啦|，)(?![^，。]{0,3}(?:岁|了))"
)


def other_of(
    plain: str, mentions: Sequence[Mention], mention: Mention, start: int | None = None, *, on: bool = False
) -> Mention | None:
    """The second of a couple spoken of as one (俺俩, 我跟俺媳妇都); None when it is one person.

    With `start`, also the other of two that a 都 right before it takes together (我五十六老伴五十八，
    都没工作); `on`: also of two whom the talk goes on about (我跟老伴都七十了，没有退休金).
    """
    pairs = _Pairs(plain, mentions)
    if start is not None:
        if pair := pairs.taken_together(start):
            return next((m for m in pair if m.person != mention.person), None)
        other = pairs.of_the_pair(mention, start, on=on) or pairs.sibling(mention, start)
        other = other or pairs.of_each(mention, start)
        if other is not None:
            return other
    if _TWO_OF_THEM.match(plain, mention.end) and mention.relation in _HAVE_HOMES:
        kin = kin_of(str(mention.person), str(mention.relation), Kin("spouse", "spouse"))
        return Mention(mention.start, mention.end, kin.person, kin.relation, kin.sex) if kin else None
    if (joined := pairs.joined(mention)) is not None:
        return joined
    spouse = next((m for m in mentions if m.relation == "spouse" and m.person), None)
    couple = start is not None and pairs.as_couple(start)
    if couple and mention.person == "self":
        return spouse or Mention(start, start, "spouse", "spouse")
    if couple and mention.relation == "spouse":
        return Mention(start, start, "self", "self")
    if mention.person != "self" and mention.relation != "spouse":
        return None
    if _COUPLE.search(mention.words):
        two = mention.words in ("我俩", "俺俩")
        if spouse is None and two and not _is_of_married(plain, mentions):
            return None  # may be two brothers
        return spouse or Mention(mention.start, mention.end, "spouse", "spouse")
    if mention.relation == "spouse" and spouse is not None and mention.start > spouse.end:
        return None  # 我和孩子妈都上班，后来她妈辞职了
    if spouse is not None and _AND_ME.match(plain, spouse.end) and mention.start <= spouse.end + 2:
        return spouse if mention.person == "self" else Mention(spouse.start, spouse.start, "self", "self")
    with_me = spouse is not None and _WITH_ME.search(plain, 0, spouse.start)
    if not with_me or _alone_again(plain, mentions, mention, start):
        return None
    if mention.person == "self" and not 0 <= spouse.start - mention.end <= 2:
        return None
    other = spouse if mention.person == "self" else Mention(spouse.start, spouse.start, "self", "self")
    return other if _GO_ON.match(plain, spouse.end) else None


def _is_of_married(plain: str, mentions: Sequence[Mention]) -> bool:
    """Is a couple named, or a father or mother whom one has by marriage?"""
    in_law = any(m.relation in _OF_MARRIED for m in mentions)
    return in_law or _NAMED_COUPLE.search(plain) is not None


def _alone_again(plain: str, mentions: Sequence[Mention], mention: Mention, start: int | None) -> bool:
    """我跟我对象都残疾，我听力二级他肢体三级: is either of the two named alone in the clause of `start`?"""
    if start is None:
        return False
    head = clause_start(plain, start)
    return any(
        head <= m.start < start and m.start > mention.end for m in mentions if m.person == mention.person
    )


def is_of_two(plain: str, start: int) -> bool:
    """俩人工资合起来: is it said of two at once, who are called nothing else?"""
    head = plain[clause_start(plain, start) : start]
    return bool(_HEADED_BY_TWO.match(head))


class _Pairs:
    """The pairs of one message."""

    def __init__(self, plain: str, mentions: Sequence[Mention]):
        self.plain = plain
        self.mentions = mentions

    def of_the_pair(self, mention: Mention, start: int, *, on: bool) -> Mention | None:
        """俺爷俩都有残疾证: the father or son who is spoken of; 我跟老伴都七十了，没有退休金: the other."""
        head = self.plain[clause_start(self.plain, start) : start]
        if pair := _KIN_PAIR.search(head):
            kin = _PAIRED[pair["pair"][0]]
            others = {m.person: m for m in self.mentions if m.relation in kin and m.person}
            if len(others) == 1 and mention.person in ("self", *others):
                myself = Mention(start, start, "self", "self")
                return next(iter(others.values())) if mention.person == "self" else myself
        before = [m for m in self.mentions if m.start < start]
        if not on or len(before) < 2:
            return None
        one, other = before[-2:]
        pair_of = {one.person: other, other.person: one}
        if not (_ALL.match(self.plain, other.end) or self._married(one, other)):
            return None
        joined = self.plain[one.end : other.start] in _AND and None not in pair_of and len(pair_of) == 2
        return pair_of.get(mention.person) if joined else None

    def _married(self, one: Mention, other: Mention) -> bool:
        """儿和儿媳 at the head of a clause."""
        pair = frozenset((str(one.person), str(other.person)))
        return pair in _MARRIED and self.plain[other.end : other.end + 1] not in ("的", "")

    def joined(self, mention: Mention) -> Mention | None:
        """我跟我弟都是…, 俺爹和俺娘都…: the other of two who are named together, neither of them a spouse."""
        for one, other in pairwise(self.mentions):
            married = "spouse" in (one.relation, other.relation)
            with_child = married and other.relation in YOUNG  # 媳妇和孩子都有残疾证
            if (married and not with_child) or None in (one.person, other.person):
                continue
            named = (mention.person, mention.start) in ((one.person, one.start), (other.person, other.start))
            together = self.plain[one.end : other.start] in _AND
            if named and together and (_ALL.match(self.plain, other.end) or self._married(one, other)):
                return other if mention.person == one.person else one
        return None

    def of_each(self, mention: Mention, start: int) -> Mention | None:
        """退休金我三千一，老头子两千二; 我七十一，她六十八种三亩地: the other of husband and wife."""
        head = _EACH_GETS.match(self.plain, start)
        if head is not None:
            two, how = [m for m in self.mentions if m.start >= head.end()][:2], _SUM
        elif self.plain.startswith("种", start):
            two, how = [m for m in self.mentions if m.start < start][-2:], _AGED
        else:
            return None
        if {m.relation for m in two} != {"self", "spouse"} or mention.person not in (m.person for m in two):
            return None
        one, other = two
        told = how.fullmatch(self.plain, one.end, other.start) and how.match(self.plain, other.end)
        if not told or (head is None and told.end() != start):
            return None
        return other if mention.person == one.person else one

    def sibling(self, mention: Mention, start: int) -> Mention | None:
        """我们姊妹俩都有工作: the one besides the speaker, where none was named."""
        if mention.person != "self" or any(m.relation in _SIBLINGS for m in self.mentions):
            return None
        told = _OF_US_TWO.search(self.plain, clause_start(self.plain, start), start)
        if told is None:
            return None
        relation = _SIBLING_OF.get(told["pair"], "sibling")
        return Mention(start, start, relation, relation)

    def as_couple(self, start: int) -> bool:
        """两口子工资加起来七千: said of the couple that heads the clause, unless it is another's."""
        head_at = clause_start(self.plain, start)
        head = self.plain[head_at:start]
        if _HEADED_BY_COUPLE.match(head) or (
            not head and _HEADED_BY_COUPLE.match(self.plain, start, start + 3)
        ):
            return True
        if self._nobody_else(head_at) and (
            _HEADED_BY_TWO.match(head)
            or _TWO_SHARES.search(head)
            or (not head and _HEADED_BY_TWO.match(self.plain, start, start + 2))
        ):
            return True
        if self._of_noted_couple(head_at):
            return True
        if not _BOTH.fullmatch(head):
            return False
        if _NOTED_COUPLE.search(self.plain, 0, head_at):
            return True
        before = _COUPLE_BEFORE.search(self.plain, 0, head_at)
        return before is not None and all(
            m.relation in ("self", "spouse") for m in self.mentions if before.start() <= m.start < head_at
        )

    def _of_noted_couple(self, head_at: int) -> bool:
        """务工夫妻 江苏户籍 居住证: what a note tells of a couple before it names anybody else."""
        told = _NOTE_ON_COUPLE.match(self.plain)
        if told is None or head_at > told.end() + 1:
            return False
        return all(m.relation in ("self", "spouse") for m in self.mentions if m.start < head_at)

    def _nobody_else(self, place: int) -> bool:
        """Is nobody named before but the couple and their children?"""
        own = ("self", "spouse", "child", "son", "daughter")
        return all(m.relation in own for m in self.mentions if m.start < place)

    def taken_together(self, start: int) -> list[Mention]:
        """The two persons of the sentence before a 都 at the head of its clause; none when there are more."""
        head = clause_start(self.plain, start)
        if not _BOTH.fullmatch(self.plain, head, start) and not _TWO_AGED.fullmatch(self.plain, head, start):
            return []
        first = max((self.plain.rfind(mark, 0, head) for mark in "。！？；"), default=-1) + 1
        named = [m for m in self.mentions if first <= m.start < start and m.topic]
        people = {m.person: m for m in named}
        grown = all(m.relation not in ("child", "grandchild", "pupil") for m in named)
        return list(people.values()) if len(people) == 2 and None not in people and grown else []
