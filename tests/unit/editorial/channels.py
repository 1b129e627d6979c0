"""A world of its own for each test, and pieces put on a channel of it without a narrator."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from longwave import bootstrap
from longwave.editorial.events import PieceAccepted
from longwave.editorial.gate import VERSIONS
from longwave.ledger.ledger import Ledger, Stamp
from longwave.narrator.assignment import Draft
from longwave.settings import Settings
from unit.editorial import desk

STAMP = Stamp(at=dt.datetime(1931, 3, 2, 6, tzinfo=dt.UTC), actor="test")
CHANNEL = "station:wren"


@contextmanager
def world(place: str) -> Iterator[Ledger]:
    """Open an empty world."""
    with bootstrap.open_ledger(place, Settings(), create=True) as ledger:
        yield ledger


def air(ledger: Ledger, *texts: str | Draft, channel: str = CHANNEL) -> list[int]:
    """Publish texts as they are; return the pieces' numbers."""
    drafts = (desk.draft(text) if isinstance(text, str) else text for text in texts)
    with ledger.write(STAMP) as tx:
        return [recorded.seq for recorded in tx.append(*(_piece(draft, channel) for draft in drafts))]


def _piece(draft: Draft, channel: str) -> PieceAccepted:
    return PieceAccepted(
        channel=channel,
        form="time",
        persona="wren",
        text=draft.text,
        narrator="fake",
        attempts=1,
        is_fallback=False,
        because="",
        tokens=0,
        microusd=0,
        tells=draft.tells,
        findings=(),
        rules=dict(VERSIONS),
    )
