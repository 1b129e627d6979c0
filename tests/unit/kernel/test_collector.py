"""The garbage collector rests for a while, and never for longer."""

import gc

import pytest

from longwave.kernel import collector


@collector.resting()
def fail() -> None:
    assert not gc.isenabled()
    raise ValueError("a fault")


@pytest.mark.parametrize("is_on", [True, False])
def test_the_collector_is_afterwards_as_it_was_before(*, is_on: bool) -> None:
    was_on = gc.isenabled()
    (gc.enable if is_on else gc.disable)()
    try:
        with pytest.raises(ValueError, match="a fault"):
            fail()

        assert gc.isenabled() is is_on
    finally:
        (gc.enable if was_on else gc.disable)()
