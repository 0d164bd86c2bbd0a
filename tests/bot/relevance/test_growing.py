"""A text that is typed on is understood as one that is read anew, whatever stood in the box before."""

import datetime
import random
import re
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.desk.listening import listen
from bot.relevance.growing import Growing
from bot.text.normalising import normalise
from bot.understanding import understand
from bot.understanding.wordings.reach import reach
from bot.understanding.wordings.tables import wordings
from tests.benchmarks.messages import load_messages

DAY = datetime.date(2026, 11, 22)
LETTERS = 9  # typed between two readings; the step begins elsewhere in each message
EVERY = 6  # messages that are typed here, and one that a longer one begins with


def prefixes(text, begin):
    return (text[:end] for end in sorted({*range(1 + begin % LETTERS, len(text), LETTERS), len(text)}))


def compare(guide, text, growing):
    typed, anew = (understand(guide, text, today=DAY, growing=one) for one in (growing, None))
    assert typed == anew, text
    # What comes first is asked and shown first: the order counts too.
    assert [*typed.policies] == [*anew.policies] and [*typed.groups] == [*anew.groups], text


@pytest.mark.parametrize("part", range(4))
def test_labelled_messages_typed_piece_by_piece_are_understood_as_if_read_anew(guide, part):
    for place, message in list(enumerate(load_messages()))[part * EVERY :: 4 * EVERY]:
        growing = Growing()
        for text in prefixes(message, place):
            compare(guide, text, growing)


def test_long_letters_typed_piece_by_piece_show_the_same_screen(guide):
    letters = [one for one in load_messages() if len(one) > 200]
    for first, second in zip(letters[:6:2], letters[1:6:2], strict=True):
        growing, whole = Growing(), f"{first}{second}"[:600]
        for text in (whole[:end] for end in range(20, len(whole) + 40, 40)):
            assert listen(guide, text, (), DAY, growing=growing) == listen(guide, text, (), DAY), text


def test_one_box_that_holds_one_message_after_another_mixes_nothing_up(guide):
    growing, chosen = Growing(), random.Random(4)
    for message in chosen.sample(load_messages(), 60):
        compare(guide, message, growing)


def test_words_put_right_in_the_middle_are_read_anew(guide):
    growing, chosen = Growing(), random.Random(5)
    for message in chosen.sample([one for one in load_messages() if len(one) > 40], 25):
        compare(guide, message, growing)
        place = chosen.randrange(len(message) - 6)
        for middle in ("", "俺爹78岁，", "没", "。"):
            compare(guide, message[:place] + middle + message[place + 5 :], growing)
        compare(guide, message, growing)


CHARACTERS = "俺我爹妈儿子闺女没有低保残疾一二三十万块钱岁病瘫炕上学在不了的，。！？ 7x０ＡＢ地宝😀\n"


@settings(max_examples=60, deadline=None)
@given(texts=st.lists(st.text(CHARACTERS, max_size=40), max_size=5))
def test_any_texts_in_one_box_are_understood_as_if_read_anew(guide, texts):
    growing, held = Growing(), ""
    for text in texts:
        for now in (text, held + text):
            compare(guide, now, growing)
            held = now


def test_a_growing_text_keeps_only_what_its_last_reading_came_to(guide):
    growing = Growing()
    understand(
        guide,
        "俺爹姓欧阳，住在临淄敬仲镇，偏瘫三年了，每月就二百来块养老钱，地也种不动了",
        today=DAY,
        growing=growing,
    )
    understand(guide, "孩子上大学", today=DAY, growing=growing)
    parts = growing.pieces, growing.features, growing.matches, growing.sayings
    held = repr([vars(one) for one in parts])
    held += repr([vars(one) for one in (growing.features._runs, growing.features._words)])
    assert "欧" not in held and "大学" in held


# --- how far a wording looks ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("say", "most"),
    [
        ("瘫", 1),
        ("瘫(?:痪|在炕上)", 4),
        ("没.{0,8}收入", 11),
        ("a(?=bc)", 3),
        ("(?<!abc)d", 1),
        ("^a[^]b]?(?P<w>cd){2}", 6),
        (r"\d{2,4}岁$", 6),
        ("a*", None),
        ("ab{3,}", None),
        (r"(a)\1", None),
        ("(?i:a)", None),
    ],
)
def test_reach_counts_the_characters_that_a_match_looks_at(say, most):
    assert reach(say) == most


def width(parsed):
    """The same by Python's own reading of a pattern."""
    total = 0
    for name, about in parsed:
        match str(name):
            case "BRANCH":
                total += max(map(width, about[1]))
            case "SUBPATTERN":
                total += width(about[3])
            case "MAX_REPEAT" | "MIN_REPEAT":
                total += about[1] * width(about[2])
            case "ASSERT" | "ASSERT_NOT":
                total += width(about[1]) if about[0] > 0 else 0
            case "AT":
                total += str(about) != "AT_BEGINNING"
            case "LITERAL" | "NOT_LITERAL" | "IN" | "ANY":
                total += 1
            case other:
                raise AssertionError(other)
    return total


def test_reach_is_that_of_python_for_every_wording():
    parse = sys.modules[re.compile.__module__]._parser.parse
    for row in wordings():
        far = reach(row.say.written)
        assert far is not None and far == width(parse(row.say.written)), row.say.written


def test_text_that_needs_no_change_is_read_as_it_stands():
    text = normalise("俺爹78了，没有收入。咋办？")
    assert text.plain == text.original and text.at == tuple(range(len(text.plain)))


@pytest.mark.parametrize("typed", ["di bao", " 低保", "低保  怎么办", "低保，，怎么办", "低保 "])
def test_spaces_and_stops_too_many_are_left_out(typed):
    text = normalise(typed, slips=False)
    assert "".join(typed[place] for place in text.at) == text.plain
    assert not re.search(r"  |，，|^ | $|di bao", text.plain)
