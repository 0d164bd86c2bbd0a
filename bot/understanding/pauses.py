"""Pauses where speech without stops takes a breath: a clause is the room in which a fact finds its person.

Who speaks into a phone sends sixty characters without a comma. Only words that all but always begin a clause
after words that all but always end one make a pause; what is written with stops is left as it is.
"""

from __future__ import annotations

import re

from bot.text import Text

LONG = 20  # a stretch of fewer characters without a stop is left as it is
BREATH = 4  # the shortest clause
_STRETCH = re.compile(rf"[^，。！？；：、,.!?;: （）()“”\n]{{{LONG},}}")

# 打了我, 生了闺女: what stands behind is done something to, and begins nothing.
_DOES = "打撞给欠害骗伤帮救生养带丢扔撇留剩娶嫁找见到顾候踹捅砍轧碾坑苦累吓抱领供看添要收认捡拉怀陪让误耽坏下"
# 跟我, 是我, 瘫痪的我爹: what leads on to whom it speaks of, and begins no clause either.
_LEADS = _DOES + (
    "跟和与对向替为把被叫比像由归是靠随问说告在着过个了的名位来去从往除连和等当嫁就只光剩得要需须催劝，"
)
_ENDS = (
    rf"(?:(?<![{_DOES}])了|[岁级症癌呢吧嘛哈]|(?<![今去前明后当那])年|(?<=\d)月|个月|残疾证|(?<!一分)(?<!一毛)[块元钱万]|"
    r"(?<=[百千])多|上学|大学|初[一二三]|高[一二三]|年级|医院|打工|上班|种地|没工作|低保|五保|保户|跟着?[我俺他她]们?(?:一块|一起)?(?:过|住|生活))"
)
_KIN = (
    r"老伴|老公|媳妇|对象(?!户)|爱人|丈夫|妻子|儿子|闺女|女儿|孩子|儿媳|婆婆|公公|老娘|老爹|父亲|母亲|爸爸|妈妈|爷爷|奶奶|"
    r"姥姥|姥爷|孙子|孙女|弟弟|妹妹|哥哥|姐姐|大的(?=[上读念今才在有都没得是])|小的(?=[上读念今才在有都没得还是])|老大(?!爷|娘)|老二|家里|全家|两口子|夫妻俩|夫妻二人"
)
_BEHIND = re.compile(
    rf"{_ENDS}(?=我|俺|咱|他(?!们?的)|她(?!们?的)|{_KIN}|现在|如今|目前|去年|前年|今年|上个月|这两年|这几年|后来|因为|"
    r"但是|可是|所以|想问|想咨询|请问|听说|有没有|能不能|可不可以|怎么办|咋办|全靠|就靠|就指|没有|也没有?|还有|每个?月|一个月(?=就|才|也|能|挣|有|拿|给|工资))"
    rf"|(?<![{_DOES}])了(?=还|也|就|都没|没|能|想|跟着|房租|村里|父母|爹娘|爸妈|老人|自己|医生|大夫|老板|剩下|报销|住院|总共|一共|班也|靠着?|结果|反正|不知)"
    rf"|(?<=[一二两三四五六七八九十百千万\d][一二三四五六七八九十百千万\d])(?=我|俺|他(?!们?的)|她(?!们?的)|{_KIN}|父母|爹娘|爸妈|老人|想)"
    rf"|(?<=[\u4e00-\u9fff])(?<![{_LEADS}])(?=[我俺]们?(?:今年|现在|家|有|没|是|也|就|一个月|自己|爸|妈|爹|娘|对象|老公|老婆|老伴|媳妇|儿|闺女|女儿|俩|夫妻|弟|妹|哥|姐|爷|奶|婆婆|公公|孙))"
    r"|(?<=[千万][一二三四五六七八九])(?=[一二三四五六七八九]?十[一二三四五六七八九]?(?:岁|男|女|了))"
    r"|(?:照顾|管|养|伺候|顾)(?:也)?不(?:了|上|起|动|过来)(?:他|她)(?=有|没|也|现在|今年|能|是)"
    r"|(?<=[了病花])(?=[四五六七八九]十[一二三四五六七八九]?(?:农村|岁|没|有|男|女|在家|身体|得了|患|腿|眼|耳|住))"
    r"|(?:[看带哄]着?|接送)(?:俩|仨|两个)?孩子(?=[他她][爸爹妈娘爷奶姥])|[里处家城区镇]住(?=[他她][爸爹妈娘爷奶姥])"
    r"|[的来](?=[我俺](?:今年|现在|家|有|想|是|没|也|就|一|每|在|们|自己|老))"
    r"|(?<=[\u4e00-\u9fff])(?=但是|可是|所以(?!说)|[我俺](?:就)?(?:想|寻思着?|打算)(?:问|咨询|打听|知道|请|申请|办|求)|请问|麻烦(?:问|你|您))"
    r"|(?<=[\u4e00-\u9fff])(?<![我俺咱他她你们到从在是都也和跟的等就截至直爹爸娘妈奶爷公婆伴姐哥弟妹儿女孙子叔姑姨舅嫂妇婿侄孩娃家人头象贴金费保助证款病钱])(?=现在|如今|今年|去年|前年)"
)


def with_pauses(text: Text) -> Text:
    """`text` with a comma at each pause that a long stretch must have; what is quoted stays the same."""
    places = [place for found in _STRETCH.finditer(text.plain) for place in _breaths(found)]
    if not places:
        return text
    letters, at, last = [], [], 0
    for place in places:
        letters.append(text.plain[last:place] + "，")
        at += [*text.at[last:place], text.at[place]]
        last = place
    letters.append(text.plain[last:])
    return Text(text.original, "".join(letters), (*at, *text.at[last:]))


def _breaths(stretch: re.Match[str]) -> list[int]:
    """Where in the text the stretch is cut, each clause at least a breath long."""
    cuts, last = [], stretch.start()
    for found in _BEHIND.finditer(stretch.string, stretch.start(), stretch.end()):
        if found.end() - last >= BREATH and stretch.end() - found.end() >= 2:
            cuts.append(found.end())
            last = found.end()
    return cuts
