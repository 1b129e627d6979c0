"""`longwave doctor`: whether what must always hold does."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import typer

from longwave.cli.options import DatabaseOption, JsonOption, opened, print_json

if TYPE_CHECKING:
    from longwave.ledger.ledger import Ledger

Check = Callable[["Ledger"], Iterator[str]]


def doctor(database: DatabaseOption = "", *, as_json: JsonOption = False) -> None:
    """Check a world's invariants; exit 1 if one does not hold. Changes nothing."""
    with opened(database) as ledger:
        faults = {title: _faults(check, ledger) for title, check in CHECKS.items()}
    if as_json:
        print_json(faults)
    else:
        for title, found in faults.items():
            typer.echo(f"{'fault' if found else 'ok':<6} {title}")
            for fault in found:
                typer.echo(f"       {fault}")
    raise typer.Exit(1 if any(faults.values()) else 0)


def _faults(check: Check, ledger: "Ledger") -> list[str]:
    from longwave.ledger.errors import LedgerError, StoreCorrupt

    try:
        return list(check(ledger))
    except (LedgerError, StoreCorrupt) as error:  # What cannot be read does not hold.
        return [str(error)]


def _file_is_sound(ledger: "Ledger") -> Iterator[str]:
    yield from ledger.store.damage()


def _chain_verifies(ledger: "Ledger") -> Iterator[str]:
    from longwave.ledger.errors import ChainBroken

    try:
        ledger.verify()
    except ChainBroken as error:
        yield str(error)


def _rebuild_equals_live(ledger: "Ledger") -> Iterator[str]:
    from longwave.ledger.rebuild import compare

    for found in compare(ledger).differences:
        yield f"{found.table}: {found.only_live} rows do not follow from the log, {found.only_rebuilt} are missing"


def _orders_move(ledger: "Ledger") -> Iterator[str]:
    from longwave import bootstrap
    from longwave.orders import book

    with ledger.store.read() as connection:
        for order in book.stranded(connection, types=bootstrap.ORDER_TYPES):
            yield f"{order.name} ({order.order_type}) is {order.status} and nobody will carry it out"


def _no_dead_letters(ledger: "Ledger") -> Iterator[str]:
    from longwave.orders import book
    from longwave.orders.states import Status

    with ledger.store.read() as connection:
        for order in book.listing(connection, status=Status.FAILED, limit=100):
            yield f"{order.name} ({order.subject_id}) failed: {(order.result or {}).get('error')}"


def _pieces_were_judged(ledger: "Ledger") -> Iterator[str]:
    from longwave.editorial import pieces
    from longwave.modules.station import views

    with ledger.store.read() as connection:
        for piece in pieces.unjudged(connection):
            yield f"piece {piece} has no verdict"
        for piece in views.unaired_pieces(connection):
            yield f"piece {piece} belongs to no segment"


def _nothing_lost_or_twice(ledger: "Ledger") -> Iterator[str]:
    from longwave.modules.station import views

    with ledger.store.read() as connection:
        for slot in views.lost_slots(connection):
            yield f"slot {slot} has no piece, and no open or failed order will bring one"
        for piece in views.repeated_pieces(connection):
            yield f"piece {piece} fills more than one slot"


def _spending_adds_up(ledger: "Ledger") -> Iterator[str]:
    from longwave.narrator import budgets

    with ledger.store.read() as connection:
        yield from budgets.wrongs(connection)


CHECKS: dict[str, Check] = {
    "the database file is sound": _file_is_sound,
    "the chain verifies": _chain_verifies,
    "a rebuild equals the live tables": _rebuild_equals_live,
    "every open order will be carried out": _orders_move,
    "no order has failed for good": _no_dead_letters,
    "every piece has a verdict and its segment": _pieces_were_judged,
    "nothing is lost and nothing is there twice": _nothing_lost_or_twice,
    "what is booked is what the calls cost": _spending_adds_up,
}
