"""Cries for help in plain words ring without a model; denials and sound-alikes do not."""

import pytest

from bot.danger.outcry import calls, without_sound
from bot.danger.peril import sort_of
from bot.danger.safety import urgency
from bot.understanding import understand


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("浑身疼，活着还有啥意思", "despair"), ("这日子没啥盼头了",
        "despair"), ("攒的安定倒出来数了数，够了", "despair"),
        ("我们工地有人从架子上掉下来，头破了流血", "collapse"),
        ("同事让机器卷进去了，胳膊断了", "collapse"),
        ("我妈糊涂，早上走出去了到现在没回来", "missing"),
        ("孩子昨晚跑出去了，一夜没回来", "missing"),
        ("俺老头走丢了", "missing"), ("我妈痴呆走丢了求助", "missing"), ("孩子走失了找谁", "missing"),
        ("他又打我妈", "violence"), ("公公喝了酒就揍婆婆",
        "violence"), ("继子持斧劈门", "violence"),
        ("天桥下有个要饭的，快冻死了", "cold"),
    ],
)  # fmt: skip
def test_plain_cries_are_danger_with_the_line_that_fits(guide, day, text, sort):
    assert understand(guide, text, today=day).urgent == "danger"
    assert sort_of(text) == sort


@pytest.mark.parametrize(
    "text", ["有人拐我侄女，面包车往西跑了", "孩子刚才让人抱走了", "产后我总想把孩子扔下去，我害怕我自己"]
)
def test_a_child_in_danger_is_danger(guide, day, text):
    assert understand(guide, text, today=day).urgent == "danger"


@pytest.mark.parametrize(
    "text",
    [
        "我妹妹小时候让人拐走了，想寻亲",
        "前妻想把孩子抱走抚养",
        "抱着孩子去办低保行不",
        "想把孩子扔给老人带",
        "他妈想把孩子扔下自己走，这孩子能领补助吗",
        "天冷，想把孩子捂严实点，家里没暖气",
        "闺女出生就被人抱走收养了",
        "一个女的抱着孩子在天桥要饭，可怜",
    ],
)
def test_a_child_that_is_only_spoken_of_is_not(guide, day, text):
    assert understand(guide, text, today=day).urgent is None


@pytest.mark.parametrize("text", ["身上就剩两块钱，孩子吃啥", "口袋里只有十块钱，今晚怎么吃饭"])
def test_a_few_yuan_left_and_nothing_to_eat_is_hunger(guide, day, text):
    assert understand(guide, text, today=day).urgent == "hunger"


@pytest.mark.parametrize("text", ["救命！河水进屋了，俺爷爷瘫在床上", "快来人啊，我家着火了"])
def test_a_cry_from_water_or_fire_is_a_disaster(guide, day, text):
    assert understand(guide, text, today=day).urgent == "disaster"


@pytest.mark.parametrize("text", ["救命，他拿刀追我", "救命啊，家里着火了他还打我"])
def test_a_cry_from_a_beating_is_danger(text):
    assert urgency(text) == "danger"


@pytest.mark.parametrize(
    "text",
    [
        "我被人告了说我撞了他",
        "他说我打了他，告我",
        "邻居冤枉我打了他",
        "我打了人被拘留",
        "俺爹前年走丢过一回",
        "俺爷爷走丢找回来了",
        "老人爱走丢有没有手环",
        "走丢的老人谁管",
        "孩子学习走丢了",
        "他现在不打我了", "没打人，就是骂",
        "没伤着人，东西都烧没了", "去了三趟把我们都打发回来了", "孩子老把自己锁在屋里打游戏",
        "我伺候婆婆十年了，真扛不住了", "这活没意思，不想干了",
        "活着就有盼头", "卡里就剩三百了", "一天就十块钱的饭钱",
        "前年让机器卷进去断了胳膊",
        "工友从脚手架掉下来腿断了，在医院住着", "我从架子上掉下来，腰断了，老板不赔",
        "老公跑了三年，找不着人", "儿媳妇跑出去打工没回来", "狗跑出去了没找着",
        "他老打我电话催账", "妈妈又打工去了", "广场上流浪狗太多",
    ],
)  # fmt: skip
def test_what_only_sounds_like_a_cry_rings_nothing(guide, day, text):
    assert understand(guide, text, today=day).urgent is None


@pytest.mark.parametrize(
    "text",
    [
        "没电梯 下不来楼", "俺娘腿不行 下不来楼 也出不了门", "我爸偏瘫 没电梯下不了楼 出不去",
        "我瘫了 出不来屋", "俺老头80了 糊涂了 谁看他", "俺老头糊涂了，没人看他",
        "我妈啥也没有", "老两口啥也没有，就两亩地",
    ],
)  # fmt: skip
def test_who_cannot_get_out_needs_care_or_owns_nothing_is_in_no_danger(guide, day, text):
    assert understand(guide, text, today=day).urgent is None


@pytest.mark.parametrize(
    "text",
    [
        "我瘫了 屋里全是烟出不去", "我腿不好 家里进水了下不来", "电梯坏了卡在里头出不来",
        "我腿断了 五楼下不来", "被反锁屋里 腿不行 出不来", "老公打我 我腿不好出不去",
        "俺娘糊涂了 跑出去了找不着", "他们啥也没有 好几天没吃饭了", "家里啥也没有了",
        "轮椅坏了下不了楼 饿得没劲说话了",
    ],
)  # fmt: skip
def test_who_cannot_get_out_of_what_goes_on_still_rings(guide, day, text):
    assert understand(guide, text, today=day).urgent is not None


def test_what_is_left_beside_a_denial_still_rings(guide, day):
    assert understand(guide, "没打我，可天天打孩子", today=day).urgent == "danger"
    assert understand(guide, "伺候他十年，我真撑不住了，想死", today=day).urgent == "danger"
    assert without_sound("没打通12345") == "没打通12345" and calls("活着才有意思") is None
