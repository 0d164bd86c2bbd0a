"""Danger, hunger or disaster going on: a trained model and the set wordings of `safety` together.

The model has read many ways of telling and many that only sound alike; the wordings are sure of the plain
ones. Each sentence of a letter is read by itself too, so that its one line is not drowned.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.danger import outcry, redress, states
from bot.relevance.features import Features, sentences_of
from bot.relevance.growing import Growing, Worked
from bot.relevance.linear import Model, Sums, chances_of, load_model

from .distress import is_farewell
from .peril import is_told_calmly
from .safety import despairs, is_cry_from_disaster, laughs, urgency

CALM = "calm"
KINDS = ("danger", "hunger", "disaster")
FEWEST = 4  # so few characters (再见) say too little for the model
SURE = 0.32  # of the whole text, by the model alone
FEW, SURE_OF_FEW = 8, 0.8  # the same, of less than so many characters: most of them are answers
SURE_OF_A_JOKE = 0.6  # the same, of a text that laughs
SURE_PIECE = 0.7  # of one sentence
SAID = 0.2  # of one sentence with a set wording in it
DESPAIR = 0.04  # of a sentence, or the whole, that says in set words that one does not want to live
POSSIBLE = 0.08  # of the whole text, where a set wording is in it
SHORT = 40  # so many characters hold little beside the set wording in them: it counts
# 没有，啥也没有 · 没几天了: what there is none of, or of what, it does not say. 有吃的了: it is over.
_DENIES_ONLY = re.compile(
    "(?:现在|已经|也|都|家里|这会儿?)?(?:有(?:吃的|饭吃?|奶粉?|粮食?)|吃(?:上|过|着)(?:饭|东西)?)了|(?:也|都|就|人)?没有?几天(?:活头|好活)?了?|[没有啥都也么什个一样点儿全真就是不嗯哎唉我俺们的啊呢呀吧过办领，。！]+"
)
# 打前天就没… is the frame of hunger too: what the model takes for it names something to eat, or to feed.
_OF_FOOD = re.compile(
    r"吃(?!药)|[喝饿饥饱饭粮啃嚼咽粥馍馒奶锅灶炊粒汤菜食餐顿馊煮嘴牙腹肚斋饼瓜薯豆糠麸盐酱糖糊碗喂晕嗦]|"
    r"(?<![里外前后上下对露见方路水地平表球])面(?![积试子谈前])|"
    r"(?<![厘分毫平方])米(?![长宽高深])|窝头|花生|咸鱼|鱼骨|罐头|营养液|皮带|皮纸|"
    r"冰箱[空拔有在]|开火|(?:凉|冷|生|灌|灌自来|饮自来|煮)水|翻桶|垃圾|讨口|"
    r"啥也没有|一点力气|再排|不喊了|mei ?fan|eat|food|hungry"
)
BRIEF = 80  # danger told calmly counts in so many characters; a longer letter tells it as what has been
CALM_ENOUGH = 0.025  # of such a text: below, the model knows what it is too well


class Alarm:
    """Tells urgent messages; a false alarm costs a citizen a line to skip, a miss may cost a life."""

    def __init__(self, features: Features, model: Model | None = None):
        self._features = features
        self.model = model or load_model("urgency")

    def of(self, plain: str, known: Iterable[str] | Sums, growing: Growing | None = None) -> str | None:
        """`danger`, `hunger`, `disaster` or None, from the text and its features, or what they add up to.

        Each sentence of a letter speaks for itself: three hundred calm characters before it outweigh the
        last line in the whole, and it is there that people say they cannot go on.
        """
        if len(plain) < FEWEST or _DENIES_ONLY.fullmatch(plain):
            return urgency(plain)
        if is_farewell(plain):
            return "danger"
        if (kind := outcry.calls(plain)) is not None:
            return kind
        if (left := outcry.without_sound(states.without_states(redress.without_old_blow(plain)))) != plain:
            return self.of(left, self._features.of(left))
        whole = _with_food(self.chances(known), plain)
        if 1 - whole[CALM] >= _how_sure(plain):
            return _kind(whole, plain)
        if (kind := self._of_sentences(plain, growing.alarms if growing else Worked())) is not None:
            return kind
        if 1 - whole[CALM] >= DESPAIR and despairs(plain):
            return "danger"
        limit = CALM_ENOUGH if len(plain) <= SHORT else POSSIBLE
        said = urgency(plain) if 1 - whole[CALM] >= limit else None
        return said or ("danger" if len(plain) <= BRIEF and is_told_calmly(plain) else None)

    def _of_sentences(self, plain: str, last: Worked) -> str | None:
        """The first of its sentences that calls; what was typed before was read then."""
        sentences = sentences_of(plain)
        read = [last.read(one, lambda one=one: self.chances(self._features.of(one))) for one in sentences]
        last.end()
        for sentence, told in zip(sentences, read, strict=True):
            chances = _with_food(told, sentence)
            if 1 - chances[CALM] >= SURE_PIECE:
                return _kind(chances, sentence)
            if outcry.despairs(sentence) or (1 - chances[CALM] >= DESPAIR and despairs(sentence)):
                return "danger"
            if 1 - chances[CALM] >= SAID and (kind := urgency(sentence)):
                return kind
        return None

    def chances(self, features: Iterable[str] | Sums) -> dict[str, float]:
        """The chance of each kind, and of none."""
        return dict(zip(self.model.classes, chances_of(self.model.logits(features)), strict=True))


def _with_food(chances: dict[str, float], plain: str) -> dict[str, float]:
    """The chances, without that of hunger where nothing eaten is in the words: 路灯好几天没亮了."""
    if not chances["hunger"] or _OF_FOOD.search(plain):
        return chances
    return {**chances, CALM: chances[CALM] + chances["hunger"], "hunger": 0.0}


def _how_sure(plain: str) -> float:
    if laughs(plain):
        return SURE_OF_A_JOKE
    return SURE_OF_FEW if len(plain) < FEW else SURE


def _kind(chances: dict[str, float], plain: str) -> str:
    """The likeliest kind; a cry of 救命 from a flood or a fire is the flood or the fire."""
    if chances["disaster"] > chances["hunger"] and is_cry_from_disaster(plain):
        return "disaster"
    return max(KINDS, key=lambda one: chances[one])
