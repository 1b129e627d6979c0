"""What expeditions find sideways, what comes of it later, and what effects set going beside the event itself."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from longwave.ledger.ledger import Transaction
from longwave.modules.academy.academy import Academy, Digest
from longwave.modules.academy.expeditions import effects, reading, rules
from longwave.modules.academy.expeditions.events import OpportunityOpened, SidewaysFound, VignetteContinued
from longwave.modules.academy.expeditions.ports import SymposiumPort, TheoryPort
from longwave.modules.academy.expeditions.reading import Expedition, Sequel
from longwave.modules.academy.expeditions.tale import Tale
from longwave.modules.academy.scholars import roster
from longwave.modules.academy.standing import players
from longwave.world.findings import ConferenceCall, Effect, Opportunity, TopicFound, Vignette


@dataclass(frozen=True, kw_only=True)
class Findings:
    """Tells of findings, and brings about what they have in them."""

    academy: Academy
    theories: TheoryPort
    symposium: SymposiumPort

    def find(self, tx: Transaction, tale: Tale, expedition: Expedition, digest: Digest) -> None:
        """Find something sideways, of what was told least often."""
        vignette = self._drawn(tx.connection, expedition)
        if vignette is None:
            return
        done = effects.consequences(vignette.effects, tale.lead, tale.scholar, digest.number)
        sequel = vignette.follow_up
        found = SidewaysFound(
            expedition=tale.code,
            player=tale.lead.id,
            site=tale.site.id,
            scholar=tale.scholar.id,
            vignette=vignette.id,
            title=vignette.title,
            says=tale.told(vignette.says),
            effects=vignette.effects,
            sequel=sequel,
            sequel_at=digest.number + sequel.digests if sequel else 0,
            moves=done.moves,
            reputes=done.reputes,
            feelings=done.feelings,
            injured=done.injured,
        )
        self.academy.append(tx, found, subject=tale.code)
        self.bring_about(tx, tale, vignette.effects, digest)

    def go_on(self, tx: Transaction, due: Sequel, digest: Digest) -> None:
        """Tell what came of a finding."""
        [scholar] = roster.those(tx.connection, [due.scholar])
        tale = Tale(
            number=due.expedition,
            lead=players.get(tx.connection, due.player),
            scholar=scholar,
            site=self.academy.game.sites[due.site],
            theory=due.theory,
        )
        done = effects.consequences(due.sequel.effects, tale.lead, scholar, digest.number)
        continued = VignetteContinued(
            expedition=tale.code,
            player=tale.lead.id,
            site=tale.site.id,
            scholar=scholar.id,
            vignette=due.vignette,
            title=due.title,
            says=tale.told(due.sequel.says),
            effects=due.sequel.effects,
            moves=done.moves,
            reputes=done.reputes,
            feelings=done.feelings,
            injured=done.injured,
        )
        self.academy.append(tx, continued, subject=tale.code)
        self.bring_about(tx, tale, due.sequel.effects, digest)

    def bring_about(self, tx: Transaction, tale: Tale, brought: Sequence[Effect], digest: Digest) -> None:
        """Let happen what effects set going in events of their own: offers, conferences, questions."""
        for effect in brought:
            if isinstance(effect, Opportunity):
                self._open(tx, tale, effect, digest)
            elif isinstance(effect, ConferenceCall):
                called = tale.theory is not None and self.theories.call_conference(tx, tale.theory, digest)
                if not called:
                    self._ask(tx, tale, effect.question)
            elif isinstance(effect, TopicFound):
                self._ask(tx, tale, effect.question)

    def _open(self, tx: Transaction, tale: Tale, effect: Opportunity, digest: Digest) -> None:
        opened = OpportunityOpened(
            opportunity=reading.next_offer(tx.connection),
            player=tale.lead.id,
            says=effect.says,
            costs=effect.costs,
            pays=effect.pays,
            until=digest.at + dt.timedelta(days=effect.days),
        )
        self.academy.append(tx, opened, subject=tale.code)

    def _ask(self, tx: Transaction, tale: Tale, question: str) -> None:
        self.symposium.propose(tx, effects.headline(question), effects.raised(question, tale.site.name, tale.code))

    def _drawn(self, connection: Connection, expedition: Expedition) -> Vignette | None:
        fit = {
            vignette.id: vignette
            for vignette in self.academy.game.vignettes.values()
            if (vignette.expedition, vignette.depth) == (expedition.expedition_type, expedition.depth)
        }
        if not fit:
            return None
        least = rules.least_told(reading.told(connection, fit), list(fit))
        return fit[self.academy.dice("vignette", expedition.code).choice(least)]
