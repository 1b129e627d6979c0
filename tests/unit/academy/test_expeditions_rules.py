"""The rules of expeditions: bounds, odds that are exact, and dice that keep to them."""

from collections import Counter
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longwave.modules.academy.academy import Academy, d100
from longwave.modules.academy.expeditions import effects, rules
from longwave.modules.academy.expeditions.events import Outcome
from longwave.modules.academy.standing.errors import InfluenceShort
from longwave.modules.academy.standing.rules import MAX_REPUTATION, MIN_REPUTATION, Standing
from longwave.world.findings import (
    Depth,
    Effect,
    EffectKind,
    ExpeditionType,
    FactionShift,
    Grudge,
    Injury,
    ReputationChange,
)
from longwave.world.game import Numbers
from unit.academy.small import FACTIONS, small_pack
from unit.academy.voyages import member

feelings = st.floats(-10, 10)
influence = st.dictionaries(st.sampled_from(FACTIONS), st.integers(0, 16))
leads = st.builds(
    Standing,
    id=st.just("ada"),
    name=st.just("Ada"),
    reputation=st.integers(MIN_REPUTATION, MAX_REPUTATION),
    held=influence,
)
brought: st.SearchStrategy[Effect] = st.one_of(
    st.builds(
        FactionShift,
        kind=st.just(EffectKind.FACTION_SHIFT),
        faction=st.sampled_from(FACTIONS),
        change=st.integers(-3, 3),
    ),
    st.builds(ReputationChange, kind=st.just(EffectKind.REPUTATION), change=st.integers(-5, 5)),
    st.builds(Grudge, kind=st.just(EffectKind.GRUDGE)),
    st.builds(Injury, kind=st.just(EffectKind.INJURY), digests=st.integers(1, 6)),
)
pairs = st.dictionaries(st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd")), feelings)


@given(total=st.integers(-400, 400))
def test_the_odds_are_what_counting_every_roll_gives(total: int) -> None:
    counted = Counter(rules.outcome(roll + total) for roll in range(1, 101))

    assert rules.chances(total) == {outcome: counted[outcome] for outcome in Outcome}


@given(one=st.integers(-200, 300), other=st.integers(-200, 300))
def test_a_higher_score_never_ends_worse(one: int, other: int) -> None:
    order = list(Outcome)
    low, high = sorted((one, other))

    assert order.index(rules.outcome(low)) <= order.index(rules.outcome(high))


@given(held=st.integers(0, 40), cap=st.integers(6, 16), felt=st.lists(feelings, max_size=4))
def test_goodwill_stays_between_minus_five_and_five(held: int, cap: int, felt: list[float]) -> None:
    assert -5 <= rules.goodwill(held, cap, felt) <= 5


@given(held=st.integers(0, 39), cap=st.integers(6, 16), felt=st.lists(feelings, min_size=1, max_size=4))
def test_more_influence_never_makes_less_welcome(held: int, cap: int, felt: list[float]) -> None:
    assert rules.goodwill(held, cap, felt) <= rules.goodwill(held + 1, cap, felt)


@given(size=st.integers(1, 4), disciplines=st.lists(st.sampled_from(["tides", "bells"]), min_size=4), felt=pairs)
def test_synergy_stays_between_nothing_and_five_and_knows_no_order(
    size: int, disciplines: list[str], felt: dict[tuple[str, str], float]
) -> None:
    team = [member(name, discipline) for name, discipline in zip("abcd"[:size], disciplines, strict=False)]

    value = rules.synergy(team, ("tides", "bells"), felt)

    assert 0 <= value <= 5
    assert value == rules.synergy(team[::-1], ("bells", "tides"), felt)


@given(friction=st.integers(0, 15), eased=st.integers(0, 100), rivals=st.integers(0, 50), opponents=st.integers(0, 50))
def test_frictions_stay_within_their_bounds(friction: int, eased: int, rivals: int, opponents: int) -> None:
    assert 0 <= rules.site_friction(friction, eased) <= 15
    assert 0 <= rules.political_friction(rivals, opponents) <= 10


@pytest.mark.parametrize(("kind", "depth"), list(product(ExpeditionType, Depth)))
def test_depth_is_paid_in_influence_of_the_first_faction(kind: ExpeditionType, depth: Depth) -> None:
    numbers = Numbers()
    first, *others = numbers.costs[kind]

    price = rules.price(numbers, kind, depth)

    assert price[first] == numbers.costs[kind][first] + numbers.depth_costs[depth]
    assert {name: price[name] for name in others} == {name: numbers.costs[kind][name] for name in others}


def test_a_price_leaves_the_numbers_as_they_are() -> None:
    numbers = Numbers()

    rules.price(numbers, ExpeditionType.FIELD, Depth.DEEP)

    assert numbers == Numbers()


@given(lead=leads, costs=influence)
def test_what_a_cancelled_expedition_gives_back_is_what_it_took(lead: Standing, costs: dict[str, int]) -> None:
    paid = {faction: cost for faction, cost in costs.items() if 0 < cost <= lead.held.get(faction, 0)}
    moves = rules.trade(lead, paid, {})

    back = lead.after(moves).after(rules.refund(lead.id, {move.faction: -move.change for move in moves}))

    assert {**dict.fromkeys(FACTIONS, 0), **back.held} == {**dict.fromkeys(FACTIONS, 0), **lead.held}


@given(lead=leads, costs=influence, pays=influence)
def test_an_opportunity_takes_its_whole_price_and_lifts_nobody_above_the_cap(
    lead: Standing, costs: dict[str, int], pays: dict[str, int]
) -> None:
    if any(cost > lead.held.get(faction, 0) for faction, cost in costs.items()):
        with pytest.raises(InfluenceShort):
            rules.trade(lead, costs, pays)
        return

    after = lead.after(rules.trade(lead, costs, pays)).held

    for faction in FACTIONS:
        left = lead.held.get(faction, 0) - costs.get(faction, 0)
        assert after.get(faction, 0) == max(left, min(lead.cap, left + pays.get(faction, 0)))


@given(lead=leads, found=st.lists(brought, max_size=8), hurt_until=st.integers(0, 20))
def test_effects_keep_influence_and_reputation_within_their_bounds(
    lead: Standing, found: list[Effect], hurt_until: int
) -> None:
    scholar = member("a", injured_until=hurt_until)

    done = effects.consequences(found, lead, scholar, 10)

    after = lead.after(done.moves, done.reputes)
    assert all(value >= 0 for value in after.held.values())
    assert MIN_REPUTATION <= after.reputation <= MAX_REPUTATION
    assert all(each.until > hurt_until for each in done.injured)
    assert len(done.feelings) == sum(isinstance(effect, Grudge) for effect in found)


@pytest.mark.parametrize("total", [-30, 0, 12, 45])
def test_the_dice_keep_to_the_odds(total: int) -> None:
    academy, rolls = Academy(pack=small_pack(), seed=1), 4_000

    ends = Counter(
        rules.outcome(d100(academy.dice("expedition", f"EX-{number:04d}")) + total) for number in range(rolls)
    )

    for outcome, chance in rules.chances(total).items():
        share = chance / 100
        # Three and a half standard deviations of what independent rolls give.
        assert abs(ends[outcome] / rolls - share) <= 3.5 * (share * (1 - share) / rolls) ** 0.5


def test_the_table_of_vignettes_is_told_through_before_anything_comes_again() -> None:
    times: Counter[str] = Counter()
    ids = [f"vignette-{number}" for number in range(5)]

    for _ in range(23):
        times[rules.least_told(times, ids)[0]] += 1

    assert max(times.values()) - min(times.values()) <= 1
