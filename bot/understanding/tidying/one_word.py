"""One word where several mean the same to every reader of facts: 我 for 俺, 现在 for 如今.

What is heard of 我爹 is heard of 俺爹 too, whichever of the two a wording was written with. Each word is as
long as the one it stands for, so that every place in the text stays the same; what is quoted stays as typed.
"""

from __future__ import annotations

import dataclasses
import re

from bot.text.normalising import Text

_SAME = {
    "俺": "我",
    "如今": "现在",
    "眼下": "现在",
    "目前": "现在",
    "丈夫": "老公",
    "妻子": "老婆",
    "检查院": "检察院",
    "姪": "侄",
    "计程车": "出租车",
}
# Who is 攮 is 捅, who 蹽 has 跑, and who is 砸煞 is dead.
_SAME |= {"攮": "捅", "蹽": "跑", **{f"{how}煞": f"{how}死" for how in "砸撞轧压电淹打烧摔烫毒捅熏饿冻"}}
# In Shandong the grandmother, and the wife with 老 before it (which `kin.yaml` has).
_SAME |= {"嬷嬷": "奶奶", "嫲嫲": "奶奶"}
# 兒子念國中
_SAME |= {
    f"{at}国{kind}": f"{at}{here}" for at in "念读上" for kind, here in (("中", "初中"), ("小", "小学"))
}
# 俺爹俺娘俩 are two old people, and no mother with her child.
_SAME |= {
    f"{his}{also}{my}娘俩": f"{his}{also}我妈俩"
    for his in "爹爸"
    for also in ("", *"和跟与")
    for my in "我俺"
}
# 我爸没了一条腿: the leg is gone, and not he.
_SAME |= {
    f"没了{count}{one}{part}": f"缺了{count}{one}{part}"
    for count in "一两俩半"
    for one in ("条", "只", "个", "根", "截", "边")
    for part in ("腿", "胳膊", "手", "脚", "眼", "耳朵", "肾", "肺", "奶", "乳房", "指头", "手指")
}
_ANY = re.compile("|".join(rf"(?<![老大]){word}" if _SAME[word] == "奶奶" else word for word in _SAME))

# 俺男的53，下岗了 is said of a husband in Shandong, as 我男的 is not; by a man himself where he tells that he
# has a wife, or none.
_MY_MAN = re.compile(r"俺男的(?=，?(?:今年|都|快)?(?:[2-9]\d|[二三四五六七八九]十))")
_OF_A_MAN = re.compile("媳妇|老婆|前妻|妻|对象|没成家|没结婚|未婚|光棍|单身|自己|离[了婚异]|丧偶")


def with_one_word(text: Text) -> Text:
    """`text` with one word for each of these things."""
    plain = text.plain if _OF_A_MAN.search(text.plain) else _MY_MAN.sub("我男人", text.plain)
    plain = _ANY.sub(lambda found: _SAME[found.group()], plain)
    return text if plain == text.plain else dataclasses.replace(text, plain=plain)
