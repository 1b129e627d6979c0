"""A world whose very creation was cut short begins by the same command; nobody has to delete anything."""

import sqlite3
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from crash.lives import HOURS, KILLED, Run, Whole, longwave
from longwave import bootstrap
from longwave.ledger.errors import StoreMissing
from longwave.ledger.ledger import GENESIS
from longwave.settings import Settings


def nothing(_place: Path) -> None:
    """Leave the folder empty."""


def an_empty_file(place: Path) -> None:
    place.touch()


def a_lock_file(place: Path) -> None:
    place.with_name("world.db.lock").write_text("longwave station produce (process 1)")


def an_empty_database(place: Path) -> None:
    sqlite3.connect(place).execute("PRAGMA journal_mode=WAL").close()


def a_schema_without_a_world(place: Path) -> None:
    with bootstrap.open_ledger(str(place), Settings(), create=True):
        pass


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The hash of an hour on air in a folder where nothing was."""
    return _produce(tmp_path_factory.mktemp("untouched"))


@pytest.mark.parametrize(
    "leave",
    [nothing, an_empty_file, a_lock_file, an_empty_database, a_schema_without_a_world],
    ids=lambda leave: leave.__name__,
)
def test_a_run_begins_by_resume_where_a_kill_left_no_more_than(
    leave: Callable[[Path], None], untouched: str, tmp_path: Path
) -> None:
    leave(tmp_path / "world.db")

    begun = _produce(tmp_path, "--resume")

    assert begun == untouched


@pytest.mark.soak
def test_a_world_killed_at_every_statement_of_its_creation_still_begins(
    day: Whole, tmp_path: Path, emptied: Callable[[], str], *, soak: bool
) -> None:
    runs = [Run(out=tmp_path / "file", hours=HOURS)]
    if soak:
        runs.append(Run(out=tmp_path / "server", hours=HOURS, database=emptied()))

    for run in runs:
        kills = _kill_until_begun(run, step=1 if soak else 120)

        assert kills >= (20 if soak else 2)
        assert run.live("none", -1) == 0
        assert run.left() == day.left
        assert run.doctor() == 0


def _produce(out: Path, *more: str) -> str:
    asked = ["station", "produce", "--persona", "wren", "--hours", "1", "--seed", "7", "--output", str(out), *more]
    result = longwave(*asked)
    assert result.exit_code == 0, result.output
    return longwave("ledger", "hash", "--database", str(out)).output


def _kill_until_begun(run: Run, *, step: int) -> int:
    """Kill a run at one statement after the other until a life has begun the world; return how many had not."""
    for lives, number in enumerate(count(3, step)):
        assert run.live("statement", number) == KILLED
        if _has_begun(run):
            return lives
    raise AssertionError


def _has_begun(run: Run) -> bool:
    try:
        with bootstrap.open_ledger(run.place, Settings()) as ledger:
            return ledger.head()[1] != GENESIS
    except StoreMissing:
        return False
