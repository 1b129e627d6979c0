"""What happens to expeditions."""

import datetime as dt
from enum import StrEnum
from typing import ClassVar

from longwave.modules.academy.events import GameEvent, Injured
from longwave.world.findings import Depth, Effect, ExpeditionType, FollowUp, MishapKind


class Outcome(StrEnum):
    """How an expedition ends."""

    FAILURE = "failure"
    PARTIAL = "partial"
    SUCCESS = "success"
    LANDMARK = "landmark"


class ExpeditionQueued(GameEvent):
    """An expedition was paid for; it ends at the next digest.

    Attributes:
        expedition: its code ("EX-0007").
        objective: what the player wants to find out, in their own words.
        theory: the theory that it puts to the test, if it does.
    """

    kind: ClassVar[str] = "academy.expedition_queued"
    expedition: str
    player: str
    expedition_type: ExpeditionType
    objective: str
    site: str
    team: tuple[str, ...]
    depth: Depth
    theory: int | None = None


class ExpeditionResolved(GameEvent):
    """An expedition came back.

    Attributes:
        roll: of a hundred; the score is the roll with all that follows it, the frictions taken off.
        clue: what an earlier clue added to the preparation, and was spent on.
        expertise: the team's best skill, and its synergy.
        scholar: the one of the team that it is told of.
        mishap: the entry of the failure table; empty where it did not fail.
        mishap_kind: what sort of failure.
        mishap_says: its words.
        effects: of the mishap.
    """

    kind: ClassVar[str] = "academy.expedition_resolved"
    expedition: str
    player: str
    expedition_type: ExpeditionType
    objective: str
    site: str
    team: tuple[str, ...]
    scholar: str
    depth: Depth
    theory: int | None = None
    roll: int
    preparation: int
    clue: int = 0
    expertise: int
    synergy: int = 0
    goodwill: int
    site_friction: int
    political_friction: int
    score: int
    outcome: Outcome
    mishap: str = ""
    mishap_kind: MishapKind | None = None
    mishap_says: str = ""
    effects: tuple[Effect, ...] = ()
    injured: tuple[Injured, ...] = ()


class SidewaysFound(GameEvent):
    """An expedition that did not find what it looked for found something else.

    Attributes:
        vignette: the entry of the pack; `title` and `says` are its words.
        sequel: what comes of it, at the digest `sequel_at`; None where nothing does.
    """

    kind: ClassVar[str] = "academy.sideways_found"
    expedition: str
    player: str
    site: str
    scholar: str
    vignette: str
    title: str
    says: str
    effects: tuple[Effect, ...]
    injured: tuple[Injured, ...] = ()
    sequel: FollowUp | None = None
    sequel_at: int = 0


class VignetteContinued(GameEvent):
    """What a vignette had as its sequel came about."""

    kind: ClassVar[str] = "academy.vignette_continued"
    expedition: str
    player: str
    site: str
    scholar: str
    vignette: str
    title: str
    says: str
    effects: tuple[Effect, ...] = ()
    injured: tuple[Injured, ...] = ()


class ExpeditionCancelled(GameEvent):
    """The host called an expedition off, and what it cost went back."""

    kind: ClassVar[str] = "academy.expedition_cancelled"
    expedition: str
    player: str
    reason: str


class OpportunityOpened(GameEvent):
    """A player has something on offer until a date.

    Attributes:
        opportunity: its number.
        until: when it lapses.
    """

    kind: ClassVar[str] = "academy.opportunity_opened"
    opportunity: int
    player: str
    says: str
    costs: dict[str, int]
    pays: dict[str, int]
    until: dt.datetime


class OpportunityTaken(GameEvent):
    """A player took what was on offer."""

    kind: ClassVar[str] = "academy.opportunity_taken"
    opportunity: int
    player: str
    says: str


class OpportunityLapsed(GameEvent):
    """What was on offer is gone."""

    kind: ClassVar[str] = "academy.opportunity_lapsed"
    opportunity: int
    player: str
    says: str


EVENTS = (
    ExpeditionQueued,
    ExpeditionResolved,
    SidewaysFound,
    VignetteContinued,
    ExpeditionCancelled,
    OpportunityOpened,
    OpportunityTaken,
    OpportunityLapsed,
)
