from unit.ledger.toy_fixtures import empty_toy_file, ledger, toy_on_postgres

__all__ = ["empty_toy_file", "ledger", "toy_on_postgres"]
