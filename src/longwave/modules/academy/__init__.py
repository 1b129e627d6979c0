"""The academy: The Great Work, a public game of scholars, theories and reputation."""
