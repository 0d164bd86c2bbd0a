"""After help was sent for: what is kept of the talk before, a warm word, and on where it was."""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.blocks import Text
from bot.composing import replies
from bot.danger.peril import COLD, COLLAPSE, DANGER, DESPAIR, MISSING, RESCUE, TREATMENT, VIOLENCE
from bot.danger.plight import ROOFLESS, STARVED, UNTREATED
from bot.dialogue import telling
from bot.understanding.asking import asks
from bot.wording import say
from knowledge import KnownSet

if TYPE_CHECKING:
    from bot.conversation import Conversation
    from bot.messages import Message, Turn, Understanding
    from knowledge import Guide, Situation

LONGEST = 24
LONGEST_FELT = 40
SHORTEST_STATE = 8
BEHIND = 0.6  # what is heard in an alarm stays so far behind what was talked of
ASKED_FOR = 0.5  # a cry asks for nothing unless the words are as clear as that
QUIET = frozenset({DESPAIR, COLLAPSE, COLD, MISSING})
PAID_AT_ONCE = frozenset({TREATMENT, STARVED, UNTREATED})
RAGE = "rage"  # a word of anger: answered like an alarm, and over when it was only said
_FIRE = re.compile("火(?!车)|烧|爆炸|煤气|撞")
_RUN_OVER = re.compile("车祸|肇事|交通事故|车[^，。]{0,3}[撞轧碾]|撞(?:了|伤|断|死|飞|的)")
_ALL_RIGHT = re.compile(
    "没(?:啥|什么|大)?事|安全|平安|(?<!没)(?<!哪)有(?:了)?(?:地方|处)[住睡去](?!吗|不|没)|(?:送|在|到|进)[^，。]{0,3}医院|(?:抱|救|劝|拉|接)(?:下|回|出)?(?:来|去)了|下来了|吃(?:上|了|过|饱)|有(?:吃|饭)|"
    "送(?:来|了|的|去|走)|1(?:10|20|19)[^，。]{0,3}(?:来|到|走)|接着(?:说|问|来|办)|继续|好(?:了|多了|些了|点了)|缓(?:过|下)|醒(?:了|过来)|(?:警察|民警|医生|救护车|社区|村里|邻居)[^，。]{0,4}"
    "(?:来|到|送|管|接)|报(?:了)?警了?|打(?:过|了)[^，。]{0,2}(?:1\\d\\d|电话)|娘家|躲(?:出|开|到)|出来了|放心|说说|随便|"
    "不(?:会|是|至于)[^，。]{0,3}(?:想)?(?:死|走那|做傻|真去)|(?:开|说)(?:个|着)?(?:玩笑|玩)|气话|(?:找|回)(?:着|到|来)了|没(?:有)?(?:再|人)?(?:打|动手|受伤|伤着)(?!通)|不(?:再)?(?:打|动手)[人我俺她他]?了|灭了|退了|搬(?:出|到)|有人(?:陪|看|管)"
)
_ACKNOWLEDGES = re.compile(
    "(?:嗯+|哦+|噢|唉|好|好的|行|中|知道了?|明白了?|谢谢你?|谢了|没有?|不用)[了啊呀吧。，]{0,2}"
)
# 没有，就是心里难受: right after such an alarm a no is about that, and so is how one feels.
_DENIABLE = frozenset({DESPAIR, DANGER, RESCUE, VIOLENCE})
_NO = re.compile("没有?[了啊呀呢，]{0,2}")
_YES = re.compile("(?:是|对|有|能)(?:的)?[了啊呀吧，]{0,2}")
_DENIES = re.compile(
    "^(?:我|俺)?(?:可|真|也)?(?:没(?:有)?(?:那(?:个)?(?:意思|么想|想法|事)|想(?:不开|死|那些|那么多)|不想活)?|(?:也)?不(?:是|会|至于|想死))"
    "(?:的)?(?:了|啊|呀|呢|吧|哩)?(?=[，。！ ]|$)"
)
_RESCUED = re.compile("(?:救|抢救|拉|抬|挖)(?:了)?(?:出来|过来|上来|活)")
_SAVED = re.compile("[抱救拉劝送接]|下来|医院")
_GOES_ON = re.compile(
    "^(?:还|都|也|一直|都还)?(?:没(?:有)?(?:吃|醒|送|救|来|缓|好|停|退|灭|人(?:来|管))|在(?:打|烧|涨|外头|[^，。]{0,2}(?:桥|楼顶|天台|阳台|窗台|河边|湖边|水库|井)))"
)
# 天天打, 孩子也打, 喝了酒就打: told right after blows, they have not ended.
_HITS_ON = re.compile(
    "(?:天天|又|还(?:在|要)?|老(?:是)?|总(?:是)?|经常|整天|三天两头|动不动(?:就)?|喝(?:了|醉)?酒?(?:就|也)?|一直|往死里|"
    "(?:孩子|娃|儿子|闺女|老人|[爹娘爸妈]|他|她|我|俺)也|连(?:孩子|娃|老人)(?:都|也)?)(?:来)?(?:打|揍)(?!电话|工|针|听|官司|扫|扰|算)|(?:打|揍)(?:了)?(?:好)?(?:几|[一二两三四五六七八九十\\d]+)(?:多)?年|也(?:打|揍)(?:孩子|娃|老人|我|俺)"
)
_AWAY = frozenset({("stranded_away", True), ("living_place", "street")})
_HUNGERS = re.compile("吃(?!药)|饭|饿|粮|顿")
_HUNGRY = (("cannot_pay_food_lodging", True), ("emergency_events", "natural_disaster"))
# 哪里有吃的, 能给口吃的不: part by part a request that names food; 有吃的了, 邻居给了口饭 tell of a meal.
_SEEKS = re.compile(
    "[有给发管]没?[没不][有给发管]|哪|谁|咋|怎么|(?<![不可])能|可以|[吗么]|不$|(?<!有)没有?$|求|(?<!需)要(?:点|口|些|碗)|(?:^|[先快想帮请])(?:给|弄|讨|借|送)(?:我|俺|孩子)?(?:点|口|些|碗)"
)
_FOOD = re.compile(
    "吃的(?![药亏]|是|低保|[五特]保|特困|公家)|吃食|吃喝|东西吃|吃(?:点|口|上)?东西|(?<![要讨早午中晚])饭(?![店馆卡补盒后前钱费票堂局庄碗])|馒头|干粮|奶粉|吃(?:上|住)?(?:[吗不么]$|$)|"
    "(?:给|发|领|弄|有|要|送|借|点)(?:点|些|口|袋)?(?:救济|救灾)?(?:粮食?|米面?|面粉?)(?![补田条食])"
)
_FED = re.compile(
    "(?:[给送有吃发领要买借弄做拿管](?:上|到|来|过)?|[上着饱完])了|了$|吃低保|吃药|[冬春年]|每月|补[助贴]"
)
_NOT_YET = re.compile("还(?:没|在|是|不)|没(?:醒|送|吃|救|好|缓|人)|不(?:安全|敢|行了)|怎么办|咋办|又")
# 想去他家放把火: said in anger, of another, by somebody who has not done it.
# 煤气中毒 娘在医院 没钱交押金: what is to be paid is asked for along with the cry.
_SHORT_OF_MONEY = re.compile(
    "没(?:有)?钱(?:交|治|看|住|付|救)|押金|(?:交|付|掏|凑|拿)不(?:起|上|出|够)|医药?费|住院费|抢救费|欠(?:了|着)?医院"
)
_RAGES = re.compile(
    "(?:想|恨不得|真要|非要|非得|我就)[^，。]{0,6}(?:放(?:一?把|个)?火|点(?:了|把火)|烧了(?:他|她|它|那)|砍了?(?:他|她|那)|弄死(?:他|她|那)|"
    "捅了?(?:他|她)|炸了?(?:他|她|那|村|镇)|(?:跟|和)(?:他|她|他们|那家)[^，。]{0,3}(?:拼了|同归于尽))|同归于尽|拼了这条命"
)
# 喝药死的, 他自杀的: how somebody died, told amid a talk; 跳楼了 alone says so only of a parent asked after.
_BY_OWN_HAND = (
    "(?:(?:他|她|人家?|是|就是|也|后来|自己|[我俺]?(?:[爹爸妈娘哥弟姐妹]|儿子?|男人|老公|对象|媳妇|老伴|闺女)|去年|前年|那年|上个月|早就?|想不开)，?){0,4}"
    "(?:(?:喝|吃)(?:了)?(?:农|毒|老鼠)?药|喝(?:敌敌畏|百草枯|农药)|自[杀尽]|跳(?:楼|河|桥|井|水库?)|上吊|割腕|服毒|寻(?:的)?短见|想不开)(?:自[杀尽])?"
)
_DIED_SO = re.compile(f"{_BY_OWN_HAND}(?:(?:死|走|没|去世|身亡|过世)(?:了|的)+|的)[啊呀吧。，]?")
_DONE_SO = re.compile(
    "(?:他|她|人|后来|自己|早就?){0,3}(?:自[杀尽]|跳(?:楼|河|井)|上吊)(?:自[杀尽])?了[啊呀吧。，]?"
)
_PARENT_STATES = frozenset({"father_state", "mother_state", "only_child_state"})
_WEARY = re.compile(
    "(?:不是|没(?:有)?)(?:真)?(?:的)?(?:要|想)(?:死|寻短)|愁(?:得慌|死|坏|得)|(?:熬|撑|扛|顶)不(?:住|下去)|心里(?:真|很|太|就是)?(?:堵|憋|难受|苦|慌|烦|乱|不好受)|烦得慌|心烦|"
    "压力(?:太|真|很|好)?大|(?:愁|急)得?睡不着|(?:活|过)得(?:真|太|好)?(?:累|难|憋屈)|(?:真|太|好)累(?:了|啊)?$|想哭|没(?:个)?人(?:能)?说(?:说)?话"
)
# The same, where an alarm is just over: at other times 没意思 or 想他 may be said of anything.
_FEELS = re.compile(
    f"{_WEARY.pattern}|难过|难受|伤心|委屈|孤(?:单|独|零)|寂寞|闷得|憋(?:得|屈|闷)|堵得|空(?:落|荡|得慌)|没(?:啥|什么)?(?:意思|盼头|劲|奔头)|睡不着|掉(?:眼)?泪|"
    "想(?:念|着)?(?:他|她|老伴|老头子|俺娘|俺爹|我妈|我爸|孩子)(?:了|啊)?(?:$|，)|(?:想|找)(?:个)?(?:人)?(?:说说|聊聊|唠唠|倾诉)|没人(?:陪|疼|理|说)|哭"
)


def alarmed(conversation: Conversation, heard: Understanding, sort: str) -> Conversation:
    """The conversation with the facts of an alarm; what was talked of stays first, what waits still does."""
    after = telling.remember(conversation, heard)
    before = conversation.relevance
    relevance = {one: score for one, score in heard.policies.items() if score >= ASKED_FOR}
    if before:
        most = max(before.values()) * BEHIND
        relevance = {**{one: min(score, most) for one, score in relevance.items()}, **before}
    elif sort not in QUIET or _SHORT_OF_MONEY.search(heard.text):
        relevance = after.relevance
    pending = conversation.pending
    told = {(one.household, one.person, one.fact) for one in heard.evidence}
    if pending is not None and (pending.household, pending.person, pending.fact) in told:
        pending = None
    return after.replaced(relevance=relevance, pending=pending, alarmed=sort)


def at_once(heard: Understanding, sort: str) -> tuple[str, ...]:
    """The policies that act at once, the one that fits best first."""
    if sort == TREATMENT and _is_of_accident(heard):
        return ("traffic-accident-fund", "temporary-assistance")
    if heard.urgent == "disaster" and not _FIRE.search(heard.text):
        return ("disaster-relief", "temporary-assistance")
    if heard.urgent == "hunger" and any(_holds(heard.situations, *one) for one in _AWAY):
        return ("homeless-relief", "temporary-assistance")
    if heard.urgent == "hunger" and _holds(heard.situations, "emergency_events", "natural_disaster"):
        return ("disaster-relief", "temporary-assistance")
    if sort == ROOFLESS:
        return ("homeless-relief", "temporary-assistance")
    return ("temporary-assistance",) if heard.urgent != "danger" or sort in PAID_AT_ONCE else ()


def _is_of_accident(heard: Understanding) -> bool:
    """Whether a car did it: the fund of accidents pays for none of the other illnesses."""
    told = _holds(heard.situations, "emergency_events", "traffic_accident")
    return told or bool(_RUN_OVER.search(heard.text))


def with_hunger(conversation: Conversation, heard: Understanding) -> Understanding:
    """What is heard, as hunger where who has nothing to eat asks for food: 哪里有吃的."""
    alarmed = conversation.alarmed in ("hunger", "disaster")
    hungry = alarmed or any(_holds(conversation.households, *one) for one in _HUNGRY)
    seeks = hungry and _seeks_food(heard.text)
    if heard.urgent or not (seeks or _is_hungry_away(conversation, heard)):
        return heard
    return dataclasses.replace(heard, urgent="hunger", in_scope=True)


def _is_hungry_away(conversation: Conversation, heard: Understanding) -> bool:
    """Whether who told of hunger is now heard to be away from home too: 三天没吃了, then 在火车站."""
    told = (one.words for one in conversation.evidence if one.fact == "cannot_pay_food_lodging")
    away = any((one.fact, one.value) == plight for one in heard.evidence for plight in _AWAY)
    return away and (conversation.alarmed == "hunger" or any(map(_HUNGERS.search, told)))


def _seeks_food(text: str) -> bool:
    """Whether a part of a short message asks for a meal, not for aid by the month or in winter."""
    parts = re.split("[，。！？；]", text) if len(text) <= LONGEST_FELT else ()
    return any(_SEEKS.search(one) and _FOOD.search(one) and not _FED.search(one) for one in parts)


def _holds(homes: Sequence[Situation], fact: str, value: object) -> bool:
    """Whether somebody there, or a household as a whole, has the value."""
    facts = (each for home in homes for each in (home.household, *(one.facts for one in home.people)))
    held = (each.get(fact) for each in facts)
    return any(value in one.has if isinstance(one, KnownSet) else one == value for one in held)


def of_the_dead(conversation: Conversation, heard: Understanding) -> Understanding:
    """What is heard, as no cry where it answers how somebody died, whose death the talk is about."""
    if heard.urgent != "danger" or not conversation.households or conversation.alarmed:
        return heard
    of_parent = conversation.pending is not None and conversation.pending.fact in _PARENT_STATES
    if not (_DIED_SO.fullmatch(heard.text) or (of_parent and _DONE_SO.fullmatch(heard.text))):
        return heard
    calm = dataclasses.replace(heard, urgent=None, mourned=True)
    if not any(_holds(conversation.households, state, "dead") for state in _PARENT_STATES):
        return calm
    # 俺儿没了, then 上吊走的: of him, and not of her who is asked after
    return dataclasses.replace(calm, answer=None, evidence=(), situations=conversation.households)


def go_on(
    guide: Guide, conversation: Conversation, heard: Understanding, today: datetime.date
) -> Turn | None:
    """The reply to 没事，就是说说 or 送医院了: one warm line, and on with what waits; else None."""
    if conversation.alarmed and _is_not_over(heard, conversation.alarmed):
        kind = conversation.alarmed if conversation.alarmed in ("hunger", "disaster") else "danger"
        return telling.said(conversation, replies.urgent(kind, conversation.alarmed))
    if not heard.evidence and len(heard.text) <= LONGEST and _RAGES.search(heard.text):
        said = [Text(say("rage")), *replies.ask(conversation)]
        return telling.said(conversation.replaced(alarmed=RAGE), said)
    unburdens = conversation.alarmed in _DENIABLE and _unburdens(heard, conversation.alarmed)
    if not (unburdens or (_is_all_right(heard) if conversation.alarmed else _is_weary(heard))):
        return None
    told = dataclasses.replace(heard, policies={}, named=(), answer=None)
    after = telling.remember(conversation, told).replaced(alarmed="", relevance=conversation.relevance)
    chips = replies.heard(guide, after, [(one.household, one.person, one.fact) for one in heard.evidence])
    blocks = [Text(warm_word(conversation, heard.text)), *chips]
    if after.pending is not None:
        return telling.said(after, [*blocks, Text(say("calm_back")), *replies.ask(after)])
    if after.relevance and after.evidence:
        return telling.went_on(guide, after, [*blocks, Text(say("calm_back"))], today)
    return telling.said(after, [*blocks, Text(say("calm_then" if conversation.alarmed else "need_matter"))])


def warm_word(conversation: Conversation, text: str) -> str:
    """The one line that fits what was feared, and how it went."""
    sort = conversation.alarmed or DESPAIR
    if sort in (DANGER, VIOLENCE) and _FEELS.search(text) and not _ALL_RIGHT.search(text):
        return say("calm_despair")
    if _RESCUED.search(text) and sort != MISSING:
        return say("calm_rescued")
    return say("calm_danger" if sort in (DESPAIR, DANGER) and _SAVED.search(text) else f"calm_{sort}")


def is_after(conversation: Conversation, text: str) -> bool:
    """Whether words after an alarm say that it is over, whatever else they say."""
    return bool(conversation.alarmed and _ALL_RIGHT.search(text)) and not _NOT_YET.search(text)


def _is_all_right(heard: Understanding) -> bool:
    if len(heard.text) > LONGEST or asks(heard.text) or _NOT_YET.search(heard.text):
        return False
    return bool(_ALL_RIGHT.search(heard.text) or _ACKNOWLEDGES.fullmatch(heard.text))


def is_for_alarm(conversation: Conversation, message: Message) -> bool:
    """Whether words typed now are first about the alarm, below which no question stood: 没有 answers none."""
    pressed = message.choice or message.answer
    return conversation.alarmed not in ("", RAGE) and not pressed


def without_denial(conversation: Conversation, heard: Understanding) -> Understanding:
    """What is heard without the answer that a no at its head would be, where that denies the alarm."""
    if conversation.alarmed in ("", RAGE) or not _DENIES.search(heard.text):
        return heard
    return dataclasses.replace(heard, answer=None)


def _unburdens(heard: Understanding, sort: str) -> bool:
    """Whether it denies what was feared, or says how one feels, and tells nothing else: 没有，就是心里难受.

    After despair whatever is no matter of the guide is that: nobody is sent away with it.
    """
    if heard.evidence or heard.named or len(heard.text) > LONGEST_FELT or asks(heard.text):
        return False
    if max(heard.policies.values(), default=0.0) >= ASKED_FOR:
        return False
    outside = not (heard.in_scope or heard.answer or heard.intents or heard.status)
    if sort == DESPAIR and (outside or _YES.fullmatch(heard.text)):
        return True
    says = _DENIES.search(heard.text) or _FEELS.search(heard.text)
    return bool(says) and (sort == DESPAIR or not _NOT_YET.search(_FEELS.sub("", heard.text)))


def _is_not_over(heard: Understanding, sort: str) -> bool:
    """没吃, 还没醒: it goes on. 没有 alone denies what somebody wants to do, not that somebody hungers."""
    if sort not in (*_DENIABLE, RAGE, "disaster") and _NO.fullmatch(heard.text):
        return True
    short = len(heard.text) <= SHORTEST_STATE and not asks(heard.text)
    if short and sort in (VIOLENCE, DANGER) and _HITS_ON.search(heard.text):
        return True
    return short and bool(_GOES_ON.search(heard.text))


def _is_weary(heard: Understanding) -> bool:
    """Whether it says how heavy it all is, and nothing else."""
    if heard.evidence or heard.named or len(heard.text) > LONGEST or asks(heard.text):
        return False
    return bool(_WEARY.search(heard.text)) and max(heard.policies.values(), default=0.0) < ASKED_FOR
