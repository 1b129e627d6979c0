"""What a theory is, and a conference on it."""

import datetime as dt
from dataclasses import dataclass

from longwave.modules.academy.standing.rules import Standing
from longwave.modules.academy.theories.events import ConferenceOutcome, Ground, Verdict
from longwave.world.game import Confidence


@dataclass(frozen=True, kw_only=True)
class End:
    """How a theory was resolved.

    Attributes:
        roll, score: of an adjudication; None where a conference or expedition decided.
        change: what the player's reputation gained or lost by it.
    """

    verdict: Verdict
    ground: Ground
    roll: int | None
    score: int | None
    change: int
    at: dt.datetime


@dataclass(frozen=True, kw_only=True)
class Theory:
    """A theory.

    Attributes:
        number: of its bulletin.
        scholars: those who were named with it.
        seed: the event that found the claim; None where it is the player's own.
        end: None while it is open.
    """

    number: int
    player: str
    claim: str
    confidence: Confidence
    scholars: tuple[str, ...]
    seed: int | None
    deadline: dt.datetime
    end: End | None = None


@dataclass(frozen=True, kw_only=True)
class Backing:
    """Who stands by a theory, and against it.

    Attributes:
        scholars: those named with it who still work for whoever put it forward.
        players, opponents: who took a stance.
        has_evidence: whether an expedition found the claim.
    """

    scholars: tuple[str, ...] = ()
    players: tuple[str, ...] = ()
    opponents: tuple[str, ...] = ()
    has_evidence: bool = False

    @property
    def supporters(self) -> int:
        """How many count for it."""
        return len(self.scholars) + len(self.players) + self.has_evidence


@dataclass(frozen=True, kw_only=True)
class Matter:
    """An open theory with all that bears on its end."""

    theory: Theory
    owner: Standing
    backing: Backing


@dataclass(frozen=True, kw_only=True)
class Conference:
    """A conference.

    Attributes:
        player: whose theory it is about.
        meets: the digest at which it meets.
        ended_at: None while it is to meet.
        outcome: None also where it was cancelled.
    """

    number: int
    theory: int
    player: str
    confidence: Confidence
    meets: int
    ended_at: dt.datetime | None = None
    outcome: ConferenceOutcome | None = None
    score: int | None = None
    change: int | None = None


@dataclass(frozen=True, kw_only=True)
class Speaker:
    """Who takes part in a conference: a player, or their scholar for them.

    Attributes:
        scholar: empty where the player speaks themselves.
    """

    player: str
    scholar: str = ""
    is_support: bool
