"""Blurred and dark photos are told from good ones, whatever lies around the paper."""

import pytest
from PIL import Image

from tests.webapp.documents.papers import make_paper
from webapp.documents.clarity import BLURRED, DARK, find_faults


@pytest.mark.parametrize("brightness", [1.0, 0.6, 0.45])
def test_a_steady_photo_has_no_faults_in_bright_and_in_dim_light(brightness):
    assert find_faults(make_paper(brightness=brightness)) == []


@pytest.mark.parametrize("blur", [7, 10, 16])
def test_a_shaken_photo_is_blurred(blur):
    assert find_faults(make_paper(blur=blur)) == [BLURRED]


def test_a_photo_in_the_dark_is_dark():
    assert DARK in find_faults(make_paper(brightness=0.2))


def test_a_bare_wall_shows_nothing_to_read():
    noise = Image.effect_noise((1600, 1200), 8)
    wall = Image.blend(Image.new("L", (1600, 1200), 190), noise, 0.1)
    assert find_faults(wall) == [BLURRED]


def test_the_smallest_picture_is_judged_as_well():
    assert find_faults(Image.new("RGB", (1, 1), "white")) == [BLURRED]
