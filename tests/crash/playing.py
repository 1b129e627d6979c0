"""Lets a printed season of The Great Work be played in processes that are killed, with SIGKILL, at chosen points.

usage: python -m crash.playing

Reads one life after the other from stdin, as JSON, and answers each with the exit code of the process that lived it.
All are children of one process that has read the world already: reading it takes longer than a life.
"""

import asyncio
import datetime as dt
import json
import os
import signal
import sys
import threading
import traceback
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from crash.mortal import Fate
from longwave import bootstrap
from longwave.kernel.clock import VirtualClock
from longwave.ledger.ledger import Ledger, Stamp
from longwave.modules.academy.leads.commands import SeatLead
from longwave.orders.attempts import Attempts
from longwave.orders.engine import Engine
from longwave.playing import Playing
from longwave.settings import Settings
from longwave.world.events import WorldOpened
from longwave.world.pack import Pack

SEED, LEADS = 7, 4
MORNING = dt.time(8)


@dataclass(frozen=True, kw_only=True)
class Life:
    """What one process is to live through.

    Attributes:
        out: where the world is kept.
        days: until when it plays, from the world's first moment on.
        point: what is counted (see `mortal.POINTS`), and `number` which one kills; nothing does where it is 0.
        seconds: after how many it is killed from without; 0 where it is not.
        census: where to write how often each point was passed, where nothing kills.
    """

    out: str
    days: float
    point: str = "none"
    number: int = 0
    seconds: float = 0
    census: str = ""

    def to_text(self) -> str:
        return json.dumps(asdict(self))


def main() -> None:
    pack = bootstrap.load_pack("saltmere", Settings())
    for line in sys.stdin:
        life = Life(**json.loads(line))
        child = os.fork()
        if child == 0:
            os._exit(lived(life, pack))
        print(ended(child, life.seconds), flush=True)  # noqa: T201 - the answer


def ended(child: int, seconds: float) -> int:
    """Wait for a process, and kill it if it takes too long; return its exit code."""
    reaper = threading.Timer(seconds, _kill, [child])
    if seconds:
        reaper.start()
    _, status = os.waitpid(child, 0)
    reaper.cancel()
    return os.waitstatus_to_exitcode(status)


def _kill(child: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)


def lived(life: Life, pack: Pack) -> int:
    """Live a life in this process, unless it is killed; return the exit code."""
    fate = Fate(life.point, life.number, "")
    sys.addaudithook(fate.on_audit)
    fate.watch_databases()
    try:
        play(life, pack)
    except BaseException:  # noqa: BLE001 - the process has to end here, whatever it was
        traceback.print_exc()
        return 1
    if life.census:
        Path(life.census).write_text(json.dumps(fate.passed), encoding="utf-8")
    return 0


def play(life: Life, pack: Pack) -> None:
    """Play from where the last life ended."""
    start = dt.datetime.combine(pack.card.start, MORNING, ZoneInfo(pack.card.tz)).astimezone(dt.UTC)
    settings = Settings()
    with (
        bootstrap.open_ledger(str(Path(life.out) / "world.db"), settings, create=True) as ledger,
        ledger.store.hold_world("test"),
    ):
        clock = VirtualClock(ledger.last_at() or start)
        playing = playing_in(ledger, pack, clock)
        if ledger.head()[0] == 0:
            open_game(playing, start)
        attempts = Attempts(ledger=ledger, handlers=playing.handlers, clock=clock, seed=SEED)
        asyncio.run(Engine(attempts=attempts).run_until(start + dt.timedelta(days=life.days)))


def playing_in(ledger: Ledger, pack: Pack, clock: VirtualClock) -> Playing:
    """Return the printed game of a ledger."""
    editor = bootstrap.Station(ledger=ledger, pack=pack, seed=SEED).editor
    return Playing(ledger=ledger, pack=pack, seed=SEED, now=clock.now, editor=editor)


def open_game(playing: Playing, start: dt.datetime) -> None:
    """Open the game and seat its autoplayers, all or nothing."""
    pack = playing.pack
    with playing.ledger.write(Stamp(at=start, actor="host")) as tx:
        tx.append(WorldOpened(world=pack.card.id, title=pack.card.title, seed=SEED, pack_digest=pack.digest))
        playing.opening.found(tx)
        for lead in list(playing.academy.game.leads)[:LEADS]:
            playing.commands.carried_by[SeatLead](tx, SeatLead(lead=lead))


if __name__ == "__main__":
    main()
