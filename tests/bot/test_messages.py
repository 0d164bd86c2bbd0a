"""Blocks and matches as JSON: the shapes that doors outside Python rely on."""

import json
from dataclasses import fields
from datetime import date
from decimal import Decimal

import pytest

import bot
from bot.blocks import Block, to_plain

KINDS = {
    "text",
    "heard",
    "policy",
    "question",
    "urgent",
    "working",
    "checklist",
    "status",
    "link",
    "handover",
}


def test_every_block_has_its_own_kind():
    assert {one.kind for one in Block.__subclasses__()} == KINDS


@pytest.mark.parametrize("block", Block.__subclasses__())
def test_no_field_hides_the_kind(block):
    assert "kind" not in {one.name for one in fields(block)}


def test_values_become_plain_json():
    raw = {"low": Decimal("10.50"), "whole": Decimal("3"), "day": date(2026, 1, 2), "many": frozenset("ba")}
    assert to_plain(raw) == {"low": 10.5, "whole": 3, "day": "2026-01-02", "many": ["a", "b"]}


def test_match_line_has_the_shape_of_the_contract(guide, day):
    said = "俺爹今年78了，瘫在炕上三年，没有退休金，家里就俺种地"
    line = bot.match_text(guide, said, day).to_json(guide, "x1")
    assert json.loads(json.dumps(line)) == line
    assert set(line) == {
        "id", "in_scope", "urgent", "groups", "policies", "situations", "evidence", "question",
    }  # fmt: skip
    policy = line["policies"][0]
    keys = {"id", "name", "score", "household", "person", "verdict", "conditions", "open_facts"}
    assert set(policy) == keys
    assert {"id", "says", "verdict", "source"} == set(policy["conditions"][0])
    assert line["groups"][0]["name"] and 0 <= line["groups"][0]["score"] <= 1
    assert {"household", "person", "fact", "text", "why", "choices"} == set(line["question"])
    assert len(line["policies"]) <= 10


def test_choices_of_a_match_name_the_bare_value():
    ticks = bot.Choice("q1.1", "全家低保", {"subsistence": True})
    unsure = bot.Choice("q1.2", "不清楚", None)
    question = bot.Question("q1", "h1", None, "aid_status", "问", "为什么", (ticks, unsure))
    assert question.to_match_json()["choices"] == [["subsistence", "全家低保"], [None, "不清楚"]]


def test_out_of_scope_matches_nothing(guide, day):
    line = bot.match_text(guide, "小区路灯坏了半个月了没人修", day).to_json(guide)
    assert line["in_scope"] is False and line["policies"] == [] and line["question"] is None


def test_public_names_are_there():
    assert all(hasattr(bot, name) for name in bot.__all__)
