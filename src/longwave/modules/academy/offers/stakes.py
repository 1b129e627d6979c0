"""What players type as an offer, read as what is at stake."""

from collections.abc import Collection

from longwave.modules.academy.offers.commands import CounterOffer, Poach, ShowOdds
from longwave.modules.academy.offers.errors import StakeUnclear
from longwave.modules.academy.offers.events import Term
from longwave.modules.academy.offers.rules import Stake, known


def typed(asked: Poach | CounterOffer | ShowOdds, factions: Collection[str]) -> Stake:
    """Return what is offered: influence in one faction or two, and terms, each once.

    Raises:
        StakeUnclear: half of the second part is missing, or it names the first one's faction.
        NoSuch: a faction is none of this world's.
    """
    influence = {known(asked.faction, factions): asked.amount}
    if (asked.faction2 is None) != (asked.amount2 is None):
        raise StakeUnclear("`faction2` and `amount2` go together")
    if asked.faction2 is not None and asked.amount2 is not None:
        if asked.faction2 == asked.faction:
            raise StakeUnclear(f"{asked.faction} is named twice")
        influence[known(asked.faction2, factions)] = asked.amount2
    return Stake(influence=influence, terms=tuple(term for term in Term if term in asked.terms))
