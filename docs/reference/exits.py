"""Writes the page of exit codes and refusals."""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TypeGuard

import longwave
from docs.reference.markdown import code, table
from longwave import cli
from longwave.kernel.errors import LongwaveError

EXITS = {
    0: "done",
    1: "refused: the message says why and what to do; or a check found something (`doctor`, `ledger verify`,"
    " `ledger rebuild`, `world check`)",
    2: "misuse: no such command or option, a value out of its range, a setting that cannot be read",
    130: "stopped by Ctrl-C or SIGTERM; what was made is kept",
}
_EXIT = re.compile(r"\b[Ee]xit\((\d+)")


def page() -> str:
    """Return the page: what a command's exit code means, and every refusal.

    Raises:
        KeyError: a command exits with a code that has no meaning here.
    """
    for number in _numbers():
        EXITS[number]
    refusals = [(code(error.__name__), _meaning(error), _hint(error)) for error in _errors()]
    return (
        f"{table(('code', 'meaning'), [(code(number), said) for number, said in EXITS.items()])}\n"
        "## Refusals\nA refusal prints `error: …` to stderr and, where there is a cure, `hint: …`. Some hints name what"
        " was asked for; they are not listed here.\n\n"
        f"{table(('name', 'meaning', 'hint'), refusals)}"
    )


def _numbers() -> Iterator[int]:
    for path in sorted(Path(inspect.getfile(cli)).parent.glob("*.py")):
        yield from map(int, _EXIT.findall(path.read_text("utf-8")))


def _errors() -> Iterator[type[LongwaveError]]:
    """Yield every refusal that has none more exact below it, module by module, in the order of the source."""
    names = sorted(found.name for found in pkgutil.walk_packages(longwave.__path__, "longwave."))
    for module in [importlib.import_module(name) for name in names if name.endswith(".errors")]:
        yield from (error for error in vars(module).values() if _is_refusal(error, module.__name__))


def _is_refusal(value: object, module: str) -> TypeGuard[type[LongwaveError]]:
    if not (isinstance(value, type) and issubclass(value, LongwaveError) and value.__module__ == module):
        return False
    below = [error for error in value.__subclasses__() if error.__module__.startswith("longwave.")]
    return value is not LongwaveError and not below


def _meaning(error: type[LongwaveError]) -> str:
    return (error.__doc__ or "").splitlines()[0]


def _hint(error: type[LongwaveError]) -> str:
    return error.hint or ""
