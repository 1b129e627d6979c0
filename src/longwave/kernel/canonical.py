"""Canonical JSON: one text for one value, so that equal things hash equally everywhere."""

import hashlib
import json
from typing import Any

_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False).encode


def dumps(value: Any) -> str:  # Any: whatever JSON can hold.
    """Write a JSON value as its canonical text: sorted keys, no spaces, ASCII only.

    Raises:
        ValueError: a number is not finite, or a text holds half of a surrogate pair, which UTF-8 cannot say.
        TypeError: the value is not JSON.
    """
    text = _encode(value)
    if "\\ud" in text:  # Surrogates are written so, whole pairs too.
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    return text


def digest(*texts: str) -> str:
    """Hash texts to 64 hexadecimal digits; the boundaries between them count."""
    return hashlib.sha256(_encode(texts).encode("ascii")).hexdigest()
