"""How autoplayers take their turns, by policy or by model: through the same commands as people, in one transaction."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from sqlalchemy import Connection

from longwave.commands.card import Card
from longwave.commands.command import MOST_CHOICES, Carry, Choice, Command, Commands, Offer
from longwave.commands.typed import Mistyped
from longwave.kernel.errors import LongwaveError
from longwave.ledger.ledger import Transaction
from longwave.modules.academy import calendar
from longwave.modules.academy.academy import Academy
from longwave.modules.academy.catalogue import TURN
from longwave.modules.academy.errors import NoSuch
from longwave.modules.academy.leads.asking import Answer, Question, ask, writer_of
from longwave.modules.academy.leads.briefing import Briefing
from longwave.modules.academy.leads.commands import SeatLead
from longwave.modules.academy.leads.lines import playable, read
from longwave.modules.academy.leads.moves import Turn
from longwave.modules.academy.leads.tempers import TEMPERS
from longwave.modules.academy.scholars import roster
from longwave.modules.academy.standing import players
from longwave.modules.academy.standing.handlers import Seats
from longwave.narrator.caller import Asker, no_model
from longwave.narrator.errors import CallMissing, ModelUnusable, ProviderOutage
from longwave.orders import book
from longwave.orders.events import Payload
from longwave.orders.handler import CannotGoOn, Handler, NotNow
from longwave.orders.states import NewOrder, Order
from longwave.world.game import Lead
from longwave.world.persona import Persona

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
class TakeTurn(Handler[Question | Answer | None, Answer | None]):
    """Lets one autoplayer move.

    Attributes:
        askers_of: returns what asks the models of a lead, in turn; nothing for one that its policy plays.
    """

    order_type: ClassVar[str] = TURN
    academy: Academy
    commands: Commands
    askers_of: Callable[[Persona], Sequence[Asker]] = no_model

    def prepare(self, snapshot: Connection, order: Order) -> Question | Answer | None:
        """Return what to ask; the answer, where no model can be asked that should be; None where the policy plays."""
        lead = self._lead(order.actor_id)
        if lead is None:
            return None
        writer = writer_of(self.academy.pack, lead)
        try:
            askers = self.askers_of(writer)
        except ModelUnusable as error:
            return Answer(because=str(error))
        if not askers:
            return None
        return Question(
            order=order,
            at=self.academy.local(order.scheduled_at),
            writer=writer,
            prompt=Briefing(academy=self.academy, commands=self.commands).prompt(snapshot, order, lead),
            askers=askers,
        )

    async def perform(self, prepared: Question | Answer | None, feedback: object) -> Answer | None:  # noqa: ARG002 - a handler's signature
        if not isinstance(prepared, Question):
            return prepared
        try:
            return await ask(prepared)
        except ProviderOutage as outage:
            raise NotNow(str(outage)) from outage
        except CallMissing as missing:
            raise CannotGoOn(missing) from missing

    def settle(self, tx: Transaction, order: Order, performed: Answer | None) -> Payload:
        self._go_on(tx, order)
        lead, answer = self._lead(order.actor_id), performed or Answer()
        if lead is None:
            return {"moves": 0}
        moves = self._typed(answer.lines) if answer.narrator else self._of_policy(tx.connection, order, lead)
        made = sum(self._carried(tx, command) for command in moves)
        return {"moves": made, **(performed.as_result() if performed else {})}

    def given_up(self, tx: Transaction, order: Order) -> None:
        """Let them move at the next digest all the same."""
        self._go_on(tx, order)

    def _go_on(self, tx: Transaction, order: Order) -> None:
        book.enqueue(tx, turn_order(self.academy, order.actor_id, tx.stamp.at))

    def _typed(self, lines: Iterable[str]) -> Iterator[Command]:
        """Yield the moves that a model typed; what cannot be read is none, as it is for a person."""
        among = playable(self.commands)
        for line in lines:
            try:
                command = read(line, among)
            except Mistyped:
                continue
            yield command

    def _of_policy(self, connection: Connection, order: Order, lead: Lead) -> Iterator[Command]:
        """Yield the moves that a lead's policy makes; none where there is nothing to claim."""
        me, game = order.actor_id, self.academy.game
        if game.claims is None:
            return iter(())
        turn = Turn(
            lead=lead,
            temper=TEMPERS[lead.policy],
            game=game,
            claims=game.claims,
            me=partial(players.get, connection, me),
            staff=partial(roster.employed, connection, me),
            choices=partial(self._choices, connection, me),
            stream=self.academy.dice("turn", me, order.id),
        )
        return turn.moves()

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
