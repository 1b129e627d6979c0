"""`longwave run`: a world that answers while it goes on, is stopped by Ctrl-C, and goes on after a kill."""

import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2

from acceptance.terminal import end, longwave, start, wait_for


@contextmanager
def going(out: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], str, str]]:
    """Keep a world going; yield its process, its address and the line with its token, if it shows one."""
    started = start("run", "-o", out, "--port", "0", *options)
    try:
        shown = wait_for(started, "token") if options else ""
        wait_for(started, "goes on")
        assert started.stdout is not None
        yield started, started.stdout.readline().strip(), shown
    finally:
        if started.poll() is None:
            started.kill()
            started.communicate()


def token_in(shown: str) -> dict[str, str]:
    found = re.search(r"once: (\S+)", shown)
    assert found is not None
    return {"Authorization": f"Bearer {found[1]}"}


def test_a_world_goes_on_answers_and_survives_being_stopped_killed_and_locked_out(tmp_path: Path) -> None:
    with going(tmp_path, "--fast-forward", "0.1") as (started, address, shown):
        first = token_in(shown)
        health = httpx2.get(f"{address}/health").json()
        refused = httpx2.put(f"{address}/api/pace", json={"pace": "fast"})
        done = httpx2.put(f"{address}/api/pace", json={"pace": "fast"}, headers=first)
        started.send_signal(signal.SIGINT)
        stopped = end(started)

    assert health["status"] == "ok"
    assert health["last_piece_age_s"] is not None
    assert (refused.status_code, done.status_code) == (401, 200)
    assert stopped.code == 0
    assert "goes on from here" in stopped.err

    with going(tmp_path) as (started, address, shown):
        assert httpx2.get(f"{address}/api/pace").json()["pace"] == "fast"
        started.send_signal(signal.SIGKILL)

    with going(tmp_path, "--new-token") as (_, address, shown):
        old = httpx2.put(f"{address}/api/pace", json={"pace": "slow"}, headers=first)
        new = httpx2.put(f"{address}/api/pace", json={"pace": "slow"}, headers=token_in(shown))

    assert (old.status_code, new.status_code) == (401, 200)
    assert longwave("doctor", "-d", tmp_path / "world.db").code == 0


def test_a_world_is_not_shown_beyond_this_machine_before_there_is_a_token(tmp_path: Path) -> None:
    said = longwave("run", "-o", tmp_path, "--host", "0.0.0.0", "--port", "0")  # noqa: S104 - it is refused

    assert said.code == 1
    assert "error:" in said.err
    assert "hint:" in said.err
