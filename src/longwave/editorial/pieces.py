"""The memory of pieces: how it is folded from events, and what a new text is compared with."""

from collections.abc import Iterator

from sqlalchemy import Connection, func, insert, select

from longwave.editorial import likeness
from longwave.editorial.events import PieceAccepted
from longwave.editorial.tables import piece_bands, pieces
from longwave.kernel import canonical
from longwave.ledger.events import Recorded
from longwave.ledger.projections import Projection

OPENER_WINDOW = 50


def last_position(connection: Connection, channel: str) -> int:
    """Return how many pieces a channel has."""
    last = select(func.max(pieces.c.position)).where(pieces.c.channel == channel)
    return connection.execute(last).scalar() or 0


def has_recent_opener(connection: Connection, channel: str, opener: str) -> bool:
    """Tell whether one of the channel's last fifty pieces begins with the same six words."""
    oldest = last_position(connection, channel) - OPENER_WINDOW
    same = select(pieces.c.id).where(pieces.c.channel == channel, pieces.c.opener == opener, pieces.c.position > oldest)
    return connection.execute(same.limit(1)).first() is not None


def near_duplicates(connection: Connection, channel: str, text: str) -> Iterator[tuple[int, float]]:
    """Yield the channel's pieces that are near-duplicates of a text, with their Jaccard index."""
    alike = select(piece_bands.c.piece).where(piece_bands.c.bucket.in_(likeness.bands(text)))
    candidates = select(pieces.c.id, pieces.c.text).where(pieces.c.channel == channel, pieces.c.id.in_(alike))
    own = likeness.shingles(text)
    for piece, other in connection.execute(candidates.order_by(pieces.c.id)):
        if (index := likeness.jaccard(own, likeness.shingles(other))) > likeness.NEAR_DUPLICATE:
            yield piece, index


def unjudged(connection: Connection) -> list[int]:
    """Return the pieces that no rule has judged."""
    return list(connection.execute(select(pieces.c.id).where(pieces.c.rules.in_(["", "{}"]))).scalars())


def _on_accepted(connection: Connection, recorded: Recorded, event: PieceAccepted) -> None:
    connection.execute(
        insert(pieces),
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
    connection.execute(
        insert(piece_bands),
        [{"bucket": bucket, "piece": recorded.seq} for bucket in likeness.bands(event.text)],
    )


PROJECTION = Projection(tables=(pieces, piece_bands), folds={PieceAccepted: _on_accepted})
