import datetime as dt
import random
import zoneinfo

from longwave.world.calendar import feasts_on
from longwave.world.card import Form
from longwave.world.loader import load
from longwave.world.locate import find_pack
from longwave.world.weather import day_of_weather


def test_saltmere_has_no_faults() -> None:
    pack = load(find_pack("saltmere"))

    assert pack.card.id == "saltmere"
    assert zoneinfo.ZoneInfo(pack.card.tz)
    assert set(pack.presenters) == {"wren", "corvin"}
    assert len(pack.residents) == 6
    assert len(pack.threads) >= 6
    assert set(pack.station.forms) == set(Form)


def test_saltmere_keeps_a_feast_every_month() -> None:
    pack = load(find_pack("saltmere"))
    days = [dt.date(1931, 1, 1) + dt.timedelta(days=step) for step in range(365)]

    kept = [day for day in days if feasts_on(day, pack.feasts.values())]

    assert len(kept) >= 18
    assert {day.month for day in kept} == set(range(1, 13))


def test_saltmere_has_emergencies_but_seldom() -> None:
    pack = load(find_pack("saltmere"))
    climate = pack.climates["harbour-wards"]
    grave = {sky.id for sky in climate.skies if sky.emergency}
    dice, previous, seen = random.Random(1931), tuple[str, ...](), list[str]()
    for step in range(3 * 365):
        day = day_of_weather(climate, dt.date(1931, 1, 1) + dt.timedelta(days=step), previous, dice)
        previous = tuple(slot.sky for slot in day)
        seen += previous

    share = sum(sky in grave for sky in seen) / len(seen)

    assert 0.001 < share < 0.03
