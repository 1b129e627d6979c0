"""The fixture `ledger`, for every folder whose tests work on the toy world."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from longwave.ledger.ledger import Ledger
from unit.ledger.toy import toy_ledger, wipe


@pytest.fixture(scope="session")
def empty_toy_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with an empty toy world, to be copied: migrating takes longer than most tests."""
    path = tmp_path_factory.mktemp("toy") / "world.db"
    with toy_ledger(str(path)):
        return path


@pytest.fixture(scope="session")
def toy_on_postgres(shared_postgres_url: str) -> Iterator[Ledger]:
    """A toy world on PostgreSQL, shared by all tests, which wipe it."""
    with toy_ledger(shared_postgres_url) as opened:
        yield opened


@pytest.fixture(params=["sqlite", "postgres"])
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ledger]:
    """An empty toy world, once in SQLite and once in PostgreSQL."""
    if request.param == "postgres":
        shared: Ledger = request.getfixturevalue("toy_on_postgres")
        wipe(shared)
        yield shared
        return
    path = tmp_path / "world.db"
    shutil.copy(request.getfixturevalue("empty_toy_file"), path)
    with toy_ledger(str(path)) as opened:
        yield opened
