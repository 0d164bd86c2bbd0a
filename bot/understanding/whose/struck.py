"""Who is at the bottom of a case, an accident or a plight: one person for all that is told of it."""

from __future__ import annotations

import re

from bot.understanding.people.kinship import kin_words, note_words
from bot.understanding.people.namings import DEAD
from bot.understanding.people.whom import OUTSIDE, Mention, People

OF_A_CASE = frozenset({"case_stage", "compensation", "case_harm", "hardship_from_case", "criminal_victim"})
OF_TRAFFIC = frozenset({"hurt_in_traffic", "traffic_payment_gap"})
OF_A_PLIGHT = frozenset({"stranded_away", "cannot_pay_food_lodging", "has_kin_to_turn_to"})
_KILLED = re.compile(
    r"(?:打|捅|害|砍|杀|勒|毒|拍|砸|扎|踹)死|(?:打|捅|砍|砸)[^。]{0,24}人(?:当场)?就?(?:没了|不行了)|"
    r"被害(?:人)?(?:死|身亡)|(?:扎|捅|砍|打|砸|撞|轧)[^。]{0,30}(?:没保住|没(?:有|能)?(?:抢)?救(?:过来|"
    r"回来|活)|没留住)|"
    r"(?:殴|打|捅|砍|刺|砸|伤害?|虐待?)[^，。； ]{0,6}致[^，。； ]{0,3}(?:死|身?亡)|(?:刺|捅|砍|打|"
    r"殴)[^，。； ]{0,6}(?:不治|抢救无效)|遇害|被人?杀(?!价|熟|"
    r"青)|杀害|"
    r"被害(?!人|[^，。；]{0,8}[伤残])"  # 夫遭殴致死, 子被害
)
_RUN_OVER, _TRIED = re.compile("[撞轧]死"), re.compile("判|法院|执行|检察")
_SUPPORT = re.compile(r"抚养[费废]|赡养费|扶养费")
_STRIKES = (
    r"(?:撞|轧|碾|剐|刮|碰(?!见|到|上|面|瓷)|带倒|捅|砍|扎|打(?!的?字|电话|听|算|扫|工|理|车|针)|砸|拍|"
    r"糟蹋|猥亵|强奸|欺负|侵害|泼|骗|糊弄|抢|烧|杀|害|泼|踹|拍)"
)
_STRUCK = re.compile(
    rf"(?P<by>(?<!不)(?:被|让|叫|教|遭|因(?=[^，。；]{{1,6}}[打捅砍殴]伤))[^，。！？；]{{0,18}}?{_STRIKES})|(?P<of>把(?=(?:我|"
    rf"俺)?[^，。！？；]{{1,8}}?{_STRIKES}))|"
    r"(?P<at>[撞轧打捅砍扎砸](?:死|伤|倒|残)?了?(?=(?:我|俺)(?:家)?(?:爹|妈|爸|娘|儿|男人|老公|老婆|媳妇|"
    r"闺女|弟|哥|姐|妹|"
    r"老头|老伴|爷爷|奶奶|姥|孙|公公|婆婆|丈人|孩子|娃|嫂)))"
)
_FOUND = re.compile(
    r"看[见到]|遇[见到]|碰[见到]|见到|发现|捡到|路边有|门口有|来了个|有一?个(?:老|男|女|人|大)|"
    r"(?:市民|群众|路人|热心人)(?:来电)?(?:代报|反映|报告)|拾荒[男女老]|"
    r"^[^，。我俺]{0,8}(?:小伙子?|老太太|老大爷|姑娘)|^(?:有|这里有)?(?:一?个|一位|一名)?(?:老太太|老人|"
    r"老头|老大爷|男子|女子|流浪)"
)
_VICTIM = re.compile(
    r"(?:被害人|伤者|受害人|死者)(?:系|是|为)(?:来电人|本人|其)?之?(?P<kin>[父母夫妻兄弟姐妹子女])"
)
_STRUCK_DOWN = re.compile("被害人|伤者|受害人")
_CALLS = re.compile(r"(?:^|(?<=[ ，。]))(?P<kin>[夫妻父母])(?:亲)?(?:来电|代|咨询|来访|来问|致电|问)")
_CALLED_FOR = {"夫": "妻", "妻": "夫", "父": "子", "母": "子"}
_STRAYED = re.compile(r"[^。！？我俺]{0,20}?(?:走丢|走失|跑丢|走散)")
_PUT_OUT = re.compile(r"把(?=(?:我|俺)[^，。；]{0,3}?(?:撵|赶|轰|推|锁)(?:了)?(?:出|在外|在门外))")
_ON_THE_ROAD = re.compile(
    r"[^，。； 我俺]{0,6}(?:车祸|(?:被|让|叫)[^，。；]{0,4}车撞)[^，。； ]{0,5}(?:亡|死|没了|走了|去世|没的)"
)
# 撞人的逃逸了，俺爹没了，丧葬费没着落: who is to be buried now was killed there.
BURIED = re.compile(r"丧葬|安葬|丧事|后事|出殡|火化|骨灰|下葬|入土|埋不起|办丧")
_IN_LAW, _SISTER = re.compile("姐夫|妹夫"), re.compile("[我俺][姐妹](?!夫)")
# 我闺女二十二，脸上三道刀口; 我父亲还没醒: whom it struck, where no blow is told of.
_WOUNDED = re.compile(
    r"(?:(?![我俺他她])[^。！？]){0,14}?(?:刀口|刀伤|重伤|轻伤|植物人|没(?:有)?知觉|毁了?容|没醒|昏迷|"
    r"缝了|截了?肢|"
    r"失明|眼球?[^，。]{0,2}(?:瞎|摘))"
)
_IN_HOSPITAL = re.compile(
    r"(?:现在|还|人|也|就)?(?:躺)?在[^，。]{0,4}(?:icu|重症|医院|抢救|昏迷)|还?在?昏迷|在抢救"
)
# 抱着孩子在路边: who is in need is who carries the child.
_CARRIED = re.compile(r"(?:抱|背|搂|领|拉扯|带)着[^，。；]{0,12}$|大人$")
_AT_HOME_OF = re.compile(r"家(?!人|里人)|那[里儿]")


def struck(fact: str, value: object, people: People) -> Mention | None:
    """The one whom the case or accident struck, or who is in a plight; None when the words do not tell."""
    if fact in OF_A_PLIGHT:
        return _in_plight(people)
    if value == "street":
        return _lost_or_found(people) or _who_carries(people)
    if fact in OF_A_CASE or value in OF_A_CASE:
        if _KILLED.search(people.plain) or _in_turn(_RUN_OVER, _TRIED, people.plain):
            return _left(people)
        if _SUPPORT.search(people.plain):
            return _left(people)
    elif fact in OF_TRAFFIC:
        named = (m for m in people.mentions if m.person not in (None, "self"))
        killed = next((m for m in named if _killed_on_the_road(people.plain, m.end)), None)
        return killed or _hit(people)
    elif value != "injury_claim":
        return None
    return _hit(people)


def _killed_on_the_road(plain: str, end: int) -> bool:
    return bool(_ON_THE_ROAD.match(plain, end) or (BURIED.search(plain) and DEAD.match(plain, end)))


def _in_turn(first: re.Pattern[str], then: re.Pattern[str], plain: str) -> bool:
    """Is the one found, and the other anywhere behind it?"""
    found = first.search(plain)
    return found is not None and then.search(plain, found.end()) is not None


def _lost_or_found(people: People) -> Mention | None:
    """Who went astray, was put out of the house, or was found by who speaks."""
    lost = next(
        (m for m in people.mentions if m.person and m.topic and _STRAYED.match(people.plain, m.end)), None
    )
    if lost is not None and lost.person != "self":
        return lost
    if (out := _PUT_OUT.search(people.plain)) is not None:
        near = [m for m in people.mentions if m.person and out.end() <= m.start < out.end() + 4]
        return near[0] if near else Mention(out.end(), out.end(), "self", "self")
    if _FOUND.search(people.plain):
        outside = [m for m in people.mentions if m.relation in OUTSIDE]
        if outside:
            return outside[0] if outside[0].relation == "stranger" and outside[0].topic else None
        return Mention(0, 0, "stranger", "stranger")
    return None


def _who_carries(people: People) -> Mention | None:
    """抱着孩子在路边: who carries the child is there too, and speaks where nobody else is named."""
    topics = [m for m in people.mentions if m.person not in (None, "friend")]
    carried = [m for m in topics if _CARRIED.search(people.plain, max(0, m.start - 14), m.start)]
    alone = carried and all(m in carried or m.person == "self" for m in topics)
    return Mention(0, 0, "self", "self") if alone and people.default.person == "self" else None


def _in_plight(people: People) -> Mention | None:
    one = _lost_or_found(people)
    if one is not None:
        return one
    if people.default.person != "self":
        return None
    topics = [m for m in people.mentions if m.person not in (None, "friend") and m.topic]
    topics = [m for m in topics if not _CARRIED.search(people.plain, max(0, m.start - 14), m.start)]
    speaks = any(m.person == "self" for m in topics) or not topics
    others = any(m.relation in OUTSIDE for m in topics)
    return Mention(0, 0, "self", "self") if speaks and not others else None


def _left(people: People) -> Mention | None:
    """Who is left behind or not paid: the speaker, or the neighbour or client they speak for."""
    if _in_turn(_IN_LAW, _SISTER, people.plain):
        return next((m for m in people.mentions if m.relation == "sister" and m.person), None)
    if people.note is not None and people.note.asked is not None:
        return people.default
    outside = next((m for m in people.mentions if m.relation in OUTSIDE and m.person and m.topic), None)
    speaks = any(m.person == "self" for m in people.mentions)
    return Mention(0, 0, "self", "self") if speaks or outside is None else outside


def _named_victim(people: People) -> Mention | None:
    """被害人系来电人之妻; 被害人…妻来电问: as a note names whom it struck."""
    found = _VICTIM.search(people.plain)
    if found is None:
        found = _CALLS.search(people.plain) if _STRUCK_DOWN.search(people.plain) else None
        kin = note_words().get(_CALLED_FOR[found["kin"]]) if found else None
    else:
        kin = note_words().get(found["kin"])
    return Mention(found.start("kin"), found.end("kin"), kin.person, kin.relation) if found and kin else None


def _hit(people: People) -> Mention | None:
    if (named := _named_victim(people)) is not None:
        return named
    found = _STRUCK.search(people.plain)
    if found is None:
        near = [m for m in people.mentions if m.person and m.topic and _is_down(people.plain, m.end)]
        return near[0] if len({m.person for m in near}) == 1 else None
    if found.lastgroup in ("of", "at"):
        near = [m for m in people.mentions if found.end() <= m.start <= found.end() + 6 and m.person]
        if not near:  # 砍伤我哥的人: named here only within the one who did it
            behind = people.plain[found.end() : found.end() + 4]
            near = [m for m in people.mentions if m.person and len(m.words) > 0 and m.words in behind]
            kin = kin_words().get(behind[1:3]) or kin_words().get(behind[1:2])
            if not near and kin is not None:
                near = [Mention(found.end(), found.end(), kin.person, kin.relation)]
        return next((m for m in near if m.person != "self"), near[0] if near else None)
    if "把" in found["by"]:  # 让摩托把我娘撞了
        put = found.start() + found["by"].index("把")
        within = [m for m in people.mentions if put < m.start <= put + 2 and m.person]
        if within:
            return within[0]
    before = [m for m in people.mentions if m.end <= found.start() and m.topic and m.person]
    before = [m for m in before if not _AT_HOME_OF.match(people.plain, m.end)]
    return before[-1] if before else people.default


_BEATS = re.compile(
    r"[^，。！？；]{0,4}?(?:打(?!的?字|电话|听|算|扫|工|理|车|针|发|扮)|揍|踹|捅|砍|掐|骂|撵|赶出|轰|撂|"
    r"锁|虐|欺负|拿|提|抡|举)"
)


def _is_down(plain: str, end: int) -> bool:
    return bool(_IN_HOSPITAL.match(plain, end) or _WOUNDED.match(plain, end))


def is_doer(people: People, mention: Mention) -> bool:
    """被邻居打了, 叫女婿打的: who stands behind 被 did it."""
    before = people.plain[max(0, mention.start - 1) : mention.start]
    if before == "被" or (before in ("让", "叫") and mention.relation in OUTSIDE):
        return True
    return before in ("让", "叫", "教") and bool(_BEATS.match(people.plain, mention.end))
