"""Options that several commands share, and how they print."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from longwave.settings import Settings

if TYPE_CHECKING:
    from pydantic import ValidationError

    from longwave.ledger.ledger import Ledger

DatabaseOption = Annotated[
    str, typer.Option("--database", "-d", help="The world's database: a file, a folder that holds world.db, or a URL.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]


class SettingsUnreadable(typer.BadParameter):
    """The environment sets what cannot be read."""

    def __init__(self, error: "ValidationError") -> None:
        faults = [
            f"LONGWAVE_{str(fault['loc'][0]).upper()} is {fault['input']!r}: {fault['msg']}" for fault in error.errors()
        ]
        super().__init__("; ".join(faults))
        self.hint = f"correct the environment variable{'s' if len(faults) > 1 else ''}, or unset what is not needed"

    def format_message(self) -> str:
        return self.message


def settings() -> Settings:
    """Read the settings and set the log up by them.

    Raises:
        SettingsUnreadable: the environment sets what cannot be read; all of it is named.
    """
    from pydantic import ValidationError

    from longwave import bootstrap

    try:
        read = Settings()
    except ValidationError as error:
        raise SettingsUnreadable(error) from None
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
