"""Who is under whose wing: the mentorships that are not over."""

from dataclasses import dataclass

from sqlalchemy import Connection, Row, bindparam, func, or_, select

from longwave.modules.academy.mentoring.bonds import Bond
from longwave.modules.academy.mentoring.projections import QUEUED
from longwave.modules.academy.mentoring.tables import academy_mentorships

mentorships = academy_mentorships.c
_highest = select(func.max(mentorships.id))
_open = select(academy_mentorships).where(mentorships.state.in_((QUEUED, Bond.ACTIVE))).order_by(mentorships.id)
_due = _open.where(
    or_(mentorships.state == QUEUED, mentorships.lapse != "", mentorships.next_digest <= bindparam("digest"))
)
_by_player = _open.where(mentorships.lapse == "", mentorships.player == bindparam("by"))


@dataclass(frozen=True, kw_only=True)
class Mentorship:
    """A mentorship that is not over.

    Attributes:
        next_digest: the digest that brings the next rank; None before it has started.
        lapse: why it is over, once the scholar has gone; empty while they have not.
    """

    id: int
    player: str
    scholar: str
    next_digest: int | None
    lapse: str


def next_number(connection: Connection) -> int:
    """Return the number of the next mentorship."""
    return (connection.execute(_highest).scalar() or 0) + 1


def due(connection: Connection, digest: int) -> list[Mentorship]:
    """Return the mentorships that a digest moves on, by number."""
    return [_mentorship(row) for row in connection.execute(_due, {"digest": digest})]


def of_player(connection: Connection, player: str) -> list[Mentorship]:
    """Return a player's mentorships, by number; not of scholars who have gone."""
    return [_mentorship(row) for row in connection.execute(_by_player, {"by": player})]


def _mentorship(row: Row[tuple[object, ...]]) -> Mentorship:
    return Mentorship(id=row.id, player=row.player, scholar=row.scholar, next_digest=row.next_digest, lapse=row.lapse)
