"""What a command is, and how it is carried out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

from longwave.kernel.errors import LongwaveError
from longwave.ledger.events import Recorded
from longwave.ledger.ledger import Ledger, Stamp, Transaction


class Command(BaseModel):
    """A request, in the imperative. Subclasses name themselves; their docstring is their help."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    name: ClassVar[str]


# Any: each function takes the one command it is registered for, which a mapping's type cannot say.
Carry = Callable[[Transaction, Any], None]


class UnknownCommand(LongwaveError):
    """No command has that name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"no command is called {name!r}")


@dataclass(frozen=True)
class Commands:
    """All commands of a program, each with what carries it out."""

    carried_by: Mapping[type[Command], Carry]

    def named(self, name: str) -> type[Command]:
        """Return a command by its name.

        Raises:
            UnknownCommand: there is none.
        """
        for command in self.carried_by:
            if command.name == name:
                return command
        raise UnknownCommand(name)

    def carry_out(self, ledger: Ledger, stamp: Stamp, command: Command) -> list[Recorded]:
        """Carry a command out in one transaction; return what that appended.

        Raises:
            LongwaveError: it is refused, and nothing is appended.
        """
        with ledger.write(stamp) as tx:
            self.carried_by[type(command)](tx, command)
        return tx.recorded
