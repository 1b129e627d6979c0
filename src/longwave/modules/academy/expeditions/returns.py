"""What an expedition that came back does to its lead and its team: pure decisions."""

from collections.abc import Sequence
from dataclasses import dataclass

from longwave.modules.academy.events import Felt
from longwave.modules.academy.expeditions import rules
from longwave.modules.academy.expeditions.effects import consequences
from longwave.modules.academy.expeditions.events import ExpeditionResolved, Outcome
from longwave.modules.academy.expeditions.reading import Expedition
from longwave.modules.academy.expeditions.rules import Modifiers
from longwave.modules.academy.expeditions.tale import Tale, memories
from longwave.modules.academy.scholars.roster import Scholar
from longwave.modules.academy.standing import rules as standing
from longwave.world.findings import Effect, Mishap
from longwave.world.game import Numbers


@dataclass(frozen=True, kw_only=True)
class Return:
    """An expedition that came back.

    Attributes:
        roll: of a hundred.
        mishap: how it went wrong; None where it did not, or nothing of its type and depth can.
    """

    expedition: Expedition
    tale: Tale
    team: Sequence[Scholar]
    modifiers: Modifiers
    roll: int
    mishap: Mishap | None

    @property
    def score(self) -> int:
        return self.roll + self.modifiers.total

    @property
    def outcome(self) -> Outcome:
        return rules.outcome(self.score)

    @property
    def is_failed(self) -> bool:
        return self.outcome is Outcome.FAILURE

    @property
    def effects(self) -> tuple[Effect, ...]:
        """What the mishap has in it."""
        return self.mishap.effects if self.mishap else ()

    def event(self, numbers: Numbers, digest: int) -> ExpeditionResolved:
        """Return what happened, with all that it did to the lead and the team."""
        expedition, modifiers, tale, lead = self.expedition, self.modifiers, self.tale, self.tale.lead
        rewards = {} if self.is_failed else numbers.rewards[expedition.expedition_type]
        feeling = rules.FEELING_FAILED if self.is_failed else rules.FEELING_HOME
        felt = tuple(Felt(scholar=scholar.id, towards=lead.id, change=feeling) for scholar in self.team)
        done = consequences(self.effects, lead, tale.scholar, digest)
        return ExpeditionResolved(
            expedition=expedition.code,
            player=expedition.player,
            expedition_type=expedition.expedition_type,
            objective=expedition.objective,
            site=expedition.site,
            team=expedition.team,
            scholar=tale.scholar.id,
            depth=expedition.depth,
            theory=expedition.theory,
            roll=self.roll,
            preparation=modifiers.preparation,
            clue=modifiers.clue,
            expertise=modifiers.expertise,
            synergy=modifiers.synergy,
            goodwill=modifiers.goodwill,
            site_friction=modifiers.site_friction,
            political_friction=modifiers.political_friction,
            score=self.score,
            outcome=self.outcome,
            mishap=self.mishap.id if self.mishap else "",
            mishap_kind=self.mishap.kind if self.mishap else None,
            mishap_says=tale.told(self.mishap.says) if self.mishap else "",
            effects=self.effects,
            injured=done.injured,
            moves=standing.earn(lead, rewards) + done.moves,
            reputes=standing.repute(lead, rules.REPUTATION.get(self.outcome, 0)) + done.reputes,
            feelings=felt + done.feelings,
            notes=memories(tale, self.team, self.outcome, self.mishap.kind if self.mishap else None),
        )
