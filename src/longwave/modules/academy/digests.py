"""What the clock brings: digests, which move the world on, the symposium, and its reminders."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from longwave.ledger.ledger import Transaction
from longwave.modules.academy import calendar
from longwave.modules.academy.academy import Academy, Digest
from longwave.modules.academy.catalogue import DIGEST, REMINDER, SYMPOSIUM
from longwave.modules.academy.expeditions import reading
from longwave.modules.academy.hosting import state
from longwave.modules.academy.hosting.events import DigestHeld, SeasonClosed, SeasonOpened
from longwave.modules.academy.standing import players
from longwave.modules.academy.symposium.handlers import Symposium
from longwave.orders import book
from longwave.orders.events import Payload
from longwave.orders.handler import Handler
from longwave.orders.states import NewOrder, Order
from longwave.press.gazette import issue_order

# The presses run a little after a digest, when what it brought is written.
PRESS_TIME = dt.timedelta(minutes=10)
REMINDERS_H = (24, 1)
Step = Callable[[Transaction, Digest], int]


def digest_order(academy: Academy, after: dt.datetime) -> NewOrder:
    """Return the order to hold the next digest after a time."""
    at = calendar.next_at(after, academy.tz, calendar.times(academy.game.numbers.digests))
    return NewOrder(order_type=DIGEST, scheduled_at=at, payload={}, dedupe_key=f"{DIGEST}:{at.isoformat()}")


def symposium_orders(academy: Academy, after: dt.datetime) -> list[NewOrder]:
    """Return the orders to hold the next symposium after a time, and to remind of it."""
    numbers = academy.game.numbers
    at = calendar.next_at(after, academy.tz, calendar.times([numbers.symposium_at]), numbers.symposium_weekday)
    reminders = [
        NewOrder(
            order_type=REMINDER,
            scheduled_at=at - dt.timedelta(hours=hours),
            payload={"hours": hours},
            dedupe_key=f"{REMINDER}:{hours}:{at.isoformat()}",
        )
        for hours in REMINDERS_H
        if at - dt.timedelta(hours=hours) > after
    ]
    meeting = NewOrder(order_type=SYMPOSIUM, scheduled_at=at, payload={}, dedupe_key=f"{SYMPOSIUM}:{at.isoformat()}")
    return [*reminders, meeting]


@dataclass(frozen=True, kw_only=True)
class Moment(Handler[None, None]):
    """Something that happens at its time, at once: it reads and writes in one transaction alone."""

    academy: Academy

    def prepare(self, snapshot: Connection, order: Order) -> None:
        """Read nothing: all is decided on fresh state."""

    async def perform(self, prepared: None, feedback: object) -> None:
        """Do nothing that takes time."""

    def following(self, at: dt.datetime) -> Sequence[NewOrder]:  # noqa: ARG002 - most have nothing after them
        """Return the orders for what comes after a time, whatever becomes of this one."""
        return ()

    def given_up(self, tx: Transaction, order: Order) -> None:  # noqa: ARG002 - a handler's signature
        """Let the clock go on: what failed for good stands still alone."""
        self._go_on(tx)

    def _go_on(self, tx: Transaction) -> None:
        for following in self.following(tx.stamp.at):
            book.enqueue(tx, following)


@dataclass(frozen=True, kw_only=True)
class HoldDigest(Moment):
    """Holds a digest: resolves what is due, in the order of its steps, and lets the Gazette come out."""

    order_type: ClassVar[str] = DIGEST
    steps: Sequence[tuple[str, Step]]

    def settle(self, tx: Transaction, order: Order, performed: None) -> Payload:  # noqa: ARG002 - a handler's signature
        game = state.get(tx.connection)
        digest = Digest(number=game.digest + 1, at=tx.stamp.at)
        counts = {name: step(tx, digest) for name, step in self.steps}
        held = DigestHeld(
            digest=digest.number,
            year=game.year(digest.at),
            due=order.scheduled_at,
            counts={k: v for k, v in counts.items() if v},
        )
        self.academy.append(tx, held, subject=str(digest.number))
        if game.ends <= digest.at:
            self._turn(tx, game)
        book.enqueue(tx, issue_order(digest.at + PRESS_TIME))
        self._go_on(tx)
        return {"digest": digest.number}

    def following(self, at: dt.datetime) -> Sequence[NewOrder]:
        # One that was late catches up once: the next lies after now.
        return [digest_order(self.academy, at)]

    def _turn(self, tx: Transaction, game: state.State) -> None:
        """Close the season, and open the next."""
        ranked = sorted(players.everybody(tx.connection), key=lambda each: (-each.reputation, each.id))
        closed = SeasonClosed(
            season=game.season,
            player=ranked[0].id if ranked else "",
            standings={each.id: each.reputation for each in ranked},
            landmarks=reading.landmarks(tx.connection, since=game.ends - self._length),
        )
        opened = SeasonOpened(season=game.season + 1, ends=game.ends + self._length)
        self.academy.append(tx, closed, opened, subject=str(game.season))

    @property
    def _length(self) -> dt.timedelta:
        return dt.timedelta(days=self.academy.game.numbers.season_days)


@dataclass(frozen=True, kw_only=True)
class HoldSymposium(Moment):
    """Holds the symposium of the week, and calls the next."""

    order_type: ClassVar[str] = SYMPOSIUM
    symposium: Symposium

    def settle(self, tx: Transaction, order: Order, performed: None) -> Payload:  # noqa: ARG002 - a handler's signature
        self.symposium.meet(tx, tx.stamp.at, state.get(tx.connection).digest)
        self._go_on(tx)
        return {}

    def following(self, at: dt.datetime) -> Sequence[NewOrder]:
        return symposium_orders(self.academy, at)


@dataclass(frozen=True, kw_only=True)
class Remind(Moment):
    """Reminds those who have not voted."""

    order_type: ClassVar[str] = REMINDER
    symposium: Symposium

    def settle(self, tx: Transaction, order: Order, performed: None) -> Payload:  # noqa: ARG002 - a handler's signature
        self.symposium.remind(tx, int(str(order.payload["hours"])))
        return {}
