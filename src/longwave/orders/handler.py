"""Handlers: how one type of order is carried out, in three phases."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar, Generic, TypeVar

from sqlalchemy import Connection

from longwave.kernel.errors import LongwaveError
from longwave.ledger.ledger import Transaction
from longwave.orders.events import Payload
from longwave.orders.states import Lane, Order

Prepared = TypeVar("Prepared")
Performed = TypeVar("Performed")


class Rework(Exception):
    """Raised by `settle`: what was performed will not do on fresh state; perform again with this feedback."""

    def __init__(self, feedback: Any) -> None:  # Any: between one handler's settle and its own perform.
        super().__init__()
        self.feedback = feedback


class NotNow(Exception):
    """Raised by `perform`: the order cannot be carried out now, through no fault of its own; it stays due."""


class CannotGoOn(Exception):
    """Raised by `perform`: neither this order nor the others can be carried out, and the engine ends with the error."""

    def __init__(self, error: LongwaveError) -> None:
        super().__init__()
        self.error = error


class Handler(ABC, Generic[Prepared, Performed]):
    """Carries out one type of order.

    Attributes:
        lane: what it is stopped with.
        independent: `prepare` reads nothing that another order of the same instant may change, so each order commits
            by itself as soon as it is its turn, instead of together with its batch.
    """

    order_type: ClassVar[str]
    lane: ClassVar[Lane] = Lane.NARRATIVE
    independent: ClassVar[bool] = False

    @abstractmethod
    def prepare(self, snapshot: Connection, order: Order) -> Prepared:
        """Read what the order needs from one snapshot."""

    @abstractmethod
    async def perform(self, prepared: Prepared, feedback: Any) -> Performed:  # Any: see Rework.
        """Do the slow part. May run again with what was prepared, after a fault or a rework.

        Raises:
            NotNow: something it needs is away.
            CannotGoOn: nothing more can be done.
        """

    @abstractmethod
    def settle(self, tx: Transaction, order: Order, performed: Performed) -> Payload:
        """Decide on fresh state, append the effects, and return the order's result. May run again after a fault.

        Raises:
            Rework: perform again.
        """

    def given_up(self, tx: Transaction, order: Order) -> None:
        """Append what follows from an order that has failed for good; by default nothing."""


Handlers = Mapping[str, Handler[Any, Any]]  # Any: an engine carries every type of order.
