"""How well messages are understood, on the 570 labelled ones; beside a plain search as the peer.

Relevance and scope are five-fold cross-validated: each message is scored by a model that never saw it. The
everyday wordings were written by people who had read these messages, so fresh ones will do somewhat worse.
Urgency and facts are rules tuned on the same messages: their shares say how much is covered, not how well it
carries over.
"""

from datetime import date

from rapidfuzz import fuzz, process

from bot.training.checking import seen_by_others, summary
from bot.training.examples import Reader, cases, classes
from bot.understanding import understand
from knowledge import load_guide

DAY = date(2026, 11, 22)


def report():
    guide = load_guide()
    reader = Reader(guide)
    shared, labelled = [*reader.of_guide(), *reader.of_phrasings()], list(reader.of_cases())
    print("relevance and scope, cross-validated")
    for name, share in summary(seen_by_others(shared, labelled, classes(guide))).items():
        print(f"  {name}: {share}")
    print("peer: nearest phrasing of the guide by rapidfuzz")
    print(f"  best_at_1: {peer_best_at_1(guide)}")
    for name, share in {**urgent_shares(guide), **fact_shares(guide)}.items():
        print(f"  {name}: {share}")


def peer_best_at_1(guide):
    phrasings = [(text, policy.id) for policy in guide.policies.values() for text in policy.phrasings]
    texts = [text for text, _ in phrasings]
    asked = [case for case in cases() if case["policies"]]
    hits = 0
    for case in asked:
        _, _, place = process.extractOne(case["text"][:120], texts, scorer=fuzz.token_ratio)
        hits += phrasings[place][1] == case["policies"][0]
    return round(hits / len(asked), 3)


def urgent_shares(guide):
    missed = alarms = 0
    for case in cases():
        urgent = understand(guide, case["text"], today=DAY).urgent
        missed += case["urgent"] is not None and urgent is None
        alarms += case["urgent"] is None and urgent is not None
    return {"urgent missed": missed, "false alarms": alarms}


def fact_shares(guide):
    """Of the labelled facts: heard for anybody with that value; and heard but labelled otherwise."""
    heard = other = total = 0
    for case in cases():
        if not case["in_scope"]:
            continue
        found = stated(one.to_json() for one in understand(guide, case["text"], today=DAY).situations)
        for key, values in stated(case["situations"]).items():
            total += len(values)
            hits = sum(any(overlap(value, one) for one in found.get(key, ())) for value in values)
            heard += hits
            other += bool(found.get(key)) and not hits
    return {"facts heard": round(heard / total, 3), "facts heard otherwise": round(other / total, 3)}


def stated(situations):
    facts = {}
    for situation in situations:
        for held in (situation["household"], *(one["facts"] for one in situation["people"])):
            for key, value in held.items():
                parts = value.items() if isinstance(value, dict) and "min" not in value else [(None, value)]
                for choice, part in parts:
                    facts.setdefault((key, choice), []).append(part)
    return facts


def overlap(one, other):
    if one == other:
        return True
    if isinstance(one, bool | str) or isinstance(other, bool | str):
        return False
    (low, high), (least, most) = bounds(one), bounds(other)
    return low <= most and least <= high


def bounds(value):
    return (value["min"], value["max"]) if isinstance(value, dict) else (value, value)


if __name__ == "__main__":
    report()
