"""A card: what a surface shows of an answer, be it as an embed, as a panel in a terminal or as JSON."""

from pydantic import BaseModel, ConfigDict


class Grid(BaseModel):
    """A table on a card: every row has as many cells as there are columns."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Card(BaseModel):
    """What came of a command, or the answer to a question.

    Attributes:
        text: whole sentences; a blank line stands between paragraphs.
        fields: what is named, and its value, in the order in which it is shown.
        grid: the table, where there is one.
        hint: what one may do next.
        is_private: whether only who asked is shown it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    text: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    grid: Grid | None = None
    hint: str = ""
    is_private: bool = False
