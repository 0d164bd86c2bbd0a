"""The terminal shows every block, in the order of the reply."""

from bot import (
    Checklist,
    Chip,
    Choice,
    HandoverBlock,
    Heard,
    Line,
    Link,
    PolicyCard,
    Question,
    QuestionBlock,
    Reply,
    Status,
    StatusRow,
    Text,
    Urgent,
    Working,
    render_plain,
)


def test_every_kind_of_block_is_shown_in_order():
    blocks = (
        Text("全家", heading=True),
        Heard((Chip("父亲 78 岁", "h1", "father", "age_years"),)),
        PolicyCard("a", "低保", "全家", "met", "符合", "因为。", amount="每月 10 元", change="再看看"),
        Working("怎么算的", (Line("标准", "877元", "2024"),), ("甲文",)),
        Checklist("带什么", ("身份证",)),
        Urgent("danger", "先打电话", ("一句。",), (("报警", "110"),)),
        Status("ZB1", (StatusRow("a", "低保", "全家", "核对中", "某镇", "今天", "调查"),)),
        Link("看结果", "result"),
        HandoverBlock("转人工了"),
        QuestionBlock(Question("q1", "h1", None, "x", "几口人？", "看人数。", (Choice("q1.1", "两口", 2),))),
    )
    shown = render_plain(Reply(blocks))
    wanted = ["全家", "父亲 78 岁", "低保", "每月 10 元", "再看看", "877元", "身份证", "先打电话"]
    wanted += ["ZB1", "看结果", "转人工了", "几口人？", "两口"]
    places = [shown.index(one) for one in wanted]
    assert places == sorted(places)
