"""School stages of those who attend, as the message has them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.understanding.people.whom import YOUNG, Mention, People
from bot.understanding.said import Said
from bot.understanding.stance import Stance, clause_start, stance_of
from bot.understanding.wordings.heads import compile_headed

_SMALL = ("kindergarten", "kindergarten_final", "primary")
_LOW = (*_SMALL, "junior", "senior_high", "vocational")
_STAGES = (
    ("kindergarten_final", r"(?:幼儿园|幼稚园|育红班)?的?大班|学前班|育红班大班"),
    ("kindergarten", r"小班|中班|幼儿园|托班|幼稚园|育红班|托儿所"),
    ("primary", r"小学|[一二三四五六1-6]年级(?!第)"),
    (
        "junior",
        r"初中|初[一二三123](?!那天|早上|晚上|到|去|号|走亲)|[七八九789]年级|念完小学|[镇乡]中(?:学|(?![心间医央]))|初级中学",
    ),
    (
        "vocational",
        r"中专|(?<!入)职高(?!新|级|薪)|职专|职中(?!国)|技校|中职|职教中心|卫校|职业(?:学校|高中|中专)|高级技工|技师学院|"
        r"技工学校|(?:建筑|机电|机械|化工|交通|轻工|电子|信息|农业|农机|商业|财经|财贸|工业|工程|技术|护理|艺术|陶瓷|纺织|旅游|铁路|石油|矿业|水利|中等专业|中等职业)"
        r"{1,4}学校|中技(?=[，。学读])|职业班",
    ),
    ("senior_high", r"高中|高[一二三123](?![点些块倍档千百号楼单天截头]|大[截块])|普高|复读(?=[，。高一的])"),
    ("junior_college", r"高职|大专|专科(?!医|门)|职业(?:技术)?(?:学院|大学)|师专|职院|高专"),
    (
        "graduate",
        r"研究生|硕士|博士(?!后)|研[一二三]|考研上岸|读研(?!究所)|(?<=在读)博(?!物|士后)|(?<=正读)博(?!物|士后)|研究所(?=[一二三四]年级|在读|就读)|(?<=考上)研(?!究)|(?<=考上了)研(?!究)",
    ),
    (
        "bachelor",
        r"(?:普通)?专升本|(?<![不没想])专接本|本科|准大学生|大学|(?<!老)大[一二三四](?![岁家点些笔堆把袋圈帮早盘片])|师大|(?:医|理工|农业?|师范|科技|财经)?学院|[一二]本(?=[，。大线录学]|院校|批次?|的?(?:学费|分数线)|$)|"
        r"(?:理工|工大|科大|农大|医大|财大|师范)(?=[，。录的了]|学[费杂]|$)",
    ),
)
_STAGE = compile_headed("|".join(f"(?P<{name}>{say})" for name, say in _STAGES))
_GRADED = re.compile(r"年级|[初高大研][一二三四123]$|[大中小]班|准大学生")
_ATTENDS = re.compile(
    r"(?:上|念|读|去了?|送(?:去|到|进|了|上){0,12}|考上了?|考到了?|考了|考取了?|考进了?|进了|录取到|升|升入|在|进|今年|刚|是|去念|去读|供|着|的|入|报了|就读于?|在读)"
    r"(?:的是|完|了|着|个|的|所|到|咱|省内|一所|那个|"
    r"公办|民办|普惠|普通|职业|.{2,6}(?=小学|中学|初中|高中))?$|(?:考上|考到|考了|考取|录到|报了|在|念|读|上)[^，。]{1,8}$"
)
_NOT_ATTENDS = re.compile(
    r"(?:刚?毕了?业|没(?:念|上|读)完|没毕业|文化|学历|没考上|没上过|以前|门口|老师|教师|助学金|资助|贷款|补助|政府|学费减免|里?(?:做|"
    r"当|教(?!育|室)|干|上班|看门|打工)|同学|附近|旁|保安|食堂|教室|住(?!校|宿|读)|安置|能不能|可以|怎么|有没有|"
    r"的?时候|那年|班主任|奖学金|路|生(?:源|就业|村)|收费|阶段|住院部|城|附属|楼|到大学|能借|没法|上不|不敢|"
    r"毕业生|减免|的政策|医院|同期|教育|名额|管理|标准|考试|失败|辅导)"
)
# 我大专，学费交不上; 我爹大专 is what he has learned
_MY_FEES = re.compile(r"[，的]?(?:一年|每年|现在)?的?(?:学杂?费|住宿费|助学贷款)")
_LONG_GROWN = frozenset(
    {"self", "father", "mother", "parent", "grandfather", "grandmother", "grandparent"}
    | {"father_in_law", "mother_in_law", "parents_in_law", "uncle_aunt"}
)
# 我孙子高中助学金: who is named right before attends, though the money is what is asked for.
_PAID_FOR = re.compile(r"的?(?:助学金|资助|贷款|补助|学费|减免|奖学金|生活费)")
_SOME_AT_SCHOOL = re.compile(r"(?:有|带着?|供着?|养着?)(?:一?个|俩|两个)(?:正|在)?(?:上|读|念)$")
_YEARS_AGO = re.compile(r"(?:前些年|前几年|那几年|头几年|早些年|那会儿|那时候|当年)[^。；，]{0,8}$")
_REFUSED = re.compile(
    r"(?:毕业(?!(?:就|后|又|以后|完)?(?:上|考|念|读|进|升))|(?:念|读|上)完|以前|没考上|考不上|从|在职|补录|不让上|没钱(?:上|念|读)?|供不起|上不起|上不了|当年|那时|小时候|"
    r"(?:想|盼|等|能|可以)(?:着|他|她|孩子)?(?:上|念|读|考)?|没(?:有)?(?:上|念|读)过?|(?<![考录取收报升])到)[^，]{0,2}$|"
    r"(?:想|盼着?|希望|打算|准备|正在|计划)(?:着|他|她|孩子)?考(?:到|上|取|进|个)?[^，。]{0,6}$"
)
_NEXT = re.compile(
    r"(?:马上|快|明年|后年|即将|准备)(?:就)?(?:要|该|能)?(?:上|念|读|升)?$|[要该](?:上|念|读|升)$|(?:明年|后年)[^，。]{0,2}(?:上|念|读|"
    r"升)$"
)
_NAMED = re.compile(r"(?:^|[，。 ])(?:上|读|念|在)?(?:公办|民办|普惠|普通|私立|公立|全日制|统招){1,2}$")
_OF_OLDER = re.compile(
    r"(?:研究生|研究所|硕士|博士|中技|大专|高职|中专|职高|职专|技校|技师学院|本科|大学|中职)"
    r"(?:(?:的(?:孩子|娃|学生|闺女|儿子))?[^，。；小老一]{0,3}|，(?:现在|今年|才|读|上|念){0,3})$"
)
_GRADE_AFTER = re.compile(
    r"(?:的|的(?:孩子|娃|学生|闺女|儿子)?(?:今年|现在|才|上|念|读){0,2}|，(?:现在|今年|才|读|上|念){0,3})?(?:[一二三四五]年级(?!的)|在读|就读|新生(?!儿)|[一二三]年制)"
)
_BIG_CLASS = re.compile(r"[^，。；]{0,4}大班")
_PUPIL = re.compile(r"生(?!源|就业|村|活|补|贷|的)")
_LEFT = compile_headed(
    r"(?:辍学|退学|休学在家|(?<![交拿够跟报考供吃办评用赶还补续买凑排轮])不(?:再)?(?:上学|念书|读书|念|上|读)了(?!岁)|早(?:就)?不(?:上|念)(?:学|书)?了|"
    r"(?:大学|大专|中专|高中|本科|高职|技校|职高|初中)(?:已经?|都|刚|就|也|今年|去年){0,12}毕业(?:了|后)?(?:就|已经|现在|出来|在家){0,12}"
    r"(?:上班|工作|打工|找|待|闲)|(?<!没)毕了?业了?，?(?:就|现在|已经)?(?:在|进|去|到|上)[^，。；]{0,6}(?:找了?(?:个|份|家)|上班|工作|打工|干)|还没(?:到)?(?:上学|上幼儿园|入学|入园)(?:的?年龄)?|没到上学年龄|"
    r"上不了学(?!费|校)|没法上学(?!的)|学校不收|(?<![一-鿿])没上学|没(?:在)?(?:上学|念书|读书)(?!的?钱))"
)
_CLASS = re.compile(
    r"(?P<stage>小学|幼儿园|初中|中学|高中|中职|职高|职专|中专|技校|职业(?:学校|高中|中专))(?:的|里)?"
    r"(?:班主任|老师|教师|(?:当|教|带)[^。！？]{0,10}(?:班主任|老师|班))"
)
_IN_CLASS = re.compile(r"(?:班里|班上|本班|我班|我们班|俺班)")
_CLASS_STAGES = {
    "小学": "primary",
    "幼儿园": "kindergarten",
    "初中": "junior",
    "中学": "junior",
    "高中": "senior_high",
}
_TECHNICAL = ("中职", "职高", "职专", "中专", "技校", "职业学校", "职业高中", "职业中专")
_CLASS_STAGES |= dict.fromkeys(_TECHNICAL, "vocational")
_YEARS_AHEAD = re.compile(r"(?:明年|后年|将来|以后|过两年)[^，。]{0,5}$")
_ENTERED = re.compile(
    r"(?:考上了?|考进|考到)[^，。]{0,6}?(?:[一二三四五六七八九]中|实验中学)|考(?:上|进|到|取)了?(?:普通|公办|民办|县里的?)?(?:高中|普高)|"
    r"被[^，。]{2,12}?录取|录(?:取)?(?:到|上|进)(?:了)?[^，。]{2,8}?(?:大学|学院|理工|师大)|"
    r"(?:录取|入学)通知书"
)


# 幼儿园一个月收八百: of one known to be in 大班 the word for all classes tells no other; so 大学 or 大二 of
# 大专, and 二年级 of 中职.
_OF_ALL_CLASSES = {
    "kindergarten": (
        re.compile("幼儿园|幼稚园|育红班|托儿所"),
        re.compile("[小中托]班"),
        {"kindergarten_final"},
    ),
    "primary": (
        re.compile("[一二三四五]年级"),
        re.compile("小学"),
        {"junior", "senior_high", "vocational", "junior_college", "bachelor", "graduate"},
    ),
    "bachelor": (re.compile("大学|学院|大[一二三四]"), re.compile("本"), {"junior_college", "graduate"}),
}


def says_less(words: str, stage: object, known: object) -> bool:
    """Whether `words`, read as `stage`, only say less than the stage that is known."""
    every, one, finer = _OF_ALL_CLASSES.get(str(stage), (None, None, ()))
    return known in finer and bool(every.search(words)) and not one.search(words)


def read_schools(plain: str, people: People) -> Iterator[Said]:
    """School stages of those who attend, not of those who teach, graduated or ask about a grant."""
    seen = False
    for found in _STAGE.finditer(plain):
        said = _read_stage(plain, people, found)
        if said is not None:
            seen = True
            yield said
            other = people.both(said.of, said.start) if said.of else None
            if other is not None:
                yield replace(said, of=other)
    if not seen:
        yield from _entered(plain, people)
    yield from _left(plain, people)
    yield from _in_class(plain, people)


def _read_stage(plain: str, people: People, found: re.Match[str]) -> Said | None:
    start, end = found.span()
    head = clause_start(plain, start)
    before = plain[max(head, start - 10) : start]
    if found.group().endswith("年级") and "一贯制" in plain[max(head, start - 20) : start]:
        before += "一贯制"
    stage = str(found.lastgroup)
    if stage == "kindergarten" and _BIG_CLASS.match(plain, end):
        return None
    behind = people.subject(start, end, young=True)
    near = behind is not None and 0 <= start - behind.end <= 3 and behind.person is not None
    direct = near and behind.relation not in _LONG_GROWN
    mine = near and behind.person == "self" and start == behind.end and _MY_FEES.match(plain, end)
    paid_for = direct and behind.relation in YOUNG and _PAID_FOR.match(plain, end)
    if (_NOT_ATTENDS.match(plain, end) and not paid_for) or _REFUSED.search(before):
        return None
    if _YEARS_AGO.search(plain, max(head, start - 16), start):
        return None
    if stage in _LOW and _NEXT.search(before) and not re.search(r"今年[^，。]{0,2}$", before[:-1]):
        return None
    if stage in ("bachelor", "junior_college") and _YEARS_AHEAD.search(before):
        return None
    older = stage == "primary" and _OF_OLDER.search(plain, max(0, start - 12), start)
    if older and not ("，" in older.group() and plain.startswith("的", end)):
        return None  # 大专三年级; 职高，一年级
    graded = bool(_GRADED.search(found.group()) or _GRADE_AFTER.match(plain, end))
    named = _NAMED.search(plain[max(0, start - 6) : start]) and end <= len(plain)
    pupil = _PUPIL.match(plain, end) and re.search(
        r"(?:我|俺|是|[个名]|还是|在读|准|带俩?|供着?|俩|仨)$", before
    )
    if not (graded or direct or mine or named or pupil or _ATTENDS.search(before)):
        return None
    if stage == "bachelor" and "本" not in found.group() and re.search(r"高职|大专|师专|职业学院", plain):
        stage = "junior_college"
    if stage == "primary" and "一贯制" in before:
        stage = "junior_college"
    of = _pupil(people, start, end, stage)
    if of is None or stance_of(plain, start, end) is Stance.OPEN:
        return None
    return Said("school_stage", stage, of, start, end)


def _pupil(people: People, start: int, end: int, stage: str) -> Mention | None:
    if _SOME_AT_SCHOOL.search(people.plain, max(0, start - 8), start) and people.plain[end : end + 1] == "的":
        before = [m for m in people.mentions if m.relation in YOUNG and m.start < start]
        near = [m for m in before if m.start >= start - 4]  # 我自己还有俩上小学的, of an aunt
        young = next(iter(near or before), None)
        return young or Mention(start, start, "child", "child")
    of = people.subject(start, end, young=True)
    if of is not None and of.person == "self" and stage in _SMALL and not people.spoken.is_young_themselves:
        return Mention(start, start, "child", "child")
    return of


def _entered(plain: str, people: People) -> Iterator[Said]:
    """考上一中, 被山东理工录取: entered, though the stage is not named."""
    for found in _ENTERED.finditer(plain):
        high = re.search(r"[一二三四五六七八九]中|实验中学|高中", found.group())
        if not high and not re.search(r"大学|学院|理工|师大|学费|贷款|省外|报到", plain):
            continue
        of = people.subject(*found.span(), young=True)
        if of is not None and stance_of(plain, *found.span()) is Stance.SAID:
            yield Said("school_stage", "senior_high" if high else "bachelor", of, *found.span())
            return


def _left(plain: str, people: People) -> Iterator[Said]:
    for found in _LEFT.finditer(plain):
        of = people.subject(*found.span(), young=True)
        said = stance_of(plain, *found.span()) is Stance.SAID
        before = plain[max(0, found.start() - 4) : found.start()]
        asked = re.search(
            r"(?:想|不行就|只好|只能|得|要|说|差点|怕|我|别让[^，。]{0,2}|不能)(?:是)?$", before
        )
        if of is not None and said and not asked and not (of.person == "self" and of.start == of.end):
            yield Said("school_stage", "none", of, *found.span())


def _in_class(plain: str, people: People) -> Iterator[Said]:
    """我是镇小学的班主任。班里有个男孩: the pupil goes to that school."""
    teacher, pupils = _CLASS.search(plain), _IN_CLASS.search(plain)
    if teacher is None or pupils is None:
        return
    of = people.subject(pupils.end() + 4, pupils.end() + 4, young=True)
    if people.host and people.host.relation == "pupil":
        of = Mention(pupils.end(), pupils.end(), "self", "self")
    if of is not None and (of.person != "self" or people.host):
        yield Said("school_stage", _CLASS_STAGES[teacher["stage"]], of, *pupils.span())
