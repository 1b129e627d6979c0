"""What weighs with a scholar, as it stands: read for a decision, or for who wants to know the odds."""

import datetime as dt
from collections.abc import Callable

from sqlalchemy import Connection

from longwave.modules.academy.mentoring.bonds import bond
from longwave.modules.academy.offers import register, rules
from longwave.modules.academy.offers.rules import Odds, Stake, Ties, Wavering
from longwave.modules.academy.scholars import roster
from longwave.modules.academy.scholars.roster import Scholar
from longwave.modules.academy.standing.rules import Standing

Sponsors = Callable[[Connection, str, str], bool]
"""Tells whether a player, by id, backs a project of a faction, or has completed one."""


def recruiting(
    connection: Connection, sponsors: Sponsors, player: Standing, scholar: Scholar, faction: str, at: dt.datetime
) -> Odds:
    """Return how likely a free scholar is to take a player's contract, asked through a faction."""
    ties = Ties(
        feeling=roster.feeling(connection, scholar.id, player.id),
        bond=bond(connection, player.id, scholar.id),
        is_sponsor=sponsors(connection, player.id, scholar.faction),
    )
    is_cool = rules.is_cooling(register.courtship(connection, scholar.id, player.id).parted_at, at)
    return rules.recruiting(ties, influence=player.held.get(faction, 0), is_cool=is_cool)


def poaching(
    connection: Connection, scholar: Scholar, rival: str, stakes: tuple[Stake, Stake | None], at: dt.datetime
) -> Odds:
    """Return how likely a scholar is to go over from whoever employs them to a rival.

    Args:
        stakes: what the rival offers, and what the employer counters with.
    """
    wavering = Wavering(
        for_employer=roster.feeling(connection, scholar.id, scholar.employer or ""),
        for_rival=roster.feeling(connection, scholar.id, rival),
        loyalty=scholar.sheet.loyalty,
        integrity=scholar.sheet.integrity,
        idle=at - scholar.discovered_at,
    )
    return rules.poaching(wavering, *stakes)


def returning(connection: Connection, scholar: Scholar, former: str, present: str) -> Odds:
    """Return how likely a scholar who went over is to come back.

    There is no way back where they have gone on since, or where nobody has a place for them.
    """
    if scholar.employer != present or len(roster.employed(connection, former)) >= rules.MAX_STAFF:
        return rules.NO_WAY_BACK
    return rules.returning(
        for_former=roster.feeling(connection, scholar.id, former),
        for_present=roster.feeling(connection, scholar.id, present),
    )
