"""How expeditions come back: rolled, told, and settled with everybody whom they concern."""

from dataclasses import dataclass, replace
from random import Random

from longwave.ledger.ledger import Transaction
from longwave.modules.academy.academy import Academy, Digest, d100
from longwave.modules.academy.expeditions import prospects, rules
from longwave.modules.academy.expeditions.events import Outcome
from longwave.modules.academy.expeditions.findings import Findings
from longwave.modules.academy.expeditions.ports import TheoryPort
from longwave.modules.academy.expeditions.prospects import Venture
from longwave.modules.academy.expeditions.reading import Expedition
from longwave.modules.academy.expeditions.returns import Return
from longwave.modules.academy.expeditions.tale import Tale
from longwave.modules.academy.scholars import roster
from longwave.modules.academy.scholars.handlers import Roster
from longwave.modules.academy.standing import players
from longwave.world.findings import Mishap


@dataclass(frozen=True, kw_only=True)
class Homecoming:
    """Lets expeditions come back."""

    academy: Academy
    findings: Findings
    theories: TheoryPort
    roster: Roster

    def resolve(self, tx: Transaction, expedition: Expedition, rivals: int, digest: Digest) -> None:
        """Resolve an expedition, with all that follows from it.

        Args:
            rivals: how many others had one queued to the same site.
        """
        back = self._back(tx, expedition, rivals)
        self.academy.append(tx, back.event(self.academy.game.numbers, digest.number), subject=expedition.code)
        verdict = rules.VERDICTS.get(back.outcome)
        if expedition.theory is not None and verdict is not None:
            self.theories.settle_by_expedition(tx, expedition.theory, verdict, digest)
        # What came of it so far has changed how the lead stands.
        tale = replace(back.tale, lead=players.get(tx.connection, expedition.player))
        if back.outcome is Outcome.PARTIAL:
            self.findings.find(tx, tale, expedition, digest)
        self.findings.bring_about(tx, tale, back.effects, digest)
        if not back.is_failed:
            self.roster.introduce(tx, expedition.code, expedition.player, tale.site, digest)

    def _back(self, tx: Transaction, expedition: Expedition, rivals: int) -> Return:
        """Roll, on fresh state."""
        venture = Venture(
            lead=players.get(tx.connection, expedition.player),
            site=self.academy.game.sites[expedition.site],
            depth=expedition.depth,
            team=roster.those(tx.connection, expedition.team),
            theory=expedition.theory,
            rivals=rivals,
        )
        modifiers = prospects.weigh(tx.connection, self.academy.game.numbers, venture)
        stream = self.academy.dice("expedition", expedition.code)
        roll, scholar = d100(stream), stream.choice(venture.team)
        is_failed = rules.outcome(roll + modifiers.total) is Outcome.FAILURE
        tale = Tale(
            number=expedition.number,
            lead=venture.lead,
            scholar=scholar,
            site=venture.site,
            theory=expedition.theory,
        )
        return Return(
            expedition=expedition,
            tale=tale,
            team=venture.team,
            modifiers=modifiers,
            roll=roll,
            mishap=self._mishap(expedition, stream) if is_failed else None,
        )

    def _mishap(self, expedition: Expedition, stream: Random) -> Mishap | None:
        """Draw from the failure table of the expedition's type and depth."""
        fit = [
            mishap
            for mishap in self.academy.game.mishaps.values()
            if (mishap.expedition, mishap.depth) == (expedition.expedition_type, expedition.depth)
        ]
        return stream.choices(fit, [mishap.weight for mishap in fit])[0] if fit else None
