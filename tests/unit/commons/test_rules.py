"""The rules of the forum: when residents wake, what sliders mean, and how feelings move."""

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longwave.kernel.dice import dice
from longwave.modules.commons import rules
from longwave.modules.commons.events import Action, Pace, Stance
from longwave.modules.commons.rules import INTERVAL_S, LONGEST_S, guidance, next_beat
from longwave.world.temper import Engagement, Temper

START = dt.datetime(1931, 3, 2, 5, tzinfo=dt.UTC)
DAY_S = 86_400
SLIDERS = ("creativity_level", "leadership_tendency", "skepticism", "aggression", "shyness")
numbers = st.integers(0, 2000)
paces = st.sampled_from(list(Pace))
moments_s = st.integers(0, 3 * DAY_S)
sliders = st.integers(0, 100)
tempers = st.builds(
    Temper,
    **dict.fromkeys(SLIDERS, sliders),
    engagement_style=st.sampled_from(list(Engagement)),
    communication_style=st.just("As it comes."),
    interests=st.just(("bells",)),
)
# When a resident's pace is changed, in seconds from the start, and to what.
histories = st.lists(st.tuples(moments_s, paces), max_size=8).map(sorted)


def after(seconds: float) -> dt.datetime:
    return START + dt.timedelta(seconds=seconds)


def wakes(changes: Sequence[tuple[int, Pace]], offset: int, until_s: int) -> list[dt.datetime]:
    """Return when somebody wakes whose pace is changed; each change holds from their next scheduling on."""
    at, woken = next_beat(START, Pace.NORMAL, offset), []
    while at < after(until_s):
        woken.append(at)
        pace = next((pace for moment, pace in reversed(changes) if after(moment) <= at), Pace.NORMAL)
        at = next_beat(at, pace, offset)
    return woken


@given(moment=moments_s, pace=paces, number=numbers)
def test_the_next_beat_is_later_by_at_most_one_interval(moment: int, pace: Pace, number: int) -> None:
    now = after(moment)

    at = next_beat(now, pace, rules.offset_s(number))

    assert dt.timedelta(0) < at - now <= dt.timedelta(seconds=INTERVAL_S[pace])


@given(moment=moments_s, pace=paces, number=numbers)
def test_beats_lie_on_a_grid_that_does_not_know_when_it_was_asked(moment: int, pace: Pace, number: int) -> None:
    offset = rules.offset_s(number)

    at = next_beat(after(moment), pace, offset)

    assert (at.timestamp() - offset) % INTERVAL_S[pace] == 0
    assert next_beat(at - dt.timedelta(seconds=1), pace, offset) == at
    assert next_beat(at, pace, offset) == at + dt.timedelta(seconds=INTERVAL_S[pace])


@given(
    one=histories,
    other=histories,
    pace=paces,
    places=st.tuples(numbers, numbers),
    span=st.tuples(st.integers(0, 4 * DAY_S), st.integers(0, DAY_S)),
)
def test_of_one_pace_nobody_wakes_twice_more_than_another_however_often_it_was_changed(
    one: list[tuple[int, Pace]],
    other: list[tuple[int, Pace]],
    pace: Pace,
    places: tuple[int, int],
    span: tuple[int, int],
) -> None:
    settled_s = 3 * DAY_S
    begin = after(settled_s + LONGEST_S + span[0])
    end = begin + dt.timedelta(seconds=span[1])

    turns = [
        sum(begin <= at < end for at in wakes([*changes, (settled_s, pace)], rules.offset_s(number), 9 * DAY_S))
        for changes, number in zip((one, other), places, strict=True)
    ]

    assert abs(turns[0] - turns[1]) <= 1


@given(changes=histories, number=numbers)
def test_changing_the_pace_again_and_again_wakes_nobody_oftener_than_the_fastest_pace(
    changes: list[tuple[int, Pace]], number: int
) -> None:
    fastest = min((INTERVAL_S[pace] for _, pace in changes), default=INTERVAL_S[Pace.NORMAL])
    fastest = min(fastest, INTERVAL_S[Pace.NORMAL])

    woken = wakes(changes, rules.offset_s(number), 4 * DAY_S)

    assert all((late - early).total_seconds() >= fastest for early, late in pairwise(woken))
    assert len(set(woken)) == len(woken)


@given(pace=paces, number=numbers, away_s=st.integers(0, 60 * DAY_S))
def test_after_a_pause_at_most_one_beat_is_made_up_for(pace: Pace, number: int, away_s: int) -> None:
    offset = rules.offset_s(number)
    due = next_beat(START, pace, offset)
    back = due + dt.timedelta(seconds=away_s)

    made_up = [at for at in (due, next_beat(back, pace, offset)) if at <= back]

    assert made_up == [due]


@pytest.mark.parametrize("pace", list(Pace))
@pytest.mark.parametrize("count", [2, 6, 25, 64, 300, 1000])
def test_offsets_are_spread_evenly_over_every_interval(pace: Pace, count: int) -> None:
    interval = INTERVAL_S[pace]

    places = sorted(rules.offset_s(number) % interval for number in range(count))

    gaps = [*(late - early for early, late in pairwise(places)), places[0] + interval - places[-1]]
    assert all(0 <= place < interval for place in places)
    # Of n points on a circle, evenly spread, the gap is interval / n; whole seconds add one.
    assert max(gaps) <= 2.1 * interval / count + 1
    per_tenth = [sum(int(place * 10 / interval) == tenth for place in places) for tenth in range(10)]
    assert max(per_tenth) - min(per_tenth) <= 4


def test_nobody_of_the_first_ten_thousand_has_an_offset_outside_the_longest_interval() -> None:
    assert all(0 <= rules.offset_s(number) < LONGEST_S for number in range(10_000))


@given(temper=tempers)
def test_shares_are_shares(temper: Temper) -> None:
    guide = guidance(temper)

    for shares in (guide.deeds, guide.stances):
        assert sum(shares.values()) == pytest.approx(1)
        assert min(shares.values()) > 0
    assert 0 < guide.down < 1
    assert set(guide.stances) == set(Stance)


@given(temper=tempers, slider=st.sampled_from(SLIDERS), up=st.integers(1, 100))
def test_more_of_a_slider_is_never_less_of_what_it_means(temper: Temper, slider: str, up: int) -> None:
    more = temper.model_copy(update={slider: min(100, getattr(temper, slider) + up)})
    before, then = guidance(temper), guidance(more)

    meaning = {
        "creativity_level": [
            (then.deeds[Action.CREATE_THREAD], before.deeds[Action.CREATE_THREAD]),
            (then.stances[Stance.ADD], before.stances[Stance.ADD]),
        ],
        "leadership_tendency": [(then.deeds[Action.CREATE_THREAD], before.deeds[Action.CREATE_THREAD])],
        "skepticism": [
            (then.deeds[Action.WEB_SEARCH], before.deeds[Action.WEB_SEARCH]),
            (then.stances[Stance.DOUBT], before.stances[Stance.DOUBT]),
            (then.down, before.down),
        ],
        "aggression": [(then.stances[Stance.OPPOSE], before.stances[Stance.OPPOSE]), (then.down, before.down)],
        "shyness": [
            (then.deeds[Action.DO_NOTHING], before.deeds[Action.DO_NOTHING]),
            (before.deeds[Action.REPLY], then.deeds[Action.REPLY]),
            (before.deeds[Action.CREATE_THREAD], then.deeds[Action.CREATE_THREAD]),
        ],
    }[slider]
    assert all(greater >= less - 1e-12 for greater, less in meaning)


@given(temper=tempers, stances=st.lists(st.sampled_from(list(Stance)), max_size=60))
def test_feelings_stay_in_bounds_whatever_is_said(temper: Temper, stances: list[Stance]) -> None:
    felt = 0.0

    for stance in stances:
        effect = rules.effect_of(stance, temper, felt)
        assert (effect < 0) is (stance in (Stance.DOUBT, Stance.OPPOSE))
        assert abs(effect) <= 0.25
        felt = max(-1.0, min(1.0, felt + effect))

    assert -1 <= felt <= 1


@given(temper=tempers, stance=st.sampled_from(list(Stance)), felt=st.floats(0, 1))
def test_a_strong_feeling_is_confirmed_less_and_contradicted_in_full(
    temper: Temper, stance: Stance, felt: float
) -> None:
    plain = rules.effect_of(stance, temper, 0.0)
    alike, against = (felt, -felt) if plain > 0 else (-felt, felt)

    assert abs(rules.effect_of(stance, temper, alike)) <= abs(plain)
    assert rules.effect_of(stance, temper, against) == plain


@given(temper=tempers, liked=st.floats(0.05, 1), seed=st.integers(0, 10_000))
def test_whom_one_likes_one_opposes_and_votes_down_no_more_than_a_stranger(
    temper: Temper, liked: float, seed: int
) -> None:
    guide = guidance(temper)

    def oppositions(felt: float) -> int:
        streams = (dice(seed, "stance", number) for number in range(60))
        return sum(rules.stance_toward(felt, guide, stream) is Stance.OPPOSE for stream in streams)

    def against(felt: float) -> int:
        return sum(rules.vote_on(felt, guide, dice(seed, "vote", number)) < 0 for number in range(60))

    assert oppositions(liked) <= oppositions(0.0) <= oppositions(-liked)
    assert against(liked) <= against(0.0) <= against(-liked)


def test_moods_follow_feelings() -> None:
    assert [rules.mood(felt) for felt in (-1.0, -0.1, -0.09, 0.0, 0.14, 0.15, 1.0)] == [
        *("cool", "cool"),
        *("neutral", "neutral", "neutral"),
        *("warm", "warm"),
    ]
