"""What a resident sees on waking: the newest, what is said to them, whom they follow. It is as long in a full forum."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, Connection, Row, bindparam, exists, func, select, union

from longwave.editorial.tables import pieces as all_pieces
from longwave.modules.commons.events import Stance
from longwave.modules.commons.projections import VISIBLE
from longwave.modules.commons.rules import Seen
from longwave.modules.commons.tables import (
    commons_follows,
    commons_pieces,
    commons_residents,
    commons_threads,
    commons_votes,
)
from longwave.world.memory.tables import relationships

NEWEST, DIRECTED, OF_FOLLOWED, MAX_FOLLOWED = 30, 10, 12, 40
# Whoever is followed is looked for a little further back than the newest of all.
FURTHER = 100 * NEWEST

pieces, threads, votes = commons_pieces.c, commons_threads.c, commons_votes.c
ties, felt = commons_follows.c, relationships.c
_reader: BindParameter[str] = bindparam("reader")
_own = commons_pieces.alias("own")
# In the order of `Seen`; then its author's name, and what the reader feels about them.
_shown = (
    select(
        pieces.id,
        pieces.thread,
        threads.title,
        threads.replies,
        pieces.author,
        pieces.to,
        pieces.stance,
        pieces.about,
        pieces.score,
        func.coalesce(votes.value, 0),
        pieces.id > bindparam("read_until"),
        exists().where(_own.c.author == _reader, _own.c.answers == pieces.id),
        threads.is_locked | threads.is_hidden,
        commons_residents.c.name,
        felt.sentiment,
    )
    .select_from(commons_pieces)
    .join(commons_threads, threads.id == pieces.thread)
    .join(commons_residents, commons_residents.c.id == pieces.author)
    .outerjoin(commons_votes, (votes.piece == pieces.id) & (votes.voter == _reader))
    .outerjoin(relationships, (felt.persona == _reader) & (felt.other == pieces.author))
    .where(pieces.state == VISIBLE)
    .order_by(pieces.id.desc())
)
_visible = select(pieces.id).where(pieces.state == VISIBLE).order_by(pieces.id.desc())
_newest = _visible.limit(NEWEST).cte("newest")
_directed = _visible.where(pieces.to == _reader, pieces.id > bindparam("read_until")).limit(DIRECTED).subquery()
_followed = (
    select(ties.followed).where(ties.follower == _reader).order_by(ties.since.desc(), ties.followed).limit(MAX_FOLLOWED)
)
_since = select(func.min(_newest.c.id) - FURTHER).scalar_subquery()
_of_followed = _visible.where(pieces.author.in_(_followed), pieces.id > _since).limit(OF_FOLLOWED).subquery()
_feed = _shown.where(pieces.id.in_(union(select(_newest), select(_directed), select(_of_followed))))
_following = _followed.add_columns(felt.sentiment).outerjoin(
    relationships, (felt.persona == ties.follower) & (felt.other == ties.followed)
)
_texts = select(all_pieces.c.id, all_pieces.c.text).where(all_pieces.c.id.in_(bindparam("ids", expanding=True)))
_own_texts = (
    select(all_pieces.c.text)
    .join(commons_pieces, pieces.id == all_pieces.c.id)
    .where(pieces.author == bindparam("of"))
    .order_by(pieces.id.desc())
    .limit(bindparam("most"))
)
_pair = select(ties.since).where(ties.follower == bindparam("of"), ties.followed == bindparam("other"))
_one = _shown.where(pieces.id == bindparam("piece"))


@dataclass(frozen=True, kw_only=True)
class Feed:
    """A resident's view of the forum.

    Attributes:
        seen: the newest first.
        directed: answers to the reader that they had not seen.
        following: whom the reader follows, the latest first.
        names: of whoever wrote something of it.
        sentiments: what the reader feels about them, and about whom they follow; strangers are left out.
    """

    seen: tuple[Seen, ...]
    directed: tuple[Seen, ...]
    following: tuple[str, ...]
    names: Mapping[str, str]
    sentiments: Mapping[str, float]


def read(connection: Connection, reader: str, read_until: int) -> Feed:
    """Return what a resident sees who read everything up to an event."""
    following: dict[str, float | None] = dict(connection.execute(_following, {"reader": reader}).all())
    rows = connection.execute(_feed, {"reader": reader, "read_until": read_until}).all()
    seen = tuple(map(_seen, rows))
    authors = {piece.author: row[-2:] for piece, row in zip(seen, rows, strict=True)}
    feelings = following | {author: sentiment for author, (_, sentiment) in authors.items()}
    return Feed(
        seen=seen,
        directed=tuple(piece for piece in seen if piece.is_unread and piece.to == reader)[:DIRECTED],
        following=tuple(following),
        names={author: name for author, (name, _) in authors.items()},
        sentiments={other: feeling for other, feeling in feelings.items() if feeling is not None and other != reader},
    )


def one(connection: Connection, reader: str, piece: int) -> Seen | None:
    """Return one piece as a resident sees it; None where it is not, or no longer, to be seen."""
    row = connection.execute(_one, {"reader": reader, "piece": piece, "read_until": 0}).first()
    return None if row is None else _seen(row)


def texts(connection: Connection, ids: Sequence[int]) -> dict[int, str]:
    """Return what some pieces say."""
    return {row.id: row.text for row in connection.execute(_texts, {"ids": list(ids)})} if ids else {}


def own_texts(connection: Connection, resident: str, most: int) -> list[str]:
    """Return what a resident wrote last, the latest first."""
    return list(connection.execute(_own_texts, {"of": resident, "most": most}).scalars())


def follows(connection: Connection, resident: str, other: str) -> bool:
    """Tell whether a resident follows another."""
    return connection.execute(_pair, {"of": resident, "other": other}).first() is not None


def _seen(row: Row[*tuple[Any, ...]]) -> Seen:  # Any: the columns of _shown
    number, thread, title, replies, author, to, stance, about, score, voted, is_unread, is_answered, is_closed, *_ = row
    return Seen(
        id=number,
        thread=thread,
        title=title,
        replies=replies,
        author=author,
        to=to,
        stance=None if stance is None else Stance(stance),
        about=_ids(about),
        score=score,
        voted=voted,
        is_unread=is_unread,
        is_answered=is_answered,
        is_closed=is_closed,
    )


@lru_cache(maxsize=4096)
def _ids(stored: str) -> tuple[str, ...]:
    return tuple(json.loads(stored))
