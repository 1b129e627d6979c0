"""How seats are taken, and how questions about standing are answered."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from longwave.commands.card import Card
from longwave.commands.command import Answer, Carry, Choice, Command, Offer, Query
from longwave.ledger.ledger import Transaction
from longwave.modules.academy.academy import Academy
from longwave.modules.academy.events import Move
from longwave.modules.academy.hosting import state
from longwave.modules.academy.scholars import roster
from longwave.modules.academy.standing import cards, players
from longwave.modules.academy.standing.commands import Join, Players, Rename, Status, WagerTable
from longwave.modules.academy.standing.errors import NameUnusable, SeatTaken
from longwave.modules.academy.standing.events import PlayerJoined, PlayerRenamed
from longwave.modules.academy.standing.names import folded, usable
from longwave.modules.academy.standing.rules import Standing
from longwave.world.game import Policy

Waiting = Callable[[Connection, str], Sequence[str]]
"""Tells in whole sentences what of a player's waits for a digest, or for them."""


@dataclass(frozen=True, kw_only=True)
class Seats:
    """Carries out what has to do with a seat at the table.

    Attributes:
        waiting: by which each subject tells what of a player's waits.
    """

    academy: Academy
    waiting: tuple[Waiting, ...] = ()

    def carried(self) -> Mapping[type[Command], Carry]:
        """Return what carries out which command."""
        return {Join: self.join, Rename: self.rename}

    def answered(self) -> Mapping[type[Query], Answer]:
        """Return what answers which query."""
        return {Status: self.status, WagerTable: self.wagers, Players: self.ranking}

    def choices(self) -> Mapping[str, Offer]:
        """Return what may be chosen."""
        return {"players": self._others}

    def join(self, tx: Transaction, command: Join) -> Card:
        state.going(tx.connection)
        return self.seat(tx, tx.stamp.actor, command.called)

    def seat(self, tx: Transaction, player: str, name: str, policy: Policy | None = None) -> Card:
        """Let somebody sit down: a person, or what a policy plays for.

        Raises:
            SeatTaken: they sit there already.
            NameUnusable: the name cannot be shown, or looks like another player's.
        """
        seated = players.find(tx.connection, player)
        if seated is not None:
            raise SeatTaken(seated.name)
        shown, start = self._free(tx.connection, name, player), self.academy.game.numbers.start_influence
        # A faction is named also where nothing is held of it.
        moves = tuple(Move(player=player, faction=faction, change=start) for faction in self.academy.factions)
        joined = PlayerJoined(player=player, name=shown, policy=policy, moves=moves)
        self.academy.append(tx, joined, subject=player)
        return cards.seated(shown, start, self.academy.pack.card.factions)

    def rename(self, tx: Transaction, command: Rename) -> Card:
        state.going(tx.connection)
        me = players.get(tx.connection, tx.stamp.actor)
        shown = self._free(tx.connection, command.called, me.id)
        if shown == me.name:
            return Card(title=shown, text="You go by that name already.")
        self.academy.append(tx, PlayerRenamed(player=me.id, name=shown, was=me.name), subject=me.id)
        return Card(title=shown, text=f"The Gazette calls you {shown} from now on, and no longer {me.name}.")

    def status(self, connection: Connection, actor: str, _query: Status) -> Card:
        me = players.get(connection, actor)
        staff = roster.employed(connection, me.id)
        felt = roster.feelings_between(connection, [scholar.id for scholar in staff], [me.id])
        game = state.get(connection)
        around = cards.Surroundings(
            digest=game.digest,
            rests=game.reason if game.paused_at else "",
            staff=[(scholar, felt.get((scholar.id, me.id), 0.0)) for scholar in staff],
            waiting=[says for waiting in self.waiting for says in waiting(connection, me.id)],
        )
        return cards.status(me, self.academy.game.numbers, self.academy.pack.card.factions, around)

    def wagers(self, connection: Connection, actor: str, _query: WagerTable) -> Card:
        # Who has no seat yet is shown what one begins with.
        me = players.find(connection, actor) or Standing(id=actor, name="")
        return cards.wagers(me, self.academy.game.numbers)

    def ranking(self, connection: Connection, actor: str, query: Players) -> Card:
        return cards.ranking(players.everybody(connection), query.page, actor)

    def _free(self, connection: Connection, name: str, player: str) -> str:
        """Return a name as it is shown, if no other player's looks like it."""
        shown = usable(name)
        holder = players.called(connection, folded(shown))
        if holder not in (None, player):
            raise NameUnusable(f"another player's looks just like {shown!r}")
        return shown

    def _others(self, connection: Connection, actor: str, typed: str) -> list[Choice]:
        return [Choice(value=id_, label=name) for id_, name in players.others(connection, actor, typed).items()]
