"""The Gazette: an issue gathers what was printed since the one before, and says what is to come."""

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection, bindparam, func, select

from longwave.ledger.ledger import Ledger, Transaction
from longwave.orders.events import Payload
from longwave.orders.handler import Handler
from longwave.orders.states import NewOrder, Order
from longwave.press.events import ISSUE, GazetteIssued
from longwave.press.projections import WAITING
from longwave.press.tables import press_issues, press_layers
from longwave.press.told import Teller
from longwave.world.pack import Pack
from longwave.world.press import TEASED, Channel

MOST_COMING = 6
layers = press_layers.c
_last = select(func.coalesce(func.max(press_issues.c.issue), 0))
_last_issued = (
    select(layers.piece).where(layers.issue.is_not(None)).order_by(layers.issue.desc(), layers.piece.desc()).limit(1)
)
# What was printed before the latest issue and is in none belongs to another channel.
_since = select(layers.piece, layers.layer).where(layers.piece > func.coalesce(_last_issued.scalar_subquery(), 0))
_waiting = (
    select(layers.event, layers.layer, layers.due)
    .where(layers.status == WAITING, layers.due > bindparam("after"))
    .order_by(layers.due, layers.event, layers.layer)
    .limit(bindparam("most"))
)


@dataclass(frozen=True, kw_only=True)
class Coming:
    """Something that is still to be printed.

    Attributes:
        says: a teaser, which gives nothing away.
    """

    says: str
    due: dt.datetime


def issue_order(at: dt.datetime) -> NewOrder:
    """Return the order to bring an issue out."""
    return NewOrder(
        order_type=ISSUE, actor_id="press", scheduled_at=at, payload={}, dedupe_key=f"press.issue:{at.isoformat()}"
    )


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """Knows what is to come, and how much of it may be said."""

    pack: Pack
    ledger: Ledger
    teller: Teller

    def coming(self, connection: Connection, after: dt.datetime, most: int) -> list[Coming]:
        """Return what is due after a time and has a teaser, the next first; nothing is teased twice."""
        found: dict[str, Coming] = {}
        # Layers that keep quiet stand between those that do not.
        for row in connection.execute(_waiting, {"after": after, "most": 8 * most}):
            teaser = self.pack.layers[row.layer].teaser
            if teaser and len(found) < most:
                says = self._said(connection, teaser, row.event)
                found.setdefault(says, Coming(says=says, due=row.due))
        return list(found.values())

    def _said(self, connection: Connection, teaser: str, event: int) -> str:
        if (slot := f"{{{TEASED}}}") not in teaser:
            return teaser
        told = self.teller(connection, self.ledger.at(connection, event))
        return teaser.replace(slot, str(told.slots.get("player", "somebody")))


@dataclass(frozen=True, kw_only=True)
class Issue(Handler[None, None]):
    """Brings an issue out."""

    order_type: ClassVar[str] = ISSUE
    outlook: Outlook

    def prepare(self, snapshot: Connection, order: Order) -> None:
        """Read nothing: what is printed until the issue comes out belongs to it."""

    async def perform(self, prepared: None, feedback: object) -> None:
        """Do nothing that takes time."""

    def settle(self, tx: Transaction, order: Order, performed: None) -> Payload:  # noqa: ARG002 - a handler's signature
        number = tx.connection.execute(_last).scalar_one() + 1
        in_gazette = {name for name, layer in self.outlook.pack.layers.items() if layer.channel is Channel.GAZETTE}
        pieces = sorted(row.piece for row in tx.connection.execute(_since) if row.layer in in_gazette)
        coming = self.outlook.coming(tx.connection, tx.stamp.at, MOST_COMING)
        issued = GazetteIssued(issue=number, pieces=tuple(pieces), coming=tuple(each.says for each in coming))
        tx.append(issued, subject=str(number))
        return {"issue": number, "pieces": len(pieces)}
