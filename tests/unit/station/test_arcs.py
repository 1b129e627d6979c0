"""Stories side by side: whatever the dice say, what is begun ends, in its time."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from longwave.kernel.dice import dice
from longwave.modules.station.arcs import (
    MAX_ESCALATIONS,
    Arc,
    Bookmark,
    Storyteller,
    can_end,
    escalation_chance,
    timeline_above,
)
from longwave.modules.station.events import ToldBeat
from longwave.modules.station.stories import PACES, Story, pool_of
from longwave.world.pack import Pack
from longwave.world.quest import Timeline
from unit.station.plans import arc_after

RUNS = st.lists(st.integers(1, 9), min_size=1, max_size=120)
"""How many segments lie between a run's story slots."""


@pytest.fixture(scope="module")
def stories(saltmere: Pack) -> Mapping[str, Story]:
    return {story.id: story for story in pool_of(saltmere).stories}


def told(stories: Mapping[str, Story], turns: Sequence[int], seed: int, day: int = 4) -> list[ToldBeat]:
    """Tell in some slots, a new storyteller every few of them, as on air."""
    return list(_told(stories, turns, seed, day))


def _told(stories: Mapping[str, Story], turns: Sequence[int], seed: int, day: int) -> Iterator[ToldBeat]:
    arcs: dict[tuple[str, int], Arc] = {}
    ended: dict[Timeline, int] = {}
    uses = Counter[str]()
    for place, turn in enumerate(turns):
        if place % day == 0:
            begun = tuple(arc for arc in arcs.values() if arc.left)
            teller = Storyteller(
                stories=stories, bookmark=Bookmark(open=begun, ended=ended), uses=uses, dice=partial(dice, seed)
            )
        instalment = teller.tell(turn, turns[place + 1 :])
        assert instalment is not None
        beat = instalment.beat
        arcs[beat.story, beat.telling] = arc_after(beat)
        if beat.number + 1 == beat.of:
            ended[beat.timeline] = turn
        yield beat


def by_arc(beats: Sequence[ToldBeat]) -> dict[tuple[str, int], list[ToldBeat]]:
    arcs: dict[tuple[str, int], list[ToldBeat]] = {}
    for beat in beats:
        arcs.setdefault((beat.story, beat.telling), []).append(beat)
    return arcs


def turns_of(gaps: Sequence[int]) -> list[int]:
    return [sum(gaps[: place + 1]) for place in range(len(gaps))]


@settings(max_examples=25, deadline=None)
@given(gaps=RUNS, seed=st.integers(0, 2**32))
def test_every_story_that_is_begun_ends_inside_the_run_with_its_spacing_whatever_the_dice_say(
    stories: Mapping[str, Story], gaps: list[int], seed: int
) -> None:
    beats = told(stories, turns_of(gaps), seed)

    assert len(beats) == len(gaps)
    for arc in by_arc(beats).values():
        assert [beat.number for beat in arc] == list(range(arc[0].of))
        for one, next_one in pairwise(arc):
            assert next_one.turn - one.turn > PACES[one.timeline].spacing
            assert next_one.timeline in {one.timeline, timeline_above(one.timeline)}
        assert arc[-1].escalations <= MAX_ESCALATIONS


@settings(max_examples=15, deadline=None)
@given(gaps=RUNS, seed=st.integers(0, 2**32))
def test_a_timeline_has_one_story_at_a_time_and_rests_after_each(
    stories: Mapping[str, Story], gaps: list[int], seed: int
) -> None:
    beats = told(stories, turns_of(gaps), seed)

    open_on: dict[Timeline, tuple[str, int]] = {}
    ended: dict[Timeline, int] = {}
    for beat in beats:
        arc = beat.story, beat.telling
        if beat.number == 0 and not stories[beat.story].facts:
            first = stories[beat.story].timeline
            assert beat.turn - ended.get(first, -100) > PACES[first].cooldown
        for timeline in [timeline for timeline, known in open_on.items() if known == arc]:
            del open_on[timeline]
        assert beat.timeline not in open_on
        if beat.number + 1 < beat.of:
            open_on[beat.timeline] = arc
        else:
            ended[beat.timeline] = beat.turn


def test_each_timeline_and_each_growth_is_seen_in_a_hundred_months(stories: Mapping[str, Story]) -> None:
    seen: set[tuple[Timeline, Timeline]] = set()
    begun: set[Timeline] = set()
    for seed in range(MONTHS):
        turns = sorted(dice(seed, "slots").sample(range(MONTH), MONTH // 5))
        for arc in by_arc(told(stories, turns, seed)).values():
            assert len(arc) == arc[0].of
            begun.add(arc[0].timeline)
            seen |= {(one.timeline, other.timeline) for one, other in pairwise(arc)}
        if begun == set(Timeline) and seen >= GROWTHS:
            return

    assert begun == set(Timeline)
    assert seen >= GROWTHS


MONTH = 480
MONTHS = 100
GROWTHS = {(timeline, above) for timeline in Timeline if (above := timeline_above(timeline)) is not None}


@pytest.mark.parametrize("timeline", [Timeline.DAILY, Timeline.WEEKLY, Timeline.MONTHLY])
def test_the_chance_to_grow_lies_between_nothing_and_nineteen_in_twenty_and_never_is_nothing(
    stories: Mapping[str, Story], timeline: Timeline
) -> None:
    chances = [escalation_chance(timeline, story, step) for story in stories.values() for step in story.steps]

    assert min(chances) > 0
    assert max(chances) <= 0.95
    assert len(set(chances)) > 10


def test_the_longest_timeline_never_grows(stories: Mapping[str, Story]) -> None:
    story = next(iter(stories.values()))

    assert timeline_above(Timeline.YEARLY) is None
    assert escalation_chance(Timeline.YEARLY, story, story.steps[0]) == 0


@settings(max_examples=100)
@given(left=st.integers(1, 6), spacing=st.sampled_from(Timeline), slots=st.integers(0, 80))
def test_one_story_can_end_where_its_beats_and_their_spacing_have_room(
    left: int, spacing: Timeline, slots: int
) -> None:
    arc = Arc(story="a", timeline=spacing, telling=0, told=0, beats=left, last_turn=0)
    step = PACES[spacing].spacing + 1

    assert can_end([arc], range(1, slots + 1)) is (slots >= step * left)


def test_a_slot_without_any_story_is_given_back(saltmere: Pack) -> None:
    teller = Storyteller(stories={}, bookmark=Bookmark(), uses=Counter(), dice=partial(dice, 1))

    assert teller.tell(0, [1, 2, 3]) is None
    assert saltmere.quests
