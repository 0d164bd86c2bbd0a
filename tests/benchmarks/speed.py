"""Mean and p95 CPU of a turn, the start of the app and its memory, each beside a peer in the same run."""

import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import jieba
from rapidfuzz import fuzz, process

import bot
from bot import Conversation, Message
from knowledge import load_guide
from tests.benchmarks.messages import load_messages

DAY = date(2026, 11, 22)

START = """
import sys, time, pathlib
begun = time.process_time()
{body}
peak = next(l for l in open("/proc/self/status") if l.startswith("VmHWM")).split()[1]
print(time.process_time() - begun, int(peak) / 1024)
"""
WHOLE_APP = """
from webapp.app import create_app
from webapp.settings import Settings
from tests.builders import make_env
app = create_app(Settings.from_env(make_env(pathlib.Path(sys.argv[1]))))
app.test_client().get("/policies")
"""
EMPTY_APP = """
from flask import Flask
import sqlalchemy, pydantic, apiflask
app = Flask("empty")
app.get("/healthz")(lambda: "ok")
app.test_client().get("/healthz")
"""


def cpu_ms(work):
    begun = time.process_time()
    work()
    return (time.process_time() - begun) * 1000


def quantile(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def turn_times(guide, messages):
    """CPU of a first turn on each message and of the turn that answers its question with 不清楚."""
    first, next_ = [], []
    for text in messages:
        turn = None

        def ask(text=text):
            nonlocal turn
            turn = bot.turn(guide, Conversation(), Message(text=text), DAY)

        first.append(cpu_ms(ask))
        begun = turn.conversation
        next_.append(cpu_ms(lambda begun=begun: bot.turn(guide, begun, Message(text="不清楚"), DAY)))
    return first, next_


def peer_times(guide, messages, folder):
    """The cheapest bot one could build: segment, then the nearest of all phrasings."""
    phrasings = [text for policy in guide.policies.values() for text in policy.phrasings]
    jieba.dt.tmp_dir = folder
    jieba.setLogLevel(60)
    jieba.lcut("热身")
    return [
        cpu_ms(
            lambda text=text: (
                jieba.lcut(text),
                process.extract(text[:120], phrasings, scorer=fuzz.partial_ratio, limit=5),
            )
        )
        for text in messages
    ]


def start_of(body, folder):
    """CPU seconds and peak MB of a fresh process that runs `body`; the second run, when caches are warm."""
    for _ in range(2):
        command = [sys.executable, "-c", START.format(body=body), folder]
        out = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return float(out[-2]), float(out[-1])


def report():
    with tempfile.TemporaryDirectory() as folder:
        guide = load_guide(cache=Path(folder))
        bot.prepare(guide, cache=Path(folder))
        messages = load_messages()
        bot.turn(guide, Conversation(), Message(text="低保"), DAY)
        first, next_ = turn_times(guide, messages)
        both, peer = first + next_, peer_times(guide, messages, folder)
        print(f"turn, {len(both)} turns on {len(messages)} messages, CPU ms")
        for name, values in (("first turn", first), ("answering", next_), ("all", both), ("peer", peer)):
            print(
                f"  {name:<11} mean {statistics.mean(values):6.2f}  p50 {quantile(values, 0.5):6.2f}"
                f"  p95 {quantile(values, 0.95):6.2f}  max {max(values):7.2f}"
            )
        print(f"  ratio to peer (jieba + rapidfuzz): {statistics.mean(both) / statistics.mean(peer):.2f}")
        app, empty = start_of(WHOLE_APP, folder), start_of(EMPTY_APP, folder)
        print("start of the app, beside a bare Flask with the same libraries")
        print(f"  app   {app[0]:6.2f} s CPU {app[1]:6.0f} MB")
        print(f"  bare  {empty[0]:6.2f} s CPU {empty[1]:6.0f} MB")
        print(f"  ratio {app[0] / empty[0]:6.1f}       {app[1] / empty[1]:6.1f}")
