"""How alike two texts are, and how to find the ones that are too much so without comparing with each."""

import re
from collections.abc import Iterator

import numpy as np
from datasketch import MinHash

OPENER_WORDS = 6
SHINGLE_WORDS = 5
NEAR_DUPLICATE = 0.5
# 21 bands of 3: two texts with a Jaccard index of 0.5 share a band with p = 0.94, of 0.6 with 0.994, of 0.1 with 0.02
# (1 - (1 - s^r)^b; Leskovec, Rajaraman, Ullman, Mining of Massive Datasets, section 3.4).
BANDS, ROWS = 21, 3
_WORD = re.compile(r"\w+(?:[’']\w+)*")


def words(text: str) -> list[str]:
    """Return the words of a text, in small letters."""
    return _WORD.findall(text.casefold())


def opener(text: str) -> str:
    """Return a text's first six words."""
    return " ".join(words(text)[:OPENER_WORDS])


def shingles(text: str) -> frozenset[str]:
    """Return all runs of five words; of a shorter text, all of it."""
    said = words(text)
    return frozenset(" ".join(said[i : i + SHINGLE_WORDS]) for i in range(max(1, len(said) - SHINGLE_WORDS + 1)))


def jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of common members: 0 for none, 1 for the same set."""
    return len(one & other) / len(one | other)


def bands(text: str) -> Iterator[tuple[int, int]]:
    """Yield the (band, bucket) pairs under which a text is found: alike texts share at least one, most likely."""
    sketch = MinHash(num_perm=BANDS * ROWS, seed=1)
    sketch.update_batch([shingle.encode() for shingle in sorted(shingles(text))])
    for band in range(BANDS):
        values = sketch.hashvalues[band * ROWS : (band + 1) * ROWS]
        mixed = np.bitwise_xor.reduce(values * np.array([1, 0x9E3779B1, 0x85EBCA77], dtype=np.uint64))
        yield band, int(mixed & np.uint64(0x7FFF_FFFF_FFFF_FFFF))
