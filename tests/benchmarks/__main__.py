"""`python -m tests.benchmarks`: speed and understanding, one after the other."""

from tests.benchmarks import assessing, matching, speed

assessing.report()
speed.report()
matching.report()
