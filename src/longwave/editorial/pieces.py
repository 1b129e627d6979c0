"""The memory of pieces: how it is folded from events, and what a new text is compared with."""

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, func, insert, select

from longwave.editorial import likeness
from longwave.editorial.events import PieceAccepted
from longwave.editorial.tables import piece_bands, piece_sketches, pieces
from longwave.kernel import canonical
from longwave.ledger.events import Recorded
from longwave.ledger.projections import Projection
from longwave.ledger.tables import insert_rows
from longwave.narrator import openings

OPENER_WINDOW = 50
# Each band of a piece belongs to another page of its table: pieces that come in one by one would write them all again
# and again. So the latest are looked through, and move into the table together.
RECENT = 128

# Statements of every piece are built once: building one costs more than running it.
_last = select(func.max(pieces.c.position)).where(pieces.c.channel == bindparam("of"))
_same_opener = (
    select(pieces.c.id)
    .where(
        pieces.c.channel == bindparam("of"),
        pieces.c.opener == bindparam("begins"),
        pieces.c.position > _last.scalar_subquery() - OPENER_WINDOW,
    )
    .limit(1)
)
_latest = (
    select(pieces.c.id, pieces.c.text, pieces.c.tells)
    .where(pieces.c.channel == bindparam("of"))
    .order_by(pieces.c.position.desc())
    .limit(bindparam("most"))
)
_bands = [f"band_{band}" for band in range(likeness.BANDS)]
_alike = select(piece_bands.c.piece).where(piece_bands.c.bucket.in_([bindparam(band) for band in _bands]))
_recent = select(piece_sketches.c.piece, piece_sketches.c.buckets).order_by(piece_sketches.c.piece)
_count = select(func.count()).select_from(piece_sketches)
_candidates = (
    select(pieces.c.id, pieces.c.channel, pieces.c.text)
    .where(pieces.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(pieces.c.id)
)
_openers = (
    select(pieces.c.opener)
    .where(pieces.c.channel == bindparam("of"), pieces.c.at < bindparam("before"))
    .order_by(pieces.c.position.desc())
    .limit(bindparam("most"))
)
_of_form = (
    select(pieces.c.id, pieces.c.persona, pieces.c.tells, pieces.c.form)
    .where(pieces.c.channel == bindparam("of"), pieces.c.at >= bindparam("since"))
    .order_by(pieces.c.position.desc())
    .limit(bindparam("most"))
)
_add = insert(pieces)


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """A piece that was published before.

    Attributes:
        tells: the lore entries it names.
    """

    piece: int
    text: str
    tells: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Talk:
    """Something that somebody spoke of elsewhere.

    Attributes:
        about: the lore entry.
    """

    piece: int
    persona: str
    about: str


def last_position(connection: Connection, channel: str) -> int:
    """Return how many pieces a channel has."""
    return connection.execute(_last, {"of": channel}).scalar() or 0


def has_recent_opener(connection: Connection, channel: str, opener: str) -> bool:
    """Tell whether one of the channel's last fifty pieces begins with the same six words."""
    return connection.execute(_same_opener, {"of": channel, "begins": opener}).first() is not None


def openers_before(connection: Connection, channel: str, at: dt.datetime, limit: int) -> list[str]:
    """Return how a channel's latest pieces from before a world time begin, the latest first."""
    return list(connection.execute(_openers, {"of": channel, "before": at, "most": limit}).scalars())


def latest(connection: Connection, channel: str, count: int) -> list[Earlier]:
    """Return the channel's last pieces, the newest first."""
    rows = connection.execute(_latest, {"of": channel, "most": count})
    return [Earlier(piece=piece, text=text, tells=tuple(json.loads(tells))) for piece, text, tells in rows]


def talk(connection: Connection, channel: str, form: str, since: dt.datetime, most: int) -> list[Talk]:
    """Return what a channel's latest pieces since a world time are about, as far as they are of a form."""
    rows = connection.execute(_of_form, {"of": channel, "since": since, "most": most}).all()
    told = [(row, json.loads(row.tells)) for row in rows if row.form == form]
    return [Talk(piece=row.id, persona=row.persona, about=tells[0]) for row, tells in told if tells]


def near_duplicates(connection: Connection, channel: str, text: str) -> Iterator[tuple[int, float]]:
    """Yield the channel's pieces that are near-duplicates of a text, with their Jaccard index."""
    buckets = likeness.bands(text)
    alike = connection.execute(_alike, dict(zip(_bands, buckets.tolist(), strict=True))).scalars()
    ids = {*alike, *_alike_recently(connection, buckets)}
    if not ids:
        return
    own = likeness.shingles(text)
    for piece, where, other in connection.execute(_candidates, {"ids": ids}):
        if where == channel and (index := likeness.jaccard(own, likeness.shingles(other))) > likeness.NEAR_DUPLICATE:
            yield piece, index


def _alike_recently(connection: Connection, buckets: likeness.Buckets) -> list[int]:
    recent = connection.execute(_recent).all()
    shares = (likeness.unpacked(sketch for _, sketch in recent) == buckets).any(axis=1)
    return [piece for (piece, _), is_alike in zip(recent, shares, strict=True) if is_alike]


def unjudged(connection: Connection) -> list[int]:
    """Return the pieces that no rule has judged."""
    return list(connection.execute(select(pieces.c.id).where(pieces.c.rules.in_(["", "{}"]))).scalars())


def _on_accepted(connection: Connection, recorded: Recorded, event: PieceAccepted) -> None:
    connection.execute(
        _add,
        {
            "id": recorded.seq,
            "channel": event.channel,
            "position": last_position(connection, event.channel) + 1,
            "at": recorded.at,
            "form": event.form,
            "persona": event.persona,
            "text": event.text,
            "opener": openings.opener(event.text),
            "narrator": event.narrator,
            "attempts": event.attempts,
            "is_fallback": event.is_fallback,
            "because": event.because,
            "tokens": event.tokens,
            "microusd": event.microusd,
            "tells": canonical.dumps(event.tells),
            "findings": canonical.dumps([finding.model_dump(mode="json") for finding in event.findings]),
            "rules": canonical.dumps(event.rules),
        },
    )
    insert_rows(connection, piece_sketches, [(recorded.seq, likeness.bands(event.text).tobytes())])
    if connection.execute(_count).scalar_one() >= RECENT:
        _move_recent(connection)


def _move_recent(connection: Connection) -> None:
    ids, sketches = zip(*connection.execute(_recent), strict=True)
    rows = zip(likeness.unpacked(sketches).tolist(), ids, strict=True)
    insert_rows(connection, piece_bands, sorted((bucket, piece) for buckets, piece in rows for bucket in buckets))
    connection.execute(delete(piece_sketches))


PROJECTION = Projection(tables=(pieces, piece_bands, piece_sketches), folds={PieceAccepted: _on_accepted})
