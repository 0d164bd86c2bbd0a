"""Whom a fact at some place of a message is about.

A message is read from left to right; the last person who was spoken *about* (not merely leaned on, lived
with or compared to) is whom the next fact belongs to. A fact that stands before its person with 的
(瘫痪的老娘) belongs to the one behind it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property

from bot.relevance.growing import Growing
from bot.understanding.mention import Mention
from bot.understanding.numbers import Number, find_numbers
from bot.understanding.stance import clause_start

from .hosts import Host, find_host, host_of_one, told_on
from .joining import CHILD_TALK, GROWN_STUDENT, join
from .kinship import OUTSIDE, YOUNG, Kin
from .mentions import MentionReader
from .notes import read_note
from .ordered import with_one_more, with_the_one_at_school
from .orphans import is_on_small_orphan
from .pairs import is_of_two, other_of
from .speaker import Speaker, read_speaker
from .spoken_of import NOBODY, SpokenOf

# Blamed or met, but not whom a claim or an accident is about.
_BLAMED = re.compile(
    r"那[人家]|(?:机|车|货|船|雇)主|老板|包工头|对方|房东|肇事(?:者|方|司机)|司机|凶手|被执行人"
)
_ADNOMINAL = frozenset(("的", "了的", "岁的", "的那个", "级的", "多的", "着的", "的我", "的俺", "岁"))
# 瘫在床上整三年，俺娘就没下过地: the head of the sentence is of them.
_GOES_ON = re.compile(
    r"(?:就|一直|再|从(?:那|来))(?:也|都)?(?:再)?(?:没(?:再)?(?:下|起|站|出过|说过|认|睁|离|自己)|不能|起不|站不|下不|动不|认不|离不)|(?:连|一)[^，。；我俺]{1,6}(?:都|也)(?:得|要|没|不)"
)
_TREATED = re.compile(
    r"(?:走的?(?:是)?|用的?(?:是)?|报的?(?:是)?)(?:居民|职工)医?保|(?:一直|天天|常年|现在|平时|每天|每周|一周|隔天|每个?月|光)(?:在|都|得|就)?(?:吃|打针|用着?|靠药|透析|住院|看病|治|做康复)"
)
_BARE_YOUNG = ("孩子", "娃", "儿子", "闺女", "女儿", "孙子", "孙女")
_DESCRIBES = re.compile(r"[^，。！？；我俺他她]{0,4}的(?:是|那个)?")
# 我精神病老婆, 俺智力残疾儿子: what the one named behind is, and not who says 我.
_WHAT_THEY_ARE = re.compile(
    r"(?<=[我俺咱])(?:家)?(?:精神病|精神(?:分裂|残疾)|智力残疾|智障|肢体残疾|残疾|残障|瘫痪|偏瘫|聋哑|失明|脑瘫|自闭症)$"
)
_LONGEST_WORD = 5
_SAID_OF = re.compile(r"[^，。！？；我俺他她]{0,6}的(?:是|那个|我|俺)?|岁|了的|岁的")
_HOLDS = re.compile(r"(?:每个?月|一个?月)?(?:那?点)?|(?:每个?月|一个?月)?[^，。；我俺他她]{0,6}的(?:那点)?")
_DRAWN = re.compile(r"(?:多|来)?(?:块钱?|元)?的?(?:退休金|养老金|退休工资|工资|抚恤金?|低保金?)")
_APPOSED = re.compile(r"[^，。；！？我俺]{0,7}[， ]")
_ENDS_THERE = re.compile("(?:得的|的|啊|呢){0,2}[。！？]?")  # 血透五年了，我哥; 血透，我哥得的
_THIS_IS = re.compile(
    r"[，。；！ ](?:(?:这|那|说的|我说的|俺说的|问的|得病的|病的|有病的|[^，。；！？我俺]{1,5}的)?(?:就)?是)$"
)
_ASKED_FOR = re.compile(
    r"[^，。；]{0,4}(?:能|可以|有没有|该|怎么|咋|这种|这样|的事|是不是|申请|符合|算|够|属于)"
)
# 血透第五年了。我哥当年透的时候: how it once was with another, told for comparison.
_ONCE = re.compile(
    r"[^，。；！？我俺]{0,4}?(?:当年|当时|那时候?|那会儿?|那年|以前|从前|原来|之前|早年|生前|活着的?时候)"
)
# 血透五年了。我哥没医保: of him something else is told; 偏瘫三年，我哥伺候我: he looks after who speaks.
_TELLS_ELSE = re.compile(
    r"(?:也|都|还|又|就|一直|早就?|现在|目前|自己){0,3}"
    r"(?:没|不(?!能自理|能动|会走)|在(?!医院|icu)[^，。]{0,4}(?:打工|上班|干)|打工|上班|种地|离(?:了)?婚|结婚|嫁|出嫁|单身|当兵|上学|失业|下岗|退休)"
)
_LOOKS_AFTER_ME = re.compile(
    r"(?:[^，。；！？我俺没不]{0,6})(?:照顾|照看|照料|伺候|侍候|服侍|陪护|养活?|管|接济|帮衬?)(?:着|了|过)?(?:我|俺)(?!们?[的家爹娘爸妈爷奶儿闺])"
)
# 脑瘫7岁一级有证: what a child is ill with may stand ahead of its age.
_ILL_FROM_BIRTH = (
    r"(?:[一二三四1-4]级)?"
    r"(?:脑瘫|自闭症?|孤独症|唐氏儿?|智力残疾|先天性[^，。；！？ ]{1,5}|先心病|白血病)的?，?"
)
_OPENS_WITH_CHILD = re.compile(
    rf"(?:{_ILL_FROM_BIRTH})?"
    r"(?:今年|才|刚|都|快|现在){0,12}(?:[一二两三四五六七八九]|1[0-3]|[1-9]|十[一二三]?)(?:岁|周岁)(?:半|多)?(?!以|前|的时候|就|开始|那)|"
    r"[头二三]胎(?!政策)|(?:[一二两三四五六七八九十\d]{1,12}个多?月|刚满月)(?:大|了)|(?:上|读|念)?(?:初[一二三]|小学|[一二三四五六]年级|幼儿园|大班|中班|小班)(?!老师|毕业|那|时|的时候|文化|门口|附近)"
)
# 五保瘫了谁伺候: of one who cannot ask.
_ONE_ASKED_FOR = re.compile(
    r"(?:五保|特困|孤寡|低保)(?:户|老人|的)?(?:老了)?(?:要是)?(?:瘫|卧床|走不动|起不来|不能动|动不了|痴呆|糊涂了|傻了)"
    r"[^我俺咱]{0,8}谁[^我俺咱]{0,8}$"
)
# 高新区，男，58，脑出血后失语…坐席备注：…; 镇民政办代问: nobody speaks, and it is about a client.
_NOTED_BY_OFFICE = re.compile(
    r"坐席(?:备注|记录|：)|(?:民政(?:办|所|局)?|社区|居委会?|村委会?|街道|残联|网格员|养老院|医院)(?:代问|代为咨询|代报|代咨|代填)"
)
_SPEAKS = re.compile(r"[我俺咱]|本人|来电人|求助人|诉求人|市民|申请人")
# 我哥是低保户；我家不是: of one's own home, whoever was spoken of before.
_MATES = re.compile("同学|同桌|室友|舍友|病友|网友|老乡")
_AT_MATES = re.compile(
    rf"(?:[我俺咱]们?)?(?:家?(?:孩子|儿子|闺女))?的?(?:一?个|有个|那个)?(?:老|大学|高中|初中|小学)?(?:{_MATES.pattern})[他她]?们?家"
)
_OWN_HOME = re.compile(
    r"(?:而|但是?|可是?|至于|现在)?(?:我|俺|咱)们?(?:自己)?(?:家|这边)(?:里|也|又|就|倒)?(?:[没不是吃有非并]|$)"
)
_SENTENCE_END = re.compile(r"[。！？]")


class People:
    """The people of one message, and `subject`: whom a fact at some place is about."""

    def __init__(
        self,
        plain: str,
        default: str = "self",
        default_relation: str = "self",
        *,
        asked: str = "",
        growing: Growing | None = None,
        whole: str = "",
        spoken: SpokenOf = NOBODY,
    ):
        self.plain = plain
        self.growing = growing  # the last reading, where the text is typed on
        self.asked = asked  # the fact that the open question is about
        self.spoken = spoken  # whom the conversation speaks of
        self.default = Mention(0, 0, default, default_relation, topic=False)
        speaker = read_speaker(plain)
        self._speaker = speaker
        self.note = read_note(plain)  # where the message is a clipped note
        self.host = None if self.note else self._find_host(speaker, whole, alone=default == "self")
        read = MentionReader(plain, speaker, self.host, self.note, spoken=spoken).read()
        read = with_one_more(spoken, plain, spoken.with_them(plain, read))
        self.mentions = tuple(with_the_one_at_school(spoken, plain, read))
        if self.note and self.note.asked and default == "self":
            default = "asked"
            self.default = replace(self.note.asked, start=0, end=0, topic=False)
        young = (self.host and self.host.young) or spoken.is_young_themselves  # 一年级, after 俺16 上技校
        unnamed = default == "self" and not young
        if unnamed and (self._is_note_on_child() or is_on_small_orphan(plain)):
            self.default = self._a_child(speaker)
        self.default = self._told_of() or self.default
        self.opening = self._unnamed_child()  # where an opening on a child that is not named ends
        if self.opening and unnamed:
            self.default = self._a_child(speaker)
        self.default = self._asked_of_host() if default == "self" else self.default
        self._young = [m for m in self.mentions if m.relation in YOUNG]

    def _told_of(self) -> Mention | None:
        """Whom it is about where an office notes it, or one is asked for who cannot ask."""
        if self.host or self.default.person != "self" or _SPEAKS.search(self.plain):
            return None
        if _NOTED_BY_OFFICE.search(self.plain):
            return Mention(0, 0, "client", "client", topic=False)
        helpless = not self.mentions and _ONE_ASKED_FOR.match(self.plain)
        return Mention(0, 0, "elder", "other", topic=False) if helpless else None

    def _asked_of_host(self) -> Mention:
        """The kin of the family spoken for of whom the open question asks, as that family calls them."""
        before, asked = self.spoken.host, self.spoken.asked_of_host
        if asked is None or before is None or self.host is None or self.host.person != before.person:
            return self.default
        return self.host.seen_from_within(asked)

    def _find_host(self, speaker: Speaker, whole: str, *, alone: bool) -> Host | None:
        """The family outside that is told of; `whole`: the message on several homes this is part of."""
        host = find_host(self.plain, speaker) if alone else None
        if whole:
            return host or host_of_one(self.plain, whole, speaker)
        before = self.spoken.host if alone else None
        return told_on(self.plain, before, host) if before else host

    def put(self, mention: Mention | None) -> Mention | None:
        """What `mention` is to the speaker, where the message is read as another family tells it."""
        return self.host.put(mention) if self.host else mention

    @property
    def asked_child(self) -> Kin | None:
        """Of whom somebody writes who says 我是孩子大姨."""
        return self._speaker.asked_child

    @property
    def told(self) -> tuple[Mention, ...]:
        """`mentions`, each as what they are to the speaker; who speaks by office is nobody who is told of."""
        told = tuple(self.host.put(m) for m in self.mentions) if self.host else self.mentions
        return tuple(m for m in told if m.person != "self") if self._speaker.role else told

    def begins_with_another(self, asked: str | None) -> bool:
        """Does the message begin with somebody else than who is asked about, or than who speaks?"""
        first = self.told[0] if self.told and self.told[0].start == 0 else None
        return asked is not None and first is not None and first.person not in (None, "self", asked)

    def _a_child(self, speaker: Speaker) -> Mention:
        if self.spoken.child is not None and not self.host:
            return self.spoken.child
        speaker = Speaker() if self.host else speaker
        return join([Mention(0, 0, "child", "child", topic=False)], self.plain, speaker)[0]

    @cached_property
    def numbers(self) -> tuple[Number, ...]:
        """The numbers of the message, in order."""
        return tuple(find_numbers(self.plain))

    def _is_note_on_child(self) -> bool:
        """An agent's clipped note about a pupil or child, with nobody named."""
        named = any(
            m.person not in (None, "aunt", "parents", "elder")
            and m.relation not in ("grandmother", "grandfather")
            for m in self.mentions
        )
        young = CHILD_TALK.search(self.plain) and not GROWN_STUDENT.search(self.plain)
        return self.plain.count(" ") >= 2 and not named and bool(young)

    def _unnamed_child(self) -> int:
        """七岁了智力一级…我这个当妈的不懂: how far an opening on a child that is not named goes."""
        first = min((m.start for m in self.mentions), default=len(self.plain))
        opens = _OPENS_WITH_CHILD.match(self.plain)
        if opens is None or first < opens.end():
            return 0
        near = next((m for m in self.mentions if m.start == first), None)
        if near is not None and near.relation not in ("self", None, "spouse", "father", "mother", "relative"):
            return 0
        return first

    def subject(self, start: int, end: int, *, young: bool = False) -> Mention | None:
        """The person a fact at `start`–`end` is about; None when it is nobody's the conversation is about."""
        behind = self.named_behind(end) or self._behind(start, end) or self._holding(start, end)
        if behind is not None:
            return behind
        found = self._last_topic(start)
        if young and (found is None or found.relation not in YOUNG) and self._young:
            return self._nearest_young(start)
        if found is None:
            only = None if is_of_two(self.plain, start) else self._only_one()
            return self.default if only is None or self._named_later(only, end) else only
        return found if found.person else None

    def described(self, end: int) -> Mention | None:
        """我是二级智力残疾孩子的妈妈: whom the speaker says to be kin of, where it is told what they are."""
        span = self._speaker.described
        if span is None or not span[0] < end <= span[1]:
            return None
        return next((m for m in self.mentions if span[0] <= m.start < span[1] and m.person != "self"), None)

    def named_behind(self, end: int) -> Mention | None:
        """二级精神残疾，我妹妹，…: said first, and then of whom, before anybody else is named."""
        if (named := self.described(end) or self._told_what_they_are(end)) is not None:
            return named
        first = self.mentions[0] if self.mentions else None
        if first is not None and first is self._named_last and end < first.start:
            return first
        if first is None or first.person in (None, "self") or not 0 < first.start - end <= 8:
            return None
        goes_on = _GOES_ON.match(self.plain, first.end) or _TREATED.match(self.plain, first.end)
        if goes_on and "。" not in self.plain[: first.start]:
            return first
        between, after = self.plain[end : first.start], self.plain[first.end :]
        alone = after[:1] in ("，", "。", " ") or _ENDS_THERE.fullmatch(after)
        return first if alone and _APPOSED.fullmatch(between) else None

    @cached_property
    def _named_last(self) -> Mention | None:
        """双相，一犯病就砸东西，这是我闺女; 没险，腿折的是我媳妇: all that is said before is of them."""
        first = self.mentions[0] if self.mentions else None
        if first is None or first.person in (None, "self") or not _THIS_IS.search(self.plain, 0, first.start):
            return None
        return first if self.plain[first.end : first.end + 1] in ("", *"，。；！ ") else None

    def _named_later(self, only: Mention, end: int) -> bool:
        """退伍回来盘了个早点铺…媳妇名下有车贷: far behind, and told of, not asked for."""
        asked = only.relation not in ("spouse", "ex_spouse") or _ASKED_FOR.match(self.plain, only.end)
        if only.start >= end and _LOOKS_AFTER_ME.match(self.plain, only.end):
            return True
        apart = _SENTENCE_END.search(self.plain, end, only.start)
        before = apart and (_ONCE.match(self.plain, only.end) or _TELLS_ELSE.match(self.plain, only.end))
        return bool(before) or (only.start - end >= 6 and not asked)

    def _holding(self, start: int, end: int) -> Mention | None:
        """公公的退休金: whose it is stands right before it, though one only leans on them."""
        for mention in self.mentions:
            leaned = mention.person not in (None, "self") and not mention.topic
            near = 0 < start - mention.end <= 10
            if leaned and near and _HOLDS.fullmatch(self.plain, mention.end, start):
                return mention
            if leaned and start == mention.end and _DRAWN.match(self.plain, end):
                return mention  # 就靠我妈一千九的退休金
        return None

    def victim(self, start: int, end: int) -> Mention | None:
        """Whom a claim or an accident is about: never the 老板 or 对方 it is held against."""
        found = self.subject(start, end)
        if found is not None:
            return found
        for mention in reversed(self.mentions):
            if mention.start < start and mention.topic and not _BLAMED.fullmatch(mention.words):
                return mention if mention.person else None
        return self._only_one() or self.default

    def is_at_mates(self, start: int) -> bool:
        """同学家里着火了: is it of the home of one whom the speaker learns or lies ill with?"""
        at = self.plain.rfind("家", 0, start + 2) if _MATES.search(self.plain) else -1
        return at >= 0 and bool(_AT_MATES.match(self.plain, clause_start(self.plain, start), at + 1))

    def home(self, start: int, end: int) -> Mention | None:
        """Whose household: the speaker's own where 我家, 家里 stands in the clause, whoever was spoken of."""
        if self.is_at_mates(start):
            return None
        clause = self.plain[clause_start(self.plain, start) : start]
        if _OWN_HOME.match(clause):
            return self.default
        if re.search(r"(?:我|俺|咱)们?家|家里|全家|一家", clause):
            last = self._last_topic(start)
            if last is None or last.person is None or last.relation == "neighbour":
                return self.default
        return self.subject(start, end)

    def _only_one(self) -> Mention | None:
        """The one other person who is spoken of, when the speaker does not speak of themselves."""
        if self.plain.count(" ") >= 2 and not re.search(r"[我俺咱]", self.plain):
            return None  # a note begins with the caller
        topics = {m.person: m for m in self.mentions if m.topic}
        if "self" in topics or len(topics) != 1 or self.default.person != "self":
            return None
        return next((m for m in topics.values() if m.person and m.relation not in YOUNG), None)

    def both(self, mention: Mention, start: int | None = None, *, on: bool = False) -> Mention | None:
        """The second of two spoken of as one (`pairs.other_of`); None when it is one person."""
        return other_of(self.plain, self.mentions, mention, start, on=on)

    def _behind(self, start: int, end: int) -> Mention | None:
        """瘫痪的老娘, 读大二的闺女, 78岁老父亲; 孤独症娃 at the head of a clause."""
        for mention in self.mentions:
            gap = mention.start - end
            if 0 <= gap <= 8 and self.begins_anew(mention, start, end):
                return None
            aged = mention.relation in YOUNG and self.plain[end - 1 : end] == "岁" and mention.words != "一个"
            if gap == 0 and aged and self.plain[start - 1 : start] in tuple("个名一带养有供领着"):
                return mention  # 带个9岁孩子
            if gap == 0 and mention.words in _BARE_YOUNG and start == clause_start(self.plain, start):
                return mention
            if 0 <= gap <= 4 and mention.person and mention.relation != "self":
                between = self.plain[end : mention.start]
                if between in _ADNOMINAL:
                    return mention
            # 我开裁缝铺的她爸…; but 残疾二级的是他爸
            his = self.plain[mention.start] in "他她" and not self.plain[end : mention.start].endswith("的是")
            near = 0 < gap <= 8 and mention.person and mention.relation != "self" and not his
            if near and _DESCRIBES.fullmatch(self.plain, end, mention.start):
                return mention
        return None

    def _told_what_they_are(self, place: int) -> Mention | None:
        """我精神病老婆: the one before whose name stands what they are, where `place` is within that."""
        for mention in self.mentions:
            if mention.person not in (None, "self") and 0 <= mention.start - place <= _LONGEST_WORD:
                told = _WHAT_THEY_ARE.search(self.plain, max(0, mention.start - 8), mention.start)
                if told is not None and told.start() <= place:
                    return mention
        return None

    def describes(self, mention: Mention, start: int, end: int) -> bool:
        """Is what stands at `start`–`end`, before the one named, said of them (瘫痪的|老娘)?"""
        between = _SAID_OF.fullmatch(self.plain, end, mention.start)
        his = self.plain[mention.start] in "他她"
        return between is not None and not his and not self.begins_anew(mention, start, end)

    def begins_anew(self, mention: Mention, start: int, end: int) -> bool:
        """我弟三级的我妈看不清, 媳妇在家带着俩月大的孙女: told of whom stands right before it."""
        tended = self.plain.startswith("着", end) or self.plain[end - 1 : end] in ("带", "看", "着")
        if not tended and not self.plain.startswith(("我", "俺", "咱"), mention.start):
            return False
        head = clause_start(self.plain, start)
        near = (m for m in self.mentions if head <= m.start < mention.start and m.topic)
        return any(m.person not in (None, "self") and -2 <= start - m.end <= 4 for m in near)

    def _last_topic(self, start: int) -> Mention | None:
        for mention in reversed(self.mentions):
            if mention.start < start and mention.topic and not self._passed(mention, start):
                return mention
        return None

    def _passed(self, mention: Mention, start: int) -> bool:
        """包工头跑了。到现在…: who is nobody of the household is not spoken of beyond the sentence."""
        alone = mention.person is None and not mention.words.endswith(("家", "户", "那些"))
        return alone and bool(_SENTENCE_END.search(self.plain, mention.end, start))

    def _nearest_young(self, start: int) -> Mention:
        before = [m for m in self._young if m.start < start]
        return before[-1] if before else self._young[0]


__all__ = ["OUTSIDE", "YOUNG", "Mention", "People"]
