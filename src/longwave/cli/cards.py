"""How a card looks in a terminal: readable without colour, and no text on it can steer the terminal."""

import io
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from rich import box
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from longwave.commands.card import Card, Grid

MAX_WIDTH, MAX_NAME_WIDTH = 100, 40
_INSTEAD = "\N{REPLACEMENT CHARACTER}"
# Control, format (which turns the reading round, or hides), halves of characters, and separators of lines.
_UNSHOWN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_HARMLESS = frozenset("\n\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}")


def safe(text: str) -> str:
    """Return a text with a sign in the place of all that could steer a terminal or turn the reading round."""
    if text.isprintable():
        return text
    return "".join(_INSTEAD if _is_unshown(char) else char for char in text.replace("\t", " "))


def console() -> Console:
    """Return where cards are shown: stdout, whatever its encoding."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    found = Console(highlight=False, emoji=False, markup=False)
    found.width = min(found.width, MAX_WIDTH)
    return found


def show(card: Card) -> None:
    """Print a card."""
    console().print(drawn(card))


def drawn(card: Card) -> Group:
    """Return a card as Rich prints it."""
    blocks: list[RenderableType] = [plain(card.title, "bold")]
    if card.text:
        blocks.append(plain(card.text))
    if card.fields:
        blocks.append(listed(card.fields))
    if card.grid is not None:
        blocks.append(_table(card.grid))
    if card.hint:
        blocks.append(plain(f"hint: {card.hint}", "dim"))
    return Group(*_spaced(blocks))


def plain(text: str, style: str = "") -> Text:
    """Return a text of which nothing is taken for markup."""
    return Text(safe(text), style)


def listed(rows: Iterable[Sequence[str]], style: str = "bold") -> Table:
    """Return names with what belongs to each, aligned.

    Args:
        style: of the first column.
    """
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style=style, overflow="fold", max_width=MAX_NAME_WIDTH)
    for row in rows:
        table.add_row(*map(plain, row))
    return table


def _table(grid: Grid) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, collapse_padding=True)
    for number, column in enumerate(grid.columns):
        is_number = bool(grid.rows) and all(_is_number(row[number]) for row in grid.rows)
        # What a row is known by is typed again.
        is_whole = number == 0 and all(len(row[0]) <= MAX_NAME_WIDTH for row in grid.rows)
        table.add_column(plain(column), overflow="fold", justify="right" if is_number else "left", no_wrap=is_whole)
    for row in grid.rows:
        table.add_row(*map(plain, row))
    return table


def _spaced(blocks: Iterable[RenderableType]) -> Iterator[RenderableType]:
    for number, block in enumerate(blocks):
        if number:
            yield ""
        yield block


def _is_number(cell: str) -> bool:
    return cell.strip("+-%").replace(".", "").isdecimal()


def _is_unshown(char: str) -> bool:
    return unicodedata.category(char) in _UNSHOWN and char not in _HARMLESS
