"""Holding a world: one process at a time, and its death lets go."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from longwave import bootstrap
from longwave.ledger.errors import WorldBusy
from longwave.ledger.store import Store
from longwave.settings import Settings

HOLDER = """
import sys
from longwave.ledger.store import Store, database_url
with Store(database_url(sys.argv[1])).hold_world("longwave station produce", shared=sys.argv[2] == "shared"):
    print("held", flush=True)
    sys.stdin.read()
print("let go", flush=True)
"""


@pytest.fixture
def store(place: str) -> Iterator[Store]:
    with bootstrap.open_ledger(place, Settings(), create=True) as ledger:
        yield ledger.store


@contextmanager
def another_process(store: Store, how: str = "alone") -> Iterator[subprocess.Popen[str]]:
    """Run a process that holds the world until its input ends or it is killed."""
    place = store.url.render_as_string(hide_password=False)
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, place, how], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def hold_when_free(store: Store) -> int:
    """Try until the world can be held; return how many tries it took: a server hears of a death a moment later."""
    for tries in range(1, 10_000):
        try:
            with store.hold_world("a test"):
                return tries
        except WorldBusy:
            continue
    raise AssertionError("a dead process holds the world")


def test_a_second_process_is_refused_and_told_who_holds_the_world(store: Store) -> None:
    with another_process(store) as holder:
        with pytest.raises(WorldBusy) as refusal, store.hold_world("longwave ledger rebuild"):
            pass

        assert f"in use by longwave station produce (process {holder.pid})" in str(refusal.value)
        assert store.name in str(refusal.value)
        assert refusal.value.hint


def end(process: subprocess.Popen[str]) -> None:
    output, _ = process.communicate()
    assert output == "let go\n"


def kill(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL


@pytest.mark.parametrize("leave", [end, kill])
def test_the_holders_end_or_death_frees_the_world(store: Store, leave: Callable[[subprocess.Popen[str]], None]) -> None:
    with another_process(store) as holder:
        leave(holder)

        assert hold_when_free(store)


def test_those_who_share_a_world_keep_out_who_wants_it_alone_and_the_other_way_round(store: Store) -> None:
    with another_process(store, "shared") as holder:
        with store.hold_world("a second worker", shared=True):
            pass
        with pytest.raises(WorldBusy), store.hold_world("longwave ledger rebuild"):
            pass
        kill(holder)
        hold_when_free(store)

    with another_process(store), pytest.raises(WorldBusy), store.hold_world("a worker", shared=True):
        pass


def test_an_error_while_holding_lets_go(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.hold_world("a test"):
        raise ZeroDivisionError

    assert hold_when_free(store) == 1


def test_a_world_can_be_read_and_written_while_it_is_held(store: Store) -> None:
    with store.hold_world("a test"), store.read(), store.write():
        pass
