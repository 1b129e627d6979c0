"""Production runs in processes of their own that are killed for real, and what must be left of them."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import structlog
from sqlalchemy import select
from typer.testing import CliRunner, Result

from crash.mortal import POINTS
from longwave import bootstrap
from longwave.cli.main import app
from longwave.ledger.ledger import Ledger
from longwave.narrator.tables import calls
from longwave.orders.events import OrderCompleted
from longwave.settings import Settings

LONGWAVE = str(Path(sys.executable).with_name("longwave"))
MORTAL = [sys.executable, str(Path(__file__).with_name("mortal.py"))]
KILLED = -signal.SIGKILL
# A file of the day that is not the same in every run: it tells times of this machine.
STATUS = "LIVE_STATUS.json"
MOMENTS = (*POINTS, "moment")


@dataclass(frozen=True, kw_only=True)
class Left:
    """What a finished run leaves: all of it must be the same however often the run was killed.

    Attributes:
        completed: how often each order was completed.
        calls: every request to the narrator and what it gave.
        files: every exported file, by its name in the folder.
        done: how many segments the status tells of.
    """

    hash: str
    completed: Counter[int]
    calls: set[tuple[str, str, str, str | None]]
    files: dict[str, bytes]
    done: object


# A broadcast day where the large counts are wanted, else the beginning of one.
HOURS = 16 if os.environ.get("LONGWAVE_SOAK") else 5


@dataclass(frozen=True, kw_only=True)
class Run:
    """One run of the station in its own folder.

    Attributes:
        database: a URL, or empty for the file in the folder.
        double: the address of the provider whose model writes; empty where none does.
    """

    out: Path
    hours: int
    database: str = ""
    double: str = ""

    @property
    def arguments(self) -> list[str]:
        """What is asked of `longwave`, the same in every life."""
        where = ["--output", str(self.out), *(["--database", self.database] if self.database else [])]
        who = ["--narrator", "openai:double-1"] if self.double else []
        return ["station", "produce", "--persona", "wren", "--hours", str(self.hours), "--seed", "7", *where, *who]

    @property
    def environment(self) -> dict[str, str]:
        """What its processes find around them."""
        return {**os.environ, **({"OPENAI_BASE_URL": f"{self.double}/v1"} if self.double else {})}

    @property
    def place(self) -> str:
        """Where its world is kept."""
        return self.database or str(self.out / "world.db")

    def start(self) -> subprocess.Popen[str]:
        """Start a life that nothing ends early, with its messages to be read."""
        return subprocess.Popen(
            [LONGWAVE, *self.arguments, "--resume"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            env=self.environment,
        )

    def live(self, point: str, number: int, beginning: str = "") -> int:
        """Live up to a point, or to the end if it is not reached; return the exit code."""
        return self.run([*MORTAL, point, str(number), beginning, *self.arguments, "--resume"])

    def run(self, command: list[str]) -> int:
        """Carry a command out where its processes are; return the exit code."""
        process = subprocess.run(command, capture_output=True, text=True, check=False, env=self.environment)
        return _ended(process)

    def live_for(self, seconds: float) -> int:
        """Live for some time, or to the end if that comes first; return the exit code."""
        process = self.start()
        try:
            process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
        _, said = process.communicate()
        return _ended(subprocess.CompletedProcess([], process.returncode, "", said))

    def left(self) -> Left:
        """Read what is there of a run that ended."""
        with bootstrap.open_ledger(self.place, Settings()) as ledger:
            events = [recorded.event for recorded in ledger.read()]
            completed = Counter(event.order_id for event in events if isinstance(event, OrderCompleted))
            said, head = _calls(ledger), ledger.head()[1]
        status = json.loads((self.out / STATUS).read_text(encoding="utf-8"))
        return Left(hash=head, completed=completed, calls=said, files=_files(self.out), done=status["segments"]["done"])

    def doctor(self) -> int:
        """Return the exit code of `longwave doctor`."""
        return longwave("doctor", "--database", self.place).exit_code


@dataclass(frozen=True, kw_only=True)
class Whole:
    """A run that nobody interrupted.

    Attributes:
        passed: how often it passed each point at which a process can be made to die.
    """

    left: Left
    passed: Counter[str]
    took_s: float


def longwave(*arguments: str) -> Result:
    """Carry a command out in this process, where nothing is to be killed."""
    try:
        return CliRunner().invoke(app, arguments)
    finally:
        structlog.reset_defaults()  # The command sends the log to a terminal of its own, which is gone now.


def uninterrupted(run: Run, census: Path) -> Whole:
    """Carry a run out in one life."""
    begun = time.monotonic()
    run.run([*MORTAL, "none", "0", str(census), *run.arguments])
    took_s = time.monotonic() - begun
    return Whole(left=run.left(), passed=Counter(json.loads(census.read_text())), took_s=took_s)


@dataclass(kw_only=True)
class Reaper:
    """Kills runs at points spread over their whole life, each kind of point in its turn.

    Attributes:
        on_death: called after each death.
        kills: how many died, by the kind of point.
    """

    whole: Whole
    dice: Random
    moments: tuple[str, ...] = MOMENTS
    on_death: Callable[[Run], object] | None = None
    kills: Counter[str] = field(default_factory=Counter)
    _lives: int = 0

    def haunt(self, run: Run) -> None:
        """Kill a run again and again until it is done."""
        code = KILLED
        while code == KILLED:
            moment = self.moments[self._lives % len(self.moments)]
            self._lives += 1
            if moment == "moment":
                code = run.live_for(self.dice.uniform(0, self.whole.took_s))
            else:
                code = run.live(moment, self.dice.randint(1, max(1, self.whole.passed[moment])))
            self.kills[moment] += code == KILLED
            if code == KILLED and self.on_death is not None:
                self.on_death(run)


def _ended(process: subprocess.CompletedProcess[str]) -> int:
    assert process.returncode in {0, KILLED}, process.stderr
    return process.returncode


def _calls(ledger: Ledger) -> set[tuple[str, str, str, str | None]]:
    with ledger.store.read() as connection:
        rows = connection.execute(select(calls.c.key, calls.c.digest, calls.c.status, calls.c.reply)).all()
    assert len({row.key for row in rows}) == len(rows)
    return {(key, digest, status, reply) for key, digest, status, reply in rows}


def _files(out: Path) -> dict[str, bytes]:
    """Return every file of an output folder but the database's own and the status."""
    found = {str(path.relative_to(out)): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    return {name: content for name, content in found.items() if name != STATUS and not name.startswith("world.db")}
