"""How events change the order book."""

from sqlalchemy import Connection, bindparam, update

from longwave.kernel import canonical, clock
from longwave.ledger.events import Recorded
from longwave.ledger.projections import OneRow, Projection
from longwave.orders import events
from longwave.orders.states import Status
from longwave.orders.tables import orders

_close = (
    update(orders)
    .where(orders.c.id == bindparam("order"))
    .values(
        status=bindparam("to"),
        updated_at=bindparam("now"),
        result=bindparam("outcome"),
        lease_owner=None,
        lease_until=None,
    )
)
_fail = _close.values(attempts=orders.c.attempts + 1)
_reopen = (
    update(orders)
    .where(orders.c.id == bindparam("order"))
    .values(
        status=Status.PENDING,
        scheduled_at=bindparam("due"),
        updated_at=bindparam("now"),
        attempts=bindparam("tries"),
        result=bindparam("outcome"),
        lease_owner=None,
        lease_until=None,
        # What saw the order before this, claimed or not, cannot settle it any more.
        fence=orders.c.fence + 1,
    )
)
_again = _reopen.values(attempts=orders.c.attempts + 1)


def _enqueued(recorded: Recorded, event: events.OrderEnqueued) -> dict[str, object]:
    at = clock.to_text(recorded.at)
    return {
        "id": recorded.seq,
        "order_type": event.order_type,
        "actor_id": event.actor_id,
        "subject_id": event.subject_id,
        "payload": canonical.dumps(event.payload),
        "scheduled_at": clock.to_text(event.scheduled_at),
        "status": Status.PENDING.value,
        "created_at": at,
        "updated_at": at,
        "source_table": None if event.source_id is None else orders.name,
        "source_id": event.source_id,
        "attempts": 0,
        "lease_owner": None,
        "lease_until": None,
        "fence": 0,
        "dedupe_key": event.dedupe_key,
        "result": None,
    }


def _end(recorded: Recorded, order_id: int, status: Status, outcome: events.Payload) -> dict[str, object]:
    return {"order": order_id, "to": status, "now": recorded.at, "outcome": canonical.dumps(outcome)}


def _on_completed(connection: Connection, recorded: Recorded, event: events.OrderCompleted) -> None:
    connection.execute(_close, _end(recorded, event.order_id, Status.COMPLETED, event.result))


def _on_failed(connection: Connection, recorded: Recorded, event: events.OrderFailed) -> None:
    connection.execute(_fail, _end(recorded, event.order_id, Status.FAILED, {"error": event.error}))


def _on_cancelled(connection: Connection, recorded: Recorded, event: events.OrderCancelled) -> None:
    connection.execute(_close, _end(recorded, event.order_id, Status.CANCELLED, {"reason": event.reason}))


def _on_attempt_failed(connection: Connection, recorded: Recorded, event: events.OrderAttemptFailed) -> None:
    connection.execute(
        _again,
        {
            "order": event.order_id,
            "due": event.retry_at,
            "now": recorded.at,
            "outcome": canonical.dumps({"error": event.error}),
        },
    )


def _on_revived(connection: Connection, recorded: Recorded, event: events.OrderRevived) -> None:
    connection.execute(
        _reopen, {"order": event.order_id, "due": event.scheduled_at, "now": recorded.at, "tries": 0, "outcome": None}
    )


def release_claims(connection: Connection) -> None:
    """Give every claimed order back; the fence moves on, so that a claimant who still lives cannot settle."""
    connection.execute(
        update(orders)
        .where(orders.c.status == Status.ACTIVE)
        .values(status=Status.PENDING, lease_owner=None, lease_until=None, fence=orders.c.fence + 1)
    )


PROJECTION = Projection(
    tables=(orders,),
    folds={
        events.OrderEnqueued: OneRow(orders, _enqueued),
        events.OrderCompleted: _on_completed,
        events.OrderAttemptFailed: _on_attempt_failed,
        events.OrderFailed: _on_failed,
        events.OrderCancelled: _on_cancelled,
        events.OrderRevived: _on_revived,
    },
    volatile=frozenset({"lease_owner", "lease_until", "fence"}),
    quiesce=release_claims,
)
