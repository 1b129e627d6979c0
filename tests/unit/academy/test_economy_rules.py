"""The economy's decisions: nothing is made or lost on the way, whatever the values."""

import datetime as dt
from dataclasses import replace
from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from longwave.modules.academy.economy import purse, rules
from longwave.modules.academy.standing.rules import Standing
from longwave.world.game import SeasonalEvent
from unit.academy.cases.economy import scholar
from unit.academy.small import FACTIONS

DAY = dt.timedelta(days=1)
amounts = st.dictionaries(st.sampled_from(FACTIONS), st.integers(0, 16))
standings = st.builds(
    Standing,
    id=st.just("ada"),
    name=st.just("Ada"),
    reputation=st.integers(-50, 50),
    held=amounts,
    escrow=amounts,
    debt=st.integers(0, 60),
    endowed=st.integers(0, 200),
)
feelings = st.lists(st.floats(-10, 10), max_size=12)
month_days = st.dates(dt.date(1932, 1, 1), dt.date(1932, 12, 31)).map(lambda day: f"{day:%m-%d}")
seasons = st.builds(
    SeasonalEvent,
    id=st.just("s"),
    title=st.just("S"),
    first=month_days,
    last=month_days,
    faction=st.just("academic"),
    says=st.just("It comes."),
    asks=st.just("oil"),
)


@given(held=amounts, amount=st.integers(0, 100))
def test_as_much_is_drawn_as_is_asked_for_or_held(held: dict[str, int], amount: int) -> None:
    drawn = purse.drawn(held, amount)

    assert sum(drawn.values()) == min(amount, sum(held.values()))
    assert all(0 < share <= held[faction] for faction, share in drawn.items())


@given(held=amounts, amount=st.integers(1, 100))
def test_nothing_is_drawn_of_a_faction_before_those_that_more_is_held_of_are_empty(
    held: dict[str, int], amount: int
) -> None:
    drawn = purse.drawn(held, amount)

    least = min((held[faction] for faction in drawn), default=0)
    assert all(drawn.get(faction) == count for faction, count in held.items() if count > least)


@given(standing=standings, below=st.integers(0, 6))
def test_a_stipend_lifts_nobody_above_its_measure(standing: Standing, below: int) -> None:
    moves = rules.stipend(standing, FACTIONS, below)

    after = standing.after(moves)
    for faction in FACTIONS:
        owned = standing.held.get(faction, 0) + standing.escrow.get(faction, 0)
        assert after.held.get(faction, 0) - standing.held.get(faction, 0) == (1 if owned < below else 0)


@given(
    standing=standings,
    staff=st.lists(st.tuples(st.sampled_from(FACTIONS), st.integers(0, 2)), max_size=8),
)
def test_as_many_scholars_are_paid_as_there_is_influence_for(standing: Standing, staff: list[tuple[str, int]]) -> None:
    scholars = [scholar(number, faction, unpaid) for number, (faction, unpaid) in enumerate(staff)]

    event = rules.pay_contracts(standing, scholars)

    assert len(event.paid) == min(len(staff), sum(standing.held.values()))
    assert sum(move.change for move in event.moves) == -len(event.paid)
    assert min(standing.after(event.moves).held.values(), default=0) >= 0
    assert sorted(event.paid + event.unpaid) == sorted(each.id for each in scholars)


@given(backing=st.dictionaries(st.text(min_size=1, max_size=4), st.integers(3, 50), min_size=1, max_size=30))
def test_a_reward_is_shared_whole_and_more_never_earns_less(backing: dict[str, int]) -> None:
    shares = rules.shares(backing)

    assert sum(shares.values()) == rules.PROJECT_REWARD
    ranked = sorted(backing, key=lambda player: backing[player])
    for less, more in pairwise(ranked):
        assert backing[less] == backing[more] or shares.get(less, 0) <= shares.get(more, 0)


@given(backing=st.dictionaries(st.text(min_size=1, max_size=4), st.integers(3, 50), min_size=1, max_size=30))
def test_a_share_is_off_the_exact_one_by_less_than_one(backing: dict[str, int]) -> None:
    total = sum(backing.values())

    shares = rules.shares(backing)

    for player, amount in backing.items():
        assert abs(shares.get(player, 0) - rules.PROJECT_REWARD * amount / total) < 1


@given(standing=standings, amount=st.integers(4, 16))
def test_a_gift_is_split_between_debt_and_archive(standing: Standing, amount: int) -> None:
    rich = replace(standing, held={"academic": 16})

    event = rules.endow(rich, "academic", amount)

    assert event.against_debt + event.total - rich.endowed == amount
    assert 0 <= event.against_debt <= rich.debt
    assert -sum(move.change for move in event.moves) == amount


@given(felt=feelings)
def test_goodwill_is_between_nothing_and_a_tenth(felt: list[float]) -> None:
    assert 0 <= rules.goodwill(felt) <= rules.MOST_GOODWILL


@given(felt=feelings)
def test_a_season_asks_for_two_or_three(felt: list[float]) -> None:
    assert rules.owed(felt) in (2, 3)


@given(felt=st.lists(st.floats(-10, 10), min_size=2, max_size=12), shuffler=st.randoms())
def test_the_order_of_feelings_does_not_matter(felt: list[float], shuffler: Random) -> None:
    shuffled = list(felt)
    shuffler.shuffle(shuffled)

    assert (rules.goodwill(shuffled), rules.owed(shuffled)) == (rules.goodwill(felt), rules.owed(felt))


@given(owed=st.integers(0, 30))
def test_parts_are_as_equal_as_can_be_and_make_up_the_whole(owed: int) -> None:
    due = [rules.due(owed, parts) for parts in range(rules.PARTS + 1)]
    parts = [after - before for before, after in pairwise(due)]

    assert sum(parts) == owed
    assert max(parts) - min(parts) <= 1


@given(season=seasons, day=st.dates(dt.date(1930, 1, 1), dt.date(1940, 12, 31)))
def test_a_season_that_a_day_is_in_began_within_a_year(season: SeasonalEvent, day: dt.date) -> None:
    began = rules.began(season, day)

    if began is not None:
        assert dt.timedelta(0) <= day - began <= 366 * DAY
        assert rules.began(season, began) == began


@given(season=seasons, day=st.dates(dt.date(1930, 1, 2), dt.date(1940, 12, 31)))
def test_a_season_begins_anew_only_on_its_first_day(season: SeasonalEvent, day: dt.date) -> None:
    today, yesterday = rules.began(season, day), rules.began(season, day - DAY)

    if today is not None and today != yesterday:
        assert today == day
