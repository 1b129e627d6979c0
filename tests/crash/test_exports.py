"""The database fails at any statement of a whole production: it goes on where it stood, with every file and segment."""

import asyncio
from itertools import count
from pathlib import Path

import pytest

from crash import scenes
from crash.faults import Fault, Faults
from longwave import bootstrap
from longwave.ledger.errors import StoreUnavailable
from longwave.ledger.ledger import Ledger
from longwave.modules.station.production import Asked, begin_or_resume


@pytest.mark.soak
@pytest.mark.parametrize("fault", [Fault.ONCE, Fault.UNHEARD])
def test_a_production_that_the_database_failed_leaves_the_same_files(
    fault: Fault, place: str, tmp_path: Path, *, soak: bool
) -> None:
    with scenes.world(place) as ledger:
        faults = Faults(store=ledger.store)
        _produce(ledger, tmp_path / "untouched")
        untouched = ledger.head(), _files(tmp_path / "untouched")

        for at in count(1, 1 if soak or fault is Fault.UNHEARD else 40):
            scenes.empty(ledger)
            faults.lay(at, fault)
            lives = _produce_until_done(ledger, faults, tmp_path / str(at))

            assert (ledger.head(), _files(tmp_path / str(at))) == untouched, f"fault at {at}"
            assert scenes.wrongs(ledger) == [], f"fault at {at}"
            if lives == 1 and not faults.struck:
                break

    assert at > (5 if fault is Fault.UNHEARD else 60)


def _produce_until_done(ledger: Ledger, faults: Faults, out: Path) -> int:
    for life in count(1):
        try:
            _produce(ledger, out)
        except StoreUnavailable:
            assert faults.struck
            assert life == 1, "one fault ended two lives"
            faults.lift()
        else:
            faults.lift()
            return life
    raise AssertionError


def _produce(ledger: Ledger, out: Path) -> None:
    asked = Asked(persona="wren", hours=2, seed=7)
    out.mkdir(exist_ok=True)
    seed, run = begin_or_resume(ledger, scenes.saltmere(), asked, resume=True)
    station = bootstrap.Station(ledger=ledger, pack=scenes.saltmere(), seed=seed)
    asyncio.run(station.production(run, out, concurrency=1).produce())


def _files(out: Path) -> dict[str, bytes]:
    names = (path for path in out.rglob("*") if path.is_file() and path.name != "LIVE_STATUS.json")
    return {str(path.relative_to(out)): path.read_bytes() for path in names}
