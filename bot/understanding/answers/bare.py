"""What a whole message of a few words tells, though another question waits: 女的, 68, 淄博的，张店, 没领过.

The card names what is still missing, and people answer that. Only where the words fit nothing that was asked,
and where it is plain of whom they are: of whom is asked, or of the one whose fact it is that is not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml

from bot.blocks import Question
from bot.understanding.homes.listed import count_listed
from bot.understanding.homes.totals import added
from bot.understanding.mention import Mention
from bot.understanding.numbers import find_numbers
from bot.understanding.people.kinship import YOUNG
from bot.understanding.people.spoken_of import is_small
from bot.understanding.said import Said
from knowledge import FactDefinition, KnownSet, Person, Situation, value_to_json

from .numbers import NUMERIC
from .of_body import told_of_body
from .replies import read_answer

_SEX = re.compile(r"(?:我|俺|他|她)?(?:就)?是?(?:个)?(?P<sex>[男女])(?:的|性|士)?(?:啊|呀|哈|呢)?")
_AGE = re.compile(
    r"(?:今年|刚|快)?(?P<age>\d{2,3}|[二三四五六七八九]?十[一二三四五六七八九]?)周?岁?(?:了|啊|呀|呢|吧)?"
)
_ALONE = re.compile(
    r"(?:就|还|也|是|光|剩|家里|现在|平时|我|俺|他|她|老人|自己|自个儿?){0,4}(?:一个人|一人|(?<=[我俺他她])一个|(?<=[我俺他她])自己|(?<=[我俺他她])自个儿?)(?:过|住|在家){0,2}(?:的|呢|啊|吧){0,2}"
)
_PLACE = r"(?:张店|淄川|博山|临淄|周村|桓台|高青|沂源|高新区|经开区|文昌湖)区?县?"
_OF_ZIBO = re.compile(
    rf"(?:都|全家都?|全)?(?:我|俺|他|她)?(?:是|在)?(?:淄博市?的?|{_PLACE}(?:的|人|户口)的?)(?:人)?"
    rf"[，、 ]?(?:{_PLACE}(?:的|人)?)?(?:啊|呀|呢)?"
)
_NEVER_DREW = re.compile(
    r"(?:从来|一直|以前|今年|家里|啥|什么|一样|我|俺|都|也|还|可){0,12}没(?:有)?(?:领|享受|拿)"
    r"(?:(?:过|着)(?:啥|什么|呢|啊|的|钱|补贴){0,12}|(?:过|着)?(?:别的|其[他它]的?|旁的)(?:补助|补贴|救助|待遇|钱)?(?:了|的|啊|呢)?)"
)
# 今年没领过: no emergency relief either
_NO_RELIEF = re.compile(
    r"(?:今年|这一年|从来|一直|一次|也|都|还|我|俺|家里){0,4}没(?:有)?(?:领|拿)过(?:的|啊|呢)?"
)
_SUM = re.compile(
    r"(?:现在|平均|算下来)?(?:每|一)个?月(?:合|也就|大概|差不多|总共|能|有|就|才|挣|进|收入|的){0,4}(?P<sum>[一二两三四五六七八九十百千万几\d.]{1,8}(?:来|多)?)(?:块|元)?钱?(?:左右|上下|吧|的样子|呢|啊){0,2}"
)
# 四千一个月, 两千八每月
_SUM_FIRST = re.compile(
    r"(?:现在|平均|大概|差不多|也就|就|挣|能挣|工资){0,3}(?P<sum>[一二两三四五六七八九十百千万几\d.]{1,8}(?:来|多)?)(?:块|元)?钱?(?:一个?|每个?)月(?:吧|左右|的样子|呢|啊){0,2}"
)
_NOTHING_EXCLUDED = re.compile(
    r"(?:我|俺|他|她|家里?|我们|也|都|啥|什么){0,4}没(?:有)?(?:啥|什么|任何)?(?:那种|那些)?不算(?:在)?收入(?:里)?的?(?:钱|补贴|补助)?(?:啊|呢|的)?"
)
# 自己掏了11万了, 大夫说自己得出两万八, told of the one whose illness was told
_OUT_OF_POCKET = re.compile(
    r"(?:(?:一共|总共|前后|拢共|都)?花了[^，。；]{1,6}，?)?(?:(?:大夫|医生|医院)(?:说|讲|估摸?)(?:手术)?|一年|每年|(?:做|这个?)?手术|开刀)?"
    r"(?:我们?|俺们?|家里)?(?:自己|自费|自个儿?)(?:家)?(?:还|大概|差不多|也)?(?:得|要|需要?)?(?:掏|出|付|拿|花|承担)"
    r"(?:了|的){0,2}(?:有|大概|差不多|得)?"
    r"(?P<sum>[一二两三四五六七八九十百千万几\d.]{1,8}(?:来|多)?万?)(?:块|元)?钱?(?:了|吧|左右|多|呢|啊){0,2}"
)
_EXCLUDED, _PAID = "excluded_income_yuan_per_month", "medical_self_pay_yuan_per_year"
_ILL = ("illnesses", "surgery", "on_dialysis", "cancer_stage")
# 仨人, 就俺俩人: how many they are, where that is not known
_SO_MANY = re.compile(
    r"(?:家里|[我俺]家|[我俺]们|一共|总共|就|共|有|[我俺]){0,4}(?:(?P<few>[俩仨])(?:口?人)?|(?P<n>[两三四五六七八2-8])(?:口人?|个人))"
    r"(?:过|住|一起|呢|啊|的){0,3}"
)
_FEW = {"俩": 2, "仨": 3, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8}
# 还没做呢, of an operation that is to be done
_NOT_DONE = re.compile(r"(?:手术|开刀)?[还也]?没(?:有)?(?:去)?[做动开](?:手术|刀)?[呢啊的了]{0,2}")
# 没有这些身份, after the list of them was left
_NO_STANDING = re.compile(
    r"(?:我们?|俺们?|家里?|也|都|啥|什么){0,4}(?:没(?:有)?(?:这些|那些|啥|什么|任何|你说的|上面的?){0,2}身份|(?:这些|那些)?身份(?:也|都)?没有?)(?:的|啊|呢)?"
)
_STANDINGS = (
    "subsistence", "subsistence_single", "extreme_poverty", "marginal", "rigid_expenditure",
    "relapse_monitored", "lifted", "relapsed",
)  # fmt: skip
# 没别的进项, after each one's income was told
_NOTHING_ELSE = re.compile(
    r"(?:家里|[我俺]家|[我俺]们|[我俺]|再|也|就这些|就这|，){0,4}没(?:有)?(?:别的|其他的?|旁的|另外的?)"
    r"(?:进项|收入|进账|来钱的?(?:处|地方|路子)?|钱)(?:了|的|啊|呢){0,2}"
)
_EARNS = ("employed", "gig", "self_employed", "farming")
# 有当年的病历, of one who served
_RECORD = re.compile(
    r"(?:倒|都|还|我|俺|他)?(?P<has>没有?|有|留着|存着)(?:当年|当兵时?|部队|那时候?|受伤时?|服役时?)的?(?:受伤|住院|医院)?的?(?:病历|档案|病例)(?:的|呢|啊|了)?"
)
_OF_HOME = ("household_size", "aid_status", "relief_times_this_year")
_IN_NEED = {"emergency_events", "basic_living_at_risk", "sudden_hardship", "cost_surge"}
_NO_HOUSING_AID = re.compile(
    r"(?:从来|一直|以前|我|俺|家里?|也|都|还){0,12}没(?:有)?(?:享受|领|拿|办)(?:过)?(?:啥|什么|任何)?(?:房子|住房|盖房|修房)(?:方面)?的?(?:补助|补贴|政策|待遇|钱)(?:的)?"
)
# 没有领别的, after 没低保
_NOTHING_MORE = re.compile(
    r"(?:也|都|还|再|我|俺|家里){0,3}(?:没(?:有)?(?:再)?(?:领|享受|拿|吃)(?:过|着)?(?:别的|其[他它]的?|旁的)(?:补助|补贴|救助|待遇)?"
    r"|(?:别的|其[他它]的?|旁的)(?:也|都)?没(?:有)?(?:领|享受)?)(?:过|了|的|啊|呢){0,2}"
)
_RAN_AWAY = re.compile(
    r"(?:对方|肇事的?(?:司机|车)?|司机|撞人的|那人|人|车)(?:也|都|就|早|当场|已经){0,12}(?:跑了|跑没影了|逃了|逃逸了?|跑掉了|找不(?:着|到)(?:人)?(?:了)?)(?:啊|呢)?"
)
_COSTS = ("cost", "pay_yuan", "insurance", "disability_cost", "care")
_OF_ALL = "household_income_yuan_per_month"
LONGEST, YOUNGEST, LEAST_SUM = 16, 10, 100
_OF_SOMEBODY = frozenset({
    "illnesses", "serious_illness", "on_dialysis", "surgery", "cancer_stage", "self_care", "disability_cert",
    "disability_grade", "disability_types",
})  # fmt: skip
_OWN, _OF_OWN = "self", frozenset({"hukou", "sex"})  # 俺是高青的, whoever is asked about
_PART_OF_SUM = frozenset({"income_yuan_per_month", "household_income_yuan_per_month", "legal_matter"})
# What a question asks of anybody, of one as of all: with nobody named, whose it is stays open.
_UNNAMED = {
    **dict.fromkeys(
        ("has_seriously_ill", "has_disabled", "has_severely_disabled", "emergency_events"), _OF_SOMEBODY
    ),
    "aid_status": frozenset({"holds_personal_aid"}),
    "excluded_income_yuan_per_month": _PART_OF_SUM,
    "excluded_income_total_yuan_per_month": _PART_OF_SUM,
    "loan_co_borrower": frozenset({"hukou"}),
}


@cache
def _aids() -> dict:
    """Of which aid 没领过 and 没享受过房子的补助 are, which name none."""
    return yaml.load(Path(__file__).with_suffix(".yaml").read_text("utf8"), yaml.CSafeLoader)


def read_bare(
    plain: str, known: tuple[Situation, ...], pending: Question | None, definition: FactDefinition | None
) -> Iterator[Said]:
    """What the message tells beside the question that waits; nothing where it answers that."""
    if pending is None or definition is None or not 0 < len(plain) <= LONGEST:
        return
    situation = next((one for one in known if one.id == pending.household), None)
    plain = plain.strip("，。！～~ ")
    if situation is None or read_answer(plain, pending, definition) is not None:
        return
    if _ALONE.fullmatch(plain) and (alone := _who_is_alone(plain, situation, pending, definition)):
        yield Said("household_size", 1, Mention(0, 0, alone.id, alone.relation), 0, len(plain))
    if _NOTHING_ELSE.fullmatch(plain) and (total := _sum_told(situation)) is not None:
        first = situation.people[0]
        yield Said(_OF_ALL, total, Mention(0, 0, first.id, first.relation), 0, len(plain))
    everybody = plain.startswith(("都", "全"))
    if _NOTHING_MORE.fullmatch(plain) and _no_subsistence(situation):
        first = situation.people[0]
        none = dict.fromkeys(_STANDINGS, False)
        yield Said("aid_status", none, Mention(0, 0, first.id, first.relation), 0, len(plain))
    if (size := _so_many(plain, situation, pending, definition)) is not None:
        first = situation.people[0]
        yield Said("household_size", size, Mention(0, 0, first.id, first.relation), 0, len(plain))
        return
    for fact, value in (*_told(plain, pending, definition), *told_of_body(plain, situation)):
        of = _OWN if fact in _OF_OWN and plain.startswith(("我", "俺")) else pending.person
        for person in _whose(fact, situation, of, everybody=everybody and fact == "hukou"):
            said = _drawn_by(person) if fact == "receives" else value
            if said != {}:
                yield Said(fact, said, Mention(0, 0, person.id, person.relation), 0, len(plain))
        if fact == "income_yuan_per_month" and _is_of_all(situation, pending):
            first = situation.people[0]
            yield Said(_OF_ALL, value, Mention(0, 0, first.id, first.relation), 0, len(plain))


def without_unnamed(said: list[Said], pending: Question | None) -> list[Said]:
    """`said` without what the open question calls for and nobody is named with: 有，尿毒症."""
    if pending is None:
        return said
    if pending.fact == "household_member":  # 他自己单过: he is one, and not the family
        return [one for one in said if not _is_of_where_he_lives(one, pending)]
    left_open = _UNNAMED.get(pending.fact)
    if left_open is None:
        return said
    return [one for one in said if one.fact not in left_open or one.of is None or one.of.end > one.of.start]


def _is_of_where_he_lives(one: Said, pending: Question) -> bool:
    lives = one.fact == "living_place" and one.person != pending.person
    return lives or (one.fact == "household_size" and one.value == 1)


def _told(plain: str, pending: Question, definition: FactDefinition) -> Iterator[tuple[str, object]]:
    if found := _SEX.fullmatch(plain):
        yield "sex", "female" if found["sex"] == "女" else "male"
    elif found := _AGE.fullmatch(plain):
        age = next((int(one.low) for one in find_numbers(found["age"])), 0)
        if YOUNGEST <= age <= 110:
            yield "age_years", age
    elif _OF_ZIBO.fullmatch(plain):
        yield "hukou", "zibo"
    elif _NEVER_DREW.fullmatch(plain):
        yield "receives", False
        if _NO_RELIEF.fullmatch(plain):
            yield "relief_times_this_year", 0
    elif _RAN_AWAY.fullmatch(plain):
        yield "traffic_payment_gap", {"hit_and_run": True}
    elif _NOTHING_EXCLUDED.fullmatch(plain):
        yield _EXCLUDED, 0
    elif found := _OUT_OF_POCKET.fullmatch(plain):
        yield from ((_PAID, one.to_json()) for one in find_numbers(found["sum"]) if one.low >= LEAST_SUM)
    elif _NOT_DONE.fullmatch(plain):
        yield "surgery", "advised"
    elif found := _RECORD.fullmatch(plain):
        yield "service_injury_record", not found["has"].startswith("没")
    elif _NO_STANDING.fullmatch(plain) and pending.fact != "work_background":
        yield "aid_status", dict.fromkeys(_STANDINGS, False)
    elif _NO_HOUSING_AID.fullmatch(plain):
        yield "household_receives", dict.fromkeys(_aids()["housing"], False)
    elif (found := _SUM.fullmatch(plain) or _SUM_FIRST.fullmatch(plain)) and not any(
        one in pending.fact for one in _COSTS
    ):
        number = next(find_numbers(found["sum"]), None)
        if number is not None and number.low >= LEAST_SUM:
            yield "income_yuan_per_month", number.to_json()


def _so_many(plain: str, situation: Situation, pending: Question, definition: FactDefinition) -> int | None:
    """How many live together by 仨人 or 我妈和我, where it is not known and not asked of some of them."""
    if "household_size" in situation.household or not situation.people:
        return None
    if _is_of_some(pending, definition):
        return None
    if found := _SO_MANY.fullmatch(plain):
        return _FEW.get(found["few"] or found["n"]) or int(found["n"])
    of_them = definition.type == "set" or pending.fact in _UNNAMED
    if pending.fact == "aid_status":  # 我妈和我 may be who has it
        of_them = not _no_subsistence(situation)
    return None if of_them else count_listed(plain)


def _no_subsistence(situation: Situation) -> bool:
    """没低保 was told: 一个人 is no more of who in the family may have it."""
    known = situation.household.get("aid_status")
    return isinstance(known, KnownSet) and "subsistence" in known.has_not and not known.has


def _is_of_some(pending: Question, definition: FactDefinition) -> bool:
    """Whether 俩人 may say how many of them are so, or that some are there: 家里有没有残疾的, 有没有儿女."""
    asks_who = pending.fact.startswith("has_") or pending.fact in ("supporters", "loan_co_borrower")
    return asks_who or definition.type in NUMERIC


def _is_of_all(situation: Situation, pending: Question) -> bool:
    """Whether 一个月一千来块 is what all have, where several live together and nobody is asked about."""
    told_of = [one for one in situation.people if set(one.facts) - {"sex"}]
    return pending.person is None and len(told_of) > 1 and _OF_ALL not in situation.household


def _sum_told(situation: Situation) -> object | None:
    """What those who live together have, as told of each; None where one works and it is not told."""
    together = [one for one in situation.people if one.facts.get("household_member") is not False]
    known = [one for one in together if "income_yuan_per_month" in one.facts]
    lacking = [one for one in together if one not in known]
    if not known or _OF_ALL in situation.household:
        return None
    if any(one.facts.get("employment") in (*_EARNS, "retired") for one in lacking):
        return None
    return added([value_to_json(one.facts["income_yuan_per_month"]) for one in known])


def _who_is_alone(
    plain: str, situation: Situation, pending: Question, definition: FactDefinition
) -> Person | None:
    """Who lives alone by 一个人: the only one told of; None where it may say how many have what was asked."""
    told_of = [one for one in situation.people if set(one.facts) - {"sex"}] or list(situation.people)
    of_some = definition.type == "set" or pending.fact in _UNNAMED
    if pending.fact == "aid_status":
        of_some = not _no_subsistence(situation)
    if of_some or "household_size" in situation.household or len(told_of) != 1:
        return None
    of_me = plain.lstrip("就还也是光剩现在平时家里").startswith(("我", "俺"))  # 我自己, told of one's mother
    if of_me and told_of[0].relation != "self":
        return None
    return None if told_of[0].relation in YOUNG else told_of[0]


def _is_at_school(one: Person) -> bool:
    return one.facts.get("school_stage", "none") != "none"


def _drawn_by(person: Person) -> dict[str, bool]:
    """What the person could have drawn by what is known of them, and has not."""
    drawn = (row["policies"] for row in _aids()["drawn"] if row["fact"] in person.facts)
    return dict.fromkeys((one for each in drawn for one in each), False)


def _whose(fact: str, situation: Situation, asked_of: str | None, *, everybody: bool) -> list[Person]:
    """Whom it is said of: who is asked about, or the only one told of whose fact is missing."""
    if fact == "relief_times_this_year" and not _IN_NEED & situation.household.keys():
        return []
    if fact == "household_receives" or (fact in _OF_HOME and fact not in situation.household):
        return list(situation.people[:1])
    if fact in _OF_HOME:
        return []
    if fact in ("service_disability_grade", "veteran_kinds"):
        return [one for one in situation.people if "veteran_kinds" in one.facts]
    if fact == "surgery":
        return [one for one in situation.people if one.facts.get("surgery") == "advised"]
    if fact == "service_injury_record":
        return [one for one in situation.people if "veteran_kinds" in one.facts and fact not in one.facts]
    if fact == "traffic_payment_gap":
        return [one for one in situation.people if one.facts.get("hurt_in_traffic") is True]
    lacking = [one for one in situation.people if fact not in one.facts]
    if fact == _PAID:
        ill = [one for one in situation.people if any(each in one.facts for each in _ILL)]
        return ill if len(ill) == 1 and ill[0] in lacking else []
    if fact == _EXCLUDED and asked_of is None:
        return [one for one in lacking if set(one.facts) - {"sex"}]
    if fact == "income_yuan_per_month":  # 一个月八百 of a child at school is rather what it costs
        lacking = [one for one in lacking if not is_small(one) and not _is_at_school(one)]
    if everybody:
        return lacking
    asked = [one for one in lacking if one.id == asked_of]
    told_of = [one for one in lacking if set(one.facts) - {"sex"}] or lacking
    if asked or asked_of is not None:
        return asked
    return told_of if len(told_of) == 1 else []


__all__ = ["read_bare", "without_unnamed"]
