"""`longwave orders`: what is due, what failed, and what to do about it."""

from typing import Annotated

import typer

from longwave.cli.options import DatabaseOption, JsonOption, numbered, opened, print_json, stamp_at_present
from longwave.orders.states import Order, Status

app = typer.Typer(help="List, show, retry and cancel orders.", no_args_is_help=True)
IdArgument = Annotated[str, typer.Argument(help="The order, as `o-41` or `41`.", metavar="ORDER")]


@app.command("list")
def list_orders(
    database: DatabaseOption = "",
    status: Annotated[Status | None, typer.Option(help="Only orders of this status.")] = None,
    order_type: Annotated[str, typer.Option("--type", help="Only orders of this type.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="How many.")] = 50,
    *,
    as_json: JsonOption = False,
) -> None:
    """List orders by due time, with a count of each status."""
    from longwave.orders import book

    with opened(database) as ledger, ledger.store.read() as connection:
        counts = book.counts(connection)
        orders = book.listing(connection, status=status, order_type=order_type, limit=limit)
    if as_json:
        print_json({"counts": counts, "orders": [_as_json(order) for order in orders]})
        return
    for order in orders:
        typer.echo(
            f"{order.name:<8} {order.status:<10} {order.scheduled_at:%Y-%m-%d %H:%M} {order.order_type:<18} "
            f"{order.subject_id}{_outcome(order)}"
        )
    typer.echo(", ".join(f"{count} {status}" for status, count in sorted(counts.items())) or "no orders", err=True)


@app.command()
def show(order: IdArgument, database: DatabaseOption = "", *, as_json: JsonOption = False) -> None:
    """Show one order."""
    from longwave.orders import book

    number = numbered(order, "order")
    with opened(database) as ledger, ledger.store.read() as connection:
        found = book.get(connection, number)
    if as_json:
        print_json(_as_json(found))
        return
    for name, value in _as_json(found).items():
        typer.echo(f"{name:<13} {value}")


@app.command()
def retry(order: IdArgument, database: DatabaseOption = "") -> None:
    """Make a failed order due again, with all its attempts."""
    from longwave.orders import book

    number = numbered(order, "order")
    with opened(database) as ledger, ledger.write(stamp_at_present(ledger)) as tx:
        book.revive(tx, number)
    typer.echo(f"o-{number} is due again")


@app.command()
def cancel(
    order: IdArgument,
    database: DatabaseOption = "",
    reason: Annotated[str, typer.Option(help="Why; it is kept in the log.")] = "cancelled by hand",
) -> None:
    """Call an open order off."""
    from longwave.orders import book

    number = numbered(order, "order")
    with opened(database) as ledger, ledger.write(stamp_at_present(ledger)) as tx:
        book.cancel(tx, number, reason)
    typer.echo(f"o-{number} is cancelled")


def _outcome(order: Order) -> str:
    said = (order.result or {}).get("error") or (order.result or {}).get("reason")
    return f"  {said}" if said else ""


def _as_json(order: Order) -> dict[str, object]:
    return {"id": order.name} | {name: getattr(order, name) for name in Order.__dataclass_fields__ if name != "id"}
