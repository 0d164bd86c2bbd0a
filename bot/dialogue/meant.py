"""Which policy is meant by a question that may name none: 去哪办, 那孩子能拿多少, 屋顶的事呢.

What was last shown as met or open for the person or the thing spoken of; else the best that is met and not
received yet; else the best that is open. Never what was said to be out of reach or received.
"""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from bot.blocks import Block, Link
from bot.composing.details import is_of_held, is_plain, names_in, topics_of
from bot.composing.replies import Judged, judge
from bot.judging.assessing import assess_supposed
from bot.judging.granted import grants_of, is_received, speaks_for
from bot.judging.relevant import BASE, LEAST_CALLED_FOR, LEAST_SHARE, match_conversation
from bot.judging.still_shown import is_backed
from bot.judging.supposing import held_of
from bot.messages import MatchedPolicy
from bot.relevance.sought import sought_by_holders, sought_in
from bot.understanding.asking import asks
from bot.understanding.index import index_of
from bot.understanding.talk.called_homes import home_called
from knowledge import Verdict

from . import whom
from .fitting import asks_refund, fitting, paid_back
from .wanted import CLAIMS, LOANS

if TYPE_CHECKING:
    from bot.conversation import Conversation
    from bot.messages import Understanding
    from knowledge import Assessment, Guide, Situation

# 第二个怎么办, 最后那个多少钱: by its place in the list shown; but 第二个孩子, 头一个月.
_PLACE = re.compile(
    "(?:第(?P<n>[一二两三四五六1-6])|(?P<first>头一?|最前头?)|(?P<last>最后(?:一|头|面)?|末了))(?:那)?(?:一)?"
    "(?:个|项|样|条|种|份|笔)(?!月|孩子|娃|儿|闺女|女|老婆|老公|学期|星期|问题|人|小时|工作日|年)"
)
_NUMBERS = {"一": 0, "二": 1, "两": 1, "三": 2, "四": 3, "五": 4, "六": 5}
MOST = 12
CLEAR = 0.33  # so relevant to the words alone that they speak of it
SURELY = 0.5  # the same, of what has not been spoken of before
NEAR = 0.6
NEARBY = 0.1
LONGEST = 24
FEW_BESIDE = 2  # a word or so beside whom it is of: 没病
PERSONAL_AID = "holds_personal_aid"
# What a person must have told of before a sum that waits for the first is theirs.
_DISABLED = ("disability_cert", "disability_grade", "disability_types")
_TELLING = {
    **dict.fromkeys(_DISABLED, _DISABLED),
    "illnesses": (),
    "school_stage": (),
    "self_care": _DISABLED,
}
# Things that belong to a group of policies, or to a department.
_THINGS = {
    "students": re.compile(
        "学费|上学|念书|读书|学校|小学|初中|高中|大学|中专|技校|职高|书本|助学|奖学|住宿费|保教|幼儿园|贷款.{0,4}(?:上学|大学)"
    ),
    "housing": re.compile("屋顶|房(?!顶)|屋|墙|瓦|修(?:缮|补|房)?(?!路)|盖|租"),
    "disaster-emergency": re.compile(
        "屋顶|屋|受灾|灾|塌|掀|冲[垮毁倒坏走了]|淹|泡|雹|修|垫(?:付|医|药)|交警|救急|救助站"
    ),
    "patients": re.compile("看病|(?:这|的|啥)病|住院|医院|医药|药|手术|开刀|化疗|透析|报(?:销|多少)|治"),
    "medical-insurance": re.compile("报(?:销|多少|几)|医保"),
    "employment": re.compile("岗|找活|就业|失业|社保|开店|创业|贴息|利息"),
    "legal": re.compile("律师|官司|法院|告(?:他|她)|起诉|援助"),
    "veterans": re.compile("优抚|抚恤|老兵|退伍|退役"),
}
# 停了能补吗, 出去打工还有不: of what is received, where anything is.
_KEEPS = re.compile("停|取消|不给了|打工|上班|找(?:着|到)(?:了)?(?:活|工作)|挣|没到账")

# 能贷多少, 利息多少, 要还么: of the loan that was shown, whatever else was.
_ALSO = re.compile("那?[他她](?:也|能|有|可以|呢)")
_GIVES = re.compile("[给补发领]")  # nobody is given a loan
_CLAIMS = re.compile(
    r"(?:能|会|给|帮|替)[^，。；想]{0,4}(?:我|俺|他|她|孩子)?们?(?:[要讨追](?:回|到)?(?:来)?(?:这|那|个)?(?:钱|工钱|工资|赔偿|赔款|药费|说法))"
)
_SUES = re.compile(
    r"(?:能|可以|可不可以|咋|怎么|上哪|去哪)(?:不能)?[^，。；]{0,3}(?:告(?![诉知别])|起诉|打官司|仲裁)"
)
_OWED_FOR = re.compile(r"工伤|老板|工地|厂里?|欠|撞|肇事|车祸|打(?:伤|残|断|了|成)|骗")
_OF_A_LOAN = frozenset({"repay", "interest"})


def judge_all(guide: Guide, conversation: Conversation, today: datetime.date) -> list[Judged]:
    """Everything the conversation is about, judged: what is met first."""
    matched = match_conversation(guide, conversation, today, most=MOST) if conversation.relevance else ()
    return judge(guide, conversation, matched, today)


def judge_one(guide: Guide, conversation: Conversation, policy: str, today: datetime.date) -> Judged | None:
    """One policy for whom it fits best."""
    alone = conversation.replaced(relevance={policy: 1.0})
    matched = [one for one in match_conversation(guide, alone, today) if one.id == policy]
    return next(iter(judge(guide, conversation, matched, today)), None)


def rank_meant(
    guide: Guide, conversation: Conversation, heard: Understanding, judged: Sequence[Judged]
) -> list[Judged]:
    """Those of `judged` that a question may be about, best first; none where nothing offered can be meant."""
    if heard.named:  # none of them: it asks of something else than what was shown
        return [one for policy in heard.named for one in judged if one.matched.id == policy]
    may = [one for one in judged if one.verdict != "unmet"]
    lent = [one for one in may if one.matched.id in LOANS]
    if lent and ("贷" in heard.text or _OF_A_LOAN.intersection(topics_of(heard.text))):
        return lent
    bare = is_plain(heard.text) or not names_in(heard.text)  # 每月多少钱 is like any policy
    words = () if bare else fitting(conversation, heard.text, words_speak_of(guide, heard.text))
    spoken = [one for one in may if one.matched.id in words]
    offered = may if is_of_held(heard.text) else [one for one in may if not one.received]
    things = {one for one, thing in _THINGS.items() if thing.search(heard.text)}
    of_things = [one for one in offered if one.verdict == "met" and _is_of(guide, one, things)]
    if words and not (spoken or of_things or topics_of(heard.text)):
        return []
    if spoken:  # 修房子 is sought of one policy; what is met and is for such things may be meant as well
        offered = list(dict.fromkeys((*spoken, *of_things)))
    people, kin = _people_meant(conversation, heard.text), whom.relations_in(heard.text)
    shown, most = [one.matched.id for one in judged], max(conversation.relevance.values(), default=0.0)
    last, keeps = _last_spoken_of(conversation), bool(_KEEPS.search(heard.text))
    gives, refunds = _gives_others(conversation, offered, heard.text), asks_refund(heard.text)
    return sorted(
        offered,
        key=lambda one: (
            -max(refunds * paid_back(guide, one), _is_of(guide, one, things)),
            refunds and not paid_back(guide, one),
            one.matched.person not in people if people else not _is_for(conversation, one, kin),
            gives and one.matched.id in LOANS,
            not _was_asked_for(conversation, one),
            keeps and not one.received,
            conversation.relevance.get(one.matched.id, 0.0) < most * LEAST_SHARE,
            last is not None and one.matched.person != last,
            one.verdict != "met",
            one not in spoken,
            shown.index(one.matched.id),
        ),
    )


def _people_meant(conversation: Conversation, text: str) -> tuple[str, ...]:
    """Those whom the words name, or of whom something was told last where they only say 他: 他也有补助吗."""
    people = whom.asked_of(conversation, text)
    alone = not (people or whom.relations_in(text)) and _ALSO.match(text)
    return spoken_of(conversation, text) if alone else people


def _gives_others(conversation: Conversation, offered: Sequence[Judged], text: str) -> bool:
    """Whether it asks what is given, and something that was called for is no loan: 给补多少 after a flood."""
    most = max(conversation.relevance.values(), default=0.0)
    called_for = {id for id, score in conversation.relevance.items() if score >= most * LEAST_SHARE}
    others = called_for.intersection(one.matched.id for one in offered if one.matched.id not in LOANS)
    return bool(others and _GIVES.search(text))


def judge_asked(guide: Guide, conversation: Conversation, text: str, today: datetime.date) -> list[Judged]:
    """As `judge_all`, with what those whom the words name may have of what was judged for another."""
    people, judged = whom.asked_of(conversation, text), judge_all(guide, conversation, today)
    if not people:
        return judged
    things = {one for one, thing in _THINGS.items() if thing.search(text)}
    ids = {one.matched.id for one in judged if one.verdict != "unmet" and one.matched.person is not None}
    ids |= {one.id for one in guide.policies.values() if things.intersection(one.groups)}
    there = {one.key for one in judged}
    found = []
    for home in conversation.households:
        for one in assess_supposed(guide, home, today, sorted(ids)):
            if one.person in people and speaks_for(one) and not waits_for_untold(guide, home, one):
                score = conversation.relevance.get(one.policy, 0.0)
                found.append(MatchedPolicy(one.policy, score, home.id, one.person, one))
    found.sort(key=lambda one: -one.score)
    return [*judged, *(one for one in judge(guide, conversation, found, today) if one.key not in there)]


def waits_for_untold(guide: Guide, home: Situation, one: Assessment, *, known: bool = False) -> bool:
    """Whether it waits for an illness, a disability or a school that was not told of them, or for a status
    beside the one that they have; `known`: it was offered to them as it is."""
    if one.verdict is Verdict.MET:
        return False
    if one.policy in grants_of(guide) and held_of(home.household.get("aid_status")):
        return True
    facts = next((each.facts for each in home.people if each.id == one.person), home.household)
    wanted = {each.fact for each in one.open_facts if each.person == one.person} & _TELLING.keys()
    wanted &= {"disability_types"} if known else wanted
    return any(held_of(facts.get(one)) or not any(k in facts for k in _TELLING[one]) for one in wanted)


def theirs_alone(conversation: Conversation, text: str, ranked: list[Judged]) -> list[Judged]:
    """Those of `ranked` that are of whom the words name, where the best of them is."""
    people = whom.asked_of(conversation, text)
    if ranked and ranked[0].matched.person in people:
        return [one for one in ranked if one.matched.person in people]
    return ranked


def told_of(guide: Guide, conversation: Conversation, asked: str, blocks: Sequence[Block]) -> tuple[str, ...]:
    """The policy that an answer was about, where the words speak of it, so that 能补多少 after 找谁鉴定 is of
    the same one; one that the conversation calls for, not one answered by the way."""
    best = max(conversation.relevance.values(), default=0.0)
    links = [one.target for one in blocks if isinstance(one, Link) and one.action == "policy"]
    spoken = words_speak_of(guide, asked) if len(links) == 1 and len(names_in(asked)) >= FEW_BESIDE else ()
    alone = [one for one in links if one in spoken]
    return tuple(one for one in alone if conversation.relevance.get(one, 0.0) >= best * LEAST_CALLED_FOR)


def with_base(
    guide: Guide, conversation: Conversation, ranked: Sequence[Judged], today: datetime.date
) -> list[Judged]:
    """The same with 低保 behind them, which says for all of them what counts as income."""
    of_base = judge_one(guide, conversation, BASE, today)
    return [*ranked, *([of_base] if of_base is not None else [])]


def words_speak_of(guide: Guide, text: str, clear: float = CLEAR) -> tuple[str, ...]:
    """The policies that the words alone speak of, best first: by a thing sought, or by what they are like."""
    said = index_of(guide).relevance.score(text).policies
    best = max(said.values(), default=0.0)
    alike = [policy for policy, score in said.items() if score >= max(clear, best * NEAR)]
    return tuple(dict.fromkeys((*(one for one in sought_in(text) if one in guide.policies), *alike)))


def speaks_of(guide: Guide, about: Judged, text: str) -> bool:
    """Whether the words speak of some policy, or of a thing that the one meant is for and gives: 房顶掀了."""
    return bool(words_speak_of(guide, text)) or (about.verdict == "met" and is_for_thing(guide, about, text))


def is_for_thing(guide: Guide, about: Judged, text: str) -> bool:
    """Whether the policy is for a thing that the words name: for school where they say 上学."""
    return bool(_is_of(guide, about, {one for one, thing in _THINGS.items() if thing.search(text)}))


def with_name(
    guide: Guide, conversation: Conversation, heard: Understanding, today: datetime.date
) -> Understanding:
    """救助站在哪 amid another matter: heard as the question about a policy of its own that it is."""
    held = _received(guide, conversation, heard.text)
    if held and not heard.named and asks(heard.text):
        return dataclasses.replace(heard, named=held, in_scope=True)
    if _claims(conversation, heard):
        policies = {**heard.policies, CLAIMS: SURELY}
        return dataclasses.replace(heard, named=(CLAIMS,), policies=policies, in_scope=True, answer=None)
    told = heard.named or heard.evidence or heard.answer is not None
    if told or not conversation.relevance or len(heard.text) > LONGEST or not asks(heard.text):
        return heard
    if len(names_in(heard.text)) <= bool(whom.asked_of(conversation, heard.text)):
        return heard  # 孩子能领多少 is of what is talked of, and 娘的眼怎么申请 of what she has
    surely = 1.0 if topics_of(heard.text) else SURELY  # a question of detail is about what was shown
    words = fitting(conversation, heard.text, words_speak_of(guide, heard.text, surely))
    shown = {one.matched.id for one in judge_all(guide, conversation, today)} if words else set()
    if not words or shown.intersection(words):
        return heard
    score = max(SURELY, heard.policies.get(words[0], 0.0))
    policies = {**heard.policies, words[0]: score}
    return dataclasses.replace(heard, named=(words[0],), policies=policies, in_scope=True)


def _claims(conversation: Conversation, heard: Understanding) -> bool:
    """你们能给我要钱不 of somebody hurt by others: a claim against them, no aid for school;
    能告么 of anybody."""
    if heard.named or len(heard.text) > LONGEST or not asks(heard.text):
        return False
    if _SUES.search(heard.text) and conversation.relevance and not heard.evidence:
        return True
    if not _CLAIMS.search(heard.text):
        return False
    return any(_OWED_FOR.search(one.words) for one in conversation.evidence)


def _received(guide: Guide, conversation: Conversation, text: str) -> tuple[str, ...]:
    """护理费 of who is 特困: a part of what is received, not an aid of its own; not that of a son beside."""
    homes, kin = conversation.households, whom.relations_in(text)
    holders = {one.relation for home in homes for one in home.people if one.facts.get(PERSONAL_AID) is True}
    if kin and not kin & holders:
        return ()
    sought = sought_by_holders(text)
    return tuple(one for one in sought if any(is_received(guide, home, one, None) for home in homes))


def _is_of(guide: Guide, one: Judged, things: set[str]) -> int:
    policy = guide.policies[one.matched.id]
    return sum(1 for each in (*policy.groups, policy.department) if each in things)


def without_place(text: str) -> tuple[str, int | None]:
    """The words with 这个 for a place in a list, and the place: -1 for the last; None where there is none."""
    found = _PLACE.search(text)
    if found is None:
        return text, None
    said = found["n"] or ""
    place = -1 if found["last"] else _NUMBERS.get(said, int(said) - 1 if said.isdigit() else 0)
    return text.replace(found[0], "这个", 1), place


def at_place(guide: Guide, conversation: Conversation, place: int, today: datetime.date) -> Judged | None:
    """The card at that place of the list shown last, as it is judged now."""
    if place >= len(conversation.listed):
        return None
    of, _, policy = conversation.listed[place].rpartition("/")
    home, _, person = of.partition("/")
    judged = [one for one in judge_all(guide, conversation, today) if one.matched.id == policy]
    same = (one for one in judged if (one.matched.household, one.matched.person or "") == (home, person))
    return next(same, None) or next(iter(judged), None) or judge_one(guide, conversation, policy, today)


def whom_alone(text: str) -> str:
    """The word for somebody whose share is asked for with no other thing named: 孩子那份呢; "" for none."""
    who = whom.CHILD_OF_PLACE.search(text) or re.search("|".join(whom.OLD), text) or whom.kin_in(text)
    if who is None or len(names_in(text.replace(who[0], "")).strip("份")) > FEW_BESIDE:
        return ""
    return who[0]


def of_whom(
    guide: Guide,
    conversation: Conversation,
    who: str,
    today: datetime.date,
    *,
    alike: Mapping[str, float],
) -> Judged | None:
    """What was judged for the one so called, best first: open or met, then received, then refused; where the
    words are `alike` to one of those, that one."""
    people = [one for home in conversation.households for one in home.people]
    meant, judged = whom.so_called(people, who), judge_all(guide, conversation, today)
    theirs = [one for one in judged if one.matched.person in meant]
    if all(one.verdict == "unmet" for one in theirs):
        theirs += _may_have_too(guide, conversation, judged, meant, today=today)
    nearest = max((alike.get(one.matched.id, 0.0) for one in theirs), default=0.0)
    near = {one.key for one in theirs if nearest >= NEARBY and alike.get(one.matched.id) == nearest}
    theirs.sort(key=lambda one: (one.verdict == "unmet", one.received, one.key not in near))
    shared = (one for one in judged if meant and one.matched.id == BASE and one.verdict != "unmet")
    return next(iter(theirs), None) or next(shared, None)


def _may_have_too(
    guide: Guide,
    conversation: Conversation,
    judged: Sequence[Judged],
    people: Sequence[str],
    *,
    today: datetime.date,
) -> list[Judged]:
    """What was judged for another of the household and may be had by these as well: both are old."""
    found: list[MatchedPolicy] = []
    for one in judged:
        if one.matched.person is None or one.verdict == "unmet":
            continue
        situation = conversation.situation(one.matched.household)
        for each in assess_supposed(guide, situation, today, [one.matched.id]):
            if each.person in people and each.verdict is not Verdict.UNMET and is_backed(guide, each):
                found.append(dataclasses.replace(one.matched, person=each.person, assessment=each))
    return judge(guide, conversation, found, today)


_ALIKE = {"child": {"son", "daughter", "child"}, "parent": {"father", "mother", "parent"}}


def _is_for(conversation: Conversation, one: Judged, kin: frozenset[str]) -> bool:
    situation = conversation.situation(one.matched.household)
    relation = next((each.relation for each in situation.people if each.id == one.matched.person), None)
    wide = kin.union(*(_ALIKE.get(each, ()) for each in kin))
    return relation in wide or any(relation in _ALIKE and each in _ALIKE[relation] for each in kin)


def _was_asked_for(conversation: Conversation, one: Judged) -> bool:
    return bool(conversation.named) and conversation.named[-1] == one.matched.id


def spoken_of(conversation: Conversation, text: str) -> tuple[str, ...]:
    """Those whom 弟弟 or 她 means of all who were told of; none where nobody is named."""
    if home := home_called(text, conversation.households, conversation.evidence):
        return tuple(one.id for one in home.people)
    people = [one for home in conversation.households for one in home.people]
    if kin := whom.relations_in(text):
        return tuple(one.id for one in people if one.relation in kin)
    other = "female" if "他" in text else "male" if "她" in text else None
    may = {one.id for one in people if one.id != "self" and one.facts.get("sex") != other}
    last = next((one.person for one in reversed(conversation.evidence) if one.person in may), None)
    return (last,) if other and last is not None else ()


def _last_spoken_of(conversation: Conversation) -> str | None:
    """The one, other than the speaker, of whom something was told last."""
    told = conversation.evidence[-1].person if conversation.evidence else None
    return told if told != "self" else None


def is_for_another(conversation: Conversation, asked: str) -> bool:
    """Whether it asks for somebody who has not been spoken of: 俺邻居也这样，能不能办."""
    kin = whom.relations_in(asked)
    known = {one.relation for home in conversation.households for one in home.people}
    alike = [words for words in ({"child", "son", "daughter"}, {"parent", "father", "mother"}) if kin & words]
    return bool(kin) and not known & kin and not any(known & one for one in alike)
