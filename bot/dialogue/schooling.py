"""What a school costs and lends, asked of those at school: the fees and the loan of their own stage.

学费能免不 of one at senior high is no question about primary school, and 能贷款不 of a student's mother none
about a shop. What is asked for a time to come (上了大学给免学费不) tells of no one that they are there.
"""

from __future__ import annotations

import dataclasses
import datetime
import re
from typing import TYPE_CHECKING

from bot.blocks import Block, Checklist, Text
from bot.composing import cards, leaflets
from bot.judging.assessing import assess_supposed
from bot.judging.for_others import AID_OF, COLLEGE
from bot.relevance.lending import TRADE, loan_sought
from bot.understanding.asking import asks
from bot.wording import say
from knowledge import Verdict

from . import whom
from .wanted import TRADE_LOAN

if TYPE_CHECKING:
    from bot.conversation import Conversation
    from bot.messages import Understanding
    from knowledge import Guide, Person, Policy, Situation

COLLEGE_AID = "higher-education-aid"
LONGEST = 24
MOST_SENTENCES = 2
# 学费能免不, 免不免学杂费, 学费要交不.
_END = "(?:吗|不|么|没|嘛|$|，)"
_FEES = re.compile(
    f"(?:学杂?费|保教费)[^，。退哪咋怎]{{0,6}}(?:[免减交收][^，。退哪咋怎起]{{0,3}}{_END})|"
    f"[免减][^，。退哪咋怎]{{0,5}}(?:学杂?费|保教费)[^，。退哪咋怎]{{0,2}}{_END}"
)
# 上了大学, 等她考上大专, 上大学以后: a time to come; but 今年考上大学了.
_LATER = re.compile(
    "(?:上|考上|念|读)了?(?:大学|大专|本科|高职|研究生)(?:以后|之后|后)|"
    "(?:以后|将来|等)[^，。]{0,5}(?:上|考|念|读)[^，。]{0,2}(?:大学|大专|本科|高职|研究生)|"
    "^[^，。]{0,4}(?:上|考上|念|读)了(?:大学|大专|本科|高职)(?!了)"
)
# 考上大学以后咋弄, 上大学咋办, 大学贷款多少: of a pupil it asks what will be.
_COLLEGE = re.compile(
    "(?:考上?|上|念|读|进)(?:了|个|所)?(?:大学|大专|本科|高职)|大学的?(?:助学)?(?:贷款|学费|补[助贴]|资助|助学金|生活费)"
)
# 今年考上大学了, 还有个大二的: somebody is there, or has the letter.
_IS_THERE = re.compile(
    "(?:今年|刚|已经|去年|前年|现在|正在?)[^，。以等]{0,4}(?:考上|上|念|读)|录取|通知书|在读|还有个|老大|老二|"
    "(?<!老)大[一二三四](?!点)|(?:考上|上)了?(?:大学|大专|本科|高职)了(?!以后)"
)
# 助学金能申请不: of the stage of who is at school, where none is named.
_GRANT = re.compile("助学金|贫困生?(?:补助|资助)|学生资助|(?:上学|生活)补助")
_STAGE_NAMED = re.compile(
    "小学|初中|义务教育|高中|中职|中专|职高|技校|幼儿园|学前|大学|大专|本科|高校|高职|研究生|雨露"
)
_BELOW = frozenset({"junior", "senior_high", "vocational"})
_FREE = re.compile("免[^，。；]{0,3}学杂?费|不交学杂?费|学费[^，。；]{0,4}(?:免|减|补)|凑齐学费|保教费")
# 能贷款不, 还能申请贷款吗; but 能贷多少, 去哪贷, which other sentences answer.
_MAY_BORROW = re.compile(
    "(?:能|可以|给|行)[^，。多几哪]{0,6}贷[^，。多几哪]{0,4}(?:吗|不|么|没|$|，)|有[^，。]{0,3}贷款(?:吗|不|么|没)"
)
# 孩子上学有补助不, where nobody is told to be at school
_AID_AT_SCHOOL = re.compile(
    "(?:上学|念书|读书)(?:的)?(?:钱)?[^，。]{0,3}(?:有(?:没有)?|给(?:不给)?|能)[^，。]{0,4}(?:补[助贴]|减免|帮扶|救助|政策)"
)
_OTHER_LOAN = re.compile("开店|买卖|生意|创业|房贷|网贷|车贷|还不")
# A sentence on free schooling that is of others than those at that stage.
_OF_OTHERS = {
    "senior_high": re.compile("中职|中专"),
    "vocational": re.compile("普通高中|^高中"),
}


def of_their_school(conversation: Conversation, heard: Understanding) -> Understanding:
    """A question on fees or a loan, heard as one on the aid of the stage that those meant are at."""
    text = heard.text
    if _asks_of_college_to_come(conversation, heard):
        return _on_what_will_be(conversation, heard)
    if not (conversation.relevance and asks(text)) or len(text) > LONGEST:
        return heard
    students = _students(conversation, text)
    if _asks_for_grant(heard) and (own := [AID_OF[str(one.facts["school_stage"])] for one in students]):
        plain = dataclasses.replace(heard, text=_GRANT.sub("补助", text))  # the word is of another stage too
        return _named(plain, *dict.fromkeys(own))
    if heard.named:
        return heard
    of_fees, of_loan = bool(_FEES.search(text)), _asks_to_borrow(conversation, text)
    if not students or not (of_fees or of_loan):
        return heard
    if _LATER.search(text) and all(one.fact == "school_stage" for one in heard.evidence):
        heard = dataclasses.replace(heard, evidence=(), situations=conversation.households)
        return _named(heard, COLLEGE_AID)
    named = bool(whom.asked_of(conversation, text))
    if heard.evidence or (of_loan and not named and not any(_is_at_college(one) for one in students)):
        return heard
    return _named(heard, COLLEGE_AID if of_loan else AID_OF[str(students[0].facts["school_stage"])])


def _asks_of_college_to_come(conversation: Conversation, heard: Understanding) -> bool:
    """Whether of pupils alone it is asked what there is once they are at college."""
    text = heard.text
    if not (asks(text) or text.endswith("呢")) or not _COLLEGE.search(text) or _IS_THERE.search(text):
        return False
    told = [one for home in heard.situations for one in home.people] if not conversation.relevance else ()
    told = {one.facts.get("school_stage") for one in told} - {None}
    known = {one.facts["school_stage"] for one in _students(conversation, text)}
    return bool(told | known) and (told | known) <= _BELOW


def _on_what_will_be(conversation: Conversation, heard: Understanding) -> Understanding:
    """The question on college of who is none there yet: it tells no stage, and judges nobody by it."""
    if conversation.relevance and all(one.fact == "school_stage" for one in heard.evidence):
        heard = dataclasses.replace(heard, evidence=(), situations=conversation.households, answer=None)
        return _named(heard, COLLEGE_AID)
    policies = {policy: score for policy, score in heard.policies.items() if policy != COLLEGE_AID}
    named = tuple(policy for policy in heard.named if policy != COLLEGE_AID)
    return dataclasses.replace(heard, named=named, policies=policies)


def to_come(
    guide: Guide, conversation: Conversation, heard: Understanding, today: datetime.date
) -> list[Block]:
    """What there will be at college, where that is asked of pupils."""
    if not _asks_of_college_to_come(conversation, heard):
        return []
    note = leaflets.make_note(guide, COLLEGE_AID, heard.text, today)
    return [*note, Text(say("school_later"))]


def told(guide: Guide, conversation: Conversation, heard: Understanding, today: datetime.date) -> list[Block]:
    """Whether those at school pay fees, each by their own stage, and whether a student can borrow; nothing
    where it asks of something else."""
    text, students = heard.text, _students(conversation, heard.text)
    if heard.named == (COLLEGE_AID,) and not _FEES.search(text) and not _MAY_BORROW.search(text):
        return to_come(guide, conversation, heard, today)
    of_loan = heard.named == (COLLEGE_AID,) and _MAY_BORROW.search(text)
    if not (students or heard.named) and _AID_AT_SCHOOL.search(text):
        return [Text(say("aside_school_aid"))]
    if not students or not (_FEES.search(text) or of_loan):
        return []
    borrower = next((one for one in students if _is_at_college(one)), None)
    if _LATER.search(text) or (of_loan and borrower is None):
        return _to_come(guide, text)
    if of_loan:
        return _lent_to(guide, conversation, borrower, today)
    blocks: list[Block] = []
    for one in students:
        home = next(each for each in conversation.households if one in each.people)
        blocks += _of_one(guide, home, one, today)
    link = guide.policies[AID_OF[str(students[0].facts["school_stage"])]]
    return [*dict.fromkeys(blocks), leaflets.link_to(link)]


def _lent_to(guide: Guide, conversation: Conversation, student: Person, today: datetime.date) -> list[Block]:
    """What a student can borrow, as it is judged now; nothing where it cannot be had."""
    home = next(each for each in conversation.households if student in each.people)
    assessed = assess_supposed(guide, home, today, [COLLEGE_AID])
    found = next((one for one in assessed if one.person == student.id), None)
    words, note = cards.say_amount(guide, found, today) if found is not None else (None, None)
    if not words or found.verdict is Verdict.UNMET:
        return []
    words = words if found.verdict is Verdict.MET else say("amount_if", amount=words)
    policy, who = guide.policies[COLLEGE_AID], cards.person_label(home, student.id)
    sums = say("aside_amount", who=who, name=leaflets.short_name(policy), amount=words, note=note)
    lent = (Text(one.says) for one in policy.benefits if one.kind == cards.LOAN)
    return [Text(sums), *lent, leaflets.link_to(policy)]


def _asks_to_borrow(conversation: Conversation, text: str) -> bool:
    """Whether it asks for a loan that nothing said is for a trade."""
    of_trade = TRADE_LOAN in conversation.named or loan_sought(text) == TRADE
    return "贷" in text and not of_trade and not _OTHER_LOAN.search(text)


def _students(conversation: Conversation, text: str) -> list[Person]:
    """Those at school whom the words mean: who is named, else all of them."""
    people = [one for home in conversation.households for one in home.people]
    students = [one for one in people if one.facts.get("school_stage") in AID_OF]
    named = whom.asked_of(conversation, text)
    return [one for one in students if one.id in named] if named else students


def _is_at_college(one: Person) -> bool:
    return one.facts.get("school_stage") in COLLEGE


def _asks_for_grant(heard: Understanding) -> bool:
    """Whether it asks for a grant and says of no stage, though the words may sound like that of one."""
    grants = set(heard.named) <= set(AID_OF.values()) and not heard.evidence
    return grants and bool(_GRANT.search(heard.text)) and not _STAGE_NAMED.search(heard.text)


def _named(heard: Understanding, *named: str) -> Understanding:
    most = max(heard.policies.values(), default=0.0)
    policies = {**heard.policies, **dict.fromkeys(named, most)}
    return dataclasses.replace(heard, named=named, policies=policies, in_scope=True)


def _of_one(guide: Guide, home: Situation, student: Person, today: datetime.date) -> list[Block]:
    """What one at school is spared, as far as that is known, and what the guide says of it for that stage."""
    stage = str(student.facts["school_stage"])
    policy = guide.policies[AID_OF[stage]]
    assessed = assess_supposed(guide, home, today, [policy.id])
    found = next((one for one in assessed if one.person == student.id), None)
    free = [one for one in found.services if "免" in one] if found else []
    blocks: list[Block] = []
    if found is not None and free and found.verdict is not Verdict.UNMET:
        key = "school_free" if found.verdict is Verdict.MET else "school_free_if"
        blocks.append(Text(say(key, who=cards.person_label(home, student.id), free="、".join(free))))
    return [*blocks, *_sentences(guide, policy, _OF_OTHERS.get(stage))]


def _sentences(guide: Guide, policy: Policy, of_others: re.Pattern[str] | None) -> list[Block]:
    """The guide's own sentences on fees, with the source of the first."""
    known = [one for one in policy.clauses if _FREE.search(one.says)]
    known = known or [one for one in policy.benefits if _FREE.search(one.says)]
    known = [one for one in known if of_others is None or not of_others.search(one.says)][:MOST_SENTENCES]
    if not known:
        return []
    lines = tuple(one.says.rstrip("。") for one in known)
    refs = [ref for one in known for ref in one.sources]
    told = Checklist(say("aside_of", name=cards.short_name(guide, policy.id)), lines)
    return [told, *leaflets.source_of(guide, refs)]


def _to_come(guide: Guide, text: str) -> list[Block]:
    """What there will be at college, said of nobody yet."""
    policy = guide.policies[COLLEGE_AID]
    if "贷" not in text:
        return [*_sentences(guide, policy, None), Text(say("school_later")), leaflets.link_to(policy)]
    lent = tuple(one.says.rstrip("。") for one in policy.benefits if one.kind == cards.LOAN)
    return [Checklist(say("school_lent"), lent), Text(say("school_later")), leaflets.link_to(policy)]
