"""What is asked of sums: what each of those named may have a month or at once, and what it comes to."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from bot.blocks import Block
from bot.composing import cards
from bot.composing.details import names_in, topics_of
from bot.composing.sums import CASH, MONTHLY, tell_sums
from bot.dialogue import meant, whom
from bot.judging.assessing import assess_supposed
from bot.judging.granted import is_received, speaks_for
from bot.judging.relevant import KEPT_BY_STATE, is_beside
from bot.judging.still_shown import is_backed
from bot.judging.supporting import has_kin
from bot.judging.supposing import FOREBEARS, OF_AGE
from knowledge import Verdict

if TYPE_CHECKING:
    from bot.composing.replies import Judged
    from bot.conversation import Conversation
    from bot.messages import Understanding
    from knowledge import Assessment, Guide, Policy, Situation

# 俩一共呢, 加起来一个月多少.
_TOTAL = re.compile(
    "一共|总共|拢共|共总|统共|合计|总的|合(?:一)?(?:起来|一块|到一起|在一起)|加(?:到)?(?:一)?(?:起来|块儿?|起|一起)|"
    "(?:一块|一起|全部?|都)?加(?:起来|一块|上)"
)
HOW_MUCH = re.compile(
    "多少(?!天|岁|人|口|年|个?月|地|时间|次|回)|[给贷报领有拿][^，。]{0,3}几[百千万块十成]|几百|几块|几个点|(?<![没无])几个钱|多钱|"
    "(?:补[贴助]|津贴|救助金|助学金|低保金?)(?:是|都)?(?:咋|怎么|如何)算"
)
# 一共花了多少才能报, 一年要交多少, 能贷多少: no sum that is given.
_NO_GIFT = re.compile(
    "花|交|挣|要(?:回|到|多少)|欠|掏|超|报(?!名)|贷|借|还(?!有|能|给)|利息|罚|赔|房租|工资|材料|证|收入|几口|多少[^，。]{0,2}才"
)
_EACH = re.compile(
    "(?:一|全)(?:大)?家(?:子|人|里)?|各(?:自|人)?|分别|每(?:个)?人|俩|两[个样份]?(?:人|补贴|娃|孩子|老人)?|仨(?:人|娃)?|[三四五六]个(?:人|娃|孩子|老人|孙子)?|呢$|能|可以|到手|那份|[一每]个?(?:学)?[期月年天]"
)
BY_MONTH = "cash_monthly"
# 残疾钱, 这病: what the words may still name, and whose policies are meant.
_THINGS = {"disabled": re.compile("残疾?|伤残"), "patients": re.compile("病|治")}
_NAMED_THING = re.compile("|".join(one.pattern for one in _THINGS.values()))


def sums_of(
    guide: Guide, conversation: Conversation, heard: Understanding, today: datetime.date
) -> list[Block]:
    """What those who are named may have, sum by sum, and together: 俺能拿多少, 大的多少小的多少, 加起来多少.

    Nothing where it asks of something else than what is given, or where no sum of theirs can be told.
    """
    asked = heard.text
    total = bool(_TOTAL.search(asked))
    topics = {one for one in topics_of(asked) if not (total and one == "together")}
    if heard.named or topics or not (HOW_MUCH.search(asked) or (total and asked.endswith("呢"))):
        return []
    whose = whom.asked_of(conversation, asked) or meant.spoken_of(conversation, asked)
    if not (whose or total) or _NO_GIFT.search(asked):
        return []
    left = _EACH.sub("，", HOW_MUCH.sub("，", _TOTAL.sub("，", whom.without_whom(asked))))
    groups = {group for group, thing in _THINGS.items() if thing.search(left)}
    if names_in(_NAMED_THING.sub("，", left)):
        return []
    found = _giving(guide, conversation, whose, groups=groups, today=today)
    untold = _without_figure(guide, conversation, whose, groups=groups, today=today) if found else []
    return tell_sums(guide, found, today, untold)


def monthly_of(
    guide: Guide, conversation: Conversation, about: Judged | None, *, asked: str, today: datetime.date
) -> list[Block]:
    """The monthly sums of whom `about` is for, where it has none itself: 一月给多少钱 after a service."""
    left = _EACH.sub("，", HOW_MUCH.sub("，", whom.without_whom(asked)))
    if about is None or about.matched.person is None or "月" not in asked or _NO_GIFT.search(asked):
        return []
    if names_in(left) or topics_of(asked):
        return []
    found = _giving(guide, conversation, (about.matched.person,), groups=set(), today=today)
    if cards.say_amount(guide, about.matched.assessment, today)[0]:
        return _with_others(guide, conversation, about, found, today=today)
    if any(one.kind == BY_MONTH for one in guide.policies[about.matched.id].benefits):
        # 烈士遗属 asks what she has by the month: not what is neither sure nor what she asks about
        found = [(home, one) for home, one in found if one.verdict is Verdict.MET]
    return tell_sums(guide, [(home, one) for home, one in found if one.amount.unit in MONTHLY], today)


def _with_others(
    guide: Guide,
    conversation: Conversation,
    about: Judged,
    found: Sequence[tuple[Situation, Assessment]],
    *,
    today: datetime.date,
) -> list[Block]:
    """The monthly sums that are surely theirs, `about` among them, where there are several and none was asked
    for by its name: both of who is gravely disabled and has 低保."""
    sure = [(home, one) for home, one in found if one.verdict is Verdict.MET and one.amount.unit in MONTHLY]
    asked_for = about.matched.id in conversation.named[-1:]
    several = len(sure) > 1 and any(one.policy == about.matched.id for _, one in sure)
    return tell_sums(guide, sure, today) if several and not asked_for else []


def paid_already(
    guide: Guide, judged: Sequence[Judged], about: Judged | None, *, asked: str, today: datetime.date
) -> Judged | None:
    """The aid that one of them receives and whose sum can be told, where a question of no more than how much
    has no sum in what could be had beside it: 一个月给多少 of who is 特困."""

    def has_sum(one: Judged) -> bool:
        return bool(cards.say_amount(guide, one.matched.assessment, today)[0])

    left = _EACH.sub("，", HOW_MUCH.sub("，", whom.without_whom(asked)))
    if names_in(left) or topics_of(asked) or _NO_GIFT.search(asked) or (about is not None and has_sum(about)):
        return None
    return next((one for one in judged if one.received and one.matched.person and has_sum(one)), None)


def _giving(
    guide: Guide,
    conversation: Conversation,
    whose: Sequence[str],
    *,
    groups: set[str],
    today: datetime.date,
) -> list[tuple[Situation, Assessment]]:
    """Each sum that one of them may have, what is met first; what is open only where it was spoken of."""
    found = []
    for home, one, known in _may_have(guide, conversation, whose, groups=groups, today=today):
        if not _is_given(guide, home, one, today):
            continue
        if meant.waits_for_untold(guide, home, one, known=known) or _is_kept(conversation, home, one):
            continue
        again = assess_supposed(guide, _grown(home), today, [one.policy])
        if all(each.verdict is not Verdict.UNMET for each in again if each.person == one.person):
            found.append((home, one))
    people = whose or [one.id for home in conversation.households for one in home.people]
    place = {person: number for number, person in enumerate(people)}
    found.sort(key=lambda each: (place.get(each[1].person or "", 0), each[1].verdict is not Verdict.MET))
    return found


def _without_figure(
    guide: Guide,
    conversation: Conversation,
    whose: Sequence[str],
    *,
    groups: set[str],
    today: datetime.date,
) -> list[tuple[Situation, Assessment]]:
    """What one of them was shown that pays money, of which no sum can be told: 困难老人补贴, 国家助学金."""
    return [
        (home, one)
        for home, one, known in _may_have(guide, conversation, whose, groups=groups, today=today)
        if known and one.person is not None and _pays(guide, home, one, today)
    ]


def _may_have(
    guide: Guide,
    conversation: Conversation,
    whose: Sequence[str],
    *,
    groups: set[str],
    today: datetime.date,
) -> Iterator[tuple[Situation, Assessment, bool]]:
    """What one of them was offered, or may have of what was spoken of; and whether it was offered to them."""
    offered = [one.matched for one in meant.judge_all(guide, conversation, today)]
    judged = {(one.id, one.person) for one in offered if one.person or not is_beside(conversation, one)}
    of_people = {one.id for one in offered if one.person}
    spoken = of_people | conversation.relevance.keys()
    ids = spoken.union(policy for policy, _ in judged)
    may = [policy for policy in guide.policies.values() if policy.id in ids]
    ids = [policy.id for policy in may if not groups or groups.intersection(policy.groups)]
    for home in conversation.households:
        for one in assess_supposed(guide, home, today, ids):
            known = (one.policy, one.person) in judged
            fits = speaks_for(one) or (one.policy in of_people and _is_graded(home, one))
            theirs = one.person in whose if whose else one.person is None or one.unit == "person"
            if theirs and (known or (one.person is not None and one.policy in spoken and fits)):
                yield home, one, known


def _is_graded(home: Situation, one: Assessment) -> bool:
    """Whether they are disabled by a grade that was told, and may have what another was offered for it."""
    return any(each.id == one.person and "disability_grade" in each.facts for each in home.people)


def _is_kept(conversation: Conversation, home: Situation, one: Assessment) -> bool:
    """Whether it is for whom nobody supports and was not asked for, and kin who must support are told of."""
    open_yet = one.policy == KEPT_BY_STATE and one.verdict is not Verdict.MET
    return open_yet and one.policy not in conversation.named and has_kin(home, one.person)


def _grown(home: Situation) -> Situation:
    """The household as if who speaks, parents and spouses were of age where nothing says how old they are."""
    for one in home.people:
        young = "age_years" in one.facts or "school_stage" in one.facts
        if (one.relation in FOREBEARS or one.relation == "self") and not young:
            home = home.with_fact(one.id, "age_years", OF_AGE)
    return home


def _pays(guide: Guide, home: Situation, one: Assessment, today: datetime.date) -> bool:
    """Whether it pays money of which no sum can be told, may be had and is not received yet."""
    if one.verdict is Verdict.UNMET or one.unit == "alone" or not is_backed(guide, one):
        return False
    policy = guide.policies[one.policy]
    kinds = {each.kind for each in policy.benefits}
    untold = not policy.amounts or cards.LENT in (cards.say_amount(guide, one, today)[0] or "")
    pays = bool(kinds & CASH) or (one.verdict is Verdict.MET and _pays_back(policy))
    return untold and pays and not is_received(guide, home, one.policy, one.person)


def _pays_back(policy: Policy) -> bool:
    """Whether it bears part of a bill and nobody has published how much: 透析的钱给减免或补助一部分.

    What pays back by a published share is no sum that one draws.
    """
    return any(one.kind == "reimbursement" for one in policy.benefits) and not any(
        each.figure is not None for one in policy.benefits for each in one.figures
    )


def _is_given(guide: Guide, home: Situation, one: Assessment, today: datetime.date) -> bool:
    """Whether a sum of money can be told that is no loan and is not received yet."""
    if one.verdict is Verdict.UNMET or one.unit == "alone" or not is_backed(guide, one):
        return False
    if is_received(guide, home, one.policy, one.person):
        return False
    words = cards.say_amount(guide, one, today)[0]
    return bool(words) and cards.LENT not in words
