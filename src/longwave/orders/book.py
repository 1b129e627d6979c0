"""The order book: enqueue, take, claim, and bring to an end.

Every change but a claim is an event. Functions that take a `Transaction` append to it; its owner commits.
"""

import datetime as dt
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, Row, and_, bindparam, func, or_, select, update

from longwave.kernel import clock
from longwave.ledger.ledger import Transaction
from longwave.orders import events
from longwave.orders.errors import LeaseLost, NoSuchOrder, OrderClosed, OrderOpen
from longwave.orders.states import OPEN, NewOrder, Order, Status
from longwave.orders.tables import orders

_FIELDS = tuple(orders.c[name] for name in Order.__dataclass_fields__)
_IN_TURN = (orders.c.scheduled_at, orders.c.id)
_FOREVER = dt.datetime.max.replace(tzinfo=dt.UTC)
_NO_LIMIT = 2**31

# Statements of every order's life are built once: building one costs more than running it.
_by_key = select(orders.c.id).where(orders.c.dedupe_key == bindparam("key"))
_due = (
    select(*_FIELDS)
    .where(
        orders.c.status == Status.PENDING,
        orders.c.order_type.in_(bindparam("types", expanding=True)),
        orders.c.scheduled_at < bindparam("before"),
    )
    .order_by(*_IN_TURN)
    .limit(bindparam("most"))
)
_is_ours = and_(
    orders.c.id == bindparam("order"),
    or_(*(orders.c.status == status for status in OPEN)),
    orders.c.fence == bindparam("claim"),
    orders.c.lease_owner.is_not_distinct_from(bindparam("owner")),
)
_ours = select(orders.c.id).where(_is_ours)
_give_back = (
    update(orders)
    .where(_is_ours)
    .values(status=Status.PENDING, lease_owner=None, lease_until=None, fence=orders.c.fence + 1)
)
_prolong = update(orders).where(_is_ours).values(lease_until=bindparam("until"))


@dataclass(frozen=True, kw_only=True)
class Claimant:
    """A process that works on orders, as leases know it: times are this machine's, not the world's."""

    owner: str
    now: dt.datetime
    lease_s: float

    @property
    def until(self) -> dt.datetime:
        """When a lease taken or renewed now expires."""
        return self.now + dt.timedelta(seconds=self.lease_s)


def enqueue(tx: Transaction, new: NewOrder) -> int:
    """Make an action due at a time; return its id, or the id of the order that already has its `dedupe_key`."""
    if new.dedupe_key is not None:
        known = tx.connection.execute(_by_key, {"key": new.dedupe_key}).scalar()
        if known is not None:
            return int(known)
    [recorded] = tx.append(
        events.OrderEnqueued(
            order_type=new.order_type,
            actor_id=new.actor_id,
            subject_id=new.subject_id,
            payload=new.payload,
            # In UTC: JSON rounds the seconds of an old local time's offset away.
            scheduled_at=clock.utc(new.scheduled_at),
            dedupe_key=new.dedupe_key,
            source_id=source_of(tx.stamp.cause),
        ),
        subject=new.subject_id,
    )
    return recorded.seq


def source_of(cause: str) -> int | None:
    """Return the id of the order that a stamp's cause names, if it names one."""
    return int(cause.removeprefix("o-")) if cause.startswith("o-") else None


def get(connection: Connection, order_id: int) -> Order:
    """Read one order.

    Raises:
        NoSuchOrder: there is none of that id.
    """
    row = connection.execute(select(*_FIELDS).where(orders.c.id == order_id)).first()
    if row is None:
        raise NoSuchOrder(order_id)
    return _order(row)


def listing(
    connection: Connection, *, status: Status | None = None, order_type: str = "", limit: int = 50
) -> list[Order]:
    """Return the first orders of a status and type, by due time."""
    query = select(*_FIELDS).order_by(*_IN_TURN).limit(limit)
    if status is not None:
        query = query.where(orders.c.status == status)
    if order_type:
        query = query.where(orders.c.order_type == order_type)
    return [_order(row) for row in connection.execute(query)]


def counts(connection: Connection) -> dict[Status, int]:
    """Count the orders of each status."""
    rows = connection.execute(select(orders.c.status, func.count()).group_by(orders.c.status))
    return {Status(status): count for status, count in rows}


def stranded(connection: Connection, *, types: Collection[str]) -> list[Order]:
    """Return open orders that no engine will ever take: of an unknown type, or claimed without an end to the claim."""
    unknown = orders.c.order_type.not_in(types)
    unowned = and_(orders.c.status == Status.ACTIVE, orders.c.lease_until.is_(None))
    query = select(*_FIELDS).where(orders.c.status.in_(OPEN), or_(unknown, unowned))
    return [_order(row) for row in connection.execute(query.order_by(*_IN_TURN))]


def due(
    connection: Connection, *, types: Collection[str], before: dt.datetime | None = None, limit: int | None = None
) -> list[Order]:
    """Return pending orders of some types in their turn: by due time, then id.

    Args:
        before: only those due before this world time; None for all.
    """
    asked = {"types": list(types), "before": before or _FOREVER, "most": _NO_LIMIT if limit is None else limit}
    return [_order(row) for row in connection.execute(_due, asked)]


def claim(
    connection: Connection, claimant: Claimant, *, types: Collection[str], due_by: dt.datetime, limit: int
) -> list[Order]:
    """Take up to `limit` orders that are due, or whose lease has expired, and return them in their turn."""
    free = or_(
        orders.c.status == Status.PENDING,
        and_(orders.c.status == Status.ACTIVE, orders.c.lease_until < claimant.now),
    )
    wanted = (
        select(orders.c.id)
        .where(free, orders.c.order_type.in_(types), orders.c.scheduled_at <= due_by)
        .order_by(*_IN_TURN)
        .limit(limit)
    )
    # The store has one writer at a time, so the UPDATE itself is the claim: no SKIP LOCKED is needed.
    taken = connection.execute(
        update(orders)
        .where(orders.c.id.in_(wanted))
        .values(
            status=Status.ACTIVE,
            lease_owner=claimant.owner,
            lease_until=claimant.until,
            fence=orders.c.fence + 1,
        )
        .returning(*_FIELDS)
    )
    return sorted((_order(row) for row in taken), key=lambda order: order.place)


def renew(connection: Connection, claimant: Claimant, claimed: Iterable[Order]) -> None:
    """Prolong the leases that are still this claimant's."""
    for order in claimed:
        connection.execute(_prolong, {**_claim_of(order), "until": claimant.until})


def release(connection: Connection, order: Order) -> None:
    """Give a claim back, so that the order can be claimed again at once."""
    connection.execute(_give_back, _claim_of(order))


def hold(tx: Transaction, order: Order) -> None:
    """Make sure, inside the settling transaction, that the order is still open and its claim still stands.

    Raises:
        LeaseLost: it ended, or somebody else claimed it since.
    """
    if tx.connection.execute(_ours, _claim_of(order)).first() is None:
        raise LeaseLost(order.id)


def complete(tx: Transaction, order: Order, result: events.Payload) -> None:
    """End an order as carried out."""
    tx.append(events.OrderCompleted(order_id=order.id, result=result), subject=order.subject_id)


def fail(tx: Transaction, order: Order, error: str, *, retry_at: dt.datetime | None) -> None:
    """Record a failed attempt; without a time for the next one the order becomes a dead letter."""
    if retry_at is None:
        tx.append(events.OrderFailed(order_id=order.id, error=error), subject=order.subject_id)
    else:
        tx.append(
            events.OrderAttemptFailed(order_id=order.id, error=error, retry_at=clock.utc(retry_at)),
            subject=order.subject_id,
        )


def cancel(tx: Transaction, order_id: int, reason: str) -> None:
    """Call an open order off.

    Raises:
        NoSuchOrder: there is none of that id.
        OrderClosed: it has ended.
    """
    order = get(tx.connection, order_id)
    if order.status not in OPEN:
        raise OrderClosed(order_id, order.status)
    tx.append(events.OrderCancelled(order_id=order_id, reason=reason), subject=order.subject_id)


def revive(tx: Transaction, order_id: int) -> None:
    """Make a dead letter due now, with all its attempts again.

    Raises:
        NoSuchOrder: there is none of that id.
        OrderOpen: it has not failed.
    """
    order = get(tx.connection, order_id)
    if order.status is not Status.FAILED:
        raise OrderOpen(order_id, order.status)
    tx.append(events.OrderRevived(order_id=order_id, scheduled_at=clock.utc(tx.stamp.at)), subject=order.subject_id)


def _claim_of(order: Order) -> dict[str, object]:
    return {"order": order.id, "claim": order.fence, "owner": order.lease_owner}


def _order(row: Row[tuple[object, ...]]) -> Order:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    values["payload"] = json.loads(values["payload"])
    values["result"] = None if values["result"] is None else json.loads(values["result"])
    values["status"] = Status(values["status"])
    return Order(**values)
