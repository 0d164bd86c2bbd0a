"""Other words for the same are heard the same: courtesies, 俺 for 我, commas left out by who speaks."""

import json
import re
from pathlib import Path

import pytest

import bot.training
from bot.text.normalising import normalise
from bot.understanding import as_told, understand

EVERY = 7  # of the labelled messages one in so many
LONGEST = 130
SAME = {
    "a greeting before": lambda text: "您好，" + text,
    "asking before": lambda text: "我想咨询一下，" + text,
    "asking for somebody": lambda text: "麻烦给问问 " + text,
    "thanks behind": lambda text: text.rstrip("。？?！") + "，麻烦您了",
    "俺 for 我": lambda text: text.replace("我", "俺"),
    "我 for 俺": lambda text: text.replace("俺", "我"),
    "如今 for 现在": lambda text: text.replace("现在", "如今"),
    "丈夫 for 老公": lambda text: text.replace("老公", "丈夫"),
}


@pytest.fixture(scope="module")
def texts():
    here = Path(bot.training.__file__).parent
    lines = [
        line for name in ("cases", "told") for line in (here / f"{name}.jsonl").read_text("utf8").splitlines()
    ]
    in_scope = [row["text"] for row in map(json.loads, lines) if row["in_scope"]]
    return [text for text in in_scope[::EVERY] if len(text) <= LONGEST]


def heard(guide, text):
    """Every fact with whom it is of, as one set."""
    found = set()
    for situation in understand(guide, text).situations:
        raw = situation.to_json()
        holders = [("household", raw["household"]), *((p["relation"], p["facts"]) for p in raw["people"])]
        for who, facts in holders:
            found |= {(who, fact, json.dumps(value, sort_keys=True)) for fact, value in facts.items()}
    return found


@pytest.fixture(scope="module")
def as_written(guide, texts):
    """What is heard of each text as it stands."""
    return {text: heard(guide, text) for text in texts}


@pytest.mark.parametrize("change", SAME)
def test_hears_the_same_of_other_words_for_the_same(guide, as_written, change):
    changed = [(SAME[change](text), before) for text, before in as_written.items()]
    other = [new for new, before in changed if new not in as_written and heard(guide, new) != before]
    assert other == []


def test_sets_most_pauses_where_the_writer_set_stops(texts):
    """Of texts without their stops; the share is what the readers of facts were measured with."""
    right = cut = missed = 0
    for text in texts:
        pieces = [piece for piece in re.split(r"[，。！？；、 ：:,.…]+", normalise(text).plain) if piece]
        words, ends, last = "".join(pieces), set(), 0
        for piece in pieces[:-1]:
            last += len(piece)
            ends.add(last)
        if len(pieces) < 3 or any(len(piece) > 26 for piece in pieces):
            continue
        read, place, cuts = as_told(normalise(words, slips=False)).plain, 0, set()
        for letter in read:
            cuts |= {place} if letter == "，" else set()
            place += letter != "，"
        if place != len(words):
            continue  # a greeting left out
        right += len(cuts & ends)
        cut += len(cuts)
        missed += len(ends - cuts)
    assert right / cut > 0.8
    assert right / (right + missed) > 0.5


def test_quotes_what_was_typed_behind_courtesies_and_pauses(guide):
    text = "您好，麻烦问一下，俺爹今年七十八了瘫在炕上三年了家里就俺一个人种地实在顾不过来，谢谢您了"
    for one in understand(guide, text).evidence:
        assert text[one.start : one.start + len(one.words)] == one.words
