"""Children whose father or mother is told of apart: 女婿出车祸瘫了…外孙上初二, 她爸是缅甸人，前年被遣返了."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.understanding.people.parents import children_of, siblings_of
from bot.understanding.people.whom import Mention, People
from bot.understanding.said import Said
from bot.understanding.stance import Stance, stance_of
from bot.understanding.wordings.parts import expand

# Who is the father or mother of whom, and by which words the child is called.
_PARENT_OF = {
    "son-in-law": ("grandchild", "father_state", "外"),
    "daughter": ("grandchild", "mother_state", "外"),
    "son": ("grandchild", "father_state", "孙"),
    "daughter-in-law": ("grandchild", "mother_state", "孙"),
    "brother": ("nephew_niece", "father_state", "侄"),
    "sister-in-law": ("nephew_niece", "mother_state", "侄"),
    "sister": ("nephew_niece", "mother_state", "甥"),
    "brother-in-law": ("nephew_niece", "father_state", "甥"),
}
_CHILDREN = ("son", "daughter", "child")
_STATE_OF = {"male": "father_state", "female": "mother_state"}
_OTHER_SEX = {"male": "female", "female": "male"}
_HELPLESS = re.compile(r"瘫|植物人|不能动|动不了|起不来")
_OF_AGE = 18
GRAVE_ILLNESSES = frozenset({"uremia", "leukemia", "breast_cancer", "cervical_cancer", "cancer_other"})
_OTHER = {"father_state": "mother_state", "mother_state": "father_state"}
_ILL = frozenset({"illnesses", "on_dialysis", "cancer_stage", "surgery"})

# Whose words at the head of a clause still tell of the parent who was named before it.
_LEADS_ON = (
    r"(?:[他她]|可是?|但是?|谁知道?|不料|也|又|就|都|还|已经?|刚|才|是|后来|接着|不久|没多久|大?前年|去年|今年|头年|上个?月|年[前底初]|[去今前]年[底初]|开春|腊月|正月|"
    r"[12二][\d〇零一二三四五六七八九]{3}年|(?:十[一二]?|[一二三四五六七八九]|1[0-2]|[1-9])月份?|"
    r"在?(?:[我他她]|孩子)(?:才|刚)?[\d一二三四五六七八九十]{1,3}岁(?:上|那年|时|的时候)|"
    r"[好几一二两三四五六七八九十\d]{1,4}(?:多)?(?:年|个?月)(?:前|里)?|因[^，。；！？]{1,6}?|(?:被|让|叫|给)[^，。；！？]{0,5}?){0,5}"
)
_REVOKED = (
    r"(?:撤销?|剥夺|取消)(?:了|掉)?(?![后继养])[^，。；！？]{0,4}?监护|"
    r"监护[^，。；！？]{0,12}?(?:撤|剥夺|取消)(?!不)"
)
_DAYS = r"[一两二三四五六七八九十几半\d]{1,3}(?:来|多)?[天宿]"
_STATES = {
    "custody_revoked": _REVOKED,
    "deported": r"(?:遣返|遣送|驱逐出境)",
    "confined": r"被?(?:判(?:了|刑|处)|抓|逮|强制?戒|收监)"
    r"(?:了|走|进去|起来|毒|[一二两三四五六七八九十\d]{1,3}年)|又?送(?:的|去|进)了?(?:强戒|戒毒所)",
    # 男人…，上月干活从架子上掉下来没了
    "dead": r"(?:(?:干活|上工|上班|打工)(?:的?时候)?)?(?:从[^，。；！？没不]{1,6})?"
    r"[^，。；！？没不]{0,6}?(?:<died>)<not_back>",
    "lost_contact": r"(?:<gone>)",
    "short_term": rf"(?:走|跑|出门|出去|离家|离开|不见)了?(?:都|有|快|得有|整整)?{_DAYS}"
    r"(?=[了没都也不，。]|$)|"
    rf"{_DAYS}(?:都|也|了){{0,2}}(?:没(?:见|回|露面|人管)|不见|不着家)",
}
_ILL_THEN = r"(?:癌|病|瘤|晚期|车祸|事故|梗|出血|溢血|中风|尿毒症|肝硬化|衰竭)[^，。！？；]{0,8}"
_LATER = (
    *((state, r"[^。！？；]{0,30}?", told) for state, told in _STATES.items()),
    (
        "dead",
        rf"[^。！？；]{{0,16}}?{_ILL_THEN}",
        r"(?:走(?:了|的)|刚走)(?=[，。；！ ]|$)<not_back>",
    ),  # 查出胃癌，刚走
    (
        "dead",
        rf"[^。！？；]{{0,16}}?{_ILL_THEN}，[^，。！？；]{{2,10}}",
        r"(?:走的|刚走)(?=[，。；！ ]|$)<not_back>",
    ),  # 脑子里长瘤，开了颅，去年底走的
)
_THEN = [
    (state, re.compile(expand(rf"{gap}，{_LEADS_ON}(?P<w>{told})(?!的?话)"))) for state, gap, told in _LATER
]
# Told in one clause with the parent: 我闺女让法院撤了监护权, 小叔子没了.
_AT_ONCE = {
    state: re.compile(rf"[^，。；！？没不]{{0,18}}?(?P<w>{_STATES[state]})(?!的?话)")
    for state in ("custody_revoked", "deported", "short_term")
}
_AT_ONCE |= {
    state: re.compile(expand(rf"(?:家)?{_LEADS_ON}(?P<w>{told})(?!的?话)"))
    for state, told in (("dead", r"(?:<died>)<not_back>"), ("confined", _STATES["confined"]))
}
_CALLED_PARENT = re.compile(
    r"[爹爸妈娘父母]|儿(?!童)|闺女|女儿|女婿|媳|弟|兄|哥|嫂|姐|妹|小叔子|[大小][姑姨]子|小舅子|男人|老公|丈夫|老婆|妻|先生|对象|爱人"
)
_NO_PARENT = re.compile("[继后干养]|岳|公公|婆婆|外[公婆]|亲家")
_LEFT_BY = re.compile("(?:不(?:管|要|认|看|问|养)|(?:扔|撇|丢|抛)(?:下|给))(?:我|俺)?$")
_PASSING = re.compile("[跟和与同把]")
# 表姐男人死了: of the husband alone; 儿子儿媳, 姐姐男人都没了: of both.
_SPOUSE_ALONE = re.compile(
    r"(?:男人|老公|丈夫|先生|对象|爱人|那口子|当家的|掌柜的|老头子?|老伴|老婆|媳妇|妻子?|女人|婆娘)"
    r"(?!俩|两口子|[^，。；！？]{0,6}(?:[都全均]|双双|先后|一[起块]|前后脚))"
)
_AGE_THEN = re.compile(
    r"(?:才|刚)?(?:[\d一二三四五六七八九十]{1,3}岁|[初高][一二三]|[上念](?:小学|初中|高中))[^，。；]{0,2}(?:那年|时|的时候)"
)
# 闺女她爹去年病死了，我自己精神二级: who speaks is the mother.
_CHILDS_OTHER = {
    "male": re.compile(r"(?<![我俺])(?:孩子|娃|闺女|儿子?|女儿)的?[他她]?亲?(?:爹|爸|父亲)(?![妈娘母])"),
    "female": re.compile(r"(?<![我俺])(?:孩子|娃|闺女|儿子?|女儿)的?[他她]?亲?(?:娘|妈|母亲)(?![家爸爹])"),
}
_CALLED_BY = {"male": re.compile("[爹爸父]"), "female": re.compile("[妈娘母]")}


def read_parents_on(people: People) -> Iterator[Said]:
    """What a later clause goes on to tell of a father or mother, before anybody else is named."""
    for place, parent in enumerate(people.mentions):
        called = parent.words
        if parent.person == "self" or _NO_PARENT.search(called) or not _CALLED_PARENT.search(called):
            continue
        start, end = _told_on(people, place)
        for state, found in _states(people.plain, start, end):
            word = re.compile(re.escape(called)).match(people.plain, parent.end - len(called))
            children = _whose(people, word, found.end()) if word else []
            for child in children if parent.person not in {one.person for one in children} else ():
                for fact in _facts(parent, called):
                    yield Said(fact, state, child, *found.span("w"))


def _told_on(people: People, place: int) -> tuple[int, int]:
    """From where to where it is told of a parent: up to the next one, past the other of 儿子儿媳."""
    start, parent = people.mentions[place].end, people.mentions[place]
    for one in people.mentions[place + 1 :]:
        if one.person == parent.person and one.person is not None:
            continue
        if _LEFT_BY.search(people.plain, max(0, one.start - 4), one.start):
            continue  # 女婿又找了个，不管孩子，两年没见人了
        if _PASSING.search(people.plain, max(0, one.start - 1), one.start) or _AGE_THEN.match(
            people.plain, one.end
        ):
            continue  # 儿媳跟他离了，现在微信拉黑了; 爸爸在我初三那年脑子里长瘤
        beside = one.start <= start + 1 and _CALLED_PARENT.search(people.plain[one.start : one.end])
        if not beside or _SPOUSE_ALONE.match(people.plain, one.end - len(one.words)):
            return start, one.start
        start = one.end
    return start, len(people.plain)


def _states(plain: str, start: int, end: int) -> Iterator[tuple[str, re.Match[str]]]:
    """The first state of each kind that is told between, unless it is only supposed."""
    for state, then in _THEN:
        at_once = _AT_ONCE.get(state)
        found = (at_once and at_once.match(plain, start, end)) or then.match(plain, start, end)
        if found and stance_of(plain, *found.span("w")) is Stance.SAID:
            yield state, found


def _facts(parent: Mention, called: str) -> tuple[str, ...]:
    sexes = [sex for sex, words in _CALLED_BY.items() if words.search(called)]
    return tuple(_STATE_OF[sex] for sex in (sexes or [parent.sex]) if sex is not None)


# 男人…没了，撇下我跟俩上学的: they are those of the two
_LEAVES_US = re.compile(
    r"，?(?:就)?(?:撇|留|丢|扔|剩|抛)(?:下)?(?:了|给)?我(?:一个人)?(?:和|跟|带着|领着|拉扯)"
)


def _whose(people: People, word: re.Match[str], end: int) -> list[Mention]:
    """The children of whom `word` names, where it is told up to `end` what became of them."""
    children = children_of(people, word)
    ours = _LEAVES_US.match(people.plain, end)
    if not ours and not any(words.search(word.group()) for words in _CALLED_BY.values()):
        children = [one for one in children if one.relation != "child"]  # whose child it is is not told
    return [*children, *siblings_of(people, children[0])] if children else []


def read_parents_told(said: Iterable[Said], people: People) -> Iterator[Said]:
    """`father_state` and `mother_state` of small children whose parents are said to be gravely disabled, or
    gravely ill where the other one fails them: 妹夫跑了，我妹妹得了癌."""
    said = list(said)
    known = {(one.fact, one.person) for one in said}
    small = {one.person: one.of for one in said if one.of and _is_small(one)}
    for one in said:
        state = _state(one, said, people.plain) if one.of is not None else None
        if state is None:
            continue
        for child, fact in _children(one.of, small, people):
            alone = state != "severe_illness" or _fails(said, _OTHER[fact], child.person)
            if alone and (fact, child.person) not in known:
                known.add((fact, child.person))
                yield Said(fact, state, child, one.start, one.end)


def _state(one: Said, said: list[Said], plain: str) -> str | None:
    """How somebody is who is told to be disabled or ill; None where it is not grave, or who speaks says it:
    they are asked."""
    if _is_grave(one, said, plain):
        return "severe_disability"
    ill = one.fact == "illnesses" and isinstance(one.value, dict)
    grave = ill and any(one.value.get(each) is True for each in GRAVE_ILLNESSES)
    return "severe_illness" if grave and one.person != "self" else None


def _fails(said: list[Said], fact: str, child: str | None) -> bool:
    """Whether a parent of the child is told not to raise it."""
    return any((two.fact, two.person) == (fact, child) and two.value != "able" for two in said)


def of_ill_parents(said: Iterable[Said]) -> Iterator[Said]:
    """孩子8岁，爸没了，妈得了癌: she is ill of whom the child is, and no mother of who speaks."""
    said = list(said)
    told = [one for one in said if one.fact in _OTHER and one.value == "severe_illness" and one.of]
    unsure = [one for one in told if one.of and one.of.relation in _CHILDREN and one.of.start > one.end]
    told = [one for one in told if one not in unsure]
    for one in (each for each in said if each not in unsure):  # 爸没了，妈尿毒症，我种地，孩子上初中
        of = next((two for two in told if _is_same(one, two)), None)
        if of is None:
            yield one
        elif of.of is not None and of.of.relation in _CHILDREN:
            spouse = "wife" if one.person == "mother" else "husband"
            yield replace(one, of=Mention(one.start, one.start, spouse, "spouse"))


def _is_same(one: Said, told: Said) -> bool:
    """Whether the illness, told of a bare 爸 or 妈, is that by which a parent of a child fails it."""
    parent = told.fact.removesuffix("_state")
    inside = told.start <= one.start and one.end <= told.end + 2
    return one.fact in _ILL and one.person == parent and told.person != "self" and inside


def _is_small(one: Said) -> bool:
    if one.fact == "age_years":
        return (one.value["max"] if isinstance(one.value, dict) else one.value) < _OF_AGE
    return one.fact == "school_stage" and one.value in (
        "kindergarten",
        "kindergarten_final",
        "primary",
        "junior",
    )


def _is_grave(one: Said, said: list[Said], plain: str) -> bool:
    """First or second grade, third of mind, or helpless in bed."""
    if one.fact == "self_care":
        return one.value == "none" and bool(_HELPLESS.search(plain, one.start, one.end + 4))
    if one.fact != "disability_grade":
        return False
    of_mind = any(
        s.person == one.person and s.value in ({"mental": True}, {"intellectual": True}) for s in said
    )
    return one.value in (1, 2) or (one.value == 3 and of_mind)


def _children(
    parent: Mention, small: dict[str | None, Mention | None], people: People
) -> Iterator[tuple[Mention, str]]:
    if parent.relation in ("self", "spouse"):
        if (sex := _sex_of(parent, people)) is not None:
            fact = _STATE_OF[sex]
            yield from ((m, fact) for m in small.values() if m and m.relation in _CHILDREN)
        return
    if parent.relation in ("father", "mother") and parent.person == parent.relation:
        yield from ((m, f"{parent.relation}_state") for m in _young_themselves(small, people))
        return
    if str(parent.person) not in _PARENT_OF:
        return
    relation, fact, called = _PARENT_OF[str(parent.person)]
    for person, child in small.items():
        words = "".join(m.words for m in people.mentions if m.person == person)
        theirs = called in words and ("外" in words) == (called in "外甥" and "外" in words)
        if child and child.relation == relation and theirs:
            yield child, fact


def _sex_of(parent: Mention, people: People) -> str | None:
    """我视力一级，媳妇肢体二级: who has a wife is the father, if they do not say it themselves."""
    sexes = {m.sex for m in people.mentions if m.person == parent.person and m.sex}
    if not sexes and parent.relation == "self":
        theirs = {m.sex for m in people.mentions if m.relation == "spouse" and m.sex}
        theirs = theirs or {sex for sex, told in _CHILDS_OTHER.items() if told.search(people.plain)}
        sexes = {_OTHER_SEX[sex] for sex in theirs}
    return sexes.pop() if len(sexes) == 1 else None


def _young_themselves(small: dict[str | None, Mention | None], people: People) -> Iterator[Mention]:
    """班里有个男生…父亲肢体一级: who learns and those like them, whose father is spoken of bare."""
    speaker = small.get("self")
    if people.host is not None and not people.host.young:
        if any(m.relation in ("grandfather", "grandmother") for m in people.mentions):
            yield from (m for m in small.values() if m and m.relation in _CHILDREN)  # 这家三个孩子，母亲…奶奶
        return
    if speaker is None and people.host is not None:
        speaker = Mention(0, 0, "self", "self")
    if speaker is not None:
        yield speaker
        yield from (m for m in small.values() if m and m.relation in ("brother", "sister"))


__all__ = ["of_ill_parents", "read_parents_told"]
