"""What is a state, or is over, and only sounds like a cry: a broken limb, a beater in custody, a worn house.

俺老乡四十，胳膊断了 tells of somebody; nobody lies there. Where words press (刚, 血, 咋办) all is left.
"""

from __future__ import annotations

import re

LONGEST = 60
_PRESSES = re.compile(
    r"刚|正(?!常)|现在(?!还?(?:没|不))|这会|今[天早晚儿]|昨|夜来|救(?!助)|快(?!递)|血|躺|起不来|不(?:能|"
    r"会)?动|动不了|[晕昏醒喊]|没气|疼得|"
    r"怎么办|咋(?:办|整|弄)|[压埋困卡夹晃沟井坑]|山[上里]|半路|底下|没人敢|[下上出](?:不|没法)[来去]|不让|120|110|119|死|不想活"
)
_BLOWS = re.compile(r"打(?!工|石膏|电话|针|官司|听)|揍|踹|砍|捅|掐")
_BROKEN = re.compile(
    r"(?:腿|胳膊|手|脚|腰|肋骨|骨头|胯|手腕|脚踝|手指头?)(?:也|都|给|又|被)?(?:摔|砸|碰|撞|轧|绞)?(?:断|"
    r"折)(?:过|了)?|"
    r"(?:摔|砸|碰|撞|轧|绞)(?:断|折)(?:过|了)?(?:一条|一只|右|左|两条)?(?:腿|胳膊|手|脚|腰|肋骨|骨头|胯)"
)
_AT_WORK = re.compile(
    r"工地|干活|厂里?|车间|架子|上班|机器|打工|矿|老板|[包工]头|公司|单位|盖房|装修|施工|卸货|送货"
)
_UNPAID = re.compile(
    r"(?:老板|包工头|工头|厂里?|厂家|公司|单位|工地|队里|东家|主家|对方|他们?|人家)[^，。]{0,4}(?:不(?:给|管|"
    r"赔|认|出|掏|问|肯|负责)|没(?:给|赔|管)|跑了|推)|"
    r"(?:不(?:给|赔)|没(?:给|赔))(?:钱|药费|医药费|一分)?(?:$|[，。 ])|一分(?:钱)?(?:也|都)?(?:没|不)|工伤"
)
_FALL = re.compile(
    r"(?:从[^，。 从]{1,8})?(?:掉|摔|栽|滚|跌)(?:了)?(?:下来|下去|下|着|伤)(?:了)?|(?:砸|轧|绞|碰)(?:着|伤|"
    r"了)(?:了)?"
)
# 摔断了胯，现在走不了路: what a fall or an illness has left, of one who is home and is asked about.
_LAMED = re.compile(
    r"(?:(?:现在|如今|也|都|就|人){0,2}(?:走|下)不[了动成]路|走不(?:了|动)了?$|[起下]不(?:来|了)床|卧床|瘫(?:痪)?(?:在)?(?:床|家|炕)|下不(?:来|了)地|不(?:能|会)走(?:路)?了?)+"
)
_FELL = re.compile(
    r"(?:从[^，。 从]{1,8}|在[^，。 在]{1,6})?(?:掉|摔|栽|滚|跌|滑)(?:了)?"
    r"(?:一跤|一下|倒|下来|下去|下)?[后了]{0,2}(?:[断折][了]?(?:胯|腿|腰|胳膊|股骨头?))?"
)
_LIES_THERE = re.compile(
    r"刚|血|地上|趴|快(?!递)|救(?!助)|疼得|[晕昏醒喊]|没气|咋办|怎么办|今[天早]|120|死|不想活|从[^，。]{1,5}(?:摔|掉|栽)[^床瘫炕]*$"
)
# Who struck a stranger is held for it: nobody strikes now.
_IN_CUSTODY = re.compile(
    r"(?:喝(?:了|醉)?酒|酒后)?(?:跟人|和人|与人|把人|给人)?(?:打|砍|捅|杀|伤)(?:了|伤|死)?(?:人|架|"
    r"仗)?了?[^，。！？ ]{0,3}"
    r"(?:(?:被|让|叫|给)[^，。！？ ]{0,5}(?:拘|抓|逮|判|关)(?:留|走|起来|进去|捕)?|(?:拘留|逮捕|坐牢|判刑|判|"
    r"蹲|进去)(?=[了的]))"
)
_OF_KIN = re.compile(
    r"打(?:了|伤|死)?(?:[我俺她他]|媳妇|老婆|孩子|老人)|又打|还打|放出来|出来(?:了|后|以后|又|就)"
)
_WORN = re.compile(
    r"(?:房|屋|墙|瓦|梁)(?:子|体|顶|里|上|头|檐)?(?:上|也|都|全|到处|老|早|就|给|已经){0,2}(?:裂|漏|歪|斜|鼓|"
    r"酥|透风|朽|掉[泥皮土渣])[^，。 ]{0,6}|"
    r"(?:一)?(?:下雨|阴天)(?:天|就|的时候)?[^，。 ]{0,2}(?:进水|漏(?:水|雨)?|怕塌)|怕(?:房子|屋|"
    r"墙)?(?:会)?(?:塌|倒)(?:了)?"
)
_STRUCK = re.compile(
    r"台风|[大狂]风|暴雨|大雨(?!天就)|连阴|洪|发水|淹|泡|冲|震|雹|大雪|滑坡|泥石流|雷|火|烧|炸|撞|砸|"
    r"[了要快半]塌|塌了|[塌倒]下|掀|"
    r"前天|这场|那场|连着下|下了|眼看|往下掉|跑出|不敢进"
)


def without_states(plain: str) -> str:
    """The text without what is over, or has long been so, where nothing in it presses."""
    if len(plain) > LONGEST:
        return plain
    if _LAMED.search(plain) and not (_LIES_THERE.search(plain) or _BLOWS.search(plain)):
        plain = _FELL.sub("", _LAMED.sub("腿脚不好", plain))
    if _PRESSES.search(plain):
        return plain
    if not _OF_KIN.search(plain):
        plain = _IN_CUSTODY.sub("被拘留", plain)
    if not _STRUCK.search(plain):
        plain = _WORN.sub("房子旧", plain)
    if _BLOWS.search(plain):
        return plain
    if _AT_WORK.search(plain) and _UNPAID.search(plain):
        plain = _FALL.sub("", plain)
    return _BROKEN.sub("", plain)


__all__ = ["without_states"]
