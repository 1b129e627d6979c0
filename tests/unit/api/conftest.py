import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from longwave.ledger.ledger import Ledger
from unit.api.surface import with_tokens
from unit.ledger.toy import toy_ledger
from unit.ledger.toy_fixtures import empty_toy_file, toy_on_postgres
from unit.ledger.toy_fixtures import ledger as ledger_of_either_kind

__all__ = ["empty_toy_file", "ledger_of_either_kind", "toy_on_postgres"]


@pytest.fixture
def ledger(empty_toy_file: Path, tmp_path: Path) -> Iterator[Ledger]:
    """An empty toy world in SQLite, with a place for tokens."""
    path = tmp_path / "world.db"
    shutil.copy(empty_toy_file, path)
    with toy_ledger(str(path)) as opened:
        with_tokens(opened)
        yield opened
