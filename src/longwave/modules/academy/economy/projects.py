"""What the factions build, and who has put something into it."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, or_, select

from longwave.modules.academy.economy.tables import academy_backers, academy_projects

projects, backers = academy_projects.c, academy_backers.c
_FIELDS = (projects.id, projects.project, projects.faction, projects.target, projects.progress, projects.opened_at)
_running = select(*_FIELDS).where(projects.closed_at.is_(None)).order_by(projects.faction)
_of_faction = select(*_FIELDS).where(projects.closed_at.is_(None), projects.faction == bindparam("of"))
_last = select(projects.project).where(projects.faction == bindparam("of")).order_by(projects.id.desc()).limit(1)
_backing = select(backers.player, backers.amount).where(backers.project == bindparam("of")).order_by(backers.player)
_sponsored = (
    select(backers.project)
    .join(academy_projects, projects.id == backers.project)
    .where(
        backers.player == bindparam("whom"),
        backers.faction == bindparam("of"),
        or_(projects.closed_at.is_(None), projects.is_done),
    )
    .limit(1)
)


@dataclass(frozen=True, kw_only=True)
class Building:
    """A project of the pack that a faction is building.

    Attributes:
        id: of this time; a project may be built again.
        project: the project of the pack.
    """

    id: int
    project: str
    faction: str
    target: float
    progress: float
    opened_at: dt.datetime

    @property
    def is_done(self) -> bool:
        return self.progress >= self.target


def running(connection: Connection) -> list[Building]:
    """Return what is being built, by faction."""
    return [Building(**row._mapping) for row in connection.execute(_running)]  # noqa: SLF001 - SQLAlchemy's public name


def of_faction(connection: Connection, faction: str) -> Building | None:
    """Return what a faction builds; None where it builds nothing."""
    row = connection.execute(_of_faction, {"of": faction}).first()
    return None if row is None else Building(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it


def last(connection: Connection, faction: str) -> str | None:
    """Return the project of the pack that a faction began last."""
    project: str | None = connection.execute(_last, {"of": faction}).scalar()
    return project


def backing(connection: Connection, building: int) -> dict[str, int]:
    """Return how much each has put into a project, by their ids."""
    return {row.player: row.amount for row in connection.execute(_backing, {"of": building})}


def sponsors(connection: Connection, player: str, faction: str) -> bool:
    """Tell whether a player has put something into what a faction has built, or builds."""
    return connection.execute(_sponsored, {"of": faction, "whom": player}).first() is not None
