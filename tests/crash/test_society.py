"""A society is killed during its heartbeats; going on, it lives as if nobody had touched it, and pays for nothing
twice."""

import json
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import select

from crash.lives import KILLED, Left, Reaper, Run, Whole
from double.serve import Served, served
from longwave import bootstrap
from longwave.kernel.dice import dice
from longwave.ledger.errors import StoreError
from longwave.ledger.ledger import Ledger
from longwave.modules.commons.events import HeartbeatEnded
from longwave.narrator import budgets
from longwave.narrator.calls import CallStatus
from longwave.narrator.spend import NOTHING
from longwave.narrator.tables import calls
from longwave.orders.events import OrderCompleted
from longwave.settings import Settings

MODEL = "openai:double-1"
TESTS = Path(__file__).parents[1]
LIVING = [sys.executable, "-m", "crash.living"]
MOMENTS = ("statement", "moment", "commit", "answer", "in commit", "return")
LATE = "late:0.02"
# Where in its heartbeats a society dies: by the statement that it was about to make, and which of them.
DEATHS = (
    ("statement", 3, "INSERT INTO calls"),
    ("answer", 2, "UPDATE calls"),
    ("statement", 2, "INSERT INTO commons_actions"),
    ("commit", 9, ""),
)


@dataclass(frozen=True, kw_only=True)
class Life(Run):
    """Saltmere, its station and its society, all minded by a model, in a folder of its own."""

    @property
    def arguments(self) -> list[str]:
        return [str(self.out), str(self.hours), MODEL]

    def start(self) -> subprocess.Popen[str]:
        self.out.mkdir(exist_ok=True)
        command = [*LIVING, "none", "-1", "", *self.arguments]
        return subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=self.environment, cwd=TESTS
        )

    def live(self, point: str, number: int, beginning: str = "") -> int:
        self.out.mkdir(exist_ok=True)
        return self.run([*LIVING, point, str(number), beginning, *self.arguments])

    def run(self, command: list[str]) -> int:
        process = subprocess.run(command, capture_output=True, text=True, check=False, env=self.environment, cwd=TESTS)
        assert process.returncode in {0, KILLED}, process.stderr
        return process.returncode

    def left(self) -> Left:
        with bootstrap.open_ledger(self.place, Settings()) as ledger:
            events = [recorded.event for recorded in ledger.read()]
            head, said = ledger.head()[1], frozenset(standing(ledger).items())
        turns = Counter(event.resident for event in events if isinstance(event, HeartbeatEnded))
        completed = Counter(event.order_id for event in events if isinstance(event, OrderCompleted))
        asked: set[tuple[str, str, str, str | None]] = {(digest, digest, status, None) for digest, status in said}
        return Left(hash=head, completed=completed, calls=asked, files={}, done=turns)

    def standing(self) -> dict[str, str]:
        """Return how each request stands, by the key that the provider knows it by."""
        with suppress(StoreError), bootstrap.open_ledger(self.place, Settings()) as ledger:
            return standing(ledger)
        return {}  # It died before it had a database.


def standing(ledger: Ledger) -> dict[str, str]:
    with ledger.store.read() as connection:
        return {row.digest: row.status for row in connection.execute(select(calls.c.digest, calls.c.status))}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, soak: bool) -> Whole:
    """Some hours of the society that nobody interrupted."""
    folder = tmp_path_factory.mktemp("whole")
    with served(LATE) as provider:
        life = Life(out=folder / "out", hours=6 if soak else 1, double=provider.url)
        life.out.mkdir()
        begun = time.monotonic()
        life.run([*LIVING, "none", "0", str(folder / "census"), *life.arguments])
        took_s = time.monotonic() - begun
    return Whole(left=life.left(), passed=Counter(json.loads((folder / "census").read_text())), took_s=took_s)


def test_a_society_that_is_killed_in_its_heartbeats_lives_on_as_if_nobody_had_touched_it(
    whole: Whole, tmp_path: Path, *, soak: bool
) -> None:
    with served(LATE) as provider:
        settled: dict[str, int] = {}
        life = Life(out=tmp_path / "out", hours=6 if soak else 1, double=provider.url)

        for point, number, beginning in DEATHS:
            assert life.live(point, number, beginning) == KILLED, point
            check_what_is_paid(provider, settled, life)
        assert life.live("none", -1) == 0

        assert settled
        check_it_is_whole(provider, settled, life, whole)
    turns = whole.left.done
    assert isinstance(turns, Counter)
    assert len(turns) >= 5
    assert max(turns.values()) - min(turns.values()) <= 1
    assert set(whole.left.completed.values()) == {1}


@pytest.mark.soak
def test_a_society_that_is_killed_at_any_point_lives_on_as_if_nobody_had_touched_it(
    whole: Whole, tmp_path: Path, *, soak: bool
) -> None:
    if not soak:
        pytest.skip("four deaths are enough for the small count")
    reaper = Reaper(whole=whole, dice=dice(7, "kills", "society"), moments=MOMENTS)
    folders = (tmp_path / str(number) for number in count())

    while reaper.kills.total() < 40:
        # One provider a life: it knows requests by their keys, which every life has the same.
        with served(LATE) as provider:
            settled: dict[str, int] = {}
            reaper.on_death = partial(check_what_is_paid, provider, settled)
            life = Life(out=next(folders), hours=6, double=provider.url)
            reaper.haunt(life)

            check_it_is_whole(provider, settled, life, whole)

    assert set(reaper.kills) == set(MOMENTS)


def _paid(provider: Served) -> Counter[str]:
    return Counter(provider.counts()["billed_by_key"])


def check_what_is_paid(provider: Served, settled: dict[str, int], run: Run) -> None:
    """At a death everything that was paid is on record; what is settled then is never paid again."""
    assert isinstance(run, Life)
    paid, known = _paid(provider), run.standing()
    assert paid.keys() <= known.keys()
    for key, status in known.items():
        if status == CallStatus.SETTLED:
            settled.setdefault(key, paid[key])


def check_it_is_whole(provider: Served, settled: dict[str, int], life: Life, whole: Whole) -> None:
    """Check that a life left what one left that nobody interrupted, and that nothing settled was paid again."""
    paid = _paid(provider)
    assert {key: paid[key] for key in settled} == settled
    assert paid.keys() <= life.standing().keys()
    assert life.left() == whole.left
    assert life.doctor() == 0
    with bootstrap.open_ledger(life.place, Settings()) as ledger, ledger.store.read() as connection:
        assert {account.reserved for account in budgets.accounts(connection)} == {NOTHING}
        assert budgets.wrongs(connection) == []
