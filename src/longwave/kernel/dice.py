"""Randomness that belongs to a purpose, not to a moment."""

import random

from longwave.kernel import canonical


def dice(seed: int, purpose: str, *ids: str | int) -> random.Random:
    """Return the stream of random numbers for one purpose and thing.

    Streams are derived by hashing, so they are independent of one another and of the order in which they are used:
    the same arguments always give the same stream, in any process.
    """
    return random.Random(int(canonical.digest(str(seed), purpose, *map(str, ids)), 16))
