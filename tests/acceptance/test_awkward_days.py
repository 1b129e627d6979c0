"""Runs over the days on which clocks and calendars do something odd."""

import datetime as dt
import json
from pathlib import Path

import pytest

from acceptance.recount import recount
from acceptance.terminal import longwave

# The middle one of three days each. In 1931 Britain's clocks went forward on 19 April and back on 4 October.
ODD = {
    "clocks-forward": "1931-04-19",
    "clocks-back": "1931-10-04",
    "new-year": "1932-01-01",
    "leap-day": "1932-02-29",
    "no-leap-day": "1931-02-28",
}


@pytest.mark.parametrize(
    ("persona", "day"),
    [("wren", day) for day in ODD.values()] + [("corvin", ODD["clocks-back"])],
    ids=[f"wren-{name}" for name in ODD] + ["corvin-clocks-back"],
)
def test_a_run_over_an_odd_day_has_every_hour_once(tmp_path: Path, persona: str, day: str) -> None:
    start = dt.date.fromisoformat(day) - dt.timedelta(days=1)
    run = ("--persona", persona, "--days", "3", "--start-date", str(start), "--validation", "--seed", "3")

    said = longwave("station", "produce", *run, "-o", tmp_path)

    assert said.code == 0, said.err
    files = sorted(tmp_path.glob("segments/*/*.json"))
    days = [str(start + dt.timedelta(days=step)) for step in range(3)]
    assert [f"{file.parent.name}/{file.stem}" for file in files] == [
        f"{d}/{h:02}00" for d in days for h in range(6, 22)
    ]
    at = [dt.datetime.fromisoformat(json.loads(file.read_text(encoding="utf-8"))["at"]) for file in files]
    assert at == sorted(at)
    assert all(moment.hour == int(file.stem[:2]) for moment, file in zip(at, files, strict=True))
    counted = recount(tmp_path / "world.db")
    assert counted.made == 48
    assert all(numbers == list(range(of)) for numbers, of in counted.arcs.values())
    assert longwave("doctor", "-d", tmp_path).code == 0
