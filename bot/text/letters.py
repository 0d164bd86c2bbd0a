"""Letters of a grade or stage that were heard as characters: 滴级危房 is d级危房, 二期币 is 二期b."""

from __future__ import annotations

import re

# What speech recognition writes for a letter; 级 or 期 beside it and what is graded tell that it is one.
_HEARD = {"a": "诶欸哎唉", "b": "币逼笔毕闭臂鼻", "c": "西吸希嘻稀惜", "d": "低滴嘀弟帝蒂递缔地"}
_LETTER = {heard: letter for letter, all_heard in _HEARD.items() for heard in all_heard}
_ANY = "".join(_LETTER)
_GRADE = re.compile(
    rf"(?:(?<=鉴定)|(?<=[评认鉴]定[为成是])|(?<=定[成为的了是])|(?<=[是属算评])|(?<=属于)|(?<=来是)|(?<=[，。])|^)"
    rf"(?P<letter>[{_ANY}])(?=级(?!市|别|的?错|趣味))"
)
_OF_A_HOUSE = re.compile(r"鉴定|危房|危险|[房屋宅塌漏裂墙]")
_STAGE = re.compile(rf"(?<=[一二三四1-4]期)(?P<letter>[{_HEARD['a']}{_HEARD['b']}{_HEARD['c']}])(?!片|货|块)")
_OF_A_GROWTH = re.compile(r"[癌瘤]|恶性|化疗|放疗|病理|肿块|根治")


def with_letters(plain: str) -> str:
    """`plain`, as long as before, with such characters written as the letters that were meant."""
    if "级" in plain and _OF_A_HOUSE.search(plain):
        plain = _GRADE.sub(_letter, plain)
    if "期" in plain and _OF_A_GROWTH.search(plain):
        plain = _STAGE.sub(_letter, plain)
    return plain


def _letter(found: re.Match[str]) -> str:
    return _LETTER[found["letter"]]
