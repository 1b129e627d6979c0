"""The list of topics, and who had one picked."""

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import Connection, func, select

from longwave.modules.academy.symposium.rules import Topic
from longwave.modules.academy.symposium.tables import academy_proposers, academy_questions, academy_topics

topics, proposers, questions = academy_topics.c, academy_proposers.c, academy_questions.c
_listed = (
    select(topics.id, topics.player, topics.title, topics.says, topics.at, topics.expires)
    .where(topics.left_at.is_(None))
    .order_by(topics.id)
)
_last = select(func.max(topics.id))
_asked = select(questions.question, questions.asked_at)


def listed(connection: Connection) -> list[Topic]:
    """Return the topics on the list, the oldest first; one whose time is over stays until somebody looks for it."""
    return [Topic(**row._mapping) for row in connection.execute(_listed)]  # noqa: SLF001 - SQLAlchemy's public name


def next_number(connection: Connection) -> int:
    return (connection.execute(_last).scalar() or 0) + 1


def picked(connection: Connection, players: Iterable[str]) -> dict[str, dt.datetime]:
    """Return when a topic of some players was last picked; who never had one is not in it."""
    rows = select(proposers.player, proposers.picked_at).where(proposers.player.in_(sorted(set(players))))
    return {row.player: row.picked_at for row in connection.execute(rows)}


def asked(connection: Connection) -> dict[str, dt.datetime]:
    """Return when each of the pack's questions was last asked."""
    return {row.question: row.asked_at for row in connection.execute(_asked)}
