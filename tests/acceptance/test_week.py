"""Seven days of each presenter: 112 segments that hardly repeat themselves, and stories that go on."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from acceptance.broadcast import Broadcast, asked_for, near_duplicates, produce, shared_openers, show, words
from longwave.modules.station.events import ToldBeat
from longwave.modules.station.production import Asked
from longwave.modules.station.stories import pool_of
from longwave.world.card import Form
from longwave.world.names import is_named_in
from longwave.world.pack import Pack

WEEK_HOURS = 7 * 16
PRESENTERS, SEEDS = ["wren", "corvin"], [7, 8]
RUNS = [(persona, seed) for persona in PRESENTERS for seed in SEEDS]


@pytest.fixture(scope="module")
def weeks(saltmere: Pack, tmp_path_factory: pytest.TempPathFactory) -> Mapping[tuple[str, int], Broadcast]:
    return {
        (persona, seed): produce(
            saltmere, Asked(persona=persona, hours=WEEK_HOURS, seed=seed), tmp_path_factory.mktemp(f"{persona}-{seed}")
        )
        for persona, seed in RUNS
    }


@pytest.fixture(params=RUNS, ids=lambda run: f"{run[0]}-{run[1]}")
def week(weeks: Mapping[tuple[str, int], Broadcast], request: pytest.FixtureRequest) -> Broadcast:
    return weeks[request.param]


def named(week: Broadcast) -> str:
    return f"{week.persona}, seed {week.seed}"


def told_stories(week: Broadcast) -> dict[str, list[ToldBeat]]:
    """Return the beats of each story in the order in which they were heard."""
    told: dict[str, list[ToldBeat]] = {}
    for state in week.states:
        if state.slot.beat is not None:
            told.setdefault(state.slot.beat.story, []).append(state.slot.beat)
    return told


def test_a_week_has_every_segment_and_none_of_them_by_the_fallback(week: Broadcast) -> None:
    assert len(week.states) == WEEK_HOURS
    assert len(week.days) == 7
    assert [state.name for state in week.states if not state.text or state.is_fallback] == []


def test_at_most_one_opener_in_twenty_is_shared(week: Broadcast) -> None:
    shared = shared_openers(week.texts)

    show(f"{named(week)}: {shared} of {len(week.texts)} openers are shared ({shared / len(week.texts):.1%})")
    assert shared <= 0.05 * len(week.texts)


def test_less_than_one_segment_in_a_hundred_is_a_near_duplicate(week: Broadcast) -> None:
    alike = near_duplicates(week.texts)

    share = len({later for later, _, _ in alike}) / len(week.texts)
    show(f"{named(week)}: {share:.1%} near-duplicates")
    assert share < 0.01, [(week.texts[later], week.texts[earlier]) for later, earlier, _ in alike]


def test_no_fact_and_no_item_is_heard_twice_in_a_week_unless_it_answers_or_explains(week: Broadcast) -> None:
    heard = Counter(ref for used in week.used.values() for ref in used if ref.startswith(("fact:", "item:")))
    again = {ref: times for ref, times in heard.items() if times > 1}

    show(f"{named(week)}: {heard.total()} facts and items, {len(heard)} different ones")
    assert not any(ref.startswith("item:") for ref in again)
    assert heard.total() - len(heard) <= 0.02 * heard.total(), again


def test_what_a_segment_is_said_to_tell_stands_in_its_text(week: Broadcast) -> None:
    lore = week.pack.lore

    unnamed = {(s.name, name) for s in week.states for name in s.tells if not is_named_in(s.text or "", lore[name])}

    assert unnamed == set()
    assert sum(len(state.tells) for state in week.states) > 2 * len(week.states)


def test_no_day_is_like_another(week: Broadcast) -> None:
    texts = [tuple(state.text for state in day) for day in week.days.values()]
    orders = [tuple(state.slot.form for state in day) for day in week.days.values()]

    assert len({text for day in texts for text in day}) == len(week.states)
    assert len(set(orders)) == len(orders)


def test_every_day_has_every_form(week: Broadcast) -> None:
    for date, day in week.days.items():
        assert {state.slot.form for state in day} - {Form.EMERGENCY} == asked_for(week.pack), date


def test_every_story_that_is_begun_is_told_in_order_to_its_end(week: Broadcast) -> None:
    begun = told_stories(week)

    show(f"{named(week)}: {sum(map(len, begun.values()))} beats of {len(begun)} stories")
    for story, beats in begun.items():
        assert [beat.number for beat in beats] == list(range(beats[0].of)), story


def test_the_next_beat_recalls_the_last_one_that_was_heard(week: Broadcast) -> None:
    stories = {story.id: story for story in pool_of(week.pack).stories}

    for state in week.states:
        if (beat := state.slot.beat) is not None and beat.number:
            recap = stories[beat.story].in_beats(beat.of).steps[beat.number - 1].beat.recap
            assert state.slot.sheet.slots["recap"] == recap
            assert " ".join(words(recap)) in " ".join(words(state.text or "")), (recap, state.text)


def test_another_seed_gives_another_week(weeks: Mapping[tuple[str, int], Broadcast]) -> None:
    for persona in PRESENTERS:
        one, other = (weeks[persona, seed] for seed in SEEDS)

        assert one.hash != other.hash
        assert not set(one.texts) & set(other.texts)


def test_the_two_presenters_never_say_the_same(weeks: Mapping[tuple[str, int], Broadcast]) -> None:
    texts = [text for persona in PRESENTERS for text in weeks[persona, 7].texts]

    assert len(near_duplicates(texts)) < 0.01 * len(texts)


def test_the_same_seed_gives_the_same_ledger_on_either_database_and_at_any_concurrency(
    saltmere: Pack, tmp_path: Path, postgres_url: str
) -> None:
    asked = Asked(persona="corvin", hours=16 + 4, seed=5, start=dt.date(1931, 10, 3))

    hashes = {
        produce(saltmere, asked, tmp_path / "one", concurrency=1).hash,
        produce(saltmere, asked, tmp_path / "many", concurrency=16).hash,
        produce(saltmere, asked, tmp_path / "postgres", place=postgres_url, concurrency=16).hash,
    }

    assert len(hashes) == 1


def test_a_last_day_that_is_cut_short_has_its_hours_and_no_more(saltmere: Pack, tmp_path: Path) -> None:
    asked = Asked(persona="wren", hours=20, segments_per_hour=2, seed=3)

    run = produce(saltmere, asked, tmp_path)

    assert [len(day) for day in run.days.values()] == [32, 8]
    last = list(run.days.values())[-1]
    assert [state.slot.time for state in last] == [
        f"{hour:02}:{minute:02}" for hour in range(6, 10) for minute in (0, 30)
    ]
    assert [state.name for state in run.states if state.is_fallback or state.findings] == []
    says_the_hour = [state.slot.time[3:] == "00" for state in run.states]
    assert ["hour" in state.slot.sheet.slots for state in run.states] == says_the_hour
