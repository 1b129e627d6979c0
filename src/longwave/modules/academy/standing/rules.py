"""What reputation and influence allow, and how they change: pure decisions."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from longwave.modules.academy.events import Move, Repute
from longwave.modules.academy.standing.errors import InfluenceShort, ReputationShort
from longwave.world.game import Confidence, Numbers

MIN_REPUTATION, MAX_REPUTATION = -50, 50
BASE_CAP, CAP_SHARE = 6, 5


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A player, as the rules see them.

    Attributes:
        held: what they can spend, by faction; every faction is named.
        escrow: what is set aside for offers.
        quiet_until: the digest until which they cannot recruit.
        debt: what they owe the symposium.
        misses: the symposia in a row that they had no part in.
        endowed: what they have given the archive.
        last_seq: the last event that they brought about.
    """

    id: str
    name: str
    policy: str | None = None
    reputation: int = 0
    held: Mapping[str, int] = field(default_factory=dict)
    escrow: Mapping[str, int] = field(default_factory=dict)
    quiet_until: int = 0
    debt: int = 0
    misses: int = 0
    endowed: int = 0
    last_seq: int = 0

    @property
    def cap(self) -> int:
        """How much influence they can earn in one faction."""
        return cap(self.reputation)

    def after(self, moves: tuple[Move, ...] = (), reputes: tuple[Repute, ...] = ()) -> "Standing":
        """Return the standing that changes leave: for a second decision in the same event."""
        held, escrow = dict(self.held), dict(self.escrow)
        for move in moves:
            if move.player == self.id:
                held[move.faction] = held.get(move.faction, 0) + move.change
                escrow[move.faction] = escrow.get(move.faction, 0) + move.escrow
        reputation = self.reputation + sum(each.change for each in reputes if each.player == self.id)
        return replace(self, held=held, escrow=escrow, reputation=reputation)


@dataclass(frozen=True, kw_only=True)
class WagerEnd:
    """What a wager comes to.

    Attributes:
        change: of reputation, before the bounds have their say.
        quiet_digests: for how many digests whoever made it cannot recruit.
    """

    change: int
    quiet_digests: int = 0


def cap(reputation: int) -> int:
    """Return how much influence a reputation lets one earn in a faction: 6, and one for every five above 0."""
    return BASE_CAP + max(0, reputation) // CAP_SHARE


def repute(standing: Standing, change: int, quiet_until: int = 0) -> tuple[Repute, ...]:
    """Return what a change of reputation really comes to: it stays between -50 and 50."""
    real = min(MAX_REPUTATION, max(MIN_REPUTATION, standing.reputation + change)) - standing.reputation
    return (Repute(player=standing.id, change=real, quiet_until=quiet_until),) if real or quiet_until else ()


def wager_won(numbers: Numbers, confidence: Confidence) -> WagerEnd:
    """Return what a confidence pays."""
    return WagerEnd(change=numbers.wagers[confidence].reward)


def wager_partial(numbers: Numbers, confidence: Confidence) -> WagerEnd:
    """Return what a confidence pays for half a success: half, and 1 at least."""
    return WagerEnd(change=max(1, numbers.wagers[confidence].reward // 2))


def wager_lost(numbers: Numbers, confidence: Confidence) -> WagerEnd:
    """Return what a confidence costs."""
    wager = numbers.wagers[confidence]
    return WagerEnd(change=-wager.penalty, quiet_digests=wager.quiet_digests)


def wagered(standing: Standing, end: WagerEnd, digest: int) -> tuple[Repute, ...]:
    """Return what the end of a wager does, at a digest, to who made it; a longer quiet is not cut short."""
    quiet_until = max(standing.quiet_until, digest + end.quiet_digests) if end.quiet_digests else 0
    return repute(standing, end.change, quiet_until)


def earn(standing: Standing, gains: Mapping[str, int]) -> tuple[Move, ...]:
    """Return what earning influence comes to: nothing lifts it above the cap, and nothing above it is taken away."""
    room = {faction: max(0, standing.cap - standing.held.get(faction, 0)) for faction in gains}
    return tuple(
        Move(player=standing.id, faction=faction, change=min(gain, room[faction]))
        for faction, gain in gains.items()
        if min(gain, room[faction]) > 0
    )


def pay(standing: Standing, costs: Mapping[str, int]) -> tuple[Move, ...]:
    """Return the payment of a price.

    Raises:
        InfluenceShort: they hold less of a faction.
    """
    _afford(standing, costs)
    return tuple(Move(player=standing.id, faction=faction, change=-cost) for faction, cost in costs.items() if cost > 0)


def lose(standing: Standing, losses: Mapping[str, int]) -> tuple[Move, ...]:
    """Return a loss: what they hold of it, where that is less."""
    taken = {faction: min(loss, standing.held.get(faction, 0)) for faction, loss in losses.items()}
    return tuple(Move(player=standing.id, faction=faction, change=-loss) for faction, loss in taken.items() if loss > 0)


def set_aside(standing: Standing, amounts: Mapping[str, int]) -> tuple[Move, ...]:
    """Return a payment into escrow.

    Raises:
        InfluenceShort: they hold less of a faction.
    """
    _afford(standing, amounts)
    return tuple(
        Move(player=standing.id, faction=faction, change=-amount, escrow=amount)
        for faction, amount in amounts.items()
        if amount > 0
    )


def give_back(player: str, amounts: Mapping[str, int]) -> tuple[Move, ...]:
    """Return what stood in escrow to its owner: all of it, also above a cap that has fallen meanwhile."""
    return tuple(
        Move(player=player, faction=faction, change=amount, escrow=-amount)
        for faction, amount in amounts.items()
        if amount > 0
    )


def spend_escrow(player: str, amounts: Mapping[str, int]) -> tuple[Move, ...]:
    """Return the payment of what stood in escrow."""
    return tuple(
        Move(player=player, faction=faction, change=0, escrow=-amount)
        for faction, amount in amounts.items()
        if amount > 0
    )


def require(standing: Standing, reputation: int, what: str) -> None:
    """Let pass who is thought well enough of.

    Raises:
        ReputationShort: they are not.
    """
    if standing.reputation < reputation:
        raise ReputationShort(what, standing.reputation, reputation)


def _afford(standing: Standing, costs: Mapping[str, int]) -> None:
    for faction, cost in costs.items():
        if cost > standing.held.get(faction, 0):
            raise InfluenceShort(faction, standing.held.get(faction, 0), cost)
