"""A signature drawn with a finger: strokes in, a small picture out. A dot or an empty box is none."""

import base64
import io
import math
from itertools import pairwise

from PIL import Image, ImageDraw

from webapp.applications.errors import DrawingError
from webapp.strictjson import parse_json

Stroke = list[tuple[int, int]]

UNITS = 1000
"""The box is this wide; heights count in the same units. No pressure, no times: a name, not a gait."""
MOST_STROKES, MOST_POINTS = 300, 6000
LEAST_SIDE, LEAST_LENGTH = 60, 150
SCALE, MARGIN, PEN = 2, 24, 9
SHRINK = 0.6

EMPTY = "框里还没有名字，请用手指写上"
TOO_SMALL = "写得太小了，认不出来，请写大一点"
UNREADABLE = "名字没有传上来，请重写一遍"


def parse_strokes(text: str) -> list[Stroke]:
    """`[[x, y, x, y, …], …]`, a list a stroke. Raises DrawingError with what to do."""
    try:
        raw = parse_json(text)
    except ValueError:
        raise DrawingError(UNREADABLE) from None
    if not isinstance(raw, list) or len(raw) > MOST_STROKES or not all(_is_stroke(one) for one in raw):
        raise DrawingError(UNREADABLE)
    strokes = [list(zip(one[::2], one[1::2], strict=True)) for one in raw if one]
    if sum(len(one) for one in strokes) > MOST_POINTS:
        raise DrawingError(UNREADABLE)
    _refuse_blank(strokes)
    return strokes


def _is_stroke(raw: object) -> bool:
    return (
        isinstance(raw, list)
        and len(raw) % 2 == 0
        and len(raw) <= 2 * MOST_POINTS
        and all(type(one) is int and 0 <= one <= UNITS for one in raw)
    )


def _refuse_blank(strokes: list[Stroke]) -> None:
    if not strokes:
        raise DrawingError(EMPTY)
    left, top, right, bottom = _bounds(strokes)
    drawn = sum(math.dist(one, other) for stroke in strokes for one, other in pairwise(stroke))
    if max(right - left, bottom - top) < LEAST_SIDE or drawn < LEAST_LENGTH:
        raise DrawingError(TOO_SMALL)


def _bounds(strokes: list[Stroke]) -> tuple[int, int, int, int]:
    across = [x for stroke in strokes for x, _ in stroke]
    down = [y for stroke in strokes for _, y in stroke]
    return min(across), min(down), max(across), max(down)


def draw(strokes: list[Stroke]) -> str:
    """The strokes as a small black and white picture: PNG, base64."""
    left, top, right, bottom = _bounds(strokes)
    size = (right - left + 2 * MARGIN, bottom - top + 2 * MARGIN)
    picture = Image.new("L", (size[0] * SCALE, size[1] * SCALE), 255)
    pen = ImageDraw.Draw(picture)
    for stroke in strokes:
        points = [((x - left + MARGIN) * SCALE, (y - top + MARGIN) * SCALE) for x, y in stroke]
        if len(points) > 1:
            pen.line(points, fill=0, width=PEN * SCALE, joint="curve")
        for x, y in (points[0], points[-1]):
            pen.ellipse((x - PEN, y - PEN, x + PEN, y + PEN), fill=0)
    out = io.BytesIO()
    small = picture.resize([round(one * SHRINK) for one in size], Image.Resampling.LANCZOS)
    small.quantize(16).save(out, "PNG", optimize=True)
    return base64.b64encode(out.getvalue()).decode()
