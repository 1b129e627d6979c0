"""A table for tests: a small game in a new ledger, with players at it, and nothing printed."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import Connection

from longwave.commands.card import Card
from longwave.commands.command import Answer, Carried, Carry, Command, Commands, Query
from longwave.ledger.events import Recorded, Registry
from longwave.ledger.ledger import Ledger, Stamp, Transaction
from longwave.ledger.projections import Projection, Projections
from longwave.ledger.store import Store, database_url
from longwave.ledger.tables import metadata
from longwave.modules.academy.academy import Academy, Digest
from longwave.modules.academy.catalogue import EVENTS
from longwave.modules.academy.events import GameEvent, Move
from longwave.modules.academy.hosting import projections as hosting
from longwave.modules.academy.hosting.events import DigestHeld, GameOpened
from longwave.modules.academy.scholars import projections as scholars
from longwave.modules.academy.scholars.events import ScholarArrived
from longwave.modules.academy.standing import players as seats
from longwave.modules.academy.standing import projections as standing
from longwave.modules.academy.standing.events import PlayerJoined
from longwave.modules.academy.standing.rules import Standing
from longwave.orders import events as order_events
from longwave.orders import projections as orders
from longwave.world.game import Numbers
from unit.academy.small import FACTIONS, small_pack

OPENED = dt.datetime(1931, 3, 2, 6, tzinfo=dt.UTC)
A_DIGEST = dt.timedelta(hours=12)


@dataclass(kw_only=True)
class Table:
    """A game that a test plays.

    Attributes:
        now: the world's time; the test moves it.
        carried_by, answered_by: of the subjects that the test is about.
    """

    ledger: Ledger
    academy: Academy
    now: dt.datetime = OPENED
    digest: int = 0
    carried_by: Mapping[type[Command], Carry] = field(default_factory=dict)
    answered_by: Mapping[type[Query], Answer] = field(default_factory=dict)

    def ask(self, player: str, command: Command) -> Carried:
        """Carry a command out as somebody; return what came of it."""
        commands = Commands(self.carried_by, self.answered_by)
        return commands.carry_out(self.ledger, Stamp(at=self.now, actor=player), command)

    def answer(self, player: str, query: Query) -> Card:
        """Answer a query as somebody."""
        with self.read() as connection:
            return Commands(self.carried_by, self.answered_by).answer(connection, player, query)

    def tell(self, *events: GameEvent) -> list[Recorded]:
        """Append events as they are."""
        with self.ledger.write(Stamp(at=self.now, actor="test")) as tx:
            return self.academy.append(tx, *events)

    @contextmanager
    def held(self, *, digests: int = 1) -> Iterator[tuple[Transaction, Digest]]:
        """Open the transaction of the next digest; when the block is left, the digest is held."""
        self.now += A_DIGEST * digests
        self.digest += digests
        with self.ledger.write(Stamp(at=self.now, actor="world")) as tx:
            yield tx, Digest(number=self.digest, at=self.now)
            self.academy.append(tx, DigestHeld(digest=self.digest, year=1, due=self.now, counts={}))

    @contextmanager
    def read(self) -> Iterator[Connection]:
        with self.ledger.store.read() as connection:
            yield connection

    def standing(self, player: str) -> Standing:
        with self.read() as connection:
            return seats.get(connection, player)

    def events(self, kind: type[GameEvent]) -> list[GameEvent]:
        """Return what happened of a kind, in order."""
        return [each.event for each in self.ledger.read() if isinstance(each.event, kind)]


@contextmanager
def laid(
    place: str,
    *projections: Projection,
    players: Sequence[str] = ("ada", "bo", "cyd"),
    influence: int = 6,
    seed: int = 7,
    numbers: Numbers | None = None,
) -> Iterator[Table]:
    """Lay a table: open the small game, with its scholars, and seat players who hold as much of every faction.

    Args:
        projections: of the subjects that the test is about; standing, scholars, the game and the orders are there.
    """
    academy = Academy(pack=small_pack(numbers), seed=seed)
    store = Store(database_url(place), create=True)
    try:
        with store.write() as connection:
            metadata.create_all(connection)
        every = (orders.PROJECTION, standing.PROJECTION, scholars.PROJECTION, hosting.PROJECTION, *projections)
        ledger = Ledger(store, Registry((*order_events.EVENTS, *EVENTS)), Projections(every))
        table = Table(ledger=ledger, academy=academy)
        table.tell(GameOpened(season=1, ends=OPENED + dt.timedelta(days=90)))
        for sheet in academy.game.scholars.values():
            arrived = ScholarArrived(scholar=sheet.id, sheet=sheet, discipline=sheet.discipline, is_founding=True)
            table.tell(arrived)
        for player in players:
            moves = tuple(Move(player=player, faction=faction, change=influence) for faction in FACTIONS)
            table.tell(PlayerJoined(player=player, name=player.title(), moves=moves))
        yield table
    finally:
        store.close()
