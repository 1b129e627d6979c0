"""What an import did, for people and for programs."""

import json
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from rich.markup import escape
from rich.table import Table

MAX_NAMED = 50


class Skip(StrEnum):
    """Why a page is no entry."""

    NAMESPACE = "namespace"
    TEMPLATE = "template page"
    CATEGORY = "category page"
    REDIRECT = "redirect"
    DISAMBIGUATION = "disambiguation"
    LIST = "list page"
    MAIN_PAGE = "main page"
    NOT_PROSE = "not wikitext"
    DUPLICATE = "title seen before"
    EMPTY = "empty"
    SHORT = "too short"
    UNPARSABLE = "unparsable"


@dataclass(frozen=True, kw_only=True)
class Damage:
    """Where a broken source stopped.

    Attributes:
        pages: whole pages read before it.
        position: bytes read before it, after unpacking.
        line: line of the XML, where the XML itself is at fault.
    """

    pages: int
    position: int
    reason: str
    line: int | None = None

    def __str__(self) -> str:
        where = f"byte {self.position:,}" + (f", line {self.line:,}" if self.line else "")
        return f"the source breaks off after {self.pages:,} pages at {where}: {self.reason}"


@dataclass(kw_only=True)
class ImportReport:
    """What an import did.

    Attributes:
        skipped: pages that are no entries, by reason.
        unparsable: titles of pages that could not be read, with the reason; the first fifty.
        unused_categories: categories that decided neither kind, region, faction nor topic, with their pages.
        unknown_ids: regions, factions and topics that pages state and the pack does not have.
    """

    source: str
    pages: int = 0
    taken: int = 0
    skipped: Counter[Skip] = field(default_factory=Counter)
    redirects_resolved: int = 0
    redirects_dangling: int = 0
    entries: int = 0
    facts: int = 0
    dated: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    links_kept: int = 0
    links_dropped: int = 0
    unparsable: list[str] = field(default_factory=list)
    unused_categories: list[tuple[str, int]] = field(default_factory=list)
    unknown_ids: list[tuple[str, int]] = field(default_factory=list)
    damage: Damage | None = None
    files_written: int = 0
    files_unchanged: int = 0
    files_removed: int = 0
    seconds: float = 0.0

    def skip(self, reason: Skip) -> None:
        """Count a page that is no entry."""
        self.skipped[reason] += 1

    def fail(self, title: str, reason: str) -> None:
        """Count a page that could not be read."""
        self.skip(Skip.UNPARSABLE)
        if len(self.unparsable) < MAX_NAMED:
            self.unparsable.append(f"{title}: {reason}")

    @property
    def chunks(self) -> int:
        """Entries beyond the first of their page."""
        return self.entries - self.taken

    def rows(self) -> list[tuple[str, str]]:
        """Return label and value of every figure, in reading order."""
        skipped = [(f"skipped: {reason}", f"{self.skipped[reason]:,}") for reason in Skip if self.skipped[reason]]
        return [
            ("pages seen", f"{self.pages:,}"),
            ("pages taken", f"{self.taken:,}"),
            *skipped,
            ("redirects resolved", f"{self.redirects_resolved:,}"),
            ("redirects dangling", f"{self.redirects_dangling:,}"),
            ("entries", f"{self.entries:,}"),
            ("of them further parts of long pages", f"{self.chunks:,}"),
            ("pages with known years", f"{self.dated:,}"),
            ("facts", f"{self.facts:,}"),
            ("links kept", f"{self.links_kept:,}"),
            ("links dropped", f"{self.links_dropped:,}"),
            ("kinds", ", ".join(f"{kind} {count:,}" for kind, count in self.kinds.most_common())),
            *([("unknown ids left out", ", ".join(name for name, _ in self.unknown_ids))] if self.unknown_ids else []),
            ("files written", f"{self.files_written:,}"),
            ("files unchanged", f"{self.files_unchanged:,}"),
            ("files removed", f"{self.files_removed:,}"),
            *([("broken off", str(self.damage))] if self.damage else []),
            ("seconds", f"{self.seconds:.1f}"),
        ]

    def table(self) -> Table:
        """Return the figures as a table for a terminal."""
        table = Table("figure", "value", title=f"import of {escape(self.source)}")
        for label, value in self.rows():
            table.add_row(label, escape(value))
        return table

    def as_json(self) -> str:
        """Return everything as JSON."""
        values: dict[str, Any] = {  # Any: counts, names and lists, on their way to JSON.
            key: value for key, value in vars(self).items() if key not in ("damage", "skipped", "kinds", "seconds")
        }
        values |= {
            "chunks": self.chunks,
            "skipped": {str(reason): self.skipped[reason] for reason in Skip},
            "kinds": dict(self.kinds.most_common()),
            "damage": vars(self.damage) if self.damage else None,
            "seconds": round(self.seconds, 3),
        }
        return json.dumps(values, ensure_ascii=False, indent=2)
