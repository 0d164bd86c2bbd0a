"""Who wants to die with the one they care for, or after the one they lost, is heard; a journey is not."""

import pytest

from bot.danger.peril import sort_of
from bot.understanding import understand


@pytest.mark.parametrize(
    "text",
    [
        "俺照顾俺娘十年了，实在熬不住了，真想跟她一块走了算了",
        "伺候俺老伴八年了，撑不下去了，想带着她一起走",
        "我照看瘫痪的儿子二十年，实在没盼头了，想跟他一块去了算了",
        "俺爹瘫了六年，有时候想爷俩一块走了得了",
        "照顾了十五年，累够了，想陪着她一块儿去了",
        "想和老伴一块闭眼算了",
        "俺娘走了，俺也想跟着去", "老伴没了，我也想随他去了", "俺男人走了，俺想跟着他去",
        "儿子没了，我也想跟了他去", "俺男人去年走了，俺也想跟着他去了", "老伴去年走了，俺真想去找他",
        "老头子走了俩月了，我天天想着跟他一起去了",
    ],
)  # fmt: skip
def test_who_wants_to_go_with_their_own_is_in_danger(guide, day, text):
    assert understand(guide, text, today=day).urgent == "danger"
    assert sort_of(text) == "despair"


@pytest.mark.parametrize(
    "text",
    [
        "俺爹走了，送葬俺也跟着去了",
        "俺娘走了，俺想跟着俺姐过", "儿子去北京看病，我想跟着去，路费能报吗",
        "俺老伴去住院，俺也想跟他一块去",
        "俺想跟媳妇一块去民政局办低保", "俺爹走了，俺娘想跟俺去城里住", "俺爹走了，俺想带着俺娘去养老院",
        "想跟老伴一起去敬老院", "我想带着俺娘一块去医院，能派车吗", "俺想跟他一块去了，排队领东西",
        "俺两口子想一块走个门路", "车祸，俺爹和俺娘一块走了", "俺娘走了，俺当时想跟着去，现在想开了",
        "俺没想跟她一块走", "孩子判给他爸了，我也想跟着去", "俺娘没了，俺想随她的户口",
        "老伴走了，俺想去找他那个抚恤金", "照顾俺娘十年了，撑不住了，想找人替替", "俺带着孩子一块走了五里地",
    ],
)  # fmt: skip
def test_who_goes_somewhere_together_is_not(guide, day, text):
    assert understand(guide, text, today=day).urgent is None
