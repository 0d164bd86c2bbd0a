"""Of which elders it is told that they live alone, or not with who speaks: 她自己过, 我不跟他们住一块."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from bot.understanding.mention import Mention
from bot.understanding.people.kinship import COUPLES
from bot.understanding.said import Said
from bot.understanding.stance import Stance, clause_start, stance_of

# 我不跟他们住一块, 我跟我妈早就分开过了, 我们不住一起
_I = (
    r"(?:(?<=[，。；！？ ])|^)(?:(?:可是?|但是?|而|不过|因为|就是|平时|现在)?(?:我|俺)们?"
    r"(?:自己|现在|平时|一直|早就?|都|也|又|两口子|一家|成家后?|结婚后?|在外地){0,3})?"
)
_WITH = (
    r"(?:跟|和|与|同|随)着?(?P<{}>(?:他|她)们?(?:俩|老?两口子?|[爸妈爹娘])?|(?:我|俺|咱)?们?家?(?:的|俩)?(?:老)?(?:爸妈|父母|爹娘|爹妈|公婆|公公|婆婆|"
    r"爸爸?|妈妈?|爹|娘|父亲|母亲|人|岳父母?|岳母|丈人|丈母娘|爷爷奶奶|爷爷|奶奶|姥姥姥爷|姥姥|姥爷|两口)(?:们|俩|两个)?)(?:在)?"
)
_LIVE = (
    r"(?:(?:一起|一块儿?)(?:住|过|生活|(?=[，。；]|$))|住(?!院)(?:在)?(?:一起|一块儿?)?|"
    r"过(?![去来年节得敏])|生活)"
)
_FROM_THEM = re.compile(
    rf"{_I}(?:不|没有?|并不|并没有?){_WITH.format('them')}{_LIVE}|"
    rf"{_I}{_WITH.format('those')}(?:(?:就|也|都|早就?|已经?|一直|现在|是){{0,3}}(?:分开(?:住|过|单过)|分(?:了)?家(?:单过|另过|过|了)|"
    r"各[住过]各)|(?:也|都|并)?(?:不|没有?)(?:在)?(?:住|过)?(?:在)?(?:一起|一块儿?)(?:住|过|生活|(?=[，。；]|$)))|"
    r"(?:我|俺)们(?:两家|是|都|早就?|一直|现在){0,2}(?:(?:不|没)(?:在)?(?:住|过)?(?:在)?(?:一起|一块儿?)(?:住|过|生活|(?=[，。；]|$))|"
    r"分开(?:住|过)|各[住过]各|分(?:了)?家(?:单过|另过))"
)
# 她不跟我住, 老人没跟着我们过
_FROM_ME = re.compile(rf"(?:不|没有?|并不|并没有?)(?:跟|和|与|随)着?(?:我|俺)们?(?:家)?(?:在)?{_LIVE}")
# 俺爹不在一起住, 我爹81，单过, 我爸妈80，自己过: the one last named is who does.
_BY_THEMSELVES = re.compile(
    r"(?:不|没有?)(?:在|住)?在?(?:一起|一块儿?)(?:住(?!院)|过|生活|(?=[，。；]|$))|不住在?(?:一起|一块儿?)|"
    r"在老家(?:住|过|生活)?(?=[，。；]|$)|分开(?:住|过)|单[过住](?=[，。；]|$)|另过|独居|"
    r"(?:自己|自个儿?|一个人|单独|独自)(?:单?过|住|生活)(?=[，。；没也有]|$)"
)
_ALONG = re.compile("[跟和与同带陪领][着了]?[我俺咱]?$")
_THEY = re.compile(r"他|她|老人|老的|[爸爹]妈|父母|爹娘|公婆|家里|老两口")
_IF_SO = re.compile(r"以前|原来|原先|要是|如果|万一|想|打算|能|愿|肯|是不是|有没有|怎么|为啥")
_ASKED = re.compile(r"[^，。；]{0,3}(?:吗|么|呢|行不|可以|的话|能不能|算不算)")
_BY_DAY = re.compile(r"白天|上班|放学|时候|一会|没人看|暂时|这几天|今天|昨")
_ALONE = re.compile(r"自己(?!的?家)|自个儿?|一个人|单[过住独]|独[自居住过]")


def from_speaker(plain: str, mentions: Sequence[Mention], elders: Collection[str]) -> set[str]:
    """Those of `elders` with whom who speaks says not to live."""
    for found in _FROM_THEM.finditer(plain):
        if _is_so(plain, *found.span()):
            start = max(found.start("them"), found.start("those"))
            named = (m.person for m in mentions if 0 <= start <= m.start < found.end())
            return _meant(found["them"] or found["those"] or "他们", named, elders)
    for found in _FROM_ME.finditer(plain):
        if _is_so(plain, *found.span()):
            head = clause_start(plain, found.start())
            return _meant("他", (m.person for m in mentions if head <= m.start < found.start()), elders)
    return _on_their_own(plain, mentions, elders)


def _on_their_own(plain: str, mentions: Sequence[Mention], elders: Collection[str]) -> set[str]:
    """Those of `elders` who were named last before 单过 or 不在一起住: 我家低保，俺爹81，单过."""
    for found in _BY_THEMSELVES.finditer(plain):
        before = [m for m in mentions if m.end <= found.start() and m.person not in (None, "self")]
        who = before[-1] if before else None
        if who is None or re.search("[我俺咱。！？]", plain[who.end : found.start()]):
            continue
        if _ALONG.search(plain, max(0, who.start - 4), who.start):
            continue  # 我跟我妈单过
        if not _BY_DAY.search(plain, who.end, found.end() + 2) and _is_so(plain, *found.span()):
            return {each for each in COUPLES.get(str(who.person), (str(who.person),)) if each in elders}
    return set()


def _is_so(plain: str, start: int, end: int) -> bool:
    """Is it told as it is now, and not asked, wished or remembered?"""
    if _IF_SO.search(plain, clause_start(plain, start), end) or _ASKED.match(plain, end):
        return False
    return stance_of(plain, start, end) is Stance.SAID


def _meant(who: str, named: Iterable[str | None], elders: Collection[str]) -> set[str]:
    """Those of `elders` who are named, or all, where `who` names nobody and they are of one house."""
    persons = [str(one) for one in named if one not in (None, "self")]
    if persons:
        return {each for one in persons for each in COUPLES.get(one, (one,)) if each in elders}
    alone = len(elders) == 1 or any(set(elders) <= set(pair) for pair in COUPLES.values())
    return set(elders) if alone and _THEY.search(who) else set()


def by_themselves(plain: str, said: Iterable[Said], elders: Collection[str]) -> set[str]:
    """Those of `elders` of whom it is told that they live alone, or as a couple with nobody else."""
    alone: set[str] = set()
    for one in said:
        who = COUPLES.get(str(one.person), (str(one.person),))
        size = one.fact == "household_size" and one.value == len(who)
        home = (one.fact, one.value) == ("living_place", "home") and _ALONE.search(plain, one.start, one.end)
        if (size or home) and not _BY_DAY.search(plain, clause_start(plain, one.start), one.end + 2):
            alone |= {each for each in who if each in elders}
    return alone


__all__ = ["by_themselves", "from_speaker"]
