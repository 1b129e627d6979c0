"""The database fails at any statement of an order's life, once or for good: nothing is lost, nothing is there twice."""

from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from crash import scenes
from crash.faults import Fault
from crash.scenes import Scene
from longwave.ledger.errors import StoreUnavailable
from longwave.ledger.ledger import Ledger

Stage = Callable[[Ledger, Path], Scene]
FEWEST_STATEMENTS = 14
stages = pytest.mark.parametrize(
    "stage",
    [scenes.a_lone_order, scenes.a_batch, scenes.real_time, scenes.a_rundown, scenes.a_segment],
    ids=lambda stage: stage.__name__,
)


@stages
@pytest.mark.soak
def test_an_engine_gets_over_a_fault_at_any_statement(stage: Stage, place: str, tmp_path: Path, *, soak: bool) -> None:
    with scenes.world(place) as ledger:
        scene = stage(ledger, tmp_path)

        tried = _lay_everywhere(scene, Fault.ONCE, step=_step(ledger, soak=soak))

    assert tried >= FEWEST_STATEMENTS


@stages
@pytest.mark.soak
def test_after_a_fault_for_good_at_any_statement_a_new_engine_goes_on(
    stage: Stage, place: str, tmp_path: Path, *, soak: bool
) -> None:
    with scenes.world(place) as ledger:
        scene = stage(ledger, tmp_path)

        tried = _lay_everywhere(scene, Fault.LASTING, step=_step(ledger, soak=soak))

    assert tried >= FEWEST_STATEMENTS


@stages
@pytest.mark.soak
def test_an_engine_gets_over_a_server_that_drops_the_connection_at_any_statement(
    stage: Stage, postgres_url: str, tmp_path: Path, *, soak: bool
) -> None:
    with scenes.world(postgres_url) as ledger:
        scene = stage(ledger, tmp_path)

        tried = _lay_everywhere(scene, Fault.CUT, step=1 if soak else 9)

    assert tried >= FEWEST_STATEMENTS


@stages
def test_a_commit_whose_answer_is_lost_is_neither_repeated_nor_overlooked(
    stage: Stage, place: str, tmp_path: Path
) -> None:
    with scenes.world(place) as ledger:
        scene = stage(ledger, tmp_path)

        tried = _lay_everywhere(scene, Fault.UNHEARD)

    assert tried >= 1


def _step(ledger: Ledger, *, soak: bool) -> int:
    """Return how far apart the faults are laid."""
    if soak:
        return 1
    return 5 if ledger.store.is_sqlite else 9


def _lay_everywhere(scene: Scene, fault: Fault, *, step: int = 1) -> int:
    """Carry the scene out with the fault at the first thing asked of the database, at the next, and so on to the last.

    Returns:
        how much there was to ask.
    """
    last = scene.begin()
    scene.carry_out()
    untouched = scene.outcome()
    told = list(range(last + 1, scene.ledger.head()[0] + 1))
    for at in count(1, step):
        scene.begin()
        scene.faults.lay(at, fault)

        if fault is Fault.LASTING:
            _give_up(scene)
        else:
            scene.carry_out()
        scene.faults.lift()
        if not scene.faults.struck:
            return at - 1
        if fault is Fault.LASTING or (scene.is_real_time and fault is Fault.UNHEARD):
            scene.carry_out(watch=1)  # What was claimed by an engine that never heard of it waits for its lease to end.

        assert scene.outcome() == untouched, f"fault at {at}"
        assert scenes.wrongs(scene.ledger) == [], f"fault at {at}"
        assert sorted(set(scene.heard)) == sorted(scene.heard), f"fault at {at}"
        if fault is not Fault.LASTING:
            assert scene.heard == told, f"fault at {at}"
    raise AssertionError


def _give_up(scene: Scene) -> None:
    try:
        scene.carry_out()
    except StoreUnavailable:
        assert scene.faults.struck
    else:
        assert not scene.faults.struck
