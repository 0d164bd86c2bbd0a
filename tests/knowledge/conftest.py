"""The real guide, loaded once."""

import pytest

from knowledge import load_guide


@pytest.fixture(scope="session")
def guide():
    return load_guide()
