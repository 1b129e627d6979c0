"""Variety and repetition: a new text is not one that was heard before. These rules ask the memory of pieces."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import Connection

from longwave.editorial import phrasing, pieces
from longwave.editorial.rule import Fault, Finding, Manuscript, Severity
from longwave.narrator import openings
from longwave.world.names import is_named_in

PHRASE_WINDOW = 10
TOPIC_WINDOW = 5


@dataclass(frozen=True, kw_only=True)
class Place:
    """A text next to the earlier pieces of its channel."""

    connection: Connection
    channel: str
    manuscript: Manuscript

    @property
    def text(self) -> str:
        return self.manuscript.text

    @cached_property
    def latest(self) -> list[pieces.Earlier]:
        """The last pieces of the channel, the newest first."""
        return pieces.latest(self.connection, self.channel, PHRASE_WINDOW)


@dataclass(frozen=True)
class MemoryRule:
    """A rule that compares a text with the earlier pieces of its channel."""

    code: str
    severity: Severity
    version: int
    title: str
    check: Callable[[Place], Iterable[Fault]]

    def findings(self, place: Place) -> list[Finding]:
        """Return everything this rule finds."""
        return [
            Finding(code=self.code, severity=self.severity, passage=fault.passage, why=fault.why)
            for fault in self.check(place)
        ]


def _known_opener(place: Place) -> Iterator[Fault]:
    opener = openings.opener(place.text)
    if pieces.has_recent_opener(place.connection, place.channel, opener):
        yield Fault(opener, f"one of the last {pieces.OPENER_WINDOW} pieces begins with the same six words")


def _near_duplicate(place: Place) -> Iterator[Fault]:
    for piece, alike in pieces.near_duplicates(place.connection, place.channel, place.text):
        yield Fault(place.text[:60], f"{alike:.0%} of its five-word runs stand in piece {piece} too")


def _known_phrase(place: Place) -> Iterator[Fault]:
    earlier = [piece.text for piece in place.latest]
    for phrase in phrasing.repeated(place.text, earlier, place.manuscript.assignment.sheet.texts()):
        yield Fault(phrase, f"one of the last {PHRASE_WINDOW} pieces says this too: find other words")


def _known_topic(place: Place) -> Iterator[Fault]:
    topic = _topic(place.manuscript)
    if topic is None:
        return
    for piece in place.latest[:TOPIC_WINDOW]:
        if piece.tells[:1] == (topic,):
            title = place.manuscript.canon.pack.lore[topic].title
            yield Fault(title, f"piece {piece.piece}, a little while ago, was about it: be about something else first")
            return


def _topic(manuscript: Manuscript) -> str | None:
    """Return the entry that a text tells first; None where its sheet demands just this one, or it tells nothing."""
    sheet, lore = manuscript.assignment.sheet, manuscript.canon.pack.lore
    demanded = {*sheet.subject, *(name for told in (*sheet.items, *sheet.facts[:1]) for name in told.ids[:1])}
    first = next((name for name in manuscript.tells if is_named_in(manuscript.text, lore[name])), None)
    return None if first in demanded else first


def _known_structure(place: Place) -> Iterator[Fault]:
    shape = phrasing.shape(place.text)
    if shape and place.latest and shape == phrasing.shape(place.latest[0].text):
        yield Fault(
            place.text[:60], "its sentences are as long, one by one, as those of the piece before: join or part some"
        )


RULES = (
    MemoryRule("VARY001", Severity.MAJOR, 1, "opens as none of the last fifty pieces did", _known_opener),
    MemoryRule("VARY002", Severity.MAJOR, 1, "is no near-duplicate of an earlier piece", _near_duplicate),
    MemoryRule("VARY003", Severity.MAJOR, 1, "repeats no phrase of the last ten pieces", _known_phrase),
    MemoryRule("VARY004", Severity.MAJOR, 1, "tells first of something that none of the last five did", _known_topic),
    MemoryRule("VARY005", Severity.MAJOR, 1, "is not built as the piece before it", _known_structure),
)
