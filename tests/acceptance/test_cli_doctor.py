"""`longwave doctor`: clean on a good world, and each fault it claims to find is found."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from acceptance.terminal import files_of, longwave
from longwave.cli.doctor import CHECKS

FILE, CHAIN, REBUILD, MOVE, FAILED, VERDICT, LOST, SPENT = CHECKS
PAGE = 4096


def test_a_good_world_is_clean_and_nothing_of_it_changes(day: Path) -> None:
    before = files_of(day)

    said = longwave("doctor", "-d", day)

    assert said.code == 0
    assert said.err == ""
    assert said.out == (
        "ok     the database file is sound\n"
        "ok     the chain verifies\n"
        "ok     a rebuild equals the live tables\n"
        "ok     every open order will be carried out\n"
        "ok     no order has failed for good\n"
        "ok     every piece has a verdict and its segment\n"
        "ok     nothing is lost and nothing is there twice\n"
        "ok     what is booked is what the calls cost\n"
    )
    assert files_of(day) == before


def test_a_good_world_has_no_faults_in_json(undisturbed_days: Path) -> None:
    said = longwave("doctor", "--json", "-d", undisturbed_days)

    assert said.code == 0
    assert said.json == {title: [] for title in CHECKS}


ORDER_OF_NINE = "(SELECT id FROM orders WHERE subject_id = '1931-03-02/09:00')"
PIECE_OF_NINE = "(SELECT piece FROM station_slots WHERE time = '09:00')"


FAULTS = [
    ("UPDATE pieces SET text = 'Nothing.' WHERE id = " + PIECE_OF_NINE, REBUILD, "pieces: 1 rows"),
    ("DELETE FROM station_uses WHERE rowid = 1", REBUILD, "station_uses: 0 rows"),
    ("UPDATE station_runs SET hours = 17", REBUILD, "station_runs: 1 rows"),
    ("UPDATE events SET data = replace(data, '\"seed\":7', '\"seed\":8') WHERE seq = 1", CHAIN, "event 1"),
    ("UPDATE events SET data = '{' WHERE seq = 30", CHAIN, "event 30"),
    ("UPDATE events SET data = '{' WHERE seq = 30", REBUILD, "event 30 is damaged"),
    ("UPDATE events SET kind = 'station.unheard_of' WHERE seq = 30", REBUILD, "'station.unheard_of'"),
    ("DELETE FROM events WHERE seq = 69", REBUILD, "orders: 1 rows"),
    (
        f"UPDATE orders SET status = 'pending', order_type = 'nobody.knows' WHERE id = {ORDER_OF_NINE}",
        MOVE,
        "(nobody.knows) is pending and nobody will carry it out",
    ),
    (f"UPDATE orders SET status = 'active' WHERE id = {ORDER_OF_NINE}", MOVE, "is active and nobody"),
    (f"UPDATE orders SET status = 'failed' WHERE id = {ORDER_OF_NINE}", FAILED, "(1931-03-02/09:00) failed"),
    (f"UPDATE pieces SET rules = '{{}}' WHERE id = {PIECE_OF_NINE}", VERDICT, "has no verdict"),
    ("UPDATE station_slots SET piece = NULL WHERE time = '09:00'", VERDICT, "belongs to no segment"),
    ("UPDATE station_slots SET piece = NULL WHERE time = '09:00'", LOST, "slot 1931-03-02/09:00 has no piece"),
    (f"UPDATE station_slots SET piece = {PIECE_OF_NINE} WHERE time = '10:00'", LOST, "fills more than one slot"),
    ("INSERT INTO spends VALUES ('world/1931-03-02', 7, 0, 0, 0)", SPENT, "world/1931-03-02: 7 tokens are booked"),
]


@pytest.mark.parametrize(("change", "title", "complaint"), FAULTS)
def test_each_fault_is_found_and_named(day: Path, change: str, title: str, complaint: str) -> None:
    with closing(sqlite3.connect(day / "world.db")) as connection, connection:
        assert connection.execute(change).rowcount == 1

    said = longwave("doctor", "-d", day)
    faults = longwave("doctor", "--json", "-d", day).json

    assert said.code == 1
    assert f"fault  {title}\n" in said.out
    assert any(complaint in fault for fault in faults[title]), faults
    assert said.err == ""


def test_every_check_is_proven_to_find_something() -> None:
    proven = {title for _, title, _ in FAULTS}

    assert proven | {FILE} == set(CHECKS)


def _page_of(image: bytes, mark: bytes) -> int:
    return image.index(mark) // PAGE


def _page_of_an_event(image: bytes) -> int:
    # Between the kind and the time lies the version.
    return _page_of(image, b"station.segment_aired\x021931-03-02T05:00:00.000000Z")


def _page_of_an_order(image: bytes) -> int:
    return _page_of(image, b'{"date":"1931-03-02","time":"09:00"}')


@pytest.mark.parametrize("find", [_page_of_an_event, _page_of_an_order])
def test_a_page_of_the_file_that_was_destroyed_is_found(day: Path, find: Callable[[bytes], int]) -> None:
    database = day / "world.db"
    image = bytearray(database.read_bytes())
    begin = find(bytes(image)) * PAGE
    image[begin : begin + PAGE] = b"\xa5" * PAGE
    database.write_bytes(image)

    said = longwave("doctor", "-d", day)

    assert said.code == 1
    assert f"fault  {FILE}\n" in said.out
    assert "Traceback" not in said.err


def test_a_world_in_the_middle_of_a_run_is_clean(day: Path, tmp_path: Path) -> None:
    for at in (1, 3, 21, 30):
        forked = tmp_path / f"{at}.db"
        assert longwave("ledger", "fork", "--at", str(at), "--into", forked, "-d", day).code == 0

        said = longwave("doctor", "-d", forked)

        assert said.code == 0, said
