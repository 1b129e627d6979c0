"""How scholars make up their minds: pure decisions, each itemised."""

import datetime as dt
import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from longwave.modules.academy.errors import NoSuch
from longwave.modules.academy.mentoring.bonds import Bond
from longwave.modules.academy.offers.errors import NoPlace, Quiet
from longwave.modules.academy.offers.events import Term
from longwave.modules.academy.standing.rules import Standing, require

MAX_STAFF = 5
GRUDGE_AFTER_REFUSAL, GRUDGE_AFTER_DEFECTION = dt.timedelta(days=1), dt.timedelta(days=2)
ARC_AFTER, EPILOGUE_AFTER = dt.timedelta(days=3), dt.timedelta(days=1)
COOLDOWN = BETWEEN_OFFERS = dt.timedelta(days=2)
OFFER_STANDS, COUNTER_STANDS = dt.timedelta(hours=24), dt.timedelta(hours=12)

# What deeds do to feelings. Whom a scholar deserts they like less by three; whom the host takes them from, by four.
RECRUITED, REFUSED, DISMISSED, GRUDGE = 2.0, -1.0, -1.0, -0.5
STAYED, DESERTED, TAKEN_AWAY = 1.0, -3.0, -4.0
CAME_BACK, LEFT_AGAIN = 2.0, -1.0
ESTRANGED, SETTLED_IN = -1.0, 1.0

_BASE, _COOLING, _PER_INFLUENCE = 0.6, 0.5, 0.05
_PER_FEELING, _MOST_BY_FEELING = 0.02, 0.2
_BY_BOND: Mapping[Bond | None, float] = {None: 0.0, Bond.ACTIVE: 0.05, Bond.COMPLETED: 0.04, Bond.PAST: 0.02}
_BY_SPONSOR, _MOST_BY_RELATIONSHIP = 0.02, 0.25
_LEAST, _MOST = 0.05, 0.95

_BY_TERM = {Term.EXCLUSIVE_RESEARCH: 0.1, Term.GUARANTEED_FUNDING: 0.15, Term.LEADERSHIP: 0.2}
_FULL_QUALITY, _FULL_FEELING = 10, 5
_PLATEAU, _PLATEAU_AFTER = 0.2, dt.timedelta(days=90)
_BY_LOYALTY, _BY_INTEGRITY, _BY_COUNTER = -0.6 / 10, -0.4 / 10, -0.1
_STEEPNESS, _MIDDLE = 6, 0.5

_EVEN, _PER_PREFERENCE = 0.5, 0.05


@dataclass(frozen=True, kw_only=True)
class Odds:
    """How likely something is.

    Attributes:
        parts: what the chance is worked out from, by name; nothing that adds nothing.
        p: from 0 to 1.
    """

    parts: Mapping[str, float]
    p: float

    @property
    def chance(self) -> int:
        """In hundredths: what a roll of a hundred may be at most."""
        return round(100 * self.p)


@dataclass(frozen=True, kw_only=True)
class Ties:
    """What binds a scholar to a player who asks them."""

    feeling: float
    bond: Bond | None
    is_sponsor: bool


@dataclass(frozen=True, kw_only=True)
class Stake:
    """What an offer, or a counter, promises.

    Attributes:
        influence: by faction; it is in escrow while the offer is open.
    """

    influence: Mapping[str, int]
    terms: tuple[Term, ...] = ()

    @property
    def quality(self) -> float:
        """From 0 to 1."""
        return min(1.0, sum(self.influence.values()) / _FULL_QUALITY)

    @property
    def promise(self) -> float:
        """What the terms are worth."""
        return sum(_BY_TERM[term] for term in self.terms)


@dataclass(frozen=True, kw_only=True)
class Wavering:
    """A scholar between two players.

    Attributes:
        idle: since when they have discovered nothing.
    """

    for_employer: float
    for_rival: float
    loyalty: int
    integrity: int
    idle: dt.timedelta


def known(faction: str, factions: Collection[str]) -> str:
    """Return a faction of this world.

    Raises:
        NoSuch: it is none.
    """
    if faction not in factions:
        raise NoSuch("faction", faction, factions)
    return faction


def admit(standing: Standing, *, gate: int, digest: int, staff: int) -> None:
    """Let pass who may offer a scholar a contract.

    Args:
        gate: the reputation that it takes.
        digest: the number of the last one.
        staff: how many scholars they employ.

    Raises:
        ReputationShort: they are not thought well enough of.
        Quiet: they have lost a career too lately.
        NoPlace: they employ as many as one may.
    """
    require(standing, gate, "recruiting")
    if standing.quiet_until > digest:
        raise Quiet(standing.quiet_until, digest)
    find_place(standing.name, staff)


def find_place(player: str, staff: int) -> None:
    """Let pass who can employ one scholar more.

    Raises:
        NoPlace: they cannot.
    """
    if staff >= MAX_STAFF:
        raise NoPlace(player, staff)


def is_cooling(parted_at: dt.datetime | None, at: dt.datetime) -> bool:
    """Tell whether a scholar refused or left somebody so lately that they are half as willing."""
    return parted_at is not None and at - parted_at < COOLDOWN


def recruiting(ties: Ties, *, influence: int, is_cool: bool) -> Odds:
    """Return how likely a free scholar takes a contract.

    Args:
        influence: what the player holds of the faction through which they ask.
        is_cool: whether they refused or left the player lately, as `is_cooling` tells.
    """
    bonds = {
        "feeling": _bounded(_PER_FEELING * ties.feeling, -_MOST_BY_FEELING, _MOST_BY_FEELING),
        "mentorship": _BY_BOND[ties.bond],
        "sponsor": _BY_SPONSOR if ties.is_sponsor else 0.0,
    }
    relationship = _bounded(sum(bonds.values()), -_MOST_BY_RELATIONSHIP, _MOST_BY_RELATIONSHIP)
    parts = {"base": _BASE * _COOLING if is_cool else _BASE, "influence": _PER_INFLUENCE * influence, **bonds}
    p = _bounded(parts["base"] + parts["influence"] + relationship, _LEAST, _MOST)
    return _odds(parts | {"bounds": p - sum(parts.values())}, p)


def poaching(scholar: Wavering, offer: Stake, counter: Stake | None = None) -> Odds:
    """Return how likely a scholar goes over to a rival.

    A counter weighs by being made, by its influence and by its terms, all against the rival.
    """
    parts = {
        "offer": offer.quality,
        "terms": offer.promise,
        "mistreatment": max(0.0, -scholar.for_employer) / _FULL_FEELING,
        "alignment": max(0.0, scholar.for_rival) / _FULL_FEELING,
        "plateau": _PLATEAU if scholar.idle >= _PLATEAU_AFTER else 0.0,
        "loyalty": _BY_LOYALTY * scholar.loyalty,
        "integrity": _BY_INTEGRITY * scholar.integrity,
    }
    if counter is not None:
        parts |= {"counter": _BY_COUNTER, "counter's offer": -counter.quality, "counter's terms": -counter.promise}
    return _odds(parts, 1 / (1 + math.exp(-_STEEPNESS * (sum(parts.values()) - _MIDDLE))))


def returning(*, for_former: float, for_present: float) -> Odds:
    """Return how likely a scholar who went over comes back."""
    parts = {"even": _EVEN, "former": _PER_PREFERENCE * for_former, "present": -_PER_PREFERENCE * for_present}
    p = _bounded(sum(parts.values()), _LEAST, _MOST)
    return _odds(parts | {"bounds": p - sum(parts.values())}, p)


NO_WAY_BACK = Odds(parts={}, p=0.0)


def _odds(parts: Mapping[str, float], p: float) -> Odds:
    """Round to a millionth, so that every machine keeps the same numbers."""
    rounded = {name: round(value, 6) for name, value in parts.items()}
    return Odds(parts={name: value for name, value in rounded.items() if value}, p=round(p, 6))


def _bounded(value: float, least: float, most: float) -> float:
    return min(most, max(least, value))
