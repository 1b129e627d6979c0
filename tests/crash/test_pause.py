"""PAUSE and kill together, and two processes that want one folder."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from crash.lives import HOURS, KILLED, LONGWAVE, Run, Whole

PAUSED = "paused by"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.soak)])
def run(request: pytest.FixtureRequest, tmp_path: Path, *, soak: bool) -> Run:
    """A day's run, in its own file or, where large counts are wanted, on a server."""
    if request.param == "postgres" and not soak:
        pytest.skip("a file is enough for the small count")
    url = request.getfixturevalue("postgres_url") if request.param == "postgres" else ""
    return Run(out=tmp_path, hours=HOURS, database=str(url))


@contextmanager
def paused(run: Run) -> Iterator[subprocess.Popen[str]]:
    """Start a life of a run in whose folder a PAUSE lies, and wait until it heeds it."""
    (run.out / "PAUSE").write_text("dinner")
    process = run.start()
    assert process.stderr is not None
    said = [process.stderr.readline()]
    while said[-1] and not said[-1].startswith(PAUSED):
        said.append(process.stderr.readline())
    assert said[-1].startswith(PAUSED), said
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        process.stderr.close()


def test_a_run_killed_while_it_is_paused_waits_on_and_then_ends_as_if_nobody_had_touched_it(
    run: Run, day: Whole
) -> None:
    assert run.live("commit", 8) == KILLED
    with paused(run) as first:
        first.kill()
        assert first.wait() == KILLED

    with paused(run) as second:
        (run.out / "PAUSE").unlink()
        second.communicate()

    assert second.returncode == 0
    assert run.left() == day.left
    assert run.doctor() == 0


def test_a_second_process_in_the_same_folder_is_refused_and_the_first_is_undisturbed(run: Run, day: Whole) -> None:
    with paused(run) as first:
        second = subprocess.run(
            [LONGWAVE, *run.arguments, "--resume"], capture_output=True, text=True, check=False, timeout=60
        )
        (run.out / "PAUSE").unlink()
        first.communicate()

    assert second.returncode == 1
    assert f"is in use by longwave station produce (process {first.pid})" in second.stderr
    assert first.returncode == 0
    assert run.left() == day.left
    assert run.doctor() == 0
