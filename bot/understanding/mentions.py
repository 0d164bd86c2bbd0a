"""The namings of people in a message, from left to right: kin, neighbours, the speaker, and 他."""

from __future__ import annotations

import re
from functools import cache

from .joining import CHILD_TALK, DEAD_YOUNG, GRANDPARENT_TALK, join, with_own_sex
from .kinship import LEADING, OUTSIDE, YOUNG, Kin, any_of, kin_of, kin_words, not_kin, note_words
from .lists import each_of_several
from .mention import Mention
from .speaker import Speaker, read_speaker

_POSSESSIVE = (
    r"(?:(?:市民|来电人|申请人|我们家|俺们家|我们|俺们|咱们|咱家|我家|俺家|家里|我|俺|咱|自家|自己|本人)(?:那个|的|这个|那|"
    r"有个|有一个|就一个|这|一个|个|唯一的?)?)?"
)
_RELIED_ON = re.compile(r"(?:靠着?|指着|指望|让|叫)$")
_LEANED_ON = re.compile(
    r"(?:跟着?|随着?|靠着?|全?指着|比|像|让|叫|嫁给?|找|和|与|住在?|挨着|听|问|借|带着?|养着?|供|生完?|生了|"
    r"拉扯|没|无|向|由|给|替|撇下|照顾|伺候|陪|代)$"
)
_LED_ALONG = re.compile(r"(?:带|养|跟|供|拉扯|照顾|伺候|靠|领|抱|守)着?(?:一?个|俩|两个)?[^，。；的着]{0,6}的$")
_TALKING = re.compile(
    r"(?:就|也|今天|现在|这边|这里|先|再|只|才|还)?(?:想|要|来|得)?(?:请?问|咨询|打听|反映|替|帮|求助|听|"
    r"寻思|觉|怕|不知|亲生|来电|来信|来访|称|投诉|：|表示|诉|写|看不|代|给[他她]|"
    r"看[见到]|在网上|说[说一的]|都?打?问|能不能|可以|该|担心|不懂|不明白|叫[^着]|是[他她]|好心|弄不清|知道)"
)
_THIRD = r"(?:老大爷|老大娘|老大妈|他(?!们)|她(?!们)|老人家|老人(?![院机卡证补津公服])|老太太|老头(?!子)|老汉|老爷子)"
_OTHERS = (
    r"(?:人家|别人|别家|有的人|有人|隔壁(?:庄|村|楼)?那?[个家户]|邻村|前街那个|隔壁低保|谁家|那些|同事(?!的)|病友|"
    r"(?<!我)同学|老乡|工友|(?:前|后|邻)庄|室友|听说有[个的]|老工友|"
    r"(?:护士|医生|大夫|窗口)(?!也?都?说|让|叫|讲|建议|看|查|给|要|下|诊)|对方|房东|老板|被执行人|凶手|肇事(?:者|方|司机)|"
    r"包工头|(?:一个|有个)[^，。；我俺]{0,6}(?:病人|病号|患者)|(?:撞|打|骗|欠|害|伤)了?[我俺][^，。；]{0,2}的(?:那个|那)?(?:人|小子|司机|家伙|老板)|(?:隔壁床|临床|病房|楼下|楼上|透析室|人事|对面|单位|同病房|同病房一个农村)(?:的|上的|一个|有个|那个)*(?:农村)?(?:大姐|大哥|大姨|大叔|阿姨|嫂子)|(?:抓住|逃跑|打人|撞人|骗人|开车)的(?:那个)?|(?:村里?|庄|大队)(?:会计|主任|书记|电工)(?:他|的|家)(?:[^，。]{0,3}(?:爹|娘|子|弟|哥|婆婆|媳妇))?|"
    r"(?:胡同|村|庄|街)头?[^，。]{0,2}那[家户]|(?:办事|窗口)的?小[伙姑][子娘]?|村里闺女|"
    r"(?:隔壁|邻居家?|前院|后院|村里?)?老[王李张刘赵孙周吴陈杨魏]家)"
)
DEAD = re.compile(
    r"(?:都|已经|也|就|前年|去年|今年|早就?|早年|刚|出了?车祸|，|都没|双|[一二两三四五六七八九十几\d]+年前|"
    r"因病|得病|生病|意外|突发心梗|[一二三四五六七八九十腊正冬]+月(?:份)?)*(?:双亡|没了|去世|"
    r"走了(?=[一二两三四五六七八九十\d]|$|[，。])|死了|殁了?|不在了|过世|病故|牺牲|病逝|走得早|没得早)"
)
_COUNTED = re.compile(r"(?:俩|两个|仨|三个|双胞胎|几个|[二两三四五]个)$")
_FIRST = ("大的", "老大", "大儿子", "大儿", "大闺女", "大女儿", "大小子", "长子", "长女")
_SECOND = (
    "小的", "老二", "老小", "小儿子", "二儿子", "二儿", "小闺女", "二闺女", "二女儿", "小女儿", "小小子", "次子", "次女",
)  # fmt: skip
_ORDINALS = dict.fromkeys(_FIRST, 1) | dict.fromkeys(_SECOND, 2) | {"老三": 3, "三儿子": 3, "三闺女": 3}
_SURNAME = "王李张刘赵孙周吴陈杨曹丁马朱胡郭何高林郑谢罗宋唐许韩冯邓苗于魏"
_NEIGHBOUR = (
    r"(?:我|俺)?们?家?(?:隔壁|邻居|对门|前院|后院|楼上|楼下)(?:家)?(?:的|那个|有个|住着个)?"
    rf"[{_SURNAME}]?"
    r"(?:婶子?|老?大爷|老?大娘|大叔|大姨|阿姨|奶奶|爷爷|老太太?|老头|老汉|老人|嫂子|大哥|大姐|大伯)"
)
_MET = (
    r"(?:老太太|老头子?|老汉|老人|老奶奶|老大爷|老爷爷|婆婆|大爷|大娘|奶奶|爷爷|小伙子?|小姑娘|小女孩|小男孩|小妮儿?|姑娘|"
    r"老年男子|老年女子|男子|女子|女的|男的|妇女|男孩子?|女孩子?|男生|女生|男童|女童|幼童|学生|小孩|孩子|小娃|娃娃|女婴|男婴|弃婴|婴儿|"
    r"残疾人|老兵|老退伍|光棍|流浪汉|大叔|大姐|大哥|阿姨|村民|居民|男人|女人|年轻女)"
)
_WOMEN = re.compile(r"[女妮婆娘妇]|奶奶|姑娘|老太太|大姐|阿姨")
_EX = re.compile(r"离(?:了|的)?婚?[^。]{0,20}(?:归我|归俺|判给我|跟我|跟俺)")
_PAIRS = ((re.compile(r"兄弟俩|弟兄俩|哥俩|姐弟俩|兄弟两个"), "brother", "male"), (re.compile(r"姐妹俩|姊妹俩|兄妹俩"), "sister", "female"))
_COUPLE = re.compile(r"两口子|老两口|老俩|俺俩|我俩|夫妻|夫妇")
_SEVERAL = re.compile(r"双胞胎|龙凤胎|[俩两二]个?孩子|[俩两]个?娃")
_MEN = re.compile(r"男|老头|老汉|大爷|爷爷|小伙|光棍|大叔|大哥")
_STREET = re.compile(
    r"看见|看到|发现|捡[着到]|碰[见到着]|遇[见到]|见到|见着|瞅见|路边|街上|车站|桥|公园|门口|厕所|商场|市场|台阶|atm|大厅|底下|"
    r"地下通道|乞讨|流浪|拾得|外头|箱子|墙根"
)
_NEXT_DOOR = re.compile(r"邻居|隔壁|楼上|楼下|对门|前院|后院|那户|小区")
_VILLAGE = re.compile(r"[我俺本某咱]们?[村庄屯]|村里有|庄里有|胡同")
_CLASS = re.compile(r"班[里上级]|本班|我班")
_AM = re.compile(r"(?:我|俺|本人)们?(?:就)?(?:是|系)(?![^，。]{0,6}(?:替|给|帮|为|代))[^，。！？；]{0,16}$")
_SPEAKS_FOR = re.compile(
    r"(?:替|帮|代)(?:我|俺|其)?(?:们|家|的)*[^，。；！？]{0,6}?(?:写|问|打听|反映|咨询|来电|代问|求|说|跑|申请|办)|"
    r"(?:咨询|反映|问问?|说说)(?:一下)?(?:我|俺)[^，。；]{1,5}(?:家)?的?(?:事|情况)"
)
_BETWEEN = re.compile(r"(?:家)?(?:里)?(?:的)?(?:那个|这个|有个|有一个|一个|个|两个|俩)?")
_OLD_WORDS = ("老婆子", "老嬷嬷", "老嫲嫲", "老头子", "老头儿", "老嬷嬷子")
_IN_GENERAL = re.compile(r"(?:失能|高龄|空巢|贫困|困难|农村|低保家)的?$")
_NEAREST = ("spouse", "son", "daughter", "child", "father", "mother", "mother_in_law", "father_in_law")
_CHILD = ("son", "daughter", "child")
_SPOUSE_OR_CHILD = ("spouse", "son", "daughter", "child")


@cache
def _pattern() -> re.Pattern[str]:
    words = any_of(kin_words()).pattern
    notes = "".join(note_words())
    return re.compile(
        rf"(?P<near>{_NEIGHBOUR})"
        rf"|(?P<met>(?:(?:一|两|三|这|那|有|几)?(?:个|位|名)|一(?=[幼男女老]))(?P<desc>[^，。；！？我俺个位名他她]{{0,8}}?)(?P<noun>{_MET}))"
        rf"|(?P<own>{_POSSESSIVE})(?P<his>(?:孩子的?|娃|他|"
        rf"她)(?=[爹爸娘妈父母](?!们))|(?:孩子|娃)(?:他|她|的)?(?=奶奶|爷爷|姥姥|姥爷)|(?:他们?|她们?|其)(?:的|家)*(?=(?:{words})))?"
        rf"(?P<kin>(?!儿(?![子女媳])|老大[爷娘妈姐哥]){words}|(?<=[我俺个他她，])儿(?![时科童保歌]))(?!们)"
        rf"|(?P<note>(?<=[其之代为])[{notes}](?=[^一-鿿]|[患系因无已残现今年均在为就被视听肢于来左右咨反等]|$)"
        rf"|(?<=带一)[子女]|(?<=[，。；、 ])[子女](?=[读上念就][高初小大中幼职读]|在读)|(?<=[，。；、 ])[父母夫妻兄弟嫂](?=[残无患癌瘫病肝肺胃脑系已均因现年\d一二三四五六七八九])|^[父母](?=[残无患癌瘫病肝肺胃脑\d一二三四五六七八九]))"
        r"|(?P<villager>(?:我们|俺们?|咱们?|本)(?:这)?(?:村|庄|小区|楼|单元|社区|屯)(?:里)?(?:的|有个|"
        rf"有一?[个户位家]|一[个户位名]|那个|老?[{_SURNAME}])|老[{_SURNAME}](?:头|汉|太太|大爷|大娘|婆子|嬷嬷))"
        r"|(?P<host>[男女]主人|该(?:供养人员|特困|户|老人|同志|患者|村民|居民|男子|女子|学生|生|儿童|童|名)|抚养人|(?<!本)当事人)"
        r"|(?P<self>我们两口子|俺们?两口子|俺老两口|我们老两口|我们夫妻|我们夫妇|俺?老俩|我俩|俺俩|我们|俺们|咱们|我|俺|咱|"
        r"本人|申请人|来电人|来电者|来信人|反映人|诉求人|市民(?!卡))(?!们?(?:家|村|庄|单位|厂|这边?|那边?|小区|"
        r"楼|社区|学校|班里|班上))"
        rf"|(?P<others>{_OTHERS})|(?P<third>{_THIRD})"
    )


class MentionReader:
    """Reads the namings of one message."""

    def __init__(self, plain: str, speaker: Speaker | None = None):
        self.plain = plain
        self.speaker = speaker or read_speaker(plain)
        self._for_others = bool(_SPEAKS_FOR.search(plain))

    def read(self) -> list[Mention]:
        masked = not_kin().sub(self._mask, self.plain)
        for start, end in self.speaker.named:
            masked = masked[:start] + "＊" * (end - start) + masked[end:]
        seen: list[Mention] = []
        for found in _pattern().finditer(masked):
            mention = self._mention(found, seen)
            if mention is not None:
                seen.append(mention)
        for start, end in self.speaker.named:
            seen.append(Mention(start, end, "self", "self", self.speaker.sex, words="我"))
        seen.sort(key=lambda m: m.start)
        return with_own_sex(each_of_several(self.plain, join(seen, self.plain, self.speaker)), self.speaker)

    def _mask(self, found: re.Match[str]) -> str:
        """Blotted out; but 俺娘俩眼都花了 is said of the mother's two eyes."""
        if found.group() in ("娘俩", "爷俩") and self.plain[found.end() : found.end() + 1] in tuple("眼腿手耳胳膝"):
            return found.group()
        return "＊" * len(found.group())

    def _mention(self, found: re.Match[str], seen: list[Mention]) -> Mention | None:
        start, end = found.span()
        match found.lastgroup if found.lastgroup != "noun" else "met":
            case "self":
                topic = not _TALKING.match(self.plain, end) and not self._leaned(start, speaker=True)
                return Mention(start, end, "self", "self", topic=topic, words=found["self"])
            case "others":
                if found["others"] == "人家" and self.plain[start - 1 : start] in ("让", "被", "叫", "给"):
                    return None  # 让人家撞了: still about who was hit
                return Mention(start, end, None, None, words=found["others"])
            case "near" if found["near"] in ("邻居家", "邻居") and self.plain[start - 1 : start] in tuple("在去到"):
                return None
            case "near":
                return Mention(start, end, "neighbor", "neighbour", words="邻居")
            case "met":
                return self._met(found, seen)
            case "note":
                return self._kin_mention(found, note_words()[found["note"]], seen)
            case "villager":
                return Mention(start, end, "villager", "villager", words="村里人")
            case "host":
                return self._host(found, seen)
            case "third":
                return self._third(start, end, found["third"], seen)
        return self._kin_mention(found, kin_words()[found["kin"]], seen)

    # -- those met, or spoken for by office

    def _met(self, found: re.Match[str], seen: list[Mention]) -> Mention | None:
        """一位老人, 有个小男孩: somebody of the village or the street, not of the family."""
        noun = found["noun"]
        if _AM.search(self.plain, max(0, found.start() - 16), found.start()):
            return None
        relation = self._outside(found)
        start = found.start("noun") if relation is None else found.start()
        if relation is None:
            kin = kin_words().get(noun)
            if kin is None or kin.relation in ("mother_in_law", "uncle_aunt", "grandmother", "grandfather"):
                return None if kin is None or not seen else self._kin_span(found, kin, seen)
            return self._kin_span(found, kin, seen)
        sex = "female" if _WOMEN.search(noun) else "male" if _MEN.search(noun) else None
        last = next((m for m in reversed(seen) if m.relation in OUTSIDE), None)
        if noun in ("大姐", "大哥", "阿姨", "大叔") and re.search(r"说|讲|告诉", self.plain[found.end() : found.end() + 12]):
            return Mention(start, found.end(), None, None, words=noun)
        if last is not None and start - last.end <= 2:
            return Mention(start, found.end(), last.person, last.relation, sex, words=noun)
        person = {"neighbour": "neighbor"}.get(relation, relation)
        return Mention(start, found.end(), person, relation, sex, words=noun)

    def _outside(self, found: re.Match[str]) -> str | None:
        start = found.start()
        if re.search(r"[我俺]们?家?(?:里|还|就|只|也|有)*$|家里(?:还|就|有)*$|我和|生了", self.plain[max(0, start - 6) : start]):
            return None
        window = self.plain[max(0, start - 26) : found.end() + 8]
        if re.search(r"(?<!好心人)收养(?!”)|抱养|户口.{0,3}落|养到|养大|养着|养至", self.plain[start : found.end() + 40]) and not self.speaker.role:
            return None
        if _CLASS.search(window):
            return "pupil"
        if self.speaker.role:
            return self.speaker.role
        if _STREET.search(window):
            return "stranger"
        if _NEXT_DOOR.search(window):
            return "neighbour"
        return "villager" if _VILLAGE.search(window) else None

    def _kin_span(self, found: re.Match[str], kin: Kin, seen: list[Mention]) -> Mention | None:
        other = self.speaker.other
        if other and other.relation in ("nephew_niece", "grandchild") and kin.relation in _CHILD:
            return Mention(*found.span("noun"), other.person, other.relation, kin.sex, words=found["noun"])
        holder = self._lead(seen, kin)
        if holder is not None and (made := kin_of(str(holder.person), str(holder.relation), kin)):
            kin = made
        return Mention(*found.span("noun"), kin.person, kin.relation, kin.sex, words=found["noun"])

    def _host(self, found: re.Match[str], seen: list[Mention]) -> Mention | None:
        word = found["host"]
        role = self.speaker.role or "villager"
        last = next((m for m in reversed(seen) if m.relation in OUTSIDE), None)
        base = Kin(last.person, last.relation) if last else Kin(role, role)
        if word == "女主人":
            base = Kin(f"{base.person}-wife", base.relation, "female")
        if word == "抚养人":
            base = Kin(f"{base.person}-carer", base.relation)
        return Mention(*found.span(), base.person, base.relation, base.sex, words=word)

    # -- kin

    def _kin_mention(self, found: re.Match[str], kin: Kin, seen: list[Mention]) -> Mention | None:
        start, end = found.span()
        note = found.lastgroup == "note"
        own, his = (None, self.plain[start - 1 : start] or "，") if note else (found["own"], found["his"])
        word = found["note"] if note else found["kin"]
        ends = end >= len(self.plain) or self.plain[end] in "，。！？； "
        if not own and not his and ends and self._says_who(start, seen):
            return None  # 我是烈士的女儿, 我是一名村民: the speaker says who they are
        before = seen[-1] if seen else None
        if before and before.person is None and self.plain[before.end : start] in ("的", "家", "家的", "，", ""):
            if before.words[-1:] in tuple("家户") or before.words in kin_words() or self.plain[before.end : start] not in ("，", ""):
                return Mention(start, end, None, None, words=word)  # 同事的父亲
        if note and not his.endswith(tuple("其之代")) and kin.person in ("father", "mother") and CHILD_TALK.search(self.plain):
            return Mention(start, end, None, None)  # of a child's parents nothing is kept
        if word in _OLD_WORDS and (own or "").endswith("一个"):
            return Mention(start, end, "self", "self", kin.sex, words=word)  # 就俺一个老婆子
        if word in _OLD_WORDS and not own and self.plain[start - 1 : start] in tuple("孤个位名"):
            return self._third(start, end, "老头" if kin.sex == "male" else "老太太", seen)
        other = self.speaker.other
        if not own and not his and other and other.relation in ("nephew_niece", "grandchild") and kin.relation in _CHILD:
            return Mention(start, end, other.person, other.relation, kin.sex, not self._leaned(start), word)
        holder = None if own and not his else self._holder(start, kin, his, seen)
        if holder is not None:
            if holder.person is None:
                return Mention(start, end, None, None, words=word)
            alive = not DEAD.match(self.plain, end)
            made = kin_of(str(holder.person), str(holder.relation), kin)
            if made is None or (not alive and holder.relation in YOUNG and kin.relation in ("father", "mother")):
                return Mention(start, end, None, None, kin.sex, alive, word)
            kin = made
        person = self._numbered(word, kin)
        topic = not self._leaned(start) and not DEAD.match(self.plain, end)
        return Mention(start, end, person, kin.relation, kin.sex, topic, word)

    def _says_who(self, start: int, seen: list[Mention]) -> bool:
        """我是…, 我姥姥是烈士的女儿: a kin word that tells what somebody is, not one who is spoken of."""
        if _AM.search(self.plain, max(0, start - 22), start):
            return True
        last = seen[-1] if seen else None
        return bool(last and re.fullmatch(r"(?:是[^，。]{1,8}的|系[^，。]{1,10})", self.plain[last.end : start]))

    def _holder(self, start: int, kin: Kin, his: str | None, seen: list[Mention]) -> Mention | None:
        """Whose kin it is: 她闺女, 朋友的孩子, 我哥媳妇, or the wife of whom the letter is about."""
        if his:
            return self._whose_his(his, kin, seen)
        last = seen[-1] if seen else None
        if last is not None and last.person not in (None, "self") and last.end <= start:
            between = self.plain[last.end : start]
            if between and _BETWEEN.fullmatch(between) and not (last.relation == "spouse" and kin.relation in YOUNG):
                return last
            if not between and self._follows(last, kin):
                return last
        return self._own_young(kin, seen) or self._lead(seen, kin)

    def _follows(self, last: Mention, kin: Kin) -> bool:
        """我哥媳妇, 儿子媳妇 and 孩子爸爸 need no 的; 老婆孩子 are two of one's own."""
        if last.relation in LEADING and kin.relation in _SPOUSE_OR_CHILD:
            return True
        if last.relation in ("son", "daughter") and kin.relation == "spouse":
            return True
        young = last.relation in ("child", "grandchild", "nephew_niece")
        return young and kin.relation in ("father", "mother", "grandmother", "grandfather")

    def _whose_his(self, his: str, kin: Kin, seen: list[Mention]) -> Mention | None:
        """Whom 他 in 他爹, 其 in 其父 or 孩子 in 孩子他爹 stands for."""
        if his.startswith(("孩子", "娃")):
            young = next((m for m in reversed(seen) if m.relation in YOUNG), None)
            return young or Mention(0, 0, "child", "child")
        if his not in ("他", "她") and not his.startswith(("他", "她")):
            outside = next((m for m in reversed(seen) if m.relation in OUTSIDE), None)
            return outside or next((m for m in reversed(seen) if m.person == "self"), None)
        parents = kin.relation in ("father", "mother")
        young = next((m for m in reversed(seen) if m.relation in YOUNG), None)
        if parents and young is not None and young.person:
            return young
        return next((m for m in reversed(seen) if m.person not in (None, "self") and self._fits(his, m)), None)

    def _own_young(self, kin: Kin, seen: list[Mention]) -> Mention | None:
        """妹妹, said by the mother of two, is her younger child; 媳妇 of the one who raises grandchildren
        the wife of the son."""
        young = next((m for m in reversed(seen) if m.relation in ("son", "daughter", "child") and m.person), None)
        if young is None:
            return None
        if kin.relation in ("brother", "sister"):
            parent = bool(_SEVERAL.search(self.plain)) or any(m.relation == "spouse" for m in seen) or "家长" in self.plain
            return young if parent or young.relation != "child" else None
        if kin.person == "wife" and young.relation == "son":
            raised = GRANDPARENT_TALK.search(self.plain) or DEAD_YOUNG.search(self.plain)
            return young if raised or any(m.relation == "spouse" for m in seen) else None
        return None

    def _lead(self, seen: list[Mention], kin: Kin) -> Mention | None:
        """The one a letter is written for, whose wife and children need no 他的."""
        if kin.relation in LEADING and kin.relation not in ("brother", "sister"):
            return None
        lead = next((m for m in reversed(seen) if m.relation in LEADING and m.person and not _derived(m, seen)), None)
        if lead is None:
            return None
        turned = any(m.person == "self" and m.topic and m.start > lead.end for m in seen)
        if turned and not self._for_others:
            return None
        if lead.relation in OUTSIDE:
            passing = lead.relation == "neighbour" and (not lead.topic or any(m.relation in _NEAREST for m in seen))
            return None if passing else lead
        if lead.person in ("daughter-in-law", "son-in-law") or kin.relation == "grandchild":
            return None
        blood = kin.relation in ("father", "mother", "parent", "brother", "sister", "grandfather", "grandmother")
        same_sentence = not re.search(r"[。！？]", self.plain[lead.end : seen[-1].end])
        still = str(seen[-1].person).startswith(str(lead.person))
        if blood and lead.relation not in ("relative", "other"):
            return None
        return lead if self._for_others or (same_sentence and still) else None

    # -- 他, 老人

    def _third(self, start: int, end: int, word: str, seen: list[Mention]) -> Mention | None:
        if word == "老人" and not seen and _IN_GENERAL.search(self.plain, max(0, start - 6), start):
            return Mention(start, end, None, None, words=word)
        likely = [m for m in seen if m.person != "self" and (m.topic or not self._passing(m)) and self._fits(word, m)]
        grown = [m for m in likely if m.relation not in YOUNG] if word not in ("他", "她") else likely
        last = self._antecedent(word, grown, start)
        if word in ("他", "她"):
            last = self._unnamed(start, word, last, seen) or last
        other = self.speaker.other
        if last is None and other and other.relation not in ("child", "nephew_niece", "grandchild"):
            sex = other.sex or ("female" if word in ("她", "老太太") else "male" if word in ("他", "老头", "老汉") else None)
            return Mention(start, end, other.person, other.relation, sex, words="他")
        if last is None and self.speaker.role and word != "她":
            return Mention(start, end, self.speaker.role, self.speaker.role, words=word)
        if last is None and word not in ("他", "她"):
            sex = "female" if "太" in word else None if "人" in word else "male"
            return Mention(start, end, "elder", "other", sex, words=word)
        if last is None or last.person is None:
            return None
        topic = not self._leaned(start)
        sex = last.sex or ("female" if word == "她" else None)
        return Mention(start, end, last.person, last.relation, sex, topic, "他")

    def _unnamed(self, start: int, word: str, last: Mention | None, seen: list[Mention]) -> Mention | None:
        """他 of those who were not named: the former husband, the other of 兄弟俩 or of 俺老俩."""
        before, sex = self.plain[:start], "male" if word == "他" else "female"
        if (last is None or last.relation == "child") and _EX.search(before):
            return Mention(0, 0, "ex-husband" if sex == "male" else "ex-wife", "ex_spouse", sex)
        if last is not None and last.relation not in YOUNG:
            return None
        for pair, relation, of_sex in _PAIRS:
            if pair.search(before):
                return Mention(0, 0, relation, relation, of_sex)
        if last is None and _COUPLE.search(before):
            return Mention(0, 0, "husband" if sex == "male" else "wife", "spouse", sex)
        return None

    def _antecedent(self, word: str, likely: list[Mention], start: int) -> Mention | None:
        """The last one spoken about, or leaned on where man or woman fits; 他 rather a man of the sentence."""
        sex = {"他": "male", "她": "female"}.get(word)
        strong = [m for m in likely if m.topic or sex is None or m.sex == sex] or likely
        last = next(reversed(strong), None)
        if word == "他" and last is not None and last.sex == "female":
            since = max((self.plain.rfind(mark, 0, start) for mark in "。！？"), default=-1)
            return next((m for m in reversed(likely) if m.sex == "male" and m.start > since), last)
        return last

    def _fits(self, word: str, mention: Mention) -> bool:
        """她 is no man; voice input writes 他 for everybody."""
        if word == "她" or word in ("老太太", "老大娘", "老大妈"):
            return mention.sex != "male"
        woman = mention.sex == "female"
        return not (woman and (word in ("老头", "老汉", "老爷子", "老大爷") or (word == "他" and "她" in self.plain)))

    def _passing(self, mention: Mention) -> bool:
        """The dead, and friends one only heard it from, are not the next 他."""
        return mention.person == "friend" or bool(DEAD.match(self.plain, mention.end))

    def _leaned(self, start: int, *, speaker: bool = False) -> bool:
        if speaker and _RELIED_ON.search(self.plain, max(0, start - 3), start):
            return False  # 全靠俺种地: the speaker does what follows
        if not speaker and _LED_ALONG.search(self.plain, max(0, start - 12), start):
            return True
        return bool(_LEANED_ON.search(self.plain, max(0, start - 3), start))

    def _numbered(self, word: str, kin: Kin) -> str:
        number = _ORDINALS.get(word)
        return f"{kin.person}-{number}" if number else kin.person


def _derived(mention: Mention, seen: list[Mention]) -> bool:
    """The wife or child of another who was named."""
    whose = str(mention.person)
    return any(m.person and m.person != whose and whose.startswith(f"{m.person}-") for m in seen)
