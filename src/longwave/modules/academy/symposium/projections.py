"""How events change what is kept of symposia."""

from sqlalchemy import Connection, bindparam, insert, text, update

from longwave.ledger.events import Recorded
from longwave.ledger.projections import Projection
from longwave.modules.academy.symposium.events import (
    Choice,
    SymposiumCalled,
    SymposiumResolved,
    SymposiumVoted,
    TopicExpired,
    TopicProposed,
)
from longwave.modules.academy.symposium.tables import (
    academy_pledges,
    academy_proposers,
    academy_questions,
    academy_symposia,
    academy_topics,
)

# SQLAlchemy has no insert that both databases read and that replaces what is there.
_pick = text(
    "INSERT INTO academy_proposers (player, picked_at) VALUES (:player, :picked_at)"
    " ON CONFLICT (player) DO UPDATE SET picked_at = excluded.picked_at"
).bindparams(bindparam("picked_at", type_=academy_proposers.c.picked_at.type))
_ask = text(
    "INSERT INTO academy_questions (question, asked_at) VALUES (:question, :asked_at)"
    " ON CONFLICT (question) DO UPDATE SET asked_at = excluded.asked_at"
).bindparams(bindparam("asked_at", type_=academy_questions.c.asked_at.type))
_vote = text(
    "INSERT INTO academy_pledges (symposium, player, pledged, choice) VALUES (:symposium, :player, 0, :choice)"
    " ON CONFLICT (symposium, player) DO UPDATE SET choice = excluded.choice"
)


def _on_proposed(connection: Connection, recorded: Recorded, event: TopicProposed) -> None:
    row = {
        "id": event.topic,
        "player": event.player,
        "title": event.title,
        "says": event.says,
        "at": recorded.at,
        "expires": event.expires,
    }
    connection.execute(insert(academy_topics), row)


def _on_expired(connection: Connection, recorded: Recorded, event: TopicExpired) -> None:
    _leave(connection, recorded, event.topic)


def _on_called(connection: Connection, recorded: Recorded, event: SymposiumCalled) -> None:
    row = {
        "id": event.symposium,
        "topic": event.topic,
        "player": event.player,
        "title": event.title,
        "says": event.says,
        "called_at": recorded.at,
        "closes": event.closes,
        **{choice.value: 0 for choice in Choice},
    }
    connection.execute(insert(academy_symposia), row)
    pledged = [
        {"symposium": event.symposium, "player": player, "pledged": amount} for player, amount in event.pledges.items()
    ]
    if pledged:
        connection.execute(insert(academy_pledges), pledged)
    _leave(connection, recorded, event.topic)
    if event.player:
        connection.execute(_pick, {"player": event.player, "picked_at": recorded.at})
    if event.question:
        connection.execute(_ask, {"question": event.question, "asked_at": recorded.at})


def _on_voted(connection: Connection, _recorded: Recorded, event: SymposiumVoted) -> None:
    row = {"symposium": event.symposium, "player": event.player, "choice": event.choice.value}
    connection.execute(_vote, row)


def _on_resolved(connection: Connection, recorded: Recorded, event: SymposiumResolved) -> None:
    counted = {choice.value: event.votes.get(choice, 0) for choice in Choice}
    of = academy_symposia.c.id == event.symposium
    outcome = None if event.outcome is None else event.outcome.value
    connection.execute(update(academy_symposia).where(of).values(resolved_at=recorded.at, outcome=outcome, **counted))


def _leave(connection: Connection, recorded: Recorded, topic: int) -> None:
    left = update(academy_topics).where(academy_topics.c.id == topic).values(left_at=recorded.at)
    connection.execute(left)


PROJECTION = Projection(
    tables=(academy_topics, academy_proposers, academy_questions, academy_symposia, academy_pledges),
    folds={
        TopicProposed: _on_proposed,
        TopicExpired: _on_expired,
        SymposiumCalled: _on_called,
        SymposiumVoted: _on_voted,
        SymposiumResolved: _on_resolved,
    },
)
