"""How much each policy answers a text: a small linear model over its characters, words, sounds and facts.

`python -m bot.training` trains the model and ships it as `model/relevance.gz`; here it is only looked up:
each feature of the text that the model knows adds its weights. No training library is needed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.messages import Evidence
from bot.text.tokenizer import Tokenizer
from knowledge import Guide

from .features import BREAK, Features, fact_features
from .lending import loan_sought
from .linear import Model, Sums, chances_of, load_model
from .sought import answers_to, sought_in, without_sought

OUTSIDE = "outside"
FURTHER = 0.4  # a group that a policy is for besides its first
LEAST_GROUP = 0.05
LEAST_LIKELY = 0.004
SOUGHT, LONGEST_SOUGHT = 0.8, 30
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
    r"怎么|咋|如何|什么|啥|哪儿|哪些|哪里?|谁|多少|几|能不能|可以|可不可以|能|会|有没有|有|没|符合|享受|领取?|拿|"
    r"申请|办理?|弄|整|需要|材料|手续|流程|条件|标准|多长时间|电话|地址|政策|补助|补贴|救助|救济|帮扶|待遇|福利|"
    r"困难|难|穷|没钱|钱|事情?|东西|这个|那个|这|那|个|的|了|吗|呢|吧|呀|么|不|是|就|也|都|很|太|上(?!学|班|访|门)|给|和|找|去|好|对|行|"
    r"[0-9a-z]+|第[一二三四五六七八九十]"
)
# What is asked of a policy that is named, beside that: whose it is, what to bring, how far it is.
_OF_ONE = re.compile(
    r"带|到|一步|步|进度|批|下来|发|每|月|年|天|次|交|收|花|听说|现在|今年|淄博|这边|这里|村里|镇上|社区|"
    r"归|管|公家|政府|国家|出|部门|少|点|减免?|免|便宜|报销?|起|"
    r"[一二两三半]|家|妈|爸|爹|娘|父亲|母亲|老人|老伴|奶奶|爷爷|孩子|请|呗|哩|还"
)
_CHINESE = re.compile("[㐀-鿿]")
_NO_MATTER = 0.1
# A policy that is named speaks for the guide: 公租房年审要交工资流水，失业了咋开. Unless it is somebody
# else's whom one reports, that of another city, or a word beside another matter (a drain, a job there).
UNLIKELY, LONGEST_NAMED = 0.75, 60
_NAMES_BESIDE = re.compile(
    r"举报|投诉|实名|核查|查查|查不查|冒领|骗|假的?|书记|主任|村长|小舅子|亲戚|邻居|楼[上下道]|隔壁|[他她]家|眼红|开着|"
    r"论文|数据|考试|考题|招聘|招工|物业|漏水|下水|狗|电影|电视|新闻|游戏|工伤|退休|外省|外地的|省外|"
    r"济南|青岛|潍坊|滨州|东营|济宁|德州|泰安|莱芜|临沂|烟台|威海|日照|枣庄|聊城|菏泽|北京|上海|天津|重庆|苏州|杭州"
)


@dataclass(frozen=True, slots=True)
class Relevance:
    """Scores from 0 to 1; `in_scope` is False when the guide has no answer to the text."""

    in_scope: bool
    outside: float
    policies: Mapping[str, float]
    named: tuple[str, ...]


def _only_asks(rest: str) -> bool:
    """Is nothing left but what one asks of any policy?"""
    return not _CHINESE.search(_OF_ONE.sub("", _AROUND.sub(" ", rest)))


def _first(sought: tuple[str, ...], policies: Mapping[str, float]) -> dict[str, float]:
    """The policies with those that are sought in front, each a little behind the last."""
    top = {policy: round(SOUGHT / (1 + place), 4) for place, policy in enumerate(sought)}
    return top | {policy: min(score, LEAST_GROUP) for policy, score in policies.items() if policy not in top}


class Retrieval:
    """Scores texts against the guide's policies."""

    def __init__(self, guide: Guide, tokenizer: Tokenizer, model: Model | None = None):
        self._guide = guide
        self.features = Features(guide, tokenizer)
        self.model = model or load_model("relevance")
        self._groups = {
            policy.id: [(group, FURTHER if place else 1.0) for place, group in enumerate(policy.groups)]
            for policy in guide.policies.values()
        }

    def score(self, plain: str, evidence: Iterable[Evidence] = (), known: Sums | None = None) -> Relevance:
        """The relevance of every policy that has any, best first.

        `known`: what the features of the text add up to, where that is at hand.
        """
        facts = [(e.fact, e.value) for e in evidence]
        sums = self.model.sums(self.features.of(plain)) if known is None else known
        chances = chances_of(self.model.logits(sums + self.model.sums(set(fact_features(facts)))))
        by_class = dict(zip(self.model.classes, chances, strict=True))
        outside = by_class.pop(OUTSIDE, 0.0)
        named = self.features.named(plain)
        inside = sum(by_class.values()) or 1.0
        shares = ((policy, chance / inside) for policy, chance in by_class.items())
        likely = [(p, c) for p, c in shares if c >= LEAST_LIKELY and p in self._guide.policies]
        policies = {p: round(c, 4) for p, c in sorted(likely, key=lambda pc: -pc[1])}
        in_scope = outside < self.model.threshold or bool(_VAGUE.search(plain))
        in_scope = in_scope or self._only_asks_of_one(plain, named) or self._is_of_one(plain, outside)
        if not in_scope and (sought := self._only_seeks(plain) or answers_to(loan_sought(plain))):
            in_scope, policies = True, _first(sought, policies)
        if not facts and not named and not self._has_matter(plain):
            policies = {policy: round(score * _NO_MATTER, 4) for policy, score in policies.items()}
        return Relevance(in_scope, outside, policies, named)

    def _only_asks_of_one(self, plain: str, named: tuple[str, ...]) -> bool:
        """五保去哪办: is a policy named, and nothing told or asked but what one asks of any policy?"""
        if not named:
            return False
        return _only_asks(self.features.without_names(plain))

    def _is_of_one(self, plain: str, outside: float) -> bool:
        """低保复核材料交了，几月恢复发放: a policy is named in a few words that tell of nobody else's."""
        if outside >= UNLIKELY or len(plain) > LONGEST_NAMED or _NAMES_BESIDE.search(plain):
            return False
        return any(True for _ in self.features.names_in(plain))

    def _only_seeks(self, plain: str) -> tuple[str, ...]:
        """轮椅去哪儿领: the policies that answer what is sought where nothing is told beside it."""
        if len(plain) > LONGEST_SOUGHT or not (sought := sought_in(plain)):
            return ()
        return sought if _only_asks(self.features.without_names(without_sought(plain))) else ()

    def _has_matter(self, plain: str) -> bool:
        """Is anything left that the model knows, once the words around a matter are taken off?"""
        for part in BREAK.split(_AROUND.sub(" ", plain)):
            if any(self.model.knows(part[i : i + 2]) for i in range(len(part) - 1)):
                return True
        return False

    def groups(self, policies: Mapping[str, float]) -> dict[str, float]:
        """The groups that the policies are for, best first, from 0 to 1.

        Scores count squared: the many policies that are hardly meant do not add up to a group.
        """
        scores: dict[str, float] = {}
        for policy, score in policies.items():
            for group, share in self._groups[policy]:
                scores[group] = scores.get(group, 0.0) + score**2 * share
        total = sum(score**2 for score in policies.values()) or 1.0
        ranked = sorted(scores.items(), key=lambda gs: -gs[1])
        return {group: round(min(s / total, 1.0), 4) for group, s in ranked if s / total >= LEAST_GROUP}
