"""A message read once: the people in it and everything said of them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import replace

from bot.blocks import Question
from bot.relevance.growing import Growing
from bot.text.normalising import Text
from bot.understanding.aid.receipts import read_receipts
from bot.understanding.aid.recognised import read_aid
from bot.understanding.aid.relief_times import read_relief_times
from bot.understanding.aid.standing import without_doubtful
from bot.understanding.body.assessed import read_assessed
from bot.understanding.body.grades import read_grades
from bot.understanding.body.six_things import by_six_things
from bot.understanding.clauses.by_wording import read_wordings
from bot.understanding.clauses.gainsaid import without_gainsaid
from bot.understanding.clauses.learned import read_sayings, without_repeated
from bot.understanding.clauses.long_past import without_long_past
from bot.understanding.clauses.noted import read_noted
from bot.understanding.homes.children import read_children
from bot.understanding.homes.joined import of_the_young
from bot.understanding.homes.kept_by_kin import with_kept_by_kin
from bot.understanding.homes.listed import read_roster
from bot.understanding.homes.sizes import read_membership, read_sizes, with_children_apart
from bot.understanding.homes.square_metres import read_homes
from bot.understanding.homes.students import with_students
from bot.understanding.homes.worn import without_wear
from bot.understanding.index import Index
from bot.understanding.livelihood.employment import settle_work
from bot.understanding.livelihood.not_yet import without_plans
from bot.understanding.livelihood.service import settle_case, settle_service
from bot.understanding.livelihood.two_trades import with_two_trades
from bot.understanding.livelihood.where_worked import with_places_of_work
from bot.understanding.people.departed import dies_on, has_just_died
from bot.understanding.people.hosts import of_host
from bot.understanding.people.namings import DEAD
from bot.understanding.people.spoken_of import NOBODY, SpokenOf
from bot.understanding.people.subjects import PARENT_STATES
from bot.understanding.people.whom import Mention, People
from bot.understanding.places.area import read_area
from bot.understanding.places.insured import insured_here
from bot.understanding.said import Said
from bot.understanding.stance import clause_start
from bot.understanding.sums.added import with_sums_added
from bot.understanding.sums.likewise import with_likewise
from bot.understanding.sums.lodging import with_lodging
from bot.understanding.sums.money import read_money
from bot.understanding.whose.ages_beside import ages_about, ages_apart, ages_beside, ages_of_two, ages_of_us
from bot.understanding.whose.attribution import attribute
from bot.understanding.whose.bereft import read_bereft
from bot.understanding.whose.earners import of_earners
from bot.understanding.whose.lone_parents import of_lone_parents
from bot.understanding.whose.of_the_late import without_illness_of_the_late
from bot.understanding.whose.offenders import without_offenders_claims
from bot.understanding.whose.parents_told import read_parents_on, read_parents_told
from bot.understanding.whose.pointed_at import pointed_at
from bot.understanding.whose.raising import of_the_raised
from bot.understanding.whose.settling import settle
from bot.understanding.whose.soldiers_kin import settle_soldiers_kin
from bot.understanding.whose.tended import of_tended
from bot.understanding.whose.without_subject import of_case, of_patient, of_the_ill
from bot.understanding.years.ages import read_ages
from bot.understanding.years.births import with_birth_dates
from bot.understanding.years.headed import read_head_age
from bot.understanding.years.periods import read_periods
from bot.understanding.years.schools import read_schools
from bot.understanding.years.spells import read_spells
from knowledge import Situation

_ILL = {"illnesses", "surgery", "on_dialysis"}
_BILLS = {"medical_self_pay_yuan_per_year", "in_policy_self_pay_yuan_per_year", "medical_insurance"}
_BILLS |= {"self_pay_after_aid_yuan_per_year", "unreferred_treatment"}
_OF_WORKERS = {"employment", "unemployed_months", "unemployment_registered", "unemployment_insured"}
_OF_WORKERS |= {"work_background", "employee_insurance_payer", "work_place", "business_licence"}
_PAID_WORK = ("employed", "gig", "self_employed")
_SMALL_STAGES = ("kindergarten", "kindergarten_final", "primary", "junior")
_SIGN_FOR_ONE = (
    "father",
    "mother",
    "parent",
    "grandfather",
    "grandmother",
    "uncle_aunt",
    "brother",
    "sister",
)
_TREATED = re.compile(r"[^，。；]{0,6}(?:住院|看病|手术|抢救|透析|化疗|吃药|打针)[^，。；]{0,8}")
_IN_HOSPITAL = re.compile(r"[^，。；我俺他她]{0,8}(?:住院|住了?[^，。；]{0,6}院|抢救|做手术|开刀)")
_IN_ZHANGDIAN = re.compile(r"[^，。；]{0,4}在?张店区?")  # 爸妈都在张店: in no shop
_NAMED_CANCERS = {"breast_cancer", "cervical_cancer", "leukemia"}
_KIN = re.compile(r"男人|老公|丈夫|当家的|对象|爱人|媳妇|老婆|妻子|老伴|儿子?|爹|爸|娘|妈")
_ELDERS = ("father", "mother", "parent", "grandfather", "grandmother", "grandparent")
_THEIR_PARENT = re.compile(r"(?P<child>.{1,60})-(?:mother|father|wife|husband)")
_CORRECTS = re.compile(r"说错|弄错|不对|错了|应该是|更正|改成|搞错|打错")


def read_people(
    text: Text,
    spoken: SpokenOf = NOBODY,
    pending: Question | None = None,
    growing: Growing | None = None,
) -> People:
    """The people of the message; what has no subject is of whom the open question asks."""
    asked = pending.fact if pending is not None else ""
    of = spoken.asked
    if of is not None and of.person and len(text.plain) <= 40 and not spoken.hosts(of):
        return People(text.plain, of.person, str(of.relation), asked=asked, spoken=spoken)
    return People(text.plain, asked=asked, growing=growing, spoken=spoken)


def read_said(text: Text, people: People, index: Index, today: datetime.date | None) -> Iterator[Said]:
    """Everything said in the message, in no order."""
    read = list(read_all(text.plain, people, index, today))
    read += read_area(text.plain, people)
    more = [
        one
        for one in read_sayings(text.plain, people, read, index.facts)
        if not _of_the_dead(one, people)
        and text.plain[one.end - 1 : one.end + 1] != "走读"
        and not _IN_ZHANGDIAN.fullmatch(text.plain, one.start, one.end)
    ]
    learned = frozenset((one.fact, one.start, one.end) for one in more)
    said = list(without_repeated(pointed_at(attribute([*read, *more], people), people), learned))
    said = list(with_two_trades(said, people, index.facts))
    said += read_parents_told(said, people)
    said = without_doubtful(without_gainsaid(without_wear(said, text.plain), text.plain), text.plain)
    said = list(without_plans(without_long_past(said, text.plain, today), text.plain))
    said = list(insured_here(said, text.plain))
    said = list(with_birth_dates(without_offenders_claims(said, people), text.plain))
    settled = with_kept_by_kin(settle(_sensible(said, text.plain), people), people)
    settled = by_six_things(list(settled), people)
    settled = list(settle_service(list(settle_case(settled, people)), people))
    settled = list(settle_soldiers_kin(settled, people))
    settled = [one for one in settled if not _of_themselves(one, settled, learned)]
    settled = list(_with_patient(list(settle_work(settled, text.plain)), people))
    settled = [one for one in settled if not _worked_till_death(one, people)]
    settled = [one for one in settled if not (_was_once(one, people) or _new_home(one, settled, people))]
    settled = [one for one in settled if not _is_of_register(one, people)]
    settled = list(with_places_of_work(settled, people, index.places))
    settled = list(of_the_raised(list(of_case(list(of_tended(settled, people)), people)), people))
    settled = list(of_patient(list(of_the_ill(settled, people)), people))
    settled = list(of_earners(settled, people))
    settled = list(of_the_young(with_children_apart(settled, people), people))
    settled = list(without_illness_of_the_late(settled, people))
    settled = of_lone_parents(with_students(settled, people), people)
    yield from of_host(settled, people.host) if people.host else settled


def _of_the_dead(one: Said, people: People) -> bool:
    """男人上个月没了: of what they lived on nothing is said there, though 没了 is said of work too."""
    return one.fact in _OF_WORKERS and any(
        DEAD.match(people.plain, kin.end()) for kin in _KIN.finditer(people.plain, one.start, one.end)
    )


def _of_themselves(one: Said, said: list[Said], learned: frozenset[tuple[str, int, int]]) -> bool:
    """他儿子有证，二级: the grade is the son's own; only learned, it is not one of his father too."""
    if one.fact not in PARENT_STATES or (one.fact, one.start, one.end) not in learned:
        return False
    own = (two for two in said if two.fact == "disability_grade" and two.person == one.person)
    return any(two.start < one.end and one.start < two.end for two in own)


def _was_once(one: Said, people: People) -> bool:
    """原来在超市上班: found by a word that it cuts in two."""
    return one.fact == "employment" and people.plain[max(0, one.start - 1) : one.start + 1] == "原来"


def _worked_till_death(one: Said, people: People) -> bool:
    """我丈夫在饭店门口叫人打了，人没留住: who died has no work now, nor 男的干活触的电，人没了."""
    if one.fact != "employment" or one.of is None or one.person is None:
        return False
    dies = dies_on(people.plain, one.end, people.mentions)
    if one.person == "self" and people.host is None:
        return dies and one.of.end == one.of.start
    before = [m for m in people.mentions if m.person == one.person and m.start <= one.start]
    return bool(before) and (dies or has_just_died(before[-1], people))


_REGISTER = re.compile(
    r"(?:户口|户籍)(?:本|簿)?(?:[也都还又就是现在一直早已经落上放迁挂随着跟和与同了]){0,8}$"
)


def _is_of_register(one: Said, people: People) -> bool:
    """她户口跟俺在一块儿: with whom somebody is registered says nothing of where they live."""
    head = people.plain[clause_start(people.plain, one.start) : one.start]
    return one.fact == "living_place" and _REGISTER.search(head) is not None


_SETTLED = re.compile(r"嫁|安了?(?:个)?家|成了?家|落了?户|定居")


def _new_home(one: Said, said: list[Said], people: People) -> bool:
    """闺女嫁到张店了: not where the family of others lives that the conversation is about."""
    if one.fact != "district" or one.of is None or one.of.relation not in ("son", "daughter", "child"):
        return False
    alone = all(each is one or each.fact != "district" for each in said)
    of_others = any(known.id != one.of.person for known in people.spoken.people)
    settled = _SETTLED.search(people.plain, max(one.of.end, one.start - 4), one.end + 6)
    return alone and of_others and settled is not None


def _treated(one: Said, plain: str) -> bool:
    """我婆婆住院又掏了三万: who was treated stands in the clause, whether or not an illness is named."""
    between = plain[one.of.end : one.start] if one.of else ""
    mine = one.of is None or one.of.relation in ("self", "spouse")
    return not mine and bool(_TREATED.fullmatch(between))


def _with_patient(said: list[Said], people: People) -> Iterator[Said]:
    """Medical bills belong to the one who is ill or was in hospital, though another says 我们自己掏了."""
    plain = people.plain
    ill = {s.of.person: s.of for s in said if s.fact in _ILL and s.of and s.of.person}
    ill = ill or {
        m.person: m for m in people.mentions if m.topic and m.person and _IN_HOSPITAL.match(plain, m.end)
    }
    for one in said:
        if (
            one.fact in _BILLS
            and one.of
            and one.of.person not in ill
            and len(ill) == 1
            and not _treated(one, plain)
        ):
            yield Said(one.fact, one.value, next(iter(ill.values())), one.start, one.end)
        else:
            yield one


def _sensible(said: list[Said], plain: str) -> list[Said]:
    """Without a child at work, and without 化疗 as a second cancer of one who has breast cancer."""
    small = {s.of.person for s in said if s.of and (_is_small(s) or s.value in _SMALL_STAGES)}
    named = {s.of.person for s in said if s.of and s.fact == "illnesses" and _NAMED_CANCERS & set(s.value)}
    pupils = {s.of.person for s in said if s.of and s.value in (*_SMALL_STAGES, "senior_high", "vocational")}
    kept = []
    for one in _of_who_studies(list(map(_of_pupil, said))):
        who = one.person
        if one.fact in _OF_WORKERS and who in small:
            speaks = re.search(r"[我俺]", plain[: one.start])
            if not speaks:
                continue
            one = Said(one.fact, one.value, Mention(0, 0, "self", "self"), one.start, one.end)
        if one.fact == "raises_child_alone" and who in pupils:
            continue  # 我单亲，我读高一: whose parents parted
        if one.fact == "illnesses" and one.value == {"cancer_other": True} and who in named:
            continue
        kept.append(one)
    return kept


def _of_pupil(one: Said) -> Said:
    """他娘改嫁了，…上五年级: the child goes to school, and not the mother who was named last.

    我妈愿意当共同借款人: it is the student who has one.
    """
    if one.fact == "loan_co_borrower" and one.of and one.of.relation in _SIGN_FOR_ONE:
        return replace(one, of=Mention(one.start, one.start, "self", "self"))
    if one.fact in ("school_stage", "boarding") and one.of and one.of.relation in _ELDERS:
        return replace(one, of=Mention(one.start, one.start, "self", "self"))  # 爸妈不要我，上高三
    parent = _THEIR_PARENT.fullmatch(str(one.of.person)) if one.of else None
    if (
        parent is None
        or one.fact not in ("school_stage", "boarding")
        or one.value not in (*_SMALL_STAGES, True, False)
    ):
        return one
    mine = "nephew_niece" if parent["child"].startswith(("nephew", "niece")) else one.of.relation
    return replace(one, of=replace(one.of, person=parent["child"], relation=mine))


_OF_STUDENTS = frozenset(
    ["boarding", "good_grades", "school_hardship_recognised", "loan_co_borrower", "full_time_registered"]
)
_GROWN = frozenset({"self", "spouse", "uncle_aunt", *_SIGN_FOR_ONE, "mother_in_law", "father_in_law"})


def _of_who_studies(said: list[Said]) -> list[Said]:
    """爷爷七十一，学校认定过我是困难学生: of the one who is at school, where there is just one."""
    at_school = {s.of.person: s.of for s in said if s.of and s.fact == "school_stage" and s.value != "none"}
    if len(at_school) != 1:
        return said
    pupil, of = next(iter(at_school.items()))
    own = of.relation in ("self", "son", "daughter", "child", "grandchild")
    return [
        replace(one, of=of)
        if own and one.of and one.fact in _OF_STUDENTS and one.person != pupil and _may_be_grown(one, of)
        else one
        for one in said
    ]


def _may_be_grown(one: Said, pupil: Mention) -> bool:
    """A grown-up's 走读; and of a grandchild's father too."""
    father = pupil.relation == "grandchild" and one.of.relation in ("son", "daughter")
    return father or one.of.relation in _GROWN


def _is_small(said: Said) -> bool:
    if said.fact != "age_years":
        return False
    return (said.value["max"] if isinstance(said.value, dict) else said.value) < 16


def read_all(plain: str, people: People, index: Index, today: datetime.date | None) -> Iterator[Said]:
    """Everything the readers find, each of whom its reader takes it for."""
    worded = list(read_wordings(index.places.without_names(plain), people, index.facts))
    works = [one.start for one in worded if one.fact == "employment" and one.value in _PAID_WORK]
    yield from read_aid(plain, people)
    yield from read_relief_times(plain, people)
    of_two = list(ages_of_two(people))
    yield from of_two
    spans = [(one.start, one.end) for one in of_two]
    ages = [one for one in read_ages(plain, people, today) if not _is_within(one, spans)]
    apart = list(ages_apart(ages, people))
    spans = [(one.start, one.end) for one in apart]
    ages = [*(one for one in ages if not _is_within(one, spans)), *apart]
    yield from ages
    yield from read_head_age(plain, people, ages)
    yield from ages_beside(ages, people)
    yield from ages_of_us(ages, people)
    yield from ages_about(people)
    yield from read_noted(people, ages)
    yield from read_grades(plain, people)
    yield from read_schools(plain, people)
    sizes = list(read_sizes(plain, people))
    yield from sizes
    yield from read_roster(people, sizes)
    yield from read_membership(plain, people)
    yield from read_homes(plain, people)
    sums = list(with_likewise(list(read_money(plain, people, works)), plain, people))
    sums = with_sums_added(sums, plain, people)
    yield from with_lodging(list(sums), plain)
    yield from read_periods(plain, people)
    yield from read_receipts(plain, people)
    yield from read_spells(plain, people)
    yield from read_children(plain, people)
    yield from read_bereft(plain, people)
    yield from read_parents_on(people)
    yield from read_assessed(plain, people)
    yield from index.places.read(plain, people)
    yield from worded


def _is_within(one: Said, spans: list[tuple[int, int]]) -> bool:
    return any(start <= one.start and one.end <= end for start, end in spans)


def is_correction(plain: str) -> bool:
    """Does the message take back something said before?"""
    return bool(_CORRECTS.search(plain)) and len(plain) <= 40


def redirect(said: Said, known: tuple[Situation, ...]) -> Said:
    """说错了，是72岁: the age belongs to the one whose age was given, when there is only one."""
    if said.of is None or said.of.end > said.of.start:
        return said
    holders = [p for s in known for p in s.people if said.fact in p.facts]
    if len(holders) != 1:
        return said
    of = type(said.of)(0, 0, holders[0].id, holders[0].relation)
    return Said(said.fact, said.value, of, said.start, said.end)
