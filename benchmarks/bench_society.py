"""What a heartbeat costs without a model, and what it costs where there are many residents or much has been said.

The bundled society with the offline narrator in virtual time: of 6, 100 and 1,000 residents, on a board on which
nothing stands but the pack's own threads, and on one with 10,000 threads and 50,000 replies, all of which feed and gate
have in their tables. Time is this process's own, user and system, of all its threads; every resident has woken before
it is taken. `--month` takes the wall time of 30 days of 25 residents instead.
"""

import argparse
import asyncio
import datetime as dt
import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from figures import Took, at_least, at_most, fresh_folder, milliseconds, per_second, say, stopwatch
from longwave import bootstrap
from longwave.editorial.events import PieceAccepted
from longwave.editorial.gate import VERSIONS
from longwave.editorial.knower import fact_ref
from longwave.kernel.clock import VirtualClock
from longwave.ledger.ledger import Ledger, Stamp, Transaction
from longwave.modules.commons import rules, writing
from longwave.modules.commons.events import (
    Action,
    HeartbeatEnded,
    Pace,
    ReplyPosted,
    ResidentJoined,
    Stance,
    ThreadOpened,
)
from longwave.modules.commons.handlers import heartbeat_order
from longwave.orders import book
from longwave.orders.attempts import Attempts
from longwave.orders.engine import Engine
from longwave.settings import Settings
from longwave.world.events import WorldOpened
from longwave.world.lore import LoreEntry
from longwave.world.pack import Pack

THREADS, REPLIES_A_THREAD = 10_000, 5
BETWEEN = dt.timedelta(minutes=1)
A_TRANSACTION = 100
FIRST_HOUR = dt.time(5)
WRITTEN = frozenset({Action.CREATE_THREAD, Action.REPLY})
MONTH_RESIDENTS, MONTH_HOURS, MONTH_MINUTES = 25, 30 * 24, 10
# Residents, the hours in which all of them wake, and the hours that are taken.
SIZES = ((6, 24, 72), (100, 3, 8), (1_000, 3, 1))
OPENINGS = (
    "I have been turning this over since breakfast, and here it is.",
    "Nobody asked me, so I shall say it once and then sit down.",
    "My neighbour swears it is otherwise, but she was not there.",
    "On the ferry this morning two men argued about it until the bell.",
    "Let me put it plainly, for I have to be at work in a quarter of an hour.",
    "I copied this out of an old notebook and I stand by every word.",
    "You may laugh, but I wrote it down on the back of a ticket.",
    "What I should like to know is who told them so in the first place.",
)
CLOSINGS = (
    "Does anybody remember it differently?",
    "That is all I have, and it cost me a shilling to find out.",
    "I shall ask at the counter and report.",
    "Correct me if you must, but bring the paper.",
    "So there it stands, and the kettle is on.",
    "I would give a good deal to have been there.",
    "Somebody ought to write that on the wall.",
)


@dataclass(frozen=True, kw_only=True)
class Board:
    """A forum that lives in virtual time, from a start on."""

    ledger: Ledger
    society: bootstrap.Society
    start: dt.datetime

    def live(self, hours: float) -> None:
        """Let it live until so many hours after its start."""
        clock = VirtualClock(max(self.start, self.ledger.last_at() or self.start))
        attempts = Attempts(ledger=self.ledger, handlers=self.society.handlers, clock=clock, seed=7)
        engine = Engine(attempts=attempts, concurrency=Settings().concurrency)
        asyncio.run(engine.run_until(self.start + dt.timedelta(hours=hours)))


@dataclass(frozen=True, kw_only=True)
class Lived:
    """What the heartbeats of some hours took, and how many of them wrote."""

    took: Took
    beats: int
    wrote: int

    @property
    def beat_s(self) -> float:
        """The CPU time of a heartbeat."""
        return self.took.cpu_s / self.beats


def begin_of(pack: Pack) -> dt.datetime:
    """Return when the pack's forum is founded."""
    return dt.datetime.combine(pack.card.start, FIRST_HOUR, ZoneInfo(pack.card.tz)).astimezone(dt.UTC)


@contextmanager
def founded(place: Path, pack: Pack, residents: int) -> Iterator[Board]:
    """Found the forum in a ledger, whatever stands on it already, with copies of the pack's residents beside them."""
    start = begin_of(pack)
    with bootstrap.open_ledger(str(place), Settings(), create=True) as ledger:
        station = bootstrap.Station(ledger=ledger, pack=pack, seed=7)
        society = bootstrap.Society(station=station)
        station.index.refresh()
        with ledger.write(Stamp(at=start, actor="bench")) as tx:
            tx.append(WorldOpened(world=pack.card.id, title=pack.card.title, seed=7, pack_digest=pack.digest))
            society.founding.found(tx)
            join(tx, pack, residents)
        yield Board(ledger=ledger, society=society, start=start)


def join(tx: Transaction, pack: Pack, residents: int) -> None:
    """Let copies of the pack's residents join, until there are so many."""
    models = list(pack.residents.values())
    for number in range(len(models), residents):
        model = models[number % len(models)]
        changes = {"id": f"{model.id}-{number}", "name": f"{model.name} {number}", "phrasebook": model.id}
        persona = model.model_copy(update=changes)
        offset = rules.offset_s(number)
        tx.append(
            ResidentJoined(resident=persona.id, name=persona.name, offset_s=offset, persona=persona), subject=persona.id
        )
        book.enqueue(tx, heartbeat_order(persona.id, rules.next_beat(tx.stamp.at, Pace.NORMAL, offset)))


@dataclass(kw_only=True)
class Crowd:
    """Fills a board with threads and replies, all of two facts of the pack in words of their own order."""

    pack: Pack
    at: dt.datetime
    stream: random.Random

    def fill(self, ledger: Ledger) -> None:
        """Append the threads of the weeks before the founding, so many in each transaction."""
        for _ in range(0, THREADS, A_TRANSACTION):
            with ledger.write(Stamp(at=self.at, actor="bench")) as tx:
                for _ in range(A_TRANSACTION):
                    self._thread(tx)

    def _thread(self, tx: Transaction) -> None:
        authors = self.stream.sample(list(self.pack.residents), 3)
        entry = self._entry()
        facts = self._facts(entry)
        thread = self._piece(tx, authors[0], writing.THREAD, facts, f"{entry.title}\n\n")
        about, used = _named(facts), _used(facts)
        tx.append(
            ThreadOpened(
                piece=thread, author=authors[0], title=entry.title, tags=entry.topics[:3], about=about, used=used
            ),
            subject=str(thread),
        )
        answers, to = thread, authors[0]
        for number in range(REPLIES_A_THREAD):
            author = authors[(number + 1) % len(authors)]
            facts = self._facts(entry)
            piece = self._piece(tx, author, writing.REPLY, facts, f"{self.pack.residents[to].name.split()[0]}. ")
            tx.append(
                ReplyPosted(
                    piece=piece,
                    author=author,
                    thread=thread,
                    answers=answers,
                    to=to,
                    stance=self.stream.choice(list(Stance)),
                    about=_named(facts),
                    used=_used(facts),
                ),
                subject=str(thread),
            )
            answers, to = piece, author

    def _entry(self) -> LoreEntry:
        return self.stream.choice([entry for entry in self.pack.lore.values() if entry.facts])

    def _facts(self, entry: LoreEntry) -> list[tuple[LoreEntry, int]]:
        both = [entry, self._entry()]
        return [(one, self.stream.randrange(len(one.facts))) for one in both]

    def _piece(self, tx: Transaction, author: str, form: str, facts: list[tuple[LoreEntry, int]], begins: str) -> int:
        told = " ".join(entry.facts[number].says for entry, number in facts)
        text = f"{begins}{self.stream.choice(OPENINGS)} {told} {self.stream.choice(CLOSINGS)}"
        self.at += BETWEEN
        tx.stamp = Stamp(at=self.at, actor=author)
        [recorded] = tx.append(
            PieceAccepted(
                channel=writing.CHANNEL,
                form=form,
                persona=author,
                text=text,
                narrator="bench",
                attempts=1,
                is_fallback=False,
                because="",
                tokens=0,
                microusd=0,
                tells=_named(facts),
                findings=(),
                rules=dict(VERSIONS),
            ),
            subject=author,
        )
        return recorded.seq


def _named(facts: list[tuple[LoreEntry, int]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(entry.id for entry, _ in facts))


def _used(facts: list[tuple[LoreEntry, int]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fact_ref(entry.id, number) for entry, number in facts))


def lived(board: Board, since: float, until: float) -> Lived:
    """Let a forum live for some hours, and take them."""
    board.live(since)
    before, _ = board.ledger.head()
    with stopwatch() as took:
        board.live(until)
    beats = [
        recorded.event for recorded in board.ledger.read(after=before) if isinstance(recorded.event, HeartbeatEnded)
    ]
    return Lived(took=took, beats=len(beats), wrote=sum(beat.action in WRITTEN for beat in beats))


def say_beat(name: str, now: Lived, *, beside: Lived | None = None, of: str = "") -> None:
    """Print what a heartbeat takes, beside what it takes elsewhere."""
    times = None if beside is None else now.beat_s / beside.beat_s
    say(
        f"a heartbeat, {name}",
        milliseconds(now.beat_s),
        beside=f"{now.wrote / now.beats:.0%} wrote" + ("" if times is None else f", {times:.2f} x {of}"),
        target=None if times is None else at_most(times, 1.3, "x"),
    )


def compare(pack: Pack) -> None:
    """Print what a heartbeat takes, by residents and by what stands on the board."""
    with fresh_folder() as folder:
        full = folder / "full.db"
        crowd = Crowd(
            pack=pack, at=begin_of(pack) - BETWEEN * THREADS * (REPLIES_A_THREAD + 2), stream=random.Random(7)
        )
        with bootstrap.open_ledger(str(full), Settings(), create=True) as ledger, stopwatch() as took:
            crowd.fill(ledger)
        say("filling the board", f"{took.cpu_s:.0f} s", beside=per_second(THREADS * (1 + REPLIES_A_THREAD), took.cpu_s))
        first: Lived | None = None
        for residents, warm, hours in SIZES:
            with founded(folder / f"{residents}.db", pack, residents) as board:
                empty = lived(board, warm, warm + hours)
            say_beat(f"{residents} residents", empty, beside=first, of="of 6")
            if first is None:
                first = empty
                rate = empty.beats / empty.took.cpu_s
                say("heartbeats of 6 residents", per_second(empty.beats, empty.took.cpu_s), target=at_least(rate, 300))
            crowded = folder / f"{residents}-full.db"
            shutil.copy(full, crowded)
            with founded(crowded, pack, residents) as board:
                say_beat(
                    f"{residents} residents, full board", lived(board, warm, warm + hours), beside=empty, of="empty"
                )
            crowded.unlink()


def month(pack: Pack) -> None:
    """Print what thirty days of a society take."""
    with fresh_folder() as folder, founded(folder / "world.db", pack, MONTH_RESIDENTS) as board:
        weeks = [lived(board, hours, hours + MONTH_HOURS / 4) for hours in (MONTH_HOURS * n / 4 for n in range(4))]
    minutes = sum(week.took.wall_s for week in weeks) / 60
    say(
        f"{MONTH_HOURS // 24} days of {MONTH_RESIDENTS} residents",
        f"{minutes:.1f} min",
        beside=f"{sum(week.beats for week in weeks):,} heartbeats",
        target=at_most(minutes, MONTH_MINUTES, " min"),
    )
    for number, week in enumerate(weeks, start=1):
        say_beat(f"quarter {number} of them", week, beside=weeks[0] if number > 1 else None, of="the first")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--month", action="store_true", help="take 30 days of 25 residents instead")
    pack = bootstrap.load_pack("saltmere", Settings())
    if parser.parse_args().month:
        month(pack)
    else:
        compare(pack)


if __name__ == "__main__":
    main()
