from longwave import bootstrap
from longwave.settings import Settings


def test_a_world_opens_in_every_database(place: str) -> None:
    with bootstrap.open_ledger(place, Settings(), create=True) as ledger:
        assert ledger.head()[0] == 0
