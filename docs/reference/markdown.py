"""What all pages need: tables, and what docstrings say."""

import inspect
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_SECTION = re.compile(r"^(Attributes|Args|Raises):$", re.MULTILINE)
_ENTRY = re.compile(r"^ {4}(\w+(?:, \w+)*): (.*(?:\n {8,}.*)*)", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Described:
    """A docstring, taken apart: its prose, and what it says of each attribute."""

    prose: str
    attributes: dict[str, str]


def described(cls: type) -> Described:
    """Read a class's own docstring; an inherited one says nothing of this class."""
    parts = _SECTION.split(inspect.cleandoc(cls.__doc__ or ""))
    sections = dict(zip(parts[1::2], parts[2::2], strict=True))
    entries = _ENTRY.findall(sections.get("Attributes", ""))
    return Described(
        prose=" ".join(parts[0].split()),
        attributes={name: " ".join(said.split()) for names, said in entries for name in names.split(", ")},
    )


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; a column that is empty in every row is left out."""
    cells = [[_cell(cell) for cell in row] for row in rows]
    used = [place for place in range(len(heads)) if any(row[place] for row in cells)]
    lines = [list(heads), ["---"] * len(heads), *cells]
    return "\n".join(f"| {' | '.join(line[place] for place in used)} |" for line in lines) + "\n"


def code(text: object) -> str:
    """Return a text as code."""
    return f"`{text}`"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
