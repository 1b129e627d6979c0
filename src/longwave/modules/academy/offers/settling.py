"""What digests bring of offers, of grudges and of defections: each thing once, the earliest first."""

from dataclasses import dataclass

from sqlalchemy import Connection

from longwave.ledger.ledger import Transaction
from longwave.modules.academy.academy import Academy, Digest, d100
from longwave.modules.academy.events import GameEvent
from longwave.modules.academy.offers import minds, outcomes, register, rules
from longwave.modules.academy.offers.events import DefectionSettled, Lapse
from longwave.modules.academy.offers.register import Arc, Offer
from longwave.modules.academy.scholars import roster
from longwave.modules.academy.standing import players


@dataclass(frozen=True, kw_only=True)
class Settling:
    """Settles what is due at a digest."""

    academy: Academy

    def at_digest(self, tx: Transaction, digest: Digest) -> int:
        """Settle offers, then grudges, ends of defections and epilogues; return how many in all."""
        settled = (self._offers, self._grudges, self._ends, self._epilogues)
        return sum(settle(tx, digest) for settle in settled)

    def _offers(self, tx: Transaction, digest: Digest) -> int:
        count = 0
        # One by one: a scholar who goes makes every other offer to them void.
        while (offer := register.first_due(tx.connection, digest.at)) is not None:
            self.academy.append(tx, self._decided(tx.connection, offer, digest), subject=offer.scholar)
            count += 1
        return count

    def _decided(self, connection: Connection, offer: Offer, digest: Digest) -> GameEvent:
        if offer.lapse:
            return outcomes.withdrawn(offer, Lapse(offer.lapse))
        if len(roster.employed(connection, offer.rival)) >= rules.MAX_STAFF:
            return outcomes.withdrawn(offer, Lapse.NO_PLACE)
        scholar = roster.get(connection, offer.scholar)
        odds = minds.poaching(connection, scholar, offer.rival, (offer.stake, offer.counter), digest.at)
        roll = d100(self.academy.dice("offer", offer.id))
        if roll > odds.chance:
            return outcomes.stayed(offer, odds, roll)
        rival, employer = players.get(connection, offer.rival), players.get(connection, offer.employer)
        return outcomes.went(offer, rival, employer, odds, roll)

    def _grudges(self, tx: Transaction, digest: Digest) -> int:
        due = register.grudges_due(tx.connection, digest.at)
        for grudge in due:
            self.academy.append(tx, outcomes.flared(grudge), subject=grudge.scholar)
        return len(due)

    def _ends(self, tx: Transaction, digest: Digest) -> int:
        count = 0
        # One by one: a scholar who comes back leaves nothing to settle of an earlier time that they left.
        while (arc := register.first_unsettled(tx.connection, digest.at)) is not None:
            self.academy.append(tx, self._ended(tx.connection, arc), subject=arc.scholar)
            count += 1
        return count

    def _ended(self, connection: Connection, arc: Arc) -> DefectionSettled:
        scholar = roster.get(connection, arc.scholar)
        odds = minds.returning(connection, scholar, arc.other_player, arc.player)
        former = players.get(connection, arc.other_player)
        return outcomes.settled(arc, scholar, former, odds, d100(self.academy.dice("defection", arc.id)))

    def _epilogues(self, tx: Transaction, digest: Digest) -> int:
        due = register.untold(tx.connection, digest.at)
        for arc, end in due:
            self.academy.append(tx, outcomes.epilogue(arc, end), subject=arc.scholar)
        return len(due)
