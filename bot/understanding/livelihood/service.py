"""What the rest of a message makes of service in the army: what goes together, and who is the widow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.understanding.mention import Mention
from bot.understanding.people.departed import departed
from bot.understanding.people.whom import People
from bot.understanding.said import Said

# Who was one of these was a soldier, who is that is of the family.
_GO_WITH = {
    "disabled_veteran": "veteran",
    "combat": "veteran",
    "returned_ill": "veteran",
    "rural_soldier": "veteran",
    "pre_1954": "veteran",
    "martyr_child": "martyr_family",
}
_BEREAVED = ("martyr_family", "duty_death_family", "illness_death_family")
_WIDOWS = {"mother": "father", "mother_in_law": "father_in_law", "grandmother": "grandfather"}
_WIDOWED = re.compile(
    r"[^，。；！？]{0,6}(?:没|没有|未|一直没|再没|再也没)(?:有)?(?:再|改)(?:嫁|婚|走|找)|"
    r"[^，。；！？]{0,4}守(?:着|了)?(?:一辈子)?(?:的)?寡"
)


def settle_service(said: list[Said], people: People) -> Iterator[Said]:
    """`said` with what goes along with it, and with the widow as the one bereaved where she is told of."""
    widow = _widow(said, people)
    soldiers = _soldiers(said, people)
    for one in map(_of_kin, said):
        if _is_of_service(one, people.plain) and one.person in soldiers:
            continue
        if one.fact in ("veteran_kinds", "kin_to_soldier", "receives") and widow is not None:
            yield from _of_widow(one, widow)
        else:
            yield one
    yield from _going_along(said)
    yield from _left_by_soldier(said, people)


_GRADED = re.compile("评(?:过|上|了)?残")


def _is_of_service(one: Said, plain: str) -> bool:
    """没评残, said of a soldier: of the army's grade, and of no other certificate, nor of having served."""
    if one.fact == "veteran_kinds":
        return one.value == {"veteran": False} and "残" in plain[one.start : one.end]
    graded = one.fact == "disability_cert" and one.value is False
    return graded and _GRADED.search(plain, one.start, one.end + 1) is not None


def _soldiers(said: list[Said], people: People) -> set[str | None]:
    now = {one.person for one in said if one.fact == "veteran_kinds"}
    return now | {one.id for one in people.spoken.people if "veteran_kinds" in one.facts}


def _left_by_soldier(said: list[Said], people: People) -> Iterator[Said]:
    """俺老头子是复员的，前年殁了: who speaks is the widow of a soldier."""
    if any(one.fact == "kin_to_soldier" and one.person == "self" for one in said):
        return
    served = {one.person for one in said if one.fact == "veteran_kinds" and one.value.get("veteran")}
    for mention in departed(people.plain, people.mentions):
        if mention.relation == "spouse" and mention.person in served:
            me = Mention(mention.start, mention.start, "self", "self")
            yield Said("kin_to_soldier", "spouse", me, mention.start, mention.end)
            return


# Whom the case is about lives no more: the claim is of who is left.
_OF_A_CASE = {"case_stage", "compensation", "case_harm"}
_KILLED = re.compile(
    r"没(?:能)?(?:抢)?救过来|没留住|没保住|(?:打|捅|砍|害|撞|轧)死|当场(?:就)?(?:死|没)|人没了"
)


_FOR_FORMER = re.compile(r"(?:替|帮|代|给)(?:我|俺)?(?:的)?前[夫妻][^，。；]{0,6}[问办报申咨]")
_AGAINST_FORMER = re.compile(r"抚养费|生活费|(?:不|没)(?:给|付)|赔我|打我|[打捅砍]伤我")


def settle_case(said: list[Said], people: People) -> Iterator[Said]:
    """`said` with a case over the death of husband or wife as of who is left.

    法院判前夫…他一分没给: one against a former husband or wife is of who speaks.
    """
    killed = bool(_KILLED.search(people.plain))
    against = _AGAINST_FORMER.search(people.plain) and not _FOR_FORMER.search(people.plain)
    for one in said:
        of = one.of
        lost = killed and of is not None and of.relation == "spouse"
        former = against and people.host is None and of is not None and of.relation == "ex_spouse"
        if one.fact in _OF_A_CASE and (lost or former):
            yield replace(one, of=Mention(one.start, one.start, "self", "self"))
        else:
            yield one


def _of_kin(one: Said) -> Said:
    """丈夫是现役军人: the soldier is not his own wife."""
    soldier = one.fact == "kin_to_soldier" and one.value == "spouse"
    if soldier and one.of is not None and one.of.relation == "spouse":
        return replace(one, of=Mention(one.start, one.start, "self", "self"))
    return one


def _going_along(said: list[Said]) -> Iterator[Said]:
    told = {(one.person, kind) for one in said if one.fact == "veteran_kinds" for kind in one.value}
    for one in said:
        kinds = [kind for kind, held in one.value.items() if held] if one.fact == "veteran_kinds" else []
        if one.fact == "service_disability_grade":
            kinds = ["disabled_veteran"]
            if (one.person, "disabled_veteran") not in told:
                told.add((one.person, "disabled_veteran"))
                yield replace(one, fact="veteran_kinds", value={"disabled_veteran": True})
        for kind in kinds:
            more = _GO_WITH.get(kind)
            if more is not None and (one.person, more) not in told:
                told.add((one.person, more))
                yield replace(one, fact="veteran_kinds", value={more: True})


def _widow(said: list[Said], people: People) -> Mention | None:
    """公公因公牺牲，婆婆没改嫁: the one who did not marry again, where a soldier's family is told of."""
    if not any(one.fact == "veteran_kinds" and set(_BEREAVED) & set(one.value) for one in said):
        return None
    for mention in people.mentions:
        if mention.relation in _WIDOWS and mention.person and _WIDOWED.match(people.plain, mention.end):
            return mention
    return None


def _of_widow(one: Said, widow: Mention) -> Iterator[Said]:
    if one.fact == "receives":
        pension = one.value == {"veteran-pension-medical": True}
        yield replace(one, of=widow) if pension and one.start > widow.start else one
        return
    if one.fact == "kin_to_soldier":
        if one.of is None or one.of.person == widow.person:
            return
        yield one
        return
    bereaved = set(_BEREAVED) & set(one.value)
    child = widow.relation == "mother" and bereaved & {"martyr_family"}
    if not bereaved:
        yield one
        return
    if child:
        yield one
    yield replace(one, of=widow)
    yield replace(one, fact="kin_to_soldier", value="spouse", of=widow)
