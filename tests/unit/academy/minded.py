"""A table at which a model plays leads, at the double of its provider."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Row, select

from double import replies
from double.asked import Asked
from double.replies import Reply
from double.scripts import Script, always
from double.server import Double
from longwave.ledger.events import Event
from longwave.modules.academy.catalogue import TURN
from longwave.modules.academy.leads.asking import writer_of
from longwave.modules.academy.leads.commands import SeatLead
from longwave.narrator.tables import calls
from longwave.orders import book
from longwave.orders.events import Payload
from longwave.orders.states import Status
from longwave.settings import Settings
from longwave.world.pack import Pack
from longwave.world.writing import Budget, Price, Writing
from unit.academy.club import HOST, Club, opened, saltmere

MODEL, OTHER = "openai:double-1", "openai:double-2"
LEAD, RIVAL = "lysander-quoyle", "hermia-stroud"
PLAYER = f"lead:{LEAD}"
# The lead's first turn is over by then, and the second yet to come.
A_DAY, A_TURN = dt.timedelta(days=1), dt.timedelta(hours=5)
CLAIM = "The bells ring before the tide turns, and not after"


@cache
def priced(budget: Budget | None = None, **writings: Writing) -> Pack:
    """Return Saltmere, where models have their price, and leads what is said of them by their last names."""
    prices = {name: Price(input=Decimal(1), output=Decimal(5)) for name in (MODEL, OTHER)}
    pack = saltmere()
    assert pack.game is not None
    leads = {
        name: lead.model_copy(
            update={"writing": writings.get(name.rpartition("-")[2], Writing()), "budget": budget or Budget()}
        )
        for name, lead in pack.game.leads.items()
    }
    card = pack.card.model_copy(update={"prices": prices})
    return pack.model_copy(update={"card": card, "game": pack.game.model_copy(update={"leads": leads})})


@contextmanager
def minded(
    place: Path, double: Double, *, pack: Pack | None = None, model: str | None = MODEL, is_replay: bool = False
) -> Iterator[Club]:
    """Open a game in which a model plays one lead; what fails is not tried again at once."""
    settings = Settings(openai_base_url=double.openai)
    pack = pack or priced()
    with opened(f"{place}/world.db", pack, settings=settings, model=model, is_replay=is_replay) as club:
        for lead in club.playing.academy.game.leads.values():
            for caller in club.narration.callers_of(writer_of(pack, lead)):
                caller.retries_s = ()
        club.ask(HOST, SeatLead(lead=LEAD))
        yield club


def moving(*lines: str) -> Script:
    """Answer every turn with the same lines."""
    return always(replies.structured({"why": "it is time", "moves": lines}))


def recruiting(asked: Asked) -> Reply:
    """Ask the first scholar who is offered, and say so."""
    scholar = asked.sheet()["to_choose_from"]["free_scholars"][0].partition(":")[0]
    lines = [
        f"recruit {scholar} academic",
        f'submit-theory suspect --claim "{CLAIM}"',
        'table-talk "I was here first."',
    ]
    return replies.structured({"moves": lines})


def results(club: Club) -> list[Payload]:
    """Return what every turn came to that was taken."""
    with club.ledger.store.read() as connection:
        turns = [order for order in book.listing(connection, order_type=TURN) if order.status is Status.COMPLETED]
    return [order.result or {} for order in sorted(turns, key=lambda order: order.id)]


def moves(club: Club, player: str = PLAYER) -> list[Event]:
    """Return what a player brought about in the game."""
    return [
        each.event for each in club.ledger.read() if each.actor == player and each.event.kind.startswith("academy.")
    ]


def call_rows(club: Club) -> Sequence[Row[tuple[Any, ...]]]:  # Any: the columns of a call.
    with club.ledger.store.read() as connection:
        return connection.execute(select(calls).order_by(calls.c.opened_at, calls.c.key)).all()


def by_policy(place: Path) -> list[Event]:
    """Return what the lead does in a day where their policy plays."""
    with opened(f"{place}/policy.db", priced()) as club:
        club.ask(HOST, SeatLead(lead=LEAD))
        club.let_pass(A_DAY)
        return moves(club)
