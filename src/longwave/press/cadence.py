"""How long a layer waits."""

import datetime as dt
import random

from longwave.world.card import Cadences
from longwave.world.press import Cadence, Layer


def due(layer: Layer, at: dt.datetime, cadences: Cadences, stream: random.Random) -> dt.datetime:
    """Return when a layer of an event of that time is to be printed."""
    if layer.minutes is not None:
        return at + dt.timedelta(minutes=layer.minutes)
    match layer.after:
        case Cadence.NOW:
            return at
        case Cadence.FLASH:
            return at + dt.timedelta(minutes=stream.randint(1, cadences.flash_minutes))
        case Cadence.STAGGERED:
            return at + dt.timedelta(minutes=cadences.staggered_minutes[layer.step])
        case Cadence.LONG:
            # A few minutes apart, so that not all that waited for the same hour come at once.
            return at + dt.timedelta(hours=cadences.long_hours[layer.step], minutes=stream.randint(0, 45))
