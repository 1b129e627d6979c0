from collections.abc import Iterator
from pathlib import Path

import pytest

from longwave.ledger.ledger import Ledger
from unit.world.memory.diary import memory_ledger


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """A world of memories alone, and as yet none."""
    with memory_ledger(str(tmp_path / "world.db")) as opened:
        yield opened
