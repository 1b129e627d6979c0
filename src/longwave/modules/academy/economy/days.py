"""Which days and seasons the economy has seen."""

import datetime as dt

from sqlalchemy import Connection, select

from longwave.modules.academy.economy.tables import academy_reckoned, academy_seasons

_reckoned = select(academy_reckoned.c.day)
_turned = select(academy_seasons.c.season, academy_seasons.c.turned_at)


def reckoned(connection: Connection) -> dt.date | None:
    """Return the last day that was reckoned; None before the first."""
    day: dt.date | None = connection.execute(_reckoned).scalar()
    return day


def turned(connection: Connection) -> dict[str, dt.datetime]:
    """Return when each season of the pack last began; one that never did is not in it."""
    return {row.season: row.turned_at for row in connection.execute(_turned)}
