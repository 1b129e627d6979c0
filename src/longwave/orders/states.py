"""The order as a value: its states, its lane, what it asks for."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from longwave.orders.events import Payload


class Status(StrEnum):
    """Where an order stands; the last three are ends."""

    PENDING = "pending"
    ACTIVE = "active"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    FAILED = "failed"


OPEN = (Status.PENDING, Status.ACTIVE)


class Lane(StrEnum):
    """What may be stopped together: `narrative` pauses with the world, `operations` never does."""

    NARRATIVE = "narrative"
    OPERATIONS = "operations"
    DELIVERY = "delivery"


@dataclass(frozen=True, kw_only=True, slots=True)
class Order:
    """An action due at a time.

    Attributes:
        scheduled_at: world time, UTC.
        attempts: how many have failed so far.
        fence: grows whenever it is claimed, given back or made due again; settling under an older one is refused.
    """

    id: int
    order_type: str
    actor_id: str
    subject_id: str
    payload: Payload
    scheduled_at: dt.datetime
    status: Status
    attempts: int
    lease_owner: str | None
    lease_until: dt.datetime | None
    fence: int
    result: Payload | None

    @property
    def name(self) -> str:
        """The order as people write it."""
        return f"o-{self.id}"

    @property
    def place(self) -> tuple[dt.datetime, int]:
        """What orders are carried out by: due time, then id."""
        return (self.scheduled_at, self.id)


@dataclass(frozen=True, kw_only=True)
class NewOrder:
    """What to enqueue.

    Attributes:
        dedupe_key: unique for all time; a second order with the same key is the first one.
    """

    order_type: str
    scheduled_at: dt.datetime
    payload: Payload
    actor_id: str = "world"
    subject_id: str = ""
    dedupe_key: str | None = None
