"""Before a run: the pool and the preflight; and while it goes on: holding it, and looking at it."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from acceptance.terminal import assert_refused, longwave, paused


def test_the_pool_of_each_presenter_carries_a_month() -> None:
    for persona in ("wren", "corvin"):
        said = longwave("station", "pool", "audit", "--persona", persona, "--json")

        assert said.code == 0
        assert said.json["shortfalls"] == []
        assert sum(said.json["stories"].values()) >= 100
        assert sum(said.json["beats"].values()) >= 400
        assert all(said.json["stories"].values())


def test_a_pool_that_is_too_small_for_a_run_says_by_how_much_and_the_run_is_not_begun(
    own_world: Path, tmp_path: Path
) -> None:
    audited = longwave("station", "pool", "audit", "--world", own_world, "--persona", "ada")
    begun = longwave(
        "station",
        "produce",
        "--world",
        own_world,
        "--persona",
        "ada",
        "--hours",
        "480",
        "--stories",
        "-o",
        tmp_path / "o",
    )

    assert audited.code == 1
    assert "of the 100 that 480 hours need" in audited.out
    assert_refused(begun, saying="the story pool is too small", cure="pool audit")
    assert not (tmp_path / "o" / "world.db").exists()


def test_the_pool_is_written_with_weights_and_beats(tmp_path: Path) -> None:
    said = longwave("station", "pool", "precompute", "--persona", "corvin", "-o", tmp_path / "pool.json")

    stories = json.loads((tmp_path / "pool.json").read_text(encoding="utf-8"))
    assert said.code == 0
    assert len(stories) >= 100
    assert all(1 <= story["weight"] <= 10 and story["beats"] for story in stories)
    assert {story["source"] for story in stories} == {"quest", "lore"}


def test_a_preflight_without_faults_says_so(tmp_path: Path) -> None:
    said = longwave("station", "preflight", "--persona", "wren", "-o", tmp_path / "run", "--room-gb", "0.001")

    assert said.code == 0, said.out
    assert [line.split()[1] for line in said.out.splitlines()] == ["pool", "disk", "narrator", "folder", "backup"]


def test_a_preflight_finds_a_full_disk_a_provider_that_is_away_and_a_folder_of_somebody_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    (tmp_path / "letters.txt").write_text("mine", encoding="utf-8")

    said = longwave(
        "station", "preflight", "--persona", "wren", "-o", tmp_path, "--room-gb", "1e9", "--narrator", "openai:m"
    )

    assert said.code == 1
    faults = [line.split()[1] for line in said.out.splitlines() if line.startswith("fault")]
    assert faults == ["disk", "narrator", "folder"]


def test_a_preflight_backs_the_world_up(day: Path) -> None:
    said = longwave("station", "preflight", "--persona", "wren", "-o", day, "--room-gb", "0", "--hours", "16")

    assert said.code == 0, said.out
    assert longwave("ledger", "verify", "-d", day / "backup" / "world.db").code == 0
    with closing(sqlite3.connect(day / "backup" / "world.db")) as copy:
        assert copy.execute("SELECT count(*) FROM station_slots WHERE piece IS NOT NULL").fetchone() == (16,)


def test_a_run_is_held_and_let_go_by_command_and_shows_how_it_stands(tmp_path: Path) -> None:
    with paused(tmp_path, "--persona", "wren", "--hours", "16", "--seed", "7"):
        shown = longwave("station", "inspect", tmp_path)
        assert "paused since" in shown.out
        assert "tea time" in shown.out
        assert longwave("station", "pause", tmp_path, "--reason", "supper").code == 0
        assert "supper" in (tmp_path / "PAUSE").read_text(encoding="utf-8")
        assert longwave("station", "resume", tmp_path).code == 0
        assert not (tmp_path / "PAUSE").exists()


@pytest.mark.parametrize("command", ["inspect", "pause", "resume"])
def test_a_folder_without_a_run_cannot_be_looked_at_or_held(tmp_path: Path, command: str) -> None:
    assert_refused(longwave("station", command, tmp_path), saying="holds no run", cure="--output")


def test_hours_and_days_together_are_refused(tmp_path: Path) -> None:
    said = longwave("station", "produce", "--persona", "wren", "--hours", "16", "--days", "1", "-o", tmp_path / "o")

    assert said.code == 2
    assert "not both" in said.err
