"""What is asked of the whole: all that somebody may have, what it comes to, who of a family counts."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from bot.blocks import Block, Checklist, Link, Text
from bot.composing import cards, leaflets, replies
from bot.composing.details import names_in, topics_of
from bot.dialogue import meant, whom
from bot.judging.assessing import assess_supposed
from bot.judging.granted import is_received, speaks_for
from bot.judging.relevant import BASE, is_backed, is_beside
from bot.judging.supposing import FOREBEARS, OF_AGE
from bot.wording import say
from knowledge import Verdict

if TYPE_CHECKING:
    from bot.composing.replies import Judged
    from bot.conversation import Conversation
    from bot.messages import Understanding
    from knowledge import Assessment, Guide, Situation

MOST_CARDS = 4
# 俺能给她领啥, 能申请点啥, 有啥补助, 有钱领不: all that there is.
_THEY = (
    r"(?:那|我|俺|咱|他|她|们|俩|这种|这样|情况|的|家|老两口|老人|"
    r"孩子|儿子?|闺女|女儿|爹|娘|爸|妈|老伴|媳妇|对象)"
)
_PAID = r"(?:钱|补[助贴]|政策|待遇|救助|好处|帮扶|帮助|福利|照顾|优惠|的)"
_WHAT_THERE_IS = re.compile(
    r"(?:能|可以)(?:给|帮|替)?[^，。去]{0,4}(?:领|申请|办|享受|拿|有)(?:点|些|到|着)?(?:啥|什么|哪些|哪几[样个])"
    rf"{_PAID}?(?:吗|呢|啊|呀|不)?$|^{_THEY}{{0,3}}(?:还|都|能){{0,2}}有(?:点|些)?(?:啥|什么|哪些){_PAID}(?:吗|呢|啊|呀|没有?|可以?领|能领)?$|"
    r"(?:能|会)(?:给|帮)(?:我|俺|咱|他|她)?们?(?:家)?(?:点|些)?(?:啥|什么)$|有(?:没有)?(?:啥|什么)能帮[^，。]{0,3}$|"
    r"^(?:那|还)?有(?:没有)?(?:钱|补[助贴])(?:可)?(?:领|拿|给|发)?(?:不|吗|没|么|没有)?$"
)
_BY_PLACE = re.compile("第[一二两三四五]|老[大二三小]|[大小](?:的|那个)")  # one of several is pointed at
MOST_SUMS = 8
CARE = "self_care"
MONTHLY = frozenset({"元/人·月", "元/月"})
# 俩一共呢, 加起来一个月多少.
_TOTAL = re.compile(
    "一共|总共|拢共|共总|统共|合计|总的|合(?:一)?(?:起来|一块|到一起|在一起)|加(?:到)?(?:一)?(?:起来|块儿?|起|一起)|"
    "(?:一块|一起|全部?|都)?加(?:起来|一块|上)"
)
_HOW_MUCH = re.compile(
    "多少(?!天|岁|人|口|年|个?月|地|时间|次|回)|[给领有拿][^，。]{0,3}几[百千万块十]|几百|几块|(?<![没无])几个钱|多钱"
)
# 一共花了多少才能报, 一年要交多少, 能贷多少: no sum that is given.
_NO_GIFT = re.compile(
    "花|交|挣|要(?:回|到|多少)|欠|掏|超|报(?!名)|贷|借|还(?!有|能|给)|利息|罚|赔|房租|工资|材料|证|收入|几口|多少[^，。]{0,2}才"
)
_EACH = re.compile(
    "(?:一|全)(?:大)?家(?:子|人|里)?|各(?:自|人)?|分别|每(?:个)?人|俩|两[个样份]?(?:人|补贴|娃)?|仨|呢$|能|可以|到手|那份|[一每]个?(?:学)?[期月年天]"
)
# 残疾钱, 这病: what the words may still name, and whose policies are meant.
_THINGS = {"disabled": re.compile("残疾?|伤残"), "patients": re.compile("病|治")}
_NAMED_THING = re.compile("|".join(one.pattern for one in _THINGS.values()))
_MAY_BOTH = re.compile("^(?:不冲突|可以一起)")
_COUNTS = re.compile("(?:算|包括?|数)(?:上|进|不算|不包)?(?:谁|哪(?:些|几个)|几代)|谁(?:都)?算|哪些人算")


def who_counts(guide: Guide, conversation: Conversation, asked: str) -> list[Block]:
    """Who of them counts, where it is asked how many they are: 算上谁啊."""
    pending = conversation.pending
    is_of_size = "几口" in asked or (pending is not None and pending.fact == "household_size")
    if not is_of_size or not _COUNTS.search(asked):
        return []
    family = (one for one in guide.policies[BASE].clauses if one.id == "family")
    return [Text(one.says) for one in family]


def open_to(
    guide: Guide, conversation: Conversation, heard: Understanding, today: datetime.date
) -> list[Block]:
    """The cards of all that may be had by the one spoken of, or by them all: 俺能给她领啥, 弟弟能领啥."""
    if heard.named or _BY_PLACE.search(heard.text) or not _WHAT_THERE_IS.search(heard.text):
        return []
    whose = meant.spoken_of(conversation, heard.text)
    judged = meant.judge_all(guide, conversation, today)
    offered = [one for one in judged if one.verdict != "unmet" and not one.received]
    theirs = [one for one in offered if not whose or one.matched.person in (None, *whose)]
    theirs.sort(key=lambda one: one.matched.person is None)
    cards_of = [replies.card(guide, conversation, one, today) for one in theirs[:MOST_CARDS]]
    return [*cards_of, Link(say("link_result"), "result")] if cards_of else []


def sums_of(
    guide: Guide, conversation: Conversation, heard: Understanding, today: datetime.date
) -> list[Block]:
    """What those who are named may have, sum by sum, and together: 俺能拿多少, 大的多少小的多少, 加起来多少.

    Nothing where it asks of something else than what is given, or where no sum of theirs can be told.
    """
    asked = heard.text
    total = bool(_TOTAL.search(asked))
    topics = {one for one in topics_of(asked) if not (total and one == "together")}
    if heard.named or topics or not (_HOW_MUCH.search(asked) or (total and asked.endswith("呢"))):
        return []
    whose = whom.asked_of(conversation, asked) or meant.spoken_of(conversation, asked)
    if not (whose or total) or _NO_GIFT.search(asked):
        return []
    left = _EACH.sub("，", _HOW_MUCH.sub("，", _TOTAL.sub("，", whom.without_whom(asked))))
    groups = {group for group, thing in _THINGS.items() if thing.search(left)}
    if names_in(_NAMED_THING.sub("，", left)):
        return []
    return _tell(guide, _giving(guide, conversation, whose, groups=groups, today=today), today)


def _giving(
    guide: Guide,
    conversation: Conversation,
    whose: Sequence[str],
    *,
    groups: set[str],
    today: datetime.date,
) -> list[tuple[Situation, Assessment]]:
    """Each sum that one of them may have, what is met first; what is open only where it was spoken of."""
    offered = [one.matched for one in meant.judge_all(guide, conversation, today)]
    judged = {(one.id, one.person) for one in offered if one.person or not is_beside(conversation, one)}
    spoken = {one.id for one in offered if one.person} | conversation.relevance.keys()
    ids = spoken.union(policy for policy, _ in judged)
    may = [policy for policy in guide.policies.values() if policy.id in ids]
    may = [policy for policy in may if not groups or groups.intersection(policy.groups)]
    found = []
    for home in conversation.households:
        grown = _grown(home)
        for one in assess_supposed(guide, home, today, [policy.id for policy in may]):
            theirs = one.person in whose if whose else one.person is None or one.unit == "person"
            if not theirs or not _is_given(guide, home, one, today):
                continue
            known = (one.policy, one.person) in judged
            if known or (one.person is not None and one.policy in spoken and speaks_for(one)):
                if meant.waits_for_untold(guide, home, one, known=known):
                    continue
                again = assess_supposed(guide, grown, today, [one.policy])
                if all(each.verdict is not Verdict.UNMET for each in again if each.person == one.person):
                    found.append((home, one))
    people = whose or [one.id for home in conversation.households for one in home.people]
    place = {person: number for number, person in enumerate(people)}
    found.sort(key=lambda each: (place.get(each[1].person or "", 0), each[1].verdict is not Verdict.MET))
    return found


def _tell(guide: Guide, found: Sequence[tuple[Situation, Assessment]], today: datetime.date) -> list[Block]:
    """The sums, in a sentence or side by side; apart from them what hangs on care that was not told of."""
    care = [each for each in found if any(one.fact == CARE for one in each[1].open_facts)]
    sure = [each for each in found if each not in care]
    if not sure:
        sure, care = care, []
    told = _alone(guide, *sure[0], today=today) if len(sure) == 1 else []
    told = _side_by_side(guide, sure, today) if len(sure) > 1 else told
    return [*told[:-1], *(_if_cared_for(guide, *each, today=today) for each in care), *told[-1:]]


def _if_cared_for(guide: Guide, home: Situation, one: Assessment, *, today: datetime.date) -> Text:
    words, note = cards.say_amount(guide, one, today)
    who, name = cards.person_label(home, one.person), cards.short_name(guide, one.policy)
    return Text(say("sums_care", who=who, name=name, amount=words, note=note))


def _grown(home: Situation) -> Situation:
    """The household as if who speaks, parents and spouses were of age where nothing says how old they are."""
    for one in home.people:
        young = "age_years" in one.facts or "school_stage" in one.facts
        if (one.relation in FOREBEARS or one.relation == "self") and not young:
            home = home.with_fact(one.id, "age_years", OF_AGE)
    return home


def _is_given(guide: Guide, home: Situation, one: Assessment, today: datetime.date) -> bool:
    """Whether a sum of money can be told that is no loan and is not received yet."""
    if one.verdict is Verdict.UNMET or one.unit == "alone" or not is_backed(guide, one):
        return False
    if is_received(guide, home, one.policy, one.person):
        return False
    words = cards.say_amount(guide, one, today)[0]
    return bool(words) and cards.LENT not in words


def monthly_of(
    guide: Guide, conversation: Conversation, about: Judged | None, *, asked: str, today: datetime.date
) -> list[Block]:
    """The monthly sums of whom `about` is for, where it has none itself: 一月给多少钱 after a service."""
    left = _EACH.sub("，", _HOW_MUCH.sub("，", whom.without_whom(asked)))
    if about is None or about.matched.person is None or "月" not in asked or _NO_GIFT.search(asked):
        return []
    if names_in(left) or topics_of(asked) or cards.say_amount(guide, about.matched.assessment, today)[0]:
        return []
    found = _giving(guide, conversation, (about.matched.person,), groups=set(), today=today)
    return _tell(guide, [(home, one) for home, one in found if one.amount.unit in MONTHLY], today)


def paid_already(
    guide: Guide, judged: Sequence[Judged], about: Judged | None, *, asked: str, today: datetime.date
) -> Judged | None:
    """The aid that one of them receives and whose sum can be told, where a question of no more than how much
    has no sum in what could be had beside it: 一个月给多少 of who is 特困."""

    def has_sum(one: Judged) -> bool:
        return bool(cards.say_amount(guide, one.matched.assessment, today)[0])

    left = _EACH.sub("，", _HOW_MUCH.sub("，", whom.without_whom(asked)))
    if names_in(left) or topics_of(asked) or _NO_GIFT.search(asked) or (about is not None and has_sum(about)):
        return None
    return next((one for one in judged if one.received and one.matched.person and has_sum(one)), None)


def _alone(guide: Guide, home: Situation, one: Assessment, *, today: datetime.date) -> list[Block]:
    """The one sum that there is, in a sentence."""
    words, note = cards.say_amount(guide, one, today)
    words = words if one.verdict is Verdict.MET else say("amount_if", amount=words)
    who, name = cards.person_label(home, one.person), cards.short_name(guide, one.policy)
    told = say("aside_amount", who=who, name=name, amount=words, note=note)
    return [Text(told), leaflets.link_to(guide.policies[one.policy])]


def _side_by_side(
    guide: Guide, found: Sequence[tuple[Situation, Assessment]], today: datetime.date
) -> list[Block]:
    """The sums one under another, what they come to where they may be had together, and since when."""
    lines, notes = [], []
    for home, one in found[:MOST_SUMS]:
        words, note = cards.say_amount(guide, one, today)
        words = words if one.verdict is Verdict.MET else say("amount_if", amount=words)
        name = cards.short_name(guide, one.policy)
        lines.append(say("sums_line", who=cards.person_label(home, one.person), name=name, amount=words))
        notes.append(note)
    whole = len(found) <= MOST_SUMS  # what they come to is told of no more than is seen
    both = dict.fromkeys(_beside(guide, one, other) for (_, one), (_, other) in combinations(found, 2))
    told: list[Block] = [Checklist(say("sums_title"), tuple(lines))]
    if whole and (together := _together(guide, [one for _, one in found])):
        told.append(Text(together))
    told += [Text(one) for one in both if one]
    told += [Text(f"{one}。") for one in dict.fromkeys(notes) if one]
    return [*told, Link(say("link_result"), "result")]


def _beside(guide: Guide, one: Assessment, other: Assessment) -> str:
    """What the guide says of having the two together; "" where they are of two people, or it says nothing."""
    if one.person != other.person or one.policy == other.policy:
        return ""
    return next((link.says for link in guide.between(one.policy, other.policy)), "")


def _together(guide: Guide, found: Sequence[Assessment]) -> str:
    """What the monthly sums come to; "" where there is only one, or two may not be had together for all that
    the guide says."""
    monthly = [one for one in found if one.person is not None and one.amount.unit in MONTHLY]
    of_one = [pair for pair in combinations(monthly, 2) if pair[0].person == pair[1].person]
    sure = all(_MAY_BOTH.search(_beside(guide, *pair)) for pair in of_one)
    if len(monthly) < 2 or not sure or not all(one.amount.low for one in monthly):
        return ""
    words = cards.add_up([one.amount for one in monthly])
    words = say("sums_total" if len(monthly) == len(found) else "sums_monthly", amount=words)
    return words if all(one.verdict is Verdict.MET for one in monthly) else say("sums_if", sums=words)
