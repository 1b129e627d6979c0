"""A world that goes on in real time: engine, station, society, API and feed in one process, on one database."""

import asyncio
import datetime as dt
import gc
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog
from fastapi import APIRouter
from pydantic import BaseModel
from sqlalchemy import select

from longwave import bootstrap
from longwave.access.tokens import Tokens
from longwave.api import commands, server
from longwave.api.access import Access, require_admin
from longwave.api.app import Health, create_app
from longwave.api.feed import Feed
from longwave.api.public import shown
from longwave.editorial.tables import pieces
from longwave.kernel.clock import RunningClock, VirtualClock
from longwave.kernel.errors import LongwaveError
from longwave.ledger.events import Recorded
from longwave.ledger.ledger import Ledger, Stamp, Transaction
from longwave.modules.academy import routes as academy_routes
from longwave.modules.commons import routes
from longwave.modules.station.errors import OutputUnusable
from longwave.modules.station.events import RunOrdered, SegmentAired
from longwave.modules.station.export import Exporter
from longwave.modules.station.handlers import rundown_order
from longwave.modules.station.outlook import DayOrder
from longwave.modules.station.production import opened_world
from longwave.orders import book, pauses
from longwave.orders.attempts import Attempts
from longwave.orders.engine import Engine
from longwave.orders.handler import Handlers
from longwave.orders.projections import release_claims
from longwave.orders.states import Lane, Order
from longwave.playing import Playing
from longwave.settings import Settings
from longwave.world.events import WorldOpened
from longwave.world.pack import Pack

# A station that is on air until somebody stops it: as many days as the calendar is reckoned for, in practice.
DAYS = 3650
WAKES_AT = dt.time(5)
# From which delay of what is due on the world counts as late, and from which age of its last piece as silent.
LATE_S, SILENT_S = 600.0, 86_400.0


log = structlog.get_logger()


class WorldDiffers(LongwaveError):
    """The database is of another world."""

    hint = "name the world it is of, or another database"

    def __init__(self, what: str, found: object, asked: object) -> None:
        super().__init__(f"the world in the database has {what} {found}, not {asked}")


class HealthReport(BaseModel):
    """How the world is.

    Attributes:
        status: `ok`, `paused`, `late` (what is due is not done), or `silent` (nothing was published for a day).
        at: the world's time.
        last_piece_age_s: how long ago the last piece was published, in world time; null before the first.
        late_s: how long the order that is due first has been due; null where none is.
    """

    status: str
    world: str
    at: dt.datetime
    reason: str | None
    last_piece_age_s: float | None
    late_s: float | None


@dataclass(kw_only=True)
class Live:
    """One world, kept going.

    Attributes:
        out: where the station's pages go.
        say: tells the person at the terminal something.
    """

    ledger: Ledger
    pack: Pack
    seed: int
    settings: Settings
    out: Path
    say: Callable[[str], None]
    model: str | None = None
    _clock: RunningClock | None = None
    _exporters: dict[str, Exporter] = field(default_factory=dict)

    @cached_property
    def station(self) -> bootstrap.Station:
        return bootstrap.Station(
            ledger=self.ledger, pack=self.pack, seed=self.seed, settings=self.settings, model=self.model
        )

    @cached_property
    def society(self) -> bootstrap.Society:
        return bootstrap.Society(station=self.station)

    @cached_property
    def playing(self) -> Playing:
        station = self.station
        return Playing(
            ledger=self.ledger,
            pack=self.pack,
            seed=self.seed,
            now=self.now,
            editor=station.editor,
            askers_of=station.narration.callers_of,
        )

    @cached_property
    def feed(self) -> Feed:
        return Feed(self.ledger, shown)

    @property
    def handlers(self) -> Handlers:
        residents = self.society.handlers if self.pack.residents else {}
        game = self.playing.handlers if self.pack.game else {}
        return {**self.station.handlers, **residents, **game}

    def now(self) -> dt.datetime:
        """Return the world's time: as it runs, or where the log stands."""
        return self._clock.now() if self._clock else self.ledger.last_at() or self._first_moment()

    def begin(self) -> None:
        """Open the world if the database is empty, and take over what a process before this one left.

        Raises:
            WorldDiffers: the database is of another world.
        """
        world = opened_world(self.ledger)
        if world is None:
            self._open()
        elif world.world != self.pack.card.id:
            raise WorldDiffers("the name", world.world, self.pack.card.id)
        else:
            self.seed = world.seed
            with self.ledger.write(Stamp(at=self.now(), actor="producer")) as tx:
                self._join(tx)
        self.ledger.store.refuse_damage()
        with self.ledger.store.write() as connection:
            release_claims(connection)
        self.station.index.refresh()
        self.station.narration.begin()
        for presenter in self.pack.presenters.values():
            folder = self.out / presenter.id
            bootstrap.make_folder(folder)
            self._exporters[f"station:{presenter.id}"] = Exporter(
                out=folder,
                ledger=self.ledger,
                pack=self.pack,
                persona=presenter,
                base_url=self.settings.base_url or "",
            )
        for exporter in self._exporters.values():
            exporter.catch_up()

    async def fast_forward(self, days: float) -> None:
        """Live through some days in virtual time."""
        now = self.now()
        engine = Engine(attempts=self._attempts(VirtualClock(now)), concurrency=self.settings.concurrency)
        await engine.run_until(now + dt.timedelta(days=days))

    async def serve(self, listener: socket.socket, access: Access, stop: asyncio.Event) -> None:
        """Keep the world going, and answer, until told to stop; then end what is in hand."""
        self._clock = RunningClock(self.ledger.last_at() or self._first_moment())
        app = create_app(
            feed=self.feed,
            access=access,
            tokens=Tokens(self.ledger.store),
            health=Health(read=self.health, model=HealthReport),
            routers=self._routers(),
            statuses={**routes.STATUSES, **academy_routes.STATUSES},
        )
        # What is there now stays: looking through it again and again would hold requests up.
        gc.collect()
        gc.freeze()
        engine = Engine(
            attempts=self._attempts(self._clock), concurrency=self.settings.concurrency, on_held=self._on_held
        )
        tasks = [
            asyncio.create_task(engine.serve(stop)),
            asyncio.create_task(server.serve(app, listener, stop)),
        ]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stop.set()
            await asyncio.gather(*tasks)
            await self.station.narration.close()

    def health(self) -> HealthReport:
        """Tell how the world is, by what it last put out and by what is due and not done."""
        now = self.now()
        with self.ledger.store.read() as connection:
            last = connection.execute(select(pieces.c.at).order_by(pieces.c.id.desc()).limit(1)).scalar()
            first = next(iter(book.due(connection, types=list(self.handlers), limit=1)), None)
            held = pauses.of_lane(connection, Lane.NARRATIVE)
        age_s = None if last is None else max(0.0, (now - last).total_seconds())
        late_s = None if first is None else max(0.0, (now - first.scheduled_at).total_seconds())
        status = "ok"
        if held is not None:
            status = "paused"
        elif late_s is not None and late_s > LATE_S:
            status = "late"
        elif age_s is not None and age_s > SILENT_S:
            status = "silent"
        return HealthReport(
            status=status,
            world=self.pack.card.title,
            at=now,
            reason=None if held is None else str(held),
            last_piece_age_s=age_s,
            late_s=late_s,
        )

    def _routers(self) -> Sequence[APIRouter]:
        routers: list[APIRouter] = []
        if self.pack.residents:
            routers.append(routes.router(self.society.forum(now=self.now, admin=require_admin)))
            routers.append(commands.router(self.ledger, self.society.commands, self.now))
        if self.pack.game:
            routers.append(commands.router(self.ledger, self.playing.commands, self.now))
            routers.append(academy_routes.router(self.ledger.store, self.pack))
        return routers

    def _first_moment(self) -> dt.datetime:
        card = self.pack.card
        return dt.datetime.combine(card.start, WAKES_AT, ZoneInfo(card.tz)).astimezone(dt.UTC)

    def _open(self) -> None:
        """Open the world: its station signs on for good, its residents join."""
        card, station = self.pack.card, self.pack.station
        hours = DAYS * (station.signs_off - station.signs_on)
        with self.ledger.write(Stamp(at=self._first_moment(), actor="producer")) as tx:
            tx.append(WorldOpened(world=card.id, title=card.title, seed=self.seed, pack_digest=self.pack.digest))
            for presenter in self.pack.presenters:
                tx.append(
                    RunOrdered(persona=presenter, start=card.start, hours=hours, segments_per_hour=1, segments=hours)
                )
                day = DayOrder(date=card.start, hours=hours, segments_per_hour=1)
                book.enqueue(tx, rundown_order(self.station.canon, presenter, day))
            self._join(tx)

    def _join(self, tx: Transaction) -> None:
        """Let the pack's residents join who are not there yet, and open the game where it is not open."""
        if self.pack.residents:
            self.society.founding.found(tx)
        if self.pack.game:
            self.playing.opening.found(tx)

    def _attempts(self, clock: RunningClock | VirtualClock) -> Attempts:
        return Attempts(
            ledger=self.ledger, handlers=self.handlers, clock=clock, seed=self.seed, on_settled=self._on_settled
        )

    def _on_settled(self, _ended: list[Order], recorded: list[Recorded]) -> None:
        for event in (each.event for each in recorded):
            if isinstance(event, SegmentAired):
                self._export(event)
        self.feed.wake()

    def _export(self, segment: SegmentAired) -> None:
        """Write what a segment adds to its presenter's pages; where that fails, the world goes on, and the next start
        writes it.
        """
        try:
            self._exporters[segment.channel].segment(segment.date, segment.time)
        except OutputUnusable as error:
            log.error("export.failed", error=str(error))  # noqa: TRY400 - it says what is wrong

    async def _on_held(self, reason: str) -> None:
        self.say(f"held: {reason}")
