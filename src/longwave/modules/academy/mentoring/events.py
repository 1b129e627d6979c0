"""What happens in mentorships."""

from typing import ClassVar

from longwave.modules.academy.events import GameEvent
from longwave.world.scholars import Track


class MentorshipQueued(GameEvent):
    """A player takes a scholar under their wing, from the next digest on."""

    kind: ClassVar[str] = "academy.mentorship_queued"
    mentorship: int
    player: str
    scholar: str
    faction: str
    track: Track


class MentorshipStarted(GameEvent):
    """A mentorship began.

    Attributes:
        rank: what the scholar is, and `next_rank` is to become.
        next_digest: the digest that brings it.
    """

    kind: ClassVar[str] = "academy.mentorship_started"
    mentorship: int
    player: str
    scholar: str
    faction: str
    track: Track
    rank: str
    next_rank: str
    next_digest: int


class CareerAdvanced(GameEvent):
    """A scholar rose by one rank under a mentor.

    Attributes:
        next_digest: the digest that brings the next rank; None at the top of the track.
    """

    kind: ClassVar[str] = "academy.career_advanced"
    mentorship: int
    player: str
    scholar: str
    faction: str
    track: Track
    tier: int
    rank: str
    next_digest: int | None = None


class MentorshipCompleted(GameEvent):
    """A mentorship reached the top of its track."""

    kind: ClassVar[str] = "academy.mentorship_completed"
    mentorship: int
    player: str
    scholar: str
    faction: str
    track: Track
    rank: str


class MentorshipEnded(GameEvent):
    """A mentorship ended before its time.

    Attributes:
        reason: a `Lapse` of the offers: the scholar left, was released or retired.
    """

    kind: ClassVar[str] = "academy.mentorship_ended"
    mentorship: int
    player: str
    scholar: str
    reason: str


class LabAssigned(GameEvent):
    """A player put a scholar on the other track, or into another discipline's laboratory.

    Attributes:
        discipline: what they work on from now on.
        tier: where they begin on another track; None where the track is the same.
    """

    kind: ClassVar[str] = "academy.lab_assigned"
    player: str
    scholar: str
    discipline: str
    track: Track
    tier: int | None = None


EVENTS = (MentorshipQueued, MentorshipStarted, CareerAdvanced, MentorshipCompleted, MentorshipEnded, LabAssigned)
