"""The society's indicators from the tables: they need no walk through the log, and a recount must come to the same."""

import datetime as dt
import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import combinations

from sqlalchemy import ColumnElement, Connection, Select, bindparam, case, distinct, func, select

from longwave.editorial import likeness
from longwave.editorial.tables import piece_bands, piece_sketches
from longwave.editorial.tables import pieces as all_pieces
from longwave.kernel import clock
from longwave.ledger.tables import events
from longwave.modules.commons.indicators import JUDGED_DAYS, Counts, Indicators, Pair, Week, indicators, takes_up
from longwave.modules.commons.tables import commons_actions, commons_pieces, commons_reputations, commons_residents
from longwave.world.memory.tables import relationship_changes

_JUDGED = dt.timedelta(days=JUDGED_DAYS)
# How many pieces are asked for at once.
PAGE = 500
pieces, others = commons_pieces.c, commons_pieces.alias("others")
actions, changes = commons_actions.c, relationship_changes.c
_texts = select(all_pieces.c.id, all_pieces.c.text).where(all_pieces.c.id.in_(bindparam("ids", expanding=True)))


def measured(connection: Connection, since: dt.date = dt.date.min, until: dt.date = dt.date.max) -> Indicators:
    """Return a society's indicators over some days, from the tables.

    Args:
        since: the first day, in UTC.
        until: the day after the last.
    """
    begin, end = _midnight(since), _midnight(until)
    names = _names(connection, end)
    span = (pieces.at >= begin, pieces.at < end)
    judged, taking_up, answering = _answers(connection, names, span)
    relationships, turned = _opinions(connection, names, begin, end)
    is_reply = pieces.answers.is_not(None)
    threads, spoken_in = connection.execute(
        select(func.count(case((pieces.answers.is_(None), 1))), func.count(distinct(pieces.thread))).where(*span)
    ).one()
    written: dict[str, int] = dict(
        connection.execute(select(pieces.author, func.count()).where(*span).group_by(pieces.author)).all()
    )
    return indicators(
        Counts(
            residents=names,
            pieces=written,
            threads=threads,
            replies=sum(written.values()) - threads,
            spoken_in=spoken_in,
            judged=judged,
            taking_up=taking_up,
            answering=answering,
            weeks=_weeks(connection, span),
            pairs=_pairs(connection, (*span, is_reply)),
            topics=_topics(connection, span),
            reputations=_reputations(connection, end),
            relationships=relationships,
            turned=turned,
            deeds=_deeds(connection, since, until),
        )
    )


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), dt.UTC)


def _names(connection: Connection, end: dt.datetime) -> dict[str, str]:
    """Return the names of those who had joined; when they did, the log alone knows."""
    joined = select(commons_residents.c.id, commons_residents.c.name).join(
        events, events.c.seq == commons_residents.c.number
    )
    return dict(connection.execute(joined.where(events.c.at < clock.to_text(end))).all())


def _answers(
    connection: Connection, names: dict[str, str], span: Sequence[ColumnElement[bool]]
) -> tuple[int, int, int]:
    """Count the replies that can be judged, those that take words up, and those that answer by content."""
    said, heard = all_pieces.alias("said").c, all_pieces.alias("heard").c
    query = (
        select(pieces.to, pieces.at, said.tells, said.text)
        .add_columns(others.c.at.label("then"), heard.tells.label("told"), heard.text.label("answered"))
        .join(others, others.c.id == pieces.answers)
        .join(said.id.table, said.id == pieces.id)
        .join(heard.id.table, heard.id == pieces.answers)
        .where(*span)
    )
    judged = taking_up = answering = 0
    for row in connection.execute(query, execution_options={"yield_per": PAGE}):
        if row.at - row.then > _JUDGED:
            continue
        taken_up = takes_up(row.text, row.answered, names.get(row.to, ""))
        judged += 1
        taking_up += taken_up
        answering += taken_up or not set(json.loads(row.tells)).isdisjoint(json.loads(row.told))
    return judged, taking_up, answering


def _pairs(connection: Connection, which: Sequence[ColumnElement[bool]]) -> set[Pair]:
    query = select(pieces.author, pieces.to).where(*which, pieces.author != pieces.to).distinct()
    return {(author, to) for author, to in connection.execute(query)}


def _topics(connection: Connection, span: Sequence[ColumnElement[bool]]) -> Counter[str]:
    topics: Counter[str] = Counter()
    for about, times in connection.execute(select(pieces.about, func.count()).where(*span).group_by(pieces.about)):
        for topic in json.loads(about)[:1]:
            topics[topic] += times
    return topics


def _reputations(connection: Connection, end: dt.datetime) -> dict[str, int]:
    """Return everybody's reputation at their last heartbeat."""
    kept = commons_reputations.c
    last = (
        select(kept.resident, func.max(kept.beat).label("beat")).where(kept.at < end).group_by(kept.resident).subquery()
    )
    query = select(kept.resident, kept.reputation).join(
        last, (last.c.resident == kept.resident) & (last.c.beat == kept.beat)
    )
    return dict(connection.execute(query).all())


def _opinions(connection: Connection, names: Collection[str], begin: dt.datetime, end: dt.datetime) -> tuple[int, int]:
    """Count the relationships, and those whose sentiment changed its sign."""
    pair = (changes.persona, changes.other)
    known = select(*pair).where(changes.at < end, changes.persona.in_(names)).distinct()
    sign = case((changes.sentiment > 0, 1), else_=-1)
    felt = (
        select(
            *pair,
            changes.at,
            sign.label("sign"),
            func.lag(sign).over(partition_by=pair, order_by=changes.id).label("was"),
        )
        .where(changes.sentiment != 0, changes.persona.in_(names))
        .subquery()
    )
    turned = (
        select(felt.c.persona, felt.c.other)
        .where(felt.c.at >= begin, felt.c.at < end, felt.c.sign != felt.c.was)
        .distinct()
    )
    return _count(connection, known), _count(connection, turned)


def _deeds(connection: Connection, since: dt.date, until: dt.date) -> dict[str, Counter[str]]:
    deeds: defaultdict[str, Counter[str]] = defaultdict(Counter)
    query = select(actions.resident, actions.action, func.sum(actions.times)).where(
        actions.day >= since, actions.day < until
    )
    for resident, action, times in connection.execute(query.group_by(actions.resident, actions.action)):
        deeds[resident][action] = int(times)
    return deeds


def _weeks(connection: Connection, span: Sequence[ColumnElement[bool]]) -> dict[tuple[str, Week], tuple[int, int]]:
    """Count each resident's pieces by weeks, and the near-duplicates among them."""
    written: Counter[tuple[str, Week]] = Counter()
    alike: Counter[tuple[str, Week]] = Counter()
    by_week: defaultdict[Week, dict[int, str]] = defaultdict(dict)
    for piece, author, at in connection.execute(select(pieces.id, pieces.author, pieces.at).where(*span)):
        week: Week = at.isocalendar()[:2]
        written[author, week] += 1
        by_week[week][piece] = author
    for week, authors in by_week.items():
        alike.update((author, week) for author in _alike(connection, week, authors))
    return {whose: (count, alike[whose]) for whose, count in written.items()}


def _alike(connection: Connection, week: Week, authors: dict[int, str]) -> Iterator[str]:
    """Yield the author of each of a week's pieces of which they wrote a near-duplicate before it, that week."""
    begin = _midnight(dt.date.fromisocalendar(*week, 1))
    is_then = (pieces.at >= begin, pieces.at < begin + dt.timedelta(weeks=1))
    of_week = dict(connection.execute(select(pieces.id, pieces.author).where(*is_then)).all())
    ranked = sorted(pair for pair in _sharing(connection, of_week) if pair[0] in authors)
    found: set[int] = set()
    for place in range(0, len(ranked), PAGE):
        page = [pair for pair in ranked[place : place + PAGE] if pair[0] not in found]
        asked = {"ids": list({piece for pair in page for piece in pair})}
        shingles = {piece: likeness.shingles(text) for piece, text in connection.execute(_texts, asked)}
        found |= {
            later
            for later, earlier in page
            if likeness.jaccard(shingles[later], shingles[earlier]) > likeness.NEAR_DUPLICATE
        }
    return (authors[piece] for piece in found)


def _sharing(connection: Connection, authors: dict[int, str]) -> set[tuple[int, int]]:
    """Return the pairs of pieces of one author that share the bucket of a band, the later one first."""
    alike: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
    for bucket, piece in _buckets(connection, min(authors), max(authors)):
        if piece in authors:
            alike[authors[piece], bucket].append(piece)
    return {pair for sharing in alike.values() for pair in combinations(sorted(sharing, reverse=True), 2)}


def _buckets(connection: Connection, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Yield the buckets of the bands of the pieces between two, and the pieces."""
    bands, sketches = piece_bands.c, piece_sketches.c
    moved = select(bands.bucket, bands.piece).where(bands.piece >= first, bands.piece <= last)
    for bucket, piece in connection.execute(moved, execution_options={"yield_per": PAGE}):
        yield bucket, piece
    # The latest pieces are not among them yet.
    for piece, sketch in connection.execute(select(sketches.piece, sketches.buckets)):
        yield from ((bucket, piece) for bucket in likeness.unpacked([sketch])[0].tolist())


def _count(connection: Connection, query: Select[tuple[str, str]]) -> int:
    return connection.execute(select(func.count()).select_from(query.subquery())).scalar_one()
