"""What one policy has to say to a question of it: a sum, where and how, its sentences, how it was judged."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.blocks import Block, Checklist, Text
from bot.composing import cards, leaflets, replies
from bot.composing.details import (
    Detail,
    confirming,
    figures_asked,
    find_details,
    is_strange,
    line_of,
    names_in,
    topics_of,
    without_name,
)
from bot.composing.sums import CASH
from bot.dialogue import meant
from bot.dialogue.sums import HOW_MUCH
from bot.judging.relevant import BASE
from bot.wording import say
from knowledge import Verdict

from .untold import not_told

if TYPE_CHECKING:
    from bot.composing.replies import Judged
    from bot.conversation import Conversation
    from bot.messages import Understanding
    from knowledge import Guide, Policy
    from knowledge.policies import Benefit

FEW_NAMED = 2  # what names no more than that is about the matter at hand
SHARED = 2
MOST_FIGURES = 3
# 低保有啥好处, 办下来有啥用: what it gives.
_GOOD_FOR = re.compile(
    "有(?:啥|什么|哪些)(?:好处|用处?|帮扶|待遇|福利|优惠)|图(?:个)?啥|^(?:那|都|政府)?(?:给|发|补)(?:点|些)?(?:啥|什么|哪些)(?:东西)?(?:呢|啊|呀)?$"
)
# 照护服务是咋回事, 那是干啥的.
_WHAT_IS = re.compile(
    "(?:到底|究竟|都)?(?:是|算)?(?:个|一个)?(?:(?:咋|怎么)(?:一)?回事|(?:干|做)(?:啥|什么|吗|嘛)(?:用)?的|"
    "(?<=是)(?:个)?(?:啥|什么)(?:样的?)?(?:政策|东西|意思|补[助贴]|项目|服务|说法)?|"
    "(?:啥|什么)(?:叫|意思))[啊呀呢嘛]?$|^(?:那)?(?:啥|什么)(?:是|叫)|(?:介绍|讲|解释|说)(?:一?下|一?[讲说]|个)"
)
_WRONG = re.compile("[停扣少没不慢欠拖错]")
WHERE = re.compile(
    "(?:去|上|到|在)(?:哪|什么地方|啥地方)|哪里?办|哪儿办|找谁|电话|地址|哪里有|谁来?管|归谁管|哪个部门|(?:咋|怎么|如何|哪|上哪)[^，。]{0,2}报名"
)
_SHARES = re.compile("报|比例|减|成")  # a share of something answers these alone
BRING = re.compile(
    "(?:带|拿|交|准备|要|用)(?:点|些)?(?:什么|啥|哪些)(?:材料|手续|证件|东西)?$|材料|证件|手续"
)
TIME = re.compile(
    "(?:啥|什么)时候(?:能)?(?:到账|发|给|下来|批|拿到|有钱|有结果|出结果|有信儿?|办好|办成|办下来)|多久|多长时间|多少天|几天|几个月能"
)
HOW = re.compile("(?:怎么|咋|如何)[^，。]{0,3}(?:办理?|申请|弄|领|报|要|拿)")
CAN = re.compile(
    "(?:能|可以|够|行|成)(?:也|都|不能|不可以|不够|不行|不成)?[^，。]{0,4}(?:办|领|拿|享受|申请|批|成|够|有|去|要)?"
    "[^，。]{0,3}(?:吗|不|么|没)$|(?:能不能|可不可以|够不够|算不算|够格|够得上|行不行|符不符合)|能[^，。]{0,3}帮(?:上)?忙|(?:能|可以)(?:办|领|申请)(?:点|些)?(?:啥|什么|哪)|"
    "不能(?:再)?(?:办|领|申请|享受|吃)[^，。]{0,6}了(?:吗|吧|呢)?$|"
    "^[^，。钱啥]{3,8}有(?:吗|没有|不)$|(?:户|家庭|对象)是不(?:是)?$|"
    "算(?:是)?(?:个)?(?:特困|五保|低保|边缘|困难|监测|脱贫|军属|烈属|失独|危房|大病|重病)[^，。]{0,5}(?:吗|不|么)$|"
    "有没有(?:份|补助|补贴|事|别的)?$|[给发补]不[给发补]$|(?:有没有|有)[他她我俺咱](?:们)?(?:家)?的(?:份儿?)?(?:吗|不|么|没有?)?$|有(?:补[助贴]|钱)?(?:没有?|吗|不)$|那?[^，。]{1,10}呢$|的事(?:呢|.{0,4}(?:没|接着)?说)"
)
_PAPER = re.compile(
    "(?:想|要|给[^，。]{1,4})(?:办|评|弄|申请)(?:个|一?个)?残疾证|(?:残疾)?证[^，。]{0,4}(?:去哪|上哪|咋|怎么|找谁|哪里?)|(?:咋|怎么|去哪|上哪)(?:儿|里)?(?:办|弄)[^，。]{0,3}证$"
)
_OWED = re.compile("(?<!只)还(?![要得负款])")
OF_NO_POLICY = frozenset(["aside_jobless_pay", "aside_advanced_age", "aside_shelter", "aside_cert_aid"])
_STILL = re.compile("今年|明年|现在|还(?:有|发|给|能|办|领)")
_RHETORICAL = re.compile("还能是(?:什么|啥)")  # 不是案子闹的还能是啥: it is
_LENDS = re.compile("[贷借还]")
_WAYS = frozenset({"step", "where", "material", "online"})
# 优待证, 生存认证: another than the one of disability, which is often 证 alone.
_OTHER_PAPER = re.compile("户口|社保|护照|军人证|低保证|居住证|证明|[^疾人这那个的办评领开换补，。]证")


def answer_of(
    guide: Guide,
    conversation: Conversation,
    about: Judged | None,
    *,
    heard: Understanding,
    today: datetime.date,
    words: str = "",
) -> list[Block] | None:
    """What there is to say to it, without the question that waits; `words`: as it was asked."""
    asked = heard.text
    if line := line_of(asked):
        return [Text(say(line)), *_beside_line(guide, about, asked)]
    if is_paper(asked):
        return [Text(say("aside_paper", department=confirming(guide, "disability_cert")))]
    if about is None:
        return None
    if "first" in topics_of(asked):
        return [Text(say("aside_first", name=cards.short_name(guide, about.matched.id)))]
    policy, known = guide.policies[about.matched.id], topics_of(asked)
    mine = heard.in_scope or bool(heard.named) or bool(known) or len(names_in(asked)) <= FEW_NAMED
    mine = mine or meant.speaks_of(guide, about, asked)
    if not mine and is_strange(policy, asked):
        return None
    blocks = _of_policy(guide, conversation, about, asked=asked, today=today)
    if _STILL.search(asked) and (over := leaflets.expired(policy, today)):
        blocks = [*over, *blocks]
    if blocks:
        return [*blocks, leaflets.link_to(policy)]
    return [not_told(guide, conversation, words or asked, policy.id)] if mine else None


def _beside_line(guide: Guide, about: Judged | None, asked: str) -> list[Block]:
    """What the policy says to a question that a line answers for all; nothing for 妇联电话多少."""
    other = line_of(asked) in OF_NO_POLICY or ("phone" in topics_of(asked) and names_in(asked))
    if about is None or other:
        return []
    found = about.matched.assessment
    return say_details(guide, about.matched.id, find_details(guide.policies[about.matched.id], asked, found))


def _of_policy(
    guide: Guide, conversation: Conversation, about: Judged, *, asked: str, today: datetime.date
) -> list[Block]:
    """What the policy has to say to it: a sum, where and how, its sentences on it, or how it was judged."""
    policy, known = guide.policies[about.matched.id], topics_of(asked)
    last = asked.rpartition("，")[2]
    away = leaflets.elsewhere(guide, conversation.situation(about.matched.household))
    details = find_details(policy, asked, about.matched.assessment, away)
    lent = any(one.kind == cards.LOAN for one in policy.benefits)
    if "repay" in known and not any(_OWED.search(one.says) for one in details):
        details = [Detail("benefit", say("aside_lent" if lent else "aside_given")), *details]
    if not known and CAN.search(asked) and meant.is_for_another(conversation, asked):
        who = tuple(one.says for one in policy.clauses if one.role == "condition")
        return [Checklist(say("aside_who", name=leaflets.short_name(policy)), who[: leaflets.MOST_LINES])]
    if "rise" in known and not details:
        return [*_amount(guide, conversation, about, asked=asked, today=today), Text(say("aside_rise"))]
    blocks: list[Block] = []
    if asks_what_it_is(policy, asked):
        return _what_it_is(guide, policy, away)
    if _GOOD_FOR.search(asked):
        blocks.append(_gives(guide, policy, away))
    elif HOW_MUCH.search(asked) and not (details and {"assets", "fee", "interest"}.intersection(known)):
        blocks += _amount(guide, conversation, about, asked=asked, today=today)
    elif not known and BRING.search(asked) and not WHERE.search(asked):
        blocks.append(leaflets.to_bring(guide, policy, today))
    elif not known and any(one.search(asked) for one in (WHERE, BRING, TIME, HOW)):
        ways = [one for one in details if one.part in _WAYS]
        blocks += [*say_details(guide, policy.id, ways), *leaflets.slip(guide, policy, today, away)]
    elif "why_not" in known or (not known and CAN.search(asked) and not _names_thing(guide, about, asked)):
        blocks.append(replies.card(guide, conversation, about, today))
    if known or not blocks:
        blocks += say_details(guide, policy.id, details)
    if not blocks and not known and CAN.search(asked) and not _names_thing(guide, about, last):
        blocks.append(replies.card(guide, conversation, about, today))
    return blocks


def _gives(guide: Guide, policy: Policy, away: Sequence[str]) -> Checklist:
    """What one has of it, in its own words."""
    given = [_plain(one.says) for one in policy.benefits if not one.says.startswith(tuple(away))]
    return Checklist(say("aside_of", name=cards.short_name(guide, policy.id)), tuple(given[:MOST_FIGURES]))


def asks_what_it_is(policy: Policy, asked: str) -> bool:
    """Whether it asks what the policy is, and of nothing that went wrong with it: 低保停了是咋回事."""
    left = _WHAT_IS.sub("", without_name(policy, asked))
    return left != without_name(policy, asked) and len(names_in(left)) < SHARED and not _WRONG.search(left)


def _what_it_is(guide: Guide, policy: Policy, away: Sequence[str]) -> list[Block]:
    """The policy in few lines: for whom it is, what it gives, and who runs it."""
    runs = Text(say("elsewhere_who", department=cards.department_name(guide, policy.id)))
    refs = [ref for one in policy.benefits for ref in one.sources]
    return [Text(policy.summary), _gives(guide, policy, away), runs, *leaflets.source_of(guide, refs)]


def _names_thing(guide: Guide, about: Judged, asked: str) -> bool:
    """Whether it names something besides the policy, what that is for and those it is for: 敬老院能去不."""
    policy = guide.policies[about.matched.id]
    for name in (policy.name, *policy.aliases):
        asked = asked.replace(name, "")
    left = names_in(asked)
    if len(left) < SHARED or any(left in one for one in (policy.summary, *policy.aliases)):
        return False
    return not meant.is_for_thing(guide, about, left)


def is_paper(asked: str) -> bool:
    return bool(_PAPER.search(asked)) and not _OTHER_PAPER.search(asked)


def say_details(guide: Guide, policy: str, details: Sequence[Detail]) -> list[Block]:
    """The sentences, with the one source that they rest on."""
    if not details:
        return []
    name = cards.short_name(guide, policy)
    told: list[Block] = [Checklist(say("aside_of", name=name), tuple(_plain(one.says) for one in details))]
    refs = [ref for one in details for ref in one.sources]
    return [*told, *leaflets.source_of(guide, refs)]


def _plain(says: str) -> str:
    return says.rstrip("。")


def _amount(
    guide: Guide, conversation: Conversation, about: Judged, *, asked: str, today: datetime.date
) -> list[Block]:
    """What it comes to for them as far as that is known; else the published figures, else what is given."""
    found, policy = about.matched.assessment, guide.policies[about.matched.id]
    words, note = cards.say_amount(guide, found, today)
    situation = conversation.situation(about.matched.household)
    away = leaflets.elsewhere(guide, situation)
    of_each = [(one, _lines(one, today, away)) for one in found.own_benefits]
    lines = [line for _, told in of_each for line in told]
    names = names_in(without_name(policy, asked)).strip("补报")
    named = figures_asked(asked, lines) or [one for one in lines if names and names in one]
    if (
        not named and words and cards.LENT in words and not _LENDS.search(asked)
    ):  # 一个月给多少 asks for no loan
        named = [line for one, told in of_each if one.kind in CASH for line in told]
    if words and found.verdict is not Verdict.UNMET and not named:
        whose = cards.person_label(situation, found.person)
        words = words if found.verdict is Verdict.MET else say("amount_if", amount=words)
        name = cards.short_name(guide, policy.id)
        return [Text(say("aside_amount", who=whose, name=name, amount=words, note=note))]
    if found.services and not named:
        services = say("amount_services", services="、".join(found.services))
        return [Text(f"{cards.short_name(guide, policy.id)}{services}"), Text(say("amount_unknown"))]
    lines = named or [one for one in lines if _SHARES.search(asked) or "%" not in one or "元" in one]
    given = [one.says for one in found.own_benefits if not one.says.startswith(away)]
    entries = lines[:MOST_FIGURES] or given[:2]
    if policy.id == BASE and not named:  # a line, no sum to be had
        entries = [*given[:1], *entries]
    tells = [one for one, told in of_each if {one.says, *told}.intersection(entries)]
    shown = [figure for one in tells for figure in leaflets.newest_figures(one, away)]
    refs = [ref for one in (*shown, *tells, *found.own_benefits) for ref in one.sources]
    told: list[Block] = [Checklist(say("aside_of", name=cards.short_name(guide, policy.id)), tuple(entries))]
    if not any(character.isdigit() for one in entries for character in one):
        told.append(Text(say("amount_unknown")))
    if found.verdict is Verdict.UNKNOWN:  # 听力一级 may not be of those who are paid: the figure is none yet
        told += [
            Text(say("reason_ask_office", says=one.says))
            for one in (found.asks_office or found.by_office)[:1]
        ]
    return [*told, *leaflets.source_of(guide, refs)]


def _lines(benefit: Benefit, today: datetime.date, away: tuple[str, ...]) -> list[str]:
    """What a benefit gives by its figures; in its own words, where those say them and another district, of
    which alone they are not, has published them."""
    lines = leaflets.lines_of(benefit, today, away)
    tells = any(one.isdigit() for one in benefit.says) and not benefit.says.startswith(away)
    return [benefit.says] if tells and lines != leaflets.lines_of(benefit, today) else lines


def asks_of_any(asked: str) -> bool:
    """Whether it asks what is asked of any policy, in so many words."""
    asked = _RHETORICAL.sub("", asked)
    parts = (HOW_MUCH, _GOOD_FOR, WHERE, BRING, TIME, CAN)
    return bool(topics_of(asked)) or any(one.search(asked) for one in parts)
