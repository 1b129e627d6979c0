"""What a rule is, what it judges, and what it finds."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from pydantic import BaseModel, ConfigDict

from longwave.editorial.canon import Canon
from longwave.narrator.assignment import Assignment
from longwave.narrator.heard import TimeOfDay, times_in


class Severity(StrEnum):
    """How bad a finding is: `critical` never airs, `major` asks for a rework, `minor` is recorded."""

    CRITICAL = "critical"
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
    """A text on the gate's table: what was written, for which assignment, in which world."""

    text: str
    assignment: Assignment
    canon: Canon

    @cached_property
    def times(self) -> tuple[TimeOfDay, ...]:
        """The times of day that the text says."""
        return tuple(times_in(self.text))


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
