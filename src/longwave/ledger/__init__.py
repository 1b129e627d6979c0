"""The ledger: facts appended for good, the tables folded from them, and the database that holds both."""
