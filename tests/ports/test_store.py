"""The store: snapshots for readers, one writer at a time, and what it says of places it cannot use."""

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, exc, text

from longwave import bootstrap
from longwave.ledger.errors import (
    StoreCorrupt,
    StoreError,
    StoreForeign,
    StoreMissing,
    StoreUnavailable,
)
from longwave.ledger.store import Store, database_url, is_unavailable
from longwave.ledger.tables import run
from longwave.settings import Settings

INCREMENT = text("UPDATE counter SET value = :value")
READ = text("SELECT value FROM counter")


@pytest.fixture
def store(place: str) -> Iterator[Store]:
    """A world's database with a counter in it."""
    with bootstrap.open_ledger(place, Settings(), create=True) as ledger:
        with ledger.store.write() as connection:
            connection.execute(text("CREATE TABLE counter (value INTEGER)"))
            connection.execute(text("INSERT INTO counter VALUES (0)"))
        yield ledger.store


def value(store: Store) -> int:
    with store.read() as connection:
        return int(connection.execute(READ).scalar_one())


def test_a_world_opens_in_every_database(place: str) -> None:
    with bootstrap.open_ledger(place, Settings(), create=True) as ledger:
        assert ledger.head()[0] == 0


def test_a_snapshot_stands_still_while_a_writer_commits(store: Store) -> None:
    with store.read() as snapshot:
        seen = [snapshot.execute(READ).scalar()]
        for number in (1, 2):
            with store.write() as connection:
                connection.execute(INCREMENT, {"value": number})
            seen.append(snapshot.execute(READ).scalar())

    assert seen == [0, 0, 0]
    assert value(store) == 2


def test_a_statement_runs_for_each_of_its_rows_in_every_database(store: Store) -> None:
    steps = [{"step": 2, "under": 100}, {"step": 40, "under": 1}, {"step": 3, "under": 100}]

    with store.write() as connection:
        run(connection, "UPDATE counter SET value = value + :step WHERE value < :under", *steps)

    assert value(store) == 5


def test_readers_never_wait_for_a_writer_nor_see_what_is_not_committed(store: Store) -> None:
    with store.write() as connection:
        connection.execute(INCREMENT, {"value": 1})
        assert value(store) == 0

    assert value(store) == 1


def stop_half_way(connection: Connection) -> None:
    connection.execute(INCREMENT, {"value": 5})
    raise ZeroDivisionError


def break_a_rule_half_way(connection: Connection) -> None:
    connection.execute(INCREMENT, {"value": 5})
    connection.execute(text("INSERT INTO events (seq) VALUES (1)"))


@pytest.mark.parametrize(
    ("go_wrong", "error"), [(stop_half_way, ZeroDivisionError), (break_a_rule_half_way, StoreError)]
)
def test_an_error_takes_a_write_back_and_gives_the_turn_on(
    store: Store, go_wrong: Callable[[Connection], None], error: type[Exception]
) -> None:
    with pytest.raises(error), store.write() as connection:
        go_wrong(connection)

    assert value(store) == 0
    with store.write() as connection:
        connection.execute(INCREMENT, {"value": 1})
    assert value(store) == 1


@pytest.mark.parametrize("is_shared", [True, False])
def test_writers_never_come_between_one_another_and_never_find_the_database_locked(
    store: Store, *, is_shared: bool
) -> None:
    stores = [store, store] if is_shared else [store, Store(store.url)]
    start = threading.Barrier(len(stores))
    failures: list[Exception] = []

    def count_up(own: Store) -> None:
        start.wait()
        try:
            for _ in range(40):
                with own.write() as connection:
                    before = connection.execute(READ).scalar_one()
                    connection.execute(INCREMENT, {"value": before + 1})
        except Exception as error:  # noqa: BLE001 - a thread's error is told at its end
            failures.append(error)

    threads = [threading.Thread(target=count_up, args=[own]) for own in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for own in {*stores} - {store}:
        own.close()

    assert failures == []
    assert value(store) == 80


def test_a_writer_elsewhere_that_does_not_end_is_told_apart_from_damage(tmp_path: Path) -> None:
    path = tmp_path / "world.db"
    with bootstrap.open_ledger(str(path), Settings(busy_timeout_s=0.01), create=True) as ledger:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreUnavailable, match="locked") as refusal, ledger.store.write():
                pass

        assert refusal.value.hint
        with ledger.store.write():
            pass


def foreign_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
        connection.commit()


def foreign_database_with_events(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE events (what TEXT)")
        connection.commit()


def world(path: Path) -> None:
    with bootstrap.open_ledger(str(path), Settings(), create=True):
        pass


def torn_database(path: Path) -> None:
    world(path)
    whole = path.read_bytes()
    path.write_bytes(whole[:100] + os.urandom(len(whole) - 100))


def cut_database(path: Path) -> None:
    world(path)
    path.write_bytes(path.read_bytes()[:2048])


def text_file(path: Path) -> None:
    path.write_text("Dear diary, today the tide was late again.\n" * 50, encoding="utf-8")


def nothing(_path: Path) -> None:
    pass


def empty_file(path: Path) -> None:
    path.touch()


@pytest.mark.parametrize(
    ("made", "error", "create"),
    [
        (foreign_database, StoreForeign, True),
        (foreign_database, StoreForeign, False),
        (foreign_database_with_events, StoreForeign, True),
        (text_file, StoreForeign, True),
        (text_file, StoreForeign, False),
        (torn_database, StoreCorrupt, True),
        (torn_database, StoreCorrupt, False),
        (cut_database, StoreCorrupt, False),
        (nothing, StoreMissing, False),
        (empty_file, StoreMissing, False),
    ],
)
def test_a_file_that_is_no_sound_world_is_refused_by_its_name_and_left_as_it_was(
    tmp_path: Path, made: Callable[[Path], None], error: type[StoreError], *, create: bool
) -> None:
    path = tmp_path / "world.db"
    made(path)
    before = path.read_bytes() if path.exists() else None

    with pytest.raises(StoreError) as refusal:
        bootstrap.open_ledger(str(path), Settings(), create=create).__enter__()

    assert type(refusal.value) is error
    assert str(path) in str(refusal.value)
    assert refusal.value.hint
    assert (path.read_bytes() if path.exists() else None) == before


def test_a_folder_stands_for_the_world_in_it(tmp_path: Path) -> None:
    world(tmp_path / "world.db")

    with bootstrap.open_ledger(str(tmp_path), Settings()) as ledger:
        assert ledger.store.name == str(tmp_path / "world.db")


def test_a_postgres_database_of_somebody_else_is_refused(postgres_url: str) -> None:
    with pytest.raises(StoreMissing) as refusal:
        Store(database_url(postgres_url))
    assert refusal.value.hint

    empty = Store(database_url(postgres_url), create=True)
    with empty.write() as connection:
        connection.execute(text("CREATE TABLE recipes (name text)"))
    empty.close()

    with pytest.raises(StoreForeign) as refused:
        Store(database_url(postgres_url), create=True)
    assert refused.value.hint


@pytest.mark.parametrize(
    "place",
    ["sqlite://", "sqlite:///", "sqlite:///:memory:", "mysql://u:secret@host/db", "nonsense://", "://", "http://x:y:z"],
)
def test_an_address_of_another_kind_is_refused(place: str) -> None:
    with pytest.raises(StoreError) as refusal:
        Store(database_url(place), create=True)

    assert refusal.value.hint
    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize("folder", ["/proc", "/proc/self/missing", "{tmp}/file", "{tmp}/missing"])
def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path, folder: str) -> None:
    (tmp_path / "file").touch()
    path = Path(folder.format(tmp=tmp_path)) / "world.db"

    with pytest.raises(StoreUnavailable) as refusal:
        bootstrap.open_ledger(str(path), Settings(), create=True).__enter__()

    assert str(path.parent) in str(refusal.value)
    assert refusal.value.hint


@pytest.mark.parametrize("query", ["", "?password=hunter2&connect_timeout=1"])
def test_a_password_is_in_no_message(query: str) -> None:
    url = database_url(f"postgresql://wren:hunter2@127.0.0.1:1/world{query}")

    with pytest.raises(StoreUnavailable) as refusal:
        Store(url)

    chain: BaseException | None = refusal.value
    while chain is not None:
        assert "hunter2" not in str(chain)
        chain = chain.__cause__
    assert "127.0.0.1" in str(refusal.value)


def test_a_statement_that_makes_no_sense_is_not_taken_for_a_database_that_is_away(store: Store) -> None:
    with pytest.raises(exc.DBAPIError) as wrong, store.engine.connect() as connection:
        connection.execute(text("SELECT nothing FROM nowhere"))

    assert not is_unavailable(wrong.value)
    with pytest.raises(StoreError) as translated, store.read() as connection:
        connection.execute(text("SELECT nothing FROM nowhere"))
    assert type(translated.value) is StoreError


def fill_the_disk(connection: Connection) -> None:
    pages = connection.execute(text("PRAGMA page_count")).scalar_one()
    connection.execute(text(f"PRAGMA max_page_count = {pages + 2}"))
    for number in range(1, 50):
        row = {"seq": number, "data": "x" * 2000}
        connection.execute(text("INSERT INTO events VALUES (:seq, '', 1, '', '', '', '', :data, '')"), row)


def test_a_full_disk_is_told_apart_from_damage_and_loses_nothing(tmp_path: Path) -> None:
    with bootstrap.open_ledger(str(tmp_path), Settings(), create=True) as ledger:
        with pytest.raises(StoreUnavailable, match="full") as refusal, ledger.store.write() as connection:
            fill_the_disk(connection)

        assert refusal.value.hint
        assert ledger.head()[0] == 0
        assert ledger.store.damage() == []
