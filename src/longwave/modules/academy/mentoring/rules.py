"""How careers rise under a mentor: pure decisions."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from longwave.modules.academy.mentoring.errors import CareerComplete, HandsFull, LabUnchanged, TrackBound, UnderAWing
from longwave.modules.academy.scholars.roster import Scholar
from longwave.world.scholars import Track

RANKS: Mapping[Track, tuple[str, ...]] = {
    Track.ACADEMIA: ("Postdoc", "Fellow", "Professor"),
    Track.INDUSTRY: ("Associate", "Director", "Visionary"),
}
TOP = 2
DIGESTS_A_TIER = 3
MAX_MENTORED = 2


@dataclass(frozen=True, kw_only=True)
class Gain:
    """What a step of a mentorship brings its mentor.

    Attributes:
        feeling: of the scholar.
        influence: in the scholar's faction.
    """

    feeling: float
    influence: int


AT_START, AT_A_RANK, AT_THE_TOP = (
    Gain(feeling=1.0, influence=1),
    Gain(feeling=0.5, influence=1),
    Gain(feeling=1.5, influence=2),
)


def take(scholar: Scholar, *, mentored: Collection[str]) -> None:
    """Let pass who may take a scholar under their wing.

    Args:
        mentored: whom they have there.

    Raises:
        UnderAWing: they do.
        CareerComplete: the scholar stands at the top.
        HandsFull: they have as many as one can.
    """
    if scholar.id in mentored:
        raise UnderAWing(scholar.name)
    if scholar.tier >= TOP:
        raise CareerComplete(scholar.name, RANKS[scholar.track][scholar.tier])
    if len(mentored) >= MAX_MENTORED:
        raise HandsFull(len(mentored))


def assign(scholar: Scholar, discipline: str, track: Track, *, is_mentored: bool) -> int | None:
    """Return the tier at which a scholar begins in a laboratory; None where the track stays.

    Raises:
        LabUnchanged: they work there already.
        TrackBound: a mentorship holds them to their track.
    """
    if track is scholar.track:
        if discipline == scholar.discipline:
            raise LabUnchanged(scholar.name, discipline, track)
        return None
    if is_mentored:
        raise TrackBound(scholar.name, scholar.track)
    return 0
