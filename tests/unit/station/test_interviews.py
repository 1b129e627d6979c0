"""Scholars are interviewed: once a day, by who lives in the present, and answer in words of their own."""

import asyncio
import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection

from longwave import bootstrap
from longwave.editorial.gate import Gate
from longwave.editorial.rule import Finding
from longwave.kernel.clock import VirtualClock
from longwave.ledger.ledger import Stamp
from longwave.modules.station.events import RundownPlanned, Slot
from longwave.modules.station.handlers import GUEST_REST, PlanRundown, assignment_of, rundown_order
from longwave.modules.station.knowledge import Presenter
from longwave.modules.station.outlook import DayOrder, Outlook
from longwave.modules.station.planning import GUEST_CHOICE, Continuity, Day, plan_day
from longwave.narrator.casing import Casing
from longwave.narrator.offline import OfflineNarrator
from longwave.narrator.prompts import must_say
from longwave.orders import book
from longwave.orders.attempts import Attempts
from longwave.orders.engine import Engine
from longwave.press.newsroom import Guest
from longwave.settings import Settings
from longwave.world.card import Form
from longwave.world.pack import Pack
from unit.station.plans import everything, guests_of, presenter_of
from unit.station.test_planning import digest

DATE = dt.date(1931, 3, 3)
HOWTO = Path(__file__).parents[3] / "docs" / "howto" / "write-a-phrasebook.md"
HOUR = "16:00"
PARTS = ("guest_open", "guest_house", "guest_ask", "guest_says", "guest_found", "fact_guest", "guest_close")


def guest(pack: Pack, *, found: str = "I was there.", house: str = "Ada Quell") -> Guest:
    """Return Tace Merriden, of the study of the Quiet."""
    return replace(guests_of(pack)[0], found=found, house=house)


@pytest.fixture(scope="module")
def wren(saltmere: Pack) -> Presenter:
    return presenter_of(saltmere, "wren", DATE.year)


@pytest.fixture(scope="module")
def guests(saltmere: Pack) -> list[Guest]:
    return guests_of(saltmere)


def planned(knower: Presenter, guests: Sequence[Guest], *, seed: int = 3, date: dt.date = DATE) -> Day:
    order = DayOrder(date=date, hours=16, segments_per_hour=1)
    outlook = Outlook(pack=knower.canon.pack, persona=knower.persona.id, seed=seed)
    continuity = Continuity(turns={}, uses={}, guests=tuple(guests))
    return plan_day(order, knower, continuity, everything(knower.canon.pack), outlook)


def interview(knower: Presenter, *guests: Guest, seed: int = 3) -> Slot:
    [slot] = [slot for slot in planned(knower, guests, seed=seed).slots if slot.form is Form.INTERVIEW]
    return slot


def test_somebody_is_interviewed_once_a_day_and_at_its_hour(wren: Presenter, guests: list[Guest]) -> None:
    slot = interview(wren, *guests)

    assert slot.time == HOUR
    assert slot.spends == (f"guest:{slot.sheet.slots['guest']}".lower().replace(" ", "-"),)


def test_a_day_with_two_places_for_it_has_one_interview(saltmere: Pack, wren: Presenter, guests: list[Guest]) -> None:
    twice = saltmere.station.forms[Form.INTERVIEW].model_copy(update={"at": (10, 16)})
    station = saltmere.station.model_copy(update={"forms": {**saltmere.station.forms, Form.INTERVIEW: twice}})
    knower = replace(wren, canon=replace(wren.canon, pack=saltmere.model_copy(update={"station": station})))

    assert interview(knower, *guests).time == "10:00"


def test_where_nobody_is_there_it_becomes_a_time_check(wren: Presenter) -> None:
    forms = {slot.time: slot.form for slot in planned(wren, []).slots}

    assert forms[HOUR] is Form.TIME
    assert Form.INTERVIEW not in forms.values()


def test_who_stopped_learning_in_1921_asks_nobody(saltmere: Pack, guests: list[Guest]) -> None:
    corvin = presenter_of(saltmere, "corvin", DATE.year)

    assert digest([planned(corvin, guests)]) == digest([planned(corvin, [])])


def test_one_of_those_who_did_most_lately_is_drawn(wren: Presenter, guests: list[Guest]) -> None:
    drawn = {interview(wren, *guests, seed=seed).spends for seed in range(30)}

    assert drawn == {(f"guest:{each.id}",) for each in guests[:GUEST_CHOICE]}


def test_the_same_day_has_the_same_guest(wren: Presenter, guests: list[Guest]) -> None:
    assert digest([planned(wren, guests)]) == digest([planned(wren, guests)])


def test_a_guest_brings_the_slots_and_the_limit_that_the_guide_promises(saltmere: Pack, wren: Presenter) -> None:
    [row] = [line for line in HOWTO.read_text("utf-8").splitlines() if line.startswith("| `interview` |")]
    limit, promised = row.removeprefix("| `interview` | ").split(" | ", 1)
    named = set(re.findall(r"`([a-z_]+)`", promised))

    slots = interview(wren, guest(saltmere)).sheet.slots

    assert named == {name for name in slots if name == "house" or name.startswith("guest")}
    assert int(limit) == saltmere.station.forms[Form.INTERVIEW].max_chars
    assert (slots["guest"], slots["guest_first"], slots["house"]) == ("Tace Merriden", "Tace", "Ada Quell")
    assert slots["guest_found"] == "“I was there.”"
    assert str(slots["guest_saying"])[1:-1] in guest(saltmere).sayings


def test_what_is_not_known_of_a_guest_is_no_slot(saltmere: Pack, wren: Presenter) -> None:
    slots = interview(wren, guest(saltmere, found="", house="")).sheet.slots

    assert not {"guest_found", "house"} & slots.keys()


def test_who_bears_a_title_is_spoken_to_with_it(saltmere: Pack, wren: Presenter) -> None:
    sister = replace(guest(saltmere), name="Sister Aveline Coe")

    assert interview(wren, sister).sheet.slots["guest_first"] == "Sister Aveline"


def test_the_facts_of_an_interview_are_of_the_guests_discipline(saltmere: Pack, wren: Presenter) -> None:
    asked = guest(saltmere)

    facts = interview(wren, asked).sheet.facts

    assert all(set(saltmere.lore[fact.ids[0]].topics) & set(asked.topics) for fact in facts)


@pytest.mark.parametrize("said", ["The Meridian Legation", "1975"], ids=["forbidden", "of a later year"])
def test_whom_or_what_a_presenter_may_not_name_is_not_named(saltmere: Pack, wren: Presenter, said: str) -> None:
    silent = interview(wren, guest(saltmere, found=f"I was at {said}.", house=said)).sheet.slots

    assert not {"guest_found", "house"} & silent.keys()
    assert Form.INTERVIEW not in [slot.form for slot in planned(wren, [replace(guest(saltmere), name=said)]).slots]


def test_of_what_a_guest_says_only_that_is_told_which_may_be_told(saltmere: Pack, wren: Presenter) -> None:
    talkative = replace(guest(saltmere), sayings=("Ask the Meridian Legation.", "Wet is wet."))
    unsayable = replace(talkative, sayings=talkative.sayings[:1])

    said = {interview(wren, talkative, seed=seed).sheet.slots["guest_saying"] for seed in range(6)}

    assert said == {"“Wet is wet.”"}
    assert Form.INTERVIEW not in [slot.form for slot in planned(wren, [unsayable]).slots]


def test_what_a_guest_says_is_their_own_and_must_be_said(saltmere: Pack, wren: Presenter) -> None:
    slot = interview(wren, guest(saltmere))

    asked = assignment_of(wren.persona, DATE, slot)

    own = {str(slot.sheet.slots[name]) for name in ("guest_saying", "guest_found", "house")}
    assert set(asked.quotes) == own
    assert {"Tace Merriden", str(slot.sheet.slots["guest_saying"])} <= set(must_say(asked))


def test_saltmere_has_eight_wordings_for_each_part_at_least(saltmere: Pack) -> None:
    book = saltmere.phrasebooks["wren"]

    assert {name.rstrip("?") for plan in book.plans["interview"] for name in plan} >= set(PARTS)
    assert {part: len(book.parts[part]) for part in PARTS if len(book.parts[part]) < 8} == {}


def test_interviews_with_everybody_pass_the_gate_and_say_what_was_said(
    saltmere: Pack, wren: Presenter, guests: list[Guest]
) -> None:
    offline = OfflineNarrator(saltmere.phrasebooks, Casing.of(saltmere), 7)
    gate, findings, texts = Gate(wren.canon), list[Finding](), list[str]()

    for turn in range(4 * len(guests)):
        asked_of = guests[turn % len(guests)]
        if turn % 3 == 0:
            asked_of = replace(asked_of, found="", house="")
        slot = interview(wren, asked_of, seed=turn)
        asked = replace(assignment_of(wren.persona, DATE, slot), turn=turn, form_turn=turn)
        draft = offline.compose(asked)
        findings += gate.review(draft, asked).findings
        texts.append(draft.text)
        assert asked_of.name.split()[-1] in draft.text or asked_of.name.split()[0] in draft.text
        assert str(slot.sheet.slots["guest_saying"]) in draft.text

    assert findings == []
    assert len(set(texts)) == len(texts)


@dataclass(frozen=True, kw_only=True)
class Planned:
    """Days of radio that were planned and not written."""

    rundowns: list[RundownPlanned]
    head: str

    @property
    def guests(self) -> list[tuple[dt.date, str, str]]:
        """Who was asked on which day on which channel."""
        return [
            (each.date, each.channel, slot.spends[0])
            for each in self.rundowns
            for slot in each.slots
            if slot.form is Form.INTERVIEW
        ]


def plan(
    place: str, pack: Pack, guests: Sequence[Guest], *, days: int, presenters: Sequence[str] = ("wren",)
) -> Planned:
    """Plan some days in a row in a new ledger, where always the same people could be asked."""

    def in_town(_connection: Connection, _since: dt.datetime) -> Sequence[Guest]:
        return guests

    start = dt.datetime.combine(DATE, dt.time(4), ZoneInfo(pack.card.tz))
    with bootstrap.open_ledger(place, Settings(), create=True) as ledger:
        station = bootstrap.Station(ledger=ledger, pack=pack, seed=7)
        station.index.refresh()
        bootstrapped = station.handlers[PlanRundown.order_type]
        assert isinstance(bootstrapped, PlanRundown)
        handler = replace(bootstrapped, guests=in_town)
        with ledger.write(Stamp(at=start, actor="test")) as tx:
            for name in presenters:
                order = DayOrder(date=DATE, hours=16 * days, segments_per_hour=1)
                book.enqueue(tx, rundown_order(handler.canon, name, order))
        attempts = Attempts(ledger=ledger, handlers={handler.order_type: handler}, clock=VirtualClock(start), seed=7)
        asyncio.run(Engine(attempts=attempts).run_until(start + dt.timedelta(days=days)))
        found = [each.event for each in ledger.read() if isinstance(each.event, RundownPlanned)]
        return Planned(rundowns=found, head=ledger.head()[1])


def test_nobody_is_asked_twice_within_a_fortnight(tmp_path: Path, saltmere: Pack, guests: list[Guest]) -> None:
    asked = plan(str(tmp_path / "world.db"), saltmere, guests[:10], days=24).guests

    # Ten days of ten people, then nobody for four, and the first of them again.
    assert [date - DATE for date, _, _ in asked] == [dt.timedelta(days=n) for n in (*range(10), *range(14, 24))]
    for date, _, name in asked:
        assert not any(0 < (other - date).days < GUEST_REST.days for other, _, same in asked if same == name)


def test_two_stations_do_not_ask_the_same_person(tmp_path: Path, saltmere: Pack, guests: list[Guest]) -> None:
    twin = saltmere.personas["wren"].model_copy(update={"id": "twin", "phrasebook": "wren"})
    pack = saltmere.model_copy(update={"personas": {**saltmere.personas, "twin": twin}})
    vars(pack).pop("presenters", None)  # A copy has what its original had found out.

    asked = plan(str(tmp_path / "world.db"), pack, guests, days=3, presenters=("wren", "twin")).guests

    assert len(asked) == 6
    assert len({name for _, _, name in asked}) == 6


def test_days_with_guests_are_planned_the_same_again(tmp_path: Path, saltmere: Pack, guests: list[Guest]) -> None:
    one, other = (plan(str(tmp_path / f"{n}.db"), saltmere, guests, days=3) for n in range(2))

    assert one.head == other.head


def test_who_asks_nobody_needs_no_words_for_it(saltmere: Pack) -> None:
    assert "interview" not in saltmere.phrasebooks["corvin"].plans
