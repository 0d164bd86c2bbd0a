"""Recognised hardship (低保, 五保, 边缘, 监测…): what the household has, has not, or only asks about."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.understanding.people.whom import Mention, People
from bot.understanding.said import Said
from bot.understanding.stance import CLAUSE_ENDS, clause_start
from bot.understanding.wordings.heads import compile_headed

from .alone import (
    by_one,
    given_to,
    of_each,
    of_one_alone,
    others_have_none,
    some_and_others,
    told_of_rest,
)
from .asked_about import asks_meaning, asks_of_own
from .of_one import of_the_other, own_aid
from .refused import ENDED, IF_STOPPED, TAKEN, asks_why_not, turned_down
from .standing import (
    FEARED,
    KINDS,
    WISHED,
    answered,
    asks_whether,
    corrected,
    denied,
    named_behind,
    read_goes_on,
    read_lists,
    read_nothing,
    stands,
    without_names,
    year_of_own,
)

_TERMS = (
    (
        "marginal",
        r"低保边[缘沿](?:家庭|户|人口)?|[低底]边(?:户|家庭)?|边[缘沿](?:户|家庭)|(?<=[是非属不])边缘(?![易治致])|(?<=不够)边缘(?![易治致])|"
        r"(?<=[甲乙丙该][户家])边缘(?=[ ，。；]|$)|(?<=给了个)边缘(?=[，。]|$)|"
        r"(?<= )边缘(?=[ ，；。]|$)|边缘(?=(?:也|都)?(?:说)?(?:肯定)?(?:不够|够不上|不行|超))",
    ),
    (
        "subsistence_single",
        r"单人(?:户)?(?:低?保|施保|纳保)|低保单人(?:户|保)?|单独(?:施|纳)保|(?<![简菜])单保(?!险|证)|只保了[^，。；]{1,5}一?个人?(?=[，。；]|$)",
    ),
    ("subsistence", r"[低底]保(?:户|家庭|对象|人员|人群|群体)?|最低生活保障"),
    (
        "extreme_poverty",
        r"五保(?:户|老人|对象)?|特困(?:供养|对象|[人老儿分集户][员人童散中]?){0,9}|三无(?:人员|老人)",
    ),
    (
        "relapse_monitored",
        r"(?:防止?返贫)?(?:动态)?监测(?:帮扶)?(?:户|对象|家庭)|边[缘沿]易[致治]贫户?|脱贫不稳定户?",
    ),
    (
        "lifted",
        r"(?<=享受)脱贫政策|(?<=享受着)脱贫政策|脱贫(?:享受政策)?(?:户|人口|家庭)|脱(?:的|了)贫|(?:摘穷帽子?|摘帽|脱贫)(?=那(?:一?年|会|阵))|脱贫(?:了|(?=[，。]))|摘(?:的|了)帽|贫困户|建档立卡(?:贫困)?户?|年出的列",
    ),
    ("relapsed", r"(?<![防止免怕])返贫(?:致贫)?(?:户|对象|人口|家庭)|返了贫"),
    ("rigid_expenditure", r"刚性支出(?:困难)?(?:家庭|户)?|支出型(?:困难|贫困)(?:家庭|户)?"),
)
_TERM = compile_headed("|".join(f"(?P<{name}>{say})" for name, say in _TERMS))
_WEIGHED = re.compile(
    r"(?:算不算|够不够|是不是|有没有|吃不吃|符不符合|属不属于|能不能|算不上)(?:是|吃|个|得上|上|领|拿)?$"
)
_DENIED = re.compile(
    r"(?:没(?:有)?一个(?:人)?吃|不是|没有|没|非|不吃|没吃(?:上)?|[没未]办|不够|没评上?|够不上|算不上|不算|没领|"
    r"不在|不拿|不享受|也?不属于?|没当|没得|没评|从没|(?<![是要能行])不|"
    r"没享受|(?<!给)(?:不|没)(?:给|让)(?:我|俺|他|她)?们?家?(?:办|批|评|报|吃)|没(?:敢|去|想过)?(?:申请|申报)|没摊[上着]?|[没不][占沾]|无|不符|没批|够不着|不是什么|[没未](?:有)?(?:被|给)?(?:纳入|列入|评进)|不符合|没定|没进|没给|不给(?:我|俺|他|她)?们?家?|办不了|办不上|未[列评批获进享]?[入为进上]?)(?:过|的|什么|啥|个|定|吃|"
    r"啥子|那个|上|格吃|得上|格){0,2}$"
)
_ASKED = re.compile(
    r"(?:是不是|算不算|能不能|能否|可否|是否|可不可以|可以|能|想|想要|申请|办理|办(?!了|的)|怎么|咋|如何|什么是|要是|如果|须|需要?|"
    r"假如|听[说见]|据说|[看刷]到|看见|人家|别人|非得?|必须|只有|只给|光给|针对|除非|才是|得是|得有|得|看|论|分|管|凭|谁家|说是?|凡是|"
    r"有的|哪些|够不够|够|问|不想|要|转成?|评(?!了|的|上)|吃不吃|吃上|报|补|查|停了?的|凭啥|凭什么|有个|"
    r"有些|拿|让|有钱的?|真|那些|他们|"
    r"(?:低于|不到|多少|几)[^，。；]{0,6}算|(?:领导|书记|主任|村长|干部)家?的?(?:亲[戚属])?都?|"
    r"有没有|隔壁[^，。]{0,3}|邻居家?也?|邻居|不如|比|取消|停|举报|关于|原来的|旧|给|帮|该|"
    r"[老小][王李张刘赵孙周吴陈杨]家?|叫|申报|咨询|反映|以前|原来|曾经|过去|领着?的?人|开着.{0,4}领|来|"
    r"(?:只给|只有|光给|仅给|仅限|限于|只能|只管|针对|面向|要求|必须是|凡是|优先)[^，。；]{0,14}[、和或及与]|"
    r"这类|各类|和|跟|与|或者?|还是|[别甭休]想|先(?:认定|办|评|申请|转)(?!的|了))(?:还|也|是|有|吃|个|的|领|批|算|评|单独|自己|一?下|上|成|进|入|为|的是|户|拿|办|过|再|重新|继续|那个|那|什么|叫){0,12}$"
)
_TAKES = re.compile(r"(?:^|[我俺咱们家爹娘爸妈，。；！都也就在直还])拿[着了]$")  # 拿着低保还能报不
_HELD_BEFORE = re.compile(
    r"(?:是(?:我们?|俺们?|咱们?)?(?:村|庄|镇|社区)[里上]?的|是|有|吃着?|享受|给了个?|领着?|拿着?|定的?|认(?:定)?[的了]|评[了的上]|批[了的]|办[了的]|纳入|属于|在)$"
)
_STATE_AFTER = re.compile(
    r"(?:[，。；！ ]|$|户|"
    r"[ABC一二三四]类|[本证](?:红|揣|扫|掏|还|上(?:写|就|光|是))|名单上|还在|在(?!哪)|有(?!没|什么|啥)|已|批(?!不)|办(?:了|下|的|好|上)|吃着|拿着|"
    r"领着|都(?!有|能|可)|也(?!能|可)|残疾|失能|独居|上月|好[几多]|[好几一二三两四五六七八九十\d]{1,12}(?:多)?年|给(?:他|她|我|俺)?办了|是(?:给)?(?:办|批|吃着|有|领|拿|去年|前年|今年|[一二三四五六七八九十\d])|加(?!上)|带(?!什么)|到期|到手|"
    r"金?(?:卡)?(?:上|里)?(?:才|就(?!能|可|给)|每月(?!多)|一小半|不够|全|才给)|户口本|证(?:是|在|有|"
    r"去年)|那点|的[，。]|刚(?![交报递提送申])|一个?月(?:才|就|给|发)?(?!多)[一二三四五六七八九\d])"
)
_TERSE_AFTER = re.compile(
    r"(?:残疾|老人|瘫|摔|卧床|透析|医保|看病|住院|化疗|孩子|学生|买|发|家庭|户|人|两口|老两口|独居|重残|失能|妈|"
    r"爸|女|男|上学|大学|重病|患)"
    r"(?!怎|标准|条件)"
)
_HOLDER = re.compile(r"(?:脱[的了]贫|摘[的了]帽|年出的列|户|家庭|老人|儿童|对象|人员|人口)$")
_OF_ALL = re.compile(
    r"(?:才(?!\d|[一二三四五六七八九])|都(?:有|能|可以|不要|免|给|是)|就(?:能|可以|免)|可以|优先|免费|"
    r"不要钱|看病(?:都|全)?(?:不|免)|"
    r"的?(?:标准|待遇|条件|门槛|政策|名额|补助标准)|有(?:没有|什么|啥)(?!.{0,3}病)|有(?:这|那)[个项条])"
)
_STOPPED = re.compile(
    r"(?:钱|金|资格|待遇|户)?(?:也|都|就|又|给|让|被|去年|今年|上个?月|去年.{0,3}|后来|肯定|怕是|说|还|根本|"
    r"俺们?|我们?|家里|一直){0,12}(?:没批|不批|"
    r"批不下|批不了|没办下|办不下|没评上|已经?被?(?:停(?![药工产])|取消|退(?![休伍役])|清退|注销)|被?取消|停了|给停|没吃上|没享受|没办成|"
    r"被停|(?:叫|让|被)[^，。]{0,5}(?:掐|停|拿|取消|抹|撤|弄没)[了掉]|掐了|退了|没过|不够(?!用|花|吃|"
    r"钱)|超了|没通过|没给|没有(?!.{0,3}(?:用|涨|到|停|断|取消))|够不上|够不着|不给办|没定上|让村里拿|清退|"
    r"销了|不行|没戏|不是(?=[，。]|$))"
)
# 同屋一个不是低保的大叔
_OF_ANOTHER = re.compile(
    r"户?的(?:那个|一个)?(?:老?大?[叔婶姐哥爷娘妈姨]|邻居|同事|人家?|病友|同学|[一几]户)"
)
# 低保那个表; but 低保那个钱 is had.
_OF_THE_THING = re.compile(r"那个(?!钱|证|卡)|办下来(?:要|得|需|大概|能)|(?:要|得)?多长时间|几天")
# 俺低保, 八十四低保, 一级残疾低保: whose it is, or what else they are, stands right before it.
_OF_ONE = re.compile(
    r"(?:[我俺咱他她](?:这)?|(?<![你恁您])们|[我俺咱全]家|[妈娘爹爸爷奶公婆伴姐哥弟妹姑姨舅叔伯婶嫂孙儿女孩子头母父友]|老人|本人|一家|家里|"
    r"[岁了级残瘫症病疾]|独居|[一二三四五六七八九十\d]口|[一二三四五六七八九]?十[一二三四五六七八九]?|\d\d)$"
)
_GETTING = re.compile(
    r"[^，。；！？]{0,6}?(?:(?:怎么|咋|如何|能不能|能|可以|可不可以|该)(?:着)?(?:再)?(?:申请|办|报(?!销)|评|批|吃|弄|领|拿|恢复|给办)|"
    r"够不够|条件|材料|申请(?!过)|批下来[没吗不]|办(?:理|下来[没吗不])|审(?:核|批)|查|行不|有戏|需要|得啥)"
)
_GRANTED = re.compile(
    r"(?:[^，。；！？]{0,8}|，(?:也|都|已经?|刚|去年|今年|上个?月)?)(?:批(?:的|了|下来)|办(?:的|下来)|下来(?:的|了))(?![吗没么要得多能])"
)
# 俺有高血压，特困的是不是拿药不花钱: one who tells of themselves asks as what they are.
_ASKS_AS = re.compile(r"(?:的)?(?:是不是|听说|给不给|用不用|还用|能不能免)")
_TELLS_OF_SELF = re.compile(
    r"[我俺][^。？]{0,30}?(?:病|残|岁|瘫|癌|瘤|[一二三四]级|十[了，。 ]|药|内障|手术|住院)"
)
# 反映的不是, 是不是就跟以前的贫困户一样
_NOT_THE_POINT = re.compile(
    r"(?:跟|和|像|同)(?:那些)?(?:以前|原来|原先|过去|早先)的$|(?:[说问讲反映]的|[谁跟和与])不是$"
)
_LIVED_ON = re.compile(r"(?:靠(?:着)?|指着|指望|光|全凭|就凭|守着)(?:[^，。]{0,3})$")
_AS_HELD = re.compile(
    r"(?:那|这)?(?:点|俩|几个)?钱|过日子|过活|活着|度日|吃了|待遇(?:每|一直|按)|"
    r"[一二两三四五六七八九\d]口(?:人|之家)|的?老(?:娘|爹|妈|爸|母|父|汉|头)|的老|的我|的俺|十块|花十块"
)
# 低保从来没办过, 低保也没有, 低保没申请
_NEVER_HAD = re.compile(
    r"(?:户|的)?(?:，(?=也没))?(?:我|俺|家里|我家|俺家|咱|一直|从来|也|都|统统|全|哪样|一样|还|压根|根本|到现在|至今){0,6}(?:(?:没|没有|未)(?:去|有)?"
    r"(?:办理?|吃|领|享受|评|申请|报|沾|拿|申报|纳入|认定?|够)?|不(?:吃|领|享受|拿))(?:过|上|着)?边?(?=[，。；！]|$|光靠|全靠|就靠|只靠|我|俺|这|那|人家|村里|镇上|社区|说)"
)
# 吃上五保了
_HAS_GOT = re.compile(r"(?<![能想没不要咋么给])(?:吃|办|评|领|享受|批|定)(?:上|下来|成)$")
# 村里说够条件吃特困，一直没办下来: what is said to fit is not yet had.
_FITS = re.compile(
    r"(?:够|符合|达到|满足|有)(?:了|着)?(?:条件|资格|标准)(?:吃|办|评|享受|领|申请|纳入|的|上){0,12}$"
)
# 前些年…镇上给我们办着低保
_YEARS_AGO = re.compile(
    r"(?:^|[。！？，；])(?:前|早|头)(?:些|几)年[^。！？]{0,24}(?:办着|吃着|拿着|领着|享受着|给办|办过|吃过|有过)(?:的)?$"
)
_TOLD_SO = re.compile(r"说(?:我|俺)?(?:们)?家?(?:离|比|够不|不够)$")
_BUT_NOT_I = re.compile(
    r"[^。！？，]{0,6}[，](?:可|但)?(?:我|俺)们?(?:两口子|家|自己|本人|俩|一家[两三四五六]口|[两三四五六]口)?(?:都)?(?P<not>不是|"
    r"没有|不吃)(?=[，。！]|$)"
)
_PERSONAL = ("extreme_poverty", "subsistence_single")
_OTHER_KINDS = ("subsistence_single", "relapsed")  # named in no list, but denied with all the rest
_GENERAL = re.compile(
    r"(?:多少钱|标准|条件|怎么|咋[办申]|如何|什么|申请|是啥|有啥|有什么|能领|政策|名额|公示|线|认定|审核|"
    r"金额|的?门槛|自己能|有[啥撒么]|是(?:村里|谁|怎么|什么|镇上|自己|按|不是|个?啥|个?什么)|和特困|和五保|跟|与|"
    r"和低|要(?!求)|须|"
    r"能不能办|办理|救助|人群|待遇是|资格怎|可以|得(?:什么|啥)|的人|怎|补贴|补助)"
)


def read_aid(plain: str, people: People) -> Iterator[Said]:
    """`aid_status` and `holds_personal_aid` as the text has them."""
    for start, end in read_nothing(plain):
        of = people.subject(start, end)
        if of is not None:
            yield Said("aid_status", dict.fromkeys((*KINDS, *_OTHER_KINDS), False), of, start, end)
    listed, goes_on = list(read_lists(plain)), list(read_goes_on(plain))
    listed += [(kind, start, end) for kind, start, end, sure in goes_on if sure]
    yield from denied(people, listed)
    left = [*listed, *((kind, start, end) for kind, start, end, _ in goes_on)]
    for found in _TERM.finditer(plain):
        if any(first <= found.start() < last for _, first, last in left):
            continue
        if apart := some_and_others(people, *found.span()):
            yield from of_each(*apart, found.span())
        else:
            yield from _of_term(plain, people, found)


def _of_term(plain: str, people: People, found: re.Match[str]) -> Iterator[Said]:
    kind, (start, end) = found.lastgroup or "", found.span()
    if asks_meaning(plain, start) or asks_of_own(plain, start, end):
        return
    alone = _alone(plain, found) if kind == "subsistence" else None
    if alone or (kind == "subsistence" and by_one(plain, start, end)):
        kind = "subsistence_single"
    bearer = named_behind(people, start, end)
    bearer = bearer or (given_to(people, end) if kind in _PERSONAL else None)
    of_rest = kind == "subsistence_single" and told_of_rest(plain, end)
    held = True if alone or bearer or of_rest else _held_of_two(people, found, kind)
    if held is None:
        return
    of = people.home(start, end)
    if of is None and held is False and _TOLD_SO.search(plain, clause_start(plain, start), start):
        of = people.default  # 窗口的大姐说离低保就差一点点
    if of is None:
        return
    others = others_have_none(people, end, of) if held and kind.startswith("subsistence") else ()
    kind = "subsistence_single" if others else kind
    yield Said("aid_status", {kind: held}, Mention(of.start, of.end, of.person, of.relation), start, end)
    for one in others:
        yield Said("holds_personal_aid", False, one, start, end)
    yield from _of_the_others(people, found, of, kind=kind, held=held)
    if held and kind in _PERSONAL:
        named = [m for m in people.mentions if alone and end <= m.start < alone and m.person]
        holder = bearer or (named[-1] if named else of)
        for one in filter(None, (holder, people.both(holder, start))):
            yield Said("holds_personal_aid", True, one, start, alone or end)


def _held_of_two(people: People, found: re.Match[str], kind: str) -> bool | None:
    """Whether it is held; 我妈低保，我没有: what is said of another behind it says nothing of her."""
    plain, end = people.plain, found.end()
    other = of_the_other(plain, people.mentions, end, held=True) if kind == "subsistence" else []
    first = people.subject(found.start(), end) if other else None
    if first is None or first.person == other[0].person:
        return _held(plain, found, kind)
    return _held(plain[:end], found, kind)


def _of_the_others(
    people: People, found: re.Match[str], of: Mention, *, kind: str, held: bool
) -> Iterator[Said]:
    """Whose 低保 it is, and what is told beside it of another: 我爸低保，我妈不是."""
    plain, (start, end) = people.plain, found.span()
    if kind == "subsistence":
        other = of_the_other(plain, people.mentions, end, held=held)
        other = [one for one in other if one.person != of.person]
        yield from own_aid(plain, of, (start, end), held=held, sure=bool(other))
        yield from other
    but = _BUT_NOT_I.match(plain, end) if held and kind != "subsistence_single" else None
    if but and of.person != "self":
        speaker = Mention(but.end(), but.end(), "self", "self")
        yield Said("aid_status", {kind: False}, speaker, but.start("not"), but.end())


# 就批给俺爹自己了: it says what became of it, and not only who lives there.
_DONE_ALONE = re.compile(r"[批办评定保吃领享拿给]|纳入|(?<!只)有(?:名|份|$)|的$|全?家|人都|单")
_WISHED_FOR = re.compile(
    r"(?:想|打算|准备|要|能|可以|可不可以|咋|怎么|如何|申请|咨询|问|是不是|该)[^，。；]{0,4}$"
)


def _alone(plain: str, found: re.Match[str]) -> int | None:
    """Where the words end that say one of them alone has it; 没低保，就我自己 tells how many live there."""
    until = of_one_alone(plain, *found.span())
    return until if until and _is_had_alone(plain, found, until) else None


def _is_had_alone(plain: str, found: re.Match[str], until: int) -> bool:
    """Do the words behind tell who has it: 就她一个人有, and 有低保，就她自己, but not 没低保，就她自己?"""
    behind = plain[found.end() : until].rstrip("，。；")
    if _DONE_ALONE.search(behind):
        wished = _WISHED_FOR.search(_words_before(plain, found.start()))
        return wished is None or bool(re.search("[了着]", behind))
    return _held(plain, found, "subsistence") is True


# 我们社区有低保户也有边缘户; 俺庄里几户都是低保
_ONES_HERE = re.compile(
    r"(?:社区|[村庄镇]|小区|街道|厂|班)(?:里|上)?(?:(?:还|也|都)?有(?!我|俺)[^，。；我俺家了]{0,8}|"
    r"有?好?(?:几|[两三四五六七八九十\d]{1,3}|不少|很多|好多|一些|有些|大多|一半)多?(?:户|家)[^，。；我俺咱]{0,8})$"
)
# 今年刚吃上低保
_JUST_GOT = re.compile(
    r"(?:刚|才|今年|去年|前年|上个?月|这个?月|已经|总算|终于|[年春夏秋冬]天?)[^，。；能想没不要等]{0,3}(?:吃|办|评|领|享受|批)(?:上|下来)(?:了)?$"
)
# 低保春天批的
_GRANTED_AT = re.compile(
    r"(?:户)?(?:也|都|还|是)?(?:今年|去年|前年|大前年|年[前后初底]|[春夏秋冬]天|[开入]春|[入立]秋|[入立]冬|麦收|上个?月|这个?月|上半年|下半年|"
    r"刚|才|[一二三四五六七八九十\d]{1,4}[年月]|的?时候|份|底|初|里){1,4}(?:村里|镇上|民政|才|刚|给|就){0,3}"
    r"(?:(?:批|办|评|定)(?:的|下来)|下来(?:了|的))(?![吗么没不])"
)
# 低保早先有，去年给俺撸了
_HAD_BEFORE = re.compile(
    r"(?:户)?(?:俺|我)?们?家?(?:早先|以前|原先|原来|过去|前几年|头几年|那几年)(?:也|就|都|是){0,2}(?:有|吃|领|享受|拿)"
)
_AS_THOSE = re.compile(r"(?:跟|和|像|同|与|给|为|那些|是不是)[^，。]{0,3}(?:以前|原来|原先|过去|早先|曾经)")
_SUPPOSED = re.compile(r"(?:如果|要是|等|人家|邻居|听说|问)[^，。；]{0,4}$")
_WAS = re.compile(r"(?:以前|原来|原先|过去|曾经|早先)(?:是|的|评为?|定为?){0,12}$")


def _words_before(plain: str, start: int) -> str:
    """The few words of the clause before a term, without what counts or points at it (吃着一份, 是那个)."""
    before = without_names(plain[max(clause_start(plain, start), start - 16) : start])[-10:]
    before = re.sub(r"(?<=[吃领拿有享是受])(?:着|了)?(?:一份|个|着|单人|全家)$", "", before)
    before = re.sub(r"(?<=[是的了吃])(?:那个|这个|个)$", "", before)
    return re.sub(r"(?<=[里直在家我俺他她也])还是$", "是", before)


# 单独吃低保给多少: asked for, and not had.
_HOW_MUCH = re.compile(r"(?:一个?月|每个?月|每月|能|会|该|可以){0,2}(?:给|领|发|拿|有)多少")


def _held(plain: str, found: re.Match[str], kind: str) -> bool | None:
    start, end = found.span()
    before, after = _words_before(plain, start), plain[end : end + 10]
    if (said := _plainly(plain, end, kind, before)) is not None:
        return said
    asks = _HOW_MUCH.match(plain, end) and not before.endswith(("着", "了", "有", "上"))
    if asks or FEARED.search(before) or _ONES_HERE.search(plain, clause_start(plain, start), start):
        return None
    if _YEARS_AGO.search(plain, max(0, start - 48), start):
        return False if re.search(TAKEN, plain[end:]) else None
    if turned_down(plain, start, end, before):
        return False
    if (told := answered(plain, start, end)) is not None or stands(plain, start, end, before):
        return told is not False
    if re.match(r"户?[?？] ?(?:不是|没有|不)", after):
        return False
    if after.startswith(("?", "？")) or any(
        rule.search(before) for rule in (_FITS, _WEIGHED, WISHED, _NOT_THE_POINT)
    ):
        return None
    if _OF_THE_THING.match(after) and not re.search(r"[我俺]们?家?(?:也|就|都)?不?是$", before):
        return None
    if _DENIED.search(before):
        return None if _OF_ANOTHER.match(after) else False
    if kind == "subsistence" and after.startswith("边缘"):
        return None
    if corrected(plain, end):
        return False
    if IF_STOPPED.match(after) or asks_whether(plain, end):
        return None
    if _STOPPED.match(after) and not FEARED.search(before):
        return False
    if re.match(r"(?:吗|么|不[，。？?]|吧[？?]|否)", after) and not _HOLDER.search(found.group()):
        return None
    if re.search(r"[从由][^，。]{0,6}转[成为]了?$", before):
        return True
    granted = re.search(r"[报办给评申请]的?$", before) and _GRANTED.match(plain, end)
    if _ASKED.search(before) and not granted and not _TAKES.search(plain, 0, start):
        return None
    return _affirmed(plain, found, before, after)


def _plainly(plain: str, end: int, kind: str, before: str) -> bool | None:
    """以前的贫困户, 吃上低保了, 低保从来没办过."""
    if kind == "lifted" and plain.startswith("那", end):
        return True if year_of_own(plain, end) else None
    if kind == "lifted" and _WAS.search(before) and not _AS_THOSE.search(before):
        return True
    if _HAS_GOT.search(before) and re.match(r"户?(?:了|的)(?![吗么?？])", plain[end : end + 4]):
        return True
    if _JUST_GOT.search(before) and not re.match(r"户?[了的]?(?:吗|么|[?？])", plain[end : end + 4]):
        return True
    if _GRANTED_AT.match(plain, end) and not _SUPPOSED.search(before):
        return True
    if _HAD_BEFORE.match(plain, end) and ENDED.match(plain, end):
        return False
    if asks_why_not(before):
        return False
    never = _NEVER_HAD.match(plain, end) and not before.endswith(("有", "要", "问", "听说", "是不是"))
    return False if never else None


def _affirmed(plain: str, found: re.Match[str], before: str, after: str) -> bool | None:
    if not before and (not after or after[0] in CLAUSE_ENDS):
        return True
    own = re.search(r"(?:我|俺|咱|家|(?<![你恁您])们|是|口|本人)$", before)
    start = found.start()
    first = start == clause_start(plain, start) > 0
    if first and _ASKS_AS.match(after) and _TELLS_OF_SELF.search(plain[:start]):
        return True
    if _HOLDER.search(found.group()):
        return None if (_GENERAL.match(after) and not before) or (_OF_ALL.match(after) and not own) else True
    held = before and _HELD_BEFORE.search(before)
    if _GENERAL.match(after) or (_OF_ALL.match(after) and not own and not held):
        return None
    if held or (_OF_ONE.search(before) and not _GETTING.match(plain, found.end())):
        return True
    if _LIVED_ON.search(before) or _AS_HELD.match(after):
        return True
    if not before and found.start() == 0 and len(plain) <= 24 and _TERSE_AFTER.match(after):
        return True
    return True if _STATE_AFTER.match(after) else None
