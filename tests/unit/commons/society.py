"""A society for tests: a bundled pack's forum is founded in a new ledger, and lives for some hours of virtual time."""

import asyncio
import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from longwave import bootstrap
from longwave.kernel.clock import VirtualClock
from longwave.ledger.ledger import Ledger, Stamp
from longwave.orders.attempts import Attempts
from longwave.orders.engine import Engine
from longwave.settings import Settings
from longwave.world.events import WorldOpened

FIRST_HOUR = dt.time(5)


@dataclass(frozen=True, kw_only=True)
class Founded:
    """A forum that was founded.

    Attributes:
        start: when.
    """

    ledger: Ledger
    society: bootstrap.Society
    seed: int
    start: dt.datetime


@contextmanager
def founded(place: str, *, world: str = "saltmere", seed: int = 7) -> Iterator[Founded]:
    """Open a new ledger, open the world in it and found its forum, at five in the morning of its first day."""
    settings = Settings()
    pack = bootstrap.load_pack(world, settings)
    start = dt.datetime.combine(pack.card.start, FIRST_HOUR, ZoneInfo(pack.card.tz)).astimezone(dt.UTC)
    with bootstrap.open_ledger(place, settings, create=True) as ledger:
        station = bootstrap.Station(ledger=ledger, pack=pack, seed=seed, settings=settings)
        society = bootstrap.Society(station=station)
        station.index.refresh()
        with ledger.write(Stamp(at=start, actor="producer")) as tx:
            tx.append(WorldOpened(world=pack.card.id, title=pack.card.title, seed=seed, pack_digest=pack.digest))
            society.founding.found(tx)
        yield Founded(ledger=ledger, society=society, seed=seed, start=start)


def lived(founded: Founded, *, hours: float, concurrency: int = 8) -> None:
    """Let a forum live until so many hours after it was founded; how far it had lived before does not matter."""
    attempts = Attempts(
        ledger=founded.ledger,
        handlers=founded.society.handlers,
        clock=VirtualClock(founded.ledger.last_at() or founded.start),
        seed=founded.seed,
    )
    engine = Engine(attempts=attempts, concurrency=concurrency)
    asyncio.run(engine.run_until(founded.start + dt.timedelta(hours=hours)))
