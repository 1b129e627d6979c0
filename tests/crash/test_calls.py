"""The call ledger: what was asked of a model is on record before it is asked, and no settled answer is paid twice."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import select

from crash import scenes
from crash.faults import Fault
from crash.lives import HOURS, KILLED, Reaper, Run, Whole, uninterrupted
from crash.scenes import Scene
from double.books import by_key
from double.serve import Served, served
from double.server import Double
from longwave import bootstrap
from longwave.kernel.dice import dice
from longwave.ledger.errors import StoreError, StoreUnavailable
from longwave.ledger.ledger import Ledger
from longwave.narrator import budgets
from longwave.narrator.calls import CallStatus
from longwave.narrator.spend import NOTHING
from longwave.narrator.tables import calls
from longwave.orders.handler import Handlers
from longwave.settings import Settings

MODEL = "openai:double-1"
FEWEST_STATEMENTS = 25
KILLS = ("statement", "moment", "commit", "answer", "in commit", "moment", "return")


@dataclass(kw_only=True)
class Life:
    """One segment of the real station, written by a model.

    Attributes:
        stations: one of every engine that was made.
    """

    scene: Scene
    double: Double
    stations: list[bootstrap.Station] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.scene.handlers, self.scene.leave = self._handlers, self._leave

    def begin_again(self) -> None:
        """Do what a process does before it goes on with a dead one's work."""
        self._station().narration.begin()

    def standing(self) -> dict[str, str]:
        """Return how each request stands, by the key that the provider knows it by."""
        return _calls(self.scene.ledger)

    def reserved(self) -> set[str]:
        """Return the scopes in which something is reserved."""
        with self.scene.ledger.store.read() as connection:
            return {account.scope for account in budgets.accounts(connection) if account.reserved != NOTHING}

    def _handlers(self) -> Handlers:
        self.stations.append(self._station())
        return self.stations[-1].handlers

    def _station(self) -> bootstrap.Station:
        settings = Settings(openai_base_url=self.double.openai)
        return bootstrap.Station(
            ledger=self.scene.ledger, pack=scenes.saltmere(), seed=7, settings=settings, model=MODEL
        )

    async def _leave(self) -> None:
        await self.stations[-1].narration.close()


@pytest.fixture
def life(place: str, double: Double, tmp_path: Path) -> Iterator[Life]:
    with scenes.world(place) as ledger:
        yield Life(scene=scenes.a_segment(ledger, tmp_path), double=double)


@pytest.mark.soak
@pytest.mark.parametrize("fault", [Fault.ONCE, Fault.UNHEARD])
def test_a_model_is_asked_once_whatever_statement_fails(life: Life, fault: Fault, *, soak: bool) -> None:
    def carry_out_at(at: int) -> None:
        paid_before = by_key(life.double.billed)
        life.scene.carry_out()
        life.scene.faults.lift()

        paid = by_key(life.double.billed) - paid_before
        assert set(paid.values()) == {1}, f"fault at {at}"
        assert life.standing() == dict.fromkeys(paid, CallStatus.SETTLED), f"fault at {at}"

    tried = _lay_everywhere(life, fault, carry_out_at, step=_step(life, soak=soak))

    assert tried >= (1 if fault is Fault.UNHEARD else FEWEST_STATEMENTS)


@pytest.mark.soak
def test_after_a_fault_for_good_a_model_is_asked_again_only_for_what_is_not_on_record(
    life: Life, *, soak: bool
) -> None:
    def carry_out_at(at: int) -> None:
        paid_before = by_key(life.double.billed)
        with suppress(StoreUnavailable):
            life.scene.carry_out()
        life.scene.faults.lift()
        if not life.scene.faults.struck:
            return
        standing, paid_first = life.standing(), by_key(life.double.billed) - paid_before
        life.begin_again()
        assert life.reserved() == set(), f"fault at {at}"
        life.scene.carry_out(watch=1)

        paid = by_key(life.double.billed) - paid_before
        for key, status in standing.items():
            expected = paid_first[key] + (status != CallStatus.SETTLED)
            assert paid[key] == expected, f"fault at {at}"
        assert max(paid.values()) <= 2, f"fault at {at}"

    tried = _lay_everywhere(life, Fault.LASTING, carry_out_at, step=_step(life, soak=soak))

    assert tried >= FEWEST_STATEMENTS


def _step(life: Life, *, soak: bool) -> int:
    if soak:
        return 1
    return 4 if life.scene.ledger.store.is_sqlite else 8


def _lay_everywhere(life: Life, fault: Fault, carry_out_at: Callable[[int], None], *, step: int) -> int:
    """Have the segment written with the fault at the first thing asked of the database, and so on to the last.

    Returns:
        how much there was to ask.
    """
    life.scene.begin()
    life.scene.carry_out()
    untouched = life.scene.outcome()
    for at in count(1, step):
        life.scene.begin()
        life.scene.faults.lay(at, fault)

        carry_out_at(at)

        if not life.scene.faults.struck:
            return at - 1
        assert life.scene.outcome() == untouched, f"fault at {at}"
        assert life.reserved() == set(), f"fault at {at}"
        assert scenes.wrongs(life.scene.ledger) == [], f"fault at {at}"
    raise AssertionError


@pytest.fixture(scope="module")
def provider() -> Iterator[Served]:
    """A provider that outlives what is killed, and takes its time."""
    with served("late:0.02") as provider:
        yield provider


@pytest.fixture(scope="module")
def modelled(provider: Served, tmp_path_factory: pytest.TempPathFactory) -> Whole:
    """A broadcast day that a model wrote, in one life."""
    folder = tmp_path_factory.mktemp("modelled")
    return uninterrupted(Run(out=folder / "out", hours=HOURS, double=provider.url), folder / "census")


def test_calls_in_flight_at_a_kill_are_made_again_and_settled_ones_are_not(modelled: Whole, tmp_path: Path) -> None:
    with served("late:0.02") as provider:
        run = Run(out=tmp_path, hours=HOURS, double=provider.url)
        assert run.live("statement", 5, "UPDATE calls") == KILLED
        before = _standing(run)
        paid_before: Counter[str] = Counter(provider.counts()["billed_by_key"])

        assert run.live("none", -1) == 0

        paid: Counter[str] = Counter(provider.counts()["billed_by_key"])
    settled = {key for key, status in before.items() if status == CallStatus.SETTLED}
    in_flight = {key for key, status in before.items() if status == CallStatus.OPEN}
    assert settled
    assert in_flight
    assert {paid[key] for key in settled} == {1}
    assert {paid[key] for key in in_flight} <= {1, 2}
    assert {paid[key] for key in paid.keys() - in_flight} == {1}
    assert paid_before.keys() <= paid.keys()
    _is_whole(run, modelled)


@pytest.mark.soak
def test_a_modelled_day_that_is_killed_at_any_point_pays_for_no_settled_text_twice(
    modelled: Whole, tmp_path: Path, *, soak: bool
) -> None:
    days = (tmp_path / str(number) for number in count())
    reaper = Reaper(whole=modelled, dice=dice(7, "kills", "modelled"), moments=KILLS)

    while reaper.kills.total() < (300 if soak else 3):
        # One provider a day: it knows requests by their keys, which every day has the same.
        with served("late:0.02") as provider:
            settled: dict[str, int] = {}
            reaper.on_death = partial(_note_what_is_paid, provider, settled)
            run = Run(out=next(days), hours=HOURS, double=provider.url)
            reaper.haunt(run)

            paid: Counter[str] = Counter(provider.counts()["billed_by_key"])
            assert {key: paid[key] for key in settled} == settled
        _is_whole(run, modelled)


def _note_what_is_paid(provider: Served, settled: dict[str, int], run: Run) -> None:
    """Note how often what is settled at a death was paid, when it is seen settled for the first time."""
    paid: Counter[str] = Counter(provider.counts()["billed_by_key"])
    for key, status in _standing(run).items():
        if status == CallStatus.SETTLED:
            settled.setdefault(key, paid[key])


def _is_whole(run: Run, whole: Whole) -> None:
    """Check that a run left what one left that nobody interrupted."""
    assert run.left() == whole.left
    assert run.doctor() == 0
    with bootstrap.open_ledger(run.place, Settings()) as ledger, ledger.store.read() as connection:
        assert {account.reserved for account in budgets.accounts(connection)} == {NOTHING}


def _standing(run: Run) -> dict[str, str]:
    """Return how each request of a run stands, by the key that the provider knows it by."""
    with suppress(StoreError), bootstrap.open_ledger(run.place, Settings()) as ledger:
        return _calls(ledger)
    return {}  # It died before it had a database.


def _calls(ledger: Ledger) -> dict[str, str]:
    with ledger.store.read() as connection:
        return {row.digest: row.status for row in connection.execute(select(calls.c.digest, calls.c.status))}
