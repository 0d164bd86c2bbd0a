"""`python -m tests.benchmarks`: everything, one after the other."""

from tests.benchmarks import accuracy, assessing, speed

speed.report()
assessing.report()
accuracy.report()
