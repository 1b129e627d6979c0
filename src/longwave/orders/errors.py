"""What the order book refuses.

LongwaveError
└── OrderError
    ├── NoSuchOrder     no order has that id
    ├── OrderClosed     the order has ended; what was asked needs an open one
    ├── OrderOpen       the order has not failed; only a failed one is tried again
    └── LeaseLost       the claim is another's by now, or the order has ended: its effects must not be written
"""

from longwave.kernel.errors import LongwaveError


class OrderError(LongwaveError):
    """The order book refuses this."""


class NoSuchOrder(OrderError):
    """There is no such order."""

    hint = "`longwave orders list` shows what there is"

    def __init__(self, order_id: int) -> None:
        super().__init__(f"there is no order `o-{order_id}`")


class OrderClosed(OrderError):
    """The order has ended."""

    def __init__(self, order_id: int, status: str) -> None:
        super().__init__(f"order `o-{order_id}` is already {status}")
        self.hint = "only a pending or active order can be called off; a failed one can be tried again"


class OrderOpen(OrderError):
    """The order has not failed."""

    hint = "only a failed order can be tried again"

    def __init__(self, order_id: int, status: str) -> None:
        super().__init__(f"order `o-{order_id}` is {status} and has not failed")


class LeaseLost(OrderError):
    """The claim on an order is no longer ours."""

    def __init__(self, order_id: int) -> None:
        super().__init__(f"the claim on order `o-{order_id}` is no longer ours")
