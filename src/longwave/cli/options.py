"""Options that several commands share, and how they print."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from longwave.settings import Settings

if TYPE_CHECKING:
    from pydantic import ValidationError

    from longwave.bootstrap import Station
    from longwave.ledger.ledger import Ledger, Stamp

DatabaseOption = Annotated[
    str, typer.Option("--database", "-d", help="The world's database: a file, a folder that holds world.db, or a URL.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]


class SettingsUnreadable(typer.BadParameter):
    """The environment sets what cannot be read."""

    def __init__(self, error: "ValidationError") -> None:
        faults = [f"LONGWAVE_{_name(fault['loc'])} is {fault['input']!r}: {fault['msg']}" for fault in error.errors()]
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


def _name(place: "tuple[int | str, ...]") -> str:
    return str(place[0]).upper().removeprefix("LONGWAVE_")


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


@contextmanager
def scratch(world: str, model: str | None, *, asks: bool = True) -> "Iterator[Station]":
    """Build a station over an empty database that is thrown away.

    Args:
        asks: whether a model will be asked, so that its provider's key is needed.
    """
    from longwave import bootstrap

    read = settings()
    pack = bootstrap.load_pack(world, read)
    with (
        tempfile.TemporaryDirectory() as folder,
        bootstrap.open_ledger(str(Path(folder) / "world.db"), read, create=True) as ledger,
    ):
        yield bootstrap.Station(ledger=ledger, pack=pack, seed=1, settings=read, model=model, is_replay=not asks)


def stamp_at_present(ledger: "Ledger") -> "Stamp":
    """Return a stamp at the world's present: what an operator does happens when the log stands."""
    from longwave.kernel.clock import SystemClock
    from longwave.ledger.ledger import Stamp

    return Stamp(at=ledger.last_at() or SystemClock().now(), actor="operator")


def numbered(name: str, what: str) -> int:
    """Read the number of an order ("o-41"), a review ("r-41") or another thing, with or without its letter.

    Raises:
        typer.BadParameter: it is none.
    """
    letter = what[0]
    digits = name.removeprefix(f"{letter}-")
    if not digits.isascii() or not digits.isdigit() or len(digits) > 18:  # noqa: PLR2004 - what a 64-bit key holds
        raise typer.BadParameter(
            f"{name!r} is no {what}; they are called {letter}-1, {letter}-2 and so on", param_hint=what.upper()
        )
    return int(digits)


def print_json(value: object) -> None:
    """Print a value as JSON to stdout."""
    typer.echo(json.dumps(value, indent=2, ensure_ascii=False, default=str))
