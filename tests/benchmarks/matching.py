"""How well messages are understood: the labelled ones, each read by models that never learned it.

Relevance, scope and urgency are five-fold cross-validated, then everything is asked of the whole product: the
match line of the public contract. The same messages are read again with 20 and 40 of 100 characters replaced
by others of the same sound. Beside it, in the same run, what one would try first: BM25 over words and over
characters, the nearest phrasing by rapidfuzz, and a linear model over runs of characters.

Wordings of facts are rules written with these messages at hand: their shares say how much is covered, not how
well it carries over. Sets by other writers say that: `blind.jsonl`, labelled as the cases are,
`letters.jsonl`, long tales of families of three and more, labelled in full as far as facts go, and
`alarms.jsonl`, calls for help and words like them. Nothing may be learned from these or written to them.
"""

import datetime
import resource
import statistics
import time
from collections import Counter
from pathlib import Path

import bm25s
import jieba
from rapidfuzz import fuzz, process
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from bot.danger.alarm import CALM, KINDS, Alarm
from bot.relevance.linear import Model
from bot.relevance.retrieval import Retrieval
from bot.serving import match_text, prepare
from bot.text import righting
from bot.training.checking import FOLDS
from bot.training.examples import Reader, cases, classes, told, written_sayings
from bot.training.learning import NEAR_THE_END, train
from bot.training.mishearing import misheard
from bot.training.sequences import pack_sequences
from bot.understanding.index import index_of
from knowledge import load_guide
from tests.benchmarks.messages import load_rows
from tests.benchmarks.scoring import Score, score_case, score_policies

DAY = datetime.date(2026, 11, 22)
ALARMS, BLIND, LETTERS = (Path(__file__).parent / f"{name}.jsonl" for name in ("alarms", "blind", "letters"))
NOISE = (0.0, 0.2, 0.4)
LETTER = 300
SHOWN = ("any right group first", "best policy @1", "acceptable policy @1", "best policy @3")


# ---- the product, cross-validated


def lines_of_product(guide, rows, share):
    """The match line of each case, read by models that never learned it, and the seconds of CPU each took."""
    righting.load_sequences = _sequences_without(guide, rows)
    reader, index = Reader(guide), index_of(guide)
    shared = [*reader.of_guide(), *reader.of_phrasings(), *reader.of_told()]
    labelled = dict(by_text(reader.of_cases()))
    calm, urgent = list(reader.of_urgency()), dict(by_text(reader.of_urgent_cases()))
    lines, spent = {}, []
    for fold in range(FOLDS):
        rest = [case["text"] for place, case in enumerate(rows) if place % FOLDS != fold]
        examples = [*shared, *(labelled[text] for text in rest if text in labelled)]
        packed = train(examples, classes(guide))
        index.relevance = Retrieval(guide, index.tokenizer, Model(packed))
        alarming = [*calm, *(example for text in rest for example in urgent[text])]
        packed = train(alarming, [CALM, *KINDS], tolerance=NEAR_THE_END)
        index.alarm = Alarm(index.relevance.features, Model(packed))
        for place in range(fold, len(rows), FOLDS):
            for noise in share:
                text = misheard(rows[place]["text"], noise, seed=place)
                begun = time.process_time()
                line = match_text(guide, text, DAY).to_json(guide)
                spent.append((time.process_time() - begun, noise, len(text)))
                lines[place, noise] = line
    return lines, spent


def _sequences_without(guide, rows):
    """What rights slips of sound, counted without the messages that it is going to read."""
    held = {case["text"] for case in rows}
    others = (row["text"] for row in (*cases(), *told(), *written_sayings()) if row["text"] not in held)
    model = righting.read_sequences(pack_sequences(guide, others))
    return lambda: model


def by_text(pairs):
    return ((case["text"], example) for case, example in pairs)


# ---- peers: policies in order, best first


def documents(guide):
    """(text, policy) of everything the guide says in everyday words."""
    return [
        (text, policy.id)
        for policy in guide.policies.values()
        for text in (policy.name, *policy.aliases, policy.summary, *policy.phrasings)
    ]


def bm25_peer(guide, cut):
    texts = documents(guide)
    searcher = bm25s.BM25()
    searcher.index([cut(text) for text, _ in texts], show_progress=False)

    def ranked(text):
        found, _ = searcher.retrieve([cut(text)], k=40, show_progress=False)
        return list(dict.fromkeys(texts[place][1] for place in found[0]))

    return ranked


def fuzzy_peer(guide):
    texts = documents(guide)
    only = [text for text, _ in texts]

    def ranked(text):
        found = process.extract(text[:200], only, scorer=fuzz.token_ratio, limit=40)
        return list(dict.fromkeys(texts[place][1] for _, _, place in found))

    return ranked


def linear_peer(guide, learned):
    texts = documents(guide) + [(case["text"], case["policies"][0]) for case in learned if case["policies"]]
    model = make_pipeline(
        TfidfVectorizer(analyzer="char", ngram_range=(1, 4), sublinear_tf=True),
        LogisticRegression(C=30, max_iter=200),
    )
    model.fit(*zip(*texts, strict=True))
    names = model.classes_

    def ranked(text):
        (row,) = model.decision_function([text])
        return [str(names[place]) for place in row.argsort()[::-1]]

    return ranked


def lines_of_peer(guide, ranked, rows, noise):
    """Match lines as the public contract has them, with only policies and their groups in them."""
    for place, case in enumerate(rows):
        policies = ranked(misheard(case["text"], noise, seed=place))
        groups = list(dict.fromkeys(guide.policies[one].groups[0] for one in policies))
        yield case, {"policies": [{"id": one} for one in policies], "groups": [{"id": one} for one in groups]}


# ---- the report


def report(rows=None):
    guide = load_guide()
    prepare(guide)
    rows = rows or cases()
    _report_blind(guide, BLIND, "messages of other writers, never worked with")
    _report_blind(guide, LETTERS, "letters and tales of large families, never worked with")
    _report_alarm(guide)
    lines, spent = lines_of_product(guide, rows, NOISE)
    print(f"{len(rows)} labelled messages, five-fold")
    for noise in NOISE:
        score = Score()
        for place, case in enumerate(rows):
            score_case(score, case, lines[place, noise])
        print(f"-- product, {noise:.0%} of the characters replaced by others of the same sound")
        for name, share in score.shares().items():
            print(f"   {name}: {share}")
        if not noise:
            print(f"   facts heard in fewer than 0.7 of cases: {score.weak_keys() or 'none'}")
    _report_peers(guide, rows)
    _report_time(spent)


def _report_blind(guide, path, name):
    """Messages that nothing was learned from or written to: how well all of it carries over."""
    rows, score = load_rows(path), Score()
    for case in rows:
        score_case(score, case, match_text(guide, case["text"], DAY).to_json(guide))
    print(f"{len(rows)} {name}")
    for what, share in score.shares().items():
        print(f"   {what}: {share}")


def _report_alarm(guide):
    """Calls for help, and calm words like them, that nothing was ever learned from or written to."""
    seen = Counter(
        (row["urgent"] != CALM, match_text(guide, row["text"], DAY).urgent is not None)
        for row in load_rows(ALARMS)
    )
    calls, calm = seen[True, True] + seen[True, False], seen[False, True] + seen[False, False]
    print(f"-- alarm, of others: {seen[True, True]} of {calls} calls seen, "
          f"{seen[False, True]} false of {calm} calm words like them")  # fmt: skip


def _report_peers(guide, rows):
    linear = [
        linear_peer(guide, [case for place, case in enumerate(rows) if place % FOLDS != fold])
        for fold in range(FOLDS)
    ]
    peers = {"BM25, words": bm25_peer(guide, jieba.lcut), "BM25, characters": bm25_peer(guide, list)}
    peers["rapidfuzz"] = fuzzy_peer(guide)
    for noise in NOISE:
        for name, ranked in peers.items():
            _print_peer(name, noise, lines_of_peer(guide, ranked, rows, noise))
        folds = (
            (case, line)
            for fold, ranked in enumerate(linear)
            for case, line in list(lines_of_peer(guide, ranked, rows, noise))[fold::FOLDS]
        )
        _print_peer("linear, five-fold", noise, folds)


def _print_peer(name, noise, lines):
    score = Score()
    for case, line in lines:
        if case["policies"]:
            score_policies(score, case, line)
    shown = [key for key in score.of if key in SHOWN or "wrong" in key]
    shares = {key: f"{score.hits[key] / score.of[key]:.3f}" for key in shown}
    print(f"-- {name}, {noise:.0%}: {shares}")


def _report_time(spent):
    plain = [seconds for seconds, noise, _ in spent if not noise]
    letters = [seconds for seconds, noise, length in spent if not noise and length >= LETTER]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"-- CPU a message: median {statistics.median(plain) * 1000:.1f} ms")
    print(f"   of {len(letters)} letters of {LETTER} and more: {statistics.median(letters) * 1000:.1f} ms")
    print(f"   {memory:.0f} MB with training in the same process")


if __name__ == "__main__":
    report()
