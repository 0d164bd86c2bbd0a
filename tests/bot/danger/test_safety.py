"""Danger first, false alarms not at all."""

import pytest

from bot.danger.safety import urgency


@pytest.mark.parametrize(
    "text",
    [
        "我不想活了", "他拿刀追着我打", "老公掐我脖子", "楼下有个刚生下来的婴儿没人管",
        "零下十度有个老人躺在路边喊他不应",
        "我妈叫不醒了", "药都准备好了想一了百了", "有人晕倒在路边没反应", "我妈喝农药了",
        "邻居天天打孩子，身上都是伤", "有人要杀我", "我站在楼顶上，谁也别拦我", "继父晚上进她房间",
    ],
)  # fmt: skip
def test_hears_danger(text):
    assert urgency(text) == "danger"


@pytest.mark.parametrize(
    "text", ["三天没吃饭了", "家里断粮了，孩子喊饿", "奶粉没了，没钱买，孩子今天怎么办", "饿得站不起来"]
)
def test_hears_hunger(text):
    assert urgency(text) == "hunger"


@pytest.mark.parametrize(
    "text",
    [
        "水还在涨，我们困在房顶上",
        "家里着火了",
        "发大水了水都到腰了",
        "着火了着火了，出不去了",
        "刚刚房子塌了，人还压在下面",
    ],
)
def test_hears_disaster(text):
    assert urgency(text) == "disaster"


@pytest.mark.parametrize(
    "text",
    [
        "外卖等了一小时，饿死了", "热死了，小区泳池几点开", "他俩为抢遥控器打仗",
        "去年家里着过火，现在想申请危房改造",
        "作业多得想死", "胃口不好三天没吃饭了，去哪看病", "我妈去年自杀走了，我带着弟弟",
        "低保怎么申请", "笑死我了，怎么办身份证", "万一着火怎么逃生", "去年被家暴，判了离婚，抚养费怎么要",
    ],
)  # fmt: skip
def test_raises_no_false_alarm(text):
    assert urgency(text) is None
