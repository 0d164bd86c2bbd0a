"""What the understanding builds from a guide once per process: tokenizer, places, sounds, relevance."""

from __future__ import annotations

from functools import cached_property
from weakref import WeakKeyDictionary

from bot.danger.alarm import Alarm
from bot.relevance.growing import Growing
from bot.relevance.linear import Sums, join
from bot.relevance.retrieval import Retrieval
from bot.text.slips import learn_heard
from bot.text.tokenizer import Tokenizer
from bot.understanding.people.kinship import kin_words
from bot.understanding.places.districts import Places, place_words
from knowledge import Guide

_INDEXES: WeakKeyDictionary[Guide, Index] = WeakKeyDictionary()
# Short words that are often typed or heard by sound, beyond the names of the guide.
HEARD = [
    "低保",
    "五保",
    "特困",
    "残疾",
    "残疾证",
    "残疾人",
    "聋哑人",
    "先心病",
    "白血病",
    "宫颈癌",
    "乳腺癌",
    "青光眼",
    "小儿麻痹",
    "低保边缘",
    "居民医保",
    "职工医保",
    "两癌",
    "失独",
    "透析",
    "血透",
    "腹透",
    "尿毒症",
    "白内障",
    "乳腺",
    "宫颈",
    "补贴",
    "补助",
    "救助",
    "困难",
    "鉴定",
    "监测户",
    "脱贫户",
    "建档立卡",
    "边缘户",
    "低保户",
    "五保户",
    "工会",
    "户口",
    "公租房",
    "廉租房",
    "保租房",
    "社保",
    "医保",
    "养老",
    "危房",
    "助学金",
    "助学贷款",
    "雨露计划",
    "齐惠保",
    "孤儿",
    "抚恤金",
    "优抚",
    "退伍",
    "复员",
    "精神",
    "肢体",
    "智力",
    "听力",
    "视力",
    "言语",
    "自闭症",
    "脑瘫",
    "康复",
    "轮椅",
    "助听器",
    "希望小屋",
    "慈善",
    "红十字",
    "法院",
    "检察院",
    "司法救助",
    "法律援助",
    "律师",
    "欠薪",
    "赡养费",
    "抚养费",
    "家暴",
    "流浪",
    "救助站",
    "防返贫",
    "返贫",
    "因病致贫",
    "刚性支出",
    "大病",
    "报销",
    "照护",
    "护理",
    "半自理",
    "取暖",
    "暖气",
    "临时救助",
    "急难",
    "公益岗",
    "下岗",
    "灵活就业",
    "创业",
    "贷款",
    "贴息",
    "民政",
    "残联",
    "妇联",
    "社区",
    "靶向药",
    "化疗",
    "手术",
    "住院",
    "押金",
    "幼儿园",
    "高中",
    "大学",
    "中专",
    "职高",
    "学费",
    "生活费",
    "住校",
    "贫困",
    "贫困户",
    "无人抚养",
    "事实无人抚养",
    "监护",
    "农村",
    "城镇",
    "申请",
    "标准",
    "材料",
]
# Rare words that are seldom meant, and would be heard as usual ones: 享年 is not 现年.
RARE = ["享年", "气罐", "煤气罐", "液化气罐", "攒的", "攒了", "家报", "家抱", "家包", "证早", "打工租"]


class Index:
    """Everything derived from one guide; built lazily, kept as long as the guide lives."""

    def __init__(self, guide: Guide):
        self.places = Places(guide)
        names = [name for p in guide.policies.values() for name in (p.name, *p.aliases)]
        self.tokenizer = Tokenizer(names)
        self._guide = guide
        self.facts = guide.facts
        heard = [*HEARD, *(name for name in names if 3 <= len(name) <= 8 and name.isalpha())]
        kin = (word for word in kin_words() if len(word) > 1)
        learn_heard(heard, [*names, *self.places.names, *place_words()["counties"], *kin, *RARE])

    @cached_property
    def relevance(self) -> Retrieval:
        return Retrieval(self._guide, self.tokenizer)

    @cached_property
    def alarm(self) -> Alarm:
        return Alarm(self.relevance.features)

    def sums(self, plain: str, growing: Growing | None = None) -> tuple[Sums, Sums]:
        """What the features of a text add up to: for the alarm, and for the relevance."""
        models, features = join(self.alarm.model, self.relevance.model), self.relevance.features
        if growing is not None:
            return growing.features.sums(plain, features, models)
        return models.sums(features.of(plain))


def index_of(guide: Guide) -> Index:
    """The index of `guide`, built at the first call."""
    index = _INDEXES.get(guide)
    if index is None:
        index = _INDEXES[guide] = Index(guide)
    return index


__all__ = ["HEARD", "Index", "index_of"]
