"""What happens in the press."""

import datetime as dt
from typing import ClassVar

from longwave.ledger.events import Event

# What the press asks the clock for: to print a layer, to print a notice while the world rests, to bring an issue out.
LAYER, NOTICE, ISSUE = ORDER_TYPES = ("press.layer", "press.notice", "press.issue")


class LayerReleased(Event):
    """A layer of an event was printed.

    Attributes:
        event: the number of the event that it is about.
        layer: the pack's layer.
        piece: the number of the piece.
        due: when it should have been printed.
        asked: when it was scheduled.
    """

    kind: ClassVar[str] = "press.layer_released"
    event: int
    layer: str
    piece: int
    due: dt.datetime
    asked: dt.datetime


class LayerDropped(Event):
    """A layer could not be printed, and never will be.

    Attributes:
        event: the number of the event that it was about.
        layer: the pack's layer.
    """

    kind: ClassVar[str] = "press.layer_dropped"
    event: int
    layer: str


class GazetteIssued(Event):
    """An issue came out, with everything printed since the one before.

    Attributes:
        pieces: by number, in the order in which they were printed.
        coming: what is to come, a sentence each.
    """

    kind: ClassVar[str] = "press.gazette_issued"
    issue: int
    pieces: tuple[int, ...]
    coming: tuple[str, ...]


EVENTS = (LayerReleased, LayerDropped, GazetteIssued)
