"""`longwave ledger`: verify, rebuild, hash, fork and tail do what they say."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from acceptance.terminal import assert_refused, files_of, hash_of, longwave

EVENTS_OF_A_DAY = 69


def _change(database: Path, statement: str) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        assert connection.execute(statement).rowcount == 1


def test_verify_counts_the_events_and_names_the_last(undisturbed_day: Path) -> None:
    last = hash_of(undisturbed_day)

    said = longwave("ledger", "verify", "-d", undisturbed_day)
    as_json = longwave("ledger", "verify", "-d", undisturbed_day, "--json")

    assert (said.code, said.err) == (0, "")
    assert said.out == f"{EVENTS_OF_A_DAY} events hold, the last is {last[:16]}\n"
    assert as_json.json == {"events": EVENTS_OF_A_DAY, "hash": last}


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ("UPDATE events SET data = replace(data, '\"seed\":7', '\"seed\":8') WHERE seq = 1", "event 1"),
        ("UPDATE events SET actor = 'nobody' WHERE seq = 30", "event 30"),
        ("UPDATE events SET at = '1931-03-02T05:00:00.000001Z' WHERE seq = 40", "event 40"),
        ("UPDATE events SET data = '{' WHERE seq = 50", "event 50"),
        ("DELETE FROM events WHERE seq = 60", "event 60"),
    ],
)
def test_verify_says_where_the_chain_breaks(day: Path, change: str, complaint: str) -> None:
    _change(day / "world.db", change)

    said = longwave("ledger", "verify", "-d", day)

    assert_refused(said, saying=f"the chain breaks at {complaint}", cure="backup made before that event")


def test_rebuild_of_a_sound_world_finds_nothing_to_mend(day: Path) -> None:
    said = longwave("ledger", "rebuild", "-d", day)
    as_json = longwave("ledger", "rebuild", "-d", day, "--json")

    assert said.code == 0
    assert said.out.startswith(f"{EVENTS_OF_A_DAY} events folded into ")
    assert len(said.out.splitlines()) == 1
    assert as_json.json["events"] == EVENTS_OF_A_DAY
    assert as_json.json["differences"] == []


def test_rebuild_names_a_table_that_differed_and_mends_it(day: Path) -> None:
    _change(day / "world.db", "UPDATE station_slots SET form = 'music' WHERE time = '06:00'")

    first = longwave("ledger", "rebuild", "-d", day, "--json")
    second = longwave("ledger", "rebuild", "-d", day)

    assert first.code == 1
    assert first.json["differences"] == [{"table": "station_slots", "only_live": 1, "only_rebuilt": 1}]
    assert second.code == 0
    assert longwave("doctor", "-d", day).code == 0


def test_rebuild_of_a_log_that_cannot_be_read_changes_nothing(day: Path) -> None:
    _change(day / "world.db", "UPDATE events SET data = '{' WHERE seq = 50")
    slots = longwave("orders", "list", "--json", "-d", day).json

    said = longwave("ledger", "rebuild", "-d", day)

    assert_refused(said, saying="event 50 is damaged", cure="longwave ledger verify")
    assert longwave("orders", "list", "--json", "-d", day).json == slots


def test_a_fork_shares_the_past_and_can_be_produced_to_the_end(day: Path, tmp_path: Path) -> None:
    last = hash_of(day)
    target = tmp_path / "what-if" / "world.db"
    target.parent.mkdir()

    said = longwave("ledger", "fork", "--at", "30", "--into", target, "-d", day)
    shared = longwave("ledger", "tail", "-n", "1", "--json", "-d", target).json[0]
    health = longwave("doctor", "-d", target)
    resumed = longwave("station", "produce", "-o", target.parent, "--resume")

    assert said.code == 0, said
    assert said.out == f"{target} shares 30 events with {day / 'world.db'}\n"
    assert shared == longwave("ledger", "tail", "-n", "100", "--json", "-d", day).json[29]
    assert health.code == 0, health
    assert resumed.code == 0, resumed
    assert hash_of(target) == last
    assert hash_of(day) == last


def test_a_fork_beyond_the_end_is_refused_and_nothing_is_made(day: Path, tmp_path: Path) -> None:
    target = tmp_path / "fork.db"

    said = longwave("ledger", "fork", "--at", "1000", "--into", target, "-d", day)

    assert_refused(
        said, saying=f"there is no event 1000: the log ends at {EVENTS_OF_A_DAY}", cure="name one from 1 to 69"
    )
    assert not target.exists()


def test_a_fork_into_a_world_is_refused_and_the_world_kept(day: Path) -> None:
    before = files_of(day)["world.db"]

    said = longwave("ledger", "fork", "--at", "5", "--into", day, "-d", day)

    assert_refused(said, saying=f"{day / 'world.db'} holds a world already", cure="name another database")
    assert files_of(day)["world.db"] == before


def test_tail_prints_the_newest_events_at_the_end(undisturbed_day: Path) -> None:
    said = longwave("ledger", "tail", "-n", "2", "-d", undisturbed_day)

    assert said.code == 0
    first, second = said.out.splitlines()
    assert first.split()[:5] == ["68", "1931-03-02", "05:00:00", "station.segment_aired", "1931-03-02/21:00"]
    assert second.split()[:5] == ["69", "1931-03-02", "05:00:00", "order.completed", "1931-03-02/21:00"]


def test_tail_of_one_kind_gives_whole_events_as_json(undisturbed_day: Path) -> None:
    said = longwave("ledger", "tail", "--kind", "station.run_ordered", "--json", "-d", undisturbed_day)

    [event] = said.json
    assert event["seq"] == 2
    assert event["actor"] == "producer"
    assert event["data"] == {
        "persona": "wren",
        "start": "1931-03-02",
        "hours": 16,
        "segments_per_hour": 1,
        "segments": 16,
    }


def test_tail_of_an_unknown_kind_offers_those_there_are(undisturbed_day: Path) -> None:
    said = longwave("ledger", "tail", "--kind", "station.run_orderd", "-d", undisturbed_day)

    assert said.code == 2
    assert "did you mean 'station.run_ordered'?" in said.err


def test_tail_of_events_in_any_alphabet_is_whole_json(own_world: Path, tmp_path: Path) -> None:
    card = own_world / "world.yaml"
    card.write_text(card.read_text().replace('"The Island"', '"Ëärendil’s 島"'), encoding="utf-8")
    out = tmp_path / "out"
    assert longwave("station", "produce", "--world", own_world, "--persona", "ada", "--hours", "1", "-o", out).code == 0

    said = longwave("ledger", "tail", "--kind", "world.opened", "--json", "-d", out)

    assert json.loads(said.out)[0]["data"]["title"] == "Ëärendil’s 島"
