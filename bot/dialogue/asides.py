"""What is asked amid a conversation, without a name: how much, where, who pays, can it be had at all.

The answer is about the policy that is meant (`meant`), from its own data; where that says nothing of it, the
reply says so, with whom to ask. Then the question that waits.
"""

from __future__ import annotations

import dataclasses
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
    is_of_held,
    is_strange,
    line_of,
    names_in,
    tells_of_known,
    topics_of,
)
from bot.composing.sums import CASH
from bot.dialogue import both, meant, of_all, schooling, sums
from bot.dialogue.sums import HOW_MUCH
from bot.judging.relevant import BASE, is_backed
from bot.judging.supposing import held_of
from bot.understanding.asking import asks
from bot.wording import say
from knowledge import Verdict

from .matter import is_another_matter
from .untold import not_told

if TYPE_CHECKING:
    from bot.composing.replies import Judged
    from bot.conversation import Conversation
    from bot.messages import Understanding
    from knowledge import Guide, Policy

LONGEST = 24
FEW_NAMED = 2  # what names no more than that is about the matter at hand
SHARED = 2
FEW_TRIED = 3
MOST_FIGURES = 3
# 低保有啥好处, 办下来有啥用: what it gives.
_GOOD_FOR = re.compile(
    "有(?:啥|什么|哪些)(?:好处|用处?|帮扶|待遇|福利|优惠)|图(?:个)?啥|^(?:那|都|政府)?(?:给|发|补)(?:点|些)?(?:啥|什么|哪些)(?:东西)?(?:呢|啊|呀)?$"
)
_WHERE = re.compile(
    "(?:去|上|到|在)(?:哪|什么地方|啥地方)|哪里?办|哪儿办|找谁|电话|地址|哪里有|谁来?管|归谁管|哪个部门|(?:咋|怎么|如何|哪|上哪)[^，。]{0,2}报名"
)
_SHARES = re.compile("报|比例|减|成")  # a share of something answers these alone
_BRING = re.compile(
    "(?:带|拿|交|准备|要|用)(?:点|些)?(?:什么|啥|哪些)(?:材料|手续|证件|东西)?$|材料|证件|手续"
)
_TIME = re.compile(
    "(?:啥|什么)时候(?:能)?(?:到账|发|给|下来|批|拿到|有钱|有结果|出结果|有信儿?|办好|办成|办下来)|多久|多长时间|多少天|几天|几个月能"
)
_HOW = re.compile("(?:怎么|咋|如何)[^，。]{0,3}(?:办理?|申请|弄|领|报|要|拿)")
_CAN = re.compile(
    "(?:能|可以|够|行|成)(?:也|都|不能|不可以|不够|不行|不成)?[^，。]{0,4}(?:办|领|拿|享受|申请|批|成|够|有|去|要)?"
    "[^，。]{0,3}(?:吗|不|么|没)$|(?:能不能|可不可以|够不够|算不算|够格|够得上|行不行|符不符合)|能[^，。]{0,3}帮(?:上)?忙|(?:能|可以)(?:办|领|申请)(?:点|些)?(?:啥|什么|哪)|"
    "不能(?:再)?(?:办|领|申请|享受|吃)[^，。]{0,6}了(?:吗|吧|呢)?$|"
    "^[^，。钱啥]{3,8}有(?:吗|没有|不)$|(?:户|家庭|对象)是不(?:是)?$|"
    "算(?:是)?(?:个)?(?:特困|五保|低保|边缘|困难|监测|脱贫|军属|烈属|失独|危房|大病|重病)[^，。]{0,5}(?:吗|不|么)$|"
    "有没有(?:份|补助|补贴|事|别的)?$|有(?:补[助贴]|钱)?(?:没有?|吗|不)$|那?[^，。]{1,10}呢$|的事(?:呢|.{0,4}(?:没|接着)?说)"
)
_PAPER = re.compile(
    "(?:想|要|给[^，。]{1,4})(?:办|评|弄|申请)(?:个|一?个)?残疾证|(?:残疾)?证[^，。]{0,4}(?:去哪|上哪|咋|怎么|找谁|哪里?)|(?:咋|怎么|去哪|上哪)(?:儿|里)?(?:办|弄)[^，。]{0,3}证$"
)
_OWED = re.compile("(?<!只)还(?![要得负款])")
_OF_NO_POLICY = frozenset(["aside_jobless_pay", "aside_advanced_age", "aside_shelter", "aside_cert_aid"])
_OF_BASE = frozenset({"assets", "counts_as", "checks", "visit", "kin_counted"})  # 低保 says it for all
_STILL = re.compile("今年|明年|现在|还(?:有|发|给|能|办|领)")
_RHETORICAL = re.compile("还能是(?:什么|啥)")  # 不是案子闹的还能是啥: it is
# Whoever was beaten and asks what if he comes: help at once, whatever else is asked.
_VISITS = re.compile(
    "(?:他|前夫|男人|老公|丈夫|对象|爱人|那口子|婆家|公公|儿子|他家)[^，。]{0,4}(?:来|找|知道|不走|跟着|闹|放出来|出来)"
    "(?!.{0,4}(?:钱|材料|证|活))[^，。]{0,8}(?:咋|怎么|找谁|谁管)"
)
_GETS = re.compile("办|申请|领|报名|能")  # who asks how to get it wants it
_NO_MONEY = frozenset({"service", "in_kind"})
_IS_PAID = re.compile("[给领拿补发]|救助")  # who asks what is paid out does not ask what need not be paid in
_LENDS = re.compile("[贷借还]")
_WAYS = frozenset({"step", "where", "material", "online"})
# 优待证, 生存认证: another than the one of disability, which is often 证 alone.
_OTHER_PAPER = re.compile("户口|社保|护照|军人证|低保证|居住证|证明|[^疾人这那个的办评领开换补，。]证")


def answer(
    guide: Guide, conversation: Conversation, heard: Understanding, today: datetime.date
) -> list[Block] | None:
    """The reply to a short question about what was shown, then the question that waits; else None."""
    asked = heard.text
    if not conversation.relevance or len(asked) > LONGEST or heard.evidence:
        return None  # where it tells something, what it asks is answered beside that
    told = of_all.who_counts(guide, conversation, asked)
    told = told or _to_what_is_told(guide, conversation, heard, today)
    if told or not asks(asked):
        return [*told, *replies.ask(conversation)] if told else None
    if _fears_visit(conversation, asked):
        return [Text(say("aside_comes")), *replies.ask(conversation)]
    for say_all in (of_all.open_to, schooling.told, sums.sums_of):
        if blocks := say_all(guide, conversation, heard, today):
            return [*blocks, *replies.ask(conversation)]
    if pointed := _pointed_at(guide, conversation, heard, today):
        return [*pointed, *replies.ask(conversation)]
    if conversation.pending is None and _HOW.search(asked) and not names_in(asked):
        return None  # 怎么申请, once it is clear what: the application is opened
    if heard.answer is not None and not _asks_of_any(asked):
        return None
    judged = meant.judge_asked(guide, conversation, asked, today)
    ranked = meant.theirs_alone(conversation, asked, meant.rank_meant(guide, conversation, heard, judged))
    if blocks := both.told(guide, conversation, heard, ranked, today=today):
        return [*blocks, *replies.ask(conversation)]
    if _OF_BASE.intersection(topics_of(asked)):
        ranked = meant.with_base(guide, conversation, ranked[: FEW_TRIED - 1], today)
    about = _answering(ranked, guide, asked)
    if HOW_MUCH.search(asked) and not heard.named:
        if monthly := sums.monthly_of(guide, conversation, about, asked=asked, today=today):
            return [*monthly, *replies.ask(conversation)]
        about = sums.paid_already(guide, judged, about, asked=asked, today=today) or about
    if "why_not" in topics_of(asked):
        about = next((one for one in judged if one.verdict == "unmet"), about)
    blocks = _told(guide, conversation, about, heard=heard, today=today)
    if not blocks and ranked and about is not ranked[0]:
        blocks = _told(guide, conversation, ranked[0], heard=heard, today=today)
    if not blocks and _is_of_talk(heard):
        blocks = [Text(say("aside_unknown_anywhere"))]
    return [*blocks, *replies.ask(conversation)] if blocks else None


def _to_what_is_told(
    guide: Guide, conversation: Conversation, heard: Understanding, today: datetime.date
) -> list[Block]:
    """How what is offered helps with what is told and not asked: 孩子发烧了 of who sleeps in the street."""
    if not tells_of_known(heard.text) or HOW_MUCH.search(heard.text):
        return []
    offered = (one for one in meant.judge_all(guide, conversation, today) if one.verdict != "unmet")
    for one in offered:
        policy = guide.policies[one.matched.id]
        if details := find_details(policy, heard.text, one.matched.assessment):
            return [*_details(guide, policy.id, details), leaflets.link_to(policy)]
    return []


def outside(guide: Guide, text: str) -> list[Block]:
    """What is said of the few things beside the guide that people take for its own: 高龄津贴, 办残疾证."""
    if (line := line_of(text)) in _OF_NO_POLICY:
        return [Text(say(line))]
    paper = _is_paper(text) and "残疾" in text
    return [Text(say("aside_paper", department=confirming(guide, "disability_cert")))] if paper else []


def _fears_visit(conversation: Conversation, asked: str) -> bool:
    """Whether somebody who was beaten asks what to do if he comes: 他来了咋办."""
    matters = (one.facts.get("legal_matter") for home in conversation.households for one in home.people)
    return any("abuse_claim" in held_of(one) for one in matters) and bool(_VISITS.search(asked))


def _pointed_at(
    guide: Guide, conversation: Conversation, heard: Understanding, today: datetime.date
) -> list[Block]:
    """The answer to what points at a card by its place, or at somebody: 第二个呢, 孩子那份呢."""
    plain, place = meant.without_place(heard.text)
    if heard.named or not (_asks_of_any(plain) or _HOW.search(plain)) or line_of(plain):
        return []
    about: Judged | None = None
    if place is not None and conversation.listed:
        about = meant.at_place(guide, conversation, place, today)
        missing = Text(
            say("aside_no_such", name=cards.short_name(guide, conversation.listed[0].rpartition("/")[2]))
        )
    elif (who := meant.whom_alone(heard.text)) and not (
        topics_of(plain) or meant.words_speak_of(guide, plain)
    ):
        alike = heard.policies if names_in(plain) else {}
        about = meant.of_whom(guide, conversation, who, today, alike=alike)
        plain = plain.replace(who, "这", 1)
        missing = Text(say("aside_not_told", who=who))
    else:
        return []
    if about is None:
        return [missing]
    if about.verdict == "unmet":
        return [replies.card(guide, conversation, about, today)]
    asked = dataclasses.replace(heard, text=plain, answer=None)
    return _told(guide, conversation, about, heard=asked, today=today, words=heard.text) or []


def _is_of_talk(heard: Understanding) -> bool:
    """Whether a question that nothing answers is of the talk: nothing is told, and no other matter in it."""
    told = heard.evidence or heard.removed or heard.named or heard.answer is not None
    return not told and not is_another_matter(heard) and not heard.intents


def is_by_the_way(
    guide: Guide, conversation: Conversation, heard: Understanding, today: datetime.date
) -> bool:
    """Whether it asks where another policy is or what it pays, wishes for nothing, and nothing told speaks
    for that one: 救助站在哪 amid a mother's cancer."""
    asked = heard.text
    if not (heard.named and conversation.relevance and asks(asked)) or heard.evidence:
        return False
    if _GETS.search(asked) or not (_WHERE.search(asked) or HOW_MUCH.search(asked)):
        return False
    policy = heard.named[0]
    if any(one.matched.id == policy for one in meant.judge_all(guide, conversation, today)):
        return False
    judged = meant.judge_one(guide, conversation, policy, today)
    return judged is None or not is_backed(guide, judged.matched.assessment)


def beside(
    guide: Guide, conversation: Conversation, heard: Understanding, today: datetime.date
) -> list[Block]:
    """The answer to what is asked along with a fact: 还没鉴定过，谁给鉴定; nothing where nothing is."""
    first, _, last = heard.text.rpartition("，")
    if not conversation.relevance or len(heard.text) > LONGEST:
        return []
    if not asks(last):
        return _to_what_is_told(guide, conversation, heard, today)
    ways = first and (_WHERE.search(last) or _BRING.search(last) or _is_paper(last))
    if not (topics_of(last) or ways):
        return []
    asked = dataclasses.replace(heard, text=last, evidence=(), policies={}, answer=None)
    judged = meant.judge_all(guide, conversation, today)
    about = _answering(meant.rank_meant(guide, conversation, asked, judged), guide, last)
    return _told(guide, conversation, about, heard=asked, today=today) or []


def _answering(ranked: Sequence[Judged], guide: Guide, asked: str) -> Judged | None:
    """The best of them; where another of the best few has an answer and it has none, that one."""

    def answers(one: Judged) -> bool:
        found = one.matched.assessment
        if HOW_MUCH.search(asked) and "assets" not in topics_of(asked):
            gives = {each.kind or "" for each in guide.policies[one.matched.id].benefits}
            none = _NO_MONEY | ({"fee_waiver"} if _IS_PAID.search(asked) else set())
            return bool(gives - none) or bool(cards.amount_words(found.amount)[0])
        return bool(find_details(guide.policies[one.matched.id], asked, found))

    tried = (topics_of(asked) or HOW_MUCH.search(asked)) and not (is_of_held(asked) or line_of(asked))
    best = ranked[:FEW_TRIED] if tried else ranked[:1]
    return next((one for one in best if answers(one)), next(iter(ranked), None))


def _asks_of_any(asked: str) -> bool:
    """Whether it asks what is asked of any policy, in so many words."""
    asked = _RHETORICAL.sub("", asked)
    parts = (HOW_MUCH, _GOOD_FOR, _WHERE, _BRING, _TIME, _CAN)
    return bool(topics_of(asked)) or any(one.search(asked) for one in parts)


def _told(
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
    if _is_paper(asked):
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
    other = line_of(asked) in _OF_NO_POLICY or ("phone" in topics_of(asked) and names_in(asked))
    if about is None or other:
        return []
    found = about.matched.assessment
    return _details(guide, about.matched.id, find_details(guide.policies[about.matched.id], asked, found))


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
    if not known and _CAN.search(asked) and meant.is_for_another(conversation, asked):
        who = tuple(one.says for one in policy.clauses if one.role == "condition")
        return [Checklist(say("aside_who", name=leaflets.short_name(policy)), who[: leaflets.MOST_LINES])]
    if "rise" in known and not details:
        return [*_amount(guide, conversation, about, asked=asked, today=today), Text(say("aside_rise"))]
    blocks: list[Block] = []
    if _GOOD_FOR.search(asked):
        blocks.append(_gives(guide, policy, away))
    elif HOW_MUCH.search(asked) and not (details and {"assets", "fee", "interest"}.intersection(known)):
        blocks += _amount(guide, conversation, about, asked=asked, today=today)
    elif not known and _BRING.search(asked) and not _WHERE.search(asked):
        blocks.append(leaflets.to_bring(guide, policy, today))
    elif not known and any(one.search(asked) for one in (_WHERE, _BRING, _TIME, _HOW)):
        ways = [one for one in details if one.part in _WAYS]
        blocks += [*_details(guide, policy.id, ways), *leaflets.slip(guide, policy, today, away)]
    elif "why_not" in known or (not known and _CAN.search(asked) and not _names_thing(guide, about, asked)):
        blocks.append(replies.card(guide, conversation, about, today))
    if known or not blocks:
        blocks += _details(guide, policy.id, details)
    if not blocks and not known and _CAN.search(asked) and not _names_thing(guide, about, last):
        blocks.append(replies.card(guide, conversation, about, today))
    return blocks


def _gives(guide: Guide, policy: Policy, away: Sequence[str]) -> Checklist:
    """What one has of it, in its own words."""
    given = [_plain(one.says) for one in policy.benefits if not one.says.startswith(tuple(away))]
    return Checklist(say("aside_of", name=cards.short_name(guide, policy.id)), tuple(given[:MOST_FIGURES]))


def _names_thing(guide: Guide, about: Judged, asked: str) -> bool:
    """Whether it names something besides the policy, what that is for and those it is for: 敬老院能去不."""
    policy = guide.policies[about.matched.id]
    for name in (policy.name, *policy.aliases):
        asked = asked.replace(name, "")
    left = names_in(asked)
    if len(left) < SHARED or any(left in one for one in (policy.summary, *policy.aliases)):
        return False
    return not meant.is_for_thing(guide, about, left)


def _is_paper(asked: str) -> bool:
    return bool(_PAPER.search(asked)) and not _OTHER_PAPER.search(asked)


def _details(guide: Guide, policy: str, details: Sequence[Detail]) -> list[Block]:
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
    of_each = [(one, leaflets.lines_of(one, today, away)) for one in policy.benefits]
    lines, names = [line for _, told in of_each for line in told], names_in(asked)
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
    given = [one.says for one in policy.benefits if not one.says.startswith(away)]
    entries = lines[:MOST_FIGURES] or given[:2]
    entries = (
        [*given[:1], *entries] if policy.id == BASE and not named else entries
    )  # a line, no sum to be had
    tells = [one for one, told in of_each if {one.says, *told}.intersection(entries)]
    shown = [figure for one in tells for figure in leaflets.newest_figures(one, away)]
    refs = [ref for one in (*shown, *tells, *policy.benefits) for ref in one.sources]
    told: list[Block] = [Checklist(say("aside_of", name=cards.short_name(guide, policy.id)), tuple(entries))]
    if not any(character.isdigit() for one in entries for character in one):
        told.append(Text(say("amount_unknown")))
    return [*told, *leaflets.source_of(guide, refs)]
