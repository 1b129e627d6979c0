"""What tests of the terminal may ask for: a seat in the tavern."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from longwave.cli.play_seat import Seat
from unit.cli.tavern import seat_at
from unit.ledger.toy import toy_ledger


@pytest.fixture
def seat(tmp_path: Path) -> Iterator[Seat]:
    """A player's seat in a small world of its own."""
    with toy_ledger(str(tmp_path / "world.db")) as ledger:
        yield seat_at(ledger)


@pytest.fixture
def hosts_seat(tmp_path: Path) -> Iterator[Seat]:
    """The host's seat in another."""
    with toy_ledger(str(tmp_path / "hosts.db")) as ledger:
        yield seat_at(ledger, is_host=True)
