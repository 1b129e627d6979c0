"""What an import of forum bots did, for people and for programs."""

import json
from dataclasses import dataclass, field
from typing import Any

from rich.table import Table
from rich.text import Text

from longwave.world.errors import Fault
from longwave.world.imports.report import MAX_NAMED


@dataclass(kw_only=True)
class BotReport:
    """What an import of forum bots did. A terminal is shown the first fifty of each list.

    Attributes:
        taken: the residents that were written, by id, each with whose phrasebook speaks for it.
        faults: what could not be taken, with file, line and cure.
        unknown_keys: keys that mean nothing here, each with its file.
        unknown_interests: those that no topic of the world answers to, each with its file.
        is_board_new: whether the forum's board is of this import.
    """

    source: str
    files: int = 0
    taken: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    unknown_keys: list[str] = field(default_factory=list)
    unknown_interests: list[str] = field(default_factory=list)
    is_board_new: bool = False
    files_written: int = 0
    files_unchanged: int = 0
    files_removed: int = 0
    seconds: float = 0.0

    def rows(self) -> list[tuple[str, str]]:
        """Return label and value of every figure, in reading order."""
        return [
            ("files seen", f"{self.files:,}"),
            ("residents taken", f"{len(self.taken):,}"),
            *(
                ("resident", f"{name}, with the phrasebook of {book}")
                for name, book in list(self.taken.items())[:MAX_NAMED]
            ),
            ("keys left out", f"{len(self.unknown_keys):,}"),
            *(("left out", name) for name in self.unknown_keys[:MAX_NAMED]),
            ("interests without a topic", f"{len(self.unknown_interests):,}"),
            *(("no topic", name) for name in self.unknown_interests[:MAX_NAMED]),
            ("faults", f"{len(self.faults):,}"),
            *(("fault", str(fault)) for fault in self.faults[:MAX_NAMED]),
            ("files written", f"{self.files_written:,}"),
            ("files unchanged", f"{self.files_unchanged:,}"),
            ("files removed", f"{self.files_removed:,}"),
            ("seconds", f"{self.seconds:.1f}"),
        ]

    def table(self) -> Table:
        """Return the figures as a table for a terminal."""
        # As Text, since a name may hold what Rich would take for markup.
        table = Table("figure", "value", title=Text(f"import of {self.source}"))
        for label, value in self.rows():
            table.add_row(label, Text(value))
        return table

    def as_json(self) -> str:
        """Return everything as JSON."""
        values: dict[str, Any] = dict(vars(self))  # Any: counts, names and lists, on their way to JSON.
        values["faults"] = [vars(fault) for fault in self.faults]
        values["seconds"] = round(self.seconds, 3)
        return json.dumps(values, ensure_ascii=False, indent=2)
