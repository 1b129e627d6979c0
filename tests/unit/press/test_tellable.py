"""What layers can ask of events and tell of them is known before any happens, and is what is told when one does."""

from collections.abc import Iterator, Mapping

import pytest

from longwave.modules.academy.tellable import event_kinds
from unit.press.samples import KINDS, Room, furnished

# What samples leave out, and an event has to hold to tell all that it can.
REST: Mapping[str, Mapping[str, object]] = {
    "academy.player_joined": {"policy": "bold"},
    "academy.expedition_resolved": {"outcome": "failure", "mishap_kind": "scandal"},
    "academy.symposium_resolved": {"outcome": "affirm"},
    "academy.contracts_paid": {"unpaid": ("tace-merriden",)},
}


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    with furnished(str(tmp_path_factory.mktemp("tellable") / "world.db")) as room:
        yield room


@pytest.mark.parametrize("kind", KINDS)
def test_an_event_fills_the_slots_that_it_is_known_to_fill_and_no_others(room: Room, kind: str) -> None:
    whole = room.sample(kind, is_full=True, **REST.get(kind, {}))

    slots = set(room.tell(whole)[1].slots)

    assert slots == event_kinds()[kind].slots
