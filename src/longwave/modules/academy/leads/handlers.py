"""How autoplayers take their turns: through the same commands as people, in one transaction a turn."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from sqlalchemy import Connection

from longwave.commands.card import Card
from longwave.commands.command import MOST_CHOICES, Carry, Choice, Command, Commands, Offer
from longwave.kernel.errors import LongwaveError
from longwave.ledger.ledger import Transaction
from longwave.modules.academy import calendar
from longwave.modules.academy.academy import Academy
from longwave.modules.academy.catalogue import TURN
from longwave.modules.academy.digests import Moment
from longwave.modules.academy.errors import NoSuch
from longwave.modules.academy.leads.commands import SeatLead
from longwave.modules.academy.leads.moves import Turn
from longwave.modules.academy.leads.tempers import TEMPERS
from longwave.modules.academy.scholars import roster
from longwave.modules.academy.standing import players
from longwave.modules.academy.standing.handlers import Seats
from longwave.orders import book
from longwave.orders.events import Payload
from longwave.orders.states import NewOrder, Order
from longwave.world.game import Lead

# How long before a digest they move: nobody waits for the last minute, and nobody comes at the same.
EARLIEST_S, LATEST_S = 4 * 3600, 20 * 60


@dataclass(frozen=True, kw_only=True)
class Leads:
    """Seats autoplayers."""

    academy: Academy
    seats: Seats

    def carried(self) -> Mapping[type[Command], Carry]:
        """Return what carries out which command."""
        return {SeatLead: self.seat}

    def choices(self) -> Mapping[str, Offer]:
        """Return what may be chosen."""
        return {"leads": self._leads}

    def seat(self, tx: Transaction, command: SeatLead) -> Card:
        lead = self.academy.game.leads.get(command.lead)
        if lead is None:
            raise NoSuch("research lead in the pack", command.lead, self.academy.game.leads)
        player = f"lead:{lead.id}" if command.number == 1 else f"lead:{lead.id}:{command.number}"
        name = lead.name if command.number == 1 else f"{lead.name} {command.number}"
        card = self.seats.seat(tx, player, name, lead.policy)
        book.enqueue(tx, turn_order(self.academy, player, tx.stamp.at))
        return card

    def _leads(self, _connection: Connection, _actor: str, typed: str) -> list[Choice]:
        found = [
            each for each in self.academy.game.leads.values() if typed.casefold() in f"{each.id} {each.name}".casefold()
        ]
        return [Choice(value=each.id, label=f"{each.name}, {each.policy.value}") for each in found[:MOST_CHOICES]]


def turn_order(academy: Academy, player: str, after: dt.datetime) -> NewOrder:
    """Return the order to let an autoplayer move before the next digest for which there is time."""
    times = calendar.times(academy.game.numbers.digests)
    digest = calendar.next_at(after + dt.timedelta(seconds=EARLIEST_S), academy.tz, times)
    early = academy.dice("turn.at", player, digest.isoformat()).randint(LATEST_S, EARLIEST_S)
    at = digest - dt.timedelta(seconds=early)
    return NewOrder(
        order_type=TURN,
        actor_id=player,
        subject_id=player,
        scheduled_at=at,
        payload={},
        dedupe_key=f"{TURN}:{player}:{digest.isoformat()}",
    )


@dataclass(frozen=True, kw_only=True)
class TakeTurn(Moment):
    """Lets one autoplayer move."""

    order_type: ClassVar[str] = TURN
    commands: Commands

    def settle(self, tx: Transaction, order: Order, performed: None) -> Payload:  # noqa: ARG002 - a handler's signature
        self._go_on(tx, order)
        me, game = players.get(tx.connection, order.actor_id), self.academy.game
        lead = self._lead(order.actor_id)
        if game.claims is None or lead is None:
            return {"moves": 0}
        turn = Turn(
            lead=lead,
            temper=TEMPERS[lead.policy],
            game=game,
            claims=game.claims,
            me=partial(players.get, tx.connection, me.id),
            staff=partial(roster.employed, tx.connection, me.id),
            choices=partial(self._choices, tx.connection, me.id),
            stream=self.academy.dice("turn", me.id, order.id),
        )
        made = sum(self._carried(tx, command) for command in turn.moves())
        return {"moves": made}

    def following(self, order: Order, at: dt.datetime) -> Sequence[NewOrder]:
        return [turn_order(self.academy, order.actor_id, at)]

    def _carried(self, tx: Transaction, command: Command) -> bool:
        """Make a move; what the rules refuse is not made, as it is for a person."""
        try:
            with tx.savepoint():
                self.commands.carried_by[type(command)](tx, command)
        except LongwaveError:
            return False
        return True

    def _choices(self, connection: Connection, player: str, kind: str) -> list[str]:
        return [choice.value for choice in self.commands.choices[kind](connection, player, "")]

    def _lead(self, player: str) -> Lead | None:
        return self.academy.game.leads.get(player.split(":")[1])
