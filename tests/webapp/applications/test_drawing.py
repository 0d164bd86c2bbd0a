"""Strokes from a finger: a name is taken, a dot, an empty box and nonsense are not."""

import base64
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from webapp.applications import drawing
from webapp.applications.errors import DrawingError

CROSS = [[100, 100, 400, 400], [400, 100, 100, 400]]


def picture(strokes):
    return Image.open(io.BytesIO(base64.b64decode(drawing.draw(drawing.parse_strokes(str(strokes))))))


def test_a_cross_of_somebody_who_cannot_write_is_a_signature():
    drawn = picture(CROSS)
    assert drawn.format == "PNG"
    shades = drawn.convert("L").getextrema()
    assert shades[0] < 40 and shades[1] > 220


def test_the_picture_is_cut_to_the_ink_and_small():
    name = [[x, 500, x + 60, 560, x, 620, x + 80, 640] for x in range(100, 800, 20)]
    encoded = drawing.draw(drawing.parse_strokes(str(name)))
    assert len(encoded) < 20_000
    assert picture(name).height < 150


@pytest.mark.parametrize(
    ("strokes", "says"),
    [
        ("[]", "请用手指写上"),
        ("[[]]", "请用手指写上"),
        ("[[500, 500]]", "太小"),
        ("[[500, 500, 510, 505, 500, 500]]", "太小"),
        ("[[0, 0, 1001, 5]]", "重写"),
        ("[[0, 0, 5]]", "重写"),
        ("[[0, 0.5, 5, 6]]", "重写"),
        ("[[true, true, 900, 900]]", "重写"),
        ('{"0": [1, 2]}', "重写"),
        ("[" * 5000, "重写"),
        ("data:image/png;base64,AAAA", "重写"),
        (str([[1, 2] * 7000]), "重写"),
        (str([[1, 1, 2, 2]] * 301), "重写"),
    ],
)
def test_what_is_no_signature_is_refused_with_what_to_do(strokes, says):
    with pytest.raises(DrawingError, match=says):
        drawing.parse_strokes(strokes)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 1000), min_size=2, max_size=12).filter(lambda one: len(one) % 2 == 0))
)
def test_whatever_is_taken_can_be_drawn(strokes):
    try:
        taken = drawing.parse_strokes(str(strokes))
    except DrawingError:
        return
    assert base64.b64decode(drawing.draw(taken)).startswith(b"\x89PNG")
