"""Whom and where something is told of, and what is remembered of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from longwave.modules.academy.events import Noted
from longwave.modules.academy.expeditions import codes
from longwave.modules.academy.expeditions.events import Outcome
from longwave.modules.academy.scholars.roster import Scholar
from longwave.modules.academy.scholars.templates import filled
from longwave.modules.academy.standing.rules import Standing
from longwave.world.findings import SLOTS, MishapKind
from longwave.world.game import Site


@dataclass(frozen=True, kw_only=True)
class Tale:
    """What everything that comes of an expedition is told of.

    Attributes:
        lead: how the player stands now.
        scholar: the one of the team that it happens to.
        theory: what the expedition put to the test, if it did.
    """

    number: int
    lead: Standing
    scholar: Scholar
    site: Site
    theory: int | None

    @property
    def code(self) -> str:
        return codes.code(self.number)

    def told(self, template: str) -> str:
        """Write a template of the pack out."""
        return filled(template, dict(zip(SLOTS, (self.lead.name, self.scholar.name, self.site.name), strict=True)))


def memories(tale: Tale, team: Sequence[Scholar], outcome: Outcome, mishap: MishapKind | None) -> tuple[Noted, ...]:
    """Return what scholars keep of an expedition: all of them a landmark, and whom it befell a disaster, as a scar."""
    where = f"at {tale.site.name} with {tale.lead.name}"
    if outcome is Outcome.LANDMARK:
        says = f"I was {where} when {tale.code} became a landmark."
        return tuple(Noted(scholar=each.id, says=says) for each in team)
    if mishap is MishapKind.DISASTER:
        says = f"I was {where} when {tale.code} ended in disaster."
        return (Noted(scholar=tale.scholar.id, says=says, is_scar=True),)
    return ()
