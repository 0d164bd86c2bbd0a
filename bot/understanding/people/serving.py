"""Who writes of a family that they serve or live beside: a teacher, a therapist, a clerk, a landlord.

我在康复机构做治疗师，为两个家庭反映; 我是信用社的柜员，有位大娘…: a trade alone says nothing, as most who
name theirs tell of their own home. So it counts only where one whom they serve is brought in as well.
"""

from __future__ import annotations

import re

from bot.text.surnames import SURNAMES

from .own_told import AND_THEN, NEAR

_ME = r"(?:我|俺|咱)们?"
# Trades that bring people before those who have them; each may be somebody with needs of their own.
_SCHOOL = (
    r"老师|教师|班主任|辅导员|园长|校长|校医|宿管|支教|教(?:了|着|过)?[^，。；]{0,5}年书|"
    r"教(?:小学|初中|高中|[一二三四五六]年级|初[一二三]|高[一二三]|语文|数学|英语|音乐|体育|美术|聋|特教)"
)
_CARE = (
    r"医生|大夫|护士长?|康复师|治疗师|村医|医务|社工|社会工作者|志愿者|义工|护工|护理[员师]|养老院|敬老院|福利院|"
    r"养老(?:机构|中心|服务)|康复(?:机构|中心)|救助站|慈善|公益"
)
_OFFICE = (
    r"(?:社区|街道|居委会?|办事处|镇政府|镇[里上]|乡[里镇]|民政[所办局]?|残联|妇联)的(?=[，。；！ ])|"
    r"网格员|社区(?:的)?(?:一[名个])?(?:上班|工作|做|干|服务)|工作者|工作人员|专职委员|专委|专干|专员|联络员|文书|会计|书记|主任|干部|"
    r"代表|委员|组长|队长|楼长|调解员|协理员|督导员|助理员?|民警|辅警|片警|律师|窗口|值班|村官|柜员|信贷员|客户经理|坐席|接线员|党员"
)
_TRADE = (
    r"班长|领班|工段长|车间主任|工会|厂长|经理|店长|老板|房东|物业|保安|保洁|站务|快递员|骑手|收银|小卖部|超市|理发|司机|"
    r"护林员|电工|邮递员|抄表"
)
_TRADES = f"{_SCHOOL}|{_CARE}|{_OFFICE}|{_TRADE}"
_SERVES = re.compile(
    rf"{_ME}(?:就|也|今年|现在|一直){{0,2}}(?:[是系在为做当干开]|作为)[^，。；！？我俺]{{0,22}}?(?:{_TRADES})|"
    rf"(?:^|(?<=[，。；！？：]))作为[^，。；！？我俺]{{0,14}}?(?:{_TRADES})|"
    rf"(?:^|(?<=[，。；！？：]))[^，。；！？我俺]{{0,10}}在[^，。；！？我俺]{{1,12}}(?:值班|上班)，|{_ME}(?:是)?(?:教(?:了|着)?[^，。；]{{0,5}}年书|教(?:小学|初中|[一二三四五六]年级))|"
    rf"^{_ME}是[^。；！？我俺]{{0,20}}?(?:{_TRADES})(?=替|为|代)|"
    rf"{_ME}(?:就)?(?:[是系]|住)[他她]?们?家?的?(?:{NEAR}|街坊|邻居)(?:的)?(?:邻居)?(?=[，。；]|$)"
)
_ONE_OF_THEM = (
    r"老人|大娘|大爷|大妈|大叔|大婶|大嫂|大姐|大哥|阿姨|奶奶|爷爷|嬷嬷|孩子|学员|病人|患者|病号|家长|女生|男生|学生|女孩|男孩|小伙子?|"
    r"姑娘|媳妇|住户|租户|租客|客户|顾客|工友|师傅|女工|员工|职工|老兵|残疾人|老乡|妇女|汉子|光棍|寡妇|居民|村民|女士|先生"
)
_PLACES = (
    r"辖区|社区|村|庄|镇|小区|网格|楼|院|片区?|所|街道|车间|站|班组?|店|厂|园|病房|病区|科|单位|组|学校|机构|片里|包的|包保的|结对的|"
    r"这边|这里|手[上里]|我们这|俺这"
)
# Those whom they serve, brought in: 辖区一户, 把老郭家的情况, 班上的小浩, 户主孟某.
_SERVED = re.compile(
    rf"(?:{_PLACES})(?:里头?|内|上|这边)?(?:有|的|住着?)?(?:这么)?(?:一|两|三|几|个)(?:户(?!口)|家(?![里医公店厂单银])|位|名|对|个)(?![月人]多?月?|老?小区|大?院|楼|店|厂|铺|房)|"
    rf"(?:有|的|碰上|遇到|遇上|见到)(?:这么)?一?(?:位|名|个|对)[^，。；我俺]{{0,8}}?(?:{_ONE_OF_THEM})|"
    rf"把[^，。；我俺]{{1,10}}[家户](?:里)?的?(?:情况|事|难处|困难)|(?:情况|事儿?|难处)[^，。；]{{0,4}}(?:反映|上报|报一下|写一写|说一说)|"
    rf"班[里上级](?:的|有个?|一个|几个)?[^，。；我俺]{{0,6}}(?:{_ONE_OF_THEM}|叫|小[一-鿿])|[初高][一二三]的?(?:一个|有个)?[男女]生|"
    rf"户主|该户|这一?户|[一这那]户人家|(?:这么|那么|有|给|这)一?家(?:子|人|(?=打|三|四|五|子|老|两|的|，))|"
    rf"(?:替|为|帮|给)[^，。；我俺]{{0,8}}?(?:[一两俩二三几]个?)(?:户|个?家庭|家长|个?学生|个?孩子|个?老人|家|人)(?:问|反映|说|写|求|申请|咨询|打听)|"
    rf"租给[^，。；我俺]{{0,5}}(?:[娘爷]俩|一家|老两口|两口子|老人|母子|母女|父子)|(?:村|庄|社区|楼|车间|班组?)[里上]?的?老[{SURNAMES}]|"
    rf"[{SURNAMES}](?:大爷|大娘|奶奶|爷爷|师傅|大姐|大哥|女士|先生|老太)|(?:孩子|老人|一个)叫|"
    rf"(?:{_PLACES})的?[一-鿿]{{2,3}}(?:[两这]?个月|最近|这学期|今年)|[他她]们?(?:老?两口|夫妻|家|[娘爷]俩)|(?:{NEAR})那?(?:家|户)"
)


_KIN = "[爸妈爷奶哥姐弟妹叔姑舅娃宝]"
_NAMED = re.compile(
    rf"(?:孩子|娃|学生|[男女]生|[男女]孩|小姑娘|小朋友)(?:名|小名)?叫(?!我|俺|他|她|{_KIN})(?P<child>[一-鿿]{{2,3}})(?=[，。])|"
    rf"(?:媳妇|老人|大[爷娘]|小伙子?|一[位个户])(?:名|小名)?叫(?!我|俺|他|她|{_KIN})(?P<grown>[一-鿿]{{2,3}})(?=[，。])|"
    rf"叫(?P<pupil>小[一-鿿]|(?!{_KIN})(?P<one>[一-鿿])(?P=one))的(?=[男女]生|[男女]?孩|学生|娃)|"
    rf"班(?:里|上)?的(?P<mate>小(?!朋|孩|班|学)[一-鿿]|(?!{_KIN})(?P<other>[一-鿿])(?P=other))(?=[，。最今两这\d三四五六七八九十])"
)


def names_of_one(plain: str) -> tuple[str | None, bool]:
    """孩子叫阿梅, 中班的朵朵: the name of whom it is told by it again; is it a child's?"""
    found = _NAMED.search(plain)
    name = found and next(
        (found[group] for group in ("child", "grown", "pupil", "mate") if found[group]), None
    )
    again = name if name and plain.count(name) > 1 else None
    return again, bool(found and not found["grown"])


_PUPILS = re.compile(
    r"班|学生|[男女]生|园里|[小中大]班|家访|(?:的|有个?|一个)[^，。；]{0,4}(?:孩子|女孩|男孩)|年级|入学"
)


def serves(plain: str) -> str | None:
    """What those are to who writes whom they serve or live beside; None where nobody is brought in."""
    by_trade = _SERVES.search(plain)
    if by_trade is None or not (_SERVED.search(plain) or _NAMED.search(plain)):
        return None
    if re.search(_SCHOOL, by_trade.group()) and "退休" not in by_trade.group() and _PUPILS.search(plain):
        return "pupil"
    beside = re.search(f"{NEAR}|街坊", by_trade.group())
    return "neighbour" if beside else "client"


def tells_next_of_self(plain: str) -> bool:
    """我是护工，五十三了: does who names their trade go on of themselves, before any whom they serve?"""
    own, served = AND_THEN.search(plain), _SERVED.search(plain)
    return own is not None and (served is None or own.start() < served.start())
