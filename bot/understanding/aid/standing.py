"""Recognised hardship by the build of the sentence: lists denied at once, a question answered, a card."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.understanding.people.whom import Mention, People
from bot.understanding.said import Said
from bot.understanding.stance import clause_start
from bot.understanding.wordings.heads import compile_headed

_KINDS = (
    ("marginal", r"低保边[缘沿](?:家庭|户)?|[低底]边户?|边[缘沿](?!易)(?:家庭|户)?"),
    ("subsistence", r"[低底]保(?:户|家庭|对象)?"),
    ("extreme_poverty", r"五保户?|特困(?:供养|人员|户)?"),
    ("relapse_monitored", r"(?:防止?返贫)?(?:动态)?监测(?:帮扶)?(?:户|对象|家庭)?"),
    ("lifted", r"脱贫(?:户|人口)?|贫困户?|建档立卡(?:贫困)?户?"),
    ("rigid_expenditure", r"(?:刚性支出|支出型)(?:困难|贫困)?(?:家庭|户)?"),
)
_ITEM = "(?:" + "|".join(say for _, say in _KINDS) + ")"
_JOIN = (
    r"(?:、|，|和|跟|与|或者?|还有|还是|也好|"
    r"啊|啦|呀|，?(?:也不是|不是)|(?<=户)|(?<=低保)(?=[五特监贫脱])){1,2}"
)
_KIND = re.compile("|".join(f"(?P<{name}>{say})" for name, say in _KINDS))
# 低保边缘我们都超了: said in one breath, two kinds are meant.
_BOTH = re.compile(r"(?<!连)(?<!够)(?<!是)(?P<subsistence>低保)(?P<marginal>边[缘沿])(?!户|家庭)")
_REFUSED = (
    r"(?:不(?:搭边|占|沾(?:边|上)?|是|够(?:格|条件|线|上)?|算|符合?|属于?|行|给(?:办|批|我|俺)?们?|吃|享受|在)|"
    r"没(?:(?:我|俺)们?家?的|摊上|搭边|有|沾(?:过)?(?:边|上)?|办(?:成|下来|过|上)|批(?:下来)?|评上|够[上着]|吃[上过]|过(?!几)|申请(?:过|上|下来)|份儿?|戏|给[办批]|[定轮列]上|进)|"
    r"[够挨沾靠搭]不[上着]|批不[了下]|办不[了成下]|轮不[上着]|超(?:了|线|标|出)|未(?:获|予|能)?(?:批|过|通过|纳入|享受)|不予(?:批准|通过|认定)|被?(?:退回?|拒|驳回?|打回)了?|皆无|无)"
)
_WHO = (
    r"(?:我|俺|咱|们|家里?|村里|镇上|街道|社区|民政|窗口|人家|算下来|都|也|均|全|统统|通通|皆|哪样|哪个|哪一样|[一两三四]样|一个|"
    r"一条|样样|说是?|讲|还|从来|一直|就|压根|根本|可|倒|却){0,9}"
)
_NOT_A_STATEMENT = r"(?!边?的(?:人|话|能|怎|家|普通|困难)|[^，。；]{0,3}(?:吗|么(?!也|都)|嘛|咋办|[?？]))"
_ALL_DENIED = compile_headed(
    rf"{_ITEM}(?:{_JOIN}{_ITEM}){{1,5}}(?:这些|啥的|什么的|之类的?|身份|待遇|人员|对象){{0,2}}，?{_WHO}{_REFUSED}{_NOT_A_STATEMENT}"
)
# 申请低保、边缘，两样都没批: one alone too, with 我家, 说 or 均 ahead of what is denied.
_ONE_DENIED = compile_headed(
    rf"边[缘沿](?!易){_WHO}(?:不沾|不占|够不(?!够)|算不上|挨不|沾不|被退|被拒|未批|没批|不符){_NOT_A_STATEMENT}"
)
# 也不是边缘户、监测户: denied ahead, of all that are joined behind.
_NEITHER = (
    r"(?<![是有])(?:不是|不属于?|没有?|没办过?|没评上?|[没不]吃过?|没享受过?|没领过?|并非)(?:个|什么|啥)?"
    rf"{_ITEM}"
)
_NONE_OF = re.compile(rf"{_NEITHER}(?:(?:、|和|或者?|跟|及|还有){_ITEM}){{1,5}}(?!的?(?:老|那|一个|邻|大))")
# Behind a pause, 特困 goes on with what is denied; 特困户 after 低保 may be what they are instead.
_GOES_ON = re.compile(
    rf"(?P<no>{_NEITHER})(?P<on>(?:，{_ITEM}){{1,5}})(?P<such>啥的|什么的|之类的?|这些)?(?=[，。；！ ]|$)"
    r"(?!，(?:一个?月|每个?月|是|领|拿|吃|[去今前]年|\d))"
)
_BOTH_DENIED = compile_headed(
    rf"{_BOTH.pattern}(?:我|俺|咱|们|家|也){{0,4}}(?:都|全|两样|俩){{1,2}}(?:也|都)?{_REFUSED}{_NOT_A_STATEMENT}"
)
KINDS = tuple(name for name, _ in _KINDS)
# 会不会把低保给停了: asked or feared, and not told.
FEARED = re.compile(
    r"(?:[问怕]|听说|要是|如果|会不会|是不是|能不能|担心)(?:就|又|也)?"
    r"(?:[把给将叫让](?:我|他|她)?们?家?的?)?$"
)
_NOTHING = re.compile(
    r"(?:啥|什么|任何|一点|(?<![什怎这那多])么)(?:困难|贫困|救助)?(?:身[份分]|户|名头|名目|名分|名堂|帽子)(?:都|也)?(?:没(?:有|占|沾)?|不是|不算|不占|不沾)|"
    r"(?:没有|无|没)(?:任何|啥|什么|个)?(?:困难|贫困|救助)?(?:身[份分]|名分)(?!的|证|信息|资料)|"
    r"非(?:任何)?困难(?:身份|群众|人员|户)|"
    r"不(?:是|属于)任何(?:困难|救助)?(?:户|人员|群体|家庭|对象)"
)


def read_nothing(plain: str) -> Iterator[tuple[int, int]]:
    """Where it is said that none of all this is held: 么身份也没有."""
    yield from (found.span() for found in _NOTHING.finditer(plain))


_SUPPOSED = re.compile(
    r"(?:是不是|有没有|如果|要是|万一|凡是|像|听说|据说|网上|电视|怕|问|对|针对|给|隔壁|邻居|人家|别人|他们|她们)[^，。；]{0,6}$"
)


def read_lists(plain: str) -> Iterator[tuple[str, int, int]]:
    """The kinds a list names that are denied together, each where it stands: 低保、边缘我家一样不占."""
    for pattern in (_ALL_DENIED, _ONE_DENIED, _NONE_OF):
        for found in pattern.finditer(plain):
            supposed = _SUPPOSED.search(plain, clause_start(plain, found.start()), found.start())
            if not supposed and not _each_apart(found.group()):
                for one in _KIND.finditer(plain, *found.span()):
                    yield one.lastgroup or "", one.start(), one.end()
    for found in _BOTH_DENIED.finditer(plain):
        if not _SUPPOSED.search(plain, clause_start(plain, found.start()), found.start()):
            for kind in ("subsistence", "marginal"):
                yield kind, *found.span(kind)


def read_goes_on(plain: str) -> Iterator[tuple[str, int, int, bool]]:
    """没有低保，特困: the kinds told behind a pause, and whether the denial surely goes on to them."""
    for found in _GOES_ON.finditer(plain):
        if _SUPPOSED.search(plain, clause_start(plain, found.start()), found.start()):
            continue
        bare = not re.search(r"不是|不属|并非|户|对象|人员|家庭|人口", found["no"] + found["on"])
        for one in _KIND.finditer(plain, *found.span("on")):
            yield one.lastgroup or "", one.start(), one.end(), bare or found["such"] is not None


_NAMES = re.compile(rf"{_ITEM}{{1,5}}$")


def without_names(before: str) -> str:
    """没有低保|特困: the words before a name, without the names that it is written together with."""
    return _NAMES.sub("", before)


def without_doubtful(said: Iterable[Said], plain: str) -> Iterator[Said]:
    """`said`, without the kinds told behind a pause of which it is not sure that they are not denied."""
    for one in said:
        held = one.fact == "aid_status" and isinstance(one.value, dict) and True in one.value.values()
        doubtful = read_goes_on(plain) if held else ()
        if not any(one.start < end and start < one.end for _, start, end, _ in doubtful):
            yield one


def denied(people: People, listed: list[tuple[str, int, int]]) -> Iterator[Said]:
    """What `read_lists` found, of the household that is spoken of."""
    for kind, start, end in listed:
        if (of := people.home(start, end)) is not None:
            home = Mention(of.start, of.end, of.person, of.relation)
            yield Said("aid_status", {kind: False}, home, start, end)


_NAMED_BEHIND = re.compile(r"户?的(?:那个|一个)?")
_NO_BEARER = re.compile(r"(?:不是|没有|没|非|不|像|给|问|听说|有些|那些|的)$")


def named_behind(people: People, start: int, end: int) -> Mention | None:
    """五保的大爷走了: who is named by it holds it."""
    found = _NAMED_BEHIND.match(people.plain, end)
    if found is None or _NO_BEARER.search(people.plain, max(0, start - 3), start):
        return None
    behind = (m for m in people.mentions if m.start == found.end())
    return next((m for m in behind if m.person not in (None, "self") and m.relation != "other"), None)


# 能不能把我家弄成监测户
WISHED = re.compile(
    r"(?:能不能|能否|可不可以|可否|想|盼着?|怎么|咋|啥时候)(?:也|再|把|给|让)*(?:我|俺|咱|他|她)?们?家?(?:也|再)?"
    r"(?:弄|评|定|列|纳|划|认定)(?:成|为|上|进|入)?个?$"
)
# 会不会把低保给她停了
FEARED = re.compile(
    r"(?:听说|据说)[^，。；我俺]{0,6}有(?:一?个|一种|一?项)$|(?:听说|据说)(?:办|吃|评|领|享受|批|当|是)?(?:了|上|着|的)?$|(?:会不会|是不是(?:会|要)|别|怕|该不会|要不要)(?:再)?(?:把|连|影响|耽误)(?:我|俺|他|她)?们?家?的?$"
)
_YEAR_OF_OWN = re.compile(r"那(?:一?年|会儿?|阵儿?)，?(?:我|俺|咱)(?!们?(?:村|庄|县|镇))")
_OF_A_PLACE = re.compile(r"[村庄县镇区市省国队][^，。；]{0,4}$")


def year_of_own(plain: str, end: int) -> bool:
    """摘帽那年俺放了挂鞭: the family's own, and not 村里摘帽那年."""
    start = clause_start(plain, end)
    return bool(_YEAR_OF_OWN.match(plain, end)) and not _OF_A_PLACE.search(plain, start, end)


_LAST_COMMA = re.compile(rf"，{_ITEM}")
_ALL = re.compile(r"都|均|全|统|通|皆|样|一个|也不是")


def _each_apart(said: str) -> bool:
    """吃低保，监测户没评上: where only a comma stands between them, the last alone may be denied."""
    return bool(_LAST_COMMA.search(said)) and not _ALL.search(said)


_ASKED_ME = re.compile(
    r"(?:问|说|讲)(?:我|俺|咱)?们?家?(?:现在)?(?:是不是|是否|有没有|吃没吃|属不属于|是|有|吃)(?:个)?$"
)
_I_SAID = re.compile(
    r"(?:户|家庭)?(?:吗|不|么|没有?|不是)?[?？]?[，]?(?:我|俺)(?:也|就|都|跟[他她]|当时)?(?:说|回|答)(?:的是)?，?(?P<no>不是|没有|没|不吃|不|都?不是)?(?P<yes>是|有|吃)?(?=[，。！？了]|$)"
)


def answered(plain: str, start: int, end: int) -> bool | None:
    """问俺是贫困户不，俺说不是; 人家都说我是低保，其实不是: what is said in the end stands."""
    if _NOT_AFTER_ALL.match(plain, end):
        return False
    if not _ASKED_ME.search(plain, max(clause_start(plain, start), start - 12), start):
        return None
    found = _I_SAID.match(plain, end)
    if found is None or (found["no"] is None and found["yes"] is None):
        return None
    return found["no"] is None


# 人家都说我是低保，其实不是
_NOT_AFTER_ALL = re.compile(
    r"户?(?:呢|的)?，?(?:可|但|但是|结果|其实|实际上?|实际|一(?:查|问)|到头来|才知道|根本|我|俺){1,4}(?:并|也|都)?(?:不是|没有|没)(?=[，。！]|$)"
)
_SINCE = (
    r"(?:一直|从来|早就?|早先就|去年|前年|大前年|今年|年前|头年|上个?月|打小|老早|"
    r"[一二两三四五六七八九十几好\d]{1,3}(?:来|多)?[年月](?:前|头里)?|\d{4}年)"
)
_HAD_SINCE = re.compile(
    rf"(?:户|待遇)?(?:我家|俺家|我|俺|他|她|是|也|都|倒|倒是){{0,3}}(?:从|打)?{_SINCE}"
    r"(?:起|就|便|都|也|一直){0,3}(?:有|吃|领|拿|享受)(?:着|上|了|的)*(?=[，。；！ ]|$)"
)
_UNBROKEN = re.compile(r"(?:户)?(?:从来|一直|就|也|都|倒是|可){0,3}没(?:有)?(?:断|停)过?(?:顿|，|。|；|$)")
_CARD = re.compile(
    r"(?:户|家庭)?(?:的)?(?:证|卡|折子?|存折|本本?|认定书|审批表|批文|通知书?)(?:里|上)?，?(?:也|都|已经?|就|还|又|刚|才|给|让|叫|被|早|钱|今年|去年|前年|[上这]个?月|昨天|前天|上礼拜|今天|[一二三四五六七八九十\d]+月){0,5}"
    r"(?:(?:发|批|办)?下来(?:了|的)|发下来|发了|办(?:好|了)|拿到|到手|取(?:空|光|完|了)|没钱|一分没|剩|丢|弄丢|找不着|没影|让|叫|被|在[^，。；？]{1,6}(?:手里|手上|那里?|家)|花光|空了)(?!吗|么|没|怎)"
)
_HOLDER_OF = re.compile(r"[是系](?:个|一个)?有$")
# 低保领五百八, 低保金一个月六百多
_SUM_BEHIND = re.compile(
    r"(?:金|钱)?(?:一?个?月|每个?月|月月)?(?:就|才|也|只){0,2}(?:领|发|拿|打)?(?:着|了|到|个)?(?:[一二两三四五六七八九]百|一千|\d{3,4}(?=块|元|，|。|$))"
    r"[一二三四五六七八九百]{0,2}(?:多|来)?(?:块(?:钱)?|元)?(?=[，。；不]|$)"
)
_IN_GENERAL = re.compile(
    r"(?:城市|城镇|农村|城里|乡下|现在的?|今年的?|听说|说|比|人家|别人|问|咱这|咱市|淄博)$"
)
_IS_ONE = re.compile(r"(?:[我俺他她]|家|们|[爹妈爸娘])(?:也|就|都|本来|一直)?(?:是|吃|领)$")
_OF_PEOPLE = re.compile(r"户?的(?:人|主)?(?=[，。；]|$)")
# 低保3口, 五保 4口 in a note
_NOTED_SIZE = re.compile(r"户?[ ，]?[一二两三四五六七八\d]口(?:人|之家)?(?=[ ，。])")
_NOTE_START = re.compile(r"(?:^|[ ，。；男女\d岁])$")
_RATHER = re.compile(r"户?(?:，)?(?:而)?(?:非|不是)(?:五保|特困|低保|边缘|监测)")


# 低保年审带么材料: only who has it is looked at again.
_CHECKED_AGAIN = re.compile(
    r"(?:户|家庭|金)?的?(?:年审|年检|年核|复审|复核|年度(?:复核|审核|审查))(?!是(?:啥|什么|谁|几|咋|怎)|[严紧]|多久|标准|规定)"
    r"[^，。；？]{0,8}?(?:带|拿|交|用|本人|要|让|叫|得|跑|去|打|流水|材料|到场|来人)"
)
_NOT_OWN = re.compile(r"邻居|人家|别人|他们|听说|你们|想(?:申请|办)|(?:没|没有|不是|不吃)低保|工作人员")
_ONE_OF_US = re.compile(
    r"(?<!有)(?:我|俺|咱)们?(?:家|俩|老两口|[一两俩三仨四\d]口子?|[娘爷]俩|[娘爷]仨|几个)?(?:这|这样|这种)的?$"
)
# 五保女77, 特困男 66岁
_NOTED_ONE = re.compile(r"户?[男女][，, ]?(?:\d|[一二三四五六七八九]十)")


def _is_checked_again(plain: str, end: int) -> bool:
    own = re.search(r"[我俺咱]", plain) and not _NOT_OWN.search(plain)
    return bool(own and _CHECKED_AGAIN.match(plain, end))


_SHORT = 14
_NEED = re.compile(
    r"手术|看(?:病|牙|眼)|住院|透析|化疗|放疗|报(?:销|多少|几成|不|吗|么)|[吃拿买]药|药费|靶向|假[肢眼牙]|轮椅|助听|辅具|生孩|上学|学费|住校"
    r"|伺候|护理|照顾|陪护|失业|找活|公益岗|创业|贷款|官司|律师|漏雨|危房|翻盖|修房|公租房|暖|烧煤|[水电]费|丧葬|去世|火化|体检|减(?!少)|免(?!疫)"
    r"|补(?:残|课)|残疾(?:再|还)|接生|打针|住(?:敬老|养老)院"
)
_OF_THE_AID = re.compile(
    r"申请|办(?!事)|咋[弄批评吃]|条件|标准|材料|政策|名额|流程|够|算|停|退|取消|没|非|[几评转审停涨查想问才]|公示|举报|多少钱|啥是|什么是|认定|吃上"
    r"|[和跟与或比]|还是|区别|是啥|影响|给吗|无|不是|未|哪|谁能|邻居|人家|听说|免疫"
)


_AILS = re.compile(
    r" ?(?:尿毒|透析|[肺胃肝肠脑乳血骨]?癌|肿瘤|白血|血友|癫痫|精神[病残]|脑瘫|偏瘫|瘫|白内障|糖尿|[一二]级|"
    r"聋|盲|孕妇?|心脏|肝硬化|红斑|帕金森)"
)


# 低保白内障手术, 癫痫低保看病: a few words that name what is had and what is needed.
def heads_a_need(plain: str, start: int, end: int) -> bool:
    """Are these few words of a need, at the head of which stands what one is?"""
    words = plain.rstrip("？?。")
    if len(words) > _SHORT or re.search(r"[，。；！？,]", words):
        return False
    beside = f"{words[:start]}；{words[end:]}"
    needs = _NEED.search(beside) or _AILS.match(words, end)
    return bool(needs) and not _OF_THE_AID.search(beside)


def stands(plain: str, start: int, end: int, before: str) -> bool:
    """低保去年就有, 低保没断过, 低保卡取空了, 是有低保的人: held, by the build of the sentence."""
    if _is_checked_again(plain, end):
        return True
    if before.endswith(("问", "听说", "要是", "如果", "人家", "没有", "没", "不是", "办", "邻居")):
        return False
    if _SUM_BEHIND.match(plain, end) and not _IN_GENERAL.search(before):
        return True
    if _HAD_SINCE.match(plain, end) or _UNBROKEN.match(plain, end) or _CARD.match(plain, end):
        return True
    if _ONE_OF_US.search(before) and re.match(r"户?的", plain[end:]):
        return True
    if (_HOLDER_OF.search(before) or _IS_ONE.search(before)) and _OF_PEOPLE.match(plain, end):
        return True
    if heads_a_need(plain, start, end) or (not before and _AILS.match(plain, end)):
        return True
    noted = _NOTE_START.search(plain, max(0, start - 1), start)
    if noted and _NOTED_ONE.match(plain, end):
        return True
    return bool(noted and (_NOTED_SIZE.match(plain, end) or _RATHER.match(plain, end)))


# 俺家是五保户不是？ 五保批下来没有？
_WHETHER = re.compile(
    r"户?(?:不是|是不是)(?=[？?]|$)|户?(?:批|办|评|定)(?:下来|上|成|了)?没有?(?=[，。？?]|$|[我俺]也?(?:不|说不))"
)


def asks_whether(plain: str, end: int) -> bool:
    """Is it only asked whether it is held, or whether it has been granted?"""
    return bool(_WHETHER.match(plain, end))


_NO_BUT = re.compile(
    r"(?:户)?[…，。.、 哎哦啊呃噢嗨]{0,12}(?:不是|不对|(?:说|记|讲)?错了?)"
    r"(?:[，,…。 ]|不对|(?:我|俺)?(?:说|记|讲)错了?){0,6}(?:是|应该是)"
    r"(?![我俺咱他她]们?家?[^，。是低五特]{1,4}(?:[，。！]|$))"  # 不是，是我妈: hers
)


def corrected(plain: str, end: int) -> bool:
    """俺是五保…不是，是低保: the first word was a slip of the tongue."""
    return bool(_NO_BUT.match(plain, end, end + 12))
