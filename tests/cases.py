"""Cases that stand in YAML files beside the tests."""

from functools import cache
from pathlib import Path

import yaml

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def load_yaml(path: Path) -> list | dict:
    """What the file holds. It is read once a process for every test module that asks: leave it as it is."""
    return yaml.load(path.read_text(encoding="utf-8"), LOADER)


@cache
def eligibility_cases() -> tuple[tuple[str, dict], ...]:
    """(name of the file, case) of every household that is met or unmet by the real guide."""
    paths = sorted((Path(__file__).parent / "knowledge" / "eligibility").glob("*.yaml"))
    return tuple((path.stem, case) for path in paths for case in load_yaml(path))
