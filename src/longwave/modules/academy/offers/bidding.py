"""How players court one another's scholars."""

from collections.abc import Mapping
from dataclasses import dataclass

from longwave.commands.card import Card
from longwave.commands.command import Carry, Command
from longwave.ledger.ledger import Transaction
from longwave.modules.academy.academy import Academy
from longwave.modules.academy.errors import NoSuch
from longwave.modules.academy.hosting import state
from longwave.modules.academy.offers import cards, minds, outcomes, register, rules, stakes
from longwave.modules.academy.offers.commands import AcceptOffer, CounterOffer, Poach, WithdrawOffer
from longwave.modules.academy.offers.errors import (
    AlreadyCountered,
    OfferDecided,
    OfferStands,
    OfferTooSoon,
    OwnScholar,
    ScholarFree,
)
from longwave.modules.academy.offers.events import Lapse, OfferCountered, OfferMade
from longwave.modules.academy.offers.register import Offer
from longwave.modules.academy.scholars import roster
from longwave.modules.academy.scholars.roster import Scholar
from longwave.modules.academy.standing import players
from longwave.modules.academy.standing.rules import Standing, set_aside


@dataclass(frozen=True, kw_only=True)
class Bidding:
    """Carries out what players do about offers."""

    academy: Academy

    def carried(self) -> Mapping[type[Command], Carry]:
        """Return what carries out which command."""
        return {Poach: self.poach, CounterOffer: self.counter, AcceptOffer: self.accept, WithdrawOffer: self.withdraw}

    def poach(self, tx: Transaction, command: Poach) -> Card:
        game = state.going(tx.connection)
        player = players.get(tx.connection, tx.stamp.actor)
        scholar = roster.get(tx.connection, command.scholar)
        employer = _other_employer(tx, player, scholar)
        stake = stakes.typed(command, self.academy.factions)
        staff = len(roster.employed(tx.connection, player.id))
        rules.admit(player, gate=self.academy.game.numbers.recruit_gate, digest=game.digest, staff=staff)
        self._refuse_again(tx, player, scholar)
        made = OfferMade(
            offer=register.next_number(tx.connection),
            player=player.id,
            other_player=employer.id,
            scholar=scholar.id,
            influence=dict(stake.influence),
            terms=stake.terms,
            due=tx.stamp.at + rules.OFFER_STANDS,
            moves=set_aside(player, stake.influence),
        )
        self.academy.append(tx, made, subject=scholar.id)
        odds = minds.poaching(tx.connection, scholar, player.id, (stake, None), tx.stamp.at)
        return cards.offered(made, scholar.name, employer.name, odds, self.academy.local(made.due))

    def counter(self, tx: Transaction, command: CounterOffer) -> Card:
        state.going(tx.connection)
        player = players.get(tx.connection, tx.stamp.actor)
        offer = _open_to(tx, player, command.offer)
        if offer.counter is not None:
            raise AlreadyCountered(offer.id)
        stake = stakes.typed(command, self.academy.factions)
        countered = OfferCountered(
            offer=offer.id,
            player=player.id,
            other_player=offer.rival,
            scholar=offer.scholar,
            influence=dict(stake.influence),
            terms=stake.terms,
            due=tx.stamp.at + rules.COUNTER_STANDS,
            moves=set_aside(player, stake.influence),
        )
        self.academy.append(tx, countered, subject=offer.scholar)
        scholar = roster.get(tx.connection, offer.scholar)
        odds = minds.poaching(tx.connection, scholar, offer.rival, (offer.stake, stake), tx.stamp.at)
        rival = players.get(tx.connection, offer.rival)
        return cards.countered(countered, scholar.name, rival.name, odds, self.academy.local(countered.due))

    def accept(self, tx: Transaction, command: AcceptOffer) -> Card:
        state.going(tx.connection)
        player = players.get(tx.connection, tx.stamp.actor)
        offer = _open_to(tx, player, command.offer)
        rival = players.get(tx.connection, offer.rival)
        rules.find_place(rival.name, len(roster.employed(tx.connection, rival.id)))
        gone = outcomes.went(offer, rival, player, outcomes.CERTAIN, outcomes.UNROLLED)
        self.academy.append(tx, gone, subject=offer.scholar)
        return cards.let_go(offer, roster.get(tx.connection, offer.scholar).name, rival.name)

    def withdraw(self, tx: Transaction, command: WithdrawOffer) -> Card:
        state.going(tx.connection)
        player = players.get(tx.connection, tx.stamp.actor)
        offer = register.find(tx.connection, command.offer)
        if offer is None or offer.rival != player.id:
            raise NoSuch("open offer of yours", command.offer)
        _refuse_decided(tx, offer)
        self.academy.append(tx, outcomes.withdrawn(offer, Lapse.WITHDRAWN), subject=offer.scholar)
        return cards.withdrawn(offer, roster.get(tx.connection, offer.scholar).name)

    def force(self, tx: Transaction, scholar: str, player: str, reason: str) -> None:
        """Let a scholar go over to a player, as the host decrees."""
        new = players.get(tx.connection, player)
        taken = roster.get(tx.connection, scholar)
        former = _other_employer(tx, new, taken)
        rules.find_place(new.name, len(roster.employed(tx.connection, new.id)))
        self.academy.append(tx, outcomes.decreed(taken, new, former, reason), subject=taken.id)

    def _refuse_again(self, tx: Transaction, player: Standing, scholar: Scholar) -> None:
        standing = register.between(tx.connection, scholar.id, player.id)
        if standing is not None:
            raise OfferStands(standing.id, scholar.name)
        offered_at = register.courtship(tx.connection, scholar.id, player.id).offered_at
        if offered_at is not None and tx.stamp.at - offered_at < rules.BETWEEN_OFFERS:
            raise OfferTooSoon(scholar.name, self.academy.local(offered_at + rules.BETWEEN_OFFERS))


def _other_employer(tx: Transaction, player: Standing, scholar: Scholar) -> Standing:
    if scholar.employer is None:
        raise ScholarFree(scholar.name)
    if scholar.employer == player.id:
        raise OwnScholar(scholar.name)
    return players.get(tx.connection, scholar.employer)


def _open_to(tx: Transaction, player: Standing, number: int) -> Offer:
    """Return an open offer that a player can still answer."""
    offer = register.find(tx.connection, number)
    if offer is None or offer.employer != player.id:
        raise NoSuch("open offer to a scholar of yours", number)
    _refuse_decided(tx, offer)
    return offer


def _refuse_decided(tx: Transaction, offer: Offer) -> None:
    if offer.lapse:
        raise OfferDecided(offer.id, "the scholar has gone meanwhile")
    if offer.due <= tx.stamp.at:
        raise OfferDecided(offer.id, "the scholar is making up their mind")
