"""The symposium's decisions: when it meets, in any zone, and what pledges can cost."""

import datetime as dt
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longwave.modules.academy.standing.rules import Standing
from longwave.modules.academy.symposium import rules
from longwave.modules.academy.symposium.events import Choice, TopicScore
from longwave.modules.academy.symposium.rules import Pledge
from longwave.world.game import Numbers
from unit.academy.small import FACTIONS

# Clocks change by an hour, on other days than in London, by half an hour, south of the line, and never.
ZONES = ("Europe/London", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "Asia/Kolkata")
# At noon, and at times that some of these zones skip or show twice.
TIMES = ((4, "12:00"), (6, "02:15"), (6, "01:30"), (6, "00:00"), (5, "23:30"))
FIRST, LAST = dt.datetime(2026, 1, 1, tzinfo=dt.UTC), dt.datetime(2028, 1, 1, tzinfo=dt.UTC)
TODAY = dt.date(1931, 3, 6)
amounts = st.dictionaries(st.sampled_from(FACTIONS), st.integers(0, 16))
standings = st.builds(
    Standing,
    id=st.just("ada"),
    name=st.just("Ada"),
    reputation=st.integers(-50, 50),
    held=amounts,
    escrow=amounts,
    debt=st.integers(0, 60),
    misses=st.integers(0, 60),
)
pledges = st.builds(
    Pledge,
    player=st.just("ada"),
    pledged=st.integers(0, 12),
    choice=st.none() | st.sampled_from(Choice),
    grace_on=st.none() | st.dates(TODAY - dt.timedelta(days=60), TODAY),
    is_excused=st.booleans(),
)


def meetings(zone: str, weekday: int, at: str) -> list[dt.datetime]:
    """Return two years of meetings, each the next after the one before."""
    numbers, tz = Numbers(symposium_weekday=weekday, symposium_at=at), ZoneInfo(zone)
    found, now = [], FIRST
    while (now := rules.next_meeting(now, tz, numbers)) < LAST:
        found.append(now)
    return found


def shows(at: dt.datetime, zone: str) -> str:
    return f"{at.astimezone(ZoneInfo(zone)):%H:%M}"


def is_shown(day: dt.date, at: str, zone: str) -> bool:
    """Tell whether the clocks of a zone show a time on a day at all."""
    wall = dt.datetime.combine(day, dt.time.fromisoformat(at))
    return (
        wall.replace(tzinfo=ZoneInfo(zone)).astimezone(dt.UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) == wall
    )


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(("weekday", "at"), TIMES)
def test_for_two_years_there_is_one_meeting_on_each_such_day(zone: str, weekday: int, at: str) -> None:
    days = [meeting.astimezone(ZoneInfo(zone)).date() for meeting in meetings(zone, weekday, at)]

    assert all(day.weekday() == weekday for day in days)
    assert all(after - before == dt.timedelta(days=7) for before, after in pairwise(days))
    assert len(days) in (104, 105)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(("weekday", "at"), TIMES)
def test_for_two_years_the_clocks_show_the_hour_unless_they_skip_it(zone: str, weekday: int, at: str) -> None:
    for meeting in meetings(zone, weekday, at):
        day = meeting.astimezone(ZoneInfo(zone)).date()

        assert (shows(meeting, zone) == at) is is_shown(day, at, zone)


def test_the_zones_skip_and_repeat_hours_at_which_it_meets() -> None:
    skipped = {
        (zone, at)
        for zone in ZONES
        for weekday, at in TIMES
        for meeting in meetings(zone, weekday, at)
        if shows(meeting, zone) != at
    }
    repeated = {
        (zone, at)
        for zone in ZONES
        for weekday, at in TIMES
        for meeting in meetings(zone, weekday, at)
        if shows(meeting + dt.timedelta(hours=1), zone) == at or shows(meeting + dt.timedelta(minutes=30), zone) == at
    }

    assert skipped == {
        ("Europe/London", "01:30"),
        ("America/New_York", "02:15"),
        ("Australia/Lord_Howe", "02:15"),
        ("America/Santiago", "00:00"),
    }
    assert repeated == {
        ("Europe/London", "01:30"),
        ("America/New_York", "01:30"),
        ("Australia/Lord_Howe", "01:30"),
        ("America/Santiago", "23:30"),
    }


def test_a_meeting_in_an_hour_that_is_skipped_is_an_hour_later_on_the_new_clocks() -> None:
    after = dt.datetime(2026, 3, 28, tzinfo=dt.UTC)

    meeting = rules.next_meeting(after, ZoneInfo("Europe/London"), Numbers(symposium_weekday=6, symposium_at="01:30"))

    assert shows(meeting, "Europe/London") == "02:30"


def test_a_meeting_in_an_hour_that_comes_twice_is_held_the_first_time_and_not_again() -> None:
    numbers, london = Numbers(symposium_weekday=6, symposium_at="01:30"), ZoneInfo("Europe/London")
    first = rules.next_meeting(dt.datetime(2026, 10, 24, tzinfo=dt.UTC), london, numbers)

    second = rules.next_meeting(first, london, numbers)

    assert first == dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)
    assert second == dt.datetime(2026, 11, 1, 1, 30, tzinfo=dt.UTC)


@given(after=st.datetimes(FIRST.replace(tzinfo=None), LAST.replace(tzinfo=None)), zone=st.sampled_from(ZONES))
def test_the_next_meeting_is_later_by_at_most_a_week_and_a_change_of_clocks(after: dt.datetime, zone: str) -> None:
    now = after.replace(tzinfo=dt.UTC)

    meeting = rules.next_meeting(now, ZoneInfo(zone), Numbers())

    assert dt.timedelta(0) < meeting - now <= dt.timedelta(days=7, hours=1)
    assert meeting.utcoffset() == dt.timedelta(0)


@given(standing=standings, each=pledges)
def test_what_is_paid_leaves_the_purse_and_the_rest_is_owed(standing: Standing, each: Pledge) -> None:
    paid, moves = rules.settle(standing, each, TODAY)

    assert sum(move.change for move in moves) == -paid.paid
    assert all(move.escrow == 0 for move in moves)
    assert min(standing.after(moves).held.values(), default=0) >= 0
    owes = 0 if paid.voted or paid.is_excused else each.pledged
    assert paid.paid + paid.debt - standing.debt == owes


@given(standing=standings, each=pledges)
def test_a_debt_grows_only_when_nothing_is_held_any_more(standing: Standing, each: Pledge) -> None:
    paid, moves = rules.settle(standing, each, TODAY)

    assert paid.debt == standing.debt or sum(standing.after(moves).held.values()) == 0


@given(standing=standings, each=pledges)
def test_nobody_both_votes_and_is_let_off(standing: Standing, each: Pledge) -> None:
    paid, _ = rules.settle(standing, each, TODAY)

    assert paid.voted is (each.choice is not None)
    assert not (paid.voted and paid.is_excused)
    assert not (paid.took_grace and each.is_excused)


@given(misses=st.integers(0, 1000), debt=st.integers(0, 1000))
def test_a_pledge_is_between_two_and_twelve(misses: int, debt: int) -> None:
    assert 2 <= rules.pledge(misses, debt) <= 12


@given(standing=standings)
def test_a_reprimand_costs_influence_or_reputation_and_never_both(standing: Standing) -> None:
    event = rules.reprimand(standing)

    assert not (event.moves and event.reputes)
    assert bool(event.moves) is (max(standing.held.values(), default=0) >= 2)
    assert min(standing.after(event.moves).held.values(), default=0) >= 0
    assert standing.after(reputes=event.reputes).reputation >= -50


@given(votes=st.dictionaries(st.sampled_from(Choice), st.integers(0, 50)))
def test_an_outcome_has_more_votes_than_any_other(votes: dict[Choice, int]) -> None:
    outcome = rules.outcome(votes)

    alone = [
        choice
        for choice, count in votes.items()
        if count > max([0, *(others for other, others in votes.items() if other is not choice)])
    ]
    assert alone == ([] if outcome is None else [outcome])


@given(scores=st.lists(st.builds(TopicScore, topic=st.integers(1, 99), age=st.floats(0, 1)), min_size=1, max_size=12))
def test_nothing_on_the_list_has_a_higher_score_than_what_is_picked(scores: list[TopicScore]) -> None:
    best = rules.best(scores)

    assert max(each.total for each in scores) in [each.total for each in scores if each.topic == best]
