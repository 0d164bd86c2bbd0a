"""Latency of the agents' search: names, words of the text, both with a wrong character, one after another."""

import random
import time

from bot.lookup import lookup_of
from knowledge import load_guide
from tests.benchmarks.hotline import quantile
from tests.benchmarks.messages import load_messages

QUERIES, LONGEST = 600, 8


def make_queries(guide, chance):
    """Names of policies, pieces of messages, and both with one character changed."""
    said = [piece for one in load_messages() for piece in one.replace("，", " ").split() if len(piece) > 1]
    names = [policy.name for policy in guide.policies.values()]
    for _ in range(QUERIES):
        query = chance.choice(chance.choice((said, names)))[:LONGEST]
        at = chance.randrange(len(query))
        yield query[:at] + chance.choice("的人电里") + query[at + 1 :] if chance.random() < 0.5 else query


def report():
    guide = load_guide()
    lookup, took = lookup_of(guide), []
    for query in make_queries(guide, random.Random(5)):
        begun = time.perf_counter()
        lookup.search(query)
        took.append((time.perf_counter() - begun) * 1000)
    print(f"{len(took)} searches of the guide: p50 {quantile(took, 0.5):.1f} ms, "
          f"p95 {quantile(took, 0.95):.1f} ms, longest {max(took):.1f} ms")  # fmt: skip


if __name__ == "__main__":
    report()
