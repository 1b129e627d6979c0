"""One broadcast day of each presenter, as a listener would judge it."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from itertools import count

import pytest

from acceptance.broadcast import Broadcast, asked_for, near_duplicates, opener, produce, show
from longwave.kernel.dice import dice
from longwave.modules.station.outlook import climate_of
from longwave.modules.station.production import Asked
from longwave.modules.station.views import SlotState
from longwave.world import new
from longwave.world.card import Form
from longwave.world.loader import load
from longwave.world.names import is_named_in
from longwave.world.pack import Pack
from longwave.world.weather import day_of_weather

PRESENTERS = ["wren", "corvin"]
HOURS = "twelve one two three four five six seven eight nine ten eleven".split()
ENDINGS = (".", "!", "?", ".”", "!”", "?”", "…")
STORM_DATE = dt.date(1931, 1, 15)
TELLINGS = ("fact:", "item:")


@pytest.fixture(scope="module")
def days(saltmere: Pack, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Broadcast]:
    return {
        persona: produce(saltmere, Asked(persona=persona, hours=16, seed=7), tmp_path_factory.mktemp(persona))
        for persona in PRESENTERS
    }


@pytest.fixture(params=PRESENTERS)
def day(days: Mapping[str, Broadcast], request: pytest.FixtureRequest) -> Broadcast:
    return days[request.param]


@pytest.fixture(scope="module")
def storms(saltmere: Pack, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Broadcast]:
    asked = {persona: Asked(persona=persona, seed=stormy_seed(saltmere), start=STORM_DATE) for persona in PRESENTERS}
    return {persona: produce(saltmere, run, tmp_path_factory.mktemp("storm")) for persona, run in asked.items()}


@pytest.fixture(params=PRESENTERS)
def storm(storms: Mapping[str, Broadcast], request: pytest.FixtureRequest) -> Broadcast:
    return storms[request.param]


def stormy_seed(pack: Pack) -> int:
    """Find a seed whose first day has a quarter of emergency weather while the station is on air."""
    climate = climate_of(pack)
    alarming = {sky.id for sky in climate.skies if sky.emergency}
    for seed in count():
        day = day_of_weather(climate, STORM_DATE, (), dice(seed, "weather", str(STORM_DATE)))
        if any(quarter.sky in alarming for quarter in day[1:]):
            return seed
    raise AssertionError


def text_of(state: SlotState) -> str:
    assert state.text is not None
    return state.text


def lore_of(state: SlotState, day: Broadcast) -> list[str]:
    """Return the refs of what was told, and what it was told about: the entries of a beat or record, or a letter."""
    told = [ref for ref in day.used[state.name] if ref.startswith(TELLINGS)]
    letters = [ref for ref in day.used[state.name] if ref.startswith("letter:")]
    return [*told, *state.slot.sheet.subject, *letters]


def test_every_hour_from_six_to_nine_in_the_evening_has_its_segment(day: Broadcast) -> None:
    assert [state.slot.time for state in day.states] == [f"{hour:02}:00" for hour in range(6, 22)]
    assert all(text_of(state) for state in day.states)


def test_every_form_of_the_station_is_heard_and_none_too_often(day: Broadcast) -> None:
    forms = Counter(state.slot.form for state in day.states)

    assert forms.keys() == asked_for(day.pack)
    assert max(forms.values()) <= 0.4 * len(day.states)


def test_no_two_segments_begin_with_the_same_six_words(day: Broadcast) -> None:
    assert Counter(map(opener, day.texts)).most_common(1)[0][1] == 1


def test_no_two_segments_are_near_duplicates(day: Broadcast) -> None:
    assert near_duplicates(day.texts) == []


def test_every_segment_says_its_hour(day: Broadcast) -> None:
    for state in day.states:
        hour = HOURS[state.slot.sheet.at.hour % 12]
        assert f"{hour} o'clock" in text_of(state).lower().replace("’", "'"), (state.name, state.text)


def test_a_weather_report_names_the_weather_of_its_slot_and_no_other(day: Broadcast) -> None:
    skies = {sky.id: sky.words for sky in climate_of(day.pack).skies}

    reports = [state for state in day.states if state.slot.form is Form.WEATHER]

    for state in reports:
        said = set(skies[state.slot.sheet.sky])
        assert any(word in text_of(state).lower() for word in said), (state.name, said, state.text)
    assert [state.slot.time for state in reports if state.slot.time in {"06:00", "12:00", "17:00", "21:00"}] != []


def test_segments_tell_three_things_that_a_reader_could_look_up(day: Broadcast) -> None:
    told = {state.name: len(lore_of(state, day)) for state in day.states}

    show(f"{day.persona}: {sum(told.values()) / len(told):.1f} things of Saltmere a segment")
    # Two long ones fill the shortest forms now and then.
    assert min(told.values()) >= 2
    assert [name for name, things in told.items() if things < 3][1:] == []


def test_what_a_segment_is_said_to_tell_stands_in_its_text(day: Broadcast) -> None:
    told = {
        (state.name, telling.ref, entry)
        for state in day.states
        for telling in (*state.slot.sheet.facts, *state.slot.sheet.items)
        if telling.ref in day.used[state.name]
        for entry in telling.ids
    }
    texts = {state.name: text_of(state) for state in day.states}

    unnamed = {said for said in told if not is_named_in(texts[said[0]], day.pack.lore[said[2]])}

    assert unnamed == set()
    listed = {(state.name, entry) for state in day.states for entry in state.tells}
    assert {(name, entry) for name, _, entry in told} <= listed
    assert {pair for pair in listed if not is_named_in(texts[pair[0]], day.pack.lore[pair[1]])} == set()


def test_every_segment_keeps_to_the_length_of_its_form_and_ends_as_a_sentence(day: Broadcast) -> None:
    for state in day.states:
        assert len(text_of(state)) <= day.pack.station.forms[state.slot.form].max_chars, state.name
        assert text_of(state).endswith(ENDINGS), (state.name, state.text)


def test_no_segment_needed_the_fallback_or_airs_with_a_finding(day: Broadcast) -> None:
    assert [(state.name, state.findings) for state in day.states if state.is_fallback or state.findings] == []


def test_a_letter_is_answered_after_it_is_read(day: Broadcast) -> None:
    for state in day.states:
        if state.slot.form is Form.LETTER:
            [letter] = [day.pack.letters[ref.removeprefix("letter:")] for ref in state.slot.spends]
            answer = state.slot.sheet.facts[0]
            said = str(answer.slots["fact"]).removesuffix(".")[1:]

            assert answer.ids[0] in letter.about
            assert -1 < text_of(state).find(letter.asks) < text_of(state).find(said), state.text


def test_a_storm_breaks_into_the_day_as_soon_as_it_begins(storm: Broadcast) -> None:
    alarming = {sky.id for sky in climate_of(storm.pack).skies if sky.emergency}
    stormy = [state for state in storm.states if state.slot.sheet.sky in alarming]
    warnings = [state for state in storm.states if state.slot.form is Form.EMERGENCY]

    first_of_quarter = [
        state
        for before, state in zip([None, *storm.states], storm.states, strict=False)
        if state in stormy and (before is None or before.slot.sheet.at.hour // 6 != state.slot.sheet.at.hour // 6)
    ]
    assert [state.name for state in warnings] == [state.name for state in first_of_quarter] != []
    for state in warnings:
        words = next(sky.words for sky in climate_of(storm.pack).skies if sky.id == state.slot.sheet.sky)
        assert any(word in text_of(state).lower() for word in words), state.text


def test_a_day_of_storm_is_as_clean_as_any_other(storm: Broadcast) -> None:
    assert {state.slot.form for state in storm.states} == asked_for(storm.pack) | {Form.EMERGENCY}
    assert [state.name for state in storm.states if state.is_fallback or state.findings] == []
    assert len(set(map(opener, storm.texts))) == len(storm.states)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_world_that_was_just_made_has_a_clean_day_without_any_code(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    folder = tmp_path_factory.mktemp("tiny")
    pack = load(new.create(folder / "pack", "The Long Shoal"))

    day = produce(pack, Asked(persona="ada", hours=14, seed=seed), folder / "out")

    assert {state.slot.form for state in day.states} - {Form.EMERGENCY} == asked_for(pack)
    assert [state.name for state in day.states if state.is_fallback or state.findings] == []
    assert len(set(map(opener, day.texts))) == len(day.states) == 14
    assert near_duplicates(day.texts) == []
    assert all(text.endswith(ENDINGS) for text in day.texts)
