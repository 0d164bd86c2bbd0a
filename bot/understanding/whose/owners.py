"""Whose a fact must be, whatever the clues of place say: of the one cared for, not of who cares."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from bot.understanding.people.departed import has_died
from bot.understanding.people.namings import PARENT
from bot.understanding.people.whom import OUTSIDE, YOUNG, Mention, People
from bot.understanding.said import Said
from bot.understanding.stance import clause_start

from .owners_home import our_child, who_is_raised

_OF_THE_ILL = frozenset(
    {"illnesses", "disability_grade", "disability_types", "disability_cert", "on_dialysis"}
)
_OF_ORPHANS = {"orphan-living", "unsupported-child-living"}
_OF_DISABLED = {"disability-living-subsidy", "disability-nursing-subsidy"}
_IN_HOSPITAL = re.compile(
    r"[^，。；]{0,3}(?:送|在|住)[^，。；]{0,5}(?:医院|icu|抢救|重症)|[^，。；]{0,4}昏迷"
)
_HELPED = re.compile(
    r"(?:给|替|帮|伺候|照顾|喂|侍候)[他她]?[^，。；]{0,4}$|^(?:喂|端|伺候|照顾|擦|翻身|抱|背)"
)
_FOUND = re.compile(
    r"瞅见|看见|看到|发现|碰见|遇[见到]|群众报|目击|路过|来了?个|蜷着|(?:住着|睡着|躺着)(?:一?个|位)|"
    r"^(?:有个|一个|一位)?(?:老太太|老头|老人|老大爷)"
)
_AT_HOME = re.compile(r"家里?(?:还|就|光)?有?[一两俩二三]个$")
_MY_OWN = re.compile(r"[我俺](?!们?的?(?:儿|闺|女|孩))")
_NURSERY = re.compile(r"保教费|托费|园费|幼儿园|民办园|公办园|小学")
_THEIR_CARDS = re.compile(r"(?:残疾)?证(?:都|全)是$")
_NEWBORN = re.compile(
    r"^[^，。]{0,6}(?:生下来|出生|早产|满月|几个月大|[一二三四五六七八九十]个多?月(?:大|了|，|的)(?!一))"
)
# 饭得俺喂: the speaker, named only as the one who helps.
_AS_HELPER = re.compile(r"(?:得|要|靠|让|给|叫|由|指着|全是|离不开)$")
_PRONOUNS, _NEXT_TO = ("他", "她"), 2
_CHILDHOOD = frozenset({"autism", "brain_development", "cerebral_palsy"})


_MONEY_LEFT = re.compile(r"(?:抚恤|遗属|定补)[^，。；]{0,3}$")
_IS_DRAWN = re.compile(r"(?:每月|一直|也|都|按月|还|每年){0,3}(?:领|拿|享受)")
_BEREAVED = (
    "mother", "mother_in_law", "grandmother", "spouse", "father", "father_in_law", "grandfather"
)  # fmt: skip
_SERVING = ("son", "daughter", "child", "spouse")
_FELL = re.compile(r"牺牲|得病走|病故|烈士|阵亡|殉职")
# 因公牺牲…婆婆每月领着那份抚恤: of the kin who draws it.
_DRAWS = re.compile(
    r"[^。！？我俺]{0,26}(?:领|拿|享受|吃|发)(?:着|了|有|的)?[^，。；]{0,6}(?:抚恤|遗属|定补|烈属|优待)|"
    r"[^。！？我俺]{0,16}(?:遗属的?抚恤|抚恤金?|定补|烈属待遇)[^，。；]{0,6}(?:领|拿|享受|发)着?"
)


class Told:
    """What else the message tells, by whom: one who is ill, disabled, hurt at work, or left by a parent."""

    def __init__(self, said: Iterable[Said], people: People):
        self.people, self.plain = people, people.plain
        self._said = [one for one in said if one.of and one.of.person]
        self.ill = self._of(lambda one: one.fact in _OF_THE_ILL and one.value is not False)
        self.injured = self._of(lambda one: one.value == {"work_injury": True})
        self.fallen = self._of(lambda one: one.value == {"injury": True})
        self.disabled = self._of(lambda one: one.fact in ("disability_grade", "disability_types"))
        self.impaired = self._of(lambda one: one.fact == "disability_types")
        self.hurt = self._of(lambda one: one.fact == "hurt_in_traffic" and one.value is True)
        self.cared_for = self._of(
            lambda one: one.fact == "incontinent" or (one.fact == "self_care" and one.value != "full")
        )
        small = self._of(lambda one: one.fact == "age_years" and _is_small(one.value))
        at_school = self._of(lambda one: one.fact == "school_stage" and one.value != "none")
        self.at_work = self._of(lambda one: one.fact == "employment")
        self.cared_about = {**self.ill, **self.cared_for, **small, **at_school}
        self.parted = [one for one in self._said if one.fact in ("father_state", "mother_state")]
        self.left = self._of(lambda one: one.fact in ("father_state", "mother_state"))

    def _of(self, is_such: Callable[[Said], bool]) -> dict[str | None, Mention]:
        return {one.of.person: one.of for one in self._said if one.of and is_such(one)}

    def before(self, one: Said, letters: int) -> str:
        """The few letters before what is said."""
        return self.plain[max(0, one.start - letters) : one.start]

    def turns_to_self(self, one: Said) -> bool:
        """Is the speaker, where last named before it, spoken of, not only named as the one who helps?"""
        mine = [m for m in self.people.mentions if m.person == "self" and m.start < one.start]
        return bool(mine) and not _AS_HELPER.search(self.plain, max(0, mine[-1].start - 3), mine[-1].start)

    def names_self(self, one: Said) -> bool:
        """Is the speaker named in its clause; or, of a family spoken for, its first one last before it?"""
        start = clause_start(self.plain, one.start)
        if self.people.host:
            last = next((m for m in reversed(self.people.mentions) if m.start < one.start), None)
            return last is not None and last.person == "self"
        return any(m.person == "self" and start <= m.start < one.end for m in self.people.mentions)


def _is_small(age: object) -> bool:
    return (age["max"] if isinstance(age, dict) else int(str(age))) < 18


def owned(one: Said, told: Told) -> list[Said]:
    """`one`, of whom it must be; of several, where it is said of all of them together."""
    if one.of is None or (rule := _rule(one)) is None:
        return [one]
    of = rule(one, told)
    if isinstance(of, list):
        return [replace(one, of=each) for each in of]
    return [one if of is None else replace(one, of=of)]


_Rule = Callable[[Said, Told], Mention | list[Mention] | None]


def _rule(one: Said) -> _Rule | None:
    if one.fact == "receives":
        orphans = not _OF_ORPHANS.isdisjoint(one.value)
        return _the_young if orphans else None if _OF_DISABLED.isdisjoint(one.value) else _the_disabled
    if one.fact == "living_place":
        return {"street": _the_found, "relatives": _who_lives_with_kin}.get(one.value)
    if one.fact == "disability_cert" and one.value is False:
        return _who_has_no_card
    return _RULES.get(one.fact)


def _myself(one: Said) -> Mention:
    return Mention(one.start, one.start, "self", "self")


def _the_survivor(one: Said, told: Told) -> Mention | None:
    """弟妹当场就没了，弟弟送到县医院: the accident is of the one who lives, where there is one.

    被摩托撞了…我同事还在抢救: of the one in hospital, where nobody else was named.
    """
    hurt = told.hurt
    if one.of.relation in YOUNG and (parents := _parents_of_theirs(one, told)):
        return parents
    if one.fact == "traffic_payment_gap" and len(hurt) == 1 and one.of.person not in hurt:
        return next(iter(hurt.values()))
    if one.fact == "traffic_payment_gap" and not hurt:
        struck = [m for m in told.people.mentions if m.person and _is_struck(m, told.plain)]
        return struck[0] if struck else None
    unnamed = one.of.person == "self" and not told.names_self(one)
    if not unnamed and not has_died(one.of, told.people):
        return None
    lying = [m for m in told.people.mentions if m.person and _IN_HOSPITAL.match(told.plain, m.end)]
    return next((m for m in lying if m.person not in (one.of.person, "self")), None)


def _parents_of_theirs(one: Said, told: Told) -> Mention | None:
    """侄女七岁，爸妈车祸都没了: the niece was in no accident; her parents, of whom nothing is kept, were."""
    head = clause_start(told.plain, one.start)
    theirs = (m for m in told.people.mentions if m.person is None and head <= m.start <= one.start)
    return next((m for m in theirs if PARENT.search(m.words)), None)


def _is_struck(mention: Mention, plain: str) -> bool:
    """给俺老头撞倒的是个大车: the one whom the car hit."""
    given = plain[mention.start - 1 : mention.start] in ("给", "把")
    return given and plain.startswith(tuple("撞轧碾刮蹭剐碰"), mention.end)


def _the_cared_for(one: Said, told: Told) -> Mention | None:
    """大嫂给他端屎端尿, 吃饭都得人看: of the one who is ill or disabled, not of who helps or speaks."""
    if one.value == "full":
        return None  # 她自己能照顾自己
    helps = _HELPED.search(told.before(one, 8)) or _HELPED.search(told.plain[one.start : one.end])
    others = [m for person, m in told.cared_for.items() if person != one.of.person]
    if helps and len(others) == 1 and one.of.person not in told.ill:
        return others[0]  # 爸瘫了，全是妈一个人端屎端尿
    if one.of.person in told.ill or len(told.ill) != 1:
        return None
    unnamed = one.of.person == "self" and one.value != "full" and not told.names_self(one)
    return next(iter(told.ill.values())) if helps or unnamed else None


def _who_has_no_card(one: Said, told: Told) -> Mention | None:
    """孩子孤独症…我跟他爸都打零工…残疾证还没办: of the only one who is ill unless another is right before."""
    weak = {**told.cared_for, **told.ill}
    if one.of.person in weak or len(weak) != 1:
        return None
    named = (m for m in told.people.mentions if 0 <= one.start - m.end <= _NEXT_TO)
    if any(m.person == one.of.person and m.words not in _PRONOUNS for m in named):
        return None
    return next(iter(weak.values()))


def _who_is_trained(one: Said, told: Told) -> Mention | None:
    """孩子孤独症…我姐交着训练费，一个月四千五: the cost is of the one who is trained, not of who pays."""
    weak = {**told.disabled, **told.ill}
    if one.of.person in weak:
        return None
    young = [m for m in weak.values() if m.relation in YOUNG]
    if len(young or weak) == 1:
        return young[0] if young else next(iter(weak.values()))
    return None


def _the_found(one: Said, told: Told) -> Mention | None:
    """瞅见墙根蜷着个老头, 老太太坐了一宿: of the one who was found, not of who saw or sent them away."""
    if one.of.relation in (*OUTSIDE, *YOUNG) or not _FOUND.search(told.plain):
        return None
    if one.of.person == "self" and told.names_self(one):
        return None
    outside = (*OUTSIDE, "other")
    met = [m for m in told.people.mentions if m.relation in outside and m.person and m.relation != "villager"]
    if one.of.person != "self" and not met:
        return None
    return met[0] if met else Mention(one.start, one.start, "stranger", "stranger")


def _one_at_home(one: Said, told: Told) -> Mention | list[Mention] | None:
    """家里两个一级残疾: of some at home, not of who speaks. 证都是一级的: of all who are disabled.

    老头子饭得俺喂…下的证，肢体一级: of the one cared for, where the speaker only helps.
    """
    if one.fact != "disability_types" and told.impaired and _THEIR_CARDS.search(told.before(one, 8)):
        return list(told.impaired.values())
    if one.of.person != "self":
        return None
    if _AT_HOME.search(told.before(one, 7)):
        return Mention(one.start, one.start, "relation", "relative")
    cared_for = list(told.cared_for.values())
    alone = len(cared_for) == 1 and cared_for[0].person != "self"
    return cared_for[0] if alone and not told.turns_to_self(one) else None


def _the_disabled(one: Said, told: Told) -> Mention | None:
    """那我们这是漏领好几年: of the only one who is disabled, where nobody says 我 of themselves."""
    if one.of.person in told.disabled or len(told.disabled) != 1:
        return None
    head = clause_start(told.plain, one.start)
    if any(m.person == one.of.person != "self" and head <= m.start < one.start for m in told.people.mentions):
        return None  # 楼下王姐家闺女都领着护理补贴: named right there
    ours = one.of.person != "self" or not told.names_self(one)
    ours = ours or "我们" in told.plain[max(0, one.start - 4) : one.end]
    return next(iter(told.disabled.values())) if ours else None


def _the_claimant(one: Said, told: Told) -> Mention | None:
    """没签合同 of the son who was hurt at work; 想离婚请不起律师 of the mother, not of her small daughter."""
    if has_died(one.of, told.people):
        return _myself(one)
    if (hurt := _hurt_at_work(one, told)) is not None:
        return hurt
    if one.value == {"labour_relation": True} and one.of.person == "self" and len(told.injured) == 1:
        return next(iter(told.injured.values()))
    if "死者" in told.plain and one.of.relation in YOUNG:
        return _myself(one)
    adult = one.fact == "has_lawyer" or one.value == {"other": True}
    speaks = any(m.person == "self" for m in told.people.mentions)
    mine = adult and speaks and one.of.relation in YOUNG and _MY_OWN.search(told.plain)
    return _myself(one) if mine else None


def _hurt_at_work(one: Said, told: Told) -> Mention | None:
    """我父亲踩空摔下来…我们想认工伤…我哥也没请律师: of the one who was hurt, whom nobody else was beside."""
    claimed = one.value in ({"work_injury": True}, {"labour_relation": True}) or one.fact == "has_lawyer"
    if not claimed or len(told.fallen) != 1 or one.of.person in told.fallen:
        return None
    ours = one.of.person != "self" or "们" in told.before(one, 6)
    return next(iter(told.fallen.values())) if ours else None


_SMALL_STAGES = frozenset({"kindergarten", "kindergarten_final", "primary", "junior"})


def _the_hired(one: Said, told: Told) -> Mention | None:
    """招了一位男工…社保我们给交着: of the one taken on, and not of who employs them."""
    hired = [m for m in told.people.mentions if m.person == "hired" and m.start < one.start]
    mine = one.of.person == "self" and one.value != "self_employed"
    return hired[-1] if hired and mine else None


def _who_was_treated(one: Said, told: Told) -> Mention | None:
    """我没办转诊自己跑到北京给我爹做的搭桥: of the only one who is ill, and not of who went along."""
    others = [m for person, m in told.ill.items() if person != "self"]
    unlike = one.of.person == "self" and "self" not in told.ill
    return others[0] if unlike and len(others) == 1 else None


def _whose_child(one: Said, told: Told) -> Mention | None:
    """孙子…他爹判了五年，跟着俺过，上三年级: of the child, and not of the parent named last."""
    last = [m for m in told.people.mentions if m.end <= one.start and m.person == one.of.person]
    if not last or not PARENT.fullmatch(last[-1].words) or one.of.person in ("father", "mother"):
        return None
    young = [m for m in told.people.mentions if m.end <= last[-1].start and m.relation in YOUNG]
    young = [m for m in young if m.person != one.of.person and not PARENT.search(m.words)]
    return young[-1] if young else None


def _who_lives_with_kin(one: Said, told: Told) -> Mention | list[Mention] | None:
    return who_is_raised(one, told) or _whose_child(one, told)


def _of_a_small_one(one: Said, told: Told) -> Mention | None:
    return _whose_child(one, told) if one.value in _SMALL_STAGES else None


def _a_small_pupil(one: Said, told: Told) -> Mention | None:
    """一学期保教费两千四，上的民办园: of a child, where nobody is named."""
    return _a_child(one, told) if _NURSERY.search(told.plain) else None


def _a_newborn(one: Said, told: Told) -> Mention | None:
    """生下来心脏就有个洞, 自闭症: of a child, where nobody is named."""
    of_children = isinstance(one.value, dict) and not _CHILDHOOD.isdisjoint(one.value)
    return _a_child(one, told) if of_children or _NEWBORN.search(told.plain) else None


def _a_child(one: Said, told: Told) -> Mention | None:
    unnamed = one.of.person == "self" and not told.people.mentions
    return Mention(one.start, one.start, "child", "child") if unnamed else None


def _the_young(one: Said, told: Told) -> Mention | None:
    """爸妈都没了，按孤儿给发着钱: the orphan gets it."""
    young = [m for m in told.people.mentions if m.relation in YOUNG and m.person]
    return young[0] if young and one.of.relation not in (*YOUNG, "self") else None


def _the_bereaved(one: Said, told: Told) -> Mention | None:
    """公公因公牺牲。婆婆每月领着抚恤: of the mother-in-law, not of who speaks."""
    kinds = one.value if isinstance(one.value, dict) else {}
    if kinds.get("serving_family") and one.of.relation in _SERVING:
        return _myself(one)  # 我儿子在部队当义务兵，军属…: who speaks is the family of the soldier
    if one.of.person != "self" or not any(kind.endswith("_family") for kind in kinds):
        return None
    for mention in told.people.mentions:
        draws = mention.relation in _BEREAVED and (
            _DRAWS.match(told.plain, mention.end)
            or (
                _MONEY_LEFT.search(told.plain, max(0, mention.start - 8), mention.start)
                and _IS_DRAWN.match(told.plain, mention.end)
            )
        )
        fell = has_died(mention, told.people) or _FELL.search(told.plain, mention.end, mention.end + 24)
        if draws and not fell:
            return mention
    return None


def _the_served(one: Said, told: Told) -> Mention | None:
    """我是网格员，俺组那个五保户老张头: of the one named right behind, not of who speaks by office."""
    behind = next((m for m in told.people.mentions if one.end <= m.start <= one.end + 2), None)
    met = behind is not None and behind.relation in OUTSIDE and behind.person
    return behind if met and one.of.person == "self" else None


_RULES: dict[str, _Rule] = {
    **dict.fromkeys(("self_care", "incontinent"), _the_cared_for),
    **dict.fromkeys(("disability_grade", "disability_cert", "disability_types"), _one_at_home),
    **dict.fromkeys(
        ("legal_matter", "has_lawyer", "case_stage", "compensation", "case_harm", "hardship_from_case"),
        _the_claimant,
    ),
    **dict.fromkeys(("hurt_in_traffic", "traffic_payment_gap"), _the_survivor),
    **dict.fromkeys(("hukou", "hukou_kind"), our_child),
    **dict.fromkeys(("school_kind", "boarding", "education_cost_yuan_per_year"), _a_small_pupil),
    **dict.fromkeys(("illnesses", "surgery"), _a_newborn),
    **dict.fromkeys(("employment", "employee_insurance_payer", "labour_contract_months"), _the_hired),
    "unreferred_treatment": _who_was_treated,
    "disability_cost_yuan_per_year": _who_is_trained,
    "holds_personal_aid": _the_served,
    "veteran_kinds": _the_bereaved,
    "school_stage": _of_a_small_one,
}
