"""What the host of a game may do, on the record."""
