"""No bed tonight, food kept back at home, no medicine: told from what only sounds like them."""

import pytest

from bot.danger import peril, plight


@pytest.mark.parametrize(
    "said",
    [
        "今晚没地方住，身上没钱",
        "身上没钱，今晚没地方住，从河南来",
        "今晚没地方去，我怀孕七个月",
        "我怀孕，没地方住",
        "刚从监狱出来，没地方住，没钱",
        "他刚放出来，没处去",
        "家里不要我了，没地方去",
    ],
)
def test_who_has_no_bed_tonight_is_roofless(said):
    assert peril.sort_of(said) == plight.ROOFLESS


@pytest.mark.parametrize(
    "said",
    [
        "房子着火了，今晚没地方住",
        "没地方住，想申请公租房，身上没钱",
        "危房拆了没地方住，今晚住哥哥家",
        "住不起养老院，没地方去",
        "没地方住",
        "释放压力没地方去住院",
    ],
)
def test_who_seeks_a_flat_or_was_struck_is_not_roofless(said):
    assert not plight.is_roofless(said)


@pytest.mark.parametrize(
    "said", ["媳妇不给我饭吃，我82", "儿媳妇不让俺吃饭", "儿子不给老太太吃的", "闺女不让我妈吃饱"]
)
def test_whom_the_family_gives_no_food_is_starved(said):
    assert peril.sort_of(said) == plight.STARVED


@pytest.mark.parametrize(
    "said",
    [
        "儿子不给我饭钱",
        "我妈不给我吃零食",
        "手术前医生不让我妈吃饭",
        "学校不让孩子吃饭",
        "孩子不肯吃饭",
        "儿子不给我养老钱",
    ],
)
def test_whom_food_is_not_kept_from_is_not_starved(said):
    assert not plight.is_starved(said)


@pytest.mark.parametrize(
    "said", ["我三天没吃药了，没钱，心脏病，难受", "尿毒症，断药了，没钱", "一天没吃药了，血压高，头晕"]
)
def test_who_feels_ill_without_medicine_is_untreated(said):
    assert peril.sort_of(said) == plight.UNTREATED


@pytest.mark.parametrize(
    "said",
    [
        "吃药一年六千，心脏病",
        "三天没吃饭，心里难受",
        "药断了半个月，没钱，高血压",
        "心脏病，医生让停药三天再做手术",
    ],
)
def test_who_only_tells_of_medicine_is_not_untreated(said):
    assert not plight.lacks_pills(said)


def test_worse_than_no_bed_comes_first():
    assert peril.sort_of("老公打我，今晚没地方去") == peril.VIOLENCE
    assert peril.sort_of("今晚没地方住，身上没钱，不想活了") == peril.DESPAIR


def test_a_child_beaten_by_a_stepfather_is_violence():
    assert peril.sort_of("孩子被他继父打，身上有伤") == peril.VIOLENCE
