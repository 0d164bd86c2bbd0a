"""Who lies hurt where they fell and cannot get up; a house that is about to fall on who is in it.

我腿摔断了在地上爬不了 · 山墙歪了，眼看要倒: told without a cry. What has been so for years, what is cared
for and what aid is asked for sound alike; they are told apart by the ground one lies on, and by what moves
at this moment.
"""

from __future__ import annotations

import re

from bot.danger import distress

_HURT = re.compile(r"摔|滑倒|绊倒|跌(?:倒|了|一|断|伤|下)|栽|[断折]了|骨折|[砸磕碰撞轧](?:着|伤|到|断|破|了)")
_CANNOT_RISE = re.compile(
    r"(?:爬|站|坐|立|起|扶|抱|抬|拉|拽)(?:都|也)?不(?:了|起(?:来)?|来|动|上来|出来)(?![床炕楼学])|"
    r"(?:动弹?|挪|移)(?:都|也)?不(?:了|得)|不能动(?:弹)?|没法动"
)
_ON_THE_GROUND = re.compile(
    r"(?:在|躺|趴|倒|坐|瘫)(?:在|到|着)?(?:[^，。！？在]{0,3}?)(?:地(?:上|下|里|板)|[院屋沟坑田](?:子)?[里底中]|厕所|卫生间|浴室|澡堂|楼[梯道]|门口|"
    r"路[上边中]|马路|床(?:底|下|边)|炕(?:下|沿)|台阶|墙根|山[上里]|河边|雪[地里])"
)
_ALONE = re.compile(
    r"(?:就|只(?:有)?)(?:剩)?(?:我|俺|他|她)(?:一个人|自己|一人|自个儿?)|(?:没(?:有)?(?:个)?|喊不来|叫不来)人(?!照|伺|看|养|管|做|给|种|接|雇|要|赔)|"
    r"谁来(?!管|照|养|伺|赔|给)|快来|咋办|怎么办|咋整|够不[着到]|救(?!助|济)|120|喊疼|疼得"
)
# Cared for, long so, of the bed, or told for the aid of it.
_CARED_FOR = re.compile(
    r"[住出]院|手术|医院|大夫|医生|石膏|钢[板钉]|养(?:着|伤|病)|赔|工伤|老板|工头|鉴定|残|瘫|偏瘫|中风|床上|[起下卧躺]不?了?(?:来)?床|"
    r"护理|伺候|照顾|照料|补[助贴]|低保|救助|申请|能领|报销|费|不给|干不[了成]|干活|"
    r"[年月](?:[前了多来]|$)|[天周](?:前|了)|星期|礼拜|一直|老(?:是|毛病)|总(?:是|在|摔)|[要得]人扶|平时|天天|经常|动不动就|从小|后来|以后|那[年会回次]|电视|听说|"
    r"怕|万一|要是|如果|容易|好了|没事"
)

_PART_OF_HOUSE = (
    r"(?:房(?:子|顶|梁|屋|檐)?|屋(?:子|顶|檐|脊|里)?|[山院后前东西围外土]?墙(?:体|头|角)?|楼(?:房|板|体|顶)?|"
    r"(?:大)?梁|窑(?:洞)?|(?:顶|天花)板?)"
)
_FALLS_DOWN = r"(?:塌|倒(?!闭|霉|也|不|是|贴|出)|垮|落架|砸(?:下来|着|到))"
_ABOUT_TO = re.compile(
    rf"{_PART_OF_HOUSE}[^。！？]{{0,14}}?(?:(?:眼看|眼瞅|眼见|马上|立马|说话|这就|随时|当即)(?:着)?(?:都|也|就|要|会|得|快|可能)*{_FALLS_DOWN}|"
    rf"(?:快|要){{1,2}}{_FALLS_DOWN}(?:了|下来|过来))"
)
_AT_THIS_MOMENT = re.compile(
    r"眼[看瞅见](?!着别)|马上|立马|说话就|这就|正(?:在)?往|一直(?:在)?[响掉]|嘎吱|咯吱|咔[嚓擦]|吱[嘎呀]|直(?:往下)?掉|"
    r"(?:泡|淋|冲|震)(?:[歪裂塌酥倒]|得)|快来|救命|不敢(?:睡|进|合眼|回)|不肯(?:出|走)|不(?:愿|想)出来|突然|刚"
)
_SOMEBODY_INSIDE = re.compile(
    r"(?:里头|里面|屋里|家里|底下|还在)[^，。]{0,6}(?:住|睡|躺|有人|老|孩|娃|[爹娘爸妈爷奶])|(?:我们|俺们?|一家|全家|老小|[爹娘爸妈爷奶人])[^，。]{0,6}还[^，。]{0,3}(?:住|睡|躺|在(?:里|屋|家))"
)
# For years, empty, of others or of beasts, graded, or named for the sake of aid: a worn house.
_WORN = re.compile(
    rf"{distress.LONG_AGO}|年|多久|失修|[a-dA-D]级|鉴定|危房|补[助贴偿]|申请|改造|翻[修盖建新]|重[建盖]|修|盖房|公租|[廉租]租|租房|"
    r"没人住|空着|闲置|老家的|[猪羊牛鸡鸭狗]|大棚|怕(?:哪天|它|会|要是)|万一|要是|政策|低保|能[^，。]{0,6}[吗不么]|多少|房价|"
    r"梦|电视|听说|差点|没事|没倒|没塌|倒数|拆迁"
)


def lies_hurt(plain: str) -> bool:
    """Somebody fell or broke a bone and cannot get up from where they lie, or is alone with it."""
    if not (_HURT.search(plain) and _CANNOT_RISE.search(plain)) or _CARED_FOR.search(plain):
        return False
    return bool(_ON_THE_GROUND.search(plain) or _ALONE.search(plain))


def house_gives(plain: str) -> bool:
    """A wall or a roof is about to come down: it moves at this moment, or people are still beneath it."""
    if not _ABOUT_TO.search(plain) or _WORN.search(plain):
        return False
    return bool(_AT_THIS_MOMENT.search(plain) or _SOMEBODY_INSIDE.search(plain))


__all__ = ["house_gives", "lies_hurt"]
