"""Days that are planned and never written: what an average segment would tell of its plan counts as told."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial

from longwave.editorial.canon import Canon
from longwave.modules.station.knowledge import Knower
from longwave.modules.station.planning import Continuity, Day, DayOrder, plan_day
from longwave.world.lore import LoreEntry
from longwave.world.pack import Pack

Related = Callable[[LoreEntry], Iterable[str]]
HOURS = 16
TOLD = 3


def knower_of(pack: Pack, persona: str, year: int = 1931) -> Knower:
    """Return a presenter in a year."""
    return Knower(persona=pack.personas[persona], canon=Canon(pack), year=year)


def everything(pack: Pack) -> Related:
    """Return a search that finds every entry there is, whoever asks: what may be told is not its concern."""
    return lambda entry: [name for name in pack.lore if name != entry.id]


def days(
    pack: Pack,
    persona: str,
    *,
    seed: int,
    start: dt.date,
    count: int,
    density: int = 1,
) -> Iterator[Day]:
    """Plan some days in a row, each after what the days before told."""
    skies, turns, uses = tuple[str, ...](), dict[str, int](), Counter[str]()
    knower = cache(partial(knower_of, pack, persona))
    for step in range(count):
        date = start + dt.timedelta(days=step)
        day = plan_day(
            DayOrder(date=date, hours=HOURS, segments_per_hour=density),
            knower(date.year),
            Continuity(skies=skies, turns=turns, uses=uses),
            everything(pack),
            seed,
        )
        yield day
        skies, turns = day.skies, day.turns
        uses.update(ref for slot in day.slots for ref in slot.spends)
        uses.update(told.ref for slot in day.slots for told in (*slot.sheet.facts[:TOLD], *slot.sheet.items))
