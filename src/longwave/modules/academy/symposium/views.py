"""What is shown of the symposium."""

import datetime as dt

from sqlalchemy import Connection

from longwave.commands.card import Card, Grid
from longwave.commands.command import Choice
from longwave.modules.academy.academy import Academy
from longwave.modules.academy.hosting import state
from longwave.modules.academy.standing import players
from longwave.modules.academy.symposium import commands as asked
from longwave.modules.academy.symposium import rules, sittings, topics
from longwave.modules.academy.symposium.events import TopicScore
from longwave.modules.academy.symposium.rules import Topic
from longwave.modules.academy.symposium.sittings import Sitting

MOST_SHOWN = 10
NOBODY = "nobody at the table"


def when(academy: Academy, at: dt.datetime) -> str:
    """Return a time as it is said at the table: "Friday 6 March, 12:00"."""
    local = academy.local(at)
    return f"{local:%A} {local.day} {local:%B}, {local:%H:%M}"


def next_meeting(academy: Academy, connection: Connection) -> dt.datetime:
    """Return when the symposium meets next, as far as the world has come."""
    sitting = sittings.running(connection)
    if sitting is not None:
        return sitting.closes
    game = state.get(connection)
    return rules.next_meeting(game.digest_at or game.opened_at, academy.tz, academy.game.numbers)


def scores(academy: Academy, connection: Connection, listed: list[Topic], at: dt.datetime) -> list[TopicScore]:
    """Return what speaks for topics at a meeting, in their order."""
    picked = topics.picked(connection, (topic.player for topic in listed))
    days = {player: academy.local(since).date() for player, since in picked.items()}
    return [
        rules.score(
            topic,
            at,
            is_fresh_first=academy.game.numbers.is_fresh_first,
            is_new=topic.player not in days,
            is_recent=rules.is_within(rules.RECENT_DAYS, days.get(topic.player), academy.local(at).date()),
        )
        for topic in listed
    ]


def current(academy: Academy, connection: Connection, player: str, _query: asked.ShowSymposium) -> Card:
    sitting = sittings.running(connection)
    if sitting is None:
        return Card(
            title="No question is being voted on",
            fields=(("Next symposium", when(academy, next_meeting(academy, connection))),),
            hint="`propose_topic` puts a question on the list",
        )
    everybody, voted = sittings.turnout(connection, sitting.id)
    return Card(
        title=sitting.title,
        text=sitting.says,
        fields=(
            ("Asked by", _asker(connection, sitting)),
            ("Votes are counted", when(academy, sitting.closes)),
            ("Have voted", f"{voted} of {everybody}"),
            *_stakes(connection, sitting, player),
        ),
        hint="`vote_symposium 1` affirms it, `2` doubts it, `3` denies it",
    )


def listed(academy: Academy, connection: Connection, _player: str, _query: asked.ListTopics) -> Card:
    at = next_meeting(academy, connection)
    every = topics.listed(connection)
    names = players.names_of(connection, (topic.player for topic in every))
    scored = {each.topic: each for each in scores(academy, connection, [t for t in every if t.expires > at], at)}
    leading = rules.best(list(scored.values())) if scored else None
    rows = tuple(
        (
            str(topic.id),
            topic.title,
            names.get(topic.player, NOBODY),
            f"{scored[topic.id].total:.2f}" if topic.id in scored else "expires first",
            f"{academy.local(topic.expires):%d %b}",
        )
        for topic in every
    )
    next_up = next((f"As things stand, {topic.title!r} is next." for topic in every if topic.id == leading), "")
    return Card(
        title=f"{len(every)} of {rules.MOST_TOPICS} topics are on the list",
        text=next_up or "Nothing on it can be picked next, so the world itself will ask.",
        fields=(("Next is picked", when(academy, at)),),
        grid=Grid(columns=("No.", "Topic", "Proposed by", "Score then", "Expires"), rows=rows) if rows else None,
        hint="`propose_topic` adds one; a first topic and a long absence speak for it",
    )


def history(academy: Academy, connection: Connection, _player: str, _query: asked.ShowHistory) -> Card:
    past = [each for each in sittings.latest(connection, MOST_SHOWN + 1) if each.resolved_at is not None][:MOST_SHOWN]
    if not past:
        return Card(title="No symposium has ended yet", hint="`symposium` shows what is being voted on")
    rows = tuple(
        (
            str(each.id),
            f"{academy.local(each.closes):%d %b}",
            each.title,
            each.outcome.value if each.outcome else "undecided",
            " / ".join(str(count) for count in each.votes.values()),
        )
        for each in past
    )
    columns = ("No.", "Closed", "Question", "Outcome", "Affirm / doubt / deny")
    return Card(title="What the symposium has said", grid=Grid(columns=columns, rows=rows))


def pledge(pledged: int) -> str:
    if not pledged:
        return "none: you sat down after it was called"
    return f"{pledged} influence; whoever votes keeps it"


def votes(_connection: Connection, _player: str, typed: str) -> list[Choice]:
    every = (Choice(str(number), f"{number}: {choice.value}") for number, choice in asked.VOTES.items())
    return [each for each in every if typed.casefold() in each.label]


def _asker(connection: Connection, sitting: Sitting) -> str:
    return players.names_of(connection, [sitting.player]).get(sitting.player, NOBODY)


def _stakes(connection: Connection, sitting: Sitting, player: str) -> tuple[tuple[str, str], ...]:
    standing = players.find(connection, player)
    if standing is None:
        return ()
    pledged, choice = sittings.own(connection, sitting.id, player)
    debt = (("Your debt", str(standing.debt)),) if standing.debt else ()
    return (("Your vote", choice.value if choice else "none yet"), ("Your pledge", pledge(pledged)), *debt)
