"""Which pieces are put before the moderators of themselves: what the gate had to let pass after all attempts."""

from collections.abc import Iterator, Mapping

from longwave.editorial.events import PieceAccepted
from longwave.ledger.events import Recorded
from longwave.modules.commons.events import PieceFlagged

# Why a finding is a moderator's matter, by its rule.
REASONS: Mapping[str, str] = {
    "VARY001": "repetitive",
    "VARY002": "repetitive",
    "VARY003": "repetitive",
    "FORM001": "over-long",
    "FORM002": "empty",
    "SAFE001": "blocklist",
    "SAFE002": "blocklist",
    "SAFE003": "blocklist",
}


def flags(published: Recorded) -> Iterator[PieceFlagged]:
    """Yield the flag that a piece is published with, if anything in it needs one."""
    assert isinstance(published.event, PieceAccepted)  # noqa: S101 - what an editor publishes
    found = [REASONS[finding.code] for finding in published.event.findings if finding.code in REASONS]
    if found:
        yield PieceFlagged(piece=published.seq, reasons=tuple(dict.fromkeys(found)))
