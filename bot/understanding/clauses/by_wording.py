"""Facts by their wordings: the tables in `patterns/`, each row a wording, its fact and its value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from bot.relevance.growing import Matches
from bot.understanding.people.namings import DEAD
from bot.understanding.people.parents import children_of, couple_of, siblings_of
from bot.understanding.people.subjects import PARENT_STATES
from bot.understanding.people.whom import YOUNG, Mention, People
from bot.understanding.said import Said
from bot.understanding.stance import Stance, clause_start, says_no, stance_of
from bot.understanding.tenses import holds_now
from bot.understanding.whose.claims import OF_COUPLES, bearer_of, is_claim, victim
from bot.understanding.whose.in_it_together import in_it_together
from bot.understanding.whose.struck import is_doer, struck
from bot.understanding.wordings.tables import (
    WINDOW,
    Wording,
    always_tried,
    by_piece,
    far_by_piece,
    reaches,
    wordings,
)
from bot.understanding.wordings.windows import gather, search, worth_trying
from knowledge import FactDefinition

NOTHING = "nothing"  # of a set: none of it
LONG = 300  # of so many on it pays to look only where pieces of a wording stand
_RECEIVED = {"receives", "household_receives", "aid_status"}
_DENIABLE = {"other_benefits", "receives", "household_receives", "veteran_kinds"}
_SHARED = {
    "employment",
    "hukou",
    "hukou_kind",
    "work_place",
    "other_benefits",
    "work_background",
    "disability_types",
}
_SHARED |= {"illnesses", "can_work", "medical_insurance", "employee_insurance_payer", "household_member"}
_SHARED |= {"disability_cert", "living_place", "supporters", "holds_personal_aid"}
_SHARED |= {"unemployment_insured", "unemployment_registered", "self_care", "has_other_loans"}

_CARRIED = {"employment", "other_benefits", "can_work", "medical_insurance", "unemployment_insured"}
_STRUCK_ME = re.compile(r"[撞打砸轧咬][^，。；]{0,2}[我俺]")
_SUBJECT_ONLY = re.compile(
    r"(?:补助|补贴|救助|政策|标准|待遇|减免|怎么[办领弄]?|咋[办领弄整]|流程|多少钱?|条件|材料|免费做|"
    r"上大学|申请)[？?。]{0,12}$"
)


_ASKED_AFTER = re.compile(r"了?(?:没有?|吗|么|不)[？?]")
_NOT_SURE = re.compile(
    r"(?:不知道|不清楚|有(?!病|残|伤|癌|瘤|毛病|慢)|是不是|算不算|够不够|属不属于|如果|要是|忘了|没准|(?<![一二两三四五六七八九十几\d])万一)[^，。]{0,2}$"
)
# Claims and accidents: about who bears them, not about who did it.
_SUFFERED = {"legal_matter", "hurt_in_traffic", "traffic_payment_gap", "compensation", "case_stage"}
_SUFFERED |= {"has_lawyer", "case_harm", "hardship_from_case"}
_SUFFERED |= {"stranded_away", "cannot_pay_food_lodging", "has_kin_to_turn_to"}
_DIED_OF = re.compile(
    r"[^，。！？]{0,3}(?:走的|走了|没了|去世|死了|人没|人就没|不在了|病故)|，(?:走的时候|人就没|人没了)"
)
# 妈妈2020年车祸去世, told of an orphan: no accident to be helped over now.
_LONG_AGO = re.compile(
    r"(?:爸爸?|妈妈?|父亲?|母亲?|爹|娘)[^，。]{0,3}(?:(?:19|20)\d\d|二〇|[一二两三四五六七八九十\d]{1,12}年前|早年|小时候|前些年)"
)
_TENDED = re.compile(r"(?:看|带|照顾|伺候|陪|哄|照看|照料|侍候)着?$")
# 他爸去年车祸没了, said of a child: it was not the child who was hit.
_OF_A_PARENT = re.compile(
    r"(?:(?<![子家娃])[他她](?:爸爸?|妈妈?|爹|娘|父亲|母亲)|父母亲?|爹娘|爹妈|爸妈|双亲|"
    r"(?<=[子女甥儿童孩娃侄])(?:的|他|她)?(?:爸爸?|妈妈?|爹|娘|父亲|母亲))[^，。]{0,6}$"
)
# 听讲座说, 早晚得肺癌, 我家狗得了: no illness of anybody who is spoken of.
_OF_A_BODY = {"illnesses", "on_dialysis", "surgery", "self_care", "disability_types"}
_NOBODYS_BODY = re.compile(
    r"(?:听(?:讲座|广播|电视|人|邻居|网上|别人|新闻)[^，。；]{0,3}说|(?:早晚|迟早)(?:会|要)?得|(?:[狗猫猪羊牛鸡]|金毛|泰迪|边牧|二哈|哈士奇|宠物)(?:也|前天|昨天|最近|查出)?(?:得|患|咬|病|肾|心)|"
    r"宠物医院|兽医|看(?:电视|电影|报道|新闻|见报纸)|(?:做梦|梦见))[^，。；]{0,10}$|说(?:早晚|迟早)(?:会|要)?$"
)
_DOCTOR = re.compile(r"(?:大夫|医生|医院|专家)[^，。；]{0,4}$")  # 大夫说岁数大不给做
# 拐棍叫车轧断了: a thing was struck.
_A_THING = re.compile(
    r"(?:拐棍?|拐杖|轮椅|助行器|助听器|假肢|院墙|门|摊子?|手机|(?<![放喂赶牧看骑养])[狗猫羊牛鸡猪])(?:也|都|又|前天|昨天|刚)?(?:(?:叫|让|被)[^，。；]{0,6})?$"
)
_CONFINED = re.compile(r"(?:关|羁?押|服刑|坐牢)(?:在|到)")
_YEARS_SINCE = re.compile(r"了?(?:都|有|得有|快|已经){0,12}[一二两三四五六七八九十几\d]{1,12}(?:来|多)?年")
_HOST = re.compile(r"家|那[儿里边]?|的?(?:旧|老|空|闲|偏|小)?[房屋]")
# 得俺喂: who is named within is the one who helps.
_CARED_FOR = {"self_care", "incontinent", "cost_surge", "income_fell_sharply"}
_CARED_FOR |= {"has_kin_to_turn_to", "stranded_away", "cannot_pay_food_lodging"}
_ELDERS_OF = {"grandchild", "nephew_niece", "pupil", "relative"}


Found = Iterator[tuple[Wording, Iterable[re.Match[str]]]]


def _find(plain: str, people: People) -> Found:
    """The wordings with where they stand. A policy that is only named states nothing, unless one has it."""
    rows, reach, pieces = wordings(), reaches(), by_piece()
    if len(plain) < LONG:
        for row in map(rows.__getitem__, sorted(always_tried() | worth_trying(people.plain, pieces))):
            yield row, row.say.finditer(people.plain if row.fact in _RECEIVED else plain)
        return
    near = gather(people.plain, pieces, reach)
    for place in sorted(always_tried() | near.keys()):
        row, far = rows[place], reach[place]
        text = people.plain if row.fact in _RECEIVED else plain
        anywhere = far is None or place not in near
        yield row, row.say.finditer(text) if anywhere else search(row.say, text, near[place], far)


def _find_on(plain: str, people: People, last: Matches) -> Found:
    """The same: what was found well before the first character that is new stands as it was found."""
    rows, texts = wordings(), {False: plain, True: people.plain}
    same = {key: last.same(key, text) for key, text in texts.items()}
    ahead = people.plain[max(0, min(same.values()) - WINDOW) :]
    found: dict[int, list[re.Match[str]]] = {}
    far_off, near = worth_trying(people.plain, far_by_piece()), worth_trying(ahead, by_piece())
    for place in sorted({*last.found, *always_tried(), *far_off, *near}):
        row, far = rows[place], reaches()[place]
        named = row.fact in _RECEIVED
        sure = same[named] - far if far is not None else -1
        stands = [one for one in last.found.get(place, ()) if one.start() <= sure]
        begin = max(sure + 1, stands[-1].end() if stands else 0)
        more = [one for one in row.say.finditer(texts[named], begin) if one.end() > one.start()]
        if stands or more:
            found[place] = [*stands, *more]
            yield row, found[place]
    last.found, last.texts = found, texts


def read_wordings(plain: str, people: People, facts: Mapping[str, FactDefinition]) -> Iterator[Said]:
    """What the table finds in `plain`; nothing where the text only names a subject (老兵看病补助)."""
    if len(plain) <= 12 and not people.mentions and _SUBJECT_ONLY.search(plain):
        return
    last = people.growing.matches if people.growing is not None else None
    for row, matches in _find(plain, people) if last is None else _find_on(plain, people, last):
        if row.given is not None and not row.given.search(plain):
            continue
        for found in matches:
            definition = facts.get(row.fact)
            if definition is not None and found.end() > found.start():
                said = _narrowed(_read(row, found, people, definition), found)
                if said is not None:
                    yield said
                    yield from _of_others(said, people, found)


def say_at(row: Wording, span: tuple[int, int], people: People, definition: FactDefinition) -> Iterator[Said]:
    """`row` as if its wording stood there: of whom it is, unless it is only asked or supposed."""
    found = _anything(span[1] - span[0]).match(people.plain, span[0])
    said = _read(row, found, people, definition) if found else None
    if found and said is not None:
        yield said
        yield from _of_others(said, people, found)


@cache
def _anything(length: int) -> re.Pattern[str]:
    return re.compile(f"(?s:.{{{length}}})")


def _is_raised(mention: Mention) -> bool:
    return mention.topic and mention.person is not None and mention.relation in ("grandchild", "nephew_niece")


def _narrowed(said: Said | None, found: re.Match[str]) -> Said | None:
    """The same, tied to what the wording names as the words that say it (`(?P<w>…)`), where it names them."""
    if said is None or not found.re.groupindex or not found["w"]:
        return said
    return Said(said.fact, said.value, said.of, found.start("w"), found.end("w"))


def _of_others(said: Said, people: People, found: re.Match[str]) -> Iterator[Said]:
    """我跟俺媳妇都下岗了 is said of two, 俩孙子他爹没了 of each of them, 独子没了 of both parents."""
    if said.of is None:
        return
    others: list[Mention] = []
    if said.fact in PARENT_STATES:
        others = [*children_of(people, found)[1:], *siblings_of(people, said.of)]
    elif said.fact == "cannot_pay_food_lodging" or said.value == {"wages": True}:
        others = in_it_together(said, people)
    elif said.fact in OF_COUPLES:
        others = couple_of(people, said.of)
    elif (
        said.fact in _SHARED
        and (second := people.both(said.of, said.start, on=said.fact in _CARRIED)) is not None
    ):
        others = [second]
    for other in others:
        yield Said(said.fact, said.value, other, said.start, said.end)


def _read(row: Wording, found: re.Match[str], people: People, definition: FactDefinition) -> Said | None:
    start, end = found.span()
    if row.bare and _NOT_SURE.search(people.plain, max(0, start - 8), start):
        return None
    if row.bare and _ASKED_AFTER.match(people.plain, end):
        return None
    if _excused(row, people.plain, start, end) or (row.now and not holds_now(people.plain, start, end)):
        return None
    stance = Stance.SAID if row.bare else stance_of(people.plain, start, end)
    if stance is Stance.OPEN:
        return None
    value = _value(row, definition, denied=stance is Stance.DENIED and not says_no(found.group()))
    if value is None:
        return None
    if definition.scope == "household":
        return _of_household(row.fact, value, found, people)
    of = _whose(row, found, people)
    if row.elders and of is not None and of.relation not in _ELDERS_OF:
        # one's own child who lives with one lives at home
        of = next((m for m in reversed(people.mentions) if m.start < start and _is_raised(m)), None)
    return None if of is None else Said(row.fact, value, of, start, end)


def _excused(row: Wording, plain: str, start: int, end: int) -> bool:
    """Do the words around say that it is no fact, or that it was of one who died?"""
    if row.unless is not None and row.unless.search(plain, clause_start(plain, start), start):
        return True
    if row.unless_after is not None and row.unless_after.match(plain, end):
        return True
    if row.fact in ("hurt_in_traffic", "emergency_events") and _LONG_AGO.search(
        plain, clause_start(plain, start), start
    ):
        return True
    if row.fact == "employment" and _DOCTOR.search(plain, max(0, start - 8), start):
        return True
    accident = row.fact == "hurt_in_traffic" or row.value in ("traffic_accident", "injury")
    if accident and _A_THING.search(plain, clause_start(plain, start), start):
        return True
    if row.fact in _OF_A_BODY and _NOBODYS_BODY.search(plain, clause_start(plain, start), start):
        return True
    if row.fact == "hurt_in_traffic" and _OF_A_PARENT.search(plain, max(0, start - 10), start):
        return bool(DEAD.match(plain, end)) or plain[start:end].endswith(("没了", "死", "死了", "走了"))
    if row.fact == "work_place" and _CONFINED.search(plain, max(0, start - 3), end):
        return True  # 判了八年，关在外省
    if row.value == "job_loss" and _YEARS_SINCE.match(plain, end):
        return True
    return row.fact in ("illnesses", "cancer_stage") and bool(_DIED_OF.match(plain, end))


def _value(row: Wording, definition: FactDefinition, *, denied: bool) -> object | None:
    kind = definition.type
    if row.value == NOTHING:  # 老大健康
        return None if denied else {choice.value: False for choice in definition.choices}
    if row.denies:
        return {str(row.value): False}
    if kind == "set":
        return None if denied and row.fact not in _DENIABLE else {str(row.value): not denied}
    if not denied:
        return row.value
    return (not row.value) if kind == "bool" and isinstance(row.value, bool) else None


def _of_household(fact: str, value: object, found: re.Match[str], people: People) -> Said | None:
    """Facts of the household come along with whom the sentence is about, so that 人家 has none."""
    if people.is_at_mates(found.start()):
        return None
    of = people.victim(found.end(), found.end()) if fact == "emergency_events" else None
    of = of or people.home(found.end(), found.end())
    if of is None and fact == "emergency_events" and _STRUCK_ME.search(found.group()):
        of = people.default
    if of is None:
        return None
    return Said(fact, value, Mention(of.start, of.end, of.person, of.relation), found.start(), found.end())


def _whose(row: Wording, found: re.Match[str], people: People) -> Mention | None:
    start, end = found.span()
    if row.fact in PARENT_STATES:
        ward = people.described(end)
        return ward if ward and ward.relation in YOUNG else next(iter(children_of(people, found)), None)
    if is_claim(row.fact, row.value):
        return bearer_of(row.fact, row.value, found, people)
    if row.fact == "has_other_loans" and not any(m.person and m.start < start for m in people.mentions):
        return Mention(start, start, "self", "self")  # 网贷欠了二十万，老公不知道
    if row.fact == "hurt_in_traffic" and (killed := _killed(people, start)) is not None:
        return killed
    one = struck(row.fact, row.value, people)
    if one is not None:
        return one
    within = _named_within(people, start, end, row)
    if within is not None:
        return within
    if row.fact in _SUFFERED or (row.fact, row.value) == ("employee_insurance_payer", "none"):
        return victim(people, start, end)
    return people.subject(start, end, young=row.young)


_DIED_IN_NOTE = re.compile(r"[^，。； ]{0,6}(?:身亡|死亡|遇难|亡)(?=[ ，；。]|$)")


def _killed(people: People, start: int) -> Mention | None:
    """儿子前年出车祸走了: the dead who are named right before, though nothing else is told of them."""
    near = (m for m in reversed(people.mentions) if m.end <= start and m.person not in (None, "self"))
    last = next(near, None)
    if last is None or start - last.end > 6:
        return None
    died = DEAD.match(people.plain, last.end) or _DIED_IN_NOTE.match(people.plain, last.end)
    return last if died else None


def _named_within(people: People, start: int, end: int, row: Wording) -> Mention | None:
    """俺那三亩地, 撞俺爹的: the person is named inside the wording."""
    if row.fact in _CARED_FOR:
        return None
    for mention in people.mentions:
        if start <= mention.start < end and mention.person and mention.topic:
            if row.value == "relatives" and _HOST.match(people.plain, mention.end):
                continue  # 挤在我表姐家的阁楼上
            if row.fact == "employment" and _TENDED.search(people.plain, start, mention.start):
                continue  # 在家看她: who tends her has no work
            if (row.young and mention.relation not in YOUNG) or is_doer(people, mention):
                continue
            if row.fact == "hurt_in_traffic" and _is_hit_before(people, start, mention):
                continue
            return mention
    return None


def _is_hit_before(people: People, start: int, behind: Mention) -> bool:
    """俺男人车祸住院了，俺公公在家瘫着: the accident is of the one right before it, not of the next."""
    head = clause_start(people.plain, start)
    before = (m for m in people.mentions if head <= m.start < start and m.topic and m.person)
    return re.search("[，；]", people.plain[start : behind.start]) is not None and any(before)
