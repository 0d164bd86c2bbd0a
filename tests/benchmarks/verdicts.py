"""Verdicts alone beside OpenFisca-Core: the same rules for the same people, from arrays to arrays.

First one thread each. Then both as best they can: as many processes as the machine has cores, each with its
share of the households, in chunks of whatever size suits them best of those tried. Each keeps the types it is
made for: bits and 64-bit numbers here; bool, 32-bit int and 32-bit float there. OpenFisca knows no unknowns,
so it answers less. What is timed is the evaluation alone; making the arrays is told beside it.
"""

import multiprocessing
import os
import time
from datetime import date
from functools import partial

import numpy as np
import pyarrow.parquet as pq

from knowledge.tables.chunks import NOWHERE, make_chunk
from knowledge.tables.hits import inputs_of
from knowledge.tables.kernels import HOME, VALUE
from knowledge.tables.layout import count_flags, unpack
from knowledge.tables.screening import build_screen, describe_inputs
from webapp.screening.making import make_population

DAY = date(2026, 11, 22)
PEOPLE = 1_000_000
SIZES = (8_192, 16_384, 32_768, 65_536)  # households a chunk
TIMES = 3
fork = multiprocessing.get_context("fork")


def cut(people, households, homes):
    """Both tables in chunks of so many households; they are sorted by household."""
    ids = households.column("household_id").to_numpy(zero_copy_only=False)
    owners = people.column("household_id").to_numpy(zero_copy_only=False)
    for start in range(0, len(households), homes):
        part = households.slice(start, homes)
        first = np.searchsorted(owners, ids[start])
        last = np.searchsorted(owners, ids[start + len(part) - 1], "right")
        yield people.slice(first, last - first), part


class Ours:
    """The tape for verdicts alone."""

    def __init__(self, guide, people, households):
        self.inputs = describe_inputs(guide.facts, people.column_names, households.column_names)
        self.screen = build_screen(guide, DAY, self.inputs, verdicts_only=True)
        self.units = [
            unit.met for unit in self.screen.units if not isinstance(self.screen.flags[unit.met], bool)
        ]

    def jobs(self, people, households, homes):
        """For each chunk what works it out and counts those met."""
        for part in cut(people, households, homes):
            chunk = make_chunk(*part, self.inputs)
            yield partial(self.run, chunk, inputs_of(self.screen, chunk))

    def run(self, chunk, given):
        """How many are met."""
        found = self.screen.tape.run(chunk.layout, given)
        listed = {len(flags): flags for flags in chunk.listed.values()}
        return sum(count_flags(found[name] & listed[len(found[name])]) for name in self.units)


class Theirs:
    """OpenFisca's vectorised evaluation."""

    def __init__(self, guide, people, households):
        from tests.benchmarks.openfisca_peer import Peer

        self.guide, self.peer = guide, Peer(guide, DAY)
        self.inputs = describe_inputs(guide.facts, people.column_names, households.column_names)

    def jobs(self, people, households, homes):
        """For each chunk what works it out and counts those met."""
        for part in cut(people, households, homes):
            owners, given = self.arrays(*part)
            simulation = self.peer.simulation(len(part[1]), owners, given)
            yield lambda simulation=simulation: sum(self.peer.run(simulation).values())

    def arrays(self, people, households):
        """The household of each person, and the inputs by the names of the variables, in its own types."""
        chunk, given = make_chunk(people, households, self.inputs), {}
        for name, one in self.inputs.items():
            if name.partition("__")[0] in self.guide.facts:
                for part in one.labels if one.kind == "set" else (VALUE,):
                    key = f"{name}__{part}".replace("-", "_") if part else name
                    given[key] = self.array(chunk, name, part, key)
        ids = households.column("household_id").to_numpy(zero_copy_only=False)
        return np.searchsorted(ids, people.column("household_id").to_numpy(zero_copy_only=False)), given

    def array(self, chunk, name, part, key):
        """One input in the order of its table."""
        one, laid = self.inputs[name], chunk.given(name, part)
        laid = unpack(laid) if one.is_flag(part) else laid
        places = np.flatnonzero(chunk.rows != NOWHERE)
        rows, laid = (
            (chunk.order, laid[: chunk.layout.homes])
            if one.level == HOME
            else (chunk.rows[places], laid[places])
        )
        array = np.empty(len(rows), laid.dtype)
        array[rows] = laid
        kind = self.peer.system.variables[key].value_type
        return array.astype({bool: bool, int: np.int32, float: np.float32}[kind])


def work(engine, tables, homes, ready, told):
    """One process: its share, a few times; the wall and CPU seconds of each time, and those met."""
    for _ in range(TIMES):
        made = time.process_time()
        jobs = list(engine.jobs(*tables, homes))
        made = time.process_time() - made
        ready.wait()
        begun, spent = time.monotonic(), time.process_time()
        met = sum(int(job()) for job in jobs)
        told.put((time.monotonic() - begun, time.process_time() - spent, made, met))
        ready.wait()


def measure(engine, people, households, homes, processes):
    """(wall, CPU of the busiest process, CPU of making the arrays, those met): the least of a few times."""
    share = -(-len(households) // processes)
    shares = list(cut(people, households, share))
    ready, told = fork.Barrier(processes), fork.Queue()
    workers = [fork.Process(target=work, args=(engine, one, homes, ready, told)) for one in shares]
    for worker in workers:
        worker.start()
    times = [[told.get() for _ in workers] for _ in range(TIMES)]
    for worker in workers:
        worker.join()
    met = {sum(one[3] for one in found) for found in times}
    assert len(met) == 1
    most = [[max(one[place] for one in found) for found in times] for place in range(3)]
    return *(min(one) for one in most), met.pop()


def compare(guide, folder, people=PEOPLE):
    """Both, on one thread and as best they can, printed."""
    tables = [pq.read_table(path) for path in make_population(guide, people, folder)]
    engines = {"zizhuni": Ours(guide, *tables), "OpenFisca-Core": Theirs(guide, *tables)}
    cores = os.cpu_count()
    for processes, name in ((1, "one thread each"), (cores, f"both as best they can, {cores} processes")):
        best = {}
        for engine_name, engine in engines.items():
            sizes = (*SIZES, len(tables[1]))
            found = {homes: measure(engine, *tables, homes, processes) for homes in sizes}
            homes = min(found, key=lambda size: found[size][1])
            best[engine_name] = (
                found[homes] if processes > 1 or engine_name == "zizhuni" else found[sizes[-1]]
            )
            for size, (wall, cpu, made, met) in found.items():
                print(
                    f"{engine_name:>16}, {processes} × chunks of {size:>9,} households: {cpu:6.3f} s CPU, "
                    f"{wall:6.3f} s wall, making the arrays {made:5.2f} s; {met:,} met", flush=True,
                )  # fmt: skip
        ours, theirs = best.values()
        by_cpu, by_wall = theirs[1] / ours[1], theirs[0] / ours[0]
        print(f"verdicts alone, {name}: {by_cpu:.2f} times as fast by CPU, {by_wall:.2f} by wall")
