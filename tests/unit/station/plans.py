"""Days that are planned and never written: what an average segment would tell of its plan counts as told."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial

from longwave.editorial.canon import Canon
from longwave.modules.station.arcs import Arc, Bookmark
from longwave.modules.station.events import ToldBeat
from longwave.modules.station.knowledge import Presenter
from longwave.modules.station.outlook import DayOrder, Outlook
from longwave.modules.station.planning import Continuity, Day, plan_day
from longwave.press.newsroom import Guest
from longwave.world.lore import LoreEntry
from longwave.world.pack import Pack

Related = Callable[[LoreEntry], Iterable[str]]
TOLD = 3


def presenter_of(pack: Pack, persona: str, year: int = 1931) -> Presenter:
    """Return a presenter in a year."""
    return Presenter(persona=pack.personas[persona], canon=Canon(pack), year=year)


def guests_of(pack: Pack) -> list[Guest]:
    """Return the scholars that a pack names, as people who could be interviewed."""
    assert pack.game is not None
    return [
        Guest(
            id=sheet.id,
            name=sheet.name,
            discipline=pack.game.disciplines[sheet.discipline].name,
            topics=pack.game.disciplines[sheet.discipline].topics,
            sayings=sheet.sayings,
            found="I was there.",
            house="Ada Quell",
        )
        for sheet in pack.game.scholars.values()
    ]


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
    continuity = Continuity(turns={}, uses={})
    hours = pack.station.signs_off - pack.station.signs_on
    uses = Counter[str]()
    knower = cache(partial(presenter_of, pack, persona))
    outlook = Outlook(pack=pack, persona=persona, seed=seed)
    order: DayOrder | None = DayOrder(date=start, hours=hours * count, segments_per_hour=density)
    while order is not None:
        day = plan_day(order, knower(order.date.year), continuity, everything(pack), outlook)
        yield day
        uses.update(ref for slot in day.slots for ref in slot.spends)
        uses.update(told.ref for slot in day.slots for told in (*slot.sheet.facts[:TOLD], *slot.sheet.items))
        bookmark = bookmark_after(continuity.bookmark, day)
        continuity = Continuity(skies=day.skies, turns=day.turns, uses=uses, bookmark=bookmark)
        order = order.next_day(pack.station)


def arc_after(beat: ToldBeat) -> Arc:
    """Return how a story stands once a beat of it was told."""
    return Arc(
        story=beat.story,
        timeline=beat.timeline,
        telling=beat.telling,
        told=beat.number + 1,
        beats=beat.of,
        last_turn=beat.turn,
        escalations=beat.escalations,
    )


def bookmark_after(bookmark: Bookmark, day: Day) -> Bookmark:
    """Return where the stories stand once a day was aired."""
    arcs = {(arc.story, arc.telling): arc for arc in bookmark.open}
    ended = dict(bookmark.ended)
    for beat in (slot.beat for slot in day.slots if slot.beat is not None):
        arcs[beat.story, beat.telling] = arc_after(beat)
        if beat.number + 1 == beat.of:
            ended[beat.timeline] = beat.turn
    return Bookmark(open=tuple(arc for arc in arcs.values() if arc.left), ended=ended)
