"""Budgets: what a request may cost at most is reserved before it is made, and what it did cost is settled after it.

Reserving, settling and the call's own row commit together, so that spend and reservations never exceed a cap, however
many requests are under way and whenever the process dies.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import Connection, Row, bindparam, func, select, text, update

from longwave.narrator.errors import BudgetSpent
from longwave.narrator.spend import NOTHING, UNCAPPED, Cap, Spend, cap_of
from longwave.narrator.tables import calls, spends
from longwave.world.writing import Budget

SOFT_PERCENT = 80
RUN = "run"

_of_scopes = select(spends).where(spends.c.scope.in_(bindparam("scopes", expanding=True)))
_all = select(spends).order_by(spends.c.scope)
# SQLAlchemy has no insert that both databases read and that adds to what is there.
_add = text(
    "INSERT INTO spends (scope, tokens, microusd, reserved_tokens, reserved_microusd)"
    " VALUES (:scope, :tokens, :microusd, :reserved_tokens, :reserved_microusd)"
    " ON CONFLICT (scope) DO UPDATE SET tokens = spends.tokens + excluded.tokens,"
    " microusd = spends.microusd + excluded.microusd,"
    " reserved_tokens = spends.reserved_tokens + excluded.reserved_tokens,"
    " reserved_microusd = spends.reserved_microusd + excluded.reserved_microusd"
)


class Room(StrEnum):
    """Whether a request may be made: now, or when others have been settled."""

    NOW = "now"
    LATER = "later"


@dataclass(frozen=True, kw_only=True)
class Caps:
    """The caps of a world.

    Attributes:
        persona: of each persona and day.
        personas: of those with a cap of their own.
        world: of all personas together and day.
        run: of everything.
    """

    persona: Cap = UNCAPPED
    personas: Mapping[str, Cap] = field(default_factory=dict)
    world: Cap = UNCAPPED
    run: Cap = UNCAPPED

    def of(self, persona: str, day: dt.date, budget: Budget | None = None) -> dict[str, Cap]:
        """Return the scopes that a persona's request of a day counts in.

        Args:
            budget: the persona's own as it is now, where that may be another than at the start.
        """
        own = self.personas.get(persona, self.persona) if budget is None else cap_of(budget, self.persona)
        return {
            f"persona:{persona}/{day}": own,
            f"world/{day}": self.world,
            RUN: self.run,
        }

    def cap_of(self, scope: str) -> Cap:
        """Return the cap of a scope by its name."""
        if scope == RUN:
            return self.run
        if scope.startswith("world/"):
            return self.world
        return self.personas.get(scope.removeprefix("persona:").partition("/")[0], self.persona)


NO_CAPS = Caps()


@dataclass(frozen=True, kw_only=True)
class Account:
    """How a scope stands."""

    scope: str
    spent: Spend
    reserved: Spend


def accounts(connection: Connection) -> list[Account]:
    """Return how every scope stands in which anything was spent or is reserved."""
    return _accounts(connection.execute(_all))


def _accounts(rows: Iterable[Row[tuple[object, ...]]]) -> list[Account]:
    return [
        Account(
            scope=row.scope,
            spent=Spend(row.tokens, row.microusd),
            reserved=Spend(row.reserved_tokens, row.reserved_microusd),
        )
        for row in rows
    ]


def wrongs(connection: Connection) -> list[str]:
    """Return the scopes whose spending is not what their calls cost together."""
    cost = (func.sum(calls.c.tokens), func.sum(calls.c.microusd))
    by_day = connection.execute(select(calls.c.persona, calls.c.day, *cost).group_by(calls.c.persona, calls.c.day))
    costs: dict[str, Spend] = {}
    for persona, day, tokens, microusd in by_day:
        for scope in NO_CAPS.of(persona, day):
            costs[scope] = costs.get(scope, NOTHING).plus(Spend(int(tokens), int(microusd)))
    booked = {account.scope: account.spent for account in accounts(connection)}
    return [
        f"{scope}: {booked.get(scope, NOTHING).tokens} tokens are booked, and its calls took {spent.tokens}"
        for scope, spent in (dict.fromkeys(booked, NOTHING) | costs).items()
        if booked.get(scope, NOTHING) != spent
    ]


def reserve(connection: Connection, scopes: Mapping[str, Cap], most: Spend, *, is_optional: bool) -> Room:
    """Reserve what a request may cost at most in all its scopes, or in none.

    Raises:
        BudgetSpent: it does not fit into a cap; an optional one, not into four fifths of it.
    """
    room = Room.NOW
    known = {account.scope: account for account in _accounts(connection.execute(_of_scopes, {"scopes": list(scopes)}))}
    for scope, cap in scopes.items():
        spent, reserved = (known[scope].spent, known[scope].reserved) if scope in known else (NOTHING, NOTHING)
        for percent in (100, SOFT_PERCENT) if is_optional else (100,):
            if not cap.allows(spent.plus(most), percent):
                raise BudgetSpent(scope, is_soft=percent < 100)  # noqa: PLR2004 - the whole of it
            if not cap.allows(spent.plus(reserved).plus(most), percent):
                room = Room.LATER
    if room is Room.NOW:
        _book(connection, scopes, NOTHING, most)
    return room


def settle(connection: Connection, scopes: Mapping[str, Cap], most: Spend, spent: Spend) -> None:
    """Book what a request cost, and give the rest of what was reserved for it back."""
    _book(connection, scopes, spent, Spend(-most.tokens, -most.microusd))


def release_all(connection: Connection) -> None:
    """Give back what processes that died had reserved. Nobody else may be working on the world."""
    connection.execute(update(spends).values(reserved_tokens=0, reserved_microusd=0))


def _book(connection: Connection, scopes: Mapping[str, Cap], spent: Spend, reserved: Spend) -> None:
    amounts = {
        "tokens": spent.tokens,
        "microusd": spent.microusd,
        "reserved_tokens": reserved.tokens,
        "reserved_microusd": reserved.microusd,
    }
    connection.execute(_add, [{"scope": scope, **amounts} for scope in scopes])
