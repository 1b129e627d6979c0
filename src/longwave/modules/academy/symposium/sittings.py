"""Symposia that were called: the one that is being voted on, and those before it."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, bindparam, func, select

from longwave.modules.academy.standing.tables import academy_players
from longwave.modules.academy.symposium.events import Choice
from longwave.modules.academy.symposium.rules import Pledge
from longwave.modules.academy.symposium.tables import academy_pledges, academy_symposia

symposia, pledges, players = academy_symposia.c, academy_pledges.c, academy_players.c
_latest = select(academy_symposia).order_by(symposia.id.desc()).limit(bindparam("most"))
_of = pledges.symposium == bindparam("of")
_pledged = (
    select(pledges.player, pledges.pledged, pledges.choice, players.grace_at, players.excused_until)
    .join(academy_players, players.id == pledges.player)
    .where(_of)
    .order_by(pledges.player)
)
_silent = select(pledges.player).where(_of, pledges.choice.is_(None)).order_by(pledges.player)
_counts = select(func.count(), func.count(pledges.choice)).where(_of)
_own = select(pledges.pledged, pledges.choice).where(_of, pledges.player == bindparam("whom"))
_reprimanded = select(players.reprimanded_at).where(players.id == bindparam("of"))


@dataclass(frozen=True, kw_only=True)
class Sitting:
    """A symposium that was called.

    Attributes:
        topic: 0 where the pack asks.
        closes: when the votes are counted, or were to be.
        resolved_at: when they were; None while they are being cast.
        outcome: None also where nobody voted, or two choices were level.
    """

    id: int
    topic: int
    player: str
    title: str
    says: str
    called_at: dt.datetime
    closes: dt.datetime
    resolved_at: dt.datetime | None
    outcome: Choice | None
    votes: dict[Choice, int]


def latest(connection: Connection, most: int) -> list[Sitting]:
    """Return the last symposia, the newest first."""
    return [_sitting(row) for row in connection.execute(_latest, {"most": most})]


def running(connection: Connection) -> Sitting | None:
    """Return the symposium whose votes are not counted yet; None where there is none."""
    return next((each for each in latest(connection, 1) if each.resolved_at is None), None)


def next_number(connection: Connection) -> int:
    return next((each.id for each in latest(connection, 1)), 0) + 1


def pledged(connection: Connection, sitting: Sitting, tz: ZoneInfo) -> list[Pledge]:
    """Return what everybody has to do with a symposium, by their ids."""
    return [
        Pledge(
            player=row.player,
            pledged=row.pledged,
            choice=None if row.choice is None else Choice(row.choice),
            grace_on=None if row.grace_at is None else row.grace_at.astimezone(tz).date(),
            is_excused=row.excused_until is not None and sitting.closes <= row.excused_until,
        )
        for row in connection.execute(_pledged, {"of": sitting.id})
    ]


def silent(connection: Connection, symposium: int) -> tuple[str, ...]:
    """Return those who pledged and have not voted."""
    return tuple(connection.execute(_silent, {"of": symposium}).scalars())


def turnout(connection: Connection, symposium: int) -> tuple[int, int]:
    """Return how many have a part in a symposium, and how many of them have voted."""
    everybody, voted = connection.execute(_counts, {"of": symposium}).one()
    return everybody, voted


def own(connection: Connection, symposium: int, player: str) -> tuple[int, Choice | None]:
    """Return what a player has pledged, and how they voted; (0, None) for who came later and has not."""
    row = connection.execute(_own, {"of": symposium, "whom": player}).first()
    if row is None:
        return 0, None
    return row.pledged, None if row.choice is None else Choice(row.choice)


def reprimanded_at(connection: Connection, player: str) -> dt.datetime | None:
    """Return when a player's debt was last called in."""
    at: dt.datetime | None = connection.execute(_reprimanded, {"of": player}).scalar()
    return at


def _sitting(row: Row[tuple[object, ...]]) -> Sitting:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    values["votes"] = {choice: values.pop(choice.value) for choice in Choice}
    values["outcome"] = None if values["outcome"] is None else Choice(values["outcome"])
    return Sitting(**values)
