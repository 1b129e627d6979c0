"""The memory of pieces: how it is folded from events, and what a new text is compared with."""

from collections.abc import Iterator

from sqlalchemy import Connection, bindparam, func, insert, select

from longwave.editorial import likeness
from longwave.editorial.events import PieceAccepted
from longwave.editorial.tables import piece_bands, pieces
from longwave.kernel import canonical
from longwave.ledger.events import Recorded
from longwave.ledger.projections import Projection
from longwave.ledger.tables import insert_rows

OPENER_WINDOW = 50

# Statements of every piece are built once: building one costs more than running it.
_last = select(func.max(pieces.c.position)).where(pieces.c.channel == bindparam("of"))
_same_opener = (
    select(pieces.c.id)
    .where(
        pieces.c.channel == bindparam("of"),
        pieces.c.opener == bindparam("begins"),
        pieces.c.position > bindparam("after"),
    )
    .limit(1)
)
_alike = select(piece_bands.c.piece).where(piece_bands.c.bucket.in_(bindparam("buckets", expanding=True)))
_candidates = (
    select(pieces.c.id, pieces.c.text)
    .where(pieces.c.channel == bindparam("of"), pieces.c.id.in_(_alike))
    .order_by(pieces.c.id)
)
_add = insert(pieces)


def last_position(connection: Connection, channel: str) -> int:
    """Return how many pieces a channel has."""
    return connection.execute(_last, {"of": channel}).scalar() or 0


def has_recent_opener(connection: Connection, channel: str, opener: str) -> bool:
    """Tell whether one of the channel's last fifty pieces begins with the same six words."""
    oldest = last_position(connection, channel) - OPENER_WINDOW
    same = {"of": channel, "begins": opener, "after": oldest}
    return connection.execute(_same_opener, same).first() is not None


def near_duplicates(connection: Connection, channel: str, text: str) -> Iterator[tuple[int, float]]:
    """Yield the channel's pieces that are near-duplicates of a text, with their Jaccard index."""
    own = likeness.shingles(text)
    for piece, other in connection.execute(_candidates, {"of": channel, "buckets": likeness.bands(text)}):
        if (index := likeness.jaccard(own, likeness.shingles(other))) > likeness.NEAR_DUPLICATE:
            yield piece, index


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
            "opener": likeness.opener(event.text),
            "narrator": event.narrator,
            "attempts": event.attempts,
            "is_fallback": event.is_fallback,
            "tells": canonical.dumps(event.tells),
            "findings": canonical.dumps([finding.model_dump(mode="json") for finding in event.findings]),
            "rules": canonical.dumps(event.rules),
        },
    )
    insert_rows(connection, piece_bands, [(bucket, recorded.seq) for bucket in likeness.bands(event.text)])


PROJECTION = Projection(tables=(pieces, piece_bands), folds={PieceAccepted: _on_accepted})
