"""A whole game for tests: every subject, what the clock brings and, where it is wanted, the press, in one ledger."""

import asyncio
import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from zoneinfo import ZoneInfo

from longwave import bootstrap
from longwave.commands.card import Card
from longwave.commands.command import Carried, Command, Query
from longwave.kernel.clock import VirtualClock
from longwave.ledger.events import Event
from longwave.ledger.ledger import Ledger, Stamp
from longwave.modules.academy.hosting import state
from longwave.modules.academy.offers.commands import Recruit
from longwave.modules.academy.offers.events import ScholarRecruited
from longwave.modules.academy.standing.commands import Join
from longwave.narration import Narration
from longwave.orders.attempts import Attempts
from longwave.orders.engine import Engine
from longwave.playing import Playing
from longwave.settings import Settings
from longwave.world.events import WorldOpened
from longwave.world.pack import Pack

SEED = 7
HOST = "host"
MORNING = dt.time(8)
# How often a host looks at what is due.
A_LOOK = dt.timedelta(minutes=5)
# How soon what is held is tried again.
A_MOMENT_S = 0.01
PLAIN = Settings()


@cache
def saltmere() -> Pack:
    """The bundled world, read once."""
    return bootstrap.load_pack("saltmere", Settings())


@dataclass(frozen=True, kw_only=True)
class Club:
    """A game that is open, and the time in it."""

    ledger: Ledger
    playing: Playing
    clock: VirtualClock
    narration: Narration

    @property
    def now(self) -> dt.datetime:
        return self.clock.now()

    @property
    def local(self) -> dt.datetime:
        return self.playing.academy.local(self.now)

    @property
    def is_resting(self) -> bool:
        with self.ledger.store.read() as connection:
            return state.get(connection).paused_at is not None

    def ask(self, player: str, command: Command) -> Carried:
        """Carry a command out as somebody."""
        return self.playing.commands.carry_out(self.ledger, Stamp(at=self.now, actor=player), command)

    def answer(self, player: str, query: Query) -> Card:
        """Answer a query as somebody."""
        with self.ledger.store.read() as connection:
            return self.playing.commands.answer(connection, player, query)

    def join(self, *players: str) -> None:
        """Let players sit down, named as their accounts are."""
        for player in players:
            self.ask(player, Join(called=player.rpartition(":")[2].title()))

    def recruit(self, player: str) -> str:
        """Let a player ask one free scholar after the other, until one comes; return who did."""
        for scholar in self.choices("free_scholars", player):
            recorded = self.ask(player, Recruit(scholar=scholar, faction="academic")).recorded
            if any(isinstance(each.event, ScholarRecruited) for each in recorded):
                return scholar
        raise AssertionError("nobody came")

    def choices(self, kind: str, player: str) -> list[str]:
        """Return what a player may choose of a kind."""
        with self.ledger.store.read() as connection:
            return [choice.value for choice in self.playing.commands.choices[kind](connection, player, "")]

    def let_pass(self, span: dt.timedelta, *, on_held: Callable[[str], None] = lambda _: None) -> None:
        """Let time pass, and what it brings be done; while the game rests, that is what is done all the same."""
        if self.is_resting:  # In virtual time nothing comes before what is held.
            self.keep_open(span)
        else:
            asyncio.run(self._run_until(self.now + span, on_held))

    def keep_open(self, span: dt.timedelta) -> None:
        """Let time pass as a host's machine does: what is due is done when the clock shows it, or a little later."""
        asyncio.run(self._serve_until(self.now + span))

    def be_down(self, span: dt.timedelta) -> None:
        """Let time pass in which nothing runs."""
        asyncio.run(self.clock.sleep_until(self.now + span))

    def events(self, *kinds: type[Event]) -> list[Event]:
        """Return what happened of some kinds, in order."""
        return [recorded.event for recorded in self.ledger.read() if isinstance(recorded.event, kinds)]

    @property
    def _engine(self) -> Engine:
        handlers = self.playing.handlers
        return Engine(attempts=Attempts(ledger=self.ledger, handlers=handlers, clock=self.clock, seed=SEED))

    async def _run_until(self, end: dt.datetime, on_held: Callable[[str], None]) -> None:
        async def told(reason: str) -> None:
            on_held(reason)

        try:
            await replace(self._engine, on_held=told, poll_s=A_MOMENT_S).run_until(end)
        finally:
            await self.narration.close()

    async def _serve_until(self, end: dt.datetime) -> None:
        while True:
            await self._engine.serve(asyncio.Event(), until_idle=True)
            if self.now >= end:
                return
            await self.clock.sleep_until(min(self.now + A_LOOK, end))


@contextmanager
def opened(
    place: str,
    pack: Pack | None = None,
    *,
    is_printed: bool = False,
    settings: Settings = PLAIN,
    model: str | None = None,
    is_replay: bool = False,
) -> Iterator[Club]:
    """Open a game in a new ledger, on the morning of the pack's first day.

    Args:
        model: who plays and writes for everybody.
    """
    pack = pack or saltmere()
    start = dt.datetime.combine(pack.card.start, MORNING, ZoneInfo(pack.card.tz)).astimezone(dt.UTC)
    with bootstrap.open_ledger(place, settings, create=True) as ledger:
        station = bootstrap.Station(
            ledger=ledger, pack=pack, seed=SEED, settings=settings, model=model, is_replay=is_replay
        )
        narration, clock = station.narration, VirtualClock(start)
        playing = Playing(
            ledger=ledger,
            pack=pack,
            seed=SEED,
            now=clock.now,
            editor=station.editor if is_printed else None,
            askers_of=narration.callers_of,
        )
        with ledger.write(Stamp(at=start, actor=HOST)) as tx:
            tx.append(WorldOpened(world=pack.card.id, title=pack.card.title, seed=SEED, pack_digest=pack.digest))
            playing.opening.found(tx)
        yield Club(ledger=ledger, playing=playing, clock=clock, narration=narration)
