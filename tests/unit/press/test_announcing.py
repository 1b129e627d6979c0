"""What an event promises: which layers, how likely, and when."""

import datetime as dt
import random
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longwave.modules.academy.hosting.events import GamePaused
from longwave.modules.academy.symposium.events import Choice, SymposiumResolved
from longwave.modules.academy.talk.events import ThingShared
from longwave.orders.events import OrderEnqueued
from longwave.press import cadence
from longwave.press.events import LAYER, NOTICE
from longwave.world.card import Cadences
from longwave.world.press import Cadence, Layer
from unit.academy.club import Club
from unit.press.room import ADA, LAYERS, printing, talk, tell

NOW = dt.datetime(1931, 3, 2, 13, tzinfo=dt.UTC)
MINUTE, HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)


@pytest.fixture
def club(tmp_path: object) -> Iterator[Club]:
    with printing(f"{tmp_path}/world.db") as club:
        yield club


def promised(club: Club, event: int) -> dict[str, OrderEnqueued]:
    """Return the orders for the layers of an event, by layer."""
    orders = [each for each in club.events(OrderEnqueued) if isinstance(each, OrderEnqueued)]
    return {str(each.payload["layer"]): each for each in orders if each.payload.get("event") == event}


def test_an_event_promises_each_of_its_layers_once(club: Club) -> None:
    [said] = tell(club, talk())

    assert sorted(promised(club, said.seq)) == ["guessed", "heard", "noted", "said"]


def test_an_event_that_the_conditions_do_not_fit_promises_nothing(club: Club) -> None:
    level = SymposiumResolved(
        symposium=1, topic=0, player="", title="Whether it is late", votes={}, voters=0, outcome=None, ledger=()
    )

    decided, undecided = tell(club, level.model_copy(update={"outcome": Choice.DENY}), level)

    assert promised(club, decided.seq) == {}
    assert list(promised(club, undecided.seq)) == ["level"]


def test_a_chance_is_kept_over_many_events(club: Club) -> None:
    shared = ThingShared(player=ADA, thing="scholar", number="a", headline="A scholar")

    tell(club, *[shared] * 400)

    orders = [each for each in club.events(OrderEnqueued) if isinstance(each, OrderEnqueued)]
    assert 90 <= len([each for each in orders if each.payload.get("layer") == "perhaps"]) <= 150


def test_what_is_said_while_the_world_rests_is_an_order_of_another_type(club: Club) -> None:
    said, paused = tell(club, talk(), GamePaused(reason="a test"))

    assert {each.order_type for each in promised(club, said.seq).values()} == {LAYER}
    assert promised(club, paused.seq)["rests"].order_type == NOTICE


@pytest.mark.parametrize(
    ("after", "step", "least", "most"),
    [
        (Cadence.NOW, 0, 0 * MINUTE, 0 * MINUTE),
        (Cadence.FLASH, 0, MINUTE, 90 * MINUTE),
        (Cadence.STAGGERED, 0, 30 * MINUTE, 30 * MINUTE),
        (Cadence.STAGGERED, 1, 60 * MINUTE, 60 * MINUTE),
        (Cadence.STAGGERED, 2, 120 * MINUTE, 120 * MINUTE),
        (Cadence.LONG, 0, 12 * HOUR, 13 * HOUR),
        (Cadence.LONG, 1, 24 * HOUR, 25 * HOUR),
        (Cadence.LONG, 2, 72 * HOUR, 73 * HOUR),
    ],
)
@given(seed=st.integers(0, 2**32))
def test_a_layer_waits_as_long_as_its_cadence_says(
    after: Cadence, step: int, least: dt.timedelta, most: dt.timedelta, seed: int
) -> None:
    layer = LAYERS[0].model_copy(update={"after": after, "step": step})

    waits = cadence.due(layer, NOW, Cadences(), random.Random(seed)) - NOW

    assert least <= waits <= most


@given(minutes=st.integers(0, 20_160))
def test_minutes_count_for_more_than_a_cadence(minutes: int) -> None:
    layer: Layer = LAYERS[0].model_copy(update={"after": Cadence.LONG, "minutes": minutes})

    assert cadence.due(layer, NOW, Cadences(), random.Random(1)) == NOW + minutes * MINUTE
