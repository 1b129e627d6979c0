"""What a rule is, what it judges, and what it finds."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from pydantic import BaseModel, ConfigDict

from longwave.editorial.blocklist import Hit
from longwave.editorial.canon import Canon
from longwave.editorial.reading.reader import Reading
from longwave.editorial.vocabulary import Number, numbers_in
from longwave.narrator.assignment import Assignment
from longwave.narrator.dated import dates_in
from longwave.narrator.heard import TimeOfDay, times_in


class Severity(StrEnum):
    """How bad a finding is.

    `critical` never airs, `doubtful` not before a person has looked at it, `major` asks for a rework, `minor` is
    recorded.
    """

    CRITICAL = "critical"
    DOUBTFUL = "doubtful"
    MAJOR = "major"
    MINOR = "minor"


class Finding(BaseModel):
    """What a rule found wrong with a text.

    Attributes:
        passage: the words in question.
        why: one sentence, for the writer's next attempt.
        cites: lore entries that say otherwise.
    """

    model_config = ConfigDict(frozen=True)

    code: str
    severity: Severity
    passage: str
    why: str
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Manuscript:
    """A text on the gate's table: what was written, for which assignment, in which world.

    Attributes:
        tells: the lore entries that it should name.
    """

    text: str
    tells: tuple[str, ...] = ()
    assignment: Assignment
    canon: Canon

    @cached_property
    def reading(self) -> Reading:
        """The text's sentences, the things of the world that it names, and its numbers."""
        return self.canon.known.reader.read(self.text)

    @cached_property
    def times(self) -> tuple[TimeOfDay, ...]:
        """The times of day that the text says."""
        return tuple(times_in(self.text))

    @cached_property
    def dates(self) -> tuple[tuple[str, str], ...]:
        """The weekdays and days of a month that the text says, each with the passage."""
        return tuple(dates_in(self.text))

    @cached_property
    def numbers(self) -> tuple[Number, ...]:
        """The numbers that the text says, but for times and dates."""
        clock = (time.passage for time in self.times)
        return tuple(numbers_in(self.text, without=(*clock, *(passage for _, passage in self.dates))))

    @cached_property
    def given_numbers(self) -> frozenset[float]:
        """The numbers that the text may state."""
        return self.canon.vocabulary.given_to(self.assignment, self.text)

    @cached_property
    def hits(self) -> tuple[Hit, ...]:
        """The words in the text that are never said, or not before a person has looked at them."""
        return tuple(self.canon.blocklist.hits(self.text))


@dataclass(frozen=True)
class Fault:
    """A rule's answer, to which its code and severity are added."""

    passage: str
    why: str
    cites: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rule:
    """One thing the gate looks for.

    Attributes:
        code: subject and number (`LORE001`).
        version: raised whenever the same text may be judged differently.
        title: what a good text does, in a few words.
    """

    code: str
    severity: Severity
    version: int
    title: str
    check: Callable[[Manuscript], Iterable[Fault]]

    def findings(self, manuscript: Manuscript) -> list[Finding]:
        """Return everything this rule finds."""
        return [
            Finding(code=self.code, severity=self.severity, passage=fault.passage, why=fault.why, cites=fault.cites)
            for fault in self.check(manuscript)
        ]
