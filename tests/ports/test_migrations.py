"""Migrations: together they make exactly the tables that the code knows, in every database."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Table, create_engine, inspect, text

from longwave import bootstrap
from longwave.kernel import canonical
from longwave.ledger import migrate
from longwave.ledger.errors import StoreForeign
from longwave.ledger.store import Store, database_url
from longwave.settings import Settings
from longwave.world.index import LoreIndex

SETTINGS = Settings()
SCRIPTS = Path(migrate.__file__).parent / "migrations"


def is_ours(thing: object, name: str | None, kind: str, *_: object) -> bool:
    """Leave the lore index out: it is made from the pack, whenever the pack changes."""
    table = thing.name if isinstance(thing, Table) else name
    return not (kind == "table" and str(table).startswith("lore_"))


def differences(connection: Connection) -> list[object]:
    options = {"compare_type": True, "compare_server_default": True, "include_object": is_ours}
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), bootstrap.METADATA))


def schema(connection: Connection) -> str:
    """Return everything the database knows of its tables, but for the order of their columns, as text."""
    seen = inspect(connection)
    tables = {
        table: [
            sorted(repr(sorted(map(str, column.items()))) for column in seen.get_columns(table)),
            sorted(map(str, seen.get_indexes(table))),
            str(seen.get_pk_constraint(table)),
            sorted(map(str, seen.get_unique_constraints(table))),
        ]
        for table in sorted(seen.get_table_names())
    }
    return canonical.dumps(tables)


def empty(place: str) -> None:
    """Make a database as if nobody had used it."""
    if database_url(place).get_backend_name() == "sqlite":
        Path(place).unlink()
        return
    engine = create_engine(database_url(place))
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()


@contextmanager
def migrated(place: str) -> Iterator[Store]:
    """Make a world by one migration after the other, as an old one comes to the present schema."""
    store = Store(database_url(place), create=True)
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    try:
        with store.write() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
        yield store
    finally:
        store.close()


def test_the_migrations_make_exactly_the_tables_of_the_code(place: str) -> None:
    with migrated(place) as store:
        LoreIndex(store, {}, "an empty pack").refresh()

        with store.read() as connection:
            found = differences(connection)

    assert found == []


def test_a_new_world_has_the_schema_of_one_that_was_migrated(place: str) -> None:
    with migrated(place) as store, store.read() as connection:
        expected = schema(connection)

    empty(place)
    with bootstrap.open_ledger(place, SETTINGS, create=True) as ledger, ledger.store.read() as connection:
        assert schema(connection) == expected


@pytest.mark.parametrize(
    "change",
    [
        "CREATE TABLE wrecks (id INTEGER)",
        "DROP TABLE calls",
        "ALTER TABLE orders ADD COLUMN colour VARCHAR(9)",
        "ALTER TABLE orders DROP COLUMN result",
        "DROP INDEX ix_events_kind_seq",
    ],
)
def test_a_difference_between_tables_and_code_would_show(place: str, change: str) -> None:
    with bootstrap.open_ledger(place, SETTINGS, create=True) as ledger:
        with ledger.store.write() as connection:
            connection.execute(text(change))

        with ledger.store.read() as connection:
            found = differences(connection)

    assert found


def test_the_constant_head_is_the_last_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))

    assert ScriptDirectory.from_config(config).get_heads() == [migrate.HEAD]


def test_upgrading_again_changes_nothing(place: str) -> None:
    with bootstrap.open_ledger(place, SETTINGS, create=True) as ledger, ledger.store.read() as connection:
        before = schema(connection)

    with bootstrap.open_ledger(place, SETTINGS) as ledger:
        migrate.upgrade(ledger.store, bootstrap.METADATA)
        migrate.upgrade(ledger.store, bootstrap.METADATA)
        with ledger.store.read() as connection:
            assert schema(connection) == before
            assert connection.execute(text("SELECT version_num FROM alembic_version")).all() == [(migrate.HEAD,)]


def test_two_who_make_one_world_at_once_both_find_it_made(place: str) -> None:
    early = Store(database_url(place), create=True)
    late = Store(database_url(place), create=True)

    try:
        migrate.upgrade(early, bootstrap.METADATA)
        migrate.upgrade(late, bootstrap.METADATA)

        with late.read() as connection:
            assert differences(connection) == []
    finally:
        early.close()
        late.close()


def test_a_world_of_a_newer_program_is_refused_and_left_alone(place: str) -> None:
    with bootstrap.open_ledger(place, SETTINGS, create=True) as ledger:
        with ledger.store.write() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        with ledger.store.read() as connection:
            before = schema(connection)

    with pytest.raises(StoreForeign, match="schema that this program does not know") as refusal:
        bootstrap.open_ledger(place, SETTINGS).__enter__()

    assert refusal.value.hint
    store = Store(database_url(place))
    with store.read() as connection:
        assert schema(connection) == before
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == "9999"
    store.close()
