import datetime as dt
import random
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from longwave.modules.station.rundown import assign_forms, slot_times
from longwave.world.card import Form, Slotting, StationCard
from longwave.world.pack import Pack

DATE, TZ = dt.date(1931, 3, 2), ZoneInfo("Europe/London")
ON, OFF = 6, 22
ON_AIR = st.integers(ON, OFF - 1)
DENSITIES, SEEDS = st.sampled_from([1, 2, 3, 4, 5, 6]), st.integers(0, 2**32)
WEIGHTS = st.sampled_from([0.0, 1.0, 2.0, 5.0])
ALWAYS_USED = [form for form in Form if form is not Form.EMERGENCY]


@st.composite
def cards(draw: st.DrawFn) -> StationCard:
    """Draw a station: any weights, required hours and numbers, but every form is on air somehow."""
    forms: dict[Form, Slotting] = {
        form: Slotting(
            max_chars=300,
            weight=draw(WEIGHTS),
            weights=draw(st.dictionaries(ON_AIR, WEIGHTS, max_size=4)),
            at=draw(st.lists(ON_AIR, unique=True, max_size=2)),
            at_least=draw(st.integers(1, 3)),
        )
        for form in ALWAYS_USED
    }
    forms[Form.EMERGENCY] = Slotting(max_chars=300, at_least=0)
    return StationCard(name="a station", lore="a-station", signs_on=ON, signs_off=OFF, forms=forms)


@st.composite
def storms(draw: st.DrawFn, slots: int) -> list[bool]:
    """Draw which slots the weather preempts: at most one in six hours."""
    places = draw(st.sets(st.integers(0, slots - 1), max_size=min(3, slots)))
    return [place in places for place in range(slots)]


def times(card: StationCard, *, hours: int = 16, density: int = 1) -> list[dt.datetime]:
    return slot_times(card, DATE, TZ, segments_per_hour=density, hours=hours)


def required(card: StationCard) -> list[tuple[int, Form]]:
    """Return what must come at which hour, in its order."""
    asked = [(hour, form) for form, slotting in card.forms.items() for hour in slotting.at]
    return sorted(asked, key=lambda pair: (pair[0], list(Form).index(pair[1])))


def must_have(card: StationCard, forms: Sequence[Form], form: Form) -> int:
    """Return how many slots a form has that nobody drew."""
    slotting = card.forms[form]
    return forms.count(form) if form is Form.EMERGENCY else max(slotting.at_least, len(slotting.at))


@given(cards(), DENSITIES, st.integers(1, 16), SEEDS, st.data())
def test_every_slot_has_a_form_that_is_on_air_and_storms_come_first(
    card: StationCard, density: int, hours: int, seed: int, data: st.DataObject
) -> None:
    slots = times(card, hours=hours, density=density)
    storm = data.draw(storms(len(slots)))

    forms = assign_forms(card, slots, storm, random.Random(seed))

    assert len(forms) == hours * density
    assert [form is Form.EMERGENCY for form in forms] == storm


@given(cards(), DENSITIES, st.integers(1, 16), SEEDS, st.data())
def test_a_required_form_takes_the_first_free_slot_at_or_after_its_hour(
    card: StationCard, density: int, hours: int, seed: int, data: st.DataObject
) -> None:
    slots = times(card, hours=hours, density=density)
    storm = data.draw(storms(len(slots)))

    forms = assign_forms(card, slots, storm, random.Random(seed))

    free = [place for place, is_stormy in enumerate(storm) if not is_stormy]
    for hour, form in required(card):
        place = next((place for place in free if slots[place].hour >= hour), None)
        if place is not None:
            assert forms[place] is form
            free.remove(place)


@given(cards(), DENSITIES, SEEDS, st.data())
def test_every_form_airs_as_often_as_it_must_where_there_is_room(
    card: StationCard, density: int, seed: int, data: st.DataObject
) -> None:
    slots = times(card, density=density)
    storm = data.draw(storms(len(slots)))
    assume(sum(must_have(card, [], form) for form in ALWAYS_USED) <= len(slots) - sum(storm))

    counts = Counter(assign_forms(card, slots, storm, random.Random(seed)))

    assert {form: n for form in ALWAYS_USED if counts[form] < (n := card.forms[form].at_least)} == {}


@given(cards(), DENSITIES, SEEDS, st.data())
def test_where_there_is_no_room_for_all_every_form_still_airs_once(
    card: StationCard, density: int, seed: int, data: st.DataObject
) -> None:
    slots = times(card, density=density)
    storm = data.draw(storms(len(slots)))
    placed = {form for _, form in required(card)}
    # A required form holds its slots; what is left must do for one of each other.
    assume(len(required(card)) + len(set(ALWAYS_USED) - placed) + sum(storm) <= len(slots))

    counts = Counter(assign_forms(card, slots, storm, random.Random(seed)))

    assert {form for form in ALWAYS_USED if not counts[form]} == set()


@given(cards(), DENSITIES, st.integers(1, 16), SEEDS, st.data())
def test_no_form_takes_more_than_its_share_unless_it_is_required_to(
    card: StationCard, density: int, hours: int, seed: int, data: st.DataObject
) -> None:
    slots = times(card, hours=hours, density=density)
    storm = data.draw(storms(len(slots)))

    forms = assign_forms(card, slots, storm, random.Random(seed))

    share = max(1, len(slots) * (0.4 if density == 1 else 0.5))
    for form, count in Counter(forms).items():
        assert count <= max(share, len(card.forms[form].at)) or form is Form.EMERGENCY


@pytest.mark.parametrize(("density", "most"), [(1, 6), (2, 16), (6, 48)])
def test_a_form_that_alone_has_weight_stops_at_its_share_of_the_day(density: int, most: int) -> None:
    forms: dict[Form, Slotting] = {
        form: Slotting(max_chars=300, weight=5 if form is Form.MUSIC else 0) for form in ALWAYS_USED
    }
    forms[Form.EMERGENCY] = Slotting(max_chars=300, at_least=0)
    card = StationCard(name="a station", lore="a-station", signs_on=ON, signs_off=OFF, forms=forms)
    slots = times(card, density=density)

    counts = Counter(assign_forms(card, slots, [False] * len(slots), random.Random(1)))

    assert counts[Form.MUSIC] == most
    assert counts.keys() == set(ALWAYS_USED)
    assert max(counts.values()) == most


@given(cards(), DENSITIES, SEEDS)
def test_a_form_is_not_drawn_at_an_hour_where_its_weight_is_nought(card: StationCard, density: int, seed: int) -> None:
    slots = times(card, density=density)
    assume(all(sum(_weight(card, form, at) > 0 for form in ALWAYS_USED) >= 3 for at in slots))

    forms = assign_forms(card, slots, [False] * len(slots), random.Random(seed))

    unwelcome = Counter(form for at, form in zip(slots, forms, strict=True) if not _weight(card, form, at))
    for form, count in unwelcome.items():
        assert count <= must_have(card, forms, form)


@given(DENSITIES, SEEDS)
def test_at_saltmere_nothing_but_the_required_stands_where_its_weight_is_nought(
    saltmere: Pack, density: int, seed: int
) -> None:
    card, slots = saltmere.station, times(saltmere.station, density=density)

    forms = assign_forms(card, slots, [False] * len(slots), random.Random(seed))

    drawn = {form for form, slotting in card.forms.items() if slotting.weight or any(slotting.weights.values())}
    wrong = [(at, form) for at, form in zip(slots, forms, strict=True) if form in drawn and not _weight(card, form, at)]
    assert wrong == []
    assert {form: forms.count(form) for form in (Form.WEATHER, Form.NEWS)} == {Form.WEATHER: 4, Form.NEWS: 3}


@given(DENSITIES, st.integers(4, 16), SEEDS, st.sets(st.sampled_from([6, 12, 18])))
def test_at_saltmere_no_form_stands_next_to_itself(
    saltmere: Pack, density: int, hours: int, seed: int, stormy: set[int]
) -> None:
    slots = times(saltmere.station, hours=hours, density=density)
    storm = [at.hour in stormy and at.minute == 0 for at in slots]

    forms = assign_forms(saltmere.station, slots, storm, random.Random(seed))

    assert [(at, one) for at, (one, other) in zip(slots, pairwise(forms), strict=False) if one is other] == []


@given(DENSITIES, SEEDS, st.sets(st.sampled_from([6, 12, 18])))
def test_at_saltmere_every_form_is_heard_on_every_full_day_even_in_a_storm(
    saltmere: Pack, density: int, seed: int, stormy: set[int]
) -> None:
    card, slots = saltmere.station, times(saltmere.station, density=density)
    storm = [at.hour in stormy and at.minute == 0 for at in slots]

    counts = Counter(assign_forms(card, slots, storm, random.Random(seed)))

    assert {form for form, slotting in card.forms.items() if slotting.at_least and not counts[form]} == set()
    if density > 1 or not stormy:
        assert {f: n for f, slotting in card.forms.items() if counts[f] < (n := slotting.at_least)} == {}


@given(cards(), DENSITIES, SEEDS)
def test_the_same_dice_give_the_same_rundown(card: StationCard, density: int, seed: int) -> None:
    slots = times(card, density=density)

    rundowns = [assign_forms(card, slots, [False] * len(slots), random.Random(seed)) for _ in range(2)]

    assert rundowns[0] == rundowns[1]


def test_other_dice_give_other_rundowns(saltmere: Pack) -> None:
    slots = times(saltmere.station)

    rundowns = {tuple(assign_forms(saltmere.station, slots, [False] * 16, random.Random(seed))) for seed in range(50)}

    assert len(rundowns) > 40


@pytest.mark.parametrize(
    ("hours", "density", "expected"),
    [
        (1, 1, ["06:00"]),
        (2, 2, ["06:00", "06:30", "07:00", "07:30"]),
        (1, 6, ["06:00", "06:10", "06:20", "06:30", "06:40", "06:50"]),
        (99, 1, [f"{hour:02}:00" for hour in range(6, 22)]),
    ],
)
def test_slots_begin_at_sign_on_and_end_at_sign_off(
    saltmere: Pack, hours: int, density: int, expected: list[str]
) -> None:
    assert [f"{at:%H:%M}" for at in times(saltmere.station, hours=hours, density=density)] == expected


def _weight(card: StationCard, form: Form, at: dt.datetime) -> float:
    slotting = card.forms[form]
    return slotting.weights.get(at.hour, slotting.weight)
