"""Words that look like kin and are not (哥们 as an address, 小儿麻痹), blotted out."""

from __future__ import annotations

import re

from .kinship import not_kin, own_words

_EYES_OF = tuple("眼腿手耳胳膝")
# 三个孩子，最大的上初二，最小的才三岁
_IS_A_CHILD = re.compile(
    r"(?:今年|刚|才|还|也|在|都){0,3}(?:[上念读](?!面|头)|考上|[一二两三四五六七八九十\d]{1,3}(?:个月|岁|周岁)|没满月|吃奶|没上学)"
)
_PARENTS = tuple("妈娘爹爸哥弟嫂侄")
# 看见一个六十多岁的女的
_ONE_MET = re.compile(
    r"(?:看[见到]|遇[见到]|碰[见到]|见到|发现|捡到|来了|有)(?:一?个|一?位|一名)[^，。；个]{0,8}$"
)
# 奶奶把我带大的, 两个月大的闺女: no eldest child
# 抚|养女|儿, 八十|二奶奶: the first character is of the word before
_CUT_IN_TWO = re.compile(
    r"(?<=[带养扯抚长])大(?=的)|(?<=[月岁])大(?=的(?:孩|娃|闺女|女|儿|宝|男|小|外孙|孙|侄|双胞))|(?<=[抚扶收供赡])养(?=[子女][儿孩婿]|老)|(?<=十)[二三四](?=[奶爷姥姑姨叔婶伯舅嫂哥姐弟妹])"
)
_BEFORE_NU = ("外甥", *"孙侄闺养继独儿子妇少长次")
_MINE = ("我", "俺", "咱")
_OURS = (*_MINE, "我家", "俺家", "们家", "俺那", "我那", "家那", "俺这", "家这", "俺那个", "俺这个", "我那个")


def without_lookalikes(plain: str) -> str:
    """`plain` with every such word blotted out, as long as before."""
    return _CUT_IN_TWO.sub("＊", not_kin().sub(_mask, plain))


def _mask(found: re.Match[str]) -> str:
    """Blotted out; but 俺娘俩眼都花了 is said of the mother's two eyes, and 我哥们 is somebody."""
    word, before = found.group(), found.string[: found.start()]
    if word in ("娘俩", "爷俩") and found.string[found.end() : found.end() + 1] in _EYES_OF:
        return word
    if word == "儿童" and before.endswith("留守"):
        return word
    if word.startswith("女的") and before.endswith(_BEFORE_NU):
        return word  # 闺女的学费
    if word in ("女的", "男的") and _ONE_MET.search(before):
        return word
    if word in ("妈的", "奶奶的") and before.endswith(_MINE):
        return word
    if word in ("哥们", "哥们儿", "姐们") and before.endswith(("我", "俺", "我一")):
        return word
    if word in ("婆家", "娘家") and found.string[found.end() : found.end() + 1] in _PARENTS:
        return word
    if word.endswith("儿") and found.string[found.end() : found.end() + 1] == "子":
        return word  # 脑瘫|儿子
    if word in ("最大的", "最小的") and _IS_A_CHILD.match(found.string, found.end()):
        return word
    if word in own_words() and before.endswith(_OURS):
        return word
    return "＊" * len(word)
