"""How expeditions are sent and called off, and what digests make of them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from longwave.commands.card import Card
from longwave.commands.command import Answer, Carry, Command, Offer, Query
from longwave.ledger.ledger import Transaction
from longwave.modules.academy.academy import Academy, Digest
from longwave.modules.academy.errors import NoSuch
from longwave.modules.academy.expeditions import cards, codes, planning, reading, rules
from longwave.modules.academy.expeditions.commands import LaunchExpedition, TakeOpportunity
from longwave.modules.academy.expeditions.errors import NotQueued, OpportunityGone
from longwave.modules.academy.expeditions.events import (
    ExpeditionCancelled,
    ExpeditionQueued,
    OpportunityLapsed,
    OpportunityTaken,
)
from longwave.modules.academy.expeditions.findings import Findings
from longwave.modules.academy.expeditions.homecoming import Homecoming
from longwave.modules.academy.expeditions.ports import SymposiumPort, TheoryPort
from longwave.modules.academy.expeditions.projections import OPEN, QUEUED
from longwave.modules.academy.expeditions.views import Views
from longwave.modules.academy.hosting import state
from longwave.modules.academy.scholars.handlers import Roster
from longwave.modules.academy.standing import players


@dataclass(frozen=True, kw_only=True)
class Expeditions:
    """Carries out what players ask of expeditions, and resolves them.

    Attributes:
        theories: settles the theories that expeditions put to the test.
        symposium: takes the questions that they raise.
        roster: takes in whom they bring back.
    """

    academy: Academy
    theories: TheoryPort
    symposium: SymposiumPort
    roster: Roster

    @cached_property
    def findings(self) -> Findings:
        return Findings(academy=self.academy, theories=self.theories, symposium=self.symposium)

    @cached_property
    def homecoming(self) -> Homecoming:
        return Homecoming(academy=self.academy, findings=self.findings, theories=self.theories, roster=self.roster)

    @cached_property
    def views(self) -> Views:
        return Views(academy=self.academy)

    def carried(self) -> Mapping[type[Command], Carry]:
        """Return what carries out which command."""
        return {LaunchExpedition: self.launch, TakeOpportunity: self.take}

    def answered(self) -> Mapping[type[Query], Answer]:
        """Return what answers which query."""
        return self.views.answered()

    def choices(self) -> Mapping[str, Offer]:
        """Return what lists the choices of which kind."""
        return self.views.choices()

    def launch(self, tx: Transaction, command: LaunchExpedition) -> Card:
        game = state.going(tx.connection)
        lead = players.get(tx.connection, tx.stamp.actor)
        planned = planning.checked(self.academy, tx.connection, command, lead, game.digest)
        planned.require_gate()
        queued = ExpeditionQueued(
            expedition=codes.code(reading.next_number(tx.connection)),
            player=lead.id,
            expedition_type=command.expedition_type,
            objective=command.objective,
            site=command.site,
            team=command.team,
            depth=command.prep_depth,
            theory=command.theory,
            moves=planned.payment(),
        )
        outlook = planned.outlook(tx.connection, self.academy.game.numbers)
        self.academy.append(tx, queued, subject=queued.expedition)
        return cards.launched(queued.expedition, outlook)

    def take(self, tx: Transaction, command: TakeOpportunity) -> Card:
        state.going(tx.connection)
        lead = players.get(tx.connection, tx.stamp.actor)
        offer = reading.offer(tx.connection, command.opportunity)
        if offer is None or offer.player != lead.id:
            known = (str(each.number) for each in reading.open_offers(tx.connection, lead.id))
            raise NoSuch("opportunity of yours", command.opportunity, known)
        if offer.state != OPEN or offer.until <= tx.stamp.at:
            raise OpportunityGone(offer.number)
        moves = rules.trade(lead, offer.costs, offer.pays)
        taken = OpportunityTaken(opportunity=offer.number, player=lead.id, says=offer.says, moves=moves)
        self.academy.append(tx, taken, subject=str(offer.number))
        return cards.taken(offer, {move.faction: move.change for move in moves if move.change > 0})

    def cancel(self, tx: Transaction, code: str, reason: str) -> None:
        """Call a queued expedition off, and give back what it cost.

        Raises:
            NoSuch: there is none of that code.
            NotQueued: it has come back, or was called off already.
        """
        expedition = reading.get(tx.connection, code)
        if expedition.state != QUEUED:
            raise NotQueued(expedition.code)
        cancelled = ExpeditionCancelled(
            expedition=expedition.code,
            player=expedition.player,
            reason=reason,
            moves=rules.refund(expedition.player, expedition.costs),
        )
        self.academy.append(tx, cancelled, subject=expedition.code)

    def at_digest(self, tx: Transaction, digest: Digest) -> int:
        """Resolve all that are queued, in the order of their numbers; return how many."""
        queued = reading.queued(tx.connection)
        leads: dict[str, set[str]] = defaultdict(set)
        for expedition in queued:
            leads[expedition.site].add(expedition.player)
        for expedition in queued:
            # Who is resolved first has the same rivals as who is resolved last.
            rivals = len(leads[expedition.site] - {expedition.player})
            self.homecoming.resolve(tx, expedition, rivals, digest)
        return len(queued)

    def follow_up_at_digest(self, tx: Transaction, digest: Digest) -> int:
        """Tell what came of earlier findings, and close what nobody took in time; return how many of both."""
        sequels = reading.sequels(tx.connection, digest.number)
        for sequel in sequels:
            self.findings.go_on(tx, sequel, digest)
        lapsed = reading.lapsed_offers(tx.connection, digest.at)
        for offer in lapsed:
            gone = OpportunityLapsed(opportunity=offer.number, player=offer.player, says=offer.says)
            self.academy.append(tx, gone, subject=str(offer.number))
        return len(sequels) + len(lapsed)
