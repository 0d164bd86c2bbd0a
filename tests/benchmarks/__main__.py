"""`python -m tests.benchmarks`: speed and understanding, one after the other."""

from tests.benchmarks import matching, speed

speed.report()
matching.report()
