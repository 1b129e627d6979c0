"""The stories of newcomers that are still going on, and since which digest."""

from sqlalchemy import Column, Connection, Integer, String, Table, delete, insert, select

from longwave.ledger.events import Recorded
from longwave.ledger.projections import Projection
from longwave.ledger.tables import metadata
from longwave.modules.academy.scholars.events import ScholarArrived, ScholarRetired, SidecastAdvanced
from longwave.modules.academy.scholars.rules import SPOTLIGHT

academy_sidecasts = Table(
    "academy_sidecasts",
    metadata,
    Column("scholar", String(80), primary_key=True),
    # The digest of the debut.
    Column("since", Integer, nullable=False),
)


def going_on(connection: Connection) -> dict[str, int]:
    """Return the digest of their debut, by scholar."""
    return {row.scholar: row.since for row in connection.execute(select(academy_sidecasts))}


def _on_arrived(connection: Connection, _recorded: Recorded, event: ScholarArrived) -> None:
    if not event.is_founding:
        connection.execute(insert(academy_sidecasts), {"scholar": event.scholar, "since": event.digest})


def _on_advanced(connection: Connection, _recorded: Recorded, event: SidecastAdvanced) -> None:
    if event.stage == SPOTLIGHT:
        _end(connection, event.scholar)


def _on_retired(connection: Connection, _recorded: Recorded, event: ScholarRetired) -> None:
    _end(connection, event.scholar)


def _end(connection: Connection, scholar: str) -> None:
    connection.execute(delete(academy_sidecasts).where(academy_sidecasts.c.scholar == scholar))


PROJECTION = Projection(
    tables=(academy_sidecasts,),
    folds={ScholarArrived: _on_arrived, SidecastAdvanced: _on_advanced, ScholarRetired: _on_retired},
)
