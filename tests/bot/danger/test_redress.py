"""An old blow for which money is sought is a matter of law; one that goes on, or comes from home, rings."""

import pytest

from bot.danger.redress import is_by_outsider
from bot.understanding import understand


@pytest.mark.parametrize(
    "text",
    [
        "我被邻居打断了腿，邻居先动的手，医药费一分不给，我想告他",
        "地里干活的时候工友把我砸伤了，老板不赔",
        "工友喝了酒动手把我打了，鼻梁骨断了，不赔钱，想告他",
        "停车跟人吵起来，他动手打我，眼睛看不清了，想要赔偿",
        "干活的时候同事拿铁锨把我脚砸断了，厂里不给报工伤",
        "俺儿在学校让同学动手打了，牙掉了俩，家长不给钱",
        "村里人因为浇地把俺男人头打破了，住院花了两万，不给医药费",
        "隔壁老王拿锨把俺男人头打破了，医药费不给",
    ],
)
def test_who_seeks_redress_of_an_outsider_is_in_no_danger(guide, day, text):
    assert understand(guide, text, today=day).urgent is None
    assert is_by_outsider(text)


@pytest.mark.parametrize(
    "text",
    [
        "邻居拿刀要砍我，我想告他", "老公把我腿打断了，我想告他", "邻居刚才把我打了，头破了流血，我要告他",
        "俺儿把俺打伤了，不给钱看病，俺想告他", "债主天天堵门，把俺男人打伤了，想告他又不敢",
        "同学又打俺孩子，打得满脸血，老师不管", "邻居打了我，我不想活了，想告他",
        "今天邻居把俺娘打得起不来，不给看病", "工友从架子上掉下来，起不来了，老板不管",
    ],
)  # fmt: skip
def test_what_goes_on_or_comes_from_home_rings(guide, day, text):
    assert understand(guide, text, today=day).urgent == "danger"


@pytest.mark.parametrize(
    "text", ["老公动手打我", "俺儿打俺，邻居劝的", "婆婆跟我吵，老公先动手打的我", "前夫上门打我，同事拦的"]
)
def test_a_blow_at_home_is_of_no_outsider(text):
    assert not is_by_outsider(text)
