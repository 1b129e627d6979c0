"""What the narrator's tests may ask for: a store, the log, and that nothing is left open."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from longwave.ledger.store import Store
from unit.narrator.accounts import opened
from unit.narrator.asking import Logs


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with opened(str(tmp_path / "world.db")) as store:
        yield store


@pytest.fixture(scope="module", autouse=True)
def nothing_left_open() -> Iterator[None]:
    """A connection that is left open warns when it is collected, and a warning fails a test."""
    yield
    gc.collect()


@pytest.fixture
def said() -> Iterator[Logs]:
    with capture_logs() as logs:
        yield logs
