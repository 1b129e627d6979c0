"""What people ask of a world: commands, which change it, and queries, which do not; and what carries them out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection

from longwave.commands.card import Card
from longwave.kernel.errors import LongwaveError
from longwave.ledger.events import Recorded
from longwave.ledger.ledger import Ledger, Stamp, Transaction


class Audience(StrEnum):
    """Who may ask."""

    ADMIN = "admin"
    PLAYER = "player"


class Request(BaseModel):
    """Anything that is asked. Subclasses name themselves; their docstring is their help.

    Attributes:
        examples: as one would type them after the name in a terminal.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    name: ClassVar[str]
    audience: ClassVar[Audience] = Audience.ADMIN
    examples: ClassVar[tuple[str, ...]] = ()


class Command(Request):
    """A request that changes the world, in the imperative."""


class Query(Request):
    """A question, which changes nothing."""


def chosen(kind: str, **limits: Any) -> Any:  # Any: a field of pydantic's, whatever its type.
    """Return a field whose value is one of what exists of a kind; surfaces complete it from the `Choices` of that name.

    Args:
        limits: as pydantic's `Field` takes them.
    """
    return Field(json_schema_extra={"x-choices": kind}, **limits)


@dataclass(frozen=True)
class Choice:
    """Something that may be chosen: the value that is sent, and what a person reads."""

    value: str
    label: str


# Any: each function takes the one request it is registered for, which a mapping's type cannot say.
Carry = Callable[[Transaction, Any], Card | None]
Answer = Callable[[Connection, str, Any], Card]
"""Answers a query: with a snapshot, and the id of whoever asks."""
Offer = Callable[[Connection, str, str], list[Choice]]
"""Lists what may be chosen: with a snapshot, the id of whoever asks, and what they have typed so far. At most 25."""
MOST_CHOICES = 25


class UnknownCommand(LongwaveError):
    """No command has that name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"no command is called {name!r}")


@dataclass(frozen=True)
class Carried:
    """What came of a command.

    Attributes:
        card: what to show of it; None where nothing is to be said.
    """

    recorded: list[Recorded]
    card: Card | None


@dataclass(frozen=True)
class Commands:
    """All that may be asked of a program, each with what carries it out, and what may be chosen in it."""

    carried_by: Mapping[type[Command], Carry]
    answered_by: Mapping[type[Query], Answer] = field(default_factory=dict)
    choices: Mapping[str, Offer] = field(default_factory=dict)

    def named(self, name: str) -> type[Command | Query]:
        """Return a command or query by its name.

        Raises:
            UnknownCommand: there is none.
        """
        requests: tuple[type[Command | Query], ...] = (*self.carried_by, *self.answered_by)
        for request in requests:
            if request.name == name:
                return request
        raise UnknownCommand(name)

    def carry_out(self, ledger: Ledger, stamp: Stamp, command: Command) -> Carried:
        """Carry a command out in one transaction, as the stamp's actor.

        Raises:
            LongwaveError: it is refused, and nothing is appended.
        """
        with ledger.write(stamp) as tx:
            card = self.carried_by[type(command)](tx, command)
        return Carried(tx.recorded, card)

    def answer(self, connection: Connection, actor: str, query: Query) -> Card:
        """Answer a query.

        Raises:
            LongwaveError: it is refused.
        """
        return self.answered_by[type(query)](connection, actor, query)
