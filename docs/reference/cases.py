"""Writes the page of rule cases: each is a test, below tests/unit/academy/cases."""

import datetime as dt
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel

from docs.reference.markdown import code, table

if TYPE_CHECKING:
    from unit.academy.case import Case

TESTS = Path(__file__).parents[2] / "tests"
MAX_SHOWN_CHARS = 120
_HEADS = ("rule", "what holds", "given", "result")


def subjects() -> dict[str, "tuple[Case, ...]"]:
    """Return the cases by the file that they stand in."""
    if str(TESTS) not in sys.path:  # pytest has it there; `python -m docs.reference` does not.
        sys.path.append(str(TESTS))
    files = sorted((TESTS / "unit" / "academy" / "cases").glob("*.py"))
    return {file.stem: import_module(f"unit.academy.cases.{file.stem}").CASES for file in files}


def page() -> str:
    """Return the page: every case, by subject."""
    found = subjects()
    count = sum(map(len, found.values()))
    intro = (
        f"The rules of [The Great Work](../explanation/the-great-work.md) at their edges: {count} cases, with the"
        " values that they are tried with and what must come out. Where nothing comes out, there is nothing to change,"
        " or nothing against it. Each case is a test, and `make test` runs them all.\n"
    )
    return "\n".join(
        [intro, *(f"## {name.capitalize()}\n{table(_HEADS, _rows(cases))}" for name, cases in found.items())]
    )


def shown(value: object) -> str:
    """Return a result as a person reads it; what is empty is nothing."""
    said = _said(value)
    return said if len(said) <= MAX_SHOWN_CHARS else f"{said[:MAX_SHOWN_CHARS]}…"


def _rows(cases: "Sequence[Case]") -> Iterator[tuple[str, str, str, str]]:
    for case in cases:
        says = case.says.removesuffix(".")
        yield case.rule, f"{says[0].upper()}{says[1:]}.", case.given, shown(case.then)


def _said(value: object) -> str:  # noqa: PLR0911 - one line a type
    if isinstance(value, type) and issubclass(value, Exception):
        return f"refused: {code(value.__name__)}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Enum):
        return str(value.value).replace("_", " ")
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, str | int | dt.date):
        return str(value) or "nothing"
    if isinstance(value, Mapping):
        return _listed(f"{_said(key)} {_said(each)}" for key, each in value.items())
    if isinstance(value, tuple | list | set | frozenset):
        return _listed(_inner(each) for each in value)
    return _listed(
        f"{name.replace('_', ' ')} {_inner(each)}" for name, each in _parts(value) if each not in ((), 0, None)
    )


def _inner(value: object) -> str:
    said = _said(value)
    return f"({said})" if isinstance(value, tuple | list) and value else said


def _listed(said: Iterator[str]) -> str:
    return ", ".join(said) or "nothing"


def _parts(value: object) -> Iterator[tuple[str, object]]:
    """Yield the named parts of a value; None has none."""
    if isinstance(value, BaseModel):
        yield from ((name, getattr(value, name)) for name in type(value).model_fields)
    elif is_dataclass(value):
        yield from ((each.name, getattr(value, each.name)) for each in fields(value))
