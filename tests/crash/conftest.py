"""What the crash suite compares with: a broadcast day that nobody interrupted."""

from collections.abc import Callable

import pytest
from sqlalchemy import create_engine, text

from crash.lives import HOURS, Run, Whole, uninterrupted
from longwave.ledger.store import database_url


@pytest.fixture(scope="session")
def day(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    """A broadcast day, in one life."""
    folder = tmp_path_factory.mktemp("day")
    return uninterrupted(Run(out=folder / "out", hours=HOURS), folder / "census")


@pytest.fixture
def emptied(postgres_url: str) -> Callable[[], str]:
    """Empties the test's PostgreSQL database, as if it had just been made, and returns its address."""

    def empty() -> str:
        engine = create_engine(database_url(postgres_url))
        with engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
        engine.dispose()
        return postgres_url

    return empty
