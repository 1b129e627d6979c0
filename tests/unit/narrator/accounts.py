"""Worlds whose call ledgers and budgets are looked into, and requests for them."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from sqlalchemy import Row, select

from longwave import bootstrap
from longwave.ledger import migrate
from longwave.ledger.store import Store, database_url
from longwave.narrator import budgets
from longwave.narrator.calls import Request
from longwave.narrator.spend import NOTHING, Spend
from longwave.narrator.tables import calls, spends

DAY = dt.date(1931, 3, 2)
NOW = dt.datetime(2031, 1, 1, tzinfo=dt.UTC)
MOST = Spend(1000, 500)


@contextmanager
def opened(place: str) -> Iterator[Store]:
    """Open a world's store, and make the world if it is not there."""
    store = Store(database_url(place), create=True)
    try:
        migrate.upgrade(store, bootstrap.METADATA)
        yield store
    finally:
        store.close()


def wipe(store: Store) -> None:
    """Forget all calls and what they cost."""
    with store.write() as connection:
        for table in (calls, spends):
            connection.execute(table.delete())


def request(key: str = "noon", **changes: Any) -> Request:  # Any: fields of Request.
    """Return a request of Wren's."""
    plain = Request(
        key=key,
        digest="d" * 64,
        persona="wren",
        day=DAY,
        form="time",
        narrator="openai:double-1",
        most=MOST,
        prompt=f"Say {key}.",
    )
    return replace(plain, **changes)


def records(store: Store) -> list[Row[tuple[object, ...]]]:
    """Return the call ledger in the order of its keys."""
    with store.read() as connection:
        return list(connection.execute(select(calls).order_by(calls.c.key)))


def statuses(store: Store) -> list[tuple[str, int]]:
    """Return how each request stands and how often it was made."""
    return [(str(row.status), row.dispatches) for row in records(store)]


def spent(store: Store) -> dict[str, Spend]:
    """Return what was spent in each scope."""
    with store.read() as connection:
        return {account.scope: account.spent for account in budgets.accounts(connection)}


def reserved(store: Store) -> dict[str, Spend]:
    """Return what is reserved in each scope in which anything is."""
    with store.read() as connection:
        return {
            account.scope: account.reserved for account in budgets.accounts(connection) if account.reserved != NOTHING
        }
