"""Brings a database to the present schema."""

from pathlib import Path

from sqlalchemy import Column, Connection, MetaData, PrimaryKeyConstraint, String, Table, insert, inspect, select

from longwave.ledger.errors import StoreForeign
from longwave.ledger.store import Store

HEAD = "0013"
# As Alembic would make it.
_versions = Table(
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)


def upgrade(store: Store, metadata: MetaData) -> None:
    """Bring a database up to this program's schema; do nothing if it is there.

    Args:
        metadata: all tables of the present schema, which an empty database is given at once.

    Raises:
        StoreForeign: a newer program made it.
    """
    if not store.is_empty:
        with store.read() as connection:
            if _revision(connection) == HEAD:
                return
    with store.write() as connection:
        if store.is_empty and _revision(connection) is None:
            _create(connection, metadata)
        else:
            _migrate(connection, store)


def _create(connection: Connection, metadata: MetaData) -> None:
    metadata.create_all(connection)
    _versions.create(connection)
    connection.execute(insert(_versions).values(version_num=HEAD))


def _migrate(connection: Connection, store: Store) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise StoreForeign(f"{store.name} has a schema that this program does not know: {error}") from error


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table(_versions.name):
        return None
    return connection.execute(select(_versions.c.version_num)).scalar()
