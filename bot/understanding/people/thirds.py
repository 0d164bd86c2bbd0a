"""Whom 他, 她, 老人 and 老太太 stand for."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.understanding.mention import Mention

from .earning import earners_of, may_be_earner
from .gone_in_laws import has_left
from .hosts import Host
from .kinship import OUTSIDE, YOUNG, Kin
from .leads import is_left_to, kin_through, last_child, whose_parent
from .lists import in_order
from .named_before import childs_parent, is_parent_of, is_young, names_only_self
from .namings import ACTS, CHILD, COUPLE, DEAD, EX, IN_GENERAL, OPPONENTS, ORDINALS, PAIRS, PARENT
from .ordered import known_in_order, number_of, sibling_of
from .speaker import Speaker
from .spoken_of import NOBODY, STUDIES, SpokenOf

_MET = re.compile(r"看[见到]|遇[见到]|碰[见到]|发现|捡|躺在|流浪|要饭|路过|不认识|哪来的")
# 我属于空巢老人: what somebody is.
_WHAT_ONE_IS = re.compile(
    r"(?:属于|算是?|(?:都|也|我|俺|就)是|作为)(?:一?个|一名|一位|俩|两个)?(?:空巢|独居|孤寡|失独|高龄|留守|困难|农村|特困|五保|低保|失能|贫困){1,12}(?:的)?$"
)
# …全喂了猪老头又查出肝硬化
_FALLS_ILL = re.compile(r"(?:又|也|还|去年|今年|前年|上个?月){1,2}(?:查出|得了|瘫|病|摔|中风|脑)")
_OF_SOME = re.compile(r"(?:[个的位那名村庄邻壁老]|有)$")
# 爱人有病，老人都七十多了: the old people of the house, none of whom was named.
_AGED = re.compile(
    r"，?(?:今年|现在|都|才|刚|也|快|已经){0,3}(?:[一二三四五六七八九]?十[一二三四五六七八九]?|\d{1,2})(?=[岁多了来，。；！]|$)"
)
# 老太太住在老年公寓…我们姊妹俩都有工作: her children speak.
_OF_CHILDREN = re.compile(
    r"我们?(?:这)?(?:姊妹|姐妹|弟兄|兄弟|姐弟|兄妹|几个(?:儿|闺女|子女)|[这当做]+(?:儿|闺女|子女))(?![^，。；]{0,4}(?:没|无)(?:爹|娘))|我是(?:他|她)(?:大|二|小)?(?:儿|闺女|女儿)"
)
_MOTHER, _FATHER = Kin("mother", "mother", "female"), Kin("father", "father", "male")
_OLD_WOMEN = ("老太太", "老大娘", "老大妈")
_OWN_OLD = {"老太太": _MOTHER, "老大娘": _MOTHER, "老头": _FATHER, "老汉": _FATHER}
_PAIRS = ("parents", "parents-in-law", "grandparents", "mothers-parents")
# 独居老人七十八瘫在床上: one of them, whose age and state are told.
_ONE_OF_THEM = re.compile(
    r"，?(?:今年|都|已经?|快)?(?:[七八九]十[一二三四五六七八九多]?|[6-9]\d)(?!岁?以)(?:岁|了|多|咧)*[，]?(?:瘫|摔|病|在|不|走|起|眼|耳|腿|没|想|一|双|卧)|"
    r"(?:瘫|摔|病倒|卧床|走丢|饿)(?!痪?的)"
)
_SEVERAL_OLD = re.compile(r"(?:们|俩)?(?:也|又|还)?都")
_OLD = {
    "father", "mother", "parent", "father_in_law", "mother_in_law", "parents_in_law", "grandfather",
    "grandmother", "grandparent", "uncle_aunt", "villager", "neighbour", "client", "elder",
}  # fmt: skip


_COUNTED = re.compile(r"[俩仨]|[两三四]个")
_BRINGS = re.compile(r"(?:也|还|又)?带(?:了|着|来|过来)?(?:一?个)?(?:儿子|闺女|女儿|孩子|小子|丫头)")
# 我从外地嫁来…他一输钱就动手…我想离婚: the husband, though no word names him.
_OF_A_MARRIAGE = re.compile(
    r"[我俺](?:是|也是|这是)?(?:二婚|再婚|又结婚|半路夫妻)|"
    r"(?:想|要|打算|准备|闹着|起诉|提出)(?:跟他|和他|跟她|和她)?离婚|[我俺][^，。；]{0,8}嫁(?:到|来|过来|给)|"
    r"(?:动手|拳打脚踢|家暴|往死里打|打我|打俺)[^。]{0,40}(?:离婚|妇联|报警|保护令|躲|娘家)"
)
# 我在护理院当护工，给老人喂饭: those tended for pay are nobody's.
_TENDS_FOR_PAY = re.compile(
    r"(?:(?:当|做|干|是)(?:着|了|过|一?[名个])?(?:住家)?(?:护工|保姆|护理员?|月嫂|家政|养老护理员|钟点工)|"
    r"(?:护理院|养老院|敬老院|福利院|老年公寓|护理中心)[^，。；]{0,6}(?:上班|干活|打工|当|做)|给(?:别人|人)家?)[^。！？]{0,16}$"
)
_AT_THEIR_HOME = re.compile(r"那边|家(?![里长人])|那头|娘俩|爷俩|娘仨")
_DONE_BY = re.compile(r"[被叫让遭]$")
# 同事说她妈透析: what they told of their own.
_COMPANIONS = re.compile(r"(?:同事|病友|工友|同学|室友|网友|老乡|朋友|战友|病号)$")
_TELLS = re.compile(r"(?:们)?(?:跟我|和我|给我|对我)?(?:说起?|讲起?|告诉我)过?(?:是)?$")
_SENTENCE_END = re.compile("[。！？]")


class Thirds:
    """Looks back for who is meant."""

    def __init__(self, plain: str, speaker: Speaker, *, host: Host | None = None, spoken: SpokenOf = NOBODY):
        self.plain = plain
        self.spoken = spoken
        self.speaker = speaker
        self.host = host
        self.hosted = host is not None  # `self` is one of whom the message tells as 他

    def who(
        self, start: int, end: int, word: str, seen: list[Mention], *, topic: bool = True
    ) -> Mention | None:
        """The one whom `word` at `start` stands for, of those seen before; None when there is none."""
        if word in ("他", "她") and (pupil := self._pupil(end, seen)):
            return replace(pupil, start=start, end=end, topic=topic, words="他")
        if word == "老人" and self._is_tended_for_pay(start, seen):
            return Mention(start, end, None, None, topic=False, words=word)
        if word == "老人" and self._is_of_nobody(start, end, seen):
            return Mention(start, end, None, None, words=word)
        if word in ("他", "她") and (of := self._told_on(word, end, seen)) is not None:
            return replace(of, start=start, end=end, topic=topic, words="他")
        if word in ("他", "她") and (child := self._asked_pupil(start, end, seen)) is not None:
            return Mention(start, end, child.person, child.relation, child.sex, topic, "他")
        if word.startswith("老人") and _WHAT_ONE_IS.search(self.plain, max(0, start - 10), start):
            return None
        if (holder := self._of_their_spouse(word, end, seen)) is not None:
            return replace(holder, start=start, end=end, topic=topic)
        likely = self._likely(word, end, seen)
        grown = likely if word in ("他", "她") else [m for m in likely if not is_young(m)]
        last = self._antecedent(word, grown, start)
        before = None if last or self.hosted else self._spoken_before(start, end, word, topic=topic)
        if before is not None:
            return before
        if word in ("他", "她"):
            last = self._unnamed(start, word, last, seen) or last
        if last is not None and word in ("他", "她") and STUDIES.match(self.plain, end):
            last = next((m for m in seen if is_parent_of(last, m)), last)
        last = self._still_told(last, likely, start)
        if last is None:
            return self._not_named(start, end, word, seen, topic=topic)
        if last.person is None and (OPPONENTS.fullmatch(last.words) or _COMPANIONS.search(last.words)):
            by_him = self.plain[start - 1 : start] in tuple("让被叫遭")  # 我让他捅了一刀
            return Mention(start, end, None, None, topic=not by_him, words=last.words)  # 那人该赔…他光棍一条
        if last.person is None:
            return None
        sex = last.sex or ("female" if word == "她" else None)
        return Mention(start, end, last.person, last.relation, sex, topic, "他")

    def _of_their_spouse(self, word: str, end: int, seen: list[Mention]) -> Mention | None:
        """她男人脑梗，她自己在厂里上班: whose husband it is, of whose home it is told from her side."""
        first = next(iter(seen), None)
        if first is None or first.relation != "spouse" or self.plain[first.start] != word or self.hosted:
            return None
        if self.spoken.people or re.search("[我俺]", self.plain) or not may_be_earner(self.plain, end, word):
            return None
        return Mention(0, 0, "self", "self", "female" if word == "她" else "male", words="他")

    def _still_told(self, last: Mention | None, likely: list[Mention], start: int) -> Mention | None:
        """我爸尘肺…老板也死了。…他: not who was named in passing sentences ago, but of whom it is told."""
        if last is None or last.person is not None or not _SENTENCE_END.search(self.plain, last.end, start):
            return last
        return next((m for m in reversed(likely) if m.person is not None), last)

    def _pupil(self, end: int, seen: list[Mention]) -> Mention | None:
        """他爸一级残疾，他上高三，我是他姑: the child who is asked for is the one who goes to school."""
        asked = self.speaker.asked_child
        if asked is None or not STUDIES.match(self.plain, end) or any(m.relation in YOUNG for m in seen):
            return None
        return Mention(0, 0, asked.person, asked.relation, asked.sex)

    def _not_named(
        self, start: int, end: int, word: str, seen: list[Mention], *, topic: bool
    ) -> Mention | None:
        """Whom a message is for that names nobody before: by kin or office, or the old of one's own house.

        爹五年前没了，他是老党员: nobody's, where it is of one who has died.
        """
        named = next((m for m in reversed(seen) if m.person not in (None, "self")), None)
        if word in ("他", "她") and named and DEAD.match(self.plain, named.end) and self.fits(word, named):
            return Mention(start, end, None, None, topic=topic, words=word)
        other = self.speaker.other
        if other and other.relation not in ("child", "nephew_niece", "grandchild"):
            sex = other.sex or (
                "female" if word in ("她", "老太太") else "male" if word in ("他", "老头", "老汉") else None
            )
            return Mention(start, end, other.person, other.relation, sex, words="他")
        if self.speaker.role and word != "她":
            return Mention(start, end, self.speaker.role, self.speaker.role, words=word)
        if kin := self._of_the_house(start, end, word, seen):
            return Mention(start, end, kin.person, kin.relation, kin.sex, topic, word)
        if word not in ("他", "她"):
            sex = "female" if "太" in word else None if "人" in word else "male"
            return Mention(start, end, "elder", "other", sex, words=word)
        return None

    def _spoken_before(self, start: int, end: int, word: str, *, topic: bool) -> Mention | None:
        """The one of the conversation who is meant; 他 is nobody where it fits none, but never who speaks."""
        of = self.spoken.who(word, self.plain[end:])
        if of is None:
            nobody = Mention(start, end, None, None, words=word)
            return nobody if self.spoken.people and word in ("他", "她") else None
        said = "他" if word in ("他", "她") else word
        return replace(of, start=start, end=end, topic=topic, words=said)

    def _asked_pupil(self, start: int, end: int, seen: list[Mention]) -> Kin | None:
        """他爸一级残疾，他上高三，我是他姑: the child whose aunt asks, where nobody young was named."""
        child = self.speaker.asked_child
        named = any(m.relation in YOUNG and not PARENT.search(m.words) for m in seen)
        if child is None or self.hosted or named:
            return None
        theirs = self.plain[max(0, start - 2) : start] in ("我是", "俺是")
        return child if theirs or STUDIES.match(self.plain, end) else None

    def _told_on(self, word: str, end: int, seen: list[Mention]) -> Mention | None:
        """The one of a family outside, told of before, whom 他 means where the message names nobody."""
        of = self.spoken.who(word, self.plain[end:]) if self.host and names_only_self(seen) else None
        return self.host.as_told(of) if of is not None and self.host else None

    def whose_his(self, his: str, start: int, kin: Kin, seen: list[Mention]) -> Mention | None:
        """Whom 他 in 他爹, 其 in 其父 or 孩子 in 孩子他爹 stands for."""
        if his in ("他", "她") and seen and self._is_nobodys(seen[-1], start, kin):
            return seen[-1]
        if seen and (again := self._of_the_same(seen, start, kin)) is not None:
            return again
        if his.startswith(("孩子", "娃")):
            return last_child(seen) or self.spoken.whose(his) or Mention(0, 0, "child", "child")
        if his not in ("他", "她") and not his.startswith(("他", "她")):
            outside = next((m for m in reversed(seen) if m.relation in OUTSIDE), None)
            return outside or next((m for m in reversed(seen) if m.person == "self"), None)
        if self.host is not None and self.host.young and kin.relation in ("father", "mother"):
            return Mention(0, 0, "self", "self")  # 跟奶奶过，她爸判了刑: the pupil's
        asked = self.speaker.asked_child
        if asked is not None and names_only_self(seen):
            return Mention(0, 0, asked.person, asked.relation, asked.sex)  # 他爸…，我是他姑
        told_here = self.hosted and any(m.topic and m.end > m.start for m in seen)  # 不是老李，是他老伴
        of_spoken = names_only_self(seen) and not told_here
        if of_spoken and (before := self.spoken.whose(his, child=kin.relation in CHILD)):
            return self.host.as_told(before) if self.host else before
        if (of := whose_parent(self.plain, start, kin, seen, side=self.speaker.side)) is not None:
            return of
        return self.owner(his, seen) or childs_parent(self.plain, start, his, kin, seen=seen)

    def _of_the_same(self, seen: list[Mention], start: int, kin: Kin) -> Mention | None:
        """跟他娘过，他娘80: whose mother it was that the very same words named last."""
        last = seen[-1]
        words = self.plain[last.start : last.end]
        if words[:1] not in ("他", "她") or len(words) < 2 or not self.plain.startswith(words, start):
            return None
        holders = (*reversed(seen[:-1]), *([Mention(0, 0, "self", "self")] if self.hosted else ()))
        for holder in holders:
            made = self.kin_through(holder, kin, his=True) if holder.person else None
            if made is not None and made.person == last.person != holder.person:
                return holder
        return None

    def _is_nobodys(self, last: Mention, start: int, kin: Kin) -> bool:
        """对方…他父母, 同事说她妈: kin of one whose facts are nobody's here."""
        if last.person is not None:
            return False
        tells = _COMPANIONS.search(last.words) and _TELLS.match(self.plain, last.end, start)
        elder = kin.relation in ("father", "mother", "parent")
        return bool(tells or (elder and OPPONENTS.fullmatch(last.words)))

    def child_before(self, seen: list[Mention], word: str | None) -> Mention | None:
        """The child of the conversation, where the message names none; 小的 may be another of 俩孩子."""
        return None if word in ORDINALS or any(m.relation in YOUNG for m in seen) else self.spoken.child

    def in_order(self, found: re.Match[str], word: str, kin: Kin, seen: list[Mention]) -> Mention | None:
        """老大, 小的, 二闺女: which of the children named last, or of those whom the conversation knows."""
        if number_of(word) is None:
            return None
        span, own = found.span(), bool(found["own"])
        named = any(m.relation in YOUNG and number_of(m.words) is None for m in seen)
        known = None if named or self.hosted else known_in_order(self.spoken, word, kin, own=own)
        if known is not None:
            return replace(known, start=span[0], end=span[1], words=word)
        return in_order(self.plain, span, word, seen) if kin.person == "child" and not own else None

    def kin_through(self, holder: Mention, kin: Kin, *, his: bool) -> Kin | None:
        """What the `kin` of `holder` is to who speaks; 他妹妹 of a child may be known already."""
        if his and (sibling := sibling_of(self.spoken, holder, kin)) is not None and not self.hosted:
            return sibling
        return kin_through(holder, kin, self.speaker.side or (self.spoken.side if his else None))

    def raised_before(self, kin: Kin, seen: list[Mention]) -> Mention | None:
        """爹妈离婚了: of the nephew or grandchild of whom the conversation was."""
        parents = kin.person in ("father", "mother", "parents")
        return self.spoken.raised if parents and names_only_self(seen) else None

    def _is_tended_for_pay(self, start: int, seen: list[Mention]) -> bool:
        at_work = _TENDS_FOR_PAY.search(self.plain, max(0, start - 24), start)
        return bool(at_work) and not any(m.relation in _OLD for m in seen)

    def _is_of_nobody(self, start: int, end: int, seen: list[Mention]) -> bool:
        """空巢老人 in general; 老人们都, where none was named."""
        if not seen and IN_GENERAL.search(self.plain, max(0, start - 8), start):
            return not _ONE_OF_THEM.match(self.plain, end)
        several = _SEVERAL_OLD.match(self.plain, end)
        # 爱人得了胃癌，…老人七十八了跟着我们: one of the house, and not the 爱人
        one = _AGED.match(self.plain, end) and any(m.relation == "spouse" for m in seen)
        one = one and not any(m.words.startswith("老") for m in seen)
        return bool(several or one) and not any(m.relation in _OLD for m in seen)

    def _of_the_house(self, start: int, end: int, word: str, seen: list[Mention]) -> Kin | None:
        """老太太…我们姊妹俩 of their mother; 老头 of the husband of who speaks."""
        if word in _OWN_OLD and _OF_CHILDREN.search(self.plain) and self._only_siblings(seen):
            return _OWN_OLD[word]
        at_home = word in ("老头", "老汉") and self._at_home(start, end, seen)
        return Kin("husband", "spouse", "male") if at_home else None

    def _only_siblings(self, seen: list[Mention]) -> bool:
        """Is nobody named yet but who speaks and their brothers and sisters?"""
        own = all(m.relation in ("self", "brother", "sister", "sibling") for m in seen)
        return own and not (self.speaker.role or self.speaker.other or self.hosted)

    def _likely(self, word: str, end: int, seen: list[Mention]) -> list[Mention]:
        """All of `seen` whom `word` may stand for."""
        likely = [
            m
            for m in seen
            if (m.person != "self" or self.hosted)
            and not (m.person is None and m.words.endswith("们"))
            and not (has_left(self.plain, m.end, m.person) or (not m.topic and self._passing(m, seen)))
            and self.fits(word, m)
        ]
        if word not in ("他", "她"):
            return likely
        counted = [m for m in likely if _COUNTED.search(self.plain, max(0, m.start - 2), m.start)]
        likely = [m for m in likely if m not in counted] or likely  # 大姐家俩孩子，她没了
        if self._owes(likely):  # 姑父欠我爸三万，他…: who owes
            likely = [m for m in likely if self.plain[m.start - 1 : m.start] != "欠"]
        if _AT_THEIR_HOME.match(self.plain, end):
            # 前妻带着老大，她那边吃着低保: of whom has a home
            likely = [m for m in likely if m.relation not in YOUNG or m.sex] or likely
        if self.plain[end - 2 : end - 1] in ("被", "叫", "让", "归"):
            # 大儿子上二年级，被他扣着: by another than of whom it is told
            likely = [m for m in likely if m.person != seen[-1].person] or likely
        likely = earners_of(self.plain, end, word, likely=likely, seen=seen)
        if self.plain.startswith("自己", end):
            # 他儿离了婚，他自己也有病: not the son, but whose son he is
            likely = [m for m in likely if not self._is_his(m) and m.words != "孩子"] or likely
        if _AGED.match(self.plain, end):
            # 大闺女十七…她四十三: not the one whose age was told
            aged = {m.person for m in seen if _AGED.match(self.plain, m.end)}
            likely = [m for m in likely if m.person not in aged] or likely
        return [m for m in likely if m.person not in (*_PAIRS, "relation")] or likely

    def _owes(self, likely: list[Mention]) -> bool:
        """Is the last of them one to whom another of them owes?"""
        owed = bool(likely) and self.plain[likely[-1].start - 1 : likely[-1].start] == "欠"
        return owed and len({m.person for m in likely if m.person}) > 1

    def _is_his(self, mention: Mention) -> bool:
        return mention.end - mention.start > 1 and self.plain[mention.start] in "他她"

    def _at_home(self, start: int, end: int, seen: list[Mention]) -> bool:
        """老头残疾三级，低保: at the head of a clause, with nobody else's household spoken of."""
        alone = all(m.person == "self" or m.relation in (*YOUNG, "relative") for m in seen)
        head = not self.plain[:start].rstrip() or self.plain[start - 1] in "，。；！？、 家"
        head = head or bool(_FALLS_ILL.match(self.plain, end) and not _OF_SOME.search(self.plain[:start]))
        return alone and head and not _MET.search(self.plain) and not self.speaker.role

    def _unnamed(self, start: int, word: str, last: Mention | None, seen: list[Mention]) -> Mention | None:
        """他 of those who were not named: the former husband, the other of 兄弟俩 or of 俺老俩."""
        before, sex = self.plain[:start], "male" if word == "他" else "female"
        if (last is None or last.relation == "child") and EX.search(before):
            return Mention(0, 0, "ex-husband" if sex == "male" else "ex-wife", "ex_spouse", sex)
        if last is not None and last.person is None and COUPLE.search(self.plain, last.end, start):
            last = None  # 人家楼上…俺两口子都是低保，他…
        brings = _BRINGS.match(self.plain, start + 1)  # 我二婚，我带个儿子他也带个闺女
        if last is not None and last.relation not in YOUNG:
            return None
        if (last is None or brings) and not self.speaker.role and _OF_A_MARRIAGE.search(self.plain):
            return Mention(0, 0, "husband" if sex == "male" else "wife", "spouse", sex)
        for pair, person, relation, of_sex in PAIRS:
            if pair.search(before):
                return Mention(0, 0, person, relation, of_sex)
        if last is None and COUPLE.search(before):
            return Mention(0, 0, "husband" if sex == "male" else "wife", "spouse", sex)
        return None

    def _antecedent(self, word: str, likely: list[Mention], start: int) -> Mention | None:
        """The last one spoken about, or leaned on where man or woman fits; 他 rather a man nearby."""
        sex = {"他": "male", "她": "female"}.get(word)
        if word == "她":
            likely = [m for m in likely if m.words != "一个"] or likely
        if word in _OLD_WOMEN:  # 我婆婆瘫了，我跟我对象伺候，老太太…: not the spouse
            likely = [m for m in likely if m.sex == "female" and m.relation in _OLD] or likely
        strong = [m for m in likely if m.topic or sex is None or m.sex == sex] or likely
        last = next(reversed(strong), None)
        if word == "他" and last is not None and last.sex == "female":
            since = max((self.plain.rfind(mark, 0, start) for mark in "。！？"), default=-1)
            return next((m for m in reversed(likely) if m.sex == "male" and m.start > since), last)
        return last

    def fits(self, word: str, mention: Mention) -> bool:
        """她 is no man; voice input writes 他 for everybody."""
        if word == "她" or word in ("老太太", "老大娘", "老大妈"):
            return mention.sex != "male"
        woman = mention.sex == "female"
        return not (
            woman and (word in ("老头", "老汉", "老爷子", "老大爷") or (word == "他" and "她" in self.plain))
        )

    def owner(self, his: str, seen: list[Mention]) -> Mention | None:
        """Whose kin 他的 names: the last one whom 他 may be, not who only did it to them (叫工友打了)."""
        likely = [m for m in seen if m.person not in (None, "self") and self.fits(his, m)]
        near = [m for m in likely if m.topic and m.relation not in ("other", *OUTSIDE)]
        spoken_of = [m for m in likely if m in near or not _DONE_BY.search(self.plain, 0, m.start)]
        return next(reversed(spoken_of or likely), None)

    def _passing(self, mention: Mention, seen: list[Mention]) -> bool:
        """The dead, helpers, and friends one only heard it from, are not the next 他.

        我同事他老婆肺癌，儿子读大学，他…: the friend of whose family it is told may be.
        """
        if mention.person == "friend" and any(str(m.person).startswith("friend-") for m in seen):
            return False
        if is_left_to(self.plain, mention.start, mention.end):
            return True
        if mention.person == "neighbor" and ACTS.match(self.plain, mention.end):
            return True
        return mention.person == "friend" or bool(DEAD.match(self.plain, mention.end))
