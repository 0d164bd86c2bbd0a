"""What a message tells in few words, by whom is asked about and what is known."""

from __future__ import annotations

from bot.blocks import Question
from bot.messages import Evidence
from bot.understanding.answers.bare import read_bare, without_unnamed
from bot.understanding.clauses.gainsaid import read_unhurt
from bot.understanding.homes.lost_child import read_lost_child
from bot.understanding.homes.one_more_child import with_one_more_child
from bot.understanding.homes.worn import read_no_disaster
from bot.understanding.livelihood.employment import without_papers_of
from bot.understanding.people.whom import People
from bot.understanding.said import Said
from bot.understanding.sums.bare import read_bare_sum
from bot.understanding.talk.ended import read_over
from bot.understanding.talk.known_case import of_known_case, where_judged
from bot.understanding.talk.known_ill import read_stage, without_same_illness
from bot.understanding.whose.jailed import read_child_of_jailed
from bot.understanding.whose.of_the_living import without_the_late
from bot.understanding.whose.without_subject import of_patient
from knowledge import Guide, Situation


def with_few_words(
    guide: Guide,
    said: list[Said],
    people: People,
    *,
    known: tuple[Situation, ...],
    pending: Question | None,
    told: tuple[Evidence, ...],
) -> list[Said]:
    """`said`, with what few words tell where something is asked or known, as what is known makes it."""
    plain = people.plain
    said += [*read_no_disaster(plain, people, known), *read_unhurt(plain, people, known)]
    said += _told_in_few(guide, plain, known, pending, people=people, said=said)
    said += read_lost_child(people, known, said, told)
    said = with_one_more_child(said, people, known)
    over = list(read_over(plain, known, told, said))
    said = [one for one in said if not over or one.fact != "aid_status"] + over
    said += read_child_of_jailed(said, known, told)
    said = list(without_the_late(said, known, told))
    return _by_what_is_known(said, plain, known, pending)


def _by_what_is_known(
    said: list[Said], plain: str, known: tuple[Situation, ...], pending: Question | None
) -> list[Said]:
    """`said` as what was told before makes it: of an illness, of work, of a case at law."""
    said = list(without_same_illness(without_unnamed(said, pending), plain, known))
    said = list(without_papers_of(said, plain, known))
    return list(where_judged(of_known_case(said, plain, known, pending), plain, known))


def _told_in_few(
    guide: Guide,
    plain: str,
    known: tuple[Situation, ...],
    pending: Question | None,
    *,
    people: People,
    said: list[Said],
) -> list[Said]:
    """What a few words tell by whom is asked about and what is known, where nothing in them told it."""
    asked = guide.facts.get(pending.fact) if pending is not None else None
    bare = of_patient(list(read_bare(plain, known, pending, asked)), people)
    few = [*bare, *read_stage(plain, known, pending), *read_bare_sum(people, known, pending)]
    return [one for one in few if not _is_told(one, said)]


def _is_told(one: Said, said: list[Said]) -> bool:
    """Whether the same is told of the same person, or the same words tell it of another."""
    return any(
        one.fact == other.fact
        and (one.person == other.person or (one.start < other.end and other.start < one.end))
        for other in said
    )
