from collections.abc import Iterator

import pytest

from longwave.ledger.ledger import Ledger
from unit.ledger.toy import toy_ledger


@pytest.fixture
def ledger(place: str) -> Iterator[Ledger]:
    """An empty toy world, in every kind of database."""
    with toy_ledger(place) as opened:
        yield opened
