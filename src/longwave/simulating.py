"""Plays a season of The Great Work in virtual time, with nobody but autoplayers at the table."""

import asyncio
import datetime as dt
from collections import Counter
from collections.abc import Collection
from zoneinfo import ZoneInfo

from longwave import bootstrap
from longwave.kernel.clock import VirtualClock
from longwave.ledger.ledger import Stamp
from longwave.modules.academy.leads.asking import writer_of
from longwave.modules.academy.leads.commands import SeatLead
from longwave.narration import Narration
from longwave.orders.attempts import Attempts
from longwave.orders.engine import Engine
from longwave.playing import Playing
from longwave.world.events import WorldOpened
from longwave.world.game import Lead, Policy

BEGINS = dt.time(8)
HOST = "host"


def play_season(station: bootstrap.Station, *, players: int, days: float, is_printed: bool) -> Playing:
    """Open the game in an empty ledger, seat autoplayers, one of each policy first, and let them play.

    Raises:
        ModelUnusable: a model that one of them needs cannot be asked as things are set.
    """
    ledger, pack, seed, narration = station.ledger, station.pack, station.seed, station.narration
    start = dt.datetime.combine(pack.card.start, BEGINS, ZoneInfo(pack.card.tz)).astimezone(dt.UTC)
    clock = VirtualClock(start)
    playing = Playing(
        ledger=ledger,
        pack=pack,
        seed=seed,
        now=clock.now,
        editor=station.editor if is_printed else None,
        askers_of=narration.callers_of,
    )
    leads = mixed(playing.academy.game.leads.values())
    for lead in leads[:players]:
        narration.callers_of(writer_of(pack, lead))
    with ledger.write(Stamp(at=start, actor=HOST)) as tx:
        tx.append(WorldOpened(world=pack.card.id, title=pack.card.title, seed=seed, pack_digest=pack.digest))
        playing.opening.found(tx)
        for number in range(players):
            seat = SeatLead(lead=leads[number % len(leads)].id, number=1 + number // len(leads))
            playing.commands.carried_by[SeatLead](tx, seat)
    attempts = Attempts(ledger=ledger, handlers=playing.handlers, clock=clock, seed=seed)
    asyncio.run(_run(Engine(attempts=attempts), start + dt.timedelta(days=days), narration))
    return playing


async def _run(engine: Engine, end: dt.datetime, narration: Narration) -> None:
    try:
        await engine.run_until(end)
    finally:
        await narration.close()


def mixed(leads: Collection[Lead]) -> list[Lead]:
    """Return leads in an order in which each policy comes once before any comes again."""
    seen: Counter[Policy] = Counter()
    rounds: dict[str, int] = {}
    for lead in leads:
        rounds[lead.id] = seen[lead.policy]
        seen[lead.policy] += 1
    return sorted(leads, key=lambda lead: rounds[lead.id])
