"""How events change what the press keeps."""

from sqlalchemy import Connection, bindparam, insert, text, update

from longwave.kernel import canonical
from longwave.ledger.events import Recorded
from longwave.ledger.projections import Projection
from longwave.orders.events import OrderCancelled, OrderEnqueued
from longwave.press.events import LAYER, NOTICE, GazetteIssued, LayerDropped, LayerReleased
from longwave.press.tables import press_issues, press_layers, press_turns

WAITING, RELEASED, DROPPED, CANCELLED = "waiting", "released", "dropped", "cancelled"
layers = press_layers.c
# SQLAlchemy has no insert that both databases read and that adds to what is there.
_turn = text(
    "INSERT INTO press_turns (layer, turns) VALUES (:layer, 1)"
    " ON CONFLICT (layer) DO UPDATE SET turns = press_turns.turns + 1 RETURNING turns"
)
_promise = insert(press_layers)
_again = (
    update(press_layers)
    .where(layers.event == bindparam("of"), layers.layer == bindparam("named"))
    .values(order=bindparam("by"), due=bindparam("at"))
)
_release = (
    update(press_layers)
    .where(layers.event == bindparam("of"), layers.layer == bindparam("named"))
    .values(status=RELEASED, piece=bindparam("as_piece"))
)
_issued = update(press_layers).where(layers.piece == bindparam("as_piece")).values(issue=bindparam("number"))


def _on_enqueued(connection: Connection, recorded: Recorded, event: OrderEnqueued) -> None:
    if event.order_type not in (LAYER, NOTICE):
        return
    about, layer = event.payload["event"], event.payload["layer"]
    if event.payload["spread"]:
        connection.execute(_again, {"of": about, "named": layer, "by": recorded.seq, "at": event.scheduled_at})
        return
    turns = connection.execute(_turn, {"layer": layer}).scalar_one()
    connection.execute(
        _promise,
        {
            "event": about,
            "layer": layer,
            "turn": turns - 1,
            "asked": recorded.at,
            "due": event.scheduled_at,
            "status": WAITING,
            "order": recorded.seq,
        },
    )


def _on_cancelled(connection: Connection, _recorded: Recorded, event: OrderCancelled) -> None:
    connection.execute(update(press_layers).where(layers.order == event.order_id).values(status=CANCELLED))


def _on_released(connection: Connection, _recorded: Recorded, event: LayerReleased) -> None:
    connection.execute(_release, {"of": event.event, "named": event.layer, "as_piece": event.piece})


def _on_dropped(connection: Connection, _recorded: Recorded, event: LayerDropped) -> None:
    found = (layers.event == event.event, layers.layer == event.layer)
    connection.execute(update(press_layers).where(*found).values(status=DROPPED))


def _on_issued(connection: Connection, recorded: Recorded, event: GazetteIssued) -> None:
    row = {"issue": event.issue, "at": recorded.at, "coming": canonical.dumps(event.coming)}
    connection.execute(insert(press_issues), row)
    if event.pieces:
        connection.execute(_issued, [{"as_piece": piece, "number": event.issue} for piece in event.pieces])


PROJECTION = Projection(
    tables=(press_layers, press_turns, press_issues),
    folds={
        OrderEnqueued: _on_enqueued,
        OrderCancelled: _on_cancelled,
        LayerReleased: _on_released,
        LayerDropped: _on_dropped,
        GazetteIssued: _on_issued,
    },
)
