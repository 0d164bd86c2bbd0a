"""Whether words ask something rather than tell: the one door, for a clause as for a whole message.

A clause that asks, or bids one to tell, states nothing: 有没有尿不湿发 is no 没有,
and who says 那公益岗的事接着说 holds no such post. 没登记，去哪登记 answers first, and then asks.
"""

from __future__ import annotations

import re
from functools import cache

from bot.understanding.people.kinship import any_of, kin_words
from bot.understanding.people.lookalikes import without_lookalikes

_END = r"(?=$|[，。；！？?!,])"
# 没啥, 啥也没有, 不咋样, 好几年, 哪有, 谁说不是, 多少年了: words of asking that ask nothing.
_ASKS_NOTHING = re.compile(
    r"[没不](?:有|[出办干得犯欠丢]过?)?(?:什么|啥)|无啥|没(?:有)?(?:多少|几|怎么|咋|谁)|不(?:怎么|咋|多少|几)|"
    r"(?:什么|啥|哪儿?|咋|怎么|谁)(?:里|个|样|人)?就|(?:啥|什么|谁|哪|咋|怎么|多少)[^，。吗么]{0,3}[也都]|"
    rf"(?:不知道|不清楚|不晓得)(?:怎么|咋|啥|什么|哪)[^，。]{{0,4}}{_END}|多少(?:年|有?点|还)|"
    r"好几|十几|几(?:年|个月)了|哪有|哪能|哪儿?知道|哪里有|谁知道|谁说(?!理)|可不(?:是|就)?|要么|无论|(?<!管)不管|还没还|随便(?:什么|啥|怎么)|"
    r"要啥没啥|有啥说啥|还能(?:是|为)(?:了|个)?(?:啥|什么)|咋说|怎么说呢|是不是的"
)
_HOW_MANY = (
    r"(?<![好十前头这那近后下着了过剩就零])几(?:个(?:工作日|月|点|钱|$)|[次趟天回号点年月时块百千万级])[^，。；]{0,4}"
    + _END
)
_EITHER = (
    r"(?:是|给|按|打|先|去|找|办|领|走|前|成|算)[^，。；是]{0,8}还是(?!不行|没|难|干不|受)[^，。；]|还是[前后先不](?:申|办|领|报)?"
    + _END
)
_WHO = (
    r"(?:找|给|归|问|打|拨|跟|告|向|投诉|算|怪)谁|(?:你|您|恁)(?:到底)?是谁|"
    r"谁(?:[管给来出办]|能|(?=[^，。；也都知说]{1,4}$))"
)
_WHERE = r"哪里|哪儿|哪个|哪些|哪家|哪种|哪样|哪边|哪能|(?:去|上|到|在|找|问|住|睡|搬|送|往|打)哪"
_WHAT = (
    r"(?:有|能[一-鿿]{0,2}|给|带|领|享受|补|办|报|要|用|交|是|叫|算|干|拿|准备|符合|需要|申请|留|写|开|出|填|问|图|看)(?:点|些|个)?"
    r"(?:啥|什么)|(?<![为凭没不有])(?:啥|什么)(?:是(?!不|就)|叫(?![的花人声唤苦])|才算)|(?:啥|什么)(?:意思|条件|标准|材料|补[贴助]|政策|时候|证明?|手续|情况|用|办法|说法|区别|部门|单位|地方)"
)
# 老太太那份呢, 前年的呢; but 领着呢, 还没办呢, 在家呢 tell.
_AND_THIS = r"(?<![^，。；？！])(?!可以)[^，。；着没无不在还正了过就是有能对好嗯哼]{2,9}呢" + _END
_ASKS = re.compile(
    rf"吗|(?<![什要那这多怎])么{_END}|[?？]{_END}|(?P<v>[一-鿿])[不没](?P=v)|能否|可否|是否|会否|"
    rf"怎么|咋|如何|为什么|为啥|凭什么|凭啥|多少|(?<![好很么真这])多钱|多久|多大|多长|几时|何时|有几(?!句)|给几(?!家|个店)|(?:报|减|贷)几|"
    rf"{_WHERE}|{_WHO}|{_WHAT}|{_HOW_MANY}|{_EITHER}|{_AND_THIS}"
)
# 能办低保不, 花钱不, 自己交社保有补贴没: whether it is so, with the no behind it.
_OR_NOT = re.compile(
    rf"(?:能|可以|有|给|要|算|行|管|够|是|会|中|用|办|领|报|还|补)[^，。；]{{0,14}}(?<![也都还从并啥么可就说倒真根都要他她我俺])"
    rf"[不没](?:有)?(?:啊|呀|呢|哩)?{_END}|[^也都从就并绝要还可才倒嗯哦啊说她他我俺，。；]不{_END}"
)
# 要还不, 得还不: the 还 of money that is lent.
_REPAID = re.compile(r"[要得用]还(?:钱|款)?[不吗么]" + _END)
_BIDS = re.compile(
    r"(?<!没)(?<!不)(?<!过)(?:想|来|就是?|再|还)?(?:问问|问一?下|问个|请问|想问|咨询|打听|了解一?下|想知道|想了解)|告诉我|给我?(?:说说|讲讲|算算|查查|看看)|"
    r"(?:说说|讲讲|介绍|接着说|继续说|先说)|的事(?:呢|你?还没说|到底|接着)|还没(?:说|回|答)(?:呢|我)?$|(?:你|您)(?:还)?没(?:说|回答|告诉)"
)
# 想办低保, 打算领个证: what is only wished for is not had.
_WISHES = re.compile(
    r"^(?:我|俺|家里|现在|就|也|还|是|都){0,4}(?:想|打算|准备|寻思|要|得)(?:着)?(?:给[^，。；]{1,4})?(?:再)?(?:办|申请|领|吃|要|评|报|弄|登记|交|考|买|请|租)"
)

# 80岁给多少, 低保边缘给啥, 退休了还能住吗: of a case that nobody is said to be in. Whoever asks what to do
# about a thing, why it was so, or what goes beside it, has it: 没交医保咋办, 二级为啥没有, 拿着低保还能报不.
_HAS_IT = re.compile(
    r"(?<!要是)(?<!如果)(?:[拿吃领]|享受)着|(?:咋|怎么|咋么)(?:办|整|弄|着)|为啥|为什么|凭啥|凭什么|(?:咋|怎么)(?:就|也|还)?[没不]"
)
_SOMEBODY = re.compile(r"[我俺咱他她您你]|本人|自己|自家|家里|这边|村民|[两俩]口子")
_CHANGED = re.compile(
    r"以后|之后|将来|要是|如果|假如|万一|满\d|再婚|再嫁|改嫁|结了?婚|(?:1[5-9]|十八|2\d)岁?了|迁|搬(?:到|去|走|出|进)|去世|过世|走了|长大|毕业|"
    r"(?:上|考上|考|念|读)了?(?:大学|大专|高中|中专|技校|初中|研究?生?)|参军|当兵去?|[找有](?:着|到|了)+工作|(?:出去|去|上|到)[^，。]{0,4}(?:打工|上班|干活)"
)
_STILL = re.compile(
    r"还(?:能|有|给|行|算|发|可以|管|领|报|补|享受)|影响|会不会|[停算]不[停算]|[停算][^，。]{0,4}[吗不么]$"
)
LONGEST_CASE = 24


def asks(words: str) -> bool:
    """Whether the words ask something; not where they only use such words to tell."""
    plain = _ASKS_NOTHING.sub("＊", words)
    return any(one.search(plain) for one in (_ASKS, _OR_NOT, _REPAID))


def bids(words: str) -> bool:
    """Whether the words bid one to tell: 想问问护理补贴, 接着说."""
    return bool(_BIDS.search(_ASKS_NOTHING.sub("＊", words)))


def wishes(clause: str) -> bool:
    """Whether a clause tells what one would like to have or to do."""
    return bool(_WISHES.match(clause))


def asks_of_case(words: str) -> bool:
    """Whether a few words in a talk ask what would be in a case, and say of nobody that it is so."""
    if len(words) > LONGEST_CASE or "，" in words.strip("，") or not asks(words) or _HAS_IT.search(words):
        return False
    if _CHANGED.search(words) and _STILL.search(words):
        return True
    return not (_SOMEBODY.search(words) or _kin().search(without_lookalikes(words)))


@cache
def _kin() -> re.Pattern[str]:
    return any_of(kin_words())
