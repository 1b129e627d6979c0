"""How an expedition stands before it leaves, and when it comes back: its modifiers on fresh state."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from longwave.modules.academy.expeditions import reading, rules
from longwave.modules.academy.expeditions.rules import Modifiers
from longwave.modules.academy.scholars import roster
from longwave.modules.academy.scholars.roster import Scholar
from longwave.modules.academy.standing.rules import Standing
from longwave.modules.academy.theories import reading as theories
from longwave.modules.academy.theories.theory import Theory
from longwave.world.findings import Depth
from longwave.world.game import Numbers, Site


@dataclass(frozen=True, kw_only=True)
class Venture:
    """What an expedition is weighed by.

    Attributes:
        theory: what it puts to the test, if it does.
        rivals: how many others have an expedition queued to the same site.
    """

    lead: Standing
    site: Site
    depth: Depth
    team: Sequence[Scholar]
    theory: int | None
    rivals: int


def own_theory(connection: Connection, player: str, number: int) -> Theory | None:
    """Return a player's open theory by its number; None where they have none of it."""
    return next((theory for theory in theories.open_of(connection, player) if theory.number == number), None)


def weigh(connection: Connection, numbers: Numbers, venture: Venture) -> Modifiers:
    """Return what helps and hinders an expedition as things are now."""
    lead, site, team = venture.lead, venture.site, venture.team
    ids = [scholar.id for scholar in team]
    feelings = roster.feelings_between(connection, ids, [*ids, lead.id])
    for_lead = [feelings.get((scholar, lead.id), 0.0) for scholar in ids]
    return Modifiers(
        preparation=numbers.preparation[venture.depth],
        clue=reading.clue(connection, lead.id, site.id),
        skill=rules.skill(team, site.disciplines),
        synergy=rules.synergy(team, site.disciplines, feelings),
        goodwill=rules.goodwill(lead.held.get(site.faction, 0), lead.cap, for_lead),
        site_friction=rules.site_friction(site.friction, reading.eased(connection, site.id)),
        political_friction=rules.political_friction(venture.rivals, _opponents(connection, lead, venture.theory)),
    )


def _opponents(connection: Connection, lead: Standing, number: int | None) -> int:
    """Return how many players stand against a lead's open theory."""
    theory = None if number is None else own_theory(connection, lead.id, number)
    return 0 if theory is None else len(theories.backing(connection, theory).opponents)
