"""Assignments of the real planner: days of Saltmere in a row, each planned after what the days before told."""

import datetime as dt
import tempfile
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from longwave import bootstrap
from longwave.editorial.canon import Canon
from longwave.ledger.store import Store, database_url
from longwave.modules.station.events import Slot
from longwave.modules.station.handlers import RELATED, assignment_of
from longwave.modules.station.knowledge import Presenter
from longwave.modules.station.outlook import DayOrder, Outlook
from longwave.modules.station.planning import GUEST_CHOICE, Continuity, plan_day
from longwave.narrator.assignment import Assignment, Draft
from longwave.narrator.casing import Casing
from longwave.narrator.offline import OfflineNarrator
from longwave.settings import Settings
from longwave.world.index import LoreIndex
from longwave.world.lore import LoreEntry
from longwave.world.pack import Pack
from unit.station.plans import bookmark_after, guests_of

HOURS = 16


@dataclass(frozen=True, kw_only=True)
class Season:
    """Some days of one presenter."""

    persona: str
    start: dt.date
    days: int
    seed: int = 7
    density: int = 1


@dataclass(frozen=True, kw_only=True)
class Written:
    """An assignment and its text."""

    assignment: Assignment
    draft: Draft


@cache
def saltmere() -> Pack:
    """Return the bundled world."""
    return bootstrap.load_pack("saltmere", Settings())


@cache
def narrator(seed: int = 7) -> OfflineNarrator:
    """Return the offline narrator of Saltmere."""
    return OfflineNarrator(saltmere().phrasebooks, casing(), seed)


@cache
def casing() -> Casing:
    """Return what Saltmere tells about its words."""
    return Casing.of(saltmere())


@cache
def written(season: Season) -> tuple[Written, ...]:
    """Return everything that is written in a season, in order."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(database_url(f"{folder}/world.db"), create=True)
        try:
            return tuple(_written(season, LoreIndex(store, saltmere().lore, saltmere().digest), store))
        finally:
            store.close()


def _written(season: Season, index: LoreIndex, store: Store) -> Iterator[Written]:
    index.refresh()
    uses: Counter[str] = Counter()
    guests = deque(guests_of(saltmere()))
    continuity = Continuity(turns={}, uses=uses, guests=tuple(guests))
    canon = Canon(saltmere())

    def related(entry: LoreEntry) -> Iterable[str]:
        with store.read() as connection:
            hits = index.search(connection, " ".join([entry.title, *entry.topics]), limit=RELATED)
        return [hit.entry for hit in hits if hit.entry != entry.id]

    outlook = Outlook(pack=canon.pack, persona=season.persona, seed=season.seed)
    order: DayOrder | None = DayOrder(date=season.start, hours=HOURS * season.days, segments_per_hour=season.density)
    while order is not None:
        knower = Presenter(persona=canon.pack.personas[season.persona], canon=canon, year=order.date.year)
        day = plan_day(order, knower, continuity, related, outlook)
        for slot in day.slots:
            asked = assignment(season, order.date, slot)
            draft = narrator(season.seed).compose(asked)
            uses.update((*slot.spends, *draft.used))
            yield Written(assignment=asked, draft=draft)
        bookmark = bookmark_after(continuity.bookmark, day)
        guests.rotate(GUEST_CHOICE)
        continuity = Continuity(skies=day.skies, turns=day.turns, uses=uses, bookmark=bookmark, guests=tuple(guests))
        order = order.next_day(canon.pack.station)


def assignment(season: Season, date: dt.date, slot: Slot) -> Assignment:
    """Return what is asked for in a planned slot."""
    return assignment_of(saltmere().personas[season.persona], date, slot)
