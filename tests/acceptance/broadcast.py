"""Days of radio, produced in this process as the command does it: through the bootstrap, by the offline narrator."""

import asyncio
import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from longwave import bootstrap
from longwave.ledger.ledger import Ledger
from longwave.modules.station import views
from longwave.modules.station.events import SegmentAired
from longwave.modules.station.production import Asked, Production, begin_or_resume
from longwave.modules.station.views import SlotState
from longwave.settings import Settings
from longwave.world.card import Form
from longwave.world.pack import Pack

OPENER_WORDS, SHINGLE_WORDS, NEAR_DUPLICATE = 6, 5, 0.5


@dataclass(frozen=True, kw_only=True)
class Broadcast:
    """What was produced.

    Attributes:
        states: every slot, in order.
        used: what each slot's segment told and spent, by the slot's name.
        hash: of the last event of the ledger.
    """

    pack: Pack
    persona: str
    seed: int
    states: Sequence[SlotState]
    used: Mapping[str, tuple[str, ...]]
    hash: str

    @property
    def texts(self) -> list[str]:
        return [state.text or "" for state in self.states]

    @property
    def days(self) -> dict[dt.date, list[SlotState]]:
        return {date: list(day) for date, day in groupby(self.states, key=lambda state: state.date)}


@contextmanager
def station(place: str) -> Iterator[Ledger]:
    """Open a world's database and hold the world."""
    with bootstrap.open_ledger(place, Settings(), create=True) as ledger, ledger.store.hold_world("a test"):
        yield ledger


def production(ledger: Ledger, pack: Pack, asked: Asked, out: Path, *, concurrency: int = 8) -> Production:
    """Begin a run, or go on with the one that is there."""
    seed, run = begin_or_resume(ledger, pack, asked, resume=ledger.head()[0] > 0)
    parts = bootstrap.Station(ledger=ledger, pack=pack, seed=seed)
    return parts.production(run, out, concurrency=concurrency)


def produce(pack: Pack, asked: Asked, out: Path, *, place: str = "", concurrency: int = 8) -> Broadcast:
    """Produce a run and read what came of it.

    Args:
        place: the database; by default a file in `out`.
    """
    out.mkdir(parents=True, exist_ok=True)
    with station(place or str(out / "world.db")) as ledger:
        run = production(ledger, pack, asked, out, concurrency=concurrency)
        asyncio.run(run.produce())
        with ledger.store.read() as connection:
            states = list(views.slots(connection, views.channel_of(run.run.persona)))
        aired = [recorded.event for recorded in ledger.read() if isinstance(recorded.event, SegmentAired)]
        return Broadcast(
            pack=pack,
            persona=run.run.persona,
            seed=run.seed,
            states=states,
            used={f"{event.date}/{event.time}": event.used for event in aired},
            hash=ledger.head()[1],
        )


def asked_for(pack: Pack) -> set[Form]:
    """Return the forms that every whole day has: nobody is there to be interviewed, and the hour is told instead."""
    required = {form for form, slotting in pack.station.forms.items() if slotting.at_least or slotting.at}
    return {Form.TIME if form is Form.INTERVIEW else form for form in required}


def replies_of(run: Broadcast) -> dict[str, dict[str, object]]:
    """Return what a model would answer that wrote these texts, by what its prompt says of the moment."""
    found: dict[str, dict[str, object]] = {}
    for state in run.states:
        said, told = state.slot.sheet.slots, enumerate(state.slot.sheet.facts, 1)
        moment = f"{said['weekday']} {said['date']}, {said['part_of_day']}: it is {said['hour']} in the"
        facts = [number for number, fact in told if fact.ref in run.used[state.name]]
        found[f"{moment} {said['part_of_day']}"] = {"text": state.text, "facts": facts}
    return found


def words(text: str) -> list[str]:
    """Return the words of a text, in small letters."""
    return re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+", text.lower())


def opener(text: str) -> tuple[str, ...]:
    """Return a text's first six words."""
    return tuple(words(text)[:OPENER_WORDS])


def shared_openers(texts: Sequence[str]) -> int:
    """Count the texts that begin as an earlier one did."""
    return len(texts) - len({opener(text) for text in texts})


def near_duplicates(texts: Sequence[str]) -> list[tuple[int, int, float]]:
    """Compare every text with every earlier one: return those alike, by place, and how alike they are."""
    runs = [_runs(text) for text in texts]
    return [
        (later, earlier, likeness)
        for later, own in enumerate(runs)
        for earlier, other in enumerate(runs[:later])
        if (likeness := len(own & other) / len(own | other)) > NEAR_DUPLICATE
    ]


def _runs(text: str) -> set[tuple[str, ...]]:
    said = words(text)
    return {tuple(said[at : at + SHINGLE_WORDS]) for at in range(max(1, len(said) - SHINGLE_WORDS + 1))}


def show(figure: str) -> None:
    """Print a figure, for who runs the tests with -s."""
    print(f"\n{figure}")  # noqa: T201 - a figure is printed
