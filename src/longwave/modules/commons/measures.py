"""The society's indicators from the tables: what the dashboard shows, and what a recount of the log must come to."""

import datetime as dt
import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import ColumnElement, Connection, Date, bindparam, case, distinct, func, select

from longwave.editorial import likeness
from longwave.editorial.tables import piece_bands, piece_sketches
from longwave.editorial.tables import pieces as all_pieces
from longwave.kernel import clock
from longwave.ledger.tables import Instant, events
from longwave.modules.commons.indicators import (
    DIGITS,
    JUDGED_DAYS,
    Counts,
    Indicators,
    Pair,
    Week,
    indicators,
    takes_up,
)
from longwave.modules.commons.tables import (
    commons_actions,
    commons_pieces,
    commons_reputations,
    commons_residents,
)
from longwave.world.memory.tables import relationship_changes

__all__ = ["DIGITS", "measured"]

# How many texts are asked for at once.
PAGE = 500
