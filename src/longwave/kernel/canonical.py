"""Canonical JSON: one text for one value, so that equal things hash equally everywhere."""

import hashlib
import json
from typing import Any

_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False).encode


def dumps(value: Any) -> str:  # Any: whatever JSON can hold.
    """Write a JSON value as its canonical text: sorted keys, no spaces, ASCII only.

    Raises:
        ValueError: a number is not finite.
        TypeError: the value is not JSON.
    """
    return _encode(value)


def digest(*texts: str) -> str:
    """Hash texts to 64 hexadecimal digits; the boundaries between them count."""
    return hashlib.sha256(_encode(texts).encode("ascii")).hexdigest()
