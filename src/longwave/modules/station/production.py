"""A production run: ordered once, carried out in virtual time, gone on with after any stop."""

import datetime as dt
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from longwave.editorial.canon import Canon
from longwave.editorial.rule import Finding
from longwave.kernel.clock import VirtualClock
from longwave.kernel.errors import LongwaveError
from longwave.ledger.errors import LedgerError
from longwave.ledger.events import Recorded
from longwave.ledger.ledger import Ledger, Stamp
from longwave.modules.station import views
from longwave.modules.station.errors import (
    CriticalAired,
    OutsideCalendar,
    PersonaMissing,
    RunDiffers,
    RunExists,
    RunIncomplete,
    StandardMissed,
)
from longwave.modules.station.events import RunOrdered, SegmentAired
from longwave.modules.station.export import Exporter
from longwave.modules.station.handlers import persona_of, rundown_order
from longwave.modules.station.monitor import Monitor, budget_name
from longwave.modules.station.outlook import DayOrder
from longwave.modules.station.retrieval import Retrieval
from longwave.modules.station.tally import count
from longwave.modules.station.views import SlotState
from longwave.narrator import notices
from longwave.orders import book
from longwave.orders.attempts import Attempts
from longwave.orders.engine import Engine
from longwave.orders.handler import Handlers
from longwave.orders.projections import release_claims
from longwave.orders.states import Order
from longwave.world.events import WorldOpened
from longwave.world.pack import Pack


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a producer asks for; None leaves it to the run that is gone on with, or to the defaults."""

    persona: str | None = None
    hours: int | None = None
    segments_per_hour: int | None = None
    start: dt.date | None = None
    seed: int | None = None


Examine = Callable[[SlotState], Sequence[Finding]]
DEFAULTS = {"hours": 16, "segments_per_hour": 1, "seed": 1}
# Tides and climates look a lunation around a day.
MARGIN = dt.timedelta(days=31)


def opened_world(ledger: Ledger) -> WorldOpened | None:
    """Return the world that a ledger is of; None for an empty one."""
    first = next(ledger.read(limit=1), None)
    if first is None:
        return None
    if not isinstance(first.event, WorldOpened):
        raise LedgerError(f"the log of {ledger.store.name} does not begin with a world")
    return first.event


def refuse_misfits(pack: Pack, asked: Asked) -> None:
    """Refuse what this world cannot be asked for, before anything is made.

    Raises:
        UnknownPersona: nobody of that name presents.
        OutsideCalendar: the days lie beyond the years that can be reckoned.
    """
    if asked.persona is not None:
        persona_of(Canon(pack), asked.persona)
    start = asked.start or pack.card.start
    days = -(-(asked.hours or DEFAULTS["hours"]) // (pack.station.signs_off - pack.station.signs_on))
    earliest, latest = dt.date.min + MARGIN, dt.date.max - MARGIN - dt.timedelta(days=days)
    if not earliest <= start <= latest:
        raise OutsideCalendar(days, start, earliest, latest)


def begin_or_resume(ledger: Ledger, pack: Pack, asked: Asked, *, resume: bool) -> tuple[int, RunOrdered]:
    """Order a run in an empty world, or find the one that is there; return the world's seed and the run.

    Raises:
        RunExists: there is a run, and it was not to be resumed.
        RunDiffers: the run to resume is not the one asked for, or the pack has changed.
        UnknownPersona, PersonaMissing: the run cannot be begun like this.
        StoreCorrupt: the database of the run to resume is damaged.
    """
    world = opened_world(ledger)
    if world is None:
        return _begin(ledger, pack, asked)
    with ledger.store.read() as connection:
        run = views.run(connection)
    if run is None or not resume:
        raise RunExists(ledger.store.name)
    found = {"world": world.world, "pack": world.pack_digest, "seed": world.seed, **run.model_dump()}
    wanted = {"world": pack.card.id, "pack": pack.digest, **vars(asked)}
    for what, value in wanted.items():
        if value is not None and found[what] != value:
            raise RunDiffers(what, value, found[what])
    ledger.store.refuse_damage()
    return world.seed, run


def _begin(ledger: Ledger, pack: Pack, asked: Asked) -> tuple[int, RunOrdered]:
    if asked.persona is None:
        raise PersonaMissing(pack.presenters)
    persona = persona_of(Canon(pack), asked.persona)
    seed = DEFAULTS["seed"] if asked.seed is None else asked.seed
    hours = asked.hours or DEFAULTS["hours"]
    density = asked.segments_per_hour or DEFAULTS["segments_per_hour"]
    start = asked.start or pack.card.start
    run = RunOrdered(persona=persona.id, start=start, hours=hours, segments_per_hour=density, segments=hours * density)
    first = rundown_order(Canon(pack), persona.id, DayOrder(date=start, hours=hours, segments_per_hour=density))
    with ledger.write(Stamp(at=first.scheduled_at, actor="producer")) as tx:
        tx.append(WorldOpened(world=pack.card.id, title=pack.card.title, seed=seed, pack_digest=pack.digest))
        tx.append(run)
        book.enqueue(tx, first)
    return seed, run


@dataclass(kw_only=True)
class Production:
    """Carries a run out and keeps its output folder.

    Attributes:
        pool: every beat that the presenter could tell.
        min_free_mb: how much room the disk must have for the run to go on.
        base_url: where the output folder will be reached by players and podcast apps.
        examine: reads an aired segment again and returns what is critical in it; None where nobody does.
        on_progress: called after each commit that aired something.
        say: tells the person at the terminal something.
    """

    ledger: Ledger
    pack: Pack
    run: RunOrdered
    seed: int
    handlers: Handlers
    out: Path
    concurrency: int
    on_progress: Callable[[Monitor], None]
    say: Callable[[str], None]
    pool: frozenset[str] = frozenset()
    retrieval: Retrieval = field(default_factory=Retrieval)
    min_free_mb: int = 0
    base_url: str = ""
    examine: Examine | None = None
    monitor: Monitor = field(init=False)
    _exporter: Exporter = field(init=False)

    def __post_init__(self) -> None:
        persona = persona_of(Canon(self.pack), self.run.persona)
        self._exporter = Exporter(
            out=self.out, ledger=self.ledger, pack=self.pack, persona=persona, base_url=self.base_url
        )
        with self.ledger.store.read() as connection:
            tally = count(connection, self._exporter.channel)
            budgets = [budget_name(scope, is_soft=is_soft) for scope, is_soft in notices.reached(connection)]
        about: dict[str, object] = {"world": self.pack.card.id, "persona": persona.id, "seed": self.seed}
        about |= {"start": str(self.run.start), "hours": self.run.hours}
        self.monitor = Monitor(
            out=self.out,
            about=about,
            planned=self.run.segments,
            tally=tally,
            say=self.say,
            pool=self.pool,
            retrieval=self.retrieval,
            min_free_mb=self.min_free_mb,
            budgets=budgets,
        )

    async def produce(self) -> None:
        """Make every segment that is not yet made. The world must be held.

        Raises:
            RunIncomplete: some could not be made.
            OutputUnusable: the output folder cannot be written.
            StoreError: the database cannot be written.
        """
        with self.ledger.store.write() as connection:
            release_claims(connection)
        self._exporter.catch_up()
        self.monitor.recall()
        self.monitor.last_segment_at = self._exporter.made_at(self.monitor.position)
        self.monitor.write()
        try:
            await self._engine().run()
            self._exporter.rundown()
        except BaseException:
            # A full disk stops these as well; what stopped the run is the error to tell.
            with suppress(LongwaveError):
                self.monitor.finish("stopped")
                self._exporter.rundown()
            raise
        missing = self.run.segments - self.monitor.done
        self.monitor.finish("incomplete" if missing else "done")
        if missing:
            raise RunIncomplete(missing, self.run.segments, self.ledger.store.name)

    def _engine(self) -> Engine:
        last_at = self.ledger.last_at()
        assert last_at is not None  # noqa: S101 - a run was ordered
        attempts = Attempts(
            ledger=self.ledger,
            handlers=self.handlers,
            clock=VirtualClock(last_at),
            seed=self.seed,
            on_settled=self._on_settled,
        )
        return Engine(
            attempts=attempts,
            concurrency=self.concurrency,
            at_boundary=self.monitor.at_boundary,
            on_held=self.monitor.held,
        )

    def _on_settled(self, _ended: list[Order], recorded: list[Recorded]) -> None:
        for event in (r.event for r in recorded):
            if isinstance(event, SegmentAired):
                self._exporter.segment(event.date, event.time)
        self.monitor.count(recorded)
        self.on_progress(self.monitor)
        if self.examine is not None:
            self._hold_to_standard(self.examine, [r.event for r in recorded if isinstance(r.event, SegmentAired)])

    def _hold_to_standard(self, examine: Examine, aired: Sequence[SegmentAired]) -> None:
        """End a run whose texts are not good enough.

        Raises:
            CriticalAired: an aired segment has what must never air.
            StandardMissed: more segments have a major finding than may.
        """
        with self.ledger.store.read() as connection:
            for event in aired:
                [state] = views.slots(connection, event.channel, event.date, event.time)
                if found := examine(state):
                    raise CriticalAired(state.name, found[0].code, found[0].passage)
        if self.monitor.is_below_standard:
            raise StandardMissed(self.monitor.alerts["quality"])
