"""Options that several commands share, and how they print."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from longwave.settings import Settings

if TYPE_CHECKING:
    from longwave.ledger.ledger import Ledger

DatabaseOption = Annotated[
    str, typer.Option("--database", "-d", help="The world's database: a file, a folder that holds world.db, or a URL.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def settings() -> Settings:
    """Read the settings and set the log up by them."""
    from pydantic import ValidationError

    from longwave import bootstrap

    try:
        read = Settings()
    except ValidationError as error:
        faults = "; ".join(f"LONGWAVE_{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors())
        raise typer.BadParameter(faults, param_hint="environment") from error
    bootstrap.set_up_logging(read)
    return read


@contextmanager
def opened(database: str) -> Iterator["Ledger"]:
    """Open an existing world's ledger.

    Raises:
        StoreError: there is none.
    """
    from longwave import bootstrap

    read = settings()
    place = database or read.database
    if not place:
        raise typer.BadParameter("name the world's database", param_hint="--database")
    with bootstrap.open_ledger(place, read) as ledger:
        yield ledger


def print_json(value: object) -> None:
    """Print a value as JSON to stdout."""
    typer.echo(json.dumps(value, indent=2, ensure_ascii=False, default=str))
