"""How scholars feel, how long they stay, and whom they meet: pure decisions."""

import datetime as dt
from collections.abc import Collection, Mapping
from random import Random

from longwave.world.game import Numbers

DECAY = 0.98
MIN_FEELING, MAX_FEELING = -10.0, 10.0
# The least feeling that goes by a word, the warmest first.
_WORDS = (
    (6.0, "devoted"),
    (3.0, "fond"),
    (1.0, "well disposed"),
    (-1.0, "neither warm nor cold"),
    (-3.0, "cool"),
    (-6.0, "resentful"),
    (MIN_FEELING, "hostile"),
)
# How many more than the fewest are there on the first day.
_SPARE = 2
INTEGRATION_AFTER, SPOTLIGHT_AFTER = 3, 6
DEBUT, INTEGRATION, SPOTLIGHT = "debut", "integration", "spotlight"
TOP_TIER, TOP_YEARS = 2, 40
STEADY_YEARS, RESTLESSNESS, MAX_RESTLESSNESS = 20, 0.001, 0.05


def felt(before: float, change: float) -> float:
    """Return a feeling after a change: it stays between -10 and 10, to a millionth."""
    return round(min(MAX_FEELING, max(MIN_FEELING, before + change)), 6)


def in_words(feeling: float) -> str:
    """Return a feeling in words."""
    return next((words for least, words in _WORDS if feeling >= least), _WORDS[-1][1])


def founding_size(numbers: Numbers) -> int:
    """Return how many scholars there are on the first day: a few more than there must be."""
    fewest, most = numbers.roster
    return min(fewest + _SPARE, most)


def is_introduced(numbers: Numbers, present: int, stream: Random) -> bool:
    """Tell whether an expedition that did not fail brings somebody back with it."""
    return present < numbers.roster[1] and stream.random() < numbers.sidecast


def stage_due(stage: str, digests: int) -> str | None:
    """Return where a newcomer's story goes on to, so many digests after the debut; None where it does not yet."""
    if stage == DEBUT and digests >= INTEGRATION_AFTER:
        return INTEGRATION
    if stage == INTEGRATION and digests >= SPOTLIGHT_AFTER:
        return SPOTLIGHT
    return None


def retirement_chance(*, tier: int, years: int, is_founding: bool) -> float:
    """Return how likely a scholar retires at a digest.

    Who came later and stands at the top of a career goes after forty years of the Work; all others grow restless after
    twenty, by a thousandth a year and by a twentieth at most.
    """
    if tier >= TOP_TIER and years > TOP_YEARS and not is_founding:
        return 1.0
    return min(MAX_RESTLESSNESS, RESTLESSNESS * max(0, years - STEADY_YEARS))


def years(arrived_at: dt.datetime, at: dt.datetime) -> int:
    """Return how many years of the Work somebody has served: each day of the clock is one."""
    return max(0, (at - arrived_at).days)


def companion(
    newcomer: str, around: Collection[str], feelings: Mapping[tuple[str, str], float], stream: Random
) -> str | None:
    """Return whom a newcomer gets on with: whom they like best of those around; the dice break ties."""
    if not around:
        return None
    warmest = max(feelings.get((newcomer, other), 0.0) for other in around)
    return stream.choice([other for other in sorted(around) if feelings.get((newcomer, other), 0.0) == warmest])
