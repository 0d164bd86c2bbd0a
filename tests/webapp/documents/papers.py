"""Papers as a phone photographs them: printed lines on a table, sharp or shaken, bright or dim."""

import functools
import io
import random

from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont

PLACE, MAKER = 0x8825, "PhoneMaker"


@functools.cache
def _printed() -> Image.Image:
    """A page of 1800 × 1350 with lines of figures, lying on a brown table."""
    chance = random.Random(7)
    page = Image.new("RGB", (1800, 1350), (112, 88, 64))
    draw = ImageDraw.Draw(page)
    draw.rectangle((200, 150, 1600, 1200), fill=(244, 242, 236))
    font = ImageFont.load_default(34)
    for line in range(16):
        words = "".join(chance.choice("0123456789ABCDEFGH ") for _ in range(52))
        draw.text((260, 190 + line * 60), words, fill=(40, 40, 44), font=font)
    return page


def make_paper(blur: float = 0, brightness: float = 1.0) -> Image.Image:
    page = _printed().filter(ImageFilter.GaussianBlur(blur)) if blur else _printed()
    page = ImageEnhance.Brightness(page).enhance(brightness)
    noise = Image.effect_noise(page.size, 12)
    return Image.blend(page, Image.merge("RGB", [noise] * 3), 0.05)


def make_exif(orientation: int = 1) -> Image.Exif:
    """What a phone writes into a photo: which way is up, its maker, and where it was taken."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = orientation, MAKER
    place = exif.get_ifd(PLACE)
    place[1], place[2], place[3], place[4] = "N", (36.0, 48.0, 30.0), "E", (118.0, 18.0, 12.0)
    return exif


def encode(picture: Image.Image, kind: str = "JPEG", **options) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


@functools.cache
def photo(blur: float = 0, brightness: float = 1.0) -> bytes:
    """A JPEG with the place in it."""
    return encode(make_paper(blur, brightness), exif=make_exif(), quality=88)
