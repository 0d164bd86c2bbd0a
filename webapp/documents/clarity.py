"""Whether a photographed paper can be read: sharp edges somewhere, and enough light.

Sharpness is the variance of the Laplacian over small tiles, of which the best tenth counts: an ID card on a
smooth table is sharp though most of the picture is not. It is measured on a picture of one size with its
contrast spread, so that neither a large sensor nor dim light decides. The thresholds were set on rendered
pages with camera noise, at the blur at which 12-point print stops being legible; see the tests.
"""

from collections.abc import Iterable

from PIL import Image, ImageFilter, ImageStat

BLURRED, DARK = "blurred", "dark"
MEASURED_SIDE, TILE = 1000, 50
LEAST_SHARPNESS = 35.0
LEAST_LIGHT = 90
BRIGHTEST_SHARE = 0.03
BEST_SHARE = 0.1
LAPLACIAN = ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=2, offset=128)
NOISE = ImageFilter.GaussianBlur(1.2)
SPREAD_SHARE, MOST_GAIN = 0.01, 4.0


def find_faults(picture: Image.Image) -> list[str]:
    """`BLURRED` and `DARK`, whichever is so."""
    grey = picture.convert("L")
    grey.thumbnail((MEASURED_SIDE, MEASURED_SIDE))
    faults = [BLURRED] if sharpness(grey) < LEAST_SHARPNESS else []
    return faults + ([DARK] if light(grey) < LEAST_LIGHT else [])


def sharpness(grey: Image.Image) -> float:
    """The variance of the Laplacian in the best tenth of the tiles."""
    edges = _spread(grey.filter(NOISE)).filter(LAPLACIAN)
    width, height = edges.width - 1, edges.height - 1  # a filter leaves the outermost pixels as they are
    tiles = (
        (left, top, min(left + TILE, width), min(top + TILE, height))
        for top in range(1, height, TILE)
        for left in range(1, width, TILE)
    )
    found = sorted((ImageStat.Stat(edges.crop(tile)).var[0] for tile in tiles), reverse=True)
    best = found[: max(1, int(len(found) * BEST_SHARE))]
    return sum(best) / len(best) if best else 0.0


def _spread(grey: Image.Image) -> Image.Image:
    """The contrast of a well lit picture, but never so much that noise on a bare wall becomes an edge."""
    counts, total = grey.histogram(), grey.width * grey.height
    low = _at_share(counts, total * SPREAD_SHARE, range(256))
    high = _at_share(counts, total * SPREAD_SHARE, range(255, -1, -1))
    gain = min(255 / max(high - low, 1), MOST_GAIN)
    return grey.point([min(255, max(0, round((one - low) * gain))) for one in range(256)])


def light(grey: Image.Image) -> int:
    """How bright, of 255, the brightest few hundredths are at least: the paper, whatever lies around it."""
    return _at_share(grey.histogram(), grey.width * grey.height * BRIGHTEST_SHARE, range(255, -1, -1))


def _at_share(counts: list[int], wanted: float, order: Iterable[int]) -> int:
    """The brightness at which, counted in this order, so many pixels are passed."""
    seen = 0
    for brightness in order:
        seen += counts[brightness]
        if seen >= wanted:
            return brightness
    return 0
