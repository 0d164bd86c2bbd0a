"""`python -m tests.benchmarks`: everything, one after the other."""

from tests.benchmarks import accuracy, speed

speed.report()
accuracy.report()
