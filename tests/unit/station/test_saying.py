import datetime as dt
import random
import re
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from longwave.modules.station.events import Slot
from longwave.modules.station.outlook import climate_of
from longwave.modules.station.saying import Moment, moment_slots
from longwave.narrator import spoken
from longwave.narrator.phrases import Value
from longwave.world.calendar import feasts_on
from longwave.world.climate import Wind
from longwave.world.pack import Pack
from longwave.world.tides import waters_on
from longwave.world.weather import WeatherSlot
from unit.station.plans import days

LONDON = ZoneInfo("Europe/London")
HOWTO = Path(__file__).parents[3] / "docs" / "howto" / "write-a-phrasebook.md"
CLOCKS_GO_FORWARD, CLOCKS_GO_BACK = dt.date(1931, 4, 19), dt.date(1931, 10, 4)
LEAP_DAY, YEARS_END = dt.date(1932, 2, 29), dt.date(1931, 12, 31)


def said(pack: Pack, at: dt.datetime, **weather: object) -> dict[str, Value]:
    climate = climate_of(pack)
    values = {"hour": 6, "sky": climate.skies[0].id, "temp_c": 4, "wind_force": 5, "wind": Wind.NORTH_WEST} | weather
    return moment_slots(pack, climate, Moment(at=at, weather=WeatherSlot(**values)), random.Random(1))  # type: ignore[arg-type] # any of its fields


def local(date: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime.combine(date, dt.time(hour, minute), LONDON)


def planned(pack: Pack, start: dt.date, count: int, persona: str = "wren") -> list[Slot]:
    return [slot for day in days(pack, persona, seed=1, start=start, count=count) for slot in day.slots]


def documented(prefix: str) -> set[str]:
    """Return the slots that the line of the guide with this beginning promises."""
    [line] = [line for line in HOWTO.read_text("utf-8").splitlines() if line.startswith(prefix)]
    return set(re.findall(r"`([a-z_]+)`", line.removeprefix(prefix)))


EVERY = "Slots of every segment:"
FORMS = ["time", "ident", "weather", "emergency", "news", "gossip", "story", "music", "letter"]


def test_every_slot_that_the_guide_promises_exists_and_no_other(saltmere: Pack) -> None:
    [feast] = [date for date in _year(1931) if feasts_on(date, saltmere.feasts.values())][:1]
    slots = planned(saltmere, feast - dt.timedelta(days=2), 4)
    promised = documented(EVERY)

    for form in {slot.form for slot in slots}:
        of_form = [set(slot.sheet.slots) for slot in slots if slot.form == form]
        assert set().union(*of_form) <= promised | documented(f"| `{form}` |"), form
        assert set().union(*of_form) >= documented(f"| `{form}` |"), form
    assert set().union(*(slot.sheet.slots for slot in slots)) >= promised
    assert {slot.form for slot in slots} == set(FORMS) - {"emergency"}


def test_what_may_be_missing_is_missing_only_where_it_must(saltmere: Pack) -> None:
    slots = planned(saltmere, dt.date(1931, 3, 2), 10)
    only_sometimes = {"hour", "feast", "feast_says"}

    for slot in slots:
        assert documented(EVERY) - only_sometimes <= slot.sheet.slots.keys()
        assert ("recap" in slot.sheet.slots) is (slot.form == "story" and not slot.sheet.slots["first"])


def test_facts_and_items_bring_the_slots_that_the_guide_promises(saltmere: Pack) -> None:
    slots = planned(saltmere, dt.date(1931, 3, 2), 3)
    facts = {name for slot in slots for telling in slot.sheet.facts for name in telling.slots}
    items = {name for slot in slots for telling in slot.sheet.items for name in telling.slots}

    # `last_title` is the narrator's: it knows what it told before.
    assert facts == documented("| `fact`, `note` |") - {"last_title", "fact_link"}
    assert items == documented("| `item` |")


def test_the_guide_tells_the_lengths_that_the_bundled_world_keeps_to(saltmere: Pack) -> None:
    guide = HOWTO.read_text("utf-8")

    for form in FORMS:
        [limit] = re.findall(rf"(?m)^\| `{form}` \| (\d+) \|", guide)
        assert saltmere.station.forms[form].max_chars == int(limit)  # type: ignore[index] # a form is its name


def test_a_moment_is_said_as_people_say_it(saltmere: Pack) -> None:
    slots = said(saltmere, local(dt.date(1931, 3, 2), 18))

    expected = {
        "hour": "six o'clock",
        "part_of_day": "evening",
        "weekday": "Monday",
        "date": "the second of March",
        "month": "March",
        "season": "spring",
        "temp": "four degrees",
        "wind": "a fresh breeze from the north-west",
        "station": saltmere.station.name,
        "people": saltmere.card.people,
    }
    assert {name: slots[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("temp_c", "words"),
    [
        (0, "nought degrees"),
        (1, "one degree"),
        (-1, "minus one degree"),
        (-7, "minus seven degrees"),
        (21, "twenty-one degrees"),
    ],
)
def test_degrees_agree_in_number_on_both_sides_of_nought(saltmere: Pack, temp_c: int, words: str) -> None:
    assert said(saltmere, local(dt.date(1931, 3, 2), 6), temp_c=temp_c)["temp"] == words


@pytest.mark.parametrize(
    ("force", "words"), [(0, "no wind at all"), (1, "a light air from the east"), (12, "a hurricane from the east")]
)
def test_the_wind_has_a_name_at_every_force_and_no_direction_in_a_calm(saltmere: Pack, force: int, words: str) -> None:
    slots = said(saltmere, local(dt.date(1931, 3, 2), 6), wind_force=force, wind=Wind.EAST)

    assert slots["wind"] == words


@pytest.mark.parametrize("minute", [10, 15, 30, 59])
def test_within_an_hour_the_hour_is_not_said(saltmere: Pack, minute: int) -> None:
    assert "hour" not in said(saltmere, local(dt.date(1931, 3, 2), 6, minute))


@pytest.mark.parametrize(("date", "offset_h"), [(CLOCKS_GO_FORWARD, 1), (CLOCKS_GO_BACK, 0)])
def test_on_the_days_when_clocks_change_the_hours_are_those_of_the_new_time(
    saltmere: Pack, date: dt.date, offset_h: int
) -> None:
    slots = planned(saltmere, date, 1)

    assert [slot.time for slot in slots] == [f"{hour:02}:00" for hour in range(6, 22)]
    for slot in slots:
        assert slot.sheet.at.utcoffset() == dt.timedelta(hours=offset_h)
        assert slot.sheet.slots["hour"] == spoken.clock_time(dt.time(slot.sheet.at.hour))
        assert slot.sheet.slots["date"] == spoken.date(date)


@pytest.mark.parametrize("date", [CLOCKS_GO_FORWARD, CLOCKS_GO_BACK, LEAP_DAY, YEARS_END, dt.date(1931, 7, 1)])
def test_the_next_high_and_low_water_are_those_of_the_tables_in_local_time(saltmere: Pack, date: dt.date) -> None:
    assert saltmere.card.tides is not None
    tables = [
        water for day in (date, date + dt.timedelta(days=1)) for water in waters_on(day, LONDON, saltmere.card.tides)
    ]

    for hour in range(6, 22):
        slots = said(saltmere, local(date, hour))
        for name, is_high in (("next_high", True), ("next_low", False)):
            at = next(water.at for water in tables if water.is_high is is_high and water.at > local(date, hour))
            assert slots[name] == spoken.rounded_time(at)


def test_the_tide_says_whether_it_rises_or_falls_towards_what_comes_next(saltmere: Pack) -> None:
    assert saltmere.card.tides is not None
    seen = set()

    for date in (dt.date(1931, 3, 2), dt.date(1931, 3, 5), dt.date(1931, 3, 12)):
        waters = waters_on(date, LONDON, saltmere.card.tides)
        for one, other in pairwise(waters):
            middle = one.at + (other.at - one.at) / 2
            assert said(saltmere, middle)["tide"] == ("rising" if other.is_high else "falling")
            assert said(saltmere, one.at)["tide"] == "slack"
        seen.add(said(saltmere, local(date, 12))["springs"])
    assert seen == {True, False}


def test_a_world_without_tides_says_nothing_of_them(tiny: Pack) -> None:
    dry = tiny.model_copy(update={"card": tiny.card.model_copy(update={"tides": None})})

    slots = said(dry, dt.datetime(1950, 1, 2, 7, tzinfo=dt.UTC))

    assert not {"tide", "springs", "next_high", "next_low"} & slots.keys()


def test_a_feast_is_named_on_its_day_and_counted_down_to_before(tiny: Pack) -> None:
    evening = dt.datetime(1950, 6, 9, 18, tzinfo=dt.UTC)
    eve, day, after = (said(tiny, evening + dt.timedelta(days=n)) for n in range(3))

    assert (eve["is_feast"], eve["next_feast"], eve["days_to_feast"]) == (False, "Pier Day", 1)
    assert (day["is_feast"], day["feast"], day["feast_says"]) == (True, "Pier Day", tiny.feasts["pier-day"].says)
    assert (after["is_feast"], after["next_feast"]) == (False, "Winding Day")
    assert not {"feast", "feast_says"} & (eve.keys() | after.keys())


def test_the_last_day_of_the_year_looks_forward_into_the_next(tiny: Pack, saltmere: Pack) -> None:
    assert said(tiny, dt.datetime(1950, 12, 31, 20, tzinfo=dt.UTC))["days_to_feast"] == 1

    slots = said(saltmere, local(YEARS_END, 21))

    assert (slots["date"], slots["season"]) == ("the thirty-first of December", "winter")
    assert isinstance(slots["days_to_feast"], int)


def test_new_years_day_is_planned_like_any_other_for_who_knows_the_year_and_who_does_not(saltmere: Pack) -> None:
    for persona in ("wren", "corvin"):
        slots = planned(saltmere, YEARS_END, 2, persona)

        assert len(slots) == 32
        assert slots[16].sheet.slots["date"] == "the first of January"


def test_the_twenty_ninth_of_february_is_said_in_a_leap_year(saltmere: Pack) -> None:
    slots = planned(saltmere, LEAP_DAY, 2)

    assert [slots[place].sheet.slots["date"] for place in (0, 16)] == [
        "the twenty-ninth of February",
        "the first of March",
    ]
    assert [slots[place].sheet.slots["weekday"] for place in (0, 16)] == ["Monday", "Tuesday"]


@pytest.mark.parametrize(
    ("month", "season"),
    [
        (12, "winter"),
        (1, "winter"),
        (2, "winter"),
        (3, "spring"),
        (5, "spring"),
        (6, "summer"),
        (9, "autumn"),
        (11, "autumn"),
    ],
)
def test_a_season_begins_with_its_month(saltmere: Pack, month: int, season: str) -> None:
    assert said(saltmere, local(dt.date(1931, month, 1), 6))["season"] == season


@pytest.mark.parametrize(
    ("hour", "part"),
    [(6, "morning"), (11, "morning"), (12, "afternoon"), (17, "afternoon"), (18, "evening"), (21, "evening")],
)
def test_a_part_of_the_day_begins_with_its_hour(saltmere: Pack, hour: int, part: str) -> None:
    assert said(saltmere, local(dt.date(1931, 3, 2), hour))["part_of_day"] == part


def _year(year: int) -> list[dt.date]:
    first = dt.date(year, 1, 1)
    return [first + dt.timedelta(days=n) for n in range((dt.date(year + 1, 1, 1) - first).days)]
