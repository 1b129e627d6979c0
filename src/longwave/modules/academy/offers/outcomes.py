"""What offers, grudges and defections come to, with all that scholars feel and remember by it."""

from longwave.modules.academy.events import Felt, Noted
from longwave.modules.academy.offers import rules
from longwave.modules.academy.offers.events import (
    ArcEnd,
    DefectionSettled,
    EpilogueTold,
    GrudgeFlared,
    Lapse,
    OfferRefused,
    OfferWithdrawn,
    ScholarDefected,
)
from longwave.modules.academy.offers.register import Arc, Grudge, Offer
from longwave.modules.academy.offers.rules import Odds
from longwave.modules.academy.scholars.roster import Scholar
from longwave.modules.academy.standing.rules import Standing, give_back, spend_escrow

# Of what was not rolled for.
CERTAIN = Odds(parts={}, p=1.0)
UNROLLED = 0


def withdrawn(offer: Offer, why: Lapse) -> OfferWithdrawn:
    """Return the end of an offer that nobody decides about: all that was in escrow for it goes back."""
    return OfferWithdrawn(
        offer=offer.id,
        player=offer.rival,
        scholar=offer.scholar,
        reason=why,
        moves=(*give_back(offer.rival, offer.stake.influence), *give_back(offer.employer, _countered(offer))),
    )


def stayed(offer: Offer, odds: Odds, roll: int) -> OfferRefused:
    """Return the end of an offer in vain: it goes back, and what it was countered with is paid."""
    return OfferRefused(
        offer=offer.id,
        player=offer.rival,
        other_player=offer.employer,
        scholar=offer.scholar,
        chance=odds.chance,
        roll=roll,
        odds=dict(odds.parts),
        moves=(*give_back(offer.rival, offer.stake.influence), *spend_escrow(offer.employer, _countered(offer))),
        feelings=(Felt(scholar=offer.scholar, towards=offer.employer, change=rules.STAYED),),
    )


def went(offer: Offer, rival: Standing, employer: Standing, odds: Odds, roll: int) -> ScholarDefected:
    """Return the end of an offer that won: it is paid, and what it was countered with goes back."""
    return ScholarDefected(
        offer=offer.id,
        player=rival.id,
        other_player=employer.id,
        scholar=offer.scholar,
        terms=offer.stake.terms,
        chance=odds.chance,
        roll=roll,
        odds=dict(odds.parts),
        moves=(*spend_escrow(rival.id, offer.stake.influence), *give_back(employer.id, _countered(offer))),
        feelings=(Felt(scholar=offer.scholar, towards=employer.id, change=rules.DESERTED),),
        notes=(Noted(scholar=offer.scholar, says=f"I left {employer.name} for {rival.name}.", is_scar=True),),
    )


def decreed(scholar: Scholar, player: Standing, employer: Standing, reason: str) -> ScholarDefected:
    """Return the defection that the host decrees."""
    says = f"I was made to leave {employer.name} for {player.name}."
    return ScholarDefected(
        offer=None,
        player=player.id,
        other_player=employer.id,
        scholar=scholar.id,
        chance=CERTAIN.chance,
        roll=UNROLLED,
        reason=reason,
        feelings=(Felt(scholar=scholar.id, towards=employer.id, change=rules.TAKEN_AWAY),),
        notes=(Noted(scholar=scholar.id, says=says, is_scar=True),),
    )


def flared(grudge: Grudge) -> GrudgeFlared:
    """Return a grudge in the open."""
    return GrudgeFlared(
        grudge=grudge.id,
        scholar=grudge.scholar,
        player=grudge.player,
        because=grudge.because,
        feelings=(Felt(scholar=grudge.scholar, towards=grudge.player, change=rules.GRUDGE),),
    )


def settled(arc: Arc, scholar: Scholar, former: Standing, odds: Odds, roll: int) -> DefectionSettled:
    """Return how a defection ends: the scholar is back with whom they left, or will never be."""
    is_back = roll <= odds.chance
    ties = {arc.other_player: rules.CAME_BACK, arc.player: rules.LEFT_AGAIN}
    if not is_back:
        ties = {arc.other_player: rules.ESTRANGED}
        # Whom they went to may have lost them since.
        ties |= {arc.player: rules.SETTLED_IN} if scholar.employer == arc.player else {}
    says = f"I came back to {former.name}." if is_back else f"I am done with {former.name} for good."
    return DefectionSettled(
        defection=arc.id,
        scholar=arc.scholar,
        player=arc.player,
        other_player=arc.other_player,
        end=ArcEnd.RETURN if is_back else ArcEnd.RIVALRY,
        chance=odds.chance,
        roll=roll,
        odds=dict(odds.parts),
        feelings=tuple(Felt(scholar=arc.scholar, towards=whom, change=change) for whom, change in ties.items()),
        notes=(Noted(scholar=arc.scholar, says=says),),
    )


def epilogue(arc: Arc, end: ArcEnd) -> EpilogueTold:
    """Return the last word on a defection."""
    return EpilogueTold(
        defection=arc.id, scholar=arc.scholar, player=arc.player, other_player=arc.other_player, end=end
    )


def _countered(offer: Offer) -> dict[str, int]:
    return dict(offer.counter.influence) if offer.counter else {}
