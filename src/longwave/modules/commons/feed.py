"""What a resident sees on waking: the newest, what is said to them, whom they follow. It is as long in a full forum."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from longwave.editorial.tables import pieces as all_pieces
from longwave.modules.commons.events import Stance
from longwave.modules.commons.projections import VISIBLE
from longwave.modules.commons.rules import Seen
from longwave.modules.commons.tables import commons_follows, commons_pieces, commons_threads, commons_votes

NEWEST, DIRECTED, OF_FOLLOWED, MAX_FOLLOWED = 30, 10, 12, 40

pieces, threads, votes = commons_pieces.c, commons_threads.c, commons_votes.c
_shown = (
    select(
        pieces.id,
        pieces.thread,
        threads.title,
        threads.replies,
        pieces.author,
        pieces.to,
        pieces.answers,
        pieces.stance,
        pieces.about,
        pieces.score,
        (threads.is_locked | threads.is_hidden).label("is_closed"),
        votes.value.label("voted"),
    )
    .select_from(commons_pieces)
    .join(commons_threads, threads.id == pieces.thread)
    .outerjoin(commons_votes, (votes.piece == pieces.id) & (votes.voter == bindparam("reader")))
    .where(pieces.state == VISIBLE)
    .order_by(pieces.id.desc())
)
_newest = _shown.limit(NEWEST)
_directed = _shown.where(pieces.to == bindparam("me"), pieces.id > bindparam("seen")).limit(DIRECTED)
_of_followed = _shown.where(
    pieces.author.in_(bindparam("followed", expanding=True)), pieces.id > bindparam("since")
).limit(OF_FOLLOWED)
_answered = select(pieces.answers).where(
    pieces.author == bindparam("reader"), pieces.answers.in_(bindparam("ids", expanding=True))
)
_following = (
    select(commons_follows.c.followed)
    .where(commons_follows.c.follower == bindparam("of"))
    .order_by(commons_follows.c.since.desc(), commons_follows.c.followed)
    .limit(MAX_FOLLOWED)
)
_texts = select(all_pieces.c.id, all_pieces.c.text).where(all_pieces.c.id.in_(bindparam("ids", expanding=True)))
_own = (
    select(all_pieces.c.text)
    .join(commons_pieces, pieces.id == all_pieces.c.id)
    .where(pieces.author == bindparam("of"))
    .order_by(pieces.id.desc())
    .limit(bindparam("most"))
)
_pair = select(commons_follows.c.since).where(
    commons_follows.c.follower == bindparam("of"), commons_follows.c.followed == bindparam("other")
)
_one = _shown.where(pieces.id == bindparam("piece"))


@dataclass(frozen=True, kw_only=True)
class Feed:
    """A resident's view of the forum.

    Attributes:
        seen: the newest first.
        directed: answers to the reader that they had not seen.
        following: whom the reader follows, the latest first.
    """

    seen: tuple[Seen, ...]
    directed: tuple[Seen, ...]
    following: tuple[str, ...]


def read(connection: Connection, reader: str, read_until: int) -> Feed:
    """Return what a resident sees who read everything up to an event."""
    following = tuple(connection.execute(_following, {"of": reader}).scalars())
    asked = {"reader": reader}
    newest = connection.execute(_newest, asked).all()
    directed = connection.execute(_directed, {**asked, "me": reader, "seen": read_until}).all()
    rows = {row.id: row for row in (*newest, *directed)}
    if following:
        # Whoever is followed is looked for a little further back than the newest of all.
        since = newest[-1].id - 100 * NEWEST if newest else 0
        followed = connection.execute(_of_followed, {**asked, "followed": following, "since": since})
        rows |= {row.id: row for row in followed}
    answered = frozenset(connection.execute(_answered, {**asked, "ids": list(rows)}).scalars() if rows else ())
    seen = {number: _seen(row, read_until, answered) for number, row in sorted(rows.items(), reverse=True)}
    return Feed(seen=tuple(seen.values()), directed=tuple(seen[row.id] for row in directed), following=following)


def one(connection: Connection, reader: str, piece: int) -> Seen | None:
    """Return one piece as a resident sees it; None where it is not, or no longer, to be seen."""
    row = connection.execute(_one, {"reader": reader, "piece": piece}).first()
    if row is None:
        return None
    answered = connection.execute(_answered, {"reader": reader, "ids": [piece]}).scalars()
    return _seen(row, 0, frozenset(answered))


def texts(connection: Connection, ids: Sequence[int]) -> dict[int, str]:
    """Return what some pieces say."""
    return {row.id: row.text for row in connection.execute(_texts, {"ids": list(ids)})} if ids else {}


def own_texts(connection: Connection, resident: str, most: int) -> list[str]:
    """Return what a resident wrote last, the latest first."""
    return list(connection.execute(_own, {"of": resident, "most": most}).scalars())


def follows(connection: Connection, resident: str, other: str) -> bool:
    """Tell whether a resident follows another."""
    return connection.execute(_pair, {"of": resident, "other": other}).first() is not None


def authors(seen: Iterable[Seen], reader: str) -> list[str]:
    """Return who wrote some pieces, the reader left out."""
    return [name for name in dict.fromkeys(piece.author for piece in seen) if name != reader]


def _seen(
    row: Row[*tuple[Any, ...]],  # Any: the columns of _shown
    read_until: int,
    answered: frozenset[int | None],
) -> Seen:
    return Seen(
        id=row.id,
        thread=row.thread,
        title=row.title,
        replies=row.replies,
        author=row.author,
        to=row.to,
        stance=None if row.stance is None else Stance(row.stance),
        about=tuple(json.loads(row.about)),
        score=row.score,
        voted=row.voted or 0,
        is_unread=row.id > read_until,
        is_answered=row.id in answered,
        is_closed=bool(row.is_closed),
    )
