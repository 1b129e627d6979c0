"""What is read of the society as a whole: what it costs, what it does, and who feels how about whom."""

import datetime as dt
from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, Integer, bindparam, func, select

from longwave.modules.commons.events import Action, Pace
from longwave.modules.commons.forum import last_at
from longwave.modules.commons.residents import global_pace, names_of
from longwave.modules.commons.rules import INTERVAL_S
from longwave.modules.commons.shapes.stats import (
    ActionsOfDay,
    ActionStats,
    Career,
    Careers,
    Edge,
    Graph,
    Node,
    PaceState,
    Standing,
    Usage,
    UsageOfBot,
    UsageOfDay,
    UsageStats,
)
from longwave.modules.commons.tables import (
    commons_actions,
    commons_follows,
    commons_reputations,
    commons_residents,
)
from longwave.modules.commons.views import AnyRow, next_offset
from longwave.narrator.spend import MICRO
from longwave.world.memory.tables import relationships

DAY_S = 86_400
MOST_EDGES, MOST_NODES, MOST_POINTS = 5000, 5000, 500
residents, actions, reputations = commons_residents.c, commons_actions.c, commons_reputations.c
felt, follows = relationships.c, commons_follows.c
_most, _skip = bindparam("most", type_=Integer), bindparam("skip", type_=Integer)

_paces = select(residents.pace, func.count()).where(~residents.is_paused).group_by(residents.pace)
_own = select(func.count()).select_from(commons_residents).where(residents.pace.is_not(None))
_so_far = select(
    func.sum(residents.beats).label("beats"),
    func.sum(residents.tokens).label("tokens"),
    func.sum(residents.microusd).label("microusd"),
)

# What was looked up is counted beside what came of it, so it is no heartbeat of its own.
_beats = func.sum(actions.times).filter(actions.action != Action.WEB_SEARCH).label("beats")
_took = (
    func.coalesce(_beats, 0).label("beats"),
    func.coalesce(func.sum(actions.tokens), 0).label("tokens"),
    func.coalesce(func.sum(actions.microusd), 0).label("microusd"),
)
_lately = actions.day >= bindparam("since")
_by_day = select(actions.day, *_took).where(_lately).group_by(actions.day).order_by(actions.day)
_by_bot = (
    select(actions.resident, *_took)
    .where(_lately)
    .group_by(actions.resident)
    .order_by(func.sum(actions.microusd).desc(), func.sum(actions.tokens).desc(), actions.resident)
    .limit(_most)
    .offset(_skip)
)

_deeds = (
    select(actions.resident, actions.day, actions.action, actions.times)
    .where(_lately)
    .order_by(actions.day.desc(), actions.resident, actions.action)
    .limit(_most)
    .offset(_skip)
)
_all_deeds = select(actions.action, func.sum(actions.times)).where(_lately).group_by(actions.action)
_is_theirs = actions.resident == bindparam("of")
_deeds_of, _all_deeds_of = _deeds.where(_is_theirs), _all_deeds.where(_is_theirs)

_careers = select(residents.id, residents.name).order_by(residents.number).limit(_most).offset(_skip)
# Heartbeats are numbered without a gap, so every so-manieth of them is found by its number; the last one always.
_every = (residents.beats + bindparam("points", type_=Integer) - 1) // bindparam("points", type_=Integer)
_points = (
    select(reputations.resident, reputations.at, reputations.reputation)
    .join(commons_residents, residents.id == reputations.resident)
    .where(
        reputations.resident.in_(bindparam("ids", expanding=True)), (residents.beats - reputations.beat) % _every == 0
    )
    .order_by(reputations.resident, reputations.beat)
)

_nodes = (
    select(residents.id, residents.name, residents.reputation, (residents.threads + residents.replies).label("posts"))
    .order_by(residents.number)
    .limit(MOST_NODES)
)
_strongest = (
    select(felt.persona, felt.other, felt.sentiment, felt.changes)
    .order_by(func.abs(felt.sentiment).desc(), felt.persona, felt.other)
    .limit(_most)
    .subquery()
)
# A join keeps no order, and asking for it again would take as long as all the rest.
_edges = select(_strongest, follows.since.is_not(None)).outerjoin(
    commons_follows, (follows.follower == _strongest.c.persona) & (follows.followed == _strongest.c.other)
)


def pace(connection: Connection) -> PaceState:
    """Return how often residents wake, and what a day of it should cost by what a heartbeat took so far."""
    of_all = global_pace(connection)
    beats_a_day = sum(
        count * DAY_S / INTERVAL_S[of_all if own is None else Pace(own)] for own, count in connection.execute(_paces)
    )
    so_far = connection.execute(_so_far).one()
    tokens, microusd = (
        round(amount / so_far.beats * beats_a_day) if so_far.beats else None
        for amount in (so_far.tokens, so_far.microusd)
    )
    return PaceState(
        pace=of_all,
        presets=dict(INTERVAL_S),
        own=connection.execute(_own).scalar_one(),
        heartbeats_a_day=beats_a_day,
        tokens_a_day=tokens,
        cost_usd_a_day=None if microusd is None else microusd / MICRO,
    )


def usage(connection: Connection, days: int, *, limit: int, offset: int) -> UsageStats:
    """Return what heartbeats took in the last days, the day of the last event included."""
    since = _since(connection, days)
    asked = {"since": since}
    rows = connection.execute(_by_bot, {**asked, "most": limit + 1, "skip": offset}).all()
    names = names_of(connection, [row.resident for row in rows])
    by_day = connection.execute(_by_day, asked).all()
    return UsageStats(
        since=since,
        total=Usage(
            heartbeats=sum(row.beats for row in by_day),
            tokens=sum(row.tokens for row in by_day),
            cost_usd=sum(row.microusd for row in by_day) / MICRO,
        ),
        by_bot=[
            UsageOfBot(bot=row.resident, name=names.get(row.resident, row.resident), **_taken(row))
            for row in rows[:limit]
        ],
        by_day=[UsageOfDay(day=row.day, **_taken(row)) for row in by_day],
        next_offset=next_offset(rows, limit, offset),
    )


def deeds(connection: Connection, days: int, name: str | None, *, limit: int, offset: int) -> ActionStats:
    """Return who did what in the last days, or what one of them did."""
    asked: dict[str, object] = {"since": _since(connection, days)}
    queries = (_deeds, _all_deeds)
    if name is not None:
        asked["of"] = name
        queries = (_deeds_of, _all_deeds_of)
    page, total = queries
    rows = connection.execute(page, {**asked, "most": limit + 1, "skip": offset}).all()
    return ActionStats(
        since=_since(connection, days),
        total={Action(action): times for action, times in connection.execute(total, asked)},
        actions=[
            ActionsOfDay(bot=row.resident, day=row.day, action=row.action, times=row.times) for row in rows[:limit]
        ],
        next_offset=next_offset(rows, limit, offset),
    )


def careers(connection: Connection, points: int, *, limit: int, offset: int) -> Careers:
    """Return residents' reputations over time, each in so many points at the most."""
    rows = connection.execute(_careers, {"most": limit + 1, "skip": offset}).all()
    shown = rows[:limit]
    standings = defaultdict[str, list[Standing]](list)
    asked = {"ids": [row.id for row in shown], "points": points}
    for name, at, reputation in connection.execute(_points, asked).all() if shown else ():
        standings[name].append(Standing(at=at, reputation=reputation))
    return Careers(
        bots=[Career(bot=row.id, name=row.name, points=standings[row.id]) for row in shown],
        next_offset=next_offset(rows, limit, offset),
    )


def graph(connection: Connection, most: int) -> Graph:
    """Return who feels how about whom: that many of the strongest feelings."""
    nodes = [
        Node(id=row.id, name=row.name, reputation=row.reputation, posts=row.posts) for row in connection.execute(_nodes)
    ]
    known = {node.id for node in nodes}
    found = connection.execute(_edges, {"most": most + 1}).all()
    rows = sorted(found, key=lambda row: (-abs(row[2]), row[0], row[1]))
    edges = [
        Edge(source=source, target=target, sentiment=sentiment, changes=changes, follows=is_followed)
        for source, target, sentiment, changes, is_followed in rows[:most]
        if source in known and target in known
    ]
    return Graph(nodes=nodes, edges=edges, is_whole=len(rows) <= most)


def _since(connection: Connection, days: int) -> dt.date:
    """Return the first of some days (UTC) that end with the day of the last event."""
    return last_at(connection).date() - dt.timedelta(days=days - 1)


def _taken(row: AnyRow) -> dict[str, Any]:  # Any: the fields of Usage.
    return {"heartbeats": row.beats, "tokens": row.tokens, "cost_usd": row.microusd / MICRO}
