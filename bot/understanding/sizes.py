"""How many live together, and who belongs to the household."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .kinship import OUTSIDE
from .mention import Mention
from .numbers import number_at
from .people import People
from .said import Said
from .stance import Stance, stance_of

_COUNT = r"(?P<n>[一二两三四五六七八九十\d]+)"
_SIZE = re.compile(
    r"(?:我?家|俺家|全家|一大?家(?:子)?|家里|家中|户里|我们|俺|养着?(?:俺们|我们)?|老少[^，。]{0,3}|共|"
    r"家庭成员|家庭人口)?"
    rf"(?:[连带加][^，。；]{{1,5}}?)?(?:现在|就|共|总共|一共|有|是|里|的)*{_COUNT}(?P<unit>[口囗](?:人|(?<!两口)子)?(?!子|井|锅|味|就?吞|"
    rf"窗|水|"
    r"饭|气|烟|之家庭)|个人(?=过日子|住|吃饭|的家|挤|一个?月)|人(?=户|[，。；]|$))"
)
_NO_FEWER = re.compile(r"以[上下内](?:的|才|就|能|可)?")
_OF_HOME = re.compile(r"我?家|俺家|全家|一大?家|家里|家中|户里|养|共|家庭|老少|我们")
_NOTED = re.compile(r"(?:^|[ ，。；、])$")
_TOGETHER = re.compile(
    r"(?:俺|我)?们?(?P<n>娘|爷|母女|母子|父子|父女|祖孙|爷孙|姐弟|兄弟|夫妻|婆媳)(?P<c>俩|仨|两个|三个|"
    r"二人|两人)(?:人)?"
    r"(?=[^，。]{0,4}(?:过|相依|一起|一块|住|生活|挤|靠)|[，。]|$)|"
    r"就(?:剩)?(?:我|俺)(?:和|跟|与)[^，。]{1,6}(?P<two>两个人|俩人?|两口)(?=过|住|一起|相依|[，。]|$)|"
    r"(?:我|俺)(?:就)?(?:和|跟|与)(?:我|俺)?(?:闺女|女儿|儿子|孩子|娃|妈|娘|爸|爹|老伴|老婆|媳妇|老公|孙子|"
    r"孙女|母亲|父亲|奶奶|爷爷)"
    r"(?P<pair>(?:两个人|俩人?|两口人?)?(?:相依为命|一起过|一块过|两个人过|俩人?过|过日子))|"
    r"(?:就|只)(?:剩|有)?(?:俺|我)们?(?P<old>老两口|老俩|两口子)(?=(?:在家|过|住|守|一起|相依|了)|[，。]|$)|"
    r"(?:跟|和)(?:我|俺)?(?:孙子|孙女|闺女|女儿|儿子|孩子|老伴|老娘|妈|娘)(?:俩|两个?)人?(?P<both>过|单过|相依|住)(?!去|年)|"
    r"(?<!和)(?<!跟)老两口(?P<alone>单过|自己过|独过|单独过)|"
    r"(?:就|只)(?:剩|有)?(?:俺|我)(?:和|跟)(?:俺|我)?(?:孙子|孙女|闺女|儿子|老伴|老头|老婆)(?P<home>在家|"
    r"过|住|了?(?=[，。]|$))"
)
_ALONE = re.compile(
    r"(?:就|只|光|现在|如今|往后)(?:剩)?(?:下)?(?:[我俺他她]|老人|老父亲|老母亲|俺娘|俺爹|我妈|"
    r"我爸)?(?:自己)?(?:一个人|一人|自个儿?)(?:一个人)?"
    r"(?:了|在家|过|住|生活|(?=[，。；]|$))(?!.{0,3}(?:挣|带|养|干|打工|扛|撑|照顾|伺候|上班|忙|供|拉扯))|"
    r"[我俺他她](?:自己)?一个人在[^，。；]{1,8}?(?:老家|住|过|生活)(?!院)|没成家[^，。；]{0,4}自己住|"
    r"家里?(?:就|只)剩(?:下)?(?:我|俺|他|她|老人|老娘|老爹)(?:自己)?一个(?:人)?(?:了)?(?=[，。；]|$)|"
    r"孤寡(?:一人|老人)|一个人吃饱全家不饿"
)
_LEANED_ON = re.compile(r"(?:靠|指着|指望|累|全家|家里|挣钱的|上班的|干活的)[^，。；]{0,4}$")
_RAISED = re.compile(
    r"(?:一个人|自己|独自|离(?:了|完|过|的)?婚[^，。；]{0,6}|离了)(?:[，、 ])?(?:我|俺)?(?:一个人|"
    r"自己)?(?:带着?|拉扯着?|养着?)"
    r"(?P<n>一|俩|两|仨|三|1|2|3)个?(?:孩子|娃|儿子|闺女|女儿|男孩|女孩|小子)[^，。；]{0,4}(?:过|住|租|生活)"
)
_PARTED = re.compile(
    r"离(?:了|过|的)?婚[^。；]{0,12}?(?:我|俺|自己|独自)?(?:自己|一个人|独自)?(?:带着?|领着?|拉扯着?)"
    r"(?P<n>一|俩|两|仨|三|1|2|3)个(?:孩子|娃|儿子|闺女|女儿|男孩|女孩|小子)|"
    r"离(?:了|过|的)?婚[^。；]{0,12}?(?:自己|一个人|独自|我|俺)(?:带着|领着|跟|和)[^，。；]{0,5}岁的(?:儿子|闺女|女儿|孩子|娃)|"
    r"(?:我|俺)(?:自己|一个人)?(?:带着?|领着?|跟|和)(?:闺女|女儿|儿子|孩子|娃)(?:单过|两个人过|俩人?过|自己过)"
)
_COUPLE_WITH = re.compile(
    r"(?:两口子|夫妻俩|俺俩|我俩|夫妻二人|老两口)(?:带着?|领着?|加上?|养着?|供着?|拉扯着?|和|跟)(?:着)?"
    r"(?:(?P<n>一|俩|两|仨|三|1|2|3)个?|个)(?:孩子|娃|儿子|闺女|女儿|孙子|孙女|男孩|女孩)"
)
_HOUSE_OF = re.compile(rf"{_COUNT}口之家")
_THESE = re.compile(rf"(?:我|俺|咱)(?:们)?(?:家)?这{_COUNT}口(?:人|之家|子)?(?=[，。；？]|$|[一-鿿])")
_MEMBER = re.compile(
    r"(?:一直|现在|平时|常年|都)?(?:跟|和|随|与|在)着?(?:我|俺|来电人|其)(?:们|家)*(?:两口子)?(?:一起|"
    r"一块儿?|共同)?(?:过|住|生活|居住|吃住)(?!不|院|几天|过)"
    r"|(?:接到|接来)(?:我|俺)们?家?(?:一起|一块)?(?:过|住)|(?:户口)?(?:跟|和|在)(?:我|"
    r"俺)们?(?:在)?(?:一个)?户口(?:本|簿)(?:上|里)?"
)
_NOT_MEMBER = re.compile(
    r"(?:早就?|都|也|去年|前年|已经|全|远)*(?:出嫁|出了嫁|嫁(?:人|到|出去|了|去|外|走|得远|在)|分家(?:了|"
    r"单过|另过)|分了家|另立门户|单过|另过|单独立户|"
    r"不(?:跟|和)(?:我|俺)们?(?:在)?(?:一起|一块|一个户口)(?:过|住|生活|本|簿)?|(?:成家)?另立(?:了)?(?:户口|户头|锅灶)|户口(?:早)?(?:就)?(?:迁|"
    r"转)(?:走|出去))(?!还是|的话|吗|么)"
)
_MAY_JOIN = frozenset(
    {"father", "mother", "parent", "father_in_law", "mother_in_law", "parents_in_law", "grandfather",
     "grandmother", "brother", "sister", "uncle_aunt", "nephew_niece", "relative", "grandchild", "son",
     "daughter", "grandparent"}
)  # fmt: skip
_MAY_LEAVE = frozenset({"son", "daughter", "child", "brother", "sister", "grandchild"})


_WISHED = re.compile(
    r"(?:想|打算|准备|要是|如果|万一|能不能|愿不愿意|愿意|不肯|肯不肯|以后|将来|是不是|有没有)[^，。；]{0,8}$"
)


def read_sizes(plain: str, people: People) -> Iterator[Said]:
    """How many live together (一家五口, 俺娘俩)."""
    yield from _of_two(plain, people)
    yield from _of_one(plain, people)
    for found in _RAISED.finditer(plain):
        number = number_at(plain, found.start("n"))
        yield from _size(plain, people, found.span(), 1 + int(number.low) if number else 0)
    yield from _of_counted(plain, people)
    for found in _SIZE.finditer(plain):
        if not _is_household(plain, found) or _NO_FEWER.match(plain, found.end()):
            continue
        number = number_at(plain, found.start("n"))
        if number is not None and number.exact and 1 <= number.low <= 20:
            yield from _size(plain, people, found.span(), int(number.low))


def _of_counted(plain: str, people: People) -> Iterator[Said]:
    """Those left after a divorce, a couple with its children, and 俺这三口人, which even a question knows."""
    for pattern, grown in ((_PARTED, 1), (_COUPLE_WITH, 2)):
        for found in pattern.finditer(plain):
            number = number_at(plain, found.start("n")) if found["n"] else None
            yield from _size(plain, people, found.span(), grown + (int(number.low) if number else 1))
    for found in _HOUSE_OF.finditer(plain):
        number = number_at(plain, found.start("n"))
        if number is not None and number.exact:
            yield from _size(plain, people, found.span(), int(number.low))
    for found in _THESE.finditer(plain):
        number, of = number_at(plain, found.start("n")), people.home(found.end(), found.end())
        if number is not None and number.exact and of is not None and 1 <= number.low <= 20:
            yield Said("household_size", int(number.low), of, *found.span())


def _is_household(plain: str, found: re.Match[str]) -> bool:
    """三口人 always; 三口 and 三人 only of a home, or alone in a note."""
    if found["unit"] in ("口", "囗"):
        if found["n"] in ("两", "二", "2") and re.match(r"我们|俺", found.group()):
            return False  # 我们两口: the couple, not the household
        alone = (
            _NOTED.search(plain, 0, found.start("n"))
            and found.end() < len(plain)
            and plain[found.end()] in " ，。；"
        )
        return bool(_OF_HOME.match(found.group())) or bool(alone)
    if found["unit"] == "人":
        return bool(re.match(r"家里|家中|户里|家庭|全家|共", found.group()))
    if found["n"] in ("两", "二", "2"):
        return not found.group().startswith("我们")
    return True


def _of_two(plain: str, people: People) -> Iterator[Said]:
    for found in _TOGETHER.finditer(plain):
        yield from _size(plain, people, found.span(), 3 if (found["c"] or "") in ("仨", "三个") else 2)


def _of_one(plain: str, people: People) -> Iterator[Said]:
    for found in _ALONE.finditer(plain):
        if not _LEANED_ON.search(plain, max(0, found.start() - 8), found.start()):
            yield from _size(plain, people, found.span(), 1)


def _size(plain: str, people: People, span: tuple[int, int], size: int) -> Iterator[Said]:
    of = people.home(span[1], span[1])
    if of is not None and 1 <= size <= 20 and stance_of(plain, *span) is Stance.SAID:
        yield Said("household_size", size, of, *span)


def read_membership(plain: str, people: People) -> Iterator[Said]:
    """Who lives with the speaker (跟着我们过), and who has left home (嫁出去了, 分家单过)."""
    for pattern, belongs, may in ((_MEMBER, True, _MAY_JOIN), (_NOT_MEMBER, False, _MAY_LEAVE)):
        for found in pattern.finditer(plain):
            of = _nearest(people, found.start())
            if of is None or of.relation not in may or of.relation in OUTSIDE:
                continue
            if _WISHED.search(plain, max(0, found.start() - 10), found.start()):
                continue
            if stance_of(plain, *found.span()) is Stance.SAID:
                yield Said("household_member", belongs, of, *found.span())


def _nearest(people: People, start: int) -> Mention | None:
    """The one last spoken about before `start`, in the same sentence."""
    of = people.subject(start, start)
    if of is None or of.end == of.start or re.search(r"[。！？]", people.plain[of.end : start]):
        return None
    return of
