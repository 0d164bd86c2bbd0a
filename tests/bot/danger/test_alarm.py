"""The trained alarm and the set wordings together: indirect calls for help are seen, calm words are not."""

import pytest

from bot.understanding import understand
from tests.benchmarks.messages import load_cases

CALLS = (
    ("锅三天没冒烟了", "hunger"),
    ("我不想连累孩子了，药都攒够了", "danger"),
    ("他又喝多了在砸门，我跟孩子躲在床底下", "danger"),
    ("后坡往下掉石头，院墙砸塌了，雨还没停", "disaster"),
    ("台阶上躺着个老人，推他也不动，外头零下七八度", "danger"),
    ("孩子光喝米汤两天了，奶粉没钱买", "hunger"),
)
CALM = (
    "再见",
    "谢谢",
    "饿死了，外卖怎么还不来",
    "商场跳楼价，买回来就坏了，退不退",
    "他去年打过我，现在离了，抚养费怎么要",
    "我爸卧床三年了，护理补贴一个月多少",
    "去年那场大水淹了三亩地，救灾款发了没",
    "物业把门锁了，我们进不去小区",
    "打零工，今天有明天没有",
)

# As they are shouted into a phone: a few characters and no more.
SHOUTS = (
    ("他拿刀要砍我", "danger"),
    ("我老公天天喝酒打我 我想离婚怎么办", "danger"),
    ("邻居家两口子打架砸东西 孩子在哭", "danger"),
    ("他说再不给钱就杀了我全家", "danger"),
    ("有人跳楼了 快来", "danger"),
    ("家里着火了", "disaster"),
    ("洪水把俺家冲了 现在站房顶上", "disaster"),
    ("我妈被我爸打得躺床上起不来", "danger"),
    ("有个男的拿刀在小区门口", "danger"),
    ("爷爷突然说不出话 嘴歪了", "danger"),
    ("前夫又来砸门了 我带着孩子", "danger"),
    ("我快撑不下去了 想死", "danger"),
    ("俺儿拿棍子打俺", "danger"),
    ("我妹妹说要跳楼 怎么办", "danger"),
    ("孩子喝了洗衣液", "danger"),
    ("孩子喝了84", "danger"),
    ("他把我关屋里不让走", "danger"),
    ("我家房子着火了", "disaster"),
    ("水漫到床上来了 老人走不了", "disaster"),
    ("昨晚地震房子裂了现在不敢进", "disaster"),
    ("被洪水困在厂里了", "disaster"),
    ("三天没吃饭了", "hunger"),
    ("孩子没奶粉了 一分钱没有", "hunger"),
)
CALM_SHOUTS = (
    "补贴昨天打我卡上了，怎么少了两百",
    "低保钱打到俺卡里没",
    "昨天打我手机的是你们吗",
    "孩子打游戏不写作业 气死了",
    "热死了 空调坏了",
    "饿死了 外卖怎么还不来",
    "邻居装修吵死了",
    "着火的电动车充电桩啥时候整改",
    "想打听下被打了怎么申请法律援助 上个月的事",
    "去年家里着过火 现在能申请救助不",
    "我爸十年前跳楼没了 我是孤儿能领啥",
    "手机没电快死了",
    "俺家那口子去世了 怎么领丧葬费",
    "楼下垃圾没人收臭死了",
    "下雨路滑摔了一跤 找谁赔",
    "物业把水停了 老人孩子没水喝",
    "你们这服务气死我了",
    "冬天暖气不热 孩子冻感冒了",
    "我得了尿毒症 不想拖累家里了",
)
# What people answer, and what they tell of their days.
CALM_WORDS = (
    "就6个人",
    "就俩人",
    "我家猫从六楼跳下去了，宠物医院几点开门",
    "我家猫昨晚“跳楼”了，三楼下去啥事没有，还自己走回来的",
    "都没有，家里7口人",
    "没，没有，家里4口人",
    "一样也没有，家里2口人",
    "昨天包饺子累得胳膊抬不起来",
    "两天没洗头了",
    "今天来了八口人吃饭，做了一大锅",
    "今天几号",
    "中午吃了84块钱的饭",
)
# New words for it: the model alone has its doubts.
IN_NEW_WORDS = (
    ("邻居反映302室一女童长期被锁阳台，今日下雪仍在外", "danger"),
    ("五岁男孩下午在公园跟丢了，到现在没找到", "danger"),
    ("车祸，人卡在车里出不来", "danger"),
    ("我让老板扣了身份证关在砖窑里干活，晚上有狗看着", "danger"),
    ("各位拜拜，下辈子不来了", "danger"),
    ("化工厂那边爆了，玻璃都震碎了，味好大", "disaster"),
    ("大水来了跑不了", "disaster"),
    ("吃野菜吃得脸都肿了，没有粮", "hunger"),
    ("孩子燒到四十度抽搐了，沒錢看病，醫院不收", "danger"),
)
# The same sounds of the old, of a deadline, a greeting, a tantrum, a visit, a screen, a figure of speech.
SOUND_ALIKE = (
    "我妈82一个人在村里，走不动了",
    "早上好啊吃了没",
    "今天最后一天了，医保还能交吗",
    "最后一天",
    "闹着不活了哄哄就好了",
    "孩子发脾气说我不活了，就因为没买冰淇淋",
    "他不让我见孩子咋办",
    "孙子让儿媳妇带走了，不让见，想孩子想哭了",
    "医院走廊睡没地方住",
    "刷抖音看见有人跳河被救了，真是好人",
    "我爸前年喝农药走的，现在我妈一个人，能办低保吗",
    "安眠药医保报不报",
    "救命啊这个表怎么填",
    "早上没吃东西低血糖，喝了点糖水好了",
    "我家后院起火了，老公出轨",
    "小时候我爸经常打我，现在他老了要我养，我能不养吗",
    "水库边没护栏，怕孩子掉下去",
    "男厕所在二楼右拐",
)


@pytest.mark.parametrize(("text", "kind"), CALLS + SHOUTS + IN_NEW_WORDS)
def test_calls_for_help_in_any_words_are_urgent(guide, text, kind):
    assert understand(guide, text).urgent == kind


@pytest.mark.parametrize(
    "text",
    [
        "没有，啥也没有",
        "唉，啥都没有啊",
        "么也没有，一样也没办过",
        "没几天了",
        "人没几天活头了",
        "打人进去的",
    ],
)
def test_an_answer_that_only_denies_is_calm(guide, text):
    assert understand(guide, text).urgent is None


@pytest.mark.parametrize("text", ["啥吃的也没有了", "家里啥也没有了，三天没吃饭", "俺不活了，啥也没有"])
def test_what_is_denied_beside_a_cry_does_not_hush_it(guide, text):
    assert understand(guide, text).urgent is not None


@pytest.mark.parametrize("text", CALM + CALM_SHOUTS + CALM_WORDS + SOUND_ALIKE)
def test_what_only_sounds_alike_is_calm(guide, text):
    assert understand(guide, text).urgent is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("我妈走不动了，昏在路边，下着雪", "danger"),
        ("闹着不活了，刚把农药拧开", "danger"),
        ("他不让我见孩子，还拿刀堵门", "danger"),
        ("今天是我最后一天，遗书写好了", "danger"),
        ("吃了没啊，我两天没吃饭了", "hunger"),
    ],
)
def test_what_is_told_beside_a_sound_alike_still_rings(guide, text, kind):
    assert understand(guide, text).urgent == kind


def test_one_sentence_of_a_long_letter_is_enough(guide):
    letter = (
        "领导您好，我是淄川的，家里四口人，种着三亩地，去年老伴查出心脏病，做支架花了四万多，新农合报了一半。"
        "儿子在外头打工，过年才回来。我想问问医疗救助怎么申请，要带什么材料，到镇上还是到医院。"
        "还有个事不好开口，儿媳妇昨晚让他拿皮带抽得满身是血，现在还锁在西屋里不让出来。"
    )
    assert understand(guide, letter).urgent == "danger"


# The last line of a letter, however calm the many before it.
LAST_LINES = (
    ("说实话我有时候真不想活了，药都买好了。", "danger"),
    ("昨晚我站到楼顶上，站了半天又下来了。", "danger"),
    ("活着真没意思，不如死了干净。", "danger"),
    ("再没人管，我就带着孩子从桥上跳下去。", "danger"),
    ("他刚才又拿刀堵着门不让我们出去。", "danger"),
    ("家里从昨天到现在一口吃的也没有，孩子饿得直哭。", "hunger"),
    ("水已经漫到炕沿了，我娘还在里头。", "disaster"),
)


@pytest.mark.parametrize("line, kind", LAST_LINES)
def test_the_last_line_of_any_letter_is_heard(guide, line, kind):
    calm = [case["text"] for case in load_cases() if len(case["text"]) > 180 and not case["urgent"]]
    assert len(calm) > 30
    assert [letter for letter in calm if understand(guide, letter + line).urgent != kind] == []


def test_a_letter_of_farewell_that_names_no_means_is_danger(guide):
    letter = (
        "我四十二了，在周村，厂子关了以后借东家还西家，欠了十八万，媳妇上个月带孩子回了娘家，我对不起他们。"
        "我谁也不怪，房租水电都交清了，钥匙放在门口垫子底下。要是有人看见这个，求求你们以后照看一下我娘，她腿脚不好。"
    )
    assert understand(guide, letter).urgent == "danger"


def test_care_asked_for_in_a_letter_of_thanks_is_calm(guide):
    letter = (
        "街道的同志，物业费和水电都交清了，低保也下来了，谢谢你们跑前跑后。"
        "我要去外地打工，求你们平时照看一下我娘，她七十九了，低保户，想问问上门照护怎么申请。"
    )
    assert understand(guide, letter).urgent is None
