"""Variety and repetition: a new text is not one that was heard before. These rules ask the memory of pieces."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from longwave.editorial import likeness, pieces
from longwave.editorial.rule import Fault, Finding, Severity


@dataclass(frozen=True)
class MemoryRule:
    """A rule that compares a text with the earlier pieces of its channel."""

    code: str
    severity: Severity
    version: int
    title: str
    check: Callable[[Connection, str, str], Iterable[Fault]]

    def findings(self, connection: Connection, channel: str, text: str) -> list[Finding]:
        """Return everything this rule finds."""
        return [
            Finding(code=self.code, severity=self.severity, passage=fault.passage, why=fault.why)
            for fault in self.check(connection, channel, text)
        ]


def _known_opener(connection: Connection, channel: str, text: str) -> Iterator[Fault]:
    opener = likeness.opener(text)
    if pieces.has_recent_opener(connection, channel, opener):
        yield Fault(opener, f"one of the last {pieces.OPENER_WINDOW} pieces begins with the same six words")


def _near_duplicate(connection: Connection, channel: str, text: str) -> Iterator[Fault]:
    for piece, alike in pieces.near_duplicates(connection, channel, text):
        yield Fault(text[:60], f"{alike:.0%} of its five-word runs stand in piece {piece} too")


RULES = (
    MemoryRule("VARY001", Severity.MAJOR, 1, "opens as none of the last fifty pieces did", _known_opener),
    MemoryRule("VARY002", Severity.MAJOR, 1, "is no near-duplicate of an earlier piece", _near_duplicate),
)
