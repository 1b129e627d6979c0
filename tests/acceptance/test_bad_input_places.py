"""Folders and databases that cannot be used: refused with the place and the cure, and left as they were."""

import socket
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from acceptance.terminal import Said, assert_refused, longwave
from longwave.world.locate import bundled_worlds

SMALL_WORLD = bundled_worlds() / "_template"
READERS = [["ledger", "verify"], ["ledger", "hash"], ["ledger", "tail"], ["orders", "list"], ["doctor"]]
WRITERS = [["ledger", "rebuild"], ["orders", "cancel", "o-3"], ["orders", "retry", "o-3"]]


def _produce(*arguments: str | Path) -> Said:
    return longwave("station", "produce", "--world", SMALL_WORLD, "--persona", "ada", "--hours", "1", *arguments)


def test_an_output_folder_that_is_a_file_is_refused_and_the_file_kept(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("mine")

    said = _produce("-o", file)

    assert_refused(said, saying=f"{file} cannot be written: File exists", cure="--output")
    assert file.read_text() == "mine"


def test_an_output_folder_under_a_file_is_refused_and_the_file_kept(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("mine")

    said = _produce("-o", file / "run")

    assert_refused(said, saying=f"{file / 'run'} cannot be written: Not a directory", cure="--output")
    assert file.read_text() == "mine"


@pytest.mark.parametrize("place", ["/proc/run", "/proc/1/run"])
def test_an_output_folder_that_cannot_be_made_is_refused(place: str) -> None:
    said = _produce("-o", place)

    assert_refused(said, saying=f"{place} cannot be written", cure="--output")


def test_an_output_folder_that_cannot_be_written_is_refused() -> None:
    said = _produce("-o", "/proc/sys")

    assert_refused(said, saying="/proc/sys", cure="then")


@pytest.mark.parametrize("name", ["LIVE_STATUS.json", "segments", "rundown.json"])
def test_a_name_of_ours_that_is_taken_by_something_else_is_refused_and_the_run_resumes(
    tmp_path: Path, name: str
) -> None:
    obstacle = tmp_path / name
    if name == "segments":
        obstacle.write_text("mine")
    else:
        (obstacle / "mine").mkdir(parents=True)

    said = _produce("-o", tmp_path)

    assert said.code == 1
    assert f"error: {obstacle}" in said.err
    assert "--resume" in said.err

    obstacle.rename(tmp_path / "moved")
    assert _produce("--resume", "-o", tmp_path).code == 0


@pytest.mark.parametrize("command", READERS + WRITERS)
def test_a_database_that_is_not_there_is_refused_and_not_made(tmp_path: Path, command: list[str]) -> None:
    said = longwave(*command, "-d", tmp_path / "none.db")

    assert_refused(said, saying=f"there is no database at {tmp_path / 'none.db'}", cure="longwave station produce")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", READERS + WRITERS)
def test_a_text_file_is_no_database_and_stays_as_it_was(tmp_path: Path, command: list[str]) -> None:
    file = tmp_path / "world.db"
    file.write_text("Dear diary, " * 500)

    said = longwave(*command, "-d", file)

    assert_refused(said, saying=f"{file} is not a SQLite database", cure="nothing in this one was changed")
    assert file.read_text() == "Dear diary, " * 500


@pytest.mark.parametrize("tables", [["customers"], ["events"], ["events", "orders"]])
def test_a_foreign_database_is_refused_and_stays_as_it_was(tmp_path: Path, tables: list[str]) -> None:
    file = tmp_path / "world.db"
    with sqlite3.connect(file) as connection:
        for table in tables:
            connection.execute(f"CREATE TABLE {table} (name)")
    connection.close()
    before = file.read_bytes()

    refused = [longwave(*command, "-d", file) for command in READERS + WRITERS]
    refused += [_produce("-o", tmp_path), _produce("-o", tmp_path, "--resume")]

    for said in refused:
        assert_refused(said, saying=f"{file} holds other tables than Longwave's", cure="name another database")
    assert file.read_bytes() == before


def _noise_in_the_middle(image: bytes) -> bytes:
    quarter = len(image) // 4
    return image[:quarter] + b"\xa5" * 2 * quarter + image[3 * quarter :]


def _cut_in_half(image: bytes) -> bytes:
    return image[: len(image) // 2 + 100]


def _cut_to_its_first_bytes(image: bytes) -> bytes:
    return image[:50]


@pytest.mark.parametrize("harm", [_noise_in_the_middle, _cut_in_half, _cut_to_its_first_bytes])
def test_a_damaged_database_is_refused_and_every_byte_of_it_kept(
    day: Path, tmp_path: Path, harm: Callable[[bytes], bytes]
) -> None:
    database = tmp_path / "world.db"
    database.write_bytes(harm((day / "world.db").read_bytes()))
    before = database.read_bytes()

    commands = [["ledger", "verify"], ["ledger", "rebuild"]]
    refused = [longwave(*command, "-d", database) for command in commands]
    refused += [longwave("station", "produce", "--persona", "wren", "-o", tmp_path, "--resume")]

    for said in refused:
        assert_refused(said, saying=str(database), cure="restore the file")
    assert database.read_bytes() == before


@pytest.mark.parametrize(
    ("url", "complaint"),
    [
        ("mysql://u:secret@host/base", "mysql"),
        ("nonsense://u:secret@host/base", "nonsense"),
        ("postgresql://u:secret@host:port/base", "cannot be read"),
        ("://u:secret@", "cannot be read"),
        ("sqlite://", "sqlite"),
    ],
)
def test_a_url_that_is_no_place_for_a_world_is_refused_without_its_password(url: str, complaint: str) -> None:
    said = longwave("ledger", "hash", "-d", url)

    assert_refused(said, saying=complaint, cure="name another database")
    assert "secret" not in said.err


def test_a_postgresql_server_that_nobody_runs_is_refused_at_once() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    said = longwave("ledger", "hash", "-d", f"postgresql://u:secret@127.0.0.1:{port}/base")

    assert_refused(said, saying=f"127.0.0.1:{port}/base", cure="see that the server runs")
    assert "secret" not in said.err


def test_a_postgresql_server_that_never_answers_is_given_up(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"postgresql://u:secret@127.0.0.1:{silent.getsockname()[1]}/base?connect_timeout=2"

        said = _produce("-o", tmp_path, "-d", url)

    assert_refused(said, saying="timeout", cure="see that the server runs")
    assert "secret" not in said.err
