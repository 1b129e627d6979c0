"""A society whose residents are minded by a model, at the double of its provider."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import Row, select

from double import deeds
from double.asked import Asked
from double.replies import Reply
from double.scripts import Script
from double.server import Double
from double.writer import write
from longwave.narrator import budgets
from longwave.narrator.budgets import Account
from longwave.narrator.tables import calls
from longwave.settings import Settings
from longwave.world.pack import Pack
from longwave.world.writing import Budget, Price
from unit.commons.society import Founded
from unit.commons.stage import PLAIN, saltmere, staged

MODEL = "openai:double-1"
DECIDE = "decide"


@cache
def priced(world_tokens: int | None = None) -> Pack:
    """Return Saltmere, where the model has its price, and the world a budget."""
    prices = {MODEL: Price(input=Decimal(1), output=Decimal(5))}
    changes = {"prices": prices, "budget": Budget(tokens=world_tokens)}
    return saltmere().model_copy(update={"card": saltmere().card.model_copy(update=changes)})


@contextmanager
def minded(
    place: str, double: Double, *, settings: Settings = PLAIN, world_tokens: int | None = None
) -> Iterator[Founded]:
    """Open a society in which a model decides and writes for everybody; what fails is not tried again at once."""
    reached = settings.model_copy(update={"openai_base_url": double.openai})
    with staged(place, settings=reached, model=MODEL, pack=priced(world_tokens)) as society:
        for persona in saltmere().residents.values():
            for caller in society.society.station.narration.callers_of(persona):
                caller.retries_s = ()
        yield society


def deciding(decide: Callable[[Asked], Reply], then: Script = write) -> Script:
    """Give one kind of reply to whoever is asked for a deed; texts are written well."""
    return lambda asked: decide(asked) if deeds.is_asked_for(asked) else then(asked)


def call_rows(society: Founded) -> list[Row[tuple[Any, ...]]]:  # Any: the columns of a call.
    """Return every request to a model."""
    with society.ledger.store.read() as connection:
        return list(connection.execute(select(calls).order_by(calls.c.opened_at, calls.c.key)).all())


def decisions(society: Founded) -> Counter[tuple[str, int]]:
    """Count the requests to decide, by resident and heartbeat."""
    keys = (row.key.split("/") for row in call_rows(society) if row.form == DECIDE and row.dispatches)
    return Counter((name, int(beat)) for _, name, beat, *_ in keys)


def accounts(society: Founded) -> dict[str, Account]:
    """Return how each budget stands."""
    with society.ledger.store.read() as connection:
        return {account.scope: account for account in budgets.accounts(connection)}
