"""Brings a database to the present schema."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from longwave.ledger.errors import StoreForeign
from longwave.ledger.store import Store

HEAD = "0011"


def upgrade(store: Store) -> None:
    """Migrate a database up to this program's schema; do nothing if it is there.

    Raises:
        StoreForeign: a newer program made it.
    """
    if not store.is_empty:
        with store.read() as connection:
            if _revision(connection) == HEAD:
                return
    with store.write() as connection:
        _migrate(connection, store)


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
    if "alembic_version" not in inspect(connection).get_table_names():
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
