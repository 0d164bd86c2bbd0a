"""How much each policy answers a text: a small linear model over its characters, words, sounds and facts.

`python -m bot.training` trains the model and ships it as `model/relevance.gz`; here it is only looked up:
each feature of the text that the model knows adds its weights. No training library is needed.
"""

from __future__ import annotations

import gzip
import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from bot.messages import Evidence
from bot.text import MODEL, Tokenizer, folded_sounds
from knowledge import Guide

OUTSIDE = "outside"
RARITY_STEPS = 20
MIDDLE = 128
_BREAK = re.compile(r"[^0-9a-z㐀-鿿]+")
_LONGEST_GRAM = 4
_LETTER, _LONGEST_PIECE, _SHORTEST_PIECE = 46, 40, 4
_SENTENCE_END = re.compile(r"[。！？!?；;]+")
_CLAUSE_END = re.compile(r"[，,、 ]+")
# Asking for help without saying which: never sent away.
_VAGUE = re.compile(
    r"^(?:求求?|帮帮|救救|请帮|能帮帮?)(?:我|俺|我们|俺们|一下)?(?:吧|啊|呀|吗)?[。！？!?]*$|(?:符合|享受|"
    r"申请|领|有)(?:些|到)?(?:什么|哪些|啥|么)"
    r"(?:补助|政策|救助|补贴|待遇|帮助|照顾)|^(?:俺|我)?(?:们)?家?(?:里)?(?:很|太|特别|实在)?(?:困难|穷|"
    r"难)(?:了|啊)?[。！]*$|没人管(?:我|俺|他|她|了|$)|"
    r"^(?:我|俺)?(?:刚)?(?:失业|下岗)了?[。！]*$|^怎么(?:办理|申请)[？?。]*$|日子过不下去"
)
# What is said around a matter; nothing of the guide can be told from it alone.
_AROUND = re.compile(
    r"你好|您好|请问|麻烦|谢谢|在吗|在不在|有人吗|有人在吗|哈+|啊+|嗯+|哦+|急+|测试|喂+|"
    r"(?:我|俺|咱)们?(?:家)?|你们?|恁们?|他们?|想|要|求求?|帮帮?忙?|帮助|问一?下?问?|咨询|打听|一下|了解|看看|说说|知道|"
    r"怎么|咋|如何|什么|啥|哪里?|哪些|哪儿|谁|多少|几|能不能|可以|可不可以|能|会|有没有|有|没|符合|享受|领取?|拿|"
    r"申请|办理?|弄|整|需要|材料|手续|流程|条件|标准|多长时间|电话|地址|政策|补助|补贴|救助|救济|帮扶|待遇|福利|"
    r"困难|难|穷|没钱|钱|事情?|东西|这个|那个|这|那|个|的|了|吗|呢|吧|呀|么|不|是|就|也|都|很|太|上(?!学|班|访|门)|给|和|找|去|好|对|行|"
    r"[0-9a-z]+|第[一二三四五六七八九十]"
)
_NO_MATTER = 0.1
_ASKS = r"(?:申请|办理?|问|领|要|够|吃上|评|拿|什么是|咨询|有没有|享受|能|给|关于|怎么|咋)"


@dataclass(frozen=True, slots=True)
class Relevance:
    """Scores from 0 to 1; `in_scope` is False when the guide has no answer to the text."""

    in_scope: bool
    outside: float
    policies: Mapping[str, float]
    groups: Mapping[str, float]
    named: tuple[str, ...]


def sentences_of(plain: str) -> list[str]:
    """The sentences of a text of some length, long ones cut at commas; none of a short text."""
    if len(plain) < _LETTER:
        return []
    pieces: list[str] = []
    for sentence in _SENTENCE_END.split(plain):
        piece = ""
        for clause in _CLAUSE_END.split(sentence):
            if piece and len(piece) + len(clause) > _LONGEST_PIECE:
                pieces.append(piece)
                piece = ""
            piece = f"{piece}，{clause}" if piece else clause
        pieces.append(piece)
    return [piece for piece in pieces if len(piece) >= _SHORTEST_PIECE]


class Features:
    """The features of a text, the same in training and in serving."""

    def __init__(self, guide: Guide, tokenizer: Tokenizer):
        self._tokenizer = tokenizer
        self._names = _names(guide)
        self._beginning: dict[str, list[str]] = {}
        for name in sorted(self._names, key=len, reverse=True):
            self._beginning.setdefault(name[:2], []).append(name)

    def named(self, plain: str) -> tuple[str, ...]:
        """The policies whose name or alias the citizen used to ask for them."""
        found: dict[str, None] = {}
        for name, start in self._find_names(plain):
            if len(name) >= 4 or self._asked_for(plain, start, start + len(name)):
                found.update(dict.fromkeys(self._names[name]))
        return tuple(found)

    def _find_names(self, plain: str) -> Iterator[tuple[str, int]]:
        """The names in the text and where they start, the longest first where several begin."""
        place = 0
        while place < len(plain) - 1:
            begun = self._beginning.get(plain[place : place + 2], ())
            name = next((one for one in begun if plain.startswith(one, place)), None)
            if name is not None:
                yield name, place
            place += len(name) if name else 1

    def _asked_for(self, plain: str, start: int, end: int) -> bool:
        if plain[end : end + 1] in ("户", "家"):
            return False
        before = plain[max(0, start - 5) : start]
        return len(plain) <= 10 or bool(re.search(_ASKS + r"[^，。]{0,2}$", before))

    def of(self, plain: str, facts: Iterable[tuple[str, object]] = ()) -> set[str]:
        """Character runs of 1–4, words, pairs and triples of sounds, names of policies, and facts."""
        found: set[str] = set()
        sound_of = folded_sounds()
        for part in _BREAK.split(plain):
            length = len(part)
            for size in range(1, min(_LONGEST_GRAM, length) + 1):
                found.update([part[i : i + size] for i in range(length - size + 1)])
            sounds = [sound_of.get(c, c) for c in part]
            found.update([f"~{a}{b}" for a, b in pairwise(sounds)])
            found.update([f"~{a}{b}{c}" for a, b, c in zip(sounds, sounds[1:], sounds[2:], strict=False)])
        found.update([f"w:{word}" for word in self._tokenizer.words(plain) if len(word) > 1])
        for name, _ in self._find_names(plain):
            found.update([f"n:{policy}" for policy in self._names[name]])
        found.update(_fact_features(facts))
        return found


def _names(guide: Guide) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    for policy in guide.policies.values():
        for name in (policy.name, *policy.aliases):
            short = re.sub(r"[（(].*?[）)]|[“”]", "", name).lower()
            if len(short) >= 2 and policy.id not in names.setdefault(short, []):
                names[short].append(policy.id)
    return names


def _fact_features(facts: Iterable[tuple[str, object]]) -> list[str]:
    found = []
    for fact, value in facts:
        if isinstance(value, dict) and "min" not in value:
            found += [f"f:{fact}={choice}={held}" for choice, held in value.items()]
        elif fact == "age_years":
            age = value["min"] if isinstance(value, dict) else value
            found.append(f"f:age={'child' if age < 18 else 'adult' if age < 60 else 'elder'}")
        elif isinstance(value, str | bool):
            found.append(f"f:{fact}={value}")
        else:
            found.append(f"f:{fact}")
    return found


class Model:
    """Weights by feature: how strongly each speaks for every class.

    Packed as one line of JSON (classes, bias, scale, threshold), one line of features, then bytes: the rarity
    of each feature in twentieths, then for each feature one byte a class, MIDDLE being none.
    """

    def __init__(self, packed: bytes):
        head, names, rest = packed.split(b"\n", 2)
        header = json.loads(head)
        self.classes: list[str] = header["classes"]
        self.bias: list[float] = header["bias"]
        self.scale: float = header["scale"]
        self.threshold: float = header["threshold"]
        features = names.decode().split("\t")
        self._places = {feature: place for place, feature in enumerate(features)}
        self._rarity = rest[: len(features)]
        self._weights = rest[len(features) :]

    def knows(self, feature: str) -> bool:
        """Was the feature met in training?"""
        return feature in self._places

    def logits(self, features: Iterable[str]) -> list[float]:
        """One number per class."""
        find, rarity, weights, width = self._places.get, self._rarity, self._weights, len(self.classes)
        places = [place for place in map(find, features) if place is not None]
        if not places:
            return list(self.bias)
        scale = self.scale * RARITY_STEPS / math.sqrt(sum(rarity[place] ** 2 for place in places))
        rows = [weights[place * width : (place + 1) * width] for place in places]
        none = MIDDLE * len(rows)
        totals = map(sum, zip(*rows, strict=True))
        return [bias + (total - none) * scale for bias, total in zip(self.bias, totals, strict=True)]


@cache
def load_model() -> Model:
    """The shipped model."""
    return Model(gzip.decompress((MODEL / "relevance.gz").read_bytes()))


class Retrieval:
    """Scores texts against the guide's policies."""

    def __init__(self, guide: Guide, tokenizer: Tokenizer, model: Model | None = None):
        self._guide = guide
        self.features = Features(guide, tokenizer)
        self._model = model or load_model()

    def score(self, plain: str, evidence: Iterable[Evidence] = ()) -> Relevance:
        """The relevance of every policy that has any, best first."""
        facts = [(e.fact, e.value) for e in evidence]
        chances = self._chances(plain, facts)
        by_class = dict(zip(self._model.classes, chances, strict=True))
        outside = by_class.pop(OUTSIDE, 0.0)
        named = self.features.named(plain)
        inside = sum(by_class.values()) or 1.0
        ranked = sorted(((p, c / inside) for p, c in by_class.items()), key=lambda pc: -pc[1])
        policies = {p: round(c, 4) for p, c in ranked if c >= 0.004 and p in self._guide.policies}
        in_scope = outside < self._model.threshold or bool(_VAGUE.search(plain))
        if not facts and not named and not self._has_matter(plain):
            policies = {policy: round(score * _NO_MATTER, 4) for policy, score in policies.items()}
        return Relevance(in_scope, outside, policies, self._groups(policies), named)

    def _chances(self, plain: str, facts: list[tuple[str, object]]) -> list[float]:
        """The chance of each class: of the whole text and, where it is long, of its sentences.

        In a long letter the need is a sentence among many: each sentence counts by how far it is inside.
        """
        whole = _softmax(self._model.logits(self.features.of(plain, facts)))
        sentences = sentences_of(plain)
        if len(sentences) < 2:
            return whole
        place = self._model.classes.index(OUTSIDE)
        each = [_softmax(self._model.logits(self.features.of(one))) for one in sentences]
        inside = sum(1 - one[place] for one in each) or 1.0
        told = [sum(one[c] * (1 - one[place]) for one in each) / inside for c in range(len(whole))]
        told[place] = whole[place]  # scope is the matter of the whole
        return [(one + other) / 2 for one, other in zip(whole, told, strict=True)]

    def _has_matter(self, plain: str) -> bool:
        """Is anything left that the model knows, once the words around a matter are taken off?"""
        for part in _BREAK.split(_AROUND.sub(" ", plain)):
            if any(self._model.knows(part[i : i + 2]) for i in range(len(part) - 1)):
                return True
        return False

    def _groups(self, policies: Mapping[str, float]) -> dict[str, float]:
        scores: dict[str, float] = {}
        for policy, score in policies.items():
            for place, group in enumerate(self._guide.policies[policy].groups):
                scores[group] = scores.get(group, 0.0) + score * (1.0 if place == 0 else 0.4)
        ranked = sorted(scores.items(), key=lambda gs: -gs[1])
        return {group: round(min(score, 1.0), 4) for group, score in ranked if score >= 0.05}


def _softmax(logits: list[float]) -> list[float]:
    highest = max(logits)
    powers = [math.exp(value - highest) for value in logits]
    total = sum(powers)
    return [power / total for power in powers]
