"""A message that speaks for a family outside one's own, read as that family would tell it.

俺村西头有对老两口，男的七十九…儿子四十四: there 男的 is `self`, 儿子 the son and 媳妇 the wife while it
is read, so that everything known of families holds; at the end each of them is put to the family outside
(`Host.put`). Whoever speaks for them (我是村会计, 俺替他问问) is nobody of whom a fact is kept. A message
that tells of the speaker's own family or need as well is no such message: it is read from their side.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bot.text.surnames import SURNAMES
from bot.understanding.mention import Mention
from bot.understanding.said import Said
from bot.understanding.wordings.heads import compile_headed

from .kinship import OUTSIDE, kin_words
from .namings import TALKING
from .own_told import NEAR, tells_of_own, without_asides
from .serving import names_of_one, serves, tells_next_of_self
from .speaker import Speaker

_ME = r"(?:我|俺|咱|本人)"
_THERE = (
    rf"(?:{_ME}们?(?:这|那|家)?(?:个)?(?:村|庄|屯|社区|小区|楼|单元|楼道|胡同|街道|片区?|网格|院|镇)(?:里|上|内)?"
    r"|(?:村|庄|街)(?:里|上|[东西南北前后][头边街]?)|辖区内?|片里|[前后]街)"
)
_SOME = (
    r"(?:一|这|那|某|有)(?:个|名|位)?(?:困难|低保|贫困|特困|脱贫)?(?:户|家(?!里|中|人(?!家))|对|家子|户人家)"
)
_SERVED = (
    r"(?:包|联系|帮扶|结对|服务|照看|照管|照顾|负责|管|走访|帮助|带)(?:帮扶|保)?(?:着|了)?的(?:一|这|那)?(?:脱贫|困难|低保|监测|贫困)?[户个位名家老群对]"
    r"|手[上里头](?:有|的)?(?:一|几)?个|[一二三四五六七八九十\d](?:单元|号楼|楼|层)(?:有|住着?)(?:一)?[户家个位对]|结对|帮扶[户了]|户里|户主|[男女]主人"
)
_TAUGHT = r"(?:班[里上级]|我们?班|本班|(?<!大)学生(?!证|卡|会|时)|该生|小朋友)"
_MATES = r"(?:同事|朋友|工友|战友|闺蜜|发小|同学|亲戚|徒弟|师傅|租客|房客|保姆)"
# 俺村小雨姐弟俩: by the name they go by.
PET_NAMED = (
    r"(?:村|庄|社区|小区|楼|班)(?:里|上)?的?(?P<pet>小[一-鿿])"
    r"(?=(?:姐弟|兄妹|姐妹|兄弟|姊妹|娘|爷|祖孙|一?家|这孩子|今年|的事|，))"
)
_PET_NAMED = PET_NAMED.replace("?P<pet>", "?:")
_OLD_NAMED = rf"老[{SURNAMES}](?![师板人家乡爷])"
# Words for somebody of no kin to the speaker.
_PERSON = (
    r"(?:老(?:人|头|汉|太|奶|爷|大爷|大娘|大姐|光棍|兵|退伍|哑巴|党员|嬷嬷|嫲嫲|婆子|乡亲)|光棍|退伍|大[爷娘叔婶妈姐哥嫂姨]|阿姨|奶奶|寡妇|小媳妇|汉子|"
    r"小伙|闺女|孩|姑娘|女人|男人|妇女|娃|妮|残疾人|男生|女生|学生|五保|哑巴|瞎子|瘸子|姐妹|乡亲|少年|邻居|老兵|病[号人]|患者)"
)
# 同组的老孟, 车间一个大姐: somebody one works with.
WORKMATE = (
    rf"(?:{_ME}们?)?(?:(?:同(?:组|班组?|车间|队|厂|单位|岗|宿舍)|车间|班组|班|组|单位|厂|店|公司|工地|食堂|办公室)(?:里头?|上)?的?(?:一?个|有个|那个|这个|一位|那位)?"
    rf"(?:{_OLD_NAMED}|小[{SURNAMES}](?![一-鿿]?(?:学|孩|生))|姓[{SURNAMES}]的|[{SURNAMES}](?:师傅|姐|哥|姨|叔|婶|工(?=[，。问打]))|大姐|大哥|大嫂|师傅|老师傅|兄弟|姐妹|伙计|女工|小伙子?|姑娘|{_MATES}))"
)
# Somebody outside the family is spoken of.
_SOMEBODY = (
    rf"{_SOME}|{_SERVED}|{_OLD_NAMED}|{_PET_NAMED}|[{SURNAMES}]某|(?:那|有|一)(?:个|位|名)[^，。；我俺]{{0,5}}{_PERSON}|"
    rf"{NEAR}(?!们?(?:都|也)?(?:建议|说|劝|讲|告诉|帮|给|嫌|让|叫))"
)
_OUTSIDER = compile_headed(rf"{_SOMEBODY}|{_THERE}|{_TAUGHT}|居民|村民|群众|老百姓|老人|姐妹")
_BY_OFFICE = {
    "pupil": re.compile(_TAUGHT),
    "": re.compile(
        rf"{_SOMEBODY}|{_THERE}[^，。；我俺]{{0,8}}{_PERSON}|该[户男女老患]|(?:村民|居民)[{SURNAMES}]"
    ),
}
_ASKS = (
    r"(?:再|好好|去|来|们|俩|家|先|也|给){0,3}"
    r"(?:问|打听|咨询|反映|求助|求个|求一|讨个|跑跑|跑手续|申请|报[个上名]|说说|写|张罗|诉|办)"
)
_WHOM = (
    rf"(?:{WORKMATE}[^，。；我俺]{{0,4}}?|(?:我|俺)?的?(?:一?个|那个|那位)?{_MATES}|[他她]们?家?(?:[爷娘]俩|老?两口子?|夫妻俩?|祖孙俩?)?|人家|别?人|(?:{_ME}们?)?(?:家)?{NEAR}[^，。；我俺]{{0,10}}?|{_THERE}[^，。；]{{0,12}}?|{_OLD_NAMED}[^，。；我俺]{{0,4}}?"
    rf"|(?:[^，。；我俺]{{0,8}}[一这那])?[户位名个家][^，。；我俺]{{0,10}}?|{_PERSON}|(?:村民|居民|群众|老百姓|学生)[^，。；我俺]{{0,6}}?)"
)
_FOR = compile_headed(
    rf"帮(?:着|忙|个忙)(?:[他她]们?|人家)?{_ASKS}|[替代](?:问|打听|咨询)(?:问|一?下)?(?=[，。；？]|$)|(?:替|帮|给|代|为)(?:着|一下)?{_WHOM}{_ASKS}|(?:托|让|叫|央|求)(?:着|了)?{_ME}(?:给|帮|替)?(?:他|她|他们|人家)?{_ASKS}|"
    rf"(?:结对(?:帮扶)?|帮扶|包(?:保|联|扶)?|服务|照看|照管|联系|走访|资助)(?:着|了)?的(?:一|这|那)?(?:[户个位名家对老孩群残]|(?:脱贫|困难|低保|监测|特困|贫困)?(?:户|对象|人员))|"
    rf"{_ME}们?(?:负责|包|管|联系)(?:着|了)?的(?:网格|片|楼|村|组)|{_ME}?手[上里头](?:有|的)?一个|辖区内?(?:有|的)?[一个位名户]"
)
# 我们单位有个职工: told of next, and no work of who speaks.
_OF_WORK = (
    rf"{_ME}们?(?:这|那)?(?:个)?(?:单位|厂|公司|店|学校|车间|班组|工地|矿|队|食堂|饭店|超市)(?:里头?|上)?的?(?:有|来了?)?"
    rf"(?:一?[个位名]|那个|这个)[^，。；我俺]{{0,6}}?(?:(?:职|员|工|女|临时|正式|合同|环卫|清洁){{1,2}}(?:工|人)|工人|职员|保安|保洁|师傅|司机|{_MATES})"
)
# 村委代报 女12 五年级; 网格员反映 一户四口; 来电者代邻居咨询.
_NOTED = compile_headed(
    r"(?:村委会?|居委会?|社区|街道|镇民政|民政[办所]?|残联|网格员|协理员|帮扶干部|妇联|学校|村医|志愿者|社工|会计|支书|书记|村主任)"
    r"，?(?:报(?=[一两二三]户)|[代替](?:别?人|人家)(?=问|打听|咨询|反映)|代报|代问|代为|代办|代咨|代填|反映|报告|来电|走访|[代替](?:一|辖区|村民|居民|户里|老人|邻居|某))|(?:群众|路人|热心市民)急?报|^(?:帮扶|结对|包联)户|走访(?:记录|登记|发现|排查)|^[^，。；]{0,8}代(?:同村|邻居|居民|村民|辖区|户里|老人|学生)|"
    r"班主任(?:替|代|反映|来电|咨询)|"
    # 关于…居民宗某一家困难情况的反映, 现将…一户…情况报告如下
    r"^(?:关于|有关|现将|兹将|现就)[^。；]{0,30}?(?:家庭|一?家|户|居民|村民|同志|学生|群众|某)[^。；]{0,14}?(?:情况|困难|问题)[^。；]{0,6}(?:反映|报告|汇报|说明|上报|请示|如下)"
)
_HELPS = re.compile(
    r"(?:们)?(?:当(?:邻居|街坊|乡亲)的|也|就|都|常|天天|经常|平时|昨儿?|昨天|前天|今天|上周|上个?月|刚|实在|这|一直|老|还|只|曾|已|先|再|俩|在|用){0,3}"
    r"(?:个|边)?(?:替|帮|给|代|去|来|听|觉|想(?:问|替|帮|给|反映|咨询|打听|请|知道|着|说)|问|看|瞅|见|寻思|打听|怕|不知|知道|心|劝|送|陪|领|带他|跟他|跟她|跑|捎|端|"
    r"(?:喂|塞|抱|背|拉|敲|喊|扶|搀|接|拦|救|隔着)(?:了|着|过)?(?:[他她们]|门|窗|开|[一个点两]|口|不开)|"
    r"报|说|答|教|管|包|作为|负责|联系|走访|发现|认识|碰|遇|该|咋|怎|这|是(?!低保|残|特困|五保))"
)
WRITER = "writer"  # who writes, where they tell of themselves by the way
_TAKEN = ("client", "villager", "pupil", "stranger")
_OF_OFFICES = frozenset(
    {"employment", "work_place", "work_background", "school_stage", "veteran_kinds", "living_place"}
)
_LEFT_TO_MATES = re.compile(
    rf"{_ME}们?(?:单位|厂里?|公司|店里?|车间)[^，。；]{{0,6}}?{_PERSON}|{_ME}[^，。；]{{0,7}}?{_MATES}|"
    rf"(?:替|帮|给|代|为){WORKMATE}|(?:替|帮|给)(?:我|俺)?(?:一个)?{_MATES}|亲戚(?=托|叫|让)|{_MATES}(?:托|叫|让)我"
)
_TAKEN_ON = re.compile(rf"{_ME}们?(?:家|这)?(?:的)?(?:厂|公司|店|合作社)[^，。；]{{0,8}}[招聘雇][了用来]")
_SERVED_OTHERS = re.compile(rf"{_SOME}|{_OLD_NAMED}|{NEAR}|(?:还|另)(?:外)?(?:有|替|帮)")
_LISTED = re.compile(
    rf"(?:[1-9①-⑨][.、．）)]?|第[一二三]个[是叫]?|[一二三][是、])[{SURNAMES}][一-鿿]{{1,2}}[，（(、]|"
    rf"[小老大][{SURNAMES}][，、：][^。；]{{0,80}}[。；][小老大][{SURNAMES}][，、：]"
)


@dataclass(frozen=True, slots=True)
class Host:
    """The family that a message speaks for: whom of it the message calls by no kin word."""

    person: str
    relation: str
    young: bool = False  # a pupil or child, whose parents are told of
    sex: str | None = None  # as a note tells it: 男 约50岁
    office: tuple[tuple[int, int], ...] = ()  # 我是村会计: what the speaker says of themselves

    def has_as_kin(self, person: str | None) -> bool:
        """Is `person` one of their kin, under the name that a conversation knows them by?"""
        return re.match(rf"{self.person}-(?!\d)", str(person)) is not None

    def seen_from_within(self, mention: Mention) -> Mention:
        """The kin whom a conversation knows as villager-wife, as the family itself tells of them: wife."""
        person = str(mention.person)[len(self.person) + 1 :]
        kin = next((one for one in kin_words().values() if one.person == re.sub(r"-\d$", "", person)), None)
        return replace(mention, person=person, relation=kin.relation if kin else "relative")

    def put(self, mention: Mention | None) -> Mention | None:
        """`mention`, read as one of that family, as what they are to the speaker."""
        if mention is None or mention.person is None or mention.relation in OUTSIDE:
            return mention
        if mention.person == WRITER:
            return replace(mention, person="self", relation="self")
        unnamed = self.young and mention.person == "child"
        if mention.relation == "self" or unnamed:
            return replace(mention, person=self.person, relation=self.relation)
        relation = "other" if self.relation == "pupil" else self.relation
        return replace(mention, person=f"{self.person}-{mention.person}", relation=relation)

    def as_told(self, mention: Mention) -> Mention:
        """`mention`, known by what they are to the speaker, as one of that family: the reverse of `put`."""
        if mention.person == self.person:
            return replace(mention, person="self", relation="self")
        theirs = str(mention.person).removeprefix(f"{self.person}-")
        kin = next((kin for kin in kin_words().values() if kin.person == theirs), None)
        return replace(mention, person=theirs, relation=kin.relation if kin else mention.relation)


def find_host(plain: str, speaker: Speaker) -> Host | None:
    """The outsider whom the message speaks for, and nobody of the speaker's own; None when there is none."""
    asks = bool(_FOR.search(plain))
    noted = bool(_NOTED.search(plain)) and not re.search(_ME, plain)
    mates = asks and bool(_LEFT_TO_MATES.search(plain))
    named = noted or mates or _names_outsider(plain, asks, speaker)
    if not speaker.role and (not named or _is_busy(plain, asks, speaker)):
        speaker = replace(speaker, role=serves(plain))
    if not (named or serves(plain)):
        return None
    if tells_of_own(plain) or _LISTED.search(plain) or (not noted and _is_busy(plain, asks, speaker)):
        return None
    if _TAKEN_ON.search(plain) or tells_next_of_self(plain):
        return None  # 我厂子雇来一个小伙: told by who employs him
    relation = _relation(plain, speaker, mates=mates)
    return None if relation == "stranger" and not noted else _host(plain, relation, noted=noted)


def host_of_one(plain: str, whole: str, speaker: Speaker) -> Host | None:
    """Who is told of in `plain`, the part on one home of several; None where one is their own."""
    if tells_of_own(whole) or "本人" in whole:
        return None
    return _host(plain, _relation(plain, speaker, mates=False), noted=False)


def told_on(plain: str, before: Host, found: Host | None) -> Host | None:
    """`before`, of whom a conversation was, where a later message goes on about them alone."""
    if found is not None and (_OPENS.match(plain) or _SERVED_OTHERS.search(plain)):
        return found
    if tells_of_own(plain) or _is_busy(plain, asks=False, speaker=Speaker()):
        return found
    return replace(before, office=_office(plain))


def _host(plain: str, relation: str, *, noted: bool) -> Host:
    person = {"neighbour": "neighbor", "other": "friend", "relative": "relation"}.get(relation, relation)
    young = _is_young(plain, relation, noted=noted)
    return Host(person, relation, young, _sex(plain, noted=noted), _office(plain))


def _names_outsider(plain: str, asks: bool, speaker: Speaker) -> bool:
    """隔壁老聂，六十八咧; 俺村西头有对老两口: told of from the first words, if nothing says for whom."""
    if _OPENS.match(plain):
        return True
    if not (asks or speaker.role):
        return False
    told = _OUTSIDER if asks else _BY_OFFICE.get(str(speaker.role), _BY_OFFICE[""])
    return bool(told.search(plain))


_GREETS = (
    rf"(?:(?:您好|你好|领导好?|同志|请问|{_ME}?(?:想|要|来)?(?:咨询|反映|打听|问|说)(?:一下|一声|个|问|下)?(?:情况|问题|事儿?)?|哎|那个|"
    rf"{_ME}是[^，。；]{{1,9}}(?=，))(?:您好|你好)?[，。：！ ]{{0,2}}){{0,3}}"
)
_LIVES = r"(?:[东西南北前后]?[头边街]?|[一二三四五六\d]{1,2}(?:号)?[楼层单元]{1,2})(?:里|上)?(?:的|有|住着?)?"
# 老王75五保, 李奶奶七十九: called as no one calls their own, the age right behind.
CALLED_AND_AGED = (
    rf"(?:老[{SURNAMES}](?![师板乡家人])|[{SURNAMES}](?:大[爷娘妈叔婶]|奶奶|爷爷|婆婆|老[汉太]|[嫂婶叔姨哥姐]))"
    r"(?=，?(?:今年|都)?(?:[2-9]\d|[二三四五六七八九]十[一二三四五六七八九]?)(?![年月万千百块元\d]))"
)
_OPENS = re.compile(
    rf"{_GREETS}{_OF_WORK}|{_GREETS}(?:{_ME}(?:就|这)?(?:是|来|想){{0,2}})?(?:替|帮)(?:着)?(?:别?人|人家)(?:家)?(?:问|打听|咨询)|{_GREETS}{CALLED_AND_AGED}|{_GREETS}(?:{_ME}们?(?:家)?)?"
    rf"(?:{NEAR}(?:的|家|那[个对家户]?|有|住着?)?(?:老[{SURNAMES}](?![师板乡])|那?[户家]|有?[户家个]|一家|两口子|老两口|[^，。；我俺]{{0,4}}{_PERSON})|"
    rf"(?:{_THERE}|班[里上]){_LIVES}(?:{_SOME}|老[{SURNAMES}](?![师板乡])|有?对|两口子|一家子|老两口|[爷娘]俩|"
    rf"[{SURNAMES}][一-鿿]{{1,2}}(?=，|今年|[五六七八九\d])|[^，。；我俺]{{0,6}}{_PERSON})|"
    rf"{_ME}们?(?:单位|厂|公司|店|学校|车间)[^，。；我俺]{{0,8}}{_PERSON}|"
    rf"{_MATES}家?的?[男女]的|{_ME}们?班的?(?:一?个|有个)?学生|[一-鿿]{{2,5}}的?老[{SURNAMES}]，(?:今年)?(?:[四五六七八九]十|[4-9]\d)|"
    rf"有个学生|[一二三四五六七八九十\d]{{1,2}}(?:单元|号楼|楼|层)(?:有|住着?)(?:一)?[户家个位对]|[一-鿿]{{2,4}}村(?:的|有)?[^，。；我俺]{{0,5}}{_PERSON})"
)


def _is_busy(plain: str, asks: bool, speaker: Speaker) -> bool:
    """Without words that it is asked for them: does the speaker do more than see, help and ask?"""
    if asks or speaker.role:
        return False
    told = without_asides(plain)
    places = re.finditer(
        rf"{_ME}(?!们?(?:村|庄|屯|班|社区|小区|楼|单元|胡同|街|院|镇|厂|公司|店|学校|车间|单位(?=有|的?[一这那])|家?(?:{NEAR}))|人)",
        told,
    )
    return any(not (_HELPS.match(told, at.end()) or TALKING.match(told, at.end())) for at in places)


def _relation(plain: str, speaker: Speaker, *, mates: bool) -> str:
    if speaker.role in _TAKEN and not (speaker.role == "stranger" and re.search("村|邻", plain)):
        return str(speaker.role)
    if re.search(r"(?:群众|路人|热心市民)急?报", plain):
        return "stranger"
    if re.match(f"{_GREETS}{_OF_WORK}", plain) or (
        mates and re.search(rf"(?:替|帮|给|代|为){WORKMATE}", plain)
    ):
        return "other"
    if re.search(rf"{_TAUGHT}|班主任", plain) and not re.search(r"大学生|同学", plain):
        return "pupil"
    if mates:
        return "relative" if "亲戚" in plain else "other"
    if re.search(rf"{NEAR}|单元|小区|楼道", plain):
        return "neighbour"
    if re.search(
        r"(?:社区|街道|居委会?|残联|民政|妇联|社工|志愿者)[^，。；]{0,3}(?:代|反映)|^(?:辖区|本辖区)", plain
    ):
        return "client"
    return "villager"


_NOTED_SEX = re.compile(r"(?:^|[ ，：])(?P<sex>[男女])(?:性|童)?(?=[ ，约\d]|[一二三四五六七八九]?十)")


def _sex(plain: str, *, noted: bool) -> str | None:
    """Man or woman, as a clerk's note on one person says it."""
    told = _NOTED_SEX.findall(plain) if noted else []
    return {"男": "male", "女": "female"}[told[0]] if len(told) == 1 else None


_MINOR_NOTED = re.compile(
    r"(?:^| |，)[男女](?:孩|童)?[，]?\s?(?:\d|1[0-7])(?!\d)周?岁?|"
    r"(?:^|[ ，；])[男女]?\s?(?:[一二三四五六]年级|初[一二三中]|高[一二三中]|小学|幼儿园)"
)
_AGED_YOUNG = r"(?:今年|才|刚)?(?:1[0-7]|十[一二三四五六七]?|[3-9三四五六七八九])(?:周?岁|[，。])"
_SPOKEN_YOUNG = re.compile(
    r"(?:结对|帮扶|服务|包|照看|联系|资助|有|班[里上]?|我班|带)(?:帮扶)?(?:着|了)?的?(?:一|这|那)?[个名位][^，。；]{0,6}(?:孩|女童|男童|学生|小姑娘|小妮|小朋友|女生|男生)"
)


# 替我同学问，他爸…，他在读技校: still at school themselves.
_YOUNG_MATE = re.compile(
    r"同学[^。；]{0,60}(?:[上读念在]{1,2}(?:技校|职高|中专|高[一二三中]|初[一二三中]|[一二三四五六]年级))"
)
_HAS_OWN = re.compile("媳妇|老婆|老公|丈夫|对象|孩子|儿子|闺女|女儿|打工|上班")


def _is_young(plain: str, relation: str, *, noted: bool) -> bool:
    if (pet := re.search(PET_NAMED, plain)) and re.search(f"{pet['pet']}{_AGED_YOUNG}", plain):
        return True
    if names_of_one(plain)[1]:
        return True
    if relation == "other" and _YOUNG_MATE.search(plain) and not _HAS_OWN.search(plain):
        return True
    noted_young = noted and _MINOR_NOTED.search(plain)
    return relation == "pupil" or bool(_SPOKEN_YOUNG.search(plain) or noted_young)


_SAYS_OFFICE = re.compile(
    rf"(?:^|(?<=[，。；！？ ])){_ME}们?(?:就)?(?:[是系为在做干当开种打卖上])"
    r"[^，。；我俺他她男女]{0,24}"
)


def _office(plain: str) -> tuple[tuple[int, int], ...]:
    return tuple(found.span() for found in _SAYS_OFFICE.finditer(plain))


def of_host(said: Iterable[Said], host: Host) -> Iterator[Said]:
    """`said` of the family as told by who speaks for it; nothing of that speaker's own office."""
    for one in said:
        of_office = any(first <= one.start < last for first, last in host.office)
        if not (one.fact in _OF_OFFICES and of_office):
            yield replace(one, of=host.put(one.of))
