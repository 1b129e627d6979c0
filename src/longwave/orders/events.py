"""What happens to orders."""

import datetime as dt
from typing import Any, ClassVar

from longwave.ledger.events import Event

Payload = dict[str, Any]  # Any: JSON, whose meaning belongs to the order type.


class OrderEnqueued(Event):
    """An action became due at a time. The event's number is the order's id."""

    kind: ClassVar[str] = "order.enqueued"
    order_type: str
    actor_id: str
    subject_id: str
    payload: Payload
    scheduled_at: dt.datetime
    dedupe_key: str | None
    source_id: int | None


class OrderCompleted(Event):
    """An order was carried out; its effects stand before this event in the same transaction."""

    kind: ClassVar[str] = "order.completed"
    order_id: int
    result: Payload


class OrderAttemptFailed(Event):
    """An attempt failed and another one is due."""

    kind: ClassVar[str] = "order.attempt_failed"
    order_id: int
    error: str
    retry_at: dt.datetime


class OrderFailed(Event):
    """The last attempt failed: the order is a dead letter."""

    kind: ClassVar[str] = "order.failed"
    order_id: int
    error: str


class OrderCancelled(Event):
    """An order was called off."""

    kind: ClassVar[str] = "order.cancelled"
    order_id: int
    reason: str


class OrderRevived(Event):
    """A failed order was given all its attempts again."""

    kind: ClassVar[str] = "order.revived"
    order_id: int
    scheduled_at: dt.datetime


EVENTS = (OrderEnqueued, OrderCompleted, OrderAttemptFailed, OrderFailed, OrderCancelled, OrderRevived)
