"""What texts cost: tokens, and money in millionths of a US dollar."""

from dataclasses import dataclass
from typing import NamedTuple

from longwave.world.writing import Budget


class Spend(NamedTuple):
    """An amount of tokens and of money."""

    tokens: int = 0
    microusd: int = 0

    def plus(self, other: "Spend") -> "Spend":
        """Return the sum of both."""
        return Spend(self.tokens + other.tokens, self.microusd + other.microusd)

    def at_most(self, bound: "Spend") -> "Spend":
        """Return the lesser of each."""
        return Spend(min(self.tokens, bound.tokens), min(self.microusd, bound.microusd))


NOTHING = Spend()


@dataclass(frozen=True, kw_only=True)
class Cap:
    """The most that may be spent in a scope; None is no cap."""

    tokens: int | None = None
    microusd: int | None = None

    def allows(self, spend: Spend, share_percent: int = 100) -> bool:
        """Tell whether an amount lies within a share of the cap."""
        return all(
            limit is None or amount * 100 <= limit * share_percent
            for amount, limit in zip(spend, (self.tokens, self.microusd), strict=True)
        )


UNCAPPED = Cap()
MICRO = 1_000_000


def cap_of(budget: Budget, default: Cap) -> Cap:
    """Return what a budget caps; what it leaves open is the default's."""
    return Cap(
        tokens=default.tokens if budget.tokens is None else budget.tokens,
        microusd=default.microusd if budget.usd is None else int(budget.usd * MICRO),
    )
