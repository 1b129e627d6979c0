"""Runs the real `longwave` command, in this process or in one of its own, and keeps what it says."""

import io
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from longwave.cli.main import run

# A test run in the background ignores Ctrl-C, and its children would too.
WRAPPER = """
import os, resource, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
if int(sys.argv[1]):
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
os.execv(sys.argv[2], sys.argv[2:])
"""
LONGWAVE = str(Path(sys.executable).with_name("longwave"))
REFUSAL = re.compile(r"^error: (?P<error>[^\n]+)\n\nhint: (?P<hint>[^\n]+)\n\Z", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a command ended with."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # Any: what the command prints.
        return json.loads(self.out)


def longwave(*arguments: str | Path) -> Said:
    """Run a command in this process, without the cost of a new one."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = run([str(argument) for argument in arguments])
    return Said(code=code, out=out.getvalue(), err=err.getvalue())


def start(
    *arguments: str | Path,
    largest_file: int = 0,
    env: Mapping[str, str] | None = None,
    stdout: IO[str] | int | None = None,
) -> subprocess.Popen[str]:
    """Start a command in a process of its own.

    Args:
        largest_file: in bytes, what a disk that is full leaves room for; 0 for as much as there is.
        stdout: where its output goes; by default to whoever ends it.
    """
    command = [sys.executable, "-c", WRAPPER, str(largest_file), LONGWAVE, *map(str, arguments)]
    surroundings = os.environ | {"COLUMNS": "100"} | dict(env or {})
    return subprocess.Popen(
        command, stdout=stdout or subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=surroundings
    )


def end(process: subprocess.Popen[str]) -> Said:
    """Wait for a started command and return what it said since it was last read."""
    out, err = process.communicate(timeout=60)
    return Said(code=process.returncode, out=out or "", err=err)


def process(
    *arguments: str | Path,
    largest_file: int = 0,
    env: Mapping[str, str] | None = None,
    stdout: IO[str] | int | None = None,
) -> Said:
    """Run a command in a process of its own, to its end."""
    return end(start(*arguments, largest_file=largest_file, env=env, stdout=stdout))


def wait_for(started: subprocess.Popen[str], words: str) -> str:
    """Read a started command's words until some are among them, and return the line."""
    assert started.stderr is not None
    heard = []
    for line in started.stderr:
        heard.append(line)
        if words in line:
            return line
    raise AssertionError(f"{words!r} was never said, but: {''.join(heard)}")


@contextmanager
def paused(folder: Path, *arguments: str | Path) -> Iterator[subprocess.Popen[str]]:
    """Start a production that a PAUSE in its folder holds before its first segment, and yield once it is held."""
    folder.mkdir(exist_ok=True)
    (folder / "PAUSE").write_text("tea time\n")
    started = start("station", "produce", "-o", folder, *arguments)
    try:
        wait_for(started, "paused by")
        yield started
    finally:
        if started.poll() is None:
            started.send_signal(signal.SIGKILL)
            started.communicate()


def assert_refused(said: Said, *, saying: str, cure: str) -> None:
    """Assert that a command was refused in one sentence with its values and what to do, and printed nothing else."""
    assert said.code == 1, said
    assert_told(said, saying=saying, cure=cure)


def assert_misused(said: Said, *, saying: str, cure: str = "--help") -> None:
    """Assert that a command was called wrongly, and that it says what was wrong."""
    assert said.code == 2, said
    assert_told(said, saying=saying, cure=cure)


def assert_told(said: Said, *, saying: str, cure: str) -> None:
    """Assert that the words end with one error and one hint, and that no plumbing shows."""
    told = REFUSAL.search(said.err)
    assert told is not None, said.err
    assert saying in told["error"], said.err
    assert cure in told["hint"], said.err
    assert said.err.count("error: ") == 1, said.err
    assert "Traceback" not in said.err
    assert said.out == ""


def hash_of(place: str | Path) -> str:
    """Return the hash of a world's last event: equal hashes are equal histories."""
    said = longwave("ledger", "hash", "-d", place)
    assert said.code == 0, said
    return said.out.strip()


def files_of(folder: Path) -> dict[str, bytes]:
    """Return the content of every file in a folder, by path."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
