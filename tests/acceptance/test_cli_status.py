"""LIVE_STATUS.json: whole whenever it is read, true at the end, and carried on over a kill."""

import datetime as dt
import json
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from acceptance.terminal import end, longwave, paused, start, wait_for

RUN = ["--persona", "wren", "--hours", "16", "--seed", "7"]


def _status(folder: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((folder / "LIVE_STATUS.json").read_text(encoding="utf-8"))
    return read


def _count(folder: Path, query: str) -> int:
    with closing(sqlite3.connect(folder / "world.db")) as connection:
        return int(connection.execute(query).fetchone()[0])


def test_a_reader_that_polls_during_a_run_always_finds_whole_json(tmp_path: Path) -> None:
    seen: list[int] = []
    run = start("station", "produce", *RUN, "-o", tmp_path)

    while run.poll() is None:
        if (tmp_path / "LIVE_STATUS.json").exists():
            seen.append(_status(tmp_path)["segments"]["done"])
    said = end(run)

    assert said.code == 0, said
    assert seen == sorted(seen)
    assert len(set(seen)) > 2, "the reader saw too little of the run to prove anything"


def test_its_numbers_are_those_of_the_ledger(undisturbed_days: Path) -> None:
    status = _status(undisturbed_days)

    aired = _count(undisturbed_days, "SELECT count(*) FROM events WHERE kind = 'station.segment_aired'")
    with closing(sqlite3.connect(undisturbed_days / "world.db")) as connection:
        pieces = [
            json.loads(data) for (data,) in connection.execute("SELECT data FROM events WHERE kind = 'piece.accepted'")
        ]
    assert status["state"] == "done"
    assert status["run"] == {"world": "saltmere", "persona": "wren", "seed": 7, "start": "1931-03-02", "hours": 48}
    assert status["segments"] == {
        "planned": 48,
        "done": aired,
        "fallback": sum(piece["is_fallback"] for piece in pieces),
        "refused": 0,
    }
    assert status["position"] == "1931-03-04/21:00"
    assert status["pass_rate"] == round(sum(piece["attempts"] == 1 for piece in pieces) / len(pieces), 4)
    assert status["findings_let_pass"] == Counter(finding["code"] for piece in pieces for finding in piece["findings"])
    assert status["eta_s"] == 0
    assert status["pause"] is None
    assert status["peak_memory_mb"] > 10


def test_it_gives_the_age_of_the_last_segment(undisturbed_day: Path) -> None:
    status = _status(undisturbed_day)

    last, updated = (dt.datetime.fromisoformat(status[name]) for name in ("last_segment_at", "updated_at"))
    assert status["last_segment_age_s"] >= 0
    assert abs((updated - last).total_seconds() - status["last_segment_age_s"]) <= 1


def test_a_paused_run_says_why_and_what_it_does_not_know_is_null(tmp_path: Path) -> None:
    with paused(tmp_path, *RUN):
        status = _status(tmp_path)

    assert status["state"] == "paused"
    assert status["pause"]["reason"] == "tea time"
    assert dt.datetime.fromisoformat(status["pause"]["since"]).tzinfo is not None
    nothing_known = ("position", "pass_rate", "seconds_per_segment", "last_segment_age_s", "last_segment_at", "eta_s")
    assert {name: status[name] for name in nothing_known} == dict.fromkeys(nothing_known)
    assert status["segments"]["done"] == 0


def test_after_a_kill_the_counts_go_on_from_what_was_done(tmp_path: Path) -> None:
    run = start("station", "produce", "--persona", "wren", "--hours", "160", "-o", tmp_path)
    wait_for(run, "1 of 160")
    run.kill()
    end(run)
    done = _count(tmp_path, "SELECT count(*) FROM station_slots WHERE piece IS NOT NULL")

    with paused(tmp_path, "--resume"):
        status = _status(tmp_path)

    assert status["segments"]["done"] == done
    assert status["state"] == "paused"
    assert status["position"] is not None
    assert status["pass_rate"] is not None
    assert status["last_segment_age_s"] >= 0


@pytest.mark.parametrize("name", ["PAUSE", "OTHER"])
def test_a_finished_run_is_done_whatever_lies_in_its_folder(day: Path, name: str) -> None:
    (day / name).touch()

    said = longwave("station", "produce", "-o", day, "--resume")

    assert said.code == 0, said
    assert _status(day)["state"] == "done"
    assert _status(day)["last_segment_at"] is not None
