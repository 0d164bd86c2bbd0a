"""What a citizen asks while a question waits: 没登记，去哪登记 answers first, and then asks.

A clause that asks, or bids one to tell, states nothing: 有没有尿不湿发 is no 没有,
and who says 那公益岗的事接着说 holds no such post.
"""

from __future__ import annotations

import re

# 没啥, 啥也没有, 不咋样, 好几年, 哪有, 谁说不是, 多少年了: words of asking that ask nothing.
_ASKS_NOTHING = re.compile(
    r"[没不]什么|[没不无]啥|(?:什么|啥|哪儿?|咋|怎么|谁|多少)(?:里|个|样|人)?(?:也|都|就)|[没不](?:怎么|咋|多少|几)|多少(?:年|有?点|还)|"
    r"好几|十几|几(?:年|个月)了|哪有|哪能|哪儿?知道|哪里有|谁知道|谁说不是|可不(?:是|就)?|要么|无论|不管|随便(?:什么|啥|怎么)|要啥没啥|"
    r"有啥说啥|还能(?:是|为)(?:了|个)?(?:啥|什么)|咋说|怎么说呢|是不是的"
)
_ASKS = re.compile(
    r"(?<![什要那这多怎])么$|[吗?？]$|(?P<v>[一-鿿])[不没]\1|能否|可否|是否|会否|"
    r"怎么|咋|如何|为什么|为啥|凭什么|凭啥|哪里|哪儿|哪个|哪些|哪家|哪能|(?:去|上|到|在|找|问)哪|找谁|给谁|归谁|问谁|谁[管给来出办]|"
    r"多少|多久|多长时间|多大|几天|几号|几点|几时|何时|什么时候|啥时候|有几|给几|"
    r"(?:有|能[一-鿿]{0,2}|给|带|领|享受|补|办|报|要|用|交|是|叫|算|干|拿|准备|符合|需要)(?:点|些|个)?(?:啥|什么)|啥(?:意思|条件|标准|材料|补[贴助]|政策)|"
    r"^那[^，。；]{1,8}呢$"
)
# 能办低保不, 自己交社保有补贴没: whether it is so, with the no behind it.
_OR_NOT = re.compile(
    r"(?:能|可以|有|给|要|算|行|管|够|是|会|中|用|办|领|报|还|补)[^，。；]{0,14}(?<![也都还从并啥么可就说倒真根都要他她我俺])[不没](?:有)?(?:啊|呀|呢|哩)?$"
)
_BIDS = re.compile(
    r"(?<!没)(?<!不)(?<!过)(?:想|来|就是?|再|还)?(?:问问|问一?下|问个|请问|想问|咨询|打听|了解一?下|想知道|想了解)|告诉我|给我?(?:说说|讲讲|算算|查查|看看)|"
    r"(?:说说|讲讲|介绍|接着说|继续说|先说)|的事(?:呢|你?还没说|到底|接着)|还没(?:说|回|答)(?:呢|我)?$|(?:你|您)(?:还)?没(?:说|回答|告诉)"
)
# 想办低保, 打算领个证: what is only wished for is not had.
_WISHES = re.compile(
    r"^(?:我|俺|家里|现在|就|也|还|是|都){0,4}(?:想|打算|准备|寻思|要|得)(?:着)?(?:给[^，。；]{1,4})?(?:再)?(?:办|申请|领|吃|要|评|报|弄|登记|交|考|买|请|租)"
)


def asks(clause: str) -> bool:
    """Whether a clause asks something, or bids one to tell; not where it is only said with such words."""
    plain = _ASKS_NOTHING.sub("＊", clause)
    return bool(_ASKS.search(plain) or _OR_NOT.search(plain) or _BIDS.search(plain))


def wishes(clause: str) -> bool:
    """Whether a clause tells what one would like to have or to do."""
    return bool(_WISHES.match(clause))
