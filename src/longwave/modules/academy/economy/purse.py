"""The purse: of which influence something is taken that may be paid in any."""

from collections.abc import Mapping


def fullest(held: Mapping[str, int]) -> str:
    """Return the faction of which most is held, of equals the first by id; empty where nothing is held."""
    return next(iter(drawn(held, 1)), "")


def drawn(held: Mapping[str, int], amount: int) -> dict[str, int]:
    """Return what pays an amount, or as much of it as there is: of what is held most, then of what is held next."""
    taken: dict[str, int] = {}
    for faction in sorted(held, key=lambda faction: (-held[faction], faction)):
        share = min(held[faction], amount)
        if share > 0:
            taken[faction] = share
            amount -= share
    return taken
