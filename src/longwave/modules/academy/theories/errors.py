"""What theories and conferences do not allow.

AcademyError
└── TheoryError
    ├── ClaimMissing        a theory that says nothing
    ├── ClaimStands         a theory that one's own open one says already
    ├── TooManyOpen         three theories are open
    ├── OwnTheory           a stance on one's own theory
    ├── TheoryClosed        a theory is resolved
    ├── ConferenceStands    a conference on the theory is called already
    ├── ConferenceTooLate   the deadline comes before a conference can meet
    ├── ConferenceOver      a conference has met, or was called off
    ├── OwnConference       a theory's owner brings nobody, or somebody against it
    ├── SpeaksAlready       somebody takes part twice
    └── SideFull            five take part on that side
"""

import datetime as dt
from collections.abc import Iterable

from longwave.modules.academy.errors import AcademyError


class TheoryError(AcademyError):
    """Theories do not allow this."""


class ClaimMissing(TheoryError):
    """A theory says something."""

    hint = "write a claim, or choose a seed that an expedition of yours has found"

    def __init__(self) -> None:
        super().__init__("a theory needs a claim, and there is none")


class ClaimStands(TheoryError):
    """An open theory of one's own says the same."""

    hint = "wait until it is resolved, or say something else"

    def __init__(self, theory: int) -> None:
        super().__init__(f"your theory {theory} says just that, and it is open")


class TooManyOpen(TheoryError):
    """As many theories are open as one may have."""

    hint = "`conference` tries one of them at the next digest"

    def __init__(self, numbers: Iterable[int]) -> None:
        listed = ", ".join(map(str, sorted(numbers)))
        super().__init__(f"you have three open theories ({listed}), and nobody may have more")


class OwnTheory(TheoryError):
    """One stands by one's own theory as it is."""

    def __init__(self, theory: int) -> None:
        super().__init__(f"theory {theory} is your own: others take a stance on it")


class TheoryClosed(TheoryError):
    """A theory is resolved."""

    hint = "`theories` lists those that are open"

    def __init__(self, theory: int, verdict: str) -> None:
        super().__init__(f"theory {theory} is resolved: it was {verdict}")


class ConferenceStands(TheoryError):
    """A conference on a theory is called already."""

    hint = "`attend` brings somebody to it"

    def __init__(self, theory: int, conference: int) -> None:
        super().__init__(f"theory {theory} has a conference already: number {conference}, which is still to meet")


class ConferenceTooLate(TheoryError):
    """The deadline of a theory comes before a conference can meet."""

    hint = "it is adjudicated there and then; `support` still counts"

    def __init__(self, theory: int, deadline: dt.datetime) -> None:
        super().__init__(f"theory {theory} is decided by its deadline ({deadline:%d %B %H:%M}) before one could meet")


class ConferenceOver(TheoryError):
    """A conference has met, or was called off."""

    hint = "`theory` shows how it ended"

    def __init__(self, conference: int) -> None:
        super().__init__(f"conference {conference} is over")


class OwnConference(TheoryError):
    """The owner of a theory presides, and brings scholars who speak for it."""

    hint = "name one of your scholars, on the supporting side"

    def __init__(self) -> None:
        super().__init__("the theory is your own: you preside, and only scholars of yours can speak, for it")


class SpeaksAlready(TheoryError):
    """Nobody takes part twice.

    Args:
        who: with its verb ("you take").
    """

    def __init__(self, who: str) -> None:
        super().__init__(f"{who} part in it already, and nobody does twice")


class SideFull(TheoryError):
    """As many take part on a side as may."""

    def __init__(self, most: int, *, is_support: bool) -> None:
        side = "supporting" if is_support else "opposing"
        super().__init__(f"the {side} side is full: {most} speak on it")
