"""What only a clipped note tells in so few letters: 子17高二, 公婆71、73, 男 退休, 夫身亡 独自带两孩."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.understanding.mention import Mention
from bot.understanding.people.kinship import OUTSIDE
from bot.understanding.people.notes import DIED, Note
from bot.understanding.people.whom import People
from bot.understanding.said import Said

_AGE = re.compile(
    r"(?:[ ，]?(?:现年|今年|年约)|约|年)?(?P<n>\d{1,3})(?:周?岁|(?=$|[ ，；。、])|"
    r"(?=[一-鿿])(?![个万千百元块级期米斤年月天日号户口人名亩位次周平度股路层楼子女型成折]))"
)
_TWO_AGES = re.compile(
    r"(?:分别|现年|今年|各|年)?(?P<a>\d{2,3})岁?[、，/和 ](?P<b>\d{2,3})(?:岁|(?=$|[ ，；。]|"
    r"[一-鿿]))(?![万千元级])"
)
_PAIRS = {
    "parents": (("father", "father"), ("mother", "mother")),
    "parents-in-law": (("father-in-law", "father_in_law"), ("mother-in-law", "mother_in_law")),
    "grandparents": (("grandfather", "grandfather"), ("grandmother", "grandmother")),
    "mothers-parents": (("mothers-father", "grandfather"), ("mothers-mother", "grandmother")),
}
_WIFE_FIRST = ("姥姥姥爷", "奶奶爷爷", "婆婆公公")
_DIED = re.compile(rf"[^ ，；。]{{0,10}}?(?:{DIED})")
_CONFINED = re.compile(r"[^ ，；。]{0,6}?(?:服刑|入狱|在押|强戒|强制隔离戒毒|强制戒毒)")
# 父肝癌晚期 母离家3年, told of a pupil or a grandchild.
_STATES = (
    ("dead", _DIED),
    ("confined", _CONFINED),
    (
        "lost_contact",
        re.compile(
            r"[^ ，；。]{0,4}?(?:失联|下落不明|不知去向|杳无音信|"
            r"(?:离家|出走|改嫁)[^ ，；。]{0,6}?(?:[一二三四五六七八九\d]年|未归|失联|无音))"
        ),
    ),
    ("severe_illness", re.compile(r"[^ ，；。]{0,6}?(?:癌|尿毒症|白血病|渐冻|恶性肿瘤)")),
    ("severe_disability", re.compile(r"[^ ，；。]{0,6}?(?:[一二]级|瘫|植物人)")),
)
_LATELY = re.compile(
    r"月|日|天|周|昨|近|刚|工地|坠|车祸|猝死|身亡|遇难|事故|遇害|被害|被杀|杀害|致死|打死|捅死"
)
_LONG_AGO = re.compile(r"年前|早|已故|[二三四五六七八九十\d]年(?!前?[^ ，]{0,2}月)")
_ALONE = re.compile(
    r"(?:独自?|单独|一人|一个人|(?:离异|离婚|丧偶|单身|未再婚)[ ，]?(?:后|独自?|一人){0,2})(?:一人)?"
    r"(?:带|抚养|养育|拉扯|照顾|养)(?:着)?(?:[一两二三123])?(?:名|个)?(?:\d{1,2}周?岁)?(?:的|幼|小)?"
    r"(?:子(?!宫)|女|儿(?!媳)|孩|娃)"
)
_WORKS = re.compile(r"[^ ，；。没未不非前原曾]{0,8}(?P<say>在职|在岗|在编)(?:职工|人员)?")
_RETIRED = re.compile(r"(?:已|现)?(?P<say>退休)(?:职工|人员|工人|教师)?")
_EARNS = re.compile(r"(?:个人|本人)?(?P<say>月(?:入|收入|工资|薪)?约?(?P<n>\d{3,5})元?)")
_OWN_PARENT = re.compile(r"(?:^|(?<=[ ，；。]))(?P<who>[父母])亲?(?![母子女])")
_PARENT_OF = {"父": "father", "母": "mother"}
_YOUNG = ("son", "daughter", "child")


def read_noted(people: People, ages: list[Said]) -> Iterator[Said]:
    """Ages, sex, work and bereavement, where the message is a note."""
    note = people.note
    if note is None:
        return
    yield from _ages(people, {one.start for one in ages})
    for shown in note.shown:
        if shown.sex is not None and shown.words in ("本人", "该人"):
            yield Said("sex", shown.sex, shown, shown.start, shown.end)
    yield from _bereaved(people, note)
    for start, end in note.bits:
        head = next((m for m in people.mentions if m.start == start and m.end < end), None)
        yield from _of_bit(people, head.end if head else start, end)


def _ages(people: People, read: set[int]) -> Iterator[Said]:
    for mention in people.mentions:
        if mention.person is None:
            continue
        pair = _TWO_AGES.match(people.plain, mention.end)
        if pair is not None and (two := _two_of(mention)):
            for of, group in zip(two, "ab", strict=True):
                yield Said("age_years", int(pair[group]), of, *pair.span(group))
        elif (told := _AGE.match(people.plain, mention.end)) and told.start("n") not in read:
            years = int(told["n"])
            if (2 if told.end() == told.end("n") else 0) <= years <= 110:
                yield Said("age_years", years, mention, told.start("n"), told.end())


def _two_of(mention: Mention) -> list[Mention]:
    """公婆, 父母 and 两老: each of the two."""
    if mention.words == "老两口":
        return [mention, Mention(mention.start, mention.end, "spouse", "spouse")]
    two = _PAIRS.get(str(mention.person), ())
    of = [replace(mention, person=person, relation=relation) for person, relation in two]
    return of[::-1] if mention.words in _WIFE_FIRST else of


def _bereaved(people: People, note: Note) -> Iterator[Said]:
    """夫三个月前工地身亡 独自带两孩: what it comes to for the children and the home."""
    children = {m.person: m for m in people.mentions if _part_of(m) in _YOUNG}
    young = [
        m for m in children.values() if not _is_grown(m, note.plain) and not _DIED.match(note.plain, m.end)
    ]
    for one in (m for m in people.mentions if _part_of(m) in ("spouse", "husband", "wife") and m.sex):
        died, confined = _DIED.match(note.plain, one.end), _CONFINED.match(note.plain, one.end)
        fact = "father_state" if one.sex == "male" else "mother_state"
        if told := died or confined:
            for child in young:
                yield Said(fact, "dead" if died else "confined", child, one.start, told.end())
        start, end = note.bit_of(one.start)
        lately = _LATELY.search(note.plain, start, end) and not _LONG_AGO.search(note.plain, start, end)
        if died and lately and one.sex == "male":
            yield Said("emergency_events", {"breadwinner_death": True}, people.default, one.start, died.end())
    yield from _orphaned(people, note)
    for found in _ALONE.finditer(note.plain) if note.asked is None else ():
        yield Said(
            "raises_child_alone", True, Mention(found.start(), found.start(), "self", "self"), *found.span()
        )


def _part_of(mention: Mention) -> str | None:
    """What they are in their family: of the villager-son that he is the son."""
    if mention.person is None or mention.relation not in OUTSIDE:
        return mention.relation if mention.person else None
    return mention.person.rpartition("-")[2]


def _orphaned(people: People, note: Note) -> Iterator[Said]:
    """姑代侄女问…父工伤亡: of the one who is raised, or of the young one whom the note is about."""
    child = note.asked if note.asked is not None else _young_self(note)
    if child is None or (
        child is note.asked and child.relation not in ("grandchild", "nephew_niece", "pupil")
    ):
        return
    for found in _OWN_PARENT.finditer(note.plain):
        for state, say in _STATES:
            if told := say.match(note.plain, found.end()):
                fact = f"{_PARENT_OF[found['who']]}_state"
                yield Said(fact, state, child, found.start(), told.end())
                break


def _young_self(note: Note) -> Mention | None:
    """男17 父病故 母改嫁失联: the one whom the note is about, where they are under age."""
    told = [(one, _AGE.match(note.plain, one.end)) for one in note.shown if one.words == "本人"]
    return next((one for one, age in told if age and int(age["n"]) < 18), None)


def _is_grown(mention: Mention, plain: str) -> bool:
    told = _AGE.match(plain, mention.end)
    return told is not None and int(told["n"]) >= 18


def _of_bit(people: People, start: int, end: int) -> Iterator[Said]:
    """A bit that is nothing but 退休, 耐火厂在职 or 月3800."""
    for say, fact, value in ((_WORKS, "employment", "employed"), (_RETIRED, "employment", "retired")):
        if found := say.fullmatch(people.plain, start, end):
            yield from _said(people, fact, value, found.span("say"))
    if found := _EARNS.fullmatch(people.plain, start, end):
        yield from _said(people, "income_yuan_per_month", int(found["n"]), found.span("say"))


def _said(people: People, fact: str, value: object, span: tuple[int, int]) -> Iterator[Said]:
    of = people.subject(*span)
    if of is None or of.person is None:
        return
    for whose in filter(None, (of, people.both(of))):
        yield Said(fact, value, whose, *span)
