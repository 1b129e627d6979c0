"""The economy's decisions: what a day costs and brings, and what comes of investments, gifts and promises.

A day is reckoned once, at its first digest; a day without a digest is neither charged nor granted anything. Whoever
holds less than the stipend's measure of a faction, what is set aside counting, is given one influence of it; then each
scholar is paid one of their own faction, or of what their employer holds most, and who has waited longest comes first.
A commitment of a season falls due in four parts, the larger ones first, and what was not paid of a part is asked for
again with the next. An investment warms the investor's own scholars of that faction, or all of it where they have none.
"""

import calendar
import datetime as dt
import math
from collections import Counter
from collections.abc import Mapping, Sequence

from longwave.modules.academy.economy.events import ArchiveEndowed, ContractsPaid, DebtPaid
from longwave.modules.academy.economy.purse import fullest
from longwave.modules.academy.events import Felt, Move
from longwave.modules.academy.scholars.roster import Scholar
from longwave.modules.academy.standing.rules import Standing, earn, pay, repute
from longwave.world.game import SeasonalEvent

STIPEND = 1
UNPAID_FEELING, MOST_UNPAID_DAYS = -0.5, 3
LEAST_INVESTED, WARMING, WARMED_PER = 3, 0.2, 3
PROGRESS_PER_INFLUENCE, GOODWILL_SHARE, MOST_GOODWILL = 0.08, 100, 0.1
PROJECT_REWARD = 6
LEAST_ENDOWED, ENDOWED_PER_REPUTATION = 4, 12
COMMITMENT, LEAST_SHARE = 3, 0.5
PARTS, PART_DAYS = 4, 7
COMMITMENT_DAYS = PARTS * PART_DAYS
BROKEN_COMMITMENT = -1
MAX_FEELING = 10


def stipend(standing: Standing, factions: Sequence[str], below: int) -> tuple[Move, ...]:
    """Return what the factions give who holds little of them."""
    owned = {faction: standing.held.get(faction, 0) + standing.escrow.get(faction, 0) for faction in factions}
    return earn(standing, {faction: STIPEND for faction in factions if owned[faction] < below})


def pay_contracts(standing: Standing, staff: Sequence[Scholar]) -> ContractsPaid:
    """Pay a player's scholars for a day, as far as the player can."""
    held = dict(standing.held)
    costs: Counter[str] = Counter()
    paid, unpaid = [], []
    for scholar in sorted(staff, key=lambda scholar: (-scholar.unpaid, scholar.id)):
        faction = scholar.faction if held.get(scholar.faction, 0) > 0 else fullest(held)
        if not faction:
            unpaid.append(scholar.id)
            continue
        held[faction] -= 1
        costs[faction] += 1
        paid.append(scholar.id)
    return ContractsPaid(
        player=standing.id,
        paid=tuple(paid),
        unpaid=tuple(unpaid),
        moves=pay(standing, costs),
        feelings=tuple(Felt(scholar=each, towards=standing.id, change=UNPAID_FEELING) for each in unpaid),
    )


def leaves(scholar: Scholar) -> bool:
    """Tell whether a scholar whom nobody paid today has had enough."""
    return scholar.unpaid + 1 >= MOST_UNPAID_DAYS


def warming(amount: int) -> float:
    """Return what an investment adds to a feeling: .2 for each whole 3."""
    return round(WARMING * (amount // WARMED_PER), 6)


def goodwill(feelings: Sequence[float]) -> float:
    """Return what the feelings of a faction's scholars for a player add to progress: a hundredth of the mean, to .1."""
    return round(min(MOST_GOODWILL, max(0.0, _mean(feelings)) / GOODWILL_SHARE), 6)


def progress(amount: int, bonus: float) -> float:
    """Return what a project gains: .08 for each influence, and the goodwill."""
    return round(amount * PROGRESS_PER_INFLUENCE + bonus, 6)


def shares(backing: Mapping[str, int], reward: int = PROJECT_REWARD) -> dict[str, int]:
    """Return how a reward is shared by what each has put in: whole parts, the rest by the largest remainders.

    Of equal remainders the one who put in more comes first, then the first by id.
    """
    total = sum(backing.values())
    whole = {player: reward * amount // total for player, amount in backing.items()}
    remainders = sorted(backing, key=lambda player: (-(reward * backing[player] % total), -backing[player], player))
    for player in remainders[: reward - sum(whole.values())]:
        whole[player] += 1
    return {player: share for player, share in sorted(whole.items()) if share}


def endow(standing: Standing, faction: str, amount: int) -> ArchiveEndowed:
    """Give influence to the archive: it pays debts first, and each 12 of the rest are thought well of.

    Raises:
        InfluenceShort: they hold less of the faction.
    """
    against_debt = min(standing.debt, amount)
    total = standing.endowed + amount - against_debt
    reached = total // ENDOWED_PER_REPUTATION - standing.endowed // ENDOWED_PER_REPUTATION
    return ArchiveEndowed(
        player=standing.id,
        faction=faction,
        amount=amount,
        against_debt=against_debt,
        total=total,
        moves=pay(standing, {faction: amount}),
        reputes=repute(standing, reached),
    )


def pay_debt(standing: Standing, faction: str, amount: int) -> DebtPaid:
    """Pay a debt, and no more than it.

    Raises:
        InfluenceShort: they hold less of the faction.
    """
    amount = min(amount, standing.debt)
    moves = pay(standing, {faction: amount})
    return DebtPaid(player=standing.id, amount=amount, left=standing.debt - amount, moves=moves)


def owed(feelings: Sequence[float]) -> int:
    """Return what a season asks of a player: round(3 x max(.5, 1 - rel)), a half upwards.

    Args:
        feelings: of the faction's scholars for the player; rel is a tenth of their mean, from 0 to 1.
    """
    relation = min(1.0, max(0.0, _mean(feelings) / MAX_FEELING))
    return math.floor(COMMITMENT * max(LEAST_SHARE, 1 - relation) + 0.5)


def part(opened: dt.date, today: dt.date) -> int:
    """Return how many parts of a commitment have fallen due."""
    return min(PARTS, max(0, (today - opened).days // PART_DAYS))


def due(owed: int, parts: int) -> int:
    """Return what of a commitment should be paid after so many parts."""
    return -(-owed * parts // PARTS)


def began(season: SeasonalEvent, day: dt.date) -> dt.date | None:
    """Return the day on which a season that a day is in began; None where the day is in none.

    29 February is the 28th where there is none.
    """
    for year in (day.year, day.year - 1):
        first = _date(year, season.first)
        last = _date(year + (season.last < season.first), season.last)
        if first <= day <= last:
            return first
    return None


def _date(year: int, month_day: str) -> dt.date:
    month, day = map(int, month_day.split("-"))
    return dt.date(year, month, min(day, calendar.monthrange(year, month)[1]))


def _mean(feelings: Sequence[float]) -> float:
    # fsum: the order in which a database gives them out must not matter.
    return math.fsum(feelings) / len(feelings) if feelings else 0.0
