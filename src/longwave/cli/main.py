"""The `longwave` command: its groups, and what a refusal looks like."""

import os
import sys

import typer

from longwave.cli import doctor, ledger, orders, station, world
from longwave.kernel.errors import LongwaveError

app = typer.Typer(
    name="longwave",
    help="Keeps AI-populated story worlds on air, and proves with numbers that they are healthy.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.add_typer(station.app, name="station")
app.add_typer(world.app, name="world")
app.add_typer(ledger.app, name="ledger")
app.add_typer(orders.app, name="orders")
app.command("doctor")(doctor.doctor)


def main() -> None:
    """Run the command line; a refusal prints what is wrong and what to do, and exits with 1."""
    try:
        app()
    except LongwaveError as error:
        hint = f"\n\nhint: {error.hint}" if error.hint else ""
        print(f"error: {error}{hint}", file=sys.stderr)  # noqa: T201 - the terminal is this module's subject
        sys.exit(1)
    except BrokenPipeError:
        # The reader (head, less) has gone; Python would complain once more when it flushes stdout at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
