"""How many live together, told without a count: 俺家就俺和老婆子, 我们娘俩, 我一个人, 领着俩孩子过."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.understanding.numbers import number_at
from bot.understanding.stance import clause_start
from bot.understanding.wordings.heads import compile_headed
from bot.understanding.wordings.parts import expand

Found = tuple[tuple[int, int], int]
_MANY = {"仨": 3, "三口": 3, "四口": 4, "三个": 3, "三人": 3, "3人": 3, "几个": 0}

# ---- two, or three, by what they are to one another
_PAIR = compile_headed(
    expand(
        r"(?P<of>(?:俺|我|咱)们?)?(?P<pair>娘|爷|母女|母子|父子|父女|祖孙|爷孙|夫妻|婆媳)"
        r"(?P<c>俩|仨|两个|三个|[两三四]口|二人|两人|三人|2人|3人|几个)(?:人)?"
        r"(?!腰子|眼|腿|肾|手|耳|胳膊)"
        r"(?P<live>~4(?:过(?![来去])|"
        r"相依|一起|一块|一个户口|(?:自己|单独)一[户家]|吃着?低保|"
        r"住(?!院)|租(?!房补)|赁|生活|挤|靠)|(?=[，。]|$)|(?<=人)(?= ))?"
    )
)
_WITH_MORE = re.compile(r"[带领养][^，。；]{0,2}[孩娃儿孙]")  # 婆媳俩带个孩子过
_WITH = compile_headed(
    expand(
        r"(?:<me>(?:和|跟|与|领着|带着|、|守着)<me>?<member>|<member>(?:和|跟|与)<me>)(?P<two>俩人?|两个人?|两口人?|二人)?"
        r"(?:一起|一块|单独)?(?P<how>相依为命|过日子|单过|自己过|过(?![来去年得])|生活|住(?!院|校)|在家|守着)?"
    )
)
_JUST = re.compile(
    r"(?:家里?|家中|户口本上|名下|现在|如今|跟前)?(?:(?:就|只|光|还)(?:剩|有)?(?:下|了)?(?:就|只)?|剩(?:下|了)?)$"
)
_LONE_WAYS = ("相依为命", "单过", "自己过")
_WITH_ENDS = re.compile(r"[了的]?(?=[，。；！ ]|$)|过|住|在|没|她|他|都(?![有上去在])")
# Brothers and sisters are one home only where it is said: 兄弟俩一块过, 姐妹仨一个户口.
_SIBLINGS = compile_headed(
    r"(?:(?:弟兄|兄弟|姊妹|姐妹|姐弟|兄妹)(?P<n>[两二三四五六俩仨2-6])个?人?|[哥姐](?P<n2>[俩仨])(?!孩|娃|儿|闺|女))"
    r"(?:(?:(?![不没各轮都])[^，。；]){0,4}(?:相依|过(?:日子|活|的?(?=[，。；！]|$))|住(?:着|在?[一这那老]|的?(?=[，。；！]|$))|租|挤|生活(?!费)|"
    r"(?:自己|单独)一[户家])|"
    r"(?:(?![爹娘爸妈哥姐弟妹跟和各轮不]|没(?!成家|结婚|娶|嫁)|媳妇)[^。！？]){0,28}?(?:(?:一块儿?|一起|一口锅|一个锅|一个户口本?上?)[^，。]{0,3}(?:过|住|吃|生活)|"
    r"住在?(?:一块|一起|一个[院屋家])|一个户口本?上?(?=[，。；！]|$)))"
)
_HEADS = dict(zip("两二俩2三仨3四4五5六6", (2, 2, 2, 2, 3, 3, 3, 4, 4, 5, 5, 6, 6), strict=True))
_COUPLE = compile_headed(
    expand(
        r"(?:就|只)(?:剩|有)?<me>(?:老两口|老俩|两口子)(?=(?:在家|过|住|守|一起|相依|了)|[，。]|$)|"
        r"(?:就|只)(?:剩|有)?[下了]?(?:[他她]们?|俩老人)?老两口(?=(?:在家|过|住|守|一起|相依|了)|[，。]|$)|"
        r"(?:[他她]俩|俩老人|爹娘|爸妈|父母|爷爷奶奶|公婆)"
        r"[^，。；！？的我俺]{0,6}(?:(?:自己|单独)(?:过(?![来去])|住)|单[过住])|"
        r"(?<![跟随由靠和着])(?<![跟随由靠和着][我俺])(?<![跟随由靠和着][我俺]们)<me>?老两口(?:单[过住]|自己[过住]|独过|单独过|过(?=[，。]|$))"
    )
)
_TWO = re.compile(
    r"(?:我们|俺们|咱们|我|俺)(?:母子|母女|父女|父子|婆孙|爷孙)(?:俩)?(?:现在|一直|两人|二人){0,12}(?=租|住|过|相依|靠|挤)"
)
# ---- one alone
_ALONE = compile_headed(
    expand(
        r"(?:就|只|光|现在|如今|往后)(?:剩)?(?:下)?(?:[我俺他她]|老人|<elder>)?(?:自己)?(?:一个人|一人|自个儿?)(?:一个人)?"
        r"(?:了|在家|过|住|生活|守|(?=[，。；]|$))|"
        r"(?:[我俺他她]|<elder>)(?:自己)?一个人在[^，。；]{1,8}?(?:老家|住|过|生活)(?!院)|[他她我俺](?:自己)?一个人(?:租房|住着?)|没成家[^，。；]{0,4}自己住|"
        r"(?:<me>家|家里?|家中)(?:现在|如今|往后)?(?:就|只)?(?:剩)?(?:下)?(?:我|俺|他|她|老人|老娘|"
        r"老爹)(?:自己|一个)(?:人)?(?:了)?(?=[，。；！ 没]|$)|"
        r"(?:就|只)剩(?:下)?(?:我|俺)(?:自己|自个儿?)?了?(?=[，。； ]|$)|"
        r"(?<=[了岁，])(?:自己)?一个人在(?:[一-鿿]{2})?(?:村里|庄里|老家|家里?|农村|乡下)(?:住|过|生活)?(?=[，。；我想能有]|$)|"
        r"孤寡(?:一人|老人)|一个人吃饱全家不饿|(?<![在来去的给了])(?:[我俺他她]|<elder>)(?:现在|如今|就|也|还|是|从此)"
        r"{0,12}(?:自己)?一个人(?=[，。；！ ]|$)(?!.(?:又|还|得|要|既)?(?:带|拉扯|养|供|打|上班|挣|干|伺候|"
        r"照顾|撑|扛|忙))|"
        r"(?<=[，。；！ ])(?:独身|单身|就)?一个人(?:租房|住着|住在[^，。；]{1,8})?(?=[，。；！]|$)(?!.(?:又|"
        r"还|得|要|既)?(?:带|拉扯|养|供|打|上班|挣|干|伺候|照顾|撑|扛|忙))|"
        r"(?:单身|孤身|独身)一?个?人|一人户|"
        r"(?:自己|他|她)(?:单独|自己)?(?:一|立的?一?个?)户(?:口本?)?(?=[，。；！ ]|$|吃|是|有|享|领|低保)|"
        r"(?:就|只)剩(?:下)?(?:[他她]|老人)(?:自己|自个儿?)(?:一个人)?"
        r"(?:了|在[^，。；我俺]{1,6})?(?=[，。；！ ]|$)|"
        r"(?:(?<=[岁多\d咧])|(?<=[^年月天]了))(?:现在|还|就|都)?(?:自己|自个儿?)(?:一个人)?住(?:着|在)?(?!院|校|进|养|敬|护|到|得|不|个)"
        r"[^，。；我俺院]{0,4}(?:小区|楼|村里?|屋|房子?)(?:里|上)?(?=[，。；！ ]|$)|"
        r"(?<=[，。；了咧岁我俺他她])(?:自个儿?|自己)(?:一个人)?在[^，。；我俺他她]{1,10}?(?:住|过)(?![院来去校一几年节])|"
        r"自己单独一个?户(?:口本?)?(?=[，。；！ ]|$)"
    )
)
_ELDER_MATE = re.compile(r"(?:爹|爸|父|公公?|爷爷?)$")
_BUSY = re.compile(r".{0,3}(?:挣|带|养|干|打工|扛|撑|照顾|伺候|上班|忙|供|拉扯)")
_LEANED_ON = re.compile(
    r"(?:靠|指着|指望|累|全家|家里|挣钱的|上班的|干活的|劳力|伺候[^，。]{0,3}|照顾[^，。]{0,3}|[送陪带][^，。]{0,4}的)[^，。；]{0,4}$"
)
# ---- a parent with children, a couple with theirs
_CHILDREN = r"(?:孩子|娃|儿子|闺女|女儿|男孩|女孩|小子|丫头)"
_N = r"(?P<n>一|俩|两|仨|三|1|2|3)"
_PARTED = compile_headed(
    r"(?<![要想闹没])离(?:了|过|的)?(?:婚|异)(?!不)|(?<!婚)离了|丧偶|守寡|寡妇|单亲|(?:老公|丈夫|男人|媳妇|老婆|妻子|他爹|她爹|他爸|她爸|他妈|她妈|他娘|孩子爸|孩子妈)"
    r"[^，。；！？]{0,8}(?:没了|去世|死了|不在了|走了|跑了|过世|病故|坐牢|判)"
)
_RAISED = re.compile(
    rf"(?:我|俺|自己|独自|一个人|(?<=离婚)[^。；]{{0,10}}|(?<=离了)[^。；]{{0,6}})(?:自己|一个人|一人|独自){{0,12}}(?:带着?|领着?|拉扯着?|养着?){_N}个?{_CHILDREN}"
    r"(?P<live>[^，。；]{0,4}(?:过|住|租|生活))?"
)
_CAME_BACK = re.compile(
    r"[^，。；]{0,4}(?:回来|回娘家|回家|跟(?:着)?(?:我|俺)|住(?:在)?(?:我|俺|娘家)|回(?:到|了)?[我俺]?[爸爹妈娘])"
)
_LEFT_HOME = re.compile(
    r"(?:大的|老大|大闺女|大女儿|大儿子|一个)[^，。；]{0,6}(?:出嫁|嫁人|嫁了|嫁出去|成家|结婚|在外地|分家|打工|上班)"
)
_LEFT_WITH = re.compile(rf"剩(?:下)?(?:我|俺)(?:和|带着|领着|跟){_N}个?{_CHILDREN}")
_ONE_CHILD = re.compile(
    r"离(?:了|过|的)?婚[^。；]{0,12}?(?:自己|一个人|独自|我|俺)(?:带着|领着|跟|和)[^，。；]{0,5}岁的(?:儿子|闺女|女儿|孩子|娃)|"
    r"(?:我|俺|，)(?:自己|一个人)?(?:带着?|领着?|跟|和)(?:闺女|女儿|儿子|孩子|娃)(?:单过|两个人过|俩人?过|自己过)"
)
_WITH_CHILDREN = re.compile(
    r"(?:两口子|夫妻俩|俺俩|我俩|夫妻二人|老两口)(?:带着?|领着?|加上?|养着?|供着?|拉扯着?|和|跟)(?:着)?"
    r"(?:(?P<n>一|俩|两|仨|三)个?|个)(?:孩子|娃|儿子|闺女|女儿|孙子|孙女|男孩|女孩)"
)
# Somebody more at home, of whom no words say that they are gone.
_MORE_AT_HOME = re.compile(
    r"(?:老公|丈夫|男人|爱人|对象|媳妇|老婆|妻子|[他她]爸|[他她]爹|孩子爸|公公|婆婆)(?![^，。；！？]{0,8}(?:没了|去世|死|不在|走了|跑|过世|病故|离|坐牢|判))"
)


def find_together(plain: str) -> Iterator[Found]:
    """(span, how many) of each wording; the reader judges whether it is said of now."""
    yield from _pairs(plain)
    for found in _COUPLE.finditer(plain):
        yield found.span(), 2
    for found in _TWO.finditer(plain):
        yield found.span(), 2
    for found in _SIBLINGS.finditer(plain):
        yield found.span(), _HEADS[found["n"] or found["n2"]]
    for found in _ALONE.finditer(plain):
        leaned = _LEANED_ON.search(plain, max(0, found.start() - 8), found.start())
        if not leaned and not _BUSY.match(plain, found.end()):
            yield found.span(), 1
    yield from _with_children(plain)


def _pairs(plain: str) -> Iterator[Found]:
    others = _MORE_AT_HOME.search(plain)
    for found in _PAIR.finditer(plain):
        if found["pair"] == "夫妻" and found["live"] is None:
            continue
        if _WITH_MORE.search(found["live"] or ""):
            continue
        if found["live"] is not None or (found["of"] and not others):
            size = _MANY.get(found["c"], 2)
            if size:
                yield found.span(), size
    for found in _WITH.finditer(plain):
        just = _JUST.search(plain, max(0, found.start() - 9), found.start())
        start = just.start() if just else found.start()
        ends = _WITH_ENDS.match(plain, found.end())
        if ends and ends[0] == "的" and clause_start(plain, start) < start:
            continue  # 地是俺跟老伴俩人的
        if _ELDER_MATE.search(plain, 0, found.start()):
            continue  # 俺爹娘跟俺俩过
        lone = found["how"] and (found["two"] or found["how"] in _LONE_WAYS)
        if lone or ((just or found["two"]) and ends):
            yield (start, found.end()), 2


def _with_children(plain: str) -> Iterator[Found]:
    parted = _PARTED.search(plain)
    for found in _RAISED.finditer(plain):
        if _CAME_BACK.search(found.group()) or _CAME_BACK.match(plain, found.end()):
            continue  # 闺女离了婚带着俩孩子回来住
        if _LEFT_HOME.search(plain):
            continue
        number = number_at(plain, found.start("n"))
        alone = re.search(r"自己|独自|一个人", found.group())
        if number is not None and (parted or (alone and found["live"])):
            yield found.span(), 1 + int(number.low)
    for found in _LEFT_WITH.finditer(plain):
        number = number_at(plain, found.start("n"))
        if number is not None:
            yield found.span(), 1 + int(number.low)
    for found in _ONE_CHILD.finditer(plain):
        yield found.span(), 2
    for found in _WITH_CHILDREN.finditer(plain):
        number = number_at(plain, found.start("n")) if found["n"] else None
        yield found.span(), 2 + (int(number.low) if number else 1)
