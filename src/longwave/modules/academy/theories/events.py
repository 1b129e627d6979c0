"""What happens to theories."""

import datetime as dt
from enum import StrEnum
from typing import ClassVar

from longwave.modules.academy.events import GameEvent
from longwave.world.game import Confidence


class Verdict(StrEnum):
    """How a theory resolves."""

    PROVEN = "proven"
    CONTESTED = "contested"
    REFUTED = "refuted"


class Ground(StrEnum):
    """By what a theory resolves."""

    CONFERENCE = "conference"
    EXPEDITION = "expedition"
    DEADLINE = "deadline"


class ConferenceOutcome(StrEnum):
    """How a conference ends."""

    SUCCESS = "success"
    PARTIAL = "partial"
    FAILURE = "failure"


class TheorySubmitted(GameEvent):
    """A player put forward a theory.

    Attributes:
        theory: its bulletin number.
        supporters: scholars in the player's employ who stand by it.
        invited: players who were asked to; they answer with `support`.
        seed: the number of the event that found the claim; None where it is the player's own.
    """

    kind: ClassVar[str] = "academy.theory_submitted"
    theory: int
    player: str
    claim: str
    confidence: Confidence
    supporters: tuple[str, ...] = ()
    invited: tuple[str, ...] = ()
    deadline: dt.datetime
    seed: int | None = None


class StanceTaken(GameEvent):
    """A player stands by somebody's theory, or against it.

    Attributes:
        owner: whose theory it is.
        is_support: for it, or against it.
    """

    kind: ClassVar[str] = "academy.stance_taken"
    theory: int
    player: str
    owner: str
    is_support: bool


class ConferenceCalled(GameEvent):
    """A conference on a theory was called; it meets at the next digest.

    Attributes:
        meets: the number of that digest.
        is_queued: whether an expedition called for it, not the player.
    """

    kind: ClassVar[str] = "academy.conference_called"
    conference: int
    theory: int
    player: str
    confidence: Confidence
    meets: int
    is_queued: bool = False


class ConferenceJoined(GameEvent):
    """Somebody takes part in a conference.

    Attributes:
        scholar: one of the player's scholars, who speaks for them; empty where they speak themselves.
    """

    kind: ClassVar[str] = "academy.conference_joined"
    conference: int
    theory: int
    player: str
    scholar: str = ""
    is_support: bool


class ConferenceResolved(GameEvent):
    """A conference ended.

    Attributes:
        supporters, opponents: how many took part on each side.
        roll: of a hundred; the score is the roll, with 5 for each supporter and without 5 for each opponent.
        change: what the player's reputation gained or lost by it.
    """

    kind: ClassVar[str] = "academy.conference_resolved"
    conference: int
    theory: int
    player: str
    confidence: Confidence
    supporters: int
    opponents: int
    roll: int
    score: int
    outcome: ConferenceOutcome
    change: int


class ConferenceCancelled(GameEvent):
    """A conference had nothing left to decide: its theory was resolved before it met.

    Attributes:
        verdict, ground: how the theory was, and by what.
    """

    kind: ClassVar[str] = "academy.conference_cancelled"
    conference: int
    theory: int
    player: str
    verdict: Verdict
    ground: Ground


class TheoryResolved(GameEvent):
    """A theory came to its end.

    Attributes:
        confidence: what was staked when it was decided: the conference's own where one decided.
        ground: what decided it.
        supporters, opponents: how many stood by it at its end, scholars, players and evidence, and against it.
        roll, score: of an adjudication at the deadline; None where a conference or expedition decided.
        change: what the player's reputation gained or lost by it; a conference's own event moves it for both.
    """

    kind: ClassVar[str] = "academy.theory_resolved"
    theory: int
    player: str
    claim: str
    confidence: Confidence
    verdict: Verdict
    ground: Ground
    supporters: int = 0
    opponents: int = 0
    roll: int | None = None
    score: int | None = None
    change: int = 0


EVENTS = (
    TheorySubmitted,
    StanceTaken,
    ConferenceCalled,
    ConferenceJoined,
    ConferenceResolved,
    ConferenceCancelled,
    TheoryResolved,
)
