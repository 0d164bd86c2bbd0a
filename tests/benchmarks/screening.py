"""`make bench-screen [PEOPLE=…]`: a whole population against all rules.

First the command itself, from files to files: wall time, CPU, memory, for each count of people. Then verdicts
alone beside OpenFisca, see `verdicts`.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyarrow.parquet as pq

from knowledge import load_guide
from tests.benchmarks.verdicts import DAY, compare
from webapp.screening.making import make_population

COUNTS = (100_000, 1_000_000)


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
