"""A run that is held, stopped or left by its reader goes on from where it was."""

import signal
import subprocess
from pathlib import Path

import pytest

from acceptance.terminal import assert_refused, end, files_of, hash_of, longwave, paused, start, wait_for

RUN = ["--persona", "wren", "--hours", "3", "--seed", "7"]


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_in_the_middle_of_a_run_stops_it_cleanly_and_it_resumes(
    tmp_path: Path, undisturbed_days: Path, how: signal.Signals
) -> None:
    run = start("station", "produce", "--persona", "wren", "--hours", "48", "--seed", "7", "-o", tmp_path)
    wait_for(run, "06:00: 1 of 48")
    run.send_signal(how)
    stopped = end(run)
    health = longwave("doctor", "-d", tmp_path)
    resumed = longwave("station", "produce", "-o", tmp_path, "--resume")

    assert stopped.code == 130, stopped
    assert stopped.err.endswith("stopped; everything made so far is kept, go on by --resume\n")
    assert "Traceback" not in stopped.err
    assert health.code == 0, health
    assert resumed.code == 0, resumed
    assert hash_of(tmp_path) == hash_of(undisturbed_days)


def test_ctrl_c_during_a_pause_stops_the_run_and_it_resumes(tmp_path: Path, hash_of_three_hours: str) -> None:
    with paused(tmp_path, *RUN) as run:
        run.send_signal(signal.SIGINT)
        stopped = end(run)
    (tmp_path / "PAUSE").unlink()
    resumed = longwave("station", "produce", "-o", tmp_path, "--resume")

    assert stopped.code == 130, stopped
    assert resumed.code == 0, resumed
    assert hash_of(tmp_path) == hash_of_three_hours


def test_resuming_an_empty_folder_begins_and_says_so(tmp_path: Path, hash_of_three_hours: str) -> None:
    said = longwave("station", "produce", *RUN, "-o", tmp_path, "--resume")

    assert said.code == 0, said
    assert said.err.startswith(f"{tmp_path / 'world.db'} holds no run yet; a new one begins\n")
    assert hash_of(tmp_path) == hash_of_three_hours


def test_a_run_is_not_begun_over_another_one(day: Path) -> None:
    before = files_of(day)

    said = longwave("station", "produce", "--persona", "wren", "--seed", "8", "-o", day)

    assert_refused(said, saying=f"{day / 'world.db'} holds a run already", cure="--resume, or name another --output")
    assert files_of(day) == before


@pytest.mark.parametrize(
    ("arguments", "difference"),
    [
        (["--seed", "8"], "has seed 7, not 8"),
        (["--persona", "corvin"], "has persona wren, not corvin"),
        (["--hours", "17"], "has hours 16, not 17"),
        (["--segments-per-hour", "2"], "has segments_per_hour 1, not 2"),
        (["--start-date", "1931-03-03"], "has start 1931-03-02, not 1931-03-03"),
    ],
)
def test_a_run_is_not_resumed_with_other_arguments(day: Path, arguments: list[str], difference: str) -> None:
    before = files_of(day)

    said = longwave("station", "produce", "-o", day, "--resume", *arguments)

    assert_refused(said, saying=f"the run to resume {difference}", cure="resume with the same arguments")
    assert files_of(day) == before


def test_a_run_is_not_resumed_in_another_world(day: Path, own_world: Path) -> None:
    said = longwave("station", "produce", "-o", day, "--resume", "--world", own_world)

    assert_refused(said, saying="the run to resume has world saltmere, not the-island", cure="world")


def test_resuming_a_finished_run_changes_nothing_but_the_status(day: Path) -> None:
    before = files_of(day)

    said = longwave("station", "produce", "-o", day, "--resume")

    after = files_of(day)
    volatile = {"LIVE_STATUS.json", "world.db", "world.db.lock"}
    assert said.code == 0, said
    assert after.keys() == before.keys()
    assert {name for name in before if after[name] != before[name]} <= volatile


def test_resuming_writes_again_what_was_deleted_from_the_output(day: Path) -> None:
    before = files_of(day)
    for name in ["index.html", "rundown.json", "segments/1931-03-02/0900.json", "1931-03-02.html"]:
        (day / name).unlink()

    said = longwave("station", "produce", "-o", day, "--resume")

    after = files_of(day)
    assert said.code == 0, said
    assert {name: after.get(name) for name in before if name.endswith((".html", "00.json"))} == {
        name: content for name, content in before.items() if name.endswith((".html", "00.json"))
    }


def test_a_pause_left_behind_is_said_at_once_and_a_folder_of_that_name_pauses_too(tmp_path: Path) -> None:
    (tmp_path / "PAUSE").mkdir()
    run = start("station", "produce", *RUN, "-o", tmp_path)

    first = wait_for(run, "paus")
    (tmp_path / "PAUSE").rmdir()
    second = wait_for(run, "going on")
    said = end(run)

    assert first == f"paused by {tmp_path / 'PAUSE'}; remove that file to go on\n"
    assert second == "going on\n"
    assert said.code == 0, said


@pytest.mark.parametrize(
    "command",
    [["ledger", "tail", "-n", "1000", "--json"], ["ledger", "tail"]],
    ids=" ".join,
)
def test_a_reader_that_leaves_early_sees_no_traceback(undisturbed_days: Path, command: list[str]) -> None:
    told = start(*command, "-d", undisturbed_days)
    assert told.stdout is not None

    told.stdout.read(1)
    told.stdout.close()
    told.stdout = None
    said = end(told)

    assert said.err == ""
    assert said.code in {0, 1}


def test_a_reader_of_a_run_that_leaves_early_does_not_stop_it(tmp_path: Path) -> None:
    run = start("station", "produce", *RUN, "-o", tmp_path, stdout=subprocess.DEVNULL)
    assert run.stderr is not None

    run.stderr.read(1)
    run.stderr.close()
    run.wait(60)

    assert longwave("station", "produce", "-o", tmp_path, "--resume").code == 0
    assert longwave("doctor", "-d", tmp_path).code == 0
