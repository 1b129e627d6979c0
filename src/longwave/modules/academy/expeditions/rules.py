"""What an expedition takes, what helps and hinders it, and how it ends: pure decisions."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import floor

from longwave.modules.academy.events import Move
from longwave.modules.academy.expeditions.errors import ScholarInjured, ScholarTravelling, TwiceInTeam
from longwave.modules.academy.expeditions.events import Outcome
from longwave.modules.academy.scholars.roster import Scholar
from longwave.modules.academy.scholars.rules import MAX_FEELING
from longwave.modules.academy.standing import rules as standing
from longwave.modules.academy.standing.rules import Standing
from longwave.modules.academy.theories.events import Verdict
from longwave.world.findings import Depth, ExpeditionType
from longwave.world.game import Numbers

MAX_TEAM = 4
DIE = 100
# The least score of each outcome, the best first; what is below all of them is a failure.
BARS = {Outcome.LANDMARK: 85, Outcome.SUCCESS: 65, Outcome.PARTIAL: 40}
REPUTATION = {Outcome.LANDMARK: 3, Outcome.SUCCESS: 1}
VERDICTS = {Outcome.LANDMARK: Verdict.PROVEN, Outcome.FAILURE: Verdict.REFUTED}
FEELING_HOME, FEELING_FAILED = 1.0, -2.0
MAX_SYNERGY = 5
# What two scholars feel about each other shows in their work from here on.
NOTICEABLE = 0.5
MAX_OF_INFLUENCE, MAX_OF_FEELING = 3, 2
PER_RIVAL, PER_OPPONENT, MAX_POLITICAL = 2, 1, 10


@dataclass(frozen=True, kw_only=True)
class Modifiers:
    """What is added to the roll, and, as frictions, taken off it.

    Attributes:
        preparation: by depth.
        clue: what an earlier clue adds to the preparation.
        skill: the team's best.
    """

    preparation: int
    clue: int
    skill: int
    synergy: int
    goodwill: int
    site_friction: int
    political_friction: int

    @property
    def expertise(self) -> int:
        return self.skill + self.synergy

    @property
    def total(self) -> int:
        helps = self.preparation + self.clue + self.expertise + self.goodwill
        return helps - self.site_friction - self.political_friction


def require_fit(team: Sequence[Scholar], travelling: Mapping[str, str], digest: int) -> None:
    """Let a team pass that can leave.

    Args:
        travelling: the codes of queued expeditions, by scholar.
        digest: the last that was held.

    Raises:
        TwiceInTeam: a scholar is named twice.
        ScholarInjured: one is hurt.
        ScholarTravelling: one is signed up already.
    """
    seen: set[str] = set()
    for scholar in team:
        if scholar.id in seen:
            raise TwiceInTeam(scholar.name)
        if scholar.injured_until > digest:
            raise ScholarInjured(scholar.name, scholar.injured_until)
        if scholar.id in travelling:
            raise ScholarTravelling(scholar.name, travelling[scholar.id])
        seen.add(scholar.id)


def price(numbers: Numbers, expedition_type: ExpeditionType, depth: Depth) -> dict[str, int]:
    """Return what an expedition costs: its type's price, and its depth's in influence of the first faction."""
    costs = dict(numbers.costs[expedition_type])
    for first in list(costs)[:1]:
        costs[first] += numbers.depth_costs[depth]
    return costs


def refund(player: str, costs: Mapping[str, int]) -> tuple[Move, ...]:
    """Return what an expedition cost to who paid it: all of it, also above a cap that has fallen meanwhile."""
    return tuple(Move(player=player, faction=faction, change=cost) for faction, cost in costs.items() if cost > 0)


def trade(lead: Standing, costs: Mapping[str, int], pays: Mapping[str, int]) -> tuple[Move, ...]:
    """Return what taking an opportunity comes to: it is paid for first, and what it pays stays below the cap.

    Raises:
        InfluenceShort: they hold less of a faction.
    """
    paid = standing.pay(lead, costs)
    return paid + standing.earn(lead.after(paid), pays)


def skill(team: Collection[Scholar], relevant: Collection[str]) -> int:
    """Return how good the best of a team is at the best of what a site asks for."""
    return max((scholar.skill(discipline) for scholar in team for discipline in relevant), default=0)


def synergy(team: Collection[Scholar], relevant: Collection[str], feelings: Mapping[tuple[str, str], float]) -> int:
    """Return how much a team is more than its best, from 0 to 5.

    One for each further discipline of the site that works in it, one for each two who like each other, less one for
    each two of whom one cannot stand the other.
    """
    value = max(0, len({scholar.discipline for scholar in team} & set(relevant)) - 1)
    for one, other in combinations(sorted(scholar.id for scholar in team), 2):
        mutual = feelings.get((one, other), 0.0), feelings.get((other, one), 0.0)
        value += (min(mutual) >= NOTICEABLE) - (min(mutual) <= -NOTICEABLE)
    return min(MAX_SYNERGY, max(0, value))


def goodwill(held: int, cap: int, feelings: Sequence[float]) -> int:
    """Return how welcome a lead is, from -5 to 5.

    From -3 to 3 by what they hold of the site's faction next to their cap, and from -2 to 2 by what the team feels for
    them on average.
    """
    share = min(1.0, max(0.0, held / cap))
    mean = sum(feelings) / len(feelings) if feelings else 0.0
    of_influence = _nearest(2 * MAX_OF_INFLUENCE * share) - MAX_OF_INFLUENCE
    return of_influence + _nearest(MAX_OF_FEELING * mean / MAX_FEELING)


def site_friction(friction: int, eased: int) -> int:
    """Return how hard a place still makes it."""
    return max(0, friction - eased)


def political_friction(rivals: int, opponents: int) -> int:
    """Return what others' stakes cost: rivals have expeditions to the same site, opponents stand against the theory."""
    return min(MAX_POLITICAL, PER_RIVAL * rivals + PER_OPPONENT * opponents)


def outcome(score: int) -> Outcome:
    """Return how a score ends."""
    return next((outcome for outcome, bar in BARS.items() if score >= bar), Outcome.FAILURE)


def chances(total: int) -> dict[Outcome, int]:
    """Return how likely each outcome is, the best first, in hundredths: exact, since the die has a hundred sides."""
    left, found = DIE, {}
    for each, bar in BARS.items():
        reached = min(DIE, max(0, DIE + total - bar + 1))
        found[each] = reached - (DIE - left)
        left = DIE - reached
    return {**found, Outcome.FAILURE: left}


def least_told(times: Mapping[str, int], ids: Sequence[str]) -> list[str]:
    """Return those that were told least often."""
    least = min((times.get(each, 0) for each in ids), default=0)
    return [each for each in ids if times.get(each, 0) == least]


def _nearest(value: float) -> int:
    """Round to the nearest whole number, halves upwards: Python's own goes to the even one."""
    return floor(value + 0.5)
