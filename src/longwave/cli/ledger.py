"""`longwave ledger`: what happened, and whether it still holds."""

from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated

import typer

from longwave.cli.options import DatabaseOption, JsonOption, opened, print_json

if TYPE_CHECKING:
    from longwave.ledger.events import Recorded

app = typer.Typer(help="Read, verify, rebuild and fork a world's log.", no_args_is_help=True)


@app.command("hash")
def print_hash(database: DatabaseOption = "") -> None:
    """Print the hash of the last event: equal hashes are equal histories."""
    with opened(database) as ledger:
        typer.echo(ledger.head()[1])


@app.command()
def verify(database: DatabaseOption = "", *, as_json: JsonOption = False) -> None:
    """Recompute the chain over every event; exit 1 where it breaks."""
    with opened(database) as ledger:
        ledger.store.refuse_damage()
        count, last = ledger.verify()
    if as_json:
        print_json({"events": count, "hash": last})
    else:
        typer.echo(f"{count} events hold, the last is {last[:16]}")


@app.command()
def rebuild(database: DatabaseOption = "", *, as_json: JsonOption = False) -> None:
    """Empty the projections and fold the log again; exit 1 if the live tables differed."""
    from longwave.ledger.rebuild import rebuild as fold_again

    with opened(database) as ledger, ledger.store.hold_world("longwave ledger rebuild"):
        ledger.store.refuse_damage()
        rebuilt = fold_again(ledger)
    if as_json:
        print_json(
            {
                "events": rebuilt.events,
                "rows": rebuilt.rows,
                "differences": [vars(difference) for difference in rebuilt.differences],
            }
        )
    else:
        typer.echo(f"{rebuilt.events} events folded into {rebuilt.rows} rows")
        for difference in rebuilt.differences:
            typer.echo(
                f"{difference.table} differed: {difference.only_live} rows did not follow from the log, "
                f"{difference.only_rebuilt} were missing"
            )
    raise typer.Exit(1 if rebuilt.differences else 0)


@app.command()
def fork(
    into: Annotated[str, typer.Option(help="The new world's database: a file that does not exist yet, or a URL.")],
    at: Annotated[int, typer.Option(min=1, help="The last event that the two worlds share.")],
    database: DatabaseOption = "",
) -> None:
    """Make a new world that shares the past up to an event, to try what would have been."""
    from longwave import bootstrap
    from longwave.cli.options import settings
    from longwave.ledger.errors import NoSuchEvent, StoreForeign

    with opened(database) as ledger:
        if at > (last := ledger.head()[0]):
            raise NoSuchEvent(at, last)  # Before the new database is made.
        with bootstrap.open_ledger(into, settings(), create=True) as target:
            if target.head()[0]:
                raise StoreForeign(f"{target.store.name} holds a world already")
            count = ledger.fork(target, at=at)
            typer.echo(f"{target.store.name} shares {count} events with {ledger.store.name}")


@app.command()
def tail(
    database: DatabaseOption = "",
    count: Annotated[int, typer.Option("--count", "-n", min=1, max=100_000, help="How many events.")] = 20,
    kind: Annotated[str, typer.Option(help="Only events of this kind.")] = "",
    *,
    as_json: JsonOption = False,
) -> None:
    """Print the last events, the newest at the end."""
    with opened(database) as ledger:
        if kind and kind not in ledger.registry.events:
            nearest = "".join(
                f"; did you mean {name!r}?" for name in get_close_matches(kind, ledger.registry.events, 1)
            )
            raise typer.BadParameter(f"{kind!r} is no kind of event{nearest}", param_hint="--kind")
        recorded = ledger.latest(count, kind=kind or None)
    if as_json:
        print_json([_as_json(record) for record in recorded])
        return
    for record in recorded:
        said = record.event.to_text()
        typer.echo(
            f"{record.seq:>7}  {record.at:%Y-%m-%d %H:%M:%S}  {record.event.kind:<24} {record.subject:<20} {said[:100]}"
        )


def _as_json(record: "Recorded") -> dict[str, object]:
    return {
        "seq": record.seq,
        "at": record.at.isoformat(),
        "kind": record.event.kind,
        "version": record.event.version,
        "actor": record.actor,
        "subject": record.subject,
        "cause": record.cause,
        "data": record.event.model_dump(mode="json"),
        "hash": record.hash,
    }
