"""Which budgets the log says are spent: each is said once."""

from sqlalchemy import Connection, bindparam, select

from longwave.ledger.events import Recorded
from longwave.ledger.ledger import Transaction
from longwave.ledger.projections import OneRow, Projection
from longwave.narrator.events import BudgetReached
from longwave.narrator.tables import budget_notices

_known = select(budget_notices.c.seq).where(
    budget_notices.c.scope == bindparam("of"), budget_notices.c.is_soft == bindparam("soft")
)


def note(tx: Transaction, scope: str, *, is_soft: bool) -> None:
    """Say that a budget is spent, unless it was said before."""
    if tx.connection.execute(_known, {"of": scope, "soft": is_soft}).first() is None:
        tx.append(BudgetReached(scope=scope, is_soft=is_soft), subject=scope)


def reached(connection: Connection) -> list[tuple[str, bool]]:
    """Return the scopes whose budgets were found spent, and whether for optional texts alone, in that order."""
    query = select(budget_notices.c.scope, budget_notices.c.is_soft).order_by(budget_notices.c.seq)
    return [(row.scope, row.is_soft) for row in connection.execute(query)]


def _noticed(recorded: Recorded, event: BudgetReached) -> dict[str, object]:
    return {"scope": event.scope, "is_soft": event.is_soft, "seq": recorded.seq}


PROJECTION = Projection(tables=(budget_notices,), folds={BudgetReached: OneRow(budget_notices, _noticed)})
