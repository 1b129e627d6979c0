"""Standing: what reputation allows, and that influence is neither made nor lost on the way."""

from collections.abc import Callable
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longwave.modules.academy.events import Move
from longwave.modules.academy.standing import cards, rules
from longwave.modules.academy.standing.errors import InfluenceShort
from longwave.modules.academy.standing.rules import Standing
from longwave.world.game import Confidence, Numbers, Wager
from unit.academy.small import FACTIONS
from unit.academy.table import laid

amounts = st.dictionaries(st.sampled_from(FACTIONS), st.integers(0, 20))
reputations = st.integers(rules.MIN_REPUTATION, rules.MAX_REPUTATION)
standings = st.builds(
    Standing, id=st.just("ada"), name=st.just("Ada"), reputation=reputations, held=amounts, escrow=amounts
)


class Deed(NamedTuple):
    """What somebody does with some influence."""

    does: Callable[[Standing, dict[str, int]], tuple[Move, ...]]
    amounts: dict[str, int]


def back(standing: Standing, wanted: dict[str, int]) -> tuple[Move, ...]:
    return rules.give_back(standing.id, _there(standing, wanted))


def spent(standing: Standing, wanted: dict[str, int]) -> tuple[Move, ...]:
    return rules.spend_escrow(standing.id, _there(standing, wanted))


def _there(standing: Standing, wanted: dict[str, int]) -> dict[str, int]:
    """Return of what is wanted as much as stands in escrow."""
    return {faction: min(amount, standing.escrow.get(faction, 0)) for faction, amount in wanted.items()}


deeds = st.lists(
    st.builds(Deed, st.sampled_from([rules.earn, rules.pay, rules.lose, rules.set_aside, back, spent]), amounts)
)


@given(standings, deeds)
def test_whatever_one_does_nothing_held_and_nothing_in_escrow_falls_below_nothing(
    standing: Standing, done: list[Deed]
) -> None:
    for deed in done:
        try:
            standing = standing.after(deed.does(standing, deed.amounts))
        except InfluenceShort:
            continue

    assert all(amount >= 0 for amount in (*standing.held.values(), *standing.escrow.values()))


@given(standings, amounts)
def test_influence_goes_into_escrow_and_back_without_gain_or_loss(standing: Standing, wanted: dict[str, int]) -> None:
    able = {faction: min(amount, standing.held.get(faction, 0)) for faction, amount in wanted.items()}

    aside = standing.after(rules.set_aside(standing, able))
    returned = aside.after(rules.give_back(aside.id, able))

    assert sum(aside.held.values()) + sum(aside.escrow.values()) == sum(standing.held.values()) + sum(
        standing.escrow.values()
    )
    for faction in FACTIONS:
        assert returned.held.get(faction, 0) == standing.held.get(faction, 0)
        assert returned.escrow.get(faction, 0) == standing.escrow.get(faction, 0)


@given(standings, amounts)
def test_earning_never_lifts_above_the_cap_and_never_takes(standing: Standing, gains: dict[str, int]) -> None:
    after = standing.after(rules.earn(standing, gains))

    for faction in FACTIONS:
        before, now = standing.held.get(faction, 0), after.held.get(faction, 0)
        assert before <= now <= max(before, standing.cap)


@given(standings, st.integers(-200, 200), st.integers(0, 50))
def test_reputation_stays_within_its_bounds(standing: Standing, change: int, quiet: int) -> None:
    after = standing.after(reputes=rules.repute(standing, change, quiet))

    assert rules.MIN_REPUTATION <= after.reputation <= rules.MAX_REPUTATION
    assert (after.reputation - standing.reputation) * change >= 0


@given(reputations, reputations)
def test_who_is_thought_better_of_has_no_lower_cap(one: int, other: int) -> None:
    assert rules.cap(min(one, other)) <= rules.cap(max(one, other))


@given(st.integers(1, 40), st.integers(0, 40), st.integers(0, 5))
def test_half_a_success_pays_something_and_never_more_than_a_whole_one(reward: int, penalty: int, quiet: int) -> None:
    wager = Wager(reward=reward, penalty=penalty, quiet_digests=quiet)
    numbers = Numbers(wagers={Confidence.CERTAIN: wager})

    partial = rules.wager_partial(numbers, Confidence.CERTAIN).change

    assert 1 <= partial <= rules.wager_won(numbers, Confidence.CERTAIN).change
    assert rules.wager_lost(numbers, Confidence.CERTAIN) == rules.WagerEnd(change=-penalty, quiet_digests=quiet)


@given(st.integers(0, 100), st.integers(0, 100))
def test_a_lost_career_never_shortens_a_quiet(quiet_until: int, digest: int) -> None:
    standing = Standing(id="ada", name="Ada", quiet_until=quiet_until)

    (repute,) = rules.wagered(standing, rules.wager_lost(Numbers(), Confidence.STAKE_MY_CAREER), digest)

    assert repute.quiet_until == max(quiet_until, digest + 2)


@given(st.lists(st.integers(-3, 3), min_size=1, max_size=60))
def test_every_player_is_ranked_once_and_alike_with_their_equals(reputations_: list[int]) -> None:
    everybody = [
        Standing(id=f"p{number:02}", name=f"P{number:02}", reputation=each) for number, each in enumerate(reputations_)
    ]
    pages = [cards.ranking(everybody, page, "") for page in range(1, 5)]

    rows = [row for shown in pages if shown.grid for row in shown.grid.rows]

    assert sorted(row[1] for row in rows) == [each.name for each in everybody]
    for row in rows:
        reputation = int(row[2])
        assert int(row[0]) == 1 + sum(each > reputation for each in reputations_)


def test_a_player_holds_what_they_were_given(place: str) -> None:
    with laid(place) as table:
        assert table.standing("ada").held == dict.fromkeys(FACTIONS, 6)


@pytest.mark.parametrize("reputation", [-50, -26, -25, 0, 35, 36, 50])
def test_the_table_of_wagers_says_where_one_would_end(reputation: int) -> None:
    standing = Standing(id="ada", name="Ada", reputation=reputation)

    grid = cards.wagers(standing, Numbers()).grid

    assert grid is not None
    career = grid.rows[-1]
    assert career[0] == "stake my career"
    assert career[1].endswith(f"→ {cards.signed(min(50, reputation + 15))}")
    assert career[3].endswith(f"→ {cards.signed(max(-50, reputation - 25))}")
    assert career[4] == "2"
