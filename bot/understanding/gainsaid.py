"""What the words around a wording say against it: 哪有执照啊, 人没事, a sum that was 骗走."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from knowledge import KnownSet, Situation

from .people import People
from .said import Said
from .stance import clause_end, clause_start, suppositions

_PAPERS = frozenset({"business_licence", "disability_cert"})
_WHERE_WOULD_I = re.compile(
    r"哪(?:里|儿)?(?:有|来)(?:什么|啥|的)?(?:营业|残疾)?(?:执照|证)(?=[啊呀呢嘛哟，。！]|$)"
)
_UNHURT = re.compile(
    r"人(?:都|倒|也|是)?(?:没(?:啥|什么)?事|平安|没伤着?|好好的|没伤亡)|没(?:有)?(?:一个)?人(?:死|遇难|伤亡)|没(?:有)?死人|无人(?:员)?(?:伤亡|遇难)"
)
_HARM = frozenset({"member_died"})
_CALM = re.compile(r"精神上?有?(?:点|些)(?:问题|毛病|不对|不正常|恍惚)")
_SEVERE = re.compile(r"[一二三四1-4]级|重残|重度|严重|瘫|证|不能|精神病|精神分裂|智力|不了|伺候|全靠|卧床")

# 能自己吃饭，下不了床: some of it alone, and not all
_EATS_IN_BED = re.compile(
    r"(?:能自己|自己能|自己会)(?:吃|穿|端)[^，。；]{0,4}，?[^，。；]{0,3}(?:下不了[床炕]|起不来|走不了|不能走|下不来)"
)


# 证注销了: a paper that one had and has no more.
_CANCELLED = re.compile(r"(?<![没不未])(?:注销|吊销|作废|收回)(?:了|掉|过)?(?![怎咋吗么])")
# 他活着的时候一月领两千三: had by one who has died, by nobody now.
_WHILE_ALIVE = re.compile(
    r"生前|(?:活着|在世)(?:那会儿?|那几年|的?时候?)|(?<=[爸妈爹娘伴公婆爷奶人头])在的?时候"
)
_SINCE = re.compile(r"[。！？； ]|本人|现在|如今|眼下|后来|今年|去年|上个?月|[我俺]|家里|孩子|[他她](?:带|领|自己)")
_REACH = 26
_OF_A_LIFE = frozenset(
    {"income_yuan_per_month", "household_income_yuan_per_month", "excluded_income_yuan_per_month"}
    | {"other_benefits", "employment", "work_place", "receives", "household_receives", "can_work"}
    | {"disability_grade", "disability_types", "disability_cert", "self_care", "living_place"}
    | {"medical_insurance", "holds_personal_aid", "aid_status", "employee_insurance_payer"}
)
# 两年前摔断过腿，早好了; 前几年住院花了八万: no trouble of today.
_TROUBLES = frozenset({"emergency_events", "cost_surge", "income_fell_sharply", "hurt_in_traffic"})
_LONG_AGO = re.compile(
    r"前些年|前几年|头几年|早些年|早年|小时候|年轻时|(?:[三四五六七八九十]|好几|十几|二十几|[3-9]|\d\d)年(?:以|之)?前"
)
_HEALED = re.compile(
    r"[^，。；]{0,8}，?(?:现在|后来|如今)?(?:早就?|已经|都|也早|全){1,2}(?:好了|好利索|没事了|恢复了|康复了|痊愈|长好)"
)
# 住在周村，说错了，是临淄: what is taken back in the same breath.
_SLIPPED = frozenset({"district", "school_stage", "hukou", "living_place", "disability_grade"})
_TAKES_BACK = re.compile(
    r"(?:的|了|区|县|市|，|。|…| ){0,3}(?:[哦噢啊哎呃嗯欸]，?){0,2}(?:不对[，。]|(?:我|又)?[说记打写]错了?|不是，|(?<=[哦噢啊哎])不，)"
)
# Where one lives is told of in a supposition too: 要是我在张店租房…
_HOWEVER_SUPPOSED = frozenset({"district", "hukou", "sex"})
_THIS_ONE = re.compile(r"这(?:个|样|种|么)?[^，。；]{0,3}$")


@dataclass(frozen=True, slots=True)
class _Against:
    """A fact that is not told where `words` stand in its clause."""

    fact: str
    value: object
    words: re.Pattern[str]


_DROPPED = (
    _Against(
        "employment", "gig", re.compile(r"(?:谁|有人|帮(?:着|我|忙)?|替我?)[^，。；]{0,4}跑(?:跑|个)?腿")
    ),
    _Against("has_notable_assets", None, re.compile(r"其家|[他她]家|人家|那家|那个?[男女]的|对方|被执行")),
    _Against("homes_owned", None, re.compile(r"其家|[他她]家|人家|那家|那个?[男女]的|对方|被执行")),
    _Against("veteran_kinds", "serving_family", re.compile(r"[会点块]儿在部队")),
    _Against(
        "emergency_events", "job_loss", re.compile(r"(?:让|叫)[^，。；]{0,3}去(?:仲裁|起诉|打官司|法院|告)")
    ),
    _Against("income_yuan_per_month", None, re.compile(r"(?:骗|偷|盗|抢|卷|讹)(?:走|去|了|光|子?骗走)")),
    _Against(
        "household_income_yuan_per_month", None, re.compile(r"(?:骗|偷|盗|抢|卷|讹)(?:走|去|了|光|子?骗走)")
    ),
)


def without_gainsaid(said: Iterable[Said], plain: str) -> Iterator[Said]:
    """`said`, without what its own clause speaks against, or with that denied."""
    unhurt = bool(_UNHURT.search(plain))
    mild = _CALM.search(plain) and not _SEVERE.search(plain)
    supposed = suppositions(plain)
    lives = [found.end() for found in _WHILE_ALIVE.finditer(plain)]
    for one in said:
        if _is_supposed(one, plain, supposed) or _is_of_a_past_life(one, plain, lives):
            continue
        clause = plain[clause_start(plain, one.start) : clause_end(plain, one.end)]
        if any(_is_of(one, row) and row.words.search(clause) for row in _DROPPED):
            continue
        if _is_of_long_ago(one, plain) or (one.fact in _SLIPPED and _TAKES_BACK.match(plain, one.end)):
            continue
        if mild and one.fact in ("father_state", "mother_state") and one.value == "severe_disability":
            continue  # 精神上有点问题: how badly is not told
        if one.fact == "self_care" and _EATS_IN_BED.search(plain):
            one = replace(one, value="partial")
        if one.fact in _PAPERS and one.value is True and _has_not(one, plain, clause):
            one = replace(one, value=False)
        if unhurt and one.fact == "disaster_effects" and isinstance(one.value, dict):
            one = replace(one, value={key: has and key not in _HARM for key, has in one.value.items()})
        yield one


def _is_supposed(one: Said, plain: str, supposed: list[tuple[int, int]]) -> bool:
    """Is it only in a supposition that it is told, and not pointed at there (要是我这二级的去办)?"""
    if not supposed or one.fact in _HOWEVER_SUPPOSED:
        return False
    return any(first <= one.start < end for first, end in supposed) and not _THIS_ONE.search(
        plain, max(0, one.start - 6), one.start
    )


def _is_of_a_past_life(one: Said, plain: str, lives: list[int]) -> bool:
    near = (end for end in lives if one.fact in _OF_A_LIFE and end <= one.start <= end + _REACH)
    return any(not _SINCE.search(plain, end, one.start) for end in near)


def _is_of_long_ago(one: Said, plain: str) -> bool:
    if one.fact not in _TROUBLES:
        return False
    return bool(
        _LONG_AGO.search(plain, clause_start(plain, one.start), one.start) or _HEALED.match(plain, one.end)
    )


def _has_not(one: Said, plain: str, clause: str) -> bool:
    """哪有执照啊; 办过证，到期没换，注销了."""
    sentence = re.search("[。！？]|$", plain[one.end :])
    until = one.end + (sentence.start() if sentence else 0)
    return bool(_WHERE_WOULD_I.search(clause) or _CANCELLED.search(plain, one.end, until))


def read_unhurt(plain: str, people: People, known: tuple[Situation, ...]) -> Iterator[Said]:
    """没有人死，咋写有人遇难: taken back, where it was noted."""
    found = _UNHURT.search(plain)
    noted = [home.household.get("disaster_effects") for home in known]
    if found is None or not any(isinstance(one, KnownSet) and _HARM & one.has for one in noted):
        return
    of = people.home(found.start(), found.end())
    if of is not None:
        yield Said("disaster_effects", dict.fromkeys(sorted(_HARM), False), of, *found.span())


def _is_of(one: Said, row: _Against) -> bool:
    if one.fact != row.fact:
        return False
    has = one.value.get(row.value) is True if isinstance(one.value, dict) else one.value == row.value
    return row.value is None or has


__all__ = ["read_unhurt", "without_gainsaid"]
