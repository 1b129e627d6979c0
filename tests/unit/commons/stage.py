"""A society to interfere with: founded in a moment, asked for what an admin asks, and watched."""

import asyncio
import datetime as dt
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection

from longwave import bootstrap
from longwave.access.tokens import ADMIN
from longwave.commands.command import Command
from longwave.editorial.canon import Canon
from longwave.kernel.clock import VirtualClock
from longwave.ledger.events import Event, Recorded
from longwave.ledger.ledger import Ledger, Stamp, Transaction
from longwave.modules.commons.commands import CreateResident
from longwave.modules.commons.events import HeartbeatEnded
from longwave.modules.commons.handlers import Beat, Heartbeat
from longwave.modules.commons.residents import Resident
from longwave.modules.commons.scene import Scene
from longwave.narrator.assignment import Feedback
from longwave.orders import book
from longwave.orders.attempts import Attempts
from longwave.orders.engine import Engine
from longwave.orders.events import Payload
from longwave.orders.handler import Handlers
from longwave.orders.states import Order, Status
from longwave.settings import Settings
from longwave.world.pack import Pack
from longwave.world.persona import Persona
from unit.commons.society import Founded, founded

SEED = 7
HOUR = dt.timedelta(hours=1)
Fact = TypeVar("Fact", bound=Event)
PLAIN = Settings()


@cache
def saltmere() -> Pack:
    """Load the bundled world once."""
    return bootstrap.load_pack("saltmere", PLAIN)


_canons: dict[int, Canon] = {}


def _canon(pack: Pack) -> Canon:
    """Return what is read out of a pack, which takes a second; packs of tests live as long as the tests."""
    if id(pack) not in _canons:
        _canons[id(pack)] = Canon(pack)
    return _canons[id(pack)]


@cache
def _as_founded() -> tuple[bytes, dt.datetime]:
    """Return a database in which Saltmere's forum was just founded, and when that was."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "world.db"
        with founded(str(place), seed=SEED) as society:
            start = society.start
        return place.read_bytes(), start


@contextmanager
def staged(
    place: str, *, settings: Settings = PLAIN, model: str | None = None, pack: Pack | None = None
) -> Iterator[Founded]:
    """Open a society that is kept in a file, or in a server's empty database; where nothing is yet, a founded one.

    Args:
        model: who writes and decides for everybody.
        pack: the world, where it is not Saltmere as it is bundled.
    """
    stored, start = _as_founded()
    is_new = "://" in place
    if not is_new and not Path(place).exists():
        Path(place).write_bytes(stored)
    world = pack or saltmere()
    with bootstrap.open_ledger(place, settings, create=is_new) as ledger:
        if is_new:
            _fork(stored, ledger)
        station = bootstrap.Station(ledger=ledger, pack=world, seed=SEED, settings=settings, model=model)
        vars(station)["canon"] = _canon(world)
        station.index.refresh()
        yield Founded(ledger=ledger, society=bootstrap.Society(station=station), seed=SEED, start=start)


def _fork(stored: bytes, target: Ledger) -> None:
    """Give a server's empty world the history of a stored one."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "world.db"
        place.write_bytes(stored)
        with bootstrap.open_ledger(str(place), PLAIN) as source:
            source.fork(target, at=source.head()[0])


def go_on(
    society: Founded,
    *,
    hours: float,
    handlers: Handlers | None = None,
    concurrency: int = 8,
    on_held: Callable[[str], None] = lambda _: None,
    poll_s: float = 0.01,
) -> None:
    """Let a society live until so many hours after it was founded; connections to models are closed afterwards."""
    attempts = Attempts(
        ledger=society.ledger,
        handlers=handlers or society.society.handlers,
        clock=VirtualClock(society.ledger.last_at() or society.start),
        seed=society.seed,
    )

    async def told(reason: str) -> None:
        on_held(reason)

    engine = Engine(attempts=attempts, concurrency=concurrency, poll_s=poll_s, on_held=told)

    async def live() -> None:
        try:
            await engine.run_until(society.start + dt.timedelta(hours=hours))
        finally:
            await society.society.station.narration.close()

    asyncio.run(live())


def serve_until_idle(society: Founded, *, at: dt.datetime) -> None:
    """Do what is due at a time, as a process does that begins then."""
    attempts = Attempts(
        ledger=society.ledger, handlers=society.society.handlers, clock=VirtualClock(at), seed=society.seed
    )
    engine = Engine(attempts=attempts, concurrency=4, poll_s=0.01, wall=VirtualClock(at))
    asyncio.run(engine.serve(asyncio.Event(), until_idle=True))


def ask(society: Founded, *commands: Command, hours: float | None = None) -> list[Recorded]:
    """Carry commands of the admin out, so many hours after the founding, or where the log stands."""
    at = society.ledger.last_at() if hours is None else society.start + dt.timedelta(hours=hours)
    stamp = Stamp(at=at or society.start, actor=ADMIN)
    carried = [society.society.commands.carry_out(society.ledger, stamp, one) for one in commands]
    return [each for one in carried for each in one.recorded]


def resident(society: Founded, name: str) -> Resident:
    """Return a resident as they are now."""
    with society.ledger.store.read() as connection:
        return society.society.heartbeat.residents.get(connection, name)


def told(society: Founded, kind: type[Fact], *, after: int = 0) -> list[tuple[Recorded, Fact]]:
    """Return the events of a kind, each beside what is recorded of it."""
    found = ((recorded, recorded.event) for recorded in society.ledger.read(after=after))
    return [(recorded, event) for recorded, event in found if isinstance(event, kind)]


def beats(society: Founded, name: str, *, after: int = 0) -> list[Recorded]:
    """Return a resident's heartbeats."""
    return [recorded for recorded, event in told(society, HeartbeatEnded, after=after) if event.resident == name]


def turns(society: Founded) -> Counter[str]:
    """Count everybody's heartbeats."""
    return Counter(event.resident for _, event in told(society, HeartbeatEnded))


def pending(society: Founded, name: str) -> list[Order]:
    """Return the heartbeats that a resident is yet to have."""
    with society.ledger.store.read() as connection:
        waiting = book.listing(connection, status=Status.PENDING, limit=10_000)
    return [order for order in waiting if order.actor_id == name]


def next_scene(society: Founded, name: str) -> Scene | None:
    """Return what a resident's next heartbeat would be performed on."""
    [order, *_] = pending(society, name)
    with society.ledger.store.read() as snapshot:
        return society.society.heartbeat.prepare(snapshot, order)


def newcomers(count: int, **changes: object) -> Sequence[CreateResident]:
    """Return that some people join, each of them like one of the pack's residents."""
    models = list(saltmere().residents.values())
    return [CreateResident(persona=_newcomer(models[number % len(models)], number, changes)) for number in range(count)]


def _newcomer(model: Persona, number: int, changes: dict[str, object]) -> Persona:
    whole = model.model_dump(mode="json")
    named = {"id": f"newcomer-{number}", "name": f"Newcomer {number}", "phrasebook": model.id}
    return Persona.model_validate({**whole, **named, **changes})


class Broken(Exception):
    """What a heartbeat raises that is to fail."""


@dataclass(frozen=True, kw_only=True)
class Watched(Heartbeat):
    """A heartbeat that something happens to between being performed and being settled.

    Attributes:
        meanwhile: called with each scene and what was made of it.
        victim: whose heartbeats fail, in which phase; the first `times` attempts, if that is a number.
        seen: every scene that was performed on.
    """

    meanwhile: Callable[[Scene, Beat], None] = lambda _scene, _beat: None
    victim: str = ""
    phase: str = ""
    times: int | None = None
    seen: list[Scene] = field(default_factory=list)
    _failed: list[str] = field(default_factory=list)

    def prepare(self, snapshot: Connection, order: Order) -> Scene | None:
        self._fail("prepare", order.actor_id)
        return super().prepare(snapshot, order)

    async def perform(self, prepared: Scene | None, feedback: Feedback | None) -> Beat | None:
        if prepared is not None:
            self._fail("perform", prepared.view.resident.id)
        performed = await super().perform(prepared, feedback)
        if prepared is not None and performed is not None:
            self.seen.append(prepared)
            self.meanwhile(prepared, performed)
        return performed

    def settle(self, tx: Transaction, order: Order, performed: Beat | None) -> Payload:
        settled = super().settle(tx, order, performed)
        self._fail("settle", order.actor_id)
        return settled

    def _fail(self, phase: str, name: str) -> None:
        if name != self.victim or phase != self.phase or len(self._failed) == self.times:
            return
        self._failed.append(phase)
        raise Broken(f"{name} cannot {phase}")


def watched(
    society: Founded,
    *,
    meanwhile: Callable[[Scene, Beat], None] = lambda _scene, _beat: None,
    victim: str = "",
    phase: str = "",
    times: int | None = None,
) -> Watched:
    """Return a society's heartbeat, watched."""
    plain = society.society.heartbeat
    parts = {each.name: getattr(plain, each.name) for each in fields(Heartbeat)}
    return Watched(**parts, meanwhile=meanwhile, victim=victim, phase=phase, times=times)
