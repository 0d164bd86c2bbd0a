"""Whether words say a matter at all: a cry, a greeting or “怎么申请” alone gives nothing to go by."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.understanding.asking import asks, bids

if TYPE_CHECKING:
    from bot.messages import Understanding
    from knowledge import Guide

LEAST_CLEAR = 0.15
SURELY_ANOTHER = 0.97
FEWEST_OF_A_MATTER = 11  # fewer characters in the middle of a talk are rather of that talk
LEAST_LEFT = 2  # so many Chinese characters have to be left to name a matter
_WHY = re.compile(
    "(?:凭啥|凭什么|为啥|为什么|干吗|干嘛)[^，。]{0,3}问|问(?:这|那)个?(?:些)?(?:干|做|有)(?:啥|什么|吗|嘛)"
)
_CHINESE = re.compile("[㐀-鿿]")
# 老公失踪两年了: aid there is for the child who is left, if there is one.
_LOST_SPOUSE = re.compile(
    r"(?:老公|男人|丈夫|对象|老婆|媳妇|妻子|爱人)[^，。]{0,6}(?:失踪|失联|走丢|出走|跑了|找不[着到]|没(?:了|有)?(?:音信|消息|下落))"
)
# 我想问孩子上学: of which of its things the guide is asked, and no more yet.
_OF_A_THING = re.compile(
    r"(?:想|来|就)?(?:问问?|咨询|打听|了解)(?:一下|下)?(?:点)?(?:(?:我|俺)?(?:家)?(?:孩子|娃|儿子|闺女|女儿|老人|[爹娘爸妈]))?(?:的)?(?:上学|念书|读书|看病|住院|养老)(?:的)?(?:事|问题)?[儿啊吧]?$"
)
# Of whom a household is made up and what it lives on: 我有俩儿子, 公公婆婆一共领四百养老金, 他有辆车.
_OF_HOME = re.compile(
    r"有[一二两三四五六俩仨\d]个?(?:孩子?|娃|儿子?|小子|闺女|女儿|丫头|老人|兄弟|哥|弟|姐|妹)|"
    r"有[^，。]{0,3}(?:车|房子?|地|存款|铺子)(?=$|[，。])|(?:弟兄|兄弟|姐妹|姊妹)[一二两三四五六俩仨几\d]个|"
    r"(?:领|拿|开|有|发)[^，。]{0,6}(?:养老金|退休金|工资|低保金|抚恤金)(?=$|[，。])|"
    r"(?<!要)(?:结|离|再|分)了?[婚家](?=$|[了的，。]|分)|改嫁|分出去|守寡|(?:失踪|失联|走丢|出走)了?(?:有|快|好)?[^，。]{0,5}年|(?:没有?|断了?)(?:音信|音讯|消息|下落)"
)
_OF_THE_ILL = re.compile(r"(?:残疾人?|住院|生病|瘫|聋|哑|瞎|傻)了?(?=$|[，。])")
MOST_OUTSIDE, LONGEST_OF_HOME = 0.96, 30
SURELY_OUTSIDE = 0.8  # where facts were heard
# What anybody says about anything: who speaks, wishing, asking, helping, getting.
_EMPTY = re.compile(
    "我们|俺们|咱们|你们|大家|家里|我家|俺家|自己|一下|一个|一些|这个|那个|这些|那些|这里|那里|"
    "怎么|咋样|咋办|咋弄|如何|什么|啥样|哪些|哪个|哪里|多少|几个|为什么|为啥|是不是|能不能|可不可以|有没有|行不行|"
    "帮帮|帮忙|帮助|求求|救救|求助|救助|补助|补贴|政策|待遇|福利|好处|照顾|办法|东西|事情|情况|问题|"
    "申请|办理|办事|咨询|问问|问下|打听|了解|看看|听听|说说|查查|试试|测试|"
    "符合|条件|享受|领取|领到|可以|需要|想要|应该|困难|难处|难办|不容易|活不下去|过不下去|日子|没人管|"
    "现在|今天|刚才|真的|实在|非常|特别|确实|还是|就是|不是|知道|明白|请问|麻烦|老师|同志|领导|政府|国家|"
    "哈哈|嘿嘿|呵呵|嗯嗯|好的|谢谢|你好|您好|在吗|喂|"
    "[我俺咱你您他她它们的了吗呢吧啊呀哦噢嗯哎唉哈嘿么啥咋谁哪个些点一二三这那是有没不能会要想请求帮问说给领办"
    "让叫把被在到来去里就都也还再很太真好难穷苦钱人家事行对可以得着过和跟与]"
)


def says_matter(heard: Understanding) -> bool:
    """Whether there is a fact, the name of a policy, or words of a matter, be it one for somebody else."""
    if heard.evidence or heard.named or heard.urgent or heard.answer is not None:
        return True
    left = _CHINESE.findall(_EMPTY.sub("", heard.text))
    clear = not heard.in_scope or max(heard.policies.values(), default=0.0) >= LEAST_CLEAR
    return len(left) >= LEAST_LEFT and clear


def opens_outside(heard: Understanding) -> bool:
    """Whether a first message is nothing of the guide's, though facts were heard in it.

    Who asks for nothing and only tells of themselves in a few words is heard out.
    """
    told = bool(heard.evidence) and len(heard.text) <= LONGEST_OF_HOME and not _wants(heard)
    return heard.outside >= SURELY_OUTSIDE and not (heard.in_scope or mourns(heard) or told)


def mourns(heard: Understanding) -> bool:
    """Whether a death is told of, and nothing is asked: 男人走了六年了，胃癌."""
    return heard.mourned and not _wants(heard)


def tells_of_home(heard: Understanding) -> bool:
    """Whether a few words tell who is in the family and what there is, and ask for nothing.

    Who begins so is heard out, though no policy is for it by itself.
    """
    return bool(_OF_A_THING.search(heard.text)) or (bool(_OF_HOME.search(heard.text)) and _only_tells(heard))


def tells_of_lost_spouse(heard: Understanding) -> bool:
    """Whether all that is told is that husband or wife is missing, and for whom is not said yet."""
    told = any(one.fact != "sex" for one in heard.evidence)
    return bool(_LOST_SPOUSE.search(heard.text)) and not told and _only_tells(heard)


def tells_of_the_ill(heard: Understanding) -> bool:
    """Whether a few words tell of somebody who is ill or disabled, and ask for nothing: 我继女残疾."""
    return bool(_OF_THE_ILL.search(heard.text)) and _only_tells(heard)


def _only_tells(heard: Understanding) -> bool:
    brief = len(heard.text) <= LONGEST_OF_HOME and heard.outside < MOST_OUTSIDE
    return brief and not _wants(heard)


def _wants(heard: Understanding) -> bool:
    return asks(heard.text) or bids(heard.text)


def is_another_matter(heard: Understanding) -> bool:
    """Whether in the middle of a talk something is brought up that surely is nothing of the guide's.

    What is said there is mostly of the talk itself (行，我明天去问问), though the guide has no such words.
    """
    return len(_CHINESE.findall(heard.text)) >= FEWEST_OF_A_MATTER and is_no_matter(heard)


def is_no_matter(heard: Understanding) -> bool:
    """Whether the words, be they ever so few, are surely nothing of the guide's, or are no words: 狗丢了."""
    return heard.outside >= SURELY_ANOTHER or len(_CHINESE.findall(heard.text)) < LEAST_LEFT


def asks_why(text: str) -> bool:
    """Whether the citizen wants to know what the question is for."""
    return bool(_WHY.search(text))


def is_bare_name(guide: Guide, text: str) -> bool:
    """Whether the whole message is what a policy is called: 低保 asks about it, it is no fact."""
    return text.strip("，。！？ ,.!?~") in _names(guide)


@lru_cache(maxsize=4)
def _names(guide: Guide) -> frozenset[str]:
    """What policies are called, kept for the few guides of a process."""
    return frozenset(name for one in guide.policies.values() for name in (one.name, *one.aliases))
