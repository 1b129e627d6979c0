"""The review queue: texts that are not heard before a person has looked at them, and what was decided about them."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, bindparam, func, select, update

from longwave.editorial.decision import Decision
from longwave.editorial.errors import NoSuchReview, ReviewDecided
from longwave.editorial.events import DraftHeld, DraftReviewed
from longwave.editorial.rule import Finding
from longwave.editorial.tables import reviews
from longwave.kernel import canonical, clock
from longwave.ledger.events import Recorded
from longwave.ledger.ledger import Transaction
from longwave.ledger.projections import OneRow, Projection

_decide = (
    update(reviews)
    .where(reviews.c.id == bindparam("review"))
    .values(
        decision=bindparam("said"), decided_at=bindparam("now"), decided_by=bindparam("who"), reason=bindparam("why")
    )
)


@dataclass(frozen=True, kw_only=True)
class Review:
    """A text that was held, and what was decided about it.

    Attributes:
        piece: what was heard instead.
        subject: what the text was written for ("station:wren/1931-03-02/06:00").
        decision: None while nobody has looked at it.
    """

    id: int
    piece: int
    subject: str
    since: dt.datetime
    narrator: str
    text: str
    findings: tuple[Finding, ...]
    decision: Decision | None
    decided_at: dt.datetime | None
    decided_by: str | None
    reason: str | None

    @property
    def name(self) -> str:
        """What people call it ("r-41")."""
        return f"r-{self.id}"


def get(connection: Connection, review: int) -> Review:
    """Read one review.

    Raises:
        NoSuchReview: there is none of that number.
    """
    row = connection.execute(select(reviews).where(reviews.c.id == review)).mappings().first()
    if row is None:
        raise NoSuchReview(review)
    return _review(row)


def listing(connection: Connection, *, decision: Decision | None = None, limit: int = 50) -> list[Review]:
    """Return reviews with a decision, or those that wait for one; the oldest first."""
    wanted = select(reviews).where(reviews.c.decision.is_not_distinct_from(decision)).order_by(reviews.c.id)
    return [_review(row) for row in connection.execute(wanted.limit(limit)).mappings()]


def counts(connection: Connection) -> Mapping[str, int]:
    """Count the reviews by decision; those without one are `waiting`."""
    rows = connection.execute(select(reviews.c.decision, func.count()).group_by(reviews.c.decision))
    return {decision or "waiting": count for decision, count in rows}


def decide(tx: Transaction, review: int, decision: Decision, *, by: str, reason: str) -> None:
    """Record what a person says of a held text.

    Raises:
        NoSuchReview: there is none of that number.
        ReviewDecided: somebody has decided about it before.
    """
    held = get(tx.connection, review)
    if held.decision is not None:
        raise ReviewDecided(review, held.decision, held.decided_by or "")
    tx.append(DraftReviewed(review=review, decision=decision, by=by, reason=reason), subject=held.subject)


def _review(row: RowMapping) -> Review:
    findings = tuple(Finding.model_validate(finding) for finding in json.loads(row["findings"]))
    decision = None if row["decision"] is None else Decision(row["decision"])
    return Review(**{**row, "findings": findings, "decision": decision})


def _held(recorded: Recorded, event: DraftHeld) -> dict[str, object]:
    return {
        "id": recorded.seq,
        "piece": event.piece,
        "subject": recorded.subject,
        "since": clock.to_text(recorded.at),
        "narrator": event.narrator,
        "text": event.text,
        "findings": canonical.dumps([finding.model_dump(mode="json") for finding in event.findings]),
        "decision": None,
        "decided_at": None,
        "decided_by": None,
        "reason": None,
    }


def _on_reviewed(connection: Connection, recorded: Recorded, event: DraftReviewed) -> None:
    connection.execute(
        _decide,
        {
            "review": event.review,
            "said": event.decision,
            "now": recorded.at,
            "who": event.by,
            "why": event.reason,
        },
    )


PROJECTION = Projection(tables=(reviews,), folds={DraftHeld: OneRow(reviews, _held), DraftReviewed: _on_reviewed})
