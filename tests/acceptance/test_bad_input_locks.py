"""Others at the same world: refused or safely shared, and never written over."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from acceptance.terminal import assert_refused, end, hash_of, longwave, paused

RUN = ["--persona", "wren", "--hours", "3", "--seed", "7"]


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LONGWAVE_BUSY_TIMEOUT_S", "0.1")


@contextmanager
def _locked(database: Path) -> Iterator[None]:
    """Hold SQLite's write lock as another program does that is in the middle of a transaction."""
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@pytest.mark.parametrize(
    "command",
    [["ledger", "rebuild"], ["orders", "cancel", "o-3"], ["orders", "retry", "o-3"], ["doctor"]],
    ids=" ".join,
)
def test_a_locked_database_is_refused_for_writing(day: Path, command: list[str]) -> None:
    before = hash_of(day)

    with _locked(day / "world.db"):
        said = longwave(*command, "-d", day)

    assert_refused(said, saying=f"{day / 'world.db'}: database is locked", cure="free the disk or the lock")
    assert hash_of(day) == before


@pytest.mark.parametrize(
    "command",
    [["ledger", "verify"], ["ledger", "hash"], ["ledger", "tail"], ["orders", "list"], ["orders", "show", "o-3"]],
    ids=" ".join,
)
def test_a_locked_database_can_be_read(day: Path, command: list[str]) -> None:
    with _locked(day / "world.db"):
        said = longwave(*command, "-d", day)

    assert said.code == 0, said
    assert said.out


def test_a_run_on_a_locked_database_is_refused_and_resumes_when_it_is_free(
    tmp_path: Path, hash_of_three_hours: str
) -> None:
    with paused(tmp_path, *RUN) as started:
        started.terminate()
        end(started)
    (tmp_path / "PAUSE").unlink()

    with _locked(tmp_path / "world.db"):
        refused = longwave("station", "produce", "-o", tmp_path, "--resume")
    resumed = longwave("station", "produce", "-o", tmp_path, "--resume")

    assert_refused(refused, saying="database is locked", cure="--resume")
    assert resumed.code == 0, resumed
    assert hash_of(tmp_path) == hash_of_three_hours


def test_a_second_process_may_read_a_world_and_is_refused_to_work_on_it(
    tmp_path: Path, hash_of_three_hours: str
) -> None:
    with paused(tmp_path, *RUN) as first:
        held_by = f"{tmp_path / 'world.db'} is in use by longwave station produce (process {first.pid})"

        second = longwave("station", "produce", "-o", tmp_path, "--resume")
        third = longwave("station", "produce", "-o", tmp_path, "--persona", "wren")
        rebuild = longwave("ledger", "rebuild", "-d", tmp_path)
        readers = [longwave(*c, "-d", tmp_path) for c in (["ledger", "verify"], ["orders", "list"], ["doctor"])]
        (tmp_path / "PAUSE").unlink()
        said = end(first)

    assert_refused(second, saying=held_by, cure="wait for it")
    assert_refused(third, saying=held_by, cure="wait for it")
    assert_refused(rebuild, saying=held_by, cure="wait for it")
    assert [reader.code for reader in readers] == [0, 0, 0]
    assert said.code == 0, said
    assert hash_of(tmp_path) == hash_of_three_hours


def test_an_order_that_an_operator_calls_off_during_a_run_is_not_carried_out(tmp_path: Path) -> None:
    with paused(tmp_path, *RUN) as run:
        cancelled = longwave("orders", "cancel", "o-3", "--reason", "no radio today", "-d", tmp_path)
        (tmp_path / "PAUSE").unlink()
        said = end(run)

    assert cancelled.code == 0, cancelled
    assert said.code == 1
    assert "error: 3 of 3 segments could not be made" in said.err
    assert longwave("doctor", "-d", tmp_path).code == 0
    assert longwave("orders", "show", "o-3", "--json", "-d", tmp_path).json["result"] == {"reason": "no radio today"}


def test_a_lock_file_that_a_dead_process_left_holds_nobody_up(day: Path) -> None:
    (day / "world.db.lock").write_text("longwave station produce (process 1)")

    said = longwave("station", "produce", "-o", day, "--resume")

    assert said.code == 0, said
