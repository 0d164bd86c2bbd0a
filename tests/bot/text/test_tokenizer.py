"""The tokenizer, beside jieba over the same words."""

import jieba
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.shipped import lexicon
from bot.text.tokenizer import NAME_COUNTS, Tokenizer
from tests.benchmarks.messages import load_cases

NAMES = ("临时救助", "特困供养")


def make_peer():
    counts = {**lexicon(), **dict.fromkeys(NAMES, NAME_COUNTS)}
    for word in list(counts):
        for end in range(1, len(word)):
            counts.setdefault(word[:end], 0)
    peer = jieba.Tokenizer()
    peer.FREQ, peer.total, peer.initialized = counts, sum(counts.values()), True
    return peer


OURS, PEER = Tokenizer(NAMES), make_peer()
# Words run together, so that much is ambiguous, among letters, digits, stops and spaces.
PIECES = st.sampled_from([*sorted(PEER.FREQ)[:: len(PEER.FREQ) // 3000], *NAMES, *"的一二ab3，。 \n.%-囧"])


@settings(max_examples=150)
@given(st.lists(PIECES, max_size=20).map("".join))
def test_words_are_cut_as_jieba_cuts_them(text):
    assert OURS.words(text) == PEER.lcut(text, HMM=False)


def test_every_labelled_message_is_cut_as_jieba_cuts_it():
    for text in (one["text"] for one in load_cases()):
        assert OURS.words(text) == PEER.lcut(text, HMM=False)
