"""What happens to budgets."""

from typing import ClassVar

from longwave.ledger.events import Event


class BudgetReached(Event):
    """A text was kept from a model for the first time because of a budget.

    Attributes:
        scope: what was capped ("persona:wren/1931-03-02", "world/1931-03-02", "run").
        is_soft: whether only optional texts are kept back, at four fifths of the cap.
    """

    kind: ClassVar[str] = "budget.reached"
    scope: str
    is_soft: bool


EVENTS = (BudgetReached,)
