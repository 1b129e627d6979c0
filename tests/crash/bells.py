"""A small world with bells in it: orders whose effects tell in which state of the world they were carried out."""

import datetime as dt
from typing import ClassVar

from sqlalchemy import Connection, func, select

from longwave.ledger.events import Event
from longwave.ledger.ledger import Transaction
from longwave.ledger.tables import events
from longwave.orders import book
from longwave.orders.events import Payload
from longwave.orders.handler import Handler, Handlers
from longwave.orders.states import NewOrder, Order

PAUSE_BETWEEN_RINGS = dt.timedelta(seconds=20)


class BellRung(Event):
    """A bell was rung.

    Attributes:
        before: how many rings there were when it was prepared, and when it was settled.
    """

    kind: ClassVar[str] = "test.bell_rung"
    bell: str
    before: tuple[int, int]


class RingBell(Handler[int, int]):
    """Rings a bell, and orders its next ring as long as there is to be one."""

    order_type: ClassVar[str] = "test.ring"

    def prepare(self, snapshot: Connection, order: Order) -> int:  # noqa: ARG002 - the port's signature
        return _rings(snapshot)

    async def perform(self, prepared: int, feedback: None) -> int:  # noqa: ARG002 - the port's signature
        return prepared

    def settle(self, tx: Transaction, order: Order, performed: int) -> Payload:
        tx.append(BellRung(bell=order.subject_id, before=(performed, _rings(tx.connection))))
        if order.payload["more"]:
            later = order.scheduled_at + PAUSE_BETWEEN_RINGS
            book.enqueue(tx, ring(order.order_type, order.subject_id, later, order.payload["more"] - 1))
        return {}


class RingLoneBell(RingBell):
    """Rings a bell that heeds no other."""

    order_type: ClassVar[str] = "test.ring_alone"
    independent: ClassVar[bool] = True

    def prepare(self, snapshot: Connection, order: Order) -> int:
        return len(order.subject_id) + book.get(snapshot, order.id).attempts


BELLS: Handlers = {handler.order_type: handler for handler in (RingBell(), RingLoneBell())}


def ring(order_type: str, bell: str, at: dt.datetime, more: int) -> NewOrder:
    """Return the order to ring a bell, and then some more times."""
    return NewOrder(
        order_type=order_type,
        scheduled_at=at,
        subject_id=bell,
        payload={"more": more},
        dedupe_key=f"{bell}:{at.isoformat()}",
    )


def _rings(connection: Connection) -> int:
    rung = select(func.count()).select_from(events).where(events.c.kind == BellRung.kind)
    return connection.execute(rung).scalar_one()
