"""What a policy's own sentences say to a question of detail: who pays, to whom, by proxy, how often.

A question of a known sort (`details.yaml`) is answered by the sentences of that sort; any other by those that
hold what it names. Where there is none, nothing is made up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from bot.understanding.people.kinship import any_of, kin_words
from knowledge import Verdict

if TYPE_CHECKING:
    from knowledge import Assessment, Guide, Policy
    from knowledge.sources import SourceRef

OF_OTHERS = "confusable"  # what tells the policy from another: said only where that is asked
LEAST_ALIKE = 0.6  # so much of what a question names stands in a sentence that answers it
MOST_ALIKE = 2
MOST_NAMED = 12  # a question that names more is a tale
# What asks, and what is said around it: not what is asked for.
_AROUND = re.compile(
    r"那?(?:[一二两三四五六七八九十]|\d){1,9}[百千万](?:多)?(?:块|元)?|一共|总共|加起来|加一块|带(?=啥|什么|哪)|报销|"
    "(?:最后)?(?:再问)?一个?问题|每个?[月年天]|一个?[月年]|(?:一|每)个?学期|申请|办理|报名|(?:啥|什么)时候|多长时间|多久|到账|批下来|下来|材料|手续|证件|流程|条件|地址|电话|找谁|到底|究竟|能不能|可不可以|行不行|有没有|是不是|用不用|要不要|给不给|怎么样|怎么|咋样|咋|如何|什么|啥|哪儿|哪里|"
    "够不够|算不算|够格|够得上|够条件|这种|这样|情况|好处|帮扶|帮忙|够|算(?!账|命)|哪个|哪些|哪|谁|多少|几个?|为什么|我们|俺们|咱们|你们|他们|她们|请问|现在|今年|还是|就是|一个|那个|这个|那边|"
    "这边|事情?|东西|可以|需要|应该|的话|说|问|办|领|拿|给|发|去|来|到|在|上(?!学|班|门)|下|找|弄|搞|要|想|能|会|"
    "管|行|有|没|不|吗|么|呢|吧|啊|呀|嘛|的|了|着|过|得|地|是|也|都|还|再|就|才|又|那|这|我|俺|咱|你|您|他|她|它|"
    "政府|国家|公家|钱|补助|补贴|救助|政策|家里?|和|跟|与|点|些|好|对|很|太|真|把|让|被|叫|个|人|快"
)

# 监护补贴: a sentence on 监护人 alone says nothing of such a payment.
_PAYMENT = re.compile("([㐀-鿿]{2})(?:补贴|补助|津贴)")
# As the guide calls them.
_SAME = (
    (re.compile("尿不湿|尿布|尿片子?|纸尿裤"), "纸尿片"),
    (re.compile("(?:儿童)?福利院|孤儿院"), "福利机构"),
    (re.compile("红会"), "红十字会"),
    (re.compile("(?:书本|课本)费?"), "课本"),
    (re.compile("(?:伤残|残疾)(?:军人)?(?:抚恤)?金"), "抚恤金"),
)


@dataclass(frozen=True)
class Detail:
    """One sentence of a policy: in which part it stands, and what it rests on."""

    part: str
    says: str
    sources: tuple[SourceRef, ...] = ()
    leaves: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Topic:
    topic: str
    asked: re.Pattern[str]
    says: re.Pattern[str]
    parts: tuple[str, ...]
    most: int
    line: str
    held: bool
    plain: bool
    only: bool
    thing: bool
    figures: bool
    told: bool


@cache
def _topics() -> tuple[_Topic, ...]:
    rows = yaml.load(Path(__file__).with_suffix(".yaml").read_text("utf8"), yaml.CSafeLoader)
    made = []
    for row in rows:
        asked, says = re.compile(row["asked"]), re.compile(row.get("says", "(?!)"))
        parts, most = tuple(row.get("parts", ())), row.get("most", 0)
        flags = (row.get(flag, False) for flag in ("held", "plain", "only", "thing", "figures", "told"))
        made.append(_Topic(row["topic"], asked, says, parts, most, row.get("line", ""), *flags))
    return tuple(made)


def topics_of(asked: str) -> list[str]:
    """The known sorts of question that the words are of."""
    return [one.topic for one in _asked(asked) if not one.told]


def _asked(asked: str) -> list[_Topic]:
    return [one for one in _topics() if one.asked.search(asked)]


def line_of(asked: str) -> str:
    """The key of the line that answers a question of this sort whatever policy is meant; "" for most."""
    return next((one.line for one in _asked(asked) if one.line), "")


def is_of_held(asked: str) -> bool:
    """Whether it may be about help that is received already: 停了能补吗, 打工还有不."""
    return any(one.held for one in _asked(asked))


def figures_asked(asked: str, lines: Iterable[str]) -> list[str]:
    """Those of `lines`, each with a figure, that are of what is asked: the three of 护理费 alone."""
    wanted = [one for one in _asked(asked) if one.figures]
    return [line for line in lines if any(one.says.search(line) for one in wanted)]


def is_plain(asked: str) -> bool:
    """Whether it asks of the way things are done, and no other word of it points at a policy: 不识字咋办."""
    return any(one.plain for one in _asked(asked))


def tells_of_known(said: str) -> bool:
    """Whether words tell of what a policy may say how it helps with, and ask for nothing else: 孩子发烧了."""
    known = _asked(said)
    return bool(known) and all(one.told for one in known)


def find_details(
    policy: Policy, asked: str, found: Assessment | None = None, without: Sequence[str] = ()
) -> list[Detail]:
    """The policy's own sentences that answer the question, best first; none where it has none.

    `found`: of sentences that say as much, those come first whose conditions are met. What begins with one of
    the places `without` is for others.
    """
    for said, known in _SAME:
        asked = said.sub(known, asked)
    met = {one.id for one in found.findings if one.verdict is Verdict.MET} if found else set()
    told = [one for one in sentences_of(policy) if not one.says.startswith(tuple(without))]
    told.sort(key=lambda one: not met.intersection(one.leaves))
    for topic in _asked(asked):
        fitting = [
            one for part in topic.parts for one in told if one.part == part and topic.says.search(one.says)
        ]
        if topic.thing:
            fitting = _of_thing(policy, fitting, topic.asked.sub("，", asked))
        if fitting or topic.only:
            return sorted(fitting, key=lambda one: -_share(one, _names(asked)))[: topic.most]
    return [] if topics_of(asked) else _alike(told, without_name(policy, asked))


def _of_thing(policy: Policy, fitting: list[Detail], beside: str) -> list[Detail]:
    """Those that hold what is named beside the sort of question: 水滴筹 in 水滴筹的钱算收入不."""
    other = [one for one in _names(without_name(policy, beside)) if len(one) > 1]
    return [one for one in fitting if not other or _share(one, other) >= LEAST_ALIKE]


def without_name(policy: Policy, asked: str) -> str:
    """The question without what the policy is called, which its every sentence may hold: 公益岗干几年."""
    for name in sorted((policy.name, *policy.aliases), key=len, reverse=True):
        asked = asked.replace(name, "，")
    return asked


def names_in(asked: str) -> str:
    """What a question names, without what only asks, and without those it is for."""
    return "".join(_names(asked))


def is_strange(policy: Policy, asked: str) -> bool:
    """Whether a question names what the policy knows nothing of: 社保卡, 驾照."""
    return not any(_share(one, _names(asked)) for one in sentences_of(policy) if one.part != OF_OTHERS)


def _names(asked: str) -> list[str]:
    left = _AROUND.sub(" ", _kin().sub(" ", asked))
    return [part for part in re.split(r"[^㐀-鿿]+", left) if part]


@cache
def _kin() -> re.Pattern[str]:
    return any_of(kin_words())


def _alike(told: Sequence[Detail], asked: str) -> list[Detail]:
    """The sentences that hold what the question names, those that hold most of it first."""
    names = _names(asked)
    if not names or sum(map(len, names)) > MOST_NAMED:
        return []
    held = [(_share(one, names), one) for one in told if one.part != OF_OTHERS]
    held = [(share, one) for share, one in held if share >= LEAST_ALIKE and _pays(one, asked, names)]
    best = max((share for share, _ in held), default=0.0)
    return [one for share, one in held if share == best][:MOST_ALIKE]


def _pays(one: Detail, asked: str, names: Sequence[str]) -> bool:
    """Whether the sentence speaks of the payment that is asked for, where one is."""
    paid = (what for what in _PAYMENT.findall(asked) if any(name.endswith(what) for name in names))
    return all(re.search(what + "[^，。；]{0,3}[补津费钱金]", one.says) for what in paid)


def _share(one: Detail, names: Sequence[str]) -> float:
    """How much of what is named stands in the sentence."""
    size = sum(map(len, names))
    return sum(_held(name, one.says) for name in names) / size if size else 0.0


def _held(name: str, says: str) -> int:
    """How many characters of a name stand in the sentence, in pieces of at least two."""
    held = start = 0
    while start < len(name) - 1:
        ends = range(len(name), start + 1, -1)
        end = next((end for end in ends if name[start:end] in says), start)
        held, start = held + end - start, max(end, start + 1)
    return held


def sentences_of(policy: Policy) -> Iterator[Detail]:
    """All that the policy says of itself, a sentence at a time."""
    yield Detail("summary", policy.summary)
    for one in policy.benefits:
        yield Detail("benefit", one.says, one.sources)
    for one in policy.clauses:
        yield Detail("clause", one.says, one.sources, one.leaves)
    yield from (Detail("step", one) for one in policy.steps)
    yield from (Detail("where", one) for one in policy.where)
    for one in policy.materials:
        yield Detail("material", f"{one.says}（{one.note}）" if one.note else one.says, one.sources)
    yield from (Detail("time", one.says, one.sources) for one in policy.time_limits)
    for part, one in (("automatic", policy.automatic), ("review", policy.review)):
        if one is not None:
            yield Detail(part, one.says, one.sources)
    if policy.online is not None:
        yield Detail("online", policy.online.says, policy.online.sources)
    if policy.fading is not None:
        yield Detail("fading", policy.fading.says, policy.fading.sources)
    yield from (Detail("not_with", one.says, one.sources) for one in policy.not_with)
    yield from (Detail(OF_OTHERS, one.says) for one in policy.confusable)


def confirming(guide: Guide, fact: str) -> str:
    """The department that knows of a fact; "" where none is named."""
    known = guide.facts[fact].confirmed_by if fact in guide.facts else ()
    for one in known:
        for department in guide.departments.values():
            if one == department.name or one in department.aliases:
                return department.name
    return ""
