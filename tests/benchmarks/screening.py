"""`make bench-screen [PEOPLE=…]`: a whole population against all rules.

First the command itself, from files to files: wall time, CPU, memory, for each count of people. Then verdicts
alone, from arrays to arrays on one thread, beside OpenFisca's vectorised evaluation of the same rules.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from knowledge import load_guide
from knowledge.column_chunks import make_chunk
from knowledge.column_kernels import HOME, VALUE
from knowledge.hits import inputs_of
from knowledge.screening import build_screen, describe_inputs
from webapp.screening.making import make_population

DAY = date(2026, 11, 22)
COUNTS = (100_000, 1_000_000)
COMPARED = 1_000_000  # people for verdicts alone
HOMES = 32_768
TIMES = 3


def command(guide, people, folder):
    """The command from files to files, in a process of its own."""
    paths = make_population(guide, people, folder)
    arguments = ["screen", *map(str, paths), "-o", str(folder / "hits.parquet"), "--on", DAY.isoformat()]
    begun, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-m", "webapp.cli", *arguments], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    wall, cpu = time.monotonic() - begun, sum(after[:2]) - sum(before[:2])
    hits = pq.read_metadata(folder / "hits.parquet").num_rows
    print(
        f"{people:>12,} people: {wall:6.1f} s wall, {cpu:6.1f} s CPU, {after.ru_maxrss / 2**20:4.2f} GiB, "
        f"{hits:,} hits; load {os.getloadavg()[0]:.1f}",
        flush=True,
    )


def verdicts(guide, people, households):
    """CPU seconds of the tape for verdicts alone, one thread, and how many are met."""
    inputs = describe_inputs(guide.facts, people.column_names, households.column_names)
    screen = build_screen(guide, DAY, inputs, verdicts_only=True)
    ids = households.column("household_id").to_numpy(zero_copy_only=False)
    owners = people.column("household_id").to_numpy(zero_copy_only=False)
    met, spent = 0, 0.0
    for start in range(0, len(households), HOMES):
        homes = households.slice(start, HOMES)
        first = np.searchsorted(owners, ids[start])
        last = np.searchsorted(owners, ids[start + len(homes) - 1], "right")
        chunk = make_chunk(people.slice(first, last - first), homes, inputs)
        given = inputs_of(screen, chunk)
        begun = time.thread_time()
        flags = screen.tape.run(chunk.layout, given)
        spent += time.thread_time() - begun
        met += sum(int(flags[unit.met].sum()) for unit in screen.units if unit.met in flags)
    return spent, met


def peer(guide, people, households):
    """CPU seconds of OpenFisca for the same, one thread, and how many are met."""
    from tests.benchmarks.openfisca_peer import Peer

    inputs = describe_inputs(guide.facts, people.column_names, households.column_names)
    chunk = make_chunk(people, households, inputs)
    back_home, back_row = np.argsort(chunk.order), np.argsort(chunk.rows)
    system = Peer(guide, DAY)
    given = {}
    for name, one in inputs.items():
        if name.partition("__")[0] not in guide.facts:
            continue
        for part in one.labels if one.kind == "set" else (VALUE,):
            array = chunk.given(name, part)
            array = array[back_home] if one.level == HOME else array[chunk.layout.homes :][back_row]
            key = f"{name}__{part}".replace("-", "_") if part else name
            kind = system.system.variables[key].value_type
            given[key] = array.astype({bool: bool, int: np.int32, float: np.float32}[kind])
    ids = households.column("household_id").to_numpy(zero_copy_only=False)
    owners = np.searchsorted(ids, people.column("household_id").to_numpy(zero_copy_only=False))
    simulation = system.simulation(len(households), owners, given)
    begun = time.thread_time()
    found = system.run(simulation)
    return time.thread_time() - begun, sum(found.values())


def compare(guide, folder):
    """Both for the same people; the best of a few runs each."""
    people, households = map(pq.read_table, make_population(guide, COMPARED, folder))
    judged = len(people) * sum(1 for policy in guide.policies.values() for _ in policy.units)
    rates = {}
    for name, run in (("zizhuni", verdicts), ("OpenFisca-Core", peer)):
        results = [run(guide, people, households) for _ in range(TIMES)]
        spent = min(result[0] for result in results)
        rates[name] = judged / spent
        print(f"{name:>16}: {spent:6.2f} s CPU for {len(people):,} people, {results[0][1]:,} met", flush=True)
    print(f"verdicts alone, one thread each: {rates['zizhuni'] / rates['OpenFisca-Core']:.2f} times as fast")


def report(counts):
    """Everything, printed."""
    guide = load_guide()
    for count in counts:
        with tempfile.TemporaryDirectory(prefix="zizhuni-bench-") as folder:
            command(guide, count, Path(folder))
    with tempfile.TemporaryDirectory(prefix="zizhuni-bench-") as folder:
        compare(guide, Path(folder))


if __name__ == "__main__":
    report([int(one) for one in sys.argv[1:]] or COUNTS)
