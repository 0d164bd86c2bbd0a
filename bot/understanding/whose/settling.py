"""What is told of the wrong person for certain, or twice: of the dead, of doers, or said again."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.understanding.people.departed import has_died, has_just_died
from bot.understanding.people.subjects import PARENT_STATES
from bot.understanding.people.whom import OUTSIDE, People
from bot.understanding.said import Said, said_of_two
from bot.understanding.stance import clause_start

from .ages_beside import ages_of_bereft
from .by_now import since_certified, still_to_come
from .home_struck import with_home_struck, without_homeless
from .owners import Told, owned
from .parents_lasting import lasting

_SAID_ONCE = {"illnesses", "disability_types", "disability_grade", "disability_cert", "self_care"}
_SAID_ONCE |= {"on_dialysis", "holds_personal_aid", "school_stage", "receives", "age_years", "living_place"}
_OF_TWO = {"disability_cert", "living_place", "holds_personal_aid"}
_NOT_OF_THE_DEAD = {"age_years", "employment"}
_OF_A_PERSON = {"age_years", "illnesses", "employment", "income_yuan_per_month", "living_place"}
_DONE_BY = re.compile(r"[被让叫]$")
_IN_PART = re.compile(r"半(?!拉|边|侧|身)|部分|中度|轻度|不完全")
_BESIDE = re.compile(r"(?:的)?(?:对门|隔壁|旁边|附近|楼[上下]|前头|后头)")
_HELPS = re.compile(r"[^，。；伺喂擦翻]{0,3}(?:帮|扶|搭把手)(?!.{0,3}(?:喂|端屎|端尿|翻身))")
_HE = re.compile(r"[他她](?:今年|现在|还|也|才|都|就|已经){0,12}$")
_PUT_OUT = re.compile(
    r"(?:房东|儿子|闺女|媳妇?|女婿|老公|男人|丈夫|婆婆|公公|婆家|后[妈娘爹爸]|继[父母]|[我俺他她](?:爸|妈|爹|娘|哥|弟))"
    r"[^，。；]{0,4}(?:撵|赶|轰)"
)
_CLEARED = re.compile(r"(?:公租房|廉租房|保障房|公寓|宿舍|房子|住房|低保|五保|特困)[^，。；]{0,4}$")


def settle(said: list[Said], people: People) -> list[Said]:
    """`said` without what is told of the wrong person for certain, or with the right one."""
    said = [_of_the_patient(_of_the_next_named(one, people), people) for one in ages_of_bereft(said, people)]
    said = without_homeless(with_home_struck(said, people.plain), people)
    said = _without_repeats(said, people)
    said = _by_age_as_told(said, people)
    said = _of_the_one_dismissed(_without_convicts(said))
    wrongly = (_of_the_dead, _he_is_not_i, _of_a_doer, _of_next_door, _of_one_put_out)
    said = [one for one in said if not any(is_wrong(one, people) for is_wrong in wrongly)]
    told = Told(said, people)
    said = [own for one in _exactly(lasting(said, people.plain), people) for own in owned(one, told)]
    said = [_of_whom_it_describes(_of_whom_it_is_done_for(one, people), people) for one in said]
    return _wished_for(_of_need(since_certified(still_to_come(said, people.plain), people.plain), people))


# 食道癌，我娘住了六回院: whose it is comes behind, with what was done about it; not 我妈伺候我.
_OF_A_BODY = {"illnesses", "surgery", "on_dialysis", "cancer_stage", "disability_types", "disability_grade"}
_OF_A_BODY |= {"disability_cert", "self_care", "incontinent", "care_needed_months"}
_THEN_NAMED = re.compile(r"[^，。；！？我俺他她]{0,12}，(?:我|俺)?")
_TENDS = re.compile(r"[^，。；]{0,6}(?:伺候|照[顾料看]|陪|带着|领着|给|替|为了?|不?管|养|供|愁|借)")
_ILL_SO = re.compile(
    r"[^。；！？]{0,14}?(?:吃[^，。；]{0,4}药|住院(?!费)|住了|治|查出|手术|开刀|看病|打针|透|[化放]疗|病|瘫|疼|残|证|"
    r"看不|听不|走不|下不|起不|动不|不会|没上过|做康复)"
)


# 没办转诊，自己跑到北京给我爹做的搭桥: of whom it was done for.
_OF_A_PATIENT = {
    "unreferred_treatment",
    "surgery",
    "illnesses",
    "on_dialysis",
    "medical_self_pay_yuan_per_year",
}
_FOR_WHOM = re.compile(r"(?:给|带|领|陪|替|送)(?:着|了)?(?:我|俺)?(?:们)?(?:家)?(?:那|老|亲|个)?$")
_IS_TREATED = re.compile(
    r"(?:[去到上来在跑][^，。；！？]{1,8}?)?(?:看(?:的|了|病)|治|做|动|换|装|安|住院|[化放]疗|透析|检查|手术|搭桥|瞧)"
)
_MY_OWN = re.compile(r"我(?:自己)?(?:得|患|查出|刚做|做了|动了|的病|去年|前年)")


def _of_the_patient(one: Said, people: People) -> Said:
    """`one`, taken for the speaker's, of the one who is told to be treated in the same breath."""
    if one.fact not in _OF_A_PATIENT or one.person != "self" or people.host is not None:
        return one
    plain = people.plain
    head = clause_start(plain, max(0, one.start - 1))
    if _MY_OWN.search(plain, head, one.end):
        return one
    near = (m for m in people.mentions if head <= m.start < one.end + 12 and m.person not in (None, "self"))
    for m in near:
        begin = m.end - len(m.words)
        if _FOR_WHOM.search(plain, max(head, begin - 8), begin) and _IS_TREATED.match(plain, m.end):
            return replace(one, of=m)
    return one


# 我伺候瘫在床上的婆婆
_DESCRIBES = re.compile(r"[^，。；！？我俺他她]{0,3}的(?:老|亲|我|俺|那个?|这个?|一个)?")
_DESCRIBED = re.compile(r"(?:伺候|照[顾料看]|看着|守着|陪着?|带着?|养着?|有个|还有|供着?)[^，。；！？]{0,4}$")


def _of_whom_it_describes(one: Said, people: People) -> Said:
    """`one`, of the one behind whom it describes."""
    told_so = one.fact in _OF_A_BODY or one.fact == "school_stage"
    if not told_so or not _DESCRIBED.search(people.plain, max(0, one.start - 8), one.start):
        return one
    behind = next((m for m in people.mentions if m.start >= one.end), None)
    if behind is None or behind.person in (None, "self"):
        return one
    return replace(one, of=behind) if _DESCRIBES.fullmatch(people.plain, one.end, behind.start) else one


# 我给我妈做了白内障手术: it is the mother who was operated on.
_DONE_FOR = re.compile(r"(?:给|替|为)(?:我|俺|咱)?(?:家|们)?$")
_DOES = re.compile(
    r"[^，。；！？我俺]{0,4}(?:做|动|开|换|装|安|搭|治|割|切|看|查|申请|报)[^，。；！？我俺他她]{0,8}"
)


def _of_whom_it_is_done_for(one: Said, people: People) -> Said:
    """`one`, of whom the speaker had it done for."""
    if one.fact not in _OF_A_BODY or one.person != "self":
        return one
    start = clause_start(people.plain, one.start)
    near = (m for m in reversed(people.mentions) if start <= m.start and m.end <= one.end)
    kin = next((m for m in near if m.person not in (None, "self")), None)
    if kin is None or not _DONE_FOR.search(people.plain, max(0, kin.start - 4), kin.start):
        return one
    return replace(one, of=kin) if _DOES.match(people.plain, kin.end) else one


def _of_the_next_named(one: Said, people: People) -> Said:
    """`one`, said before anybody is named, of the first who is, where more such is said of them."""
    if one.fact not in _OF_A_BODY or one.person != "self" or people.host is not None:
        return one
    plain = people.plain
    begin = max(plain.rfind(mark, 0, one.start) for mark in "。！？；") + 1
    if (
        begin
        or any(m.start < one.start for m in people.mentions)
        or re.search("[我俺咱]", plain[: one.start])
    ):
        return one
    then = next((m for m in people.mentions if m.start >= one.end), None)
    if then is None or then.person in (None, "self") or not _THEN_NAMED.fullmatch(plain, one.end, then.start):
        return one
    ill = _ILL_SO.match(plain, then.end) and not _TENDS.match(plain, then.end)
    return replace(one, of=then) if ill else one


def _of_the_one_dismissed(said: list[Said]) -> list[Said]:
    """公司裁员，老公上周被辞了: of whom the next words tell it, and not of who speaks besides."""
    out = [one for one in said if (one.fact, one.value) == ("employment", "unemployed")]
    return [
        one
        for one in said
        if one not in out
        or one.person != "self"
        or one.of.end > one.of.start
        or not any(each.person != "self" and 0 < each.start - one.end <= 12 for each in out)
    ]


def _without_convicts(said: list[Said]) -> list[Said]:
    """他爹判了四年: who is in prison has no claim out of that case, and the child needs no defence in it."""
    jailed = [one for one in said if one.value in ("confined", "short_term") and one.fact in PARENT_STATES]
    return [one for one in said if not any(_is_of_convict(one, each) for each in jailed)]


def _is_of_convict(one: Said, jailed: Said) -> bool:
    defended = one.value == {"criminal_defence": True} and one.person == jailed.person
    claims = one.fact == "case_stage" and one.person != "self"
    return (defended or claims) and jailed.start < one.end and one.start < jailed.end


_SAYS_MORE = {
    ("child_space", "lacking"): "lacking_no_room",
    ("kin_to_soldier", "sibling"): "sibling_kept",
    ("has_notable_assets", False): True,  # 没车，房子两套
}


# 没有，跟她姥姥挤一个屋: asked whether a room can be made as well, it says only that there is none.
_CAN_BE_MADE = re.compile(r"隔|腾|收拾|改|盖|能|可以")


def _exactly(said: list[Said], people: People) -> list[Said]:
    """Of two answers the one that says more: no room, and none to be made; no car, but two flats."""
    if people.asked == "child_space" and not _CAN_BE_MADE.search(people.plain):
        said = [one for one in said if (one.fact, one.value) != ("child_space", "lacking")]
    told = {(one.fact, one.value) for one in said if isinstance(one.value, str | bool)}
    return [
        one
        for one in said
        if not isinstance(one.value, str | bool)
        or (one.fact, _SAYS_MORE.get((one.fact, one.value))) not in told
    ]


def _is_helped(one: Said, people: People) -> bool:
    """吃饭穿衣都得我妈帮: helped, and not wholly cared for."""
    nothing = one.fact == "self_care" and one.value == "none"
    return nothing and bool(_HELPS.match(people.plain, one.end)) and "得" in people.plain[one.start : one.end]


def _of_need(said: list[Said], people: People) -> list[Said]:
    """吃饭能自己吃，穿衣上厕所都要人帮: who can do a part and needs help with another needs help in part."""
    said = [replace(one, value="partial") if _is_helped(one, people) else one for one in said]
    able = [one for one in said if one.fact == "self_care" and one.value == "full"]
    said = [one for one in said if one.fact != "self_care" or not _is_within(one, able)]
    said = [replace(one, value="partial") if _is_eased(one, able, people) else one for one in said]
    told: dict[str | None, set[object]] = {}
    for one in said:
        if one.fact == "self_care" and one.of:
            told.setdefault(one.of.person, set()).add(one.value)
    in_part = {person for person, values in told.items() if {"full", "partial"} <= values}
    wholly = [one for one in said if one.fact == "self_care" and one.value == "none"]
    kept = []
    for one in said:
        if one.fact == "self_care" and one.of:
            inside = any(whole.start < one.end and one.start < whole.end for whole in wholly)
            helpless = "none" in told[one.of.person] and not _IN_PART.search(people.plain, one.start, one.end)
            if one.value == "full" and one.of.person in in_part:
                continue
            if one.value == "partial" and (inside or helpless):
                continue
        kept.append(one)
    return kept


# 离不开人, 跟前不能没人: that somebody has to be there says nothing of what one cannot do.
_NOT_LEFT = re.compile(r"离不[开了]人?|(?:不能|不敢)(?:没|离)(?:了|开)?人|(?:得|要)(?:一直|天天)?有人")


def _is_eased(one: Said, able: list[Said], people: People) -> bool:
    """能自己吃，但离不开人: who does a part alone and may not be left needs help in part."""
    alone = any(each.person == one.person and each.end <= one.start for each in able)
    never = one.fact == "self_care" and one.value == "none" and alone
    return never and bool(_NOT_LEFT.search(people.plain, one.start, one.end))


def _is_within(one: Said, able: list[Said]) -> bool:
    """吃喝拉撒都行: the first words alone would say that one is cared for, all of them say the opposite."""
    return one.value != "full" and any(all_.start <= one.start and one.end <= all_.end for all_ in able)


def _wished_for(said: list[Said]) -> list[Said]:
    """我妈瘫了，想请个人照看: help is wished for the one who needs care, not for who gives it."""
    needing = {
        one.person: one.of for one in said if one.fact == "self_care" and one.value in ("none", "partial")
    }
    needing = needing or {one.person: one.of for one in said if _is_in_care(one)}
    if len(needing) != 1 or "self" in needing:
        return said
    whose = next(iter(needing.values()))
    return [
        replace(one, of=whose) if one.fact == "wants_care_service" and _gives_care(one) else one
        for one in said
    ]


def _is_in_care(one: Said) -> bool:
    """我娘糊涂了，我们商量好了送养老院: who is ill or has long been cared for, if no more is told."""
    return one.of is not None and one.fact in ("illnesses", "incontinent", "care_needed_months")


def _gives_care(one: Said) -> bool:
    return one.of is not None and (one.of.person == "self" or one.of.relation in OUTSIDE)


def _by_age_as_told(said: list[Said], people: People) -> list[Said]:
    """1994年生…今年三十: an age that is told outright stands before the one that a year of birth comes to."""
    ages = [one for one in said if one.fact == "age_years" and one.of]
    born = [one for one in ages if "年" in people.plain[one.start : one.end]]
    told = {one.person for one in ages if one not in born}
    return [one for one in said if one not in born or one.person not in told]


def _without_repeats(said: list[Said], people: People) -> list[Said]:
    """Without what is said again with nobody named: the 瞎子 behind is the blind husband, not the speaker."""
    kept: list[Said] = []
    of_two = said_of_two(said)
    first: dict[tuple[str, str], tuple[str | None, int]] = {}
    for one in sorted(said, key=lambda s: (s.start, s.end)):
        if one.fact not in _SAID_ONCE or one.of is None:
            kept.append(one)
            continue
        person, start = first.setdefault((one.fact, str(one.value)), (one.of.person, one.start))
        again = person not in (one.of.person, "self") and start != one.start
        if (
            not again
            or _is_named(one, people)
            or (one.fact in _OF_TWO and (one.fact, one.start, one.end) in of_two)
        ):
            kept.append(one)
    return kept


def _is_named(one: Said, people: People) -> bool:
    """Is whom it is said of named in its clause?"""
    start = clause_start(people.plain, one.start)
    return any(m.person == one.person and start <= m.start < one.end for m in people.mentions)


def _of_the_dead(one: Said, people: People) -> bool:
    """弟妹三十三岁，当场就没了; 她男人尘肺走了，才五十一: nothing more is asked for those who died."""
    if one.fact not in _NOT_OF_THE_DEAD or has_died(one.of, people):
        return one.fact in _NOT_OF_THE_DEAD
    before = [m for m in people.mentions if m.person == one.person != "self" and m.start <= one.start]
    return one.fact == "age_years" and bool(before) and has_just_died(before[-1], people)


def _he_is_not_i(one: Said, people: People) -> bool:
    """他还不到六十岁 is never said of the speaker."""
    mine = one.fact == "age_years" and one.person == "self" and people.host is None
    return mine and bool(_HE.search(people.plain, max(0, one.start - 6), one.start))


def _of_next_door(one: Said, people: People) -> bool:
    """住我姐家对门: beside a home, not in it."""
    return one.value == "relatives" and (
        bool(_BESIDE.match(people.plain, one.end)) or _with_parent(one, people)
    )


def _with_parent(one: Said, people: People) -> bool:
    """女儿六岁，跟着我: with her own mother."""
    own = (
        one.of is not None and one.of.relation in ("son", "daughter", "child") and people.asked_child is None
    )
    return own and people.host is None and bool(_WITH_ME.search(people.plain, one.start, one.end))


_WITH_ME = re.compile(r"[跟随归]着?(?:了)?[我俺]$")


def _of_one_put_out(one: Said, people: People) -> bool:
    """叫房东撵出来了, 公租房被清退: put out of a home, and not of work."""
    if one.value != "unemployed" and one.value != {"job_loss": True}:
        return False
    start = max(0, one.start - 8)
    if "清退" in people.plain[one.start : one.end]:
        return bool(_CLEARED.search(people.plain, start, one.start))
    return bool(_PUT_OUT.search(people.plain, start, one.end))


def _of_a_doer(one: Said, people: People) -> bool:
    """让邻居老头糟蹋了: nothing is told of who did it."""
    if one.fact not in _OF_A_PERSON or one.of is None or one.of.relation not in ("neighbour", "villager"):
        return False
    mentions = [m for m in people.mentions if m.person == one.of.person]
    return any(_DONE_BY.search(people.plain, max(0, m.start - 1), m.start) for m in mentions)
