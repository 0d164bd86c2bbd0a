"""What is kept of a box that is typed in: for a short while, in memory, and to no other effect than time."""

import re
import threading
from pathlib import Path

import pytest

import webapp
from tests.webapp.hotline.conftest import AtDesk, facts
from webapp.hotline.boxes import MOST, Boxes
from webapp.hotline.typing import PARTS

REGIONS = Path(webapp.__file__).parent / "templates/hotline/parts"
CALL = "俺爹78了 瘫炕上三年 没退休金 家里就他种地 住村里。邻居老王房子塌了没地方住"


class Hands:
    """A clock that is set by hand."""

    at = 1000.0

    def __call__(self):
        return self.at


def borrow(boxes, session_id):
    with boxes.borrow(session_id) as box:
        return box


def test_a_box_is_the_same_for_the_next_request_of_its_session_alone():
    boxes = Boxes()
    assert borrow(boxes, 1) is borrow(boxes, 1)
    assert borrow(boxes, 2) is not borrow(boxes, 1)


def test_two_requests_at_once_never_have_the_same_box():
    boxes = Boxes()
    with boxes.borrow(1) as one, boxes.borrow(1) as other:
        assert one is not other


def test_a_request_that_fails_leaves_no_box():
    boxes = Boxes()
    with pytest.raises(ValueError, match="failed"), boxes.borrow(1):
        raise ValueError("failed")
    assert len(boxes) == 0


def test_a_box_is_let_go_when_its_call_ends_and_some_time_after_its_last_letters():
    hands = Hands()
    boxes = Boxes(kept_seconds=60, clock=hands)
    first = borrow(boxes, 1)
    boxes.forget(1)
    boxes.forget(7)
    assert len(boxes) == 0 and borrow(boxes, 1) is not first
    hands.at += 61
    borrow(boxes, 2)
    assert len(boxes) == 1


def test_boxes_are_let_go_though_nobody_types_any_more():
    boxes = Boxes(kept_seconds=0.05)
    borrow(boxes, 1)
    waiting = threading.Event()
    assert any(len(boxes) == 0 or waiting.wait(0.05) for _ in range(100))


def test_only_so_many_boxes_are_kept_those_typed_in_last():
    boxes = Boxes()
    kept = [borrow(boxes, number) for number in range(MOST + 5)]
    assert len(boxes) == MOST
    assert borrow(boxes, MOST + 4) is kept[-1] and borrow(boxes, 0) is not kept[0]


@pytest.mark.parametrize("name", PARTS)
def test_a_region_is_drawn_again_when_anything_changes_that_its_template_shows(name):
    template = (REGIONS / f"{name}.html").read_text("utf8")
    assert set(re.findall(r"\bscreen\.(\w+)", template)) == declared(name)


def declared(name):
    """The attributes of the screen that a region is said to show."""
    return set(re.findall(r"'(\w+)'", repr(PARTS[name])))


def test_typed_piece_by_piece_the_page_is_the_one_that_a_reload_draws(agent):
    for end in range(4, len(CALL) + 8, 8):
        parts = agent.type(CALL[:end])["parts"]
        agent.app.boxes.forget(session_of(agent))
        assert agent.type(CALL[:end])["parts"] == parts


def test_turning_between_boxes_and_pressing_keys_shows_what_a_fresh_reading_shows(agent):
    for text, act in (
        (CALL, None),
        (CALL, {"do": "remove", "on": ["h1", "father", "age_years"]}),
        (CALL, {"do": "sources"}),
        (CALL, {"do": "new"}),
        ("孩子上高中 学费交不起", None),
        ("孩子上高中 学费交不起", {"do": "turn", "value": "0/h2"}),
        (CALL, {"do": "whole"}),
    ):
        shown = agent.type(text, act)
        agent.app.boxes.forget(session_of(agent))
        assert agent.type(shown["text"])["parts"] == shown["parts"]


def session_of(agent):
    """The id of the agent's session: that of the box which was typed in last."""
    return next(reversed(agent.app.boxes._boxes))


@pytest.mark.parametrize(("text", "act"), [("", None), (CALL, {"do": "new"}), (CALL, {"do": "drop"})])
def test_words_that_are_taken_out_or_dropped_are_let_go_at_once(agent, text, act):
    agent.type(CALL)
    box = agent.app.boxes._boxes[session_of(agent)][1]
    assert "瘫炕" in held(box)
    agent.type(text, act)
    assert "瘫炕" not in held(box)


def held(box):
    """Everything a box holds, as text."""
    growing = box.growing
    parts = (growing.pieces, growing.features._runs, growing.features._words, growing.matches)
    return repr([box.drawn, *map(vars, parts)])


def test_the_end_of_a_call_lets_its_box_go(house):
    agent = AtDesk(house)
    before = len(house.boxes)
    assert facts(agent.type(CALL)["parts"]["heard"]) and len(house.boxes) == before + 1
    agent.send("/hotline/end")
    assert len(house.boxes) == before
