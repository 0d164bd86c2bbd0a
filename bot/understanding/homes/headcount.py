"""How many live together, counted: 就俺仨, 我跟俩孩子, 连我四口, 五张嘴, 四个大人两个娃."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.understanding.numbers import number_at
from bot.understanding.wordings.parts import expand

Found = tuple[tuple[int, int], int]

_N = r"(?P<n>仨|俩|[一两二三四五六七八九]|十[一二]?|\d{1,2})"
_CHILD = r"(?:孩子|娃娃?|孙女?|孙子|外孙女?|闺女|女儿|儿子?|妮儿?|小子|小的|丫头)"
_ENDS = r"(?=[，。；！：、\s]|$|过|住|守|熬|没|挤|吃|靠|一个|都|他|她)"
# the count is of all of them
_ALL = re.compile(
    expand(
        rf"(?:就|只有|只|就剩|只剩|剩下|一家就是|这家就)(?:剩|有|是)?(?:下|了)?<me>{_N}(?:个|口)?(?:人)?(?!孩|儿|闺|娃|病|月|年|岁|天){_ENDS}|"
        rf"(?:^|(?<=[，。；！\s]))(?:俺|我们?|咱们)(?:这)?(?:一家)?(?P<n2>仨)(?:人|口)?(?=[，。；！\s过挤住就全]|$)|"
        rf"(?:一共|总共|共|统共|拢共|连(?:上)?(?:我|俺)|算上(?:我|俺)|加(?:上)?(?:我|俺)|(?:加|连|算)(?:上)?[^，。；]{{1,8}}(?:是|共))(?P<n3>仨|[二两三四五六七八九]|十[一二]?|\d{{1,2}})"
        rf"(?:个|口)(?:人|子)?(?=[，。；！\s]|$)(?!，(?:一共|共|总共|是)?[三四五六七八九]个?[人口])|"
        rf"(?:人口|家庭成员|家庭人口|户内|常住人口|成员|户口[本簿]上|户口上|户头上|低保[本证]上(?:写着)?|家里|一家子?|全家)(?:共|共有|是|有|就|现有|拢共|一共|都|[：:]){{0,4}}"
        rf"(?P<n4>仨|[一二两三四五六七八九]|十[一二]?|\d{{1,2}})(?:个|口|名)?人(?=[，。；！：、\s]|$|都|一个|仨|挤|住|吃)|"
        rf"(?:(?<=养)|(?<=供)|(?<=喂)|(?<=有)|(?<=[，。；！\s])|家里|全家|一家|一家子)(?P<n5>[二两三四五六七八九])张嘴|嘴有(?P<n6>[二两三四五六七八九])张|"
        rf"(?:(?<=[，。；！\s])|家里|一家)(?P<n7>[二两三四五])条(?:命|汉子|光棍)|"
        rf"(?:现在|如今|变成?|还剩|只剩|世同堂|这样算|成了?)(?P<n8>[二两三四五六七八九]|十[一二]?)(?:口|个人)(?:人|子)?(?:吧|了)?(?=[，。；！\s]|$)|"
        rf"(?:仨|(?<![十百千万])(?P<n9>[三四五六七八])个?)人?(?:一起|一块儿?|搭伙|共同)?(?:过日子|过活|搭伙过|熬(?=[，。]|$)|守着(?:那|这|几|老)|相依为命)|"
        rf"(?:加|连|算|带)上(?!我|俺)[^，。；]{{1,8}}?(?:一共|总共|拢共|共|是|就是)?(?P<n12>[三四五六七八九]|十[一二]?|\d{{1,2}})口(?:人)?(?=[，。；！\s]|$)|"
        rf"(?P<n13>[三四五六七八])(?:个|口)?人(?:一起|一块儿?|共同)?(?:同住|同吃住|共同生活|一起(?:生活|住|过))|一家(?P<n14>[三四五六七八])个(?=[，。；\\s]|$)|"
        rf"(?<=户，)(?P<n10>[一二三四五六七八九\d])人(?=[，。])|(?:挤|塞|住)着?(?P<n11>[三四五六七八九])(?:个|口)人(?=[，。；]|$)"
    )
)
# 该户四人：…, 父子二人户, 住一块的就这四个人, 家里就我娘和我二姐两个人, 俺公婆加俺三口，五个人
_COUNTED_TOO = re.compile(
    r"(?:该|这|本|此)户(?:共|现有|有|家庭)?(?P<a>[一二两三四五六七八九\d])(?:口|个)?人(?=[，。：；\s]|$)|"
    r"一户(?P<b>[二两三四五六七八九\d])(?:口|个)?人(?=[，。：；\s均都]|$)|"
    r"(?:父[子女]|母[子女]|夫[妻妇]|兄弟|姐[弟妹]|兄妹|姊妹|祖孙)(?P<c>[二两三四])(?:人|口)(?:之)?户|"
    r"(?:我们|俺们?|咱们?|家里)住一[块起]儿?的?(?:就|一共|总共|共|只有)?[这那]?(?P<d>[二两三四五六七八九])(?:个人|口)(?=[，。；！\s]|$)|"
    r"(?<!婆)(?<!娘)家里?(?:就|只有|只剩|就剩)(?:我|俺)[^，。；\d]{1,8}?(?P<e>[两三四五六])(?:个人|口人?)(?=[，。；！\s]|$)|"
    r"加(?:上)?(?:我|俺)[两三四]口，(?:一共|总共|共|是)?(?P<f>[四五六七八九])(?:个人|口人?)(?=[，。；！\s]|$)|"
    r"低保，(?P<g>[二两三四五六])(?:个人|口)的(?=[，。；！\s]|$)|"
    r"(?:^|(?<=[ 。，]))(?P<h>[两三四五六七八])口(?=[同现]?住)|"
    r"(?P<i>仨|[三四五六七八](?=个))个?人?(?:一起|一块儿?)过(?=[，。；！\s]|$)"
)
_WITH = re.compile(
    expand(
        r"(?P<just>就|只|只剩|就剩|剩|剩下|家里|现在|如今)(?:剩|有|下)?(?:我|俺)(?:一个人)?(?:和|跟|带着|领着|守着|拉扯着)"
        rf"(?:这|那)?{_N}个?{_CHILD}(?!的|过来)|"
        rf"(?:我|俺)(?:和|跟|带着|领着)(?P<n2>仨|俩|[一两二三四五])个?{_CHILD}(?=，没别人|，没旁人|过日子|相依|仨人|三个人|，家里没|[^，。；]{{0,4}}仨人?过)"
    )
)
_ADULTS_AND_CHILDREN = re.compile(
    r"(?P<a>[一两二三四五]|俩)个?(?:大人|大的|老的|残疾人)(?:，)?(?P<b>[一两二三四五]|俩)个?(?:娃娃?|孩子|小孩|小的)"
    r"(?![^，。；]{0,4}(?:多少|怎么|[吗么？?]))|大人(?P<a2>[一两二三四])个，(?:孩子|小孩)(?P<b2>[一两二三四])个"
)
_ALONE = re.compile(
    expand(
        r"(?:俺|我)(?:这)?一个(?:老嬷嬷|老婆子|老头子?|老太太|老汉|寡妇|孤老)(?:守着|住|过(?![来去])|在)|"
        r"(?:一个人|自己|自个儿?)在(?:[^，。；我俺]{1,8}?)(?:屋|房|院|窝棚)(?:子)?里?(?:住|过(?![来去])|生活)|"
        r"(?:自己|自个儿?)一人(?:单?住|过)(?![院校来去]|几天|一[晚夜周])|"
        r"独门独户|光杆司令|(?:就|就是)?(?:俺|我)(?:这)?(?:一个|自己一个)(?:光杆|喘气的|孤老|孤老婆子|孤老头子?|老光棍|光棍)|(?:^|(?<=[，。；！\s]))(?:孤身|孑然一身|孤身一人)(?=[，。；！\s]|$)|"
        r"孤老(?:婆子|头子?)自己一个|(?:就|还)?(?:自己|自个儿?)单过(?=[，。；！\s]|$)|(?:我|俺)一人吃住|(?:一个人|自己)(?:住宿舍|守着(?:[^，。；]{0,4})(?:屋|房|院|瓦房)|单住|住(?:着)?(?:老屋|老房|一间))|"
        r"(?:^|(?<=[，。；\s男女\d]))独居(?!老人(?:怎|有|能|的)|的?(?:老人|人)(?:能|怎|可))(?=[，。；\s]|$)"
    )
)
_TWO = re.compile(
    r"老(?:两口|俩口?|俩)(?:就)?(?:守着|守在|住一处|相依|互相搀)|(?:两人|俩人|二人)相依(?:为命)?|与我二人同住|(?:老)?(?:姊妹|姐妹|兄弟|姐弟|哥俩|姐俩)俩?[^，。；]{0,6}，?在一个院里过"
)
_OTHERS = re.compile(
    r"(?:租客|邻居|小姑子?|大姑子?|房东|她家|他家|人家|同事|亲家|算命|保险)[^，。；]{0,6}$|(?:两口|一对)$"
)


def count_heads(plain: str) -> Iterator[Found]:
    """(span, how many) of each count of those at home."""
    for found in _ALL.finditer(plain):
        group = next((name for name, value in found.groupdict().items() if value), None)
        size = 3 if group is None else _number(plain, found.start(group))
        if size and not _of_others(plain, found.start()):
            yield found.span(), size
    for found in _COUNTED_TOO.finditer(plain):
        group = next(name for name, value in found.groupdict().items() if value)
        if (size := _number(plain, found.start(group))) and not _of_others(plain, found.start()):
            yield found.span(), size
    for found in _WITH.finditer(plain):
        group = "n" if found["n"] else "n2"
        if (children := _number(plain, found.start(group))) is not None:
            yield found.span(), 1 + children
    for found in _ADULTS_AND_CHILDREN.finditer(plain):
        first, second = ("a", "b") if found["a"] else ("a2", "b2")
        counts = _number(plain, found.start(first)), _number(plain, found.start(second))
        if None not in counts:
            yield found.span(), sum(counts)
    for found in _ALONE.finditer(plain):
        yield found.span(), 1
    for found in _TWO.finditer(plain):
        yield found.span(), 2


def _number(plain: str, place: int) -> int | None:
    number = number_at(plain[place], 0) if plain[place] in "俩仨" else number_at(plain, place)
    return int(number.low) if number is not None and number.exact and number.low <= 20 else None


def _of_others(plain: str, start: int) -> bool:
    return bool(_OTHERS.search(plain, max(0, start - 10), start))
