"""An expedition as somebody means to send it, checked against what there is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from longwave.modules.academy.academy import Academy
from longwave.modules.academy.errors import NoSuch
from longwave.modules.academy.events import Move
from longwave.modules.academy.expeditions import prospects, reading, rules
from longwave.modules.academy.expeditions.cards import Outlook
from longwave.modules.academy.expeditions.commands import Plan
from longwave.modules.academy.expeditions.prospects import Venture
from longwave.modules.academy.scholars import roster
from longwave.modules.academy.standing import rules as standing
from longwave.modules.academy.standing.errors import StandingError
from longwave.modules.academy.standing.rules import Standing
from longwave.modules.academy.theories import reading as theories
from longwave.world.game import Numbers


@dataclass(frozen=True, kw_only=True)
class Planned:
    """A plan that can be carried out, if its lead is thought well enough of and can pay.

    Attributes:
        costs: in influence, by faction.
        gate: the reputation that it takes.
    """

    plan: Plan
    venture: Venture
    costs: Mapping[str, int]
    gate: int

    @property
    def kind(self) -> str:
        return reading.type_words(self.plan.expedition_type)

    def require_gate(self) -> None:
        """Let pass who is thought well enough of.

        Raises:
            ReputationShort: the lead is not.
        """
        standing.require(self.venture.lead, self.gate, f"a {self.kind} expedition")

    def payment(self) -> tuple[Move, ...]:
        """Return what the lead pays.

        Raises:
            InfluenceShort: they hold less of a faction.
        """
        return standing.pay(self.venture.lead, self.costs)

    def obstacles(self) -> Iterator[str]:
        """Yield what keeps the lead from sending it, in whole sentences."""
        for need in (self.require_gate, self.payment):
            try:
                need()
            except StandingError as error:
                yield f"But {error}."

    def outlook(self, connection: Connection, numbers: Numbers) -> Outlook:
        """Return what is to be said of it, weighed as though it was paid for."""
        venture = self.venture
        lead = venture.lead.after(standing.lose(venture.lead, self.costs))
        return Outlook(
            kind=self.kind,
            site=venture.site.name,
            objective=self.plan.objective,
            team=[scholar.name for scholar in venture.team],
            costs=self.costs,
            theory=venture.theory,
            modifiers=prospects.weigh(connection, numbers, replace(venture, lead=lead)),
        )


def checked(academy: Academy, connection: Connection, plan: Plan, lead: Standing, digest: int) -> Planned:
    """Return what a plan comes to.

    Args:
        digest: the last that was held.

    Raises:
        NoSuch: the site, a scholar in the player's employ or an open theory of theirs does not exist.
        TwiceInTeam: a scholar is named twice.
        ScholarInjured: one is hurt.
        ScholarTravelling: one is signed up already.
    """
    game = academy.game
    if plan.site not in game.sites:
        raise NoSuch("site", plan.site, game.sites)
    team = [roster.own(connection, lead.id, scholar) for scholar in plan.team]
    rules.require_fit(team, reading.travelling(connection, plan.team), digest)
    if plan.theory is not None and prospects.own_theory(connection, lead.id, plan.theory) is None:
        known = (str(theory.number) for theory in theories.open_of(connection, lead.id))
        raise NoSuch("open theory of yours", plan.theory, known)
    venture = Venture(
        lead=lead,
        site=game.sites[plan.site],
        depth=plan.prep_depth,
        team=team,
        theory=plan.theory,
        rivals=reading.rivals(connection, lead.id, plan.site),
    )
    return Planned(
        plan=plan,
        venture=venture,
        costs=rules.price(game.numbers, plan.expedition_type, plan.prep_depth),
        gate=game.numbers.gates[plan.expedition_type],
    )
