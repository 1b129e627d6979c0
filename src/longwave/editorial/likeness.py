"""How alike two texts are, and how to find the ones that are too much so without comparing with each."""

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from longwave.narrator.openings import words

if TYPE_CHECKING:
    from datasketch import MinHash

SHINGLE_WORDS = 5
NEAR_DUPLICATE = 0.5
# 21 bands of 3: two texts with a Jaccard index of 0.5 share a band with p = 0.94, of 0.6 with 0.994, of 0.1 with 0.02
# (1 - (1 - s^r)^b; Leskovec, Rajaraman, Ullman, Mining of Massive Datasets, section 3.4).
BANDS, ROWS = 21, 3
# As sketches are stored, whatever the machine.
STORED = np.dtype("<i8")
Buckets = npt.NDArray[np.int64]
# Odd constants, so that the rows of a band, and then the bands, fall apart; arithmetic is modulo 2^64.
_MIX = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], dtype=np.uint64)
_SPREAD = np.uint64(0xD6E8FEB86659FD93)


def shingles(text: str) -> frozenset[str]:
    """Return all runs of five words; of a shorter text, all of it."""
    said = words(text)
    return frozenset(" ".join(said[i : i + SHINGLE_WORDS]) for i in range(max(1, len(said) - SHINGLE_WORDS + 1)))


def jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of common members: 0 for none, 1 for the same set."""
    return len(one & other) / len(one | other)


@lru_cache(maxsize=64)
def bands(text: str) -> Buckets:
    """Return the bucket of each of a text's bands: alike texts share at least one, most likely."""
    sketch = _empty().copy()
    sketch.update_batch([shingle.encode() for shingle in shingles(text)])
    rows = sketch.hashvalues.astype(np.uint64).reshape(BANDS, ROWS)
    mixed = (rows * _MIX).sum(axis=1, dtype=np.uint64) * _SPREAD + np.arange(BANDS, dtype=np.uint64)
    buckets: Buckets = (mixed & np.uint64(2**63 - 1)).astype(STORED)
    return buckets


def unpacked(sketches: Iterable[bytes]) -> Buckets:
    """Return the buckets of some texts, one row a text, from the bytes of each."""
    return np.frombuffer(b"".join(sketches), dtype=STORED).reshape(-1, BANDS)


@lru_cache(maxsize=1)
def _empty() -> "MinHash":
    """Return the sketch of nothing."""
    # With it comes SciPy, half a second that a command which compares no texts need not wait for.
    from datasketch import MinHash

    return MinHash(num_perm=BANDS * ROWS, seed=1, scheme="affine32")
