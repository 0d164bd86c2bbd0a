"""How a citizen puts an answer: rarely as the button says it."""

from decimal import Decimal

from knowledge import KnownSet

DIGITS = "零一二三四五六七八九"
UNSURE = (
    "不清楚",
    "说不清",
    "不知道啊",
    "记不清了",
    "忘了",
    "这个我不懂",
    "说不准",
    "不大清楚",
    "俺哪知道",
    "没注意过",
)
COUNTER = ("问这个干啥", "问这个有什么用", "为啥问这个")
SMALL_TALK = ("哎，日子难啊", "你是机器人吗", "😂", "。。。", "快点吧")
YES = {
    "有": ("有", "有的", "有啊", "嗯", "嗯有", "有，早就有了", "有一个"),
    "有过": ("有过", "有", "办过", "嗯", "早办了"),
    "是": ("是", "是的", "对", "嗯", "对啊", "是啊", "嗯呢", "可不是"),
    "能": ("能", "能行", "嗯", "可以", "能啊"),
    "愿意": ("愿意", "嗯", "愿意啊", "行", "想"),
    "算": ("算", "算吧", "嗯", "是"),
}
NO = {
    "有": ("没有", "没", "没有啊", "没，没有", "哪有", "没有呢", "从来没有"),
    "有过": ("没有", "没办过", "没", "从来没", "还没呢"),
    "是": ("不是", "没有", "不", "没", "不是的"),
    "能": ("不能", "不行", "干不了", "不能了"),
    "愿意": ("不愿意", "不想", "不用了", "不要"),
    "算": ("不算", "不是", "不算吧"),
}
ORDINALS = "一二三四五六七八九"
RELATIVES = {
    "self": "我", "spouse": "我对象", "father": "我爸", "mother": "我妈",
    "son": "我儿子", "daughter": "我闺女",
    "grandmother": "我奶奶", "grandfather": "我爷爷", "brother": "我哥",
}  # fmt: skip


def chinese(number):
    """一千二百, 三万五: how the number is spoken."""
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        if low and low % 1000 == 0:
            return f"{chinese(high)}万{DIGITS[low // 1000]}"
        return chinese(high) + "万" + (chinese(low) if low else "")
    words, zero = "", False
    for size, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, size)
        if digit:
            words += ("零" if zero and words else "") + DIGITS[digit] + unit
            zero = False
        elif words:
            zero = True
    return (words or "零").removeprefix("一十") if not words.startswith("一十") else words[1:]


def words_of(definition, question, value, draw, known=None):
    """The true value in the citizen's words."""
    match definition.type:
        case "bool":
            yes = next((one.label for one in question.choices if one.value is True), "是")
            return draw.choice((YES if value else NO).get(yes, (YES if value else NO)["是"]))
        case "choice":
            return _choice(definition, question, value, draw)
        case "set":
            return _several(definition, question, value, draw, known)
        case "date":
            return draw.choice((f"{value.year}年{value.month}月{value.day}日", value.isoformat()))
    if hasattr(known, "low"):
        return draw.choice((f"{value}", f"正好{value}", f"就{value}"))
    return _number(definition, value, draw)


def _choice(definition, question, value, draw):
    place = next((n for n, one in enumerate(question.choices) if one.value == value), None)
    ways = [definition.label_of(value), definition.label_of(value) + "吧"]
    if definition.key not in (
        "hukou",
        "sex",
        "father_state",
        "mother_state",
    ):  # words of the text, not of an answer
        ways += [one for one in definition.values[value].words if len(one) > 1][:3]
    if place is not None:
        ways += [f"第{ORDINALS[place]}个", str(place + 1), f"选{place + 1}"]
    return draw.choice(ways)


def _several(definition, question, value, draw, known):
    has = [one for one in definition.choices if one.value in value.has]
    if not has:
        return draw.choice(("都没有", "没有", "一样也没有", "都不是", "没", "上面的都没有", "哪个也没有"))
    if isinstance(known, KnownSet) and known.has == value.has:
        return draw.choice(("没有了", "没有别的", "没了", "就这些", "没有"))
    shown = {}
    for n, one in enumerate(question.choices):
        if isinstance(one.value, dict) and len(one.value) == 1 and True in one.value.values():
            shown[next(iter(one.value))] = n
    ways = ["、".join(one.label for one in has), "和".join(one.label for one in has), f"有{has[0].label}"]
    if all(one.value in shown for one in has):
        ways += ["和".join(f"第{ORDINALS[shown[one.value]]}个" for one in has)]
        ways += ["、".join(str(shown[one.value] + 1) for one in has)]
    return draw.choice(ways if len(has) == 1 else ways[:2] + ways[3:])


def _number(definition, value, draw):
    unit, whole = definition.unit or "", int(value)
    exact = Decimal(whole) == Decimal(str(value))
    plain = str(whole) if exact else f"{value}"
    if value == 0 and unit not in ("周岁", "人", "级"):
        return draw.choice(("没有", "0", "一分没有" if unit.startswith("元") else "没有过"))
    if not exact:
        return f"{plain}{'块' if unit.startswith('元') else ''}"
    ways = {
        "元/月": (
            plain,
            f"{plain}块",
            f"一个月{chinese(whole)}",
            f"大概{plain}左右",
            f"{chinese(whole)}块钱吧",
        ),
        "元/人·月": (plain, f"{plain}块", f"大概{chinese(whole)}块", f"{plain}上下"),
        "元/年": (plain, f"{chinese(whole)}块", f"一年{plain}", f"得有{chinese(whole)}吧"),
        "周岁": (plain, f"{plain}岁", f"{chinese(whole)}了", f"今年{plain}", f"{chinese(whole)}岁"),
        "人": (plain, f"{plain}口人", f"{chinese(whole)}口", f"就{plain}个人"),
        "级": (f"{plain}级", f"{chinese(whole)}级", plain, f"好像是{chinese(whole)}级"),
        "个月": (f"{plain}个月", f"{chinese(whole)}个月了", f"有{plain}个月吧"),
        "处": (plain, f"就{chinese(whole)}处", f"{plain}处"),
        "次": (f"{plain}次", f"领过{chinese(whole)}次", plain),
        "个": (f"{plain}个", f"{chinese(whole)}个"),
        "年": (f"{plain}年", f"{chinese(whole)}年了"),
        "平方米": (f"{plain}平", f"{plain}平方", plain),
    }.get(unit, (plain,))
    special = _special(unit, whole)
    return draw.choice((*ways, *special))


def _special(unit, whole):
    if unit == "人":
        return {1: ("就我自己", "一个人"), 2: ("俩人", "两口人")}.get(whole, ())
    if unit == "个月" and whole and whole % 12 == 0:
        return (f"{chinese(whole // 12)}年", f"{whole // 12}年了")
    if unit == "个月" and whole == 6:
        return ("半年", "半年了")
    if unit.startswith("元") and 200 <= whole < 1000 and whole % 100 == 0:
        return (f"{chinese(whole)}来块",)
    return ()


def more_of(citizen, household, draw, known):
    """Something else that is true, said along with an answer: its words, and the subject."""
    situation = citizen.households[household]
    told = [
        (f"家里{situation.household['household_size']}口人", None, "household_size"),
        (f"俺是{_label(citizen, situation, 'district')}的", None, "district"),
        (f"家在{'农村' if situation.household['area_kind'] == 'rural' else '城里'}", None, "area_kind"),
    ]
    if all(one.relation != "self" for one in situation.people):
        told = told[:1]
    for person in situation.people:
        alone = sum(one.relation == person.relation for one in situation.people) == 1
        named = alone and person.relation in RELATIVES and person.id in (person.relation, "wife", "husband")
        if named and "age_years" in person.facts:
            told.append(
                (f"{RELATIVES[person.relation]}{person.facts['age_years']}岁", person.id, "age_years")
            )
    fresh = [one for one in told if (household, one[1], one[2]) not in known]
    return draw.choice(fresh) if fresh else None


def _label(citizen, situation, fact):
    return citizen.facts[fact].label_of(situation.household[fact]).rstrip("区县")


def holds(known, truth):
    """Whether what was understood can be true."""
    if isinstance(known, KnownSet):
        if not isinstance(truth, KnownSet):
            return False
        return (
            known.has <= truth.has
            and not known.has_not & truth.has
            and (not known.complete or known.has == truth.has)
        )
    if hasattr(known, "low"):
        return isinstance(truth, int | Decimal) and known.low <= truth <= known.high
    if isinstance(known, int | Decimal) and not isinstance(known, bool) and isinstance(truth, int | Decimal):
        return abs(Decimal(str(known)) - Decimal(str(truth))) <= Decimal("0.5")
    return known == truth
