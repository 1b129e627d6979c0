"""How events change what is kept of the economy."""

from sqlalchemy import Connection, bindparam, delete, insert, select, text, update

from longwave.ledger.events import Recorded
from longwave.ledger.projections import Projection
from longwave.modules.academy.economy.events import (
    CommitmentClosed,
    CommitmentOpened,
    CommitmentPaid,
    DayReckoned,
    FactionInvested,
    ProjectClosed,
    ProjectCompleted,
    ProjectOpened,
    SeasonTurned,
)
from longwave.modules.academy.economy.tables import (
    academy_backers,
    academy_commitments,
    academy_projects,
    academy_reckoned,
    academy_seasons,
)

commitments, projects = academy_commitments.c, academy_projects.c
# SQLAlchemy has no insert that both databases read and that replaces what is there, or adds to it.
_turn = text(
    "INSERT INTO academy_seasons (season, turned_at) VALUES (:season, :turned_at)"
    " ON CONFLICT (season) DO UPDATE SET turned_at = excluded.turned_at"
).bindparams(bindparam("turned_at", type_=academy_seasons.c.turned_at.type))
_back = text(
    "INSERT INTO academy_backers (project, player, faction, amount) VALUES (:project, :player, :faction, :amount)"
    " ON CONFLICT (project, player) DO UPDATE SET amount = academy_backers.amount + excluded.amount"
)
_open_commitment = insert(academy_commitments)
_pay_part = (
    update(academy_commitments)
    .where(commitments.id == bindparam("of"))
    .values(part=bindparam("asked"), paid=commitments.paid + bindparam("more"))
)
_close_commitment = (
    update(academy_commitments).where(commitments.id == bindparam("of")).values(closed_at=bindparam("now"))
)
_running = select(projects.id, projects.progress).where(
    projects.closed_at.is_(None), projects.faction == bindparam("of_faction")
)


def _on_reckoned(connection: Connection, _recorded: Recorded, event: DayReckoned) -> None:
    connection.execute(delete(academy_reckoned))
    connection.execute(insert(academy_reckoned), {"id": 1, "day": event.day})


def _on_turned(connection: Connection, recorded: Recorded, event: SeasonTurned) -> None:
    connection.execute(_turn, {"season": event.season, "turned_at": recorded.at})


def _on_commitment_opened(connection: Connection, recorded: Recorded, event: CommitmentOpened) -> None:
    row = {
        "id": event.commitment,
        "player": event.player,
        "faction": event.faction,
        "season": event.season,
        "title": event.title,
        "asks": event.asks,
        "owed": event.owed,
        "paid": 0,
        "part": 0,
        "opened_at": recorded.at,
        "until": event.until,
    }
    connection.execute(_open_commitment, row)


def _on_commitment_paid(connection: Connection, _recorded: Recorded, event: CommitmentPaid) -> None:
    connection.execute(_pay_part, {"of": event.commitment, "asked": event.part, "more": event.paid})


def _on_commitment_closed(connection: Connection, recorded: Recorded, event: CommitmentClosed) -> None:
    connection.execute(_close_commitment, {"of": event.commitment, "now": recorded.at})


def _on_project_opened(connection: Connection, recorded: Recorded, event: ProjectOpened) -> None:
    row = {
        "id": recorded.seq,
        "project": event.project,
        "faction": event.faction,
        "target": event.target,
        "progress": 0.0,
        "opened_at": recorded.at,
        "is_done": False,
    }
    connection.execute(insert(academy_projects), row)


def _on_invested(connection: Connection, _recorded: Recorded, event: FactionInvested) -> None:
    if not event.project:
        return
    building, progress = _built(connection, event.faction)
    gained = round(progress + event.progress, 6)
    connection.execute(update(academy_projects).where(projects.id == building).values(progress=gained))
    backed = {"project": building, "player": event.player, "faction": event.faction, "amount": event.amount}
    connection.execute(_back, backed)


def _on_completed(connection: Connection, recorded: Recorded, event: ProjectCompleted) -> None:
    _close(connection, recorded, event.faction, is_done=True)


def _on_closed(connection: Connection, recorded: Recorded, event: ProjectClosed) -> None:
    _close(connection, recorded, event.faction, is_done=False)


def _close(connection: Connection, recorded: Recorded, faction: str, *, is_done: bool) -> None:
    building, _ = _built(connection, faction)
    closed = update(academy_projects).where(projects.id == building).values(closed_at=recorded.at, is_done=is_done)
    connection.execute(closed)


def _built(connection: Connection, faction: str) -> tuple[int, float]:
    """Return what a faction builds, and how far it is: it builds one thing at a time."""
    building, progress = connection.execute(_running, {"of_faction": faction}).one()
    return building, progress


PROJECTION = Projection(
    tables=(academy_reckoned, academy_seasons, academy_commitments, academy_projects, academy_backers),
    folds={
        DayReckoned: _on_reckoned,
        SeasonTurned: _on_turned,
        CommitmentOpened: _on_commitment_opened,
        CommitmentPaid: _on_commitment_paid,
        CommitmentClosed: _on_commitment_closed,
        ProjectOpened: _on_project_opened,
        FactionInvested: _on_invested,
        ProjectCompleted: _on_completed,
        ProjectClosed: _on_closed,
    },
)
