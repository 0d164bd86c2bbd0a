"""What the rest of a message makes of work: laid off and working again, no work for a child's sake."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.understanding.said import Said
from bot.understanding.stance import clause_start
from knowledge import Situation

# 送外卖的…他没单位: no employer, and at work all the same
_LAID_OFF = re.compile(r"下(?:了)?岗|失业|想|打算|上哪|去哪|没(?:个|有|了)?单位")
# 开了个早餐铺，今年干不下去关门了
_CLOSED = re.compile(
    r"[^。！？；我俺]{0,12}?(?:关(?:了)?门|关张|关了|倒闭|黄了|(?:转让|盘|兑)(?:了|出去|给人)|干黄|赔光|停业)(?!的)"
)
_CANNOT_GO = re.compile(r"没法|上不了班|不能(?:上班|出去干|出力|干活)|出不了工")
_FOR_ANOTHER = re.compile(
    r"(?:带|看|照顾|伺候|陪|守|拉扯|照看|哄|接送|喂)(?:着|了|护)?[^，。；]{0,10}(?:孩子|娃|闺女|儿子|女儿|孙|双胞胎|老人|爹|娘|爸|妈|公公|婆婆|老伴|他|她|弟|妹|哥|姐)"
    r"|怀孕|孩子(?:还|太|才)?小|孩子没人(?:看|带|管)|离不开(?:人|我)|(?:大的|小的)才?[一两二三四1-4]岁"
)
_ITSELF = re.compile(r"病|疼|残|摔|断|伤|瘫|术|癌|腰|腿|岁数|年纪|老了|身体|浑身")
_KEPT = re.compile(rf"{_CANNOT_GO.pattern}|出不去|走不开|脱不开身|干不了别的|[出外]去(?:打工|干活|上班)")
_MY_OWN = re.compile(r"我[^，。；爹娘爸妈儿女孩婆公孙]{0,6}(?:病|疼|残|摔|断|伤|瘫|术|癌)")
_COMPANY = re.compile(r"公司|厂|超市|商场|医院|学校|酒店|饭店|物业|单位|合作社")
_BY_THE_DAY = re.compile(r"零工|短工|零活|散活|日结|[干剥做挣]一天(?:算|结|挣|给|有)|一天[一给]|小工")
_CLASS_OF = re.compile(r"(?:园|幼儿)[^，。；]{0,6}[大中小]班")
# Facts that only those have who work so, or do not.
_IMPLIES = (
    ("other_benefits", {"employee_pension": True}, "retired"),
    ("other_benefits", {"unemployment_insurance": True}, "unemployed"),
    ("can_work", False, "not_working"),
    ("business_licence", True, "self_employed"),
    ("unemployment_registered", True, "unemployed"),
)
# 开挖掘机…现在干不了了: of the work that was told before.
_OF_THAT_WORK = re.compile(r"干不(?:了|动)了?")
# 给社区巡逻那种岗位: a kind of work that is asked for.
_THAT_KIND = re.compile(r"[^，。；]{0,6}那(?:种|样)的?(?:岗|活|工作|班)")
# 想去公益岗看大门: work that is wished for.
_WISHES = re.compile(r"(?:想|打算|准备|盼着?)(?:去|干|找|上|当|做|到|应聘|在|摆|办|申请)[^，。；]{0,8}$")
# 病退也没批, 退休没有, 内退没给办: who is not retired; but 退休没有退休金
_NO_PENSIONER = re.compile(
    r"[^，。；]{0,6}?(?:病退|内退|退休)(?:的?(?:手续|申请|证|待遇))?"
    r"(?:也|都|还|一直|到现在|就是|让|给|根本|的事|总){0,3}"
    r"(?:没(?:有)?(?:给)?(?:批|办|弄|通?过|下来|成|戏|定)|没有?(?=[，。；！呢啊的]|$)|"
    r"(?:办|批|弄|申请)不(?:了|下来?|成)|不(?:给|让|够|予)|(?:被)?(?:驳|退回|卡))"
)
_OFFICER = re.compile(r"(?:主席|主任|书记|厂长|会计|校长|老师|所长)(?:都|也|早|去年|前年|刚){0,3}$")
_SENTENCE_END = re.compile(r"[。！？]")
_AT_HOME = re.compile(r"(?:家里?|全家|一家)(?:现在|也|就|都|目前|实在|基本|根本){0,2}$")
_NEXT_TO = 2


def settle_work(said: list[Said], plain: str) -> Iterator[Said]:
    """`said` with 没法上班 of one who cares for a child as without work, and without a long past lay-off.

    Who draws a pension is retired, who cannot work does not work, where no work is told of them.
    """
    works = {
        s.person for s in said if s.fact == "employment" and s.value not in ("unemployed", "not_working")
    }
    said = [one for one in said if not (one.fact == "can_work" and _is_kept_by_care(one, plain))]
    said = list(_without_unclear(said, plain))
    for one in said:
        if one.fact != "employment":
            yield _with_the_loss(one, said) if one.fact == "unemployed_months" else one
        elif (
            _is_less_sure(one, said, plain)
            or (one.value not in ("unemployed", "not_working") and _is_wished(one, plain))
            or _is_play_school(one, plain)
            or _is_no_pensioner(one, plain)
            or _is_of_the_past(one, said, plain)
            or _is_given_up(one, said, plain)
            or _is_of_the_home(one, plain)
            or (one.value == "unemployed" and _LAID_OFF.match(plain, one.start) and one.person in works)
        ):
            continue
        elif _is_closed(one, plain) or (one.value == "not_working" and _for_another(one, plain)):
            yield replace(one, value="unemployed")
        else:
            yield one
    yield from _implied(said, plain)
    yield from _come_to_work(said, plain)
    payers = {one.person for one in said if one.fact == "employee_insurance_payer"}
    for one in said:
        if one.fact == "self_paid_insurance_yuan_per_year" and one.person not in payers:
            yield replace(one, fact="employee_insurance_payer", value="self")


# 失业登记也办了, 早就登记失业了
_PAPER = re.compile(
    r"[^，。；了]{0,6}(?:失业|下岗)(?:登记)?(?:证|登记|手续)[^，。；]{0,10}|[^，。；]{0,4}登记了?失业(?:了|的)?"
)
_AS_LISTED = re.compile("登记了?$")


def without_papers_of(said: Iterable[Said], plain: str, known: Iterable[Situation]) -> Iterator[Said]:
    """`said` without the work that 失业登记办了 speaks of, of one who was told to live by odd jobs."""
    work = {one.id: one.facts.get("employment") for home in known for one in home.people}
    for one in said:
        lost = one.value in ("unemployed", {"job_loss": True})
        if not (lost and _is_of_paper(one, plain) and work.get(one.person)):
            yield one


def _is_of_paper(one: Said, plain: str) -> bool:
    listed = _AS_LISTED.search(plain, max(0, one.start - 3), one.start)
    return bool(listed or _PAPER.fullmatch(plain, one.start, one.end))


_FOR_HIRE = re.compile(r"打[^，。；]{0,3}工|务工|工地|进厂|送外卖|送快递|装修")
_ELSEWHERE_NOW = frozenset({"other_province", "in_province"})


def _come_to_work(said: list[Said], plain: str) -> Iterator[Said]:
    """户口是外省的，我在桓台打工: who works here and is registered elsewhere has come for work."""
    from_afar = {s.person for s in said if s.fact == "hukou" and s.value == "elsewhere"}
    away = {s.person for s in said if s.fact == "work_place" and s.value in _ELSEWHERE_NOW}
    told = {s.person for s in said if s.fact == "work_background" and "migrant_worker" in s.value}
    for one in said:
        hired = one.fact == "employment" and one.value in ("employed", "gig")
        if not hired or one.person not in from_afar - away - told:
            continue
        if _FOR_HIRE.search(plain, one.start, one.end):
            told.add(one.person)
            yield replace(one, fact="work_background", value={"migrant_worker": True})


# 灵活就业社保自己交，没工作: paid as who works by the job, so that 没工作 may only mean no employer.
_INSURED_BY_THE_JOB = re.compile(
    r"灵活就业[^，。；]{0,6}(?:身份|社保|养老|医保|保险|交|缴)(?![^。！？]{0,8}[断停]|[的]?补)"
)
_NO_JOB = re.compile(r"(?:没有?|无)(?:固定|正式)?(?:工作|上班|单位)|没上着?班")


def _by_the_job(said: list[Said], plain: str) -> set[str | None]:
    """Those who pay for themselves as who works by the job."""
    if not _INSURED_BY_THE_JOB.search(plain):
        return set()
    return {one.person for one in said if one.fact == "employee_insurance_payer" and one.value == "self"}


def _without_unclear(said: list[Said], plain: str) -> Iterator[Said]:
    """`said` without 没工作 and 失业登记办过 for the work of such: the latter is a paper that it takes."""
    own = _by_the_job(said, plain)
    works = [one for one in said if one.fact == "employment" and one.person in own]
    no_job = {one.person for one in works if _NO_JOB.search(plain, one.start, one.end)}
    unclear = [one for one in works if one.person in no_job or _is_of_paper(one, plain)]
    return (one for one in said if one not in unclear)


_ONCE = re.compile(
    r"(?:以前|原来|原先|早年|年轻时?|从前|早先|过去|头些年)(?![^。！？]{0,40}(?:现在|这会儿|今年))"
)
_NO_WORK = ("unemployed", "not_working")


def _is_of_the_past(one: Said, said: list[Said], plain: str) -> bool:
    """以前喂牲口，后来给窑上看大门，这几年谁也不要我了: what was done before there was no work."""
    if one.value in (*_NO_WORK, "retired"):
        return False
    since = any(
        s.fact == "employment" and s.value in _NO_WORK and s.person == one.person and s.start > one.end
        for s in said
    )
    start = max((found.end() for found in _SENTENCE_END.finditer(plain, 0, one.start)), default=0)
    return since and bool(_ONCE.search(plain, start, one.start))


# 跑了一年网约车，…车也卖了; 退伍回到农村种地，现在瘫在床上
_DRIVES = re.compile(r"车|滴滴|运输|拉货|代驾|货运|送(?:外卖|快递)")
_SOLD_IT = re.compile(r"车(?:子)?(?:也|都|给|又|早|已经?){0,2}(?:卖|转让?|退|抵|报废)(?:了|出去|掉)")
# Nobody else is named in between.
_NOW_LIES = re.compile(
    r"[^。！？我俺咱他她爹爸妈娘母父伴公婆儿女孩弟妹哥姐]{0,12}(?:现在|如今|眼下|后来|去年|前年|今年|上个?月|这[几两]年|自打|打那)"
    r"[^。！？我俺咱他她爹爸妈娘母父伴公婆儿女孩弟妹哥姐]{0,10}"
)


def _is_given_up(one: Said, said: list[Said], plain: str) -> bool:
    """Is it work that who did it has sold the car for, or by now lies in bed from?"""
    if one.value in (*_NO_WORK, "retired"):
        return False
    if _DRIVES.search(plain, one.start, one.end) and _SOLD_IT.search(plain, one.end):
        return True
    beds = (s for s in said if s.fact == "self_care" and s.value == "none" and s.person == one.person)
    return any(_NOW_LIES.fullmatch(plain, one.end, s.start) for s in beds)


def _is_no_pensioner(one: Said, plain: str) -> bool:
    """厂里工会主席退休以后: of nobody who is spoken of; 病退没批: of nobody yet."""
    officer = _OFFICER.search(plain, max(0, one.start - 8), one.start)
    refused = _NO_PENSIONER.match(plain, clause_start(plain, one.start))
    return one.value == "retired" and bool(officer or refused)


def _is_of_the_home(one: Said, plain: str) -> bool:
    """我爸肝硬化，家里没有收入来源: of no one's work."""
    told = plain[one.start : one.end]
    of_money = "收入" in told or "来源" in told or "进项" in told
    return of_money and bool(_AT_HOME.search(plain, max(0, one.start - 6), one.start))


def _is_wished(one: Said, plain: str) -> bool:
    """Is it work that is asked for, and not done?"""
    clause = clause_start(plain, one.start)
    return bool(_THAT_KIND.match(plain, one.end) or _WISHES.search(plain, clause, one.start))


def _with_the_loss(one: Said, said: list[Said]) -> Said:
    """失业两年了，媳妇一直没工作: the two years are of whom 失业, right before them, is said."""
    lost = (s for s in said if s.fact == "employment" and s.value == "unemployed")
    of = next((s.of for s in lost if s.start <= one.start <= s.end + _NEXT_TO), None)
    return one if of is None else replace(one, of=of)


def _is_less_sure(one: Said, said: list[Said], plain: str) -> bool:
    """给人擦玻璃, where one does it at a company; 给人安门窗, where one says 打零工 of it."""
    others = [s for s in said if s.fact == "employment" and s.person == one.person and s is not one]
    if one.value == "gig" and not _BY_THE_DAY.search(plain, one.start, one.end):
        held = (s for s in others if s.value == "employed" and s.start <= one.start and one.end <= s.end)
        return any(_COMPANY.search(plain, s.start, one.start + 1) for s in held)
    if one.value != "employed":
        return False
    by_day = [s for s in others if s.value == "gig" and _BY_THE_DAY.search(plain, s.start, s.end + 1)]
    at_it = any(one.start <= s.start <= one.end for s in by_day)  # 在加工厂打零工
    return at_it or (bool(by_day) and not _COMPANY.search(plain, one.start, one.end))


def _is_play_school(one: Said, plain: str) -> bool:
    """在公办园上中班: no shift, but the middle class of a kindergarten."""
    return one.value == "employed" and bool(_CLASS_OF.search(plain, one.start, one.end))


def _implied(said: list[Said], plain: str) -> Iterator[Said]:
    """What other facts make of the work of those of whom no work is told."""
    told = {one.person for one in said if one.fact == "employment"}
    by_the_job = _by_the_job(said, plain)
    for fact, value, work in _IMPLIES:
        for one in said:
            if fact == "unemployment_registered" and one.person in by_the_job:
                continue
            if _OF_THAT_WORK.fullmatch(plain, one.start, one.end):
                continue
            if one.fact == fact and _is(one.value, value) and one.person not in told:
                told.add(one.person)
                yield replace(one, fact="employment", value=work)


def _is(said: object, value: object) -> bool:
    return said is value if isinstance(value, bool) else said == value


def _is_closed(one: Said, plain: str) -> bool:
    return one.value == "self_employed" and bool(_CLOSED.match(plain, one.end))


def _is_kept_by_care(one: Said, plain: str) -> bool:
    """我得伺候婆婆，没法出去干活: who is not free to work is able to."""
    if one.value is not False or not _KEPT.search(plain, one.start, one.end + 4):
        return False
    start = max((found.end() for found in _SENTENCE_END.finditer(plain, 0, one.start)), default=0)
    start = max(start, one.start - 40)
    tends = list(_FOR_ANOTHER.finditer(plain, start, one.start + 1))
    weak = tends and _ITSELF.search(plain, tends[-1].end(), one.start)
    return bool(tends) and not weak and not _MY_OWN.search(plain, start, one.start)


def _for_another(one: Said, plain: str) -> bool:
    """带着两个孩子，小的才一岁，我没法上班."""
    if not _CANNOT_GO.match(plain, one.start):
        return False
    start = max((found.end() for found in _SENTENCE_END.finditer(plain, 0, one.start)), default=0)
    before = plain[max(start, one.start - 40) : one.start]
    return bool(_FOR_ANOTHER.search(before)) and not _ITSELF.search(before[-14:])
