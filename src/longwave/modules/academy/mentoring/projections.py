"""How events change mentorships."""

from sqlalchemy import Connection, bindparam, case, insert, update

from longwave.ledger.events import Recorded
from longwave.ledger.projections import Projection
from longwave.modules.academy.mentoring.bonds import Bond
from longwave.modules.academy.mentoring.events import (
    CareerAdvanced,
    MentorshipCompleted,
    MentorshipEnded,
    MentorshipQueued,
    MentorshipStarted,
)
from longwave.modules.academy.mentoring.tables import academy_mentorships
from longwave.modules.academy.offers.departures import LAPSES, Departure
from longwave.modules.academy.offers.events import ArcEnd, DefectionSettled, ScholarDefected, ScholarReleased
from longwave.modules.academy.scholars.events import ScholarRetired

# Of a mentorship that has not started; and of one that never did.
QUEUED, VOID = "queued", "void"
mentorships = academy_mentorships.c
_of = mentorships.id == bindparam("of")
_moved = update(academy_mentorships).where(_of).values(state=Bond.ACTIVE, next_digest=bindparam("next"))
_completed = update(academy_mentorships).where(_of).values(state=Bond.COMPLETED, next_digest=None)
_ended = (
    update(academy_mentorships)
    .where(_of)
    .values(state=case((mentorships.state == QUEUED, VOID), else_=Bond.PAST), next_digest=None)
)
_lapsed = (
    update(academy_mentorships)
    .where(
        mentorships.scholar == bindparam("of"),
        mentorships.state.in_((QUEUED, Bond.ACTIVE)),
        mentorships.lapse == "",
    )
    .values(lapse=bindparam("why"))
)


def _on_queued(connection: Connection, _recorded: Recorded, event: MentorshipQueued) -> None:
    row = {"id": event.mentorship, "player": event.player, "scholar": event.scholar, "state": QUEUED, "lapse": ""}
    connection.execute(insert(academy_mentorships), row)


def _on_moved(connection: Connection, _recorded: Recorded, event: MentorshipStarted | CareerAdvanced) -> None:
    connection.execute(_moved, {"of": event.mentorship, "next": event.next_digest})


def _on_completed(connection: Connection, _recorded: Recorded, event: MentorshipCompleted) -> None:
    connection.execute(_completed, {"of": event.mentorship})


def _on_ended(connection: Connection, _recorded: Recorded, event: MentorshipEnded) -> None:
    connection.execute(_ended, {"of": event.mentorship})


def _on_settled(connection: Connection, recorded: Recorded, event: DefectionSettled) -> None:
    if event.end is ArcEnd.RETURN:
        _on_left(connection, recorded, event)


def _on_left(connection: Connection, _recorded: Recorded, event: Departure) -> None:
    connection.execute(_lapsed, {"of": event.scholar, "why": LAPSES[type(event)]})


PROJECTION = Projection(
    tables=(academy_mentorships,),
    folds={
        MentorshipQueued: _on_queued,
        MentorshipStarted: _on_moved,
        CareerAdvanced: _on_moved,
        MentorshipCompleted: _on_completed,
        MentorshipEnded: _on_ended,
        ScholarReleased: _on_left,
        ScholarDefected: _on_left,
        DefectionSettled: _on_settled,
        ScholarRetired: _on_left,
    },
)
