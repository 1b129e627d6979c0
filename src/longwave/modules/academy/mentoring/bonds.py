"""What a mentorship leaves between a player and a scholar."""

from enum import StrEnum

from sqlalchemy import Connection, bindparam, select

from longwave.modules.academy.mentoring.tables import academy_mentorships

mentorships = academy_mentorships.c


class Bond(StrEnum):
    """How far a mentorship went; the states of one that has started."""

    ACTIVE = "active"
    COMPLETED = "completed"
    PAST = "past"


_states = select(mentorships.state).where(
    mentorships.scholar == bindparam("of"), mentorships.player == bindparam("by"), mentorships.state.in_(list(Bond))
)


def bond(connection: Connection, player: str, scholar: str) -> Bond | None:
    """Return the strongest bond between a player and a scholar; None where no mentorship ever started."""
    states = set(connection.execute(_states, {"of": scholar, "by": player}).scalars())
    return next((each for each in Bond if each in states), None)
