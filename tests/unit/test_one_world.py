"""One world: the game is played and printed, the station tells the Gazette's news, residents argue about it."""

import asyncio
import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from longwave import bootstrap
from longwave.editorial.events import PieceAccepted
from longwave.ledger.events import Recorded
from longwave.ledger.ledger import Ledger, Stamp
from longwave.ledger.rebuild import compare
from longwave.live import Live
from longwave.modules.academy.expeditions.events import ExpeditionResolved
from longwave.modules.academy.leads.commands import SeatLead
from longwave.modules.academy.scholars.events import ScholarArrived
from longwave.modules.academy.standing.events import PlayerJoined
from longwave.modules.academy.theories.events import TheoryResolved
from longwave.modules.station.events import RundownPlanned, SegmentAired, Slot
from longwave.orders.events import OrderFailed
from longwave.settings import Settings
from longwave.world.card import Form

SEED, LEADS = 7, 6
# From five in the morning to after the first news of the third day, and of the second.
LONG, SHORT = 2 + 4 / 24, 1 + 4 / 24
DAY = dt.timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class World:
    """A world that has lived for a while.

    Attributes:
        log: all that happened.
    """

    ledger: Ledger
    log: list[Recorded]

    @property
    def pieces(self) -> dict[int, PieceAccepted]:
        return {each.seq: each.event for each in self.log if isinstance(each.event, PieceAccepted)}

    def days(self, persona: str) -> list[tuple[Recorded, RundownPlanned]]:
        """Return a presenter's planned days."""
        rundowns = ((each, each.event) for each in self.log if isinstance(each.event, RundownPlanned))
        return [(each, event) for each, event in rundowns if event.persona == persona]

    def text(self, date: dt.date, slot: Slot) -> str:
        """Return what Wren said in a slot; empty where it is not aired yet."""
        aired = [each.event for each in self.log if isinstance(each.event, SegmentAired)]
        of_slot = [
            each.piece for each in aired if (each.channel, each.date, each.time) == ("station:wren", date, slot.time)
        ]
        return self.pieces[of_slot[0]].text if of_slot else ""


@contextmanager
def lived(folder: Path, days: float) -> Iterator[World]:
    """Let a new world with autoplayers at its table live for some days."""
    pack = bootstrap.load_pack("saltmere", Settings())
    with bootstrap.open_ledger(str(folder / "world.db"), Settings(), create=True) as ledger:
        live = Live(ledger=ledger, pack=pack, seed=SEED, settings=Settings(), out=folder, say=lambda _: None)
        live.begin()
        assert pack.game is not None
        with ledger.write(Stamp(at=live.now(), actor="host")) as tx:
            for lead in list(pack.game.leads)[:LEADS]:
                live.playing.commands.carried_by[SeatLead](tx, SeatLead(lead=lead, number=1))
        asyncio.run(live.fast_forward(days))
        yield World(ledger=ledger, log=list(ledger.read()))


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with lived(tmp_path_factory.mktemp("world"), LONG) as lived_in:
        yield lived_in


def of_the_game(slot: Slot) -> list[int]:
    """Return the numbers of the events that a slot's items tell of."""
    refs = (item.ref for item in slot.sheet.items)
    return [int(ref.removeprefix("event:")) for ref in refs if ref.startswith("event:")]


def test_the_first_news_of_each_day_tells_of_the_day_before(world: World) -> None:
    happened = {each.seq: each for each in world.log}
    told = 0

    for planned, day in world.days("wren"):
        first, *others = [slot for slot in day.slots if slot.form is Form.NEWS]
        for number in of_the_game(first):
            event = happened[number]
            assert isinstance(event.event, ExpeditionResolved | TheoryResolved)
            assert planned.at - DAY <= event.at < planned.at
            assert "Gazette" in world.text(day.date, first)
            told += 1
        assert len(of_the_game(first)) <= 2
        assert not any(map(of_the_game, others))

    assert told > 0


def test_who_knows_nothing_of_today_tells_nothing_of_it_and_asks_nobody(world: World) -> None:
    slots = [slot for _, day in world.days("corvin") for slot in day.slots]

    assert not any(map(of_the_game, slots))
    assert Form.INTERVIEW not in [slot.form for slot in slots]


def test_a_scholar_of_the_game_is_interviewed_each_day_and_never_the_same(world: World) -> None:
    arrived = {each.event.scholar: each.event.sheet for each in world.log if isinstance(each.event, ScholarArrived)}
    asked = [(day.date, slot) for _, day in world.days("wren") for slot in day.slots if slot.form is Form.INTERVIEW]

    guests = [slot.spends[0].removeprefix("guest:") for _, slot in asked]

    assert len(guests) == len(set(guests)) == 3
    assert set(guests) <= arrived.keys()
    for (date, slot), guest in zip(asked[:2], guests, strict=False):
        text = world.text(date, slot)
        assert arrived[guest].name in text
        assert str(slot.sheet.slots["guest_saying"]) in text


def test_residents_argue_about_what_leads_have_done(world: World) -> None:
    leads = {each.event.name for each in world.log if isinstance(each.event, PlayerJoined)}
    threads = [piece.text for piece in world.pieces.values() if (piece.channel, piece.form) == ("forum", "thread")]

    about_the_game = [text for text in threads if "Gazette" in text and any(lead in text for lead in leads)]

    assert 0 < len(about_the_game) < len(threads)


def test_nothing_that_was_said_had_to_be_let_pass_and_nothing_failed(world: World) -> None:
    spoken = [
        piece for piece in world.pieces.values() if piece.channel == "forum" or piece.channel.startswith("station")
    ]

    assert [(piece.text, piece.findings) for piece in spoken if piece.findings] == []
    assert [each.event for each in world.log if isinstance(each.event, OrderFailed)] == []


def test_a_rebuild_equals_what_is_live(world: World) -> None:
    assert compare(world.ledger).differences == ()


def test_the_same_world_lives_the_same_days_again(world: World, tmp_path: Path) -> None:
    with lived(tmp_path, SHORT) as again:
        last = again.log[-1]

    assert last.hash == world.log[last.seq - 1].hash
    assert any(of_the_game(slot) for _, day in again.days("wren") for slot in day.slots)
