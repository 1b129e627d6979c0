"""A table for tests at which theories are put forward and argued about."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy import Connection

from longwave.commands.card import Card
from longwave.modules.academy.academy import Digest
from longwave.modules.academy.events import GameEvent
from longwave.modules.academy.offers.events import ScholarRecruited
from longwave.modules.academy.scholars import roster
from longwave.modules.academy.theories import reading
from longwave.modules.academy.theories.commands import (
    AttendConference,
    CallConference,
    OpposeTheory,
    Side,
    SubmitTheory,
    SupportTheory,
)
from longwave.modules.academy.theories.handlers import Theories
from longwave.modules.academy.theories.projections import PROJECTION
from longwave.modules.academy.theories.theory import Theory
from longwave.world.game import Confidence, Numbers
from unit.academy.table import Table, laid

E = TypeVar("E", bound=GameEvent)
CLAIM = "The bells ring before the tide turns"


@dataclass(kw_only=True)
class Debate:
    """A table with theories.

    Attributes:
        seeds: claims that expeditions found, by player and event.
    """

    table: Table
    theories: Theories
    seeds: dict[tuple[str, int], str] = field(default_factory=dict)

    def submit(  # A test names what it is about.
        self,
        player: str = "ada",
        claim: str = CLAIM,
        confidence: Confidence = Confidence.CERTAIN,
        *,
        supporters: Sequence[str] = (),
        invite: Sequence[str] = (),
        days: int | None = None,
    ) -> int:
        """Put a theory forward; return its number."""
        command = SubmitTheory(
            claim=claim, confidence=confidence, supporters=tuple(supporters), invite=tuple(invite), days=days
        )
        self.table.ask(player, command)
        with self.table.read() as connection:
            return reading.next_number(connection) - 1

    def support(self, player: str, theory: int) -> Card | None:
        return self.table.ask(player, SupportTheory(theory=theory)).card

    def oppose(self, player: str, theory: int) -> Card | None:
        return self.table.ask(player, OpposeTheory(theory=theory)).card

    def confer(self, theory: int, confidence: Confidence = Confidence.CERTAIN, player: str = "ada") -> int:
        """Call a conference; return its number."""
        self.table.ask(player, CallConference(theory=theory, confidence=confidence))
        with self.table.read() as connection:
            return reading.next_conference(connection) - 1

    def attend(self, player: str, conference: int, side: Side, scholar: str | None = None) -> None:
        self.table.ask(player, AttendConference(conference=conference, side=side, scholar=scholar))

    def employ(self, player: str, *scholars: str) -> None:
        for scholar in scholars:
            self.table.tell(ScholarRecruited(scholar=scholar, player=player, faction="academic", chance=60, roll=1))

    def theory(self, number: int) -> Theory:
        with self.table.read() as connection:
            return reading.get(connection, number)

    def events(self, kind: type[E]) -> list[E]:
        """Return what happened of a kind, in order."""
        return [each for each in self.table.events(kind) if isinstance(each, kind)]

    def hold(self, digests: int = 1) -> Digest:
        """Hold the next digest, or the one so many later, as the game does."""
        with self.table.held(digests=digests) as (tx, digest):
            self.theories.at_digest(tx, digest)
            self.theories.conferences_at_digest(tx, digest)
        return digest


@contextmanager
def debating(
    place: str, *, players: Sequence[str] = ("ada", "bo", "cyd"), seed: int = 7, numbers: Numbers | None = None
) -> Iterator[Debate]:
    """Lay a table for a debate."""
    with laid(place, PROJECTION, players=players, seed=seed, numbers=numbers) as table:
        found: dict[tuple[str, int], str] = {}

        def seeds(_connection: Connection, player: str, number: int) -> str | None:
            return found.get((player, number))

        theories = Theories(academy=table.academy, seeds=seeds)
        table.carried_by, table.answered_by = theories.carried(), theories.answered()
        yield Debate(table=table, theories=theories, seeds=found)


def feelings_towards(table: Table, player: str) -> Mapping[str, float]:
    """Return how all scholars feel about a player, whom they have a feeling about."""
    ids = list(table.academy.game.scholars)
    with table.read() as connection:
        return {scholar: value for (scholar, _), value in roster.feelings_between(connection, ids, [player]).items()}
