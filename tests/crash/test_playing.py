"""A season that is killed again and again is the season that nobody touched, and prints nothing twice."""

import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from random import Random

import pytest

from crash.lives import KILLED
from crash.playing import Life, playing_in
from longwave import bootstrap
from longwave.kernel.clock import VirtualClock
from longwave.kernel.dice import dice
from longwave.orders.events import OrderCompleted
from longwave.press.events import LayerReleased
from longwave.settings import Settings
from unit.academy.club import saltmere
from unit.academy.invariants import Invariants

TESTS = Path(__file__).parents[1]
MOMENTS = ("statement", "moment", "commit", "answer", "in commit", "return")
# How many deaths a season is about to see.
DEATHS = 8


@dataclass(frozen=True, kw_only=True)
class Nursery:
    """A process whose children play."""

    process: "subprocess.Popen[str]"

    def live(self, life: Life) -> int:
        """Let a child live a life; return its exit code."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{life.to_text()}\n")
        self.process.stdin.flush()
        code = int(self.process.stdout.readline())
        assert code in {0, KILLED}
        return code


@dataclass(frozen=True, kw_only=True)
class Left:
    """What a season leaves.

    Attributes:
        printed: how often each layer of each event was.
        completed: how often each order was.
    """

    hash: str
    printed: Counter[tuple[int, str]]
    completed: Counter[int]


@dataclass(frozen=True, kw_only=True)
class Whole:
    """A season in one life.

    Attributes:
        passed: how often it passed each point at which a process can be made to die.
    """

    left: Left
    days: float
    passed: Counter[str]
    took_s: float


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    command = [sys.executable, "-m", "crash.playing"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=TESTS) as process:
        yield Nursery(process=process)
        assert process.stdin is not None
        process.stdin.close()


@pytest.fixture(scope="module")
def whole(nursery: Nursery, tmp_path_factory: pytest.TempPathFactory, soak: bool) -> Whole:
    """A season that nobody interrupted."""
    out, days = tmp_path_factory.mktemp("whole"), 6.0 if soak else 1.3
    begun = time.monotonic()
    assert nursery.live(Life(out=str(out), days=days, census=str(out / "census"))) == 0
    took_s = time.monotonic() - begun
    return Whole(left=left(out), days=days, passed=Counter(json.loads((out / "census").read_text())), took_s=took_s)


def left(out: Path) -> Left:
    """Read what is there of a season that ended, or was killed; all that must hold holds also then."""
    with bootstrap.open_ledger(str(out / "world.db"), Settings(), create=True) as ledger:
        events = [recorded.event for recorded in ledger.read()]
        if at := ledger.last_at():
            playing = playing_in(ledger, saltmere(), VirtualClock(at))
            assert Invariants(playing=playing).broken() == []
        return Left(
            hash=ledger.head()[1],
            printed=Counter((each.event, each.layer) for each in events if isinstance(each, LayerReleased)),
            completed=Counter(each.order_id for each in events if isinstance(each, OrderCompleted)),
        )


def haunt(nursery: Nursery, whole: Whole, out: Path, stream: Random) -> Counter[str]:
    """Kill a season again and again until it is done; return how often, by the kind of moment."""
    kills: Counter[str] = Counter()
    out.mkdir()
    for number in count():
        point = MOMENTS[number % len(MOMENTS)]
        if point == "moment":
            seconds = stream.uniform(0, whole.took_s / DEATHS)
            code = nursery.live(Life(out=str(out), days=whole.days, seconds=seconds))
        else:
            at = stream.randint(1, max(1, whole.passed[point] // DEATHS))
            code = nursery.live(Life(out=str(out), days=whole.days, point=point, number=at))
        if code == 0:
            return kills
        kills[point] += 1
        left(out)
    raise AssertionError


@pytest.mark.soak
def test_a_season_that_is_killed_at_any_instant_is_the_season_that_nobody_touched(
    nursery: Nursery, whole: Whole, tmp_path: Path, *, soak: bool
) -> None:
    stream, kills = dice(7, "kills", "season"), Counter[str]()

    for number in count():
        if kills.total() >= (300 if soak else 20):
            break
        kills += haunt(nursery, whole, tmp_path / str(number), stream)

        season = left(tmp_path / str(number))
        assert season == whole.left
        assert set(season.printed.values()) == set(season.completed.values()) == {1}

    assert set(kills) == set(MOMENTS)
    assert len(whole.left.printed) > 50
