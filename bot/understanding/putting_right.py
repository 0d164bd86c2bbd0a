"""From all that the readers found to what is said: each step puts right whose a fact is, or leaves one out.

The order matters: whose a fact is comes first, what stands against it next, what follows from others last.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.understanding.aid.in_doubt import without_doubted
from bot.understanding.aid.standing import without_doubtful
from bot.understanding.body.grades_denied import without_denied_grades
from bot.understanding.body.named_cancers import without_second_cancer
from bot.understanding.body.of_both import with_both
from bot.understanding.body.six_things import by_six_things
from bot.understanding.body.stages import stages_not_reached
from bot.understanding.clauses.asked_in_general import without_asked_in_general
from bot.understanding.clauses.gainsaid import without_gainsaid
from bot.understanding.clauses.learned import without_repeated
from bot.understanding.clauses.long_past import without_long_past
from bot.understanding.clauses.only_sounds import without_sounds
from bot.understanding.clauses.strikers import by_striker
from bot.understanding.clauses.withdrawn import without_withdrawn
from bot.understanding.homes.joined import of_the_young
from bot.understanding.homes.kept_by_kin import with_kept_by_kin
from bot.understanding.homes.lost_child import without_parent_of_lost
from bot.understanding.homes.sizes import with_children_apart
from bot.understanding.homes.students import with_students
from bot.understanding.homes.worn import without_wear
from bot.understanding.index import Index
from bot.understanding.livelihood.employment import settle_work
from bot.understanding.livelihood.hurt_at_work import without_civil_grades
from bot.understanding.livelihood.left_army import of_old_soldiers
from bot.understanding.livelihood.not_yet import without_plans
from bot.understanding.livelihood.service import settle_case, settle_service
from bot.understanding.livelihood.till_death import without_ended_work
from bot.understanding.livelihood.two_trades import with_two_trades
from bot.understanding.livelihood.where_worked import with_places_of_work
from bot.understanding.people.hosts import of_host
from bot.understanding.people.orphans import without_living_parents
from bot.understanding.people.subjects import PARENT_STATES
from bot.understanding.people.whom import People
from bot.understanding.places.insurance_changed import insurance_by_now
from bot.understanding.places.insured import insured_here
from bot.understanding.places.of_others import without_places_of_others
from bot.understanding.said import Said
from bot.understanding.sums.old_age import without_residents_pension
from bot.understanding.whose.ages_in_turn import ages_in_turn
from bot.understanding.whose.at_school import of_who_studies, without_work_of_children
from bot.understanding.whose.attribution import attribute
from bot.understanding.whose.beaten_out import of_the_beaten
from bot.understanding.whose.bills import with_patient
from bot.understanding.whose.earners import of_earners
from bot.understanding.whose.ill_children import of_ill_child
from bot.understanding.whose.lone_parents import of_lone_parents
from bot.understanding.whose.of_the_late import without_illness_of_the_late
from bot.understanding.whose.of_the_living import of_the_living
from bot.understanding.whose.offenders import without_offenders_claims
from bot.understanding.whose.parents_told import of_ill_parents, read_parents_told
from bot.understanding.whose.pointed_at import pointed_at
from bot.understanding.whose.raising import of_the_raised
from bot.understanding.whose.settling import settle
from bot.understanding.whose.soldiers_kin import settle_soldiers_kin
from bot.understanding.whose.tended import of_tended
from bot.understanding.whose.without_subject import of_case, of_patient, of_the_ill
from bot.understanding.years.births import with_birth_dates
from bot.understanding.years.exams import without_past_junior


@dataclass(frozen=True)
class Reading:
    """What the steps look at. `learned`: the fact, start and end of what was found by likeness alone."""

    people: People
    index: Index
    today: datetime.date | None
    learned: frozenset[tuple[str, int, int]]

    @property
    def plain(self) -> str:
        return self.people.plain


Step = Callable[[list[Said], Reading], Iterable[Said]]


def put_right(said: Iterable[Said], reading: Reading) -> list[Said]:
    """What is said, by all steps in their order."""
    said = list(said)
    for step in STEPS:
        said = list(step(said, reading))
    return said


def _by_text(step: Callable[[list[Said], str], Iterable[Said]]) -> Step:
    return lambda said, reading: step(said, reading.plain)


def _by_people(step: Callable[[list[Said], People], Iterable[Said]]) -> Step:
    return lambda said, reading: step(said, reading.people)


def _without_own_grades(said: list[Said], reading: Reading) -> Iterable[Said]:
    """他儿子有证，二级: the grade is the son's own; only learned, it is not one of his father too."""
    return (one for one in said if not _is_own_grade(one, said, reading.learned))


def _is_own_grade(one: Said, said: list[Said], learned: frozenset[tuple[str, int, int]]) -> bool:
    if one.fact not in PARENT_STATES or (one.fact, one.start, one.end) not in learned:
        return False
    own = (two for two in said if two.fact == "disability_grade" and two.person == one.person)
    return any(two.start < one.end and one.start < two.end for two in own)


def _of_the_family(said: list[Said], reading: Reading) -> Iterable[Said]:
    return of_host(said, reading.people.host) if reading.people.host else said


STEPS: tuple[Step, ...] = (
    # of whom each is
    _by_people(attribute),
    lambda said, reading: of_the_living(said, reading.people, reading.index.facts),
    _by_people(ages_in_turn),
    _by_people(pointed_at),
    _by_people(with_both),
    lambda said, reading: without_repeated(said, reading.learned),
    lambda said, reading: with_two_trades(said, reading.people, reading.index.facts),
    lambda said, reading: [*said, *read_parents_told(said, reading.people)],
    lambda said, _: of_ill_parents(said),
    _by_text(without_living_parents),
    # what the words around it speak against
    _by_text(without_wear),
    lambda said, reading: without_sounds(said, reading.people, reading.index.places, reading.learned),
    _by_people(without_withdrawn),
    _by_people(without_asked_in_general),
    _by_text(without_gainsaid),
    _by_text(by_striker),
    lambda said, _: without_parent_of_lost(said),
    _by_text(without_denied_grades),
    _by_text(stages_not_reached),
    _by_text(without_doubtful),
    _by_text(without_doubted),
    _by_text(without_civil_grades),
    lambda said, reading: without_long_past(said, reading.plain, reading.today),
    _by_text(without_plans),
    _by_people(insurance_by_now),
    _by_text(insured_here),
    _by_people(without_offenders_claims),
    _by_text(with_birth_dates),
    _by_text(without_past_junior),
    # what cannot be of the one it is told of
    _by_people(without_work_of_children),
    lambda said, _: without_second_cancer(said),
    _by_people(of_who_studies),
    _by_people(settle),
    _by_people(with_kept_by_kin),
    _by_people(by_six_things),
    _by_people(settle_case),
    _by_people(of_old_soldiers),
    _by_people(settle_service),
    _by_people(settle_soldiers_kin),
    _without_own_grades,
    _by_text(without_residents_pension),
    _by_text(settle_work),
    _by_people(with_patient),
    _by_people(without_ended_work),
    _by_people(without_places_of_others),
    lambda said, reading: with_places_of_work(said, reading.people, reading.index.places),
    # what names nobody
    _by_people(of_tended),
    _by_people(of_case),
    _by_people(of_the_raised),
    _by_people(of_the_ill),
    _by_people(of_ill_child),
    _by_people(of_patient),
    _by_people(of_earners),
    _by_people(with_children_apart),
    _by_people(of_the_young),
    _by_people(without_illness_of_the_late),
    _by_people(with_students),
    _by_people(of_lone_parents),
    _by_people(of_the_beaten),
    _of_the_family,
)
