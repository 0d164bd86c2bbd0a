"""Yes and no, of what was asked alone: 没领过 answers whether it is drawn, and not whether one can work."""

from __future__ import annotations

import re

_HEDGES = (
    r"(?:嗯++|恩|哦++|噢|啊|哎|唉|那个|这个|我|俺|他|她|俺家|我家|家里|现在|目前|倒是|就是|其实|"
    r"确实){0,12}[，。 ]?"
)
_YES = re.compile(
    rf"^(?:(?:嗯+|恩+|哦+|en+)[呢啊哪]?|那可不|可不(?:是|就是|咋的)?[嘛么]?|谁说不是|没错|必须的?|当然|肯定|就是|"
    rf"{_HEDGES}(?:早就?|已经|都|倒|还|一直|肯定|当然|那当然|真){{0,12}}(?:有是有|有|是|对|行|能|可以|要|愿意|想|好|中|办好|登记|登|办|交|领|算|属于|"
    r"符合|在|住|会|认定|y|yes|ok|√|1)(?:着|了|过|的|呢|啊|呀|行|吧|哩|嘛|得|对|有|是|能|要|上|呢|个|1个|一个|一点|一些|点|些|这么个|这个){0,12})$"
)
_NO = re.compile(
    rf"^{_HEDGES}(?:当然|肯定|根本|压根|一直|从来?|还|也|都|真|哪|倒|并|啥也|什么也|一样也|就){{0,12}}"
    r"(?:没(?:有)?[一-鿿]{0,3}过|没办|没交|没领|没做|没登记|没认定|没(?:有)?(?:来得及|顾得?上|空|工夫|去|给)?(?:办|交|领|做|评|登记|申请|认定|弄)|没有?|不是|不能|不行|不要|不愿意|不想|不用|不需要|不在|不住|不算|不会|"
    r"不属于|不符合|不成|不中|不了|不|无|否|否定|哪有|有没|干不了|办不了|去不了|弄不了|做不了|干不动|no|n|×)"
    r"(?:的|了|啊|呀|呢|过|吧|哩|嘛|这个|那个|啦|来|事|这事|没有|不是|有){0,12}$|"
    r"^(?:哪有|哪里有|没门|没影|没那回事|拉倒)"
)
_BY_THE_WAY = re.compile(
    r"^(?:对了|好了|行了|是这样的?|是这么回事|有(?:个|件)?(?:事|问题)|要是|好吧?|行吧?|那|能不能|有没有|是不是)$"
)
# What is left of 现在还没领过呢 without these is the deed that is said to be done or not: 领.
_NO_DEED = re.compile(
    r"可(?=不)|[嗯恩哦噢啊哎唉我俺他她家里现在目前倒其实确早已经都还一直当然肯定根本压从也真哪并啥什么样就"
    r"没有不是对无否的了呀呢过吧哩嘛这那个啦着点些来]|拉倒|没门|没影|yes|ok|no|[yn√×1]"
)
# A deed, and of what a question must speak for it to be the answer.
_DEEDS = tuple(
    (re.compile(said), re.compile(asked))
    for said, asked in (
        ("领|享受|拿|吃", "领|享受|证|执照|身份|补贴"),
        ("登", "登记"),
        ("评|鉴定|认", "评|鉴定|认定|证|身份"),
        ("交|缴", "交|保险|医保"),
        ("办|弄|申请|报|顾|得及|空|工夫", "办|证|执照|登记|认定|身份|领|享受"),
        ("做", "做"),
        ("能|会|行|可以|中|成|干|去不|做不|弄不|好", "能|愿|会|可以"),
        ("要|愿|想|用|需", "要|愿|需"),
        ("在|住", "在|住|过日子"),
        ("算|属|符", "算|是|认定|身份|哪些|哪"),
        ("事", "事|难处|过不下去"),
    )
)


def says_yes(part: str, asked: str) -> bool:
    """Whether `part` is a yes to what is `asked`: 能 to whether one can, and 有 to anything."""
    return bool(_YES.match(part)) and not _BY_THE_WAY.match(part) and fits(part, asked)


def says_no(part: str, asked: str) -> bool:
    """Whether `part` is a no to what is `asked`."""
    return bool(_NO.match(part)) and not _BY_THE_WAY.match(part) and fits(part, asked)


def fits(part: str, asked: str) -> bool:
    """Whether the deed that a yes or no tells of is one that was asked about."""
    deed = _NO_DEED.sub("", part)
    if not deed or deed in asked:
        return True
    kinds = [of for said, of in _DEEDS if said.search(deed)]
    if kinds:
        return any(of.search(asked) for of in kinds)
    return any(one in asked for one in deed)


__all__ = ["fits", "says_no", "says_yes"]
