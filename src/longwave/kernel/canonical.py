"""Canonical JSON: one text for one value, so that equal things hash equally everywhere."""

import hashlib
import json
from json import encoder
from typing import Any

_refuse = json.JSONEncoder().default
# What JSONEncoder.encode builds anew for every value, which costs more than writing a small one: no check for circles,
# what to do with what is no JSON, how to write a text, no indent, separators, sorted keys, no keys skipped, no NaN.
_parts_of = encoder.c_make_encoder(  # type: ignore[attr-defined] # CPython has it; its stubs do not
    None, _refuse, encoder.encode_basestring_ascii, None, ":", ",", True, False, False
)


def dumps(value: Any) -> str:  # Any: whatever JSON can hold.
    """Write a JSON value as its canonical text: sorted keys, no spaces, ASCII only.

    Raises:
        ValueError: a number is not finite, or a text holds half of a surrogate pair, which UTF-8 cannot say.
        TypeError: the value is not JSON.
    """
    text = "".join(_parts_of(value, 0))
    if "\\ud" in text:  # Surrogates are written so, whole pairs too.
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    return text


def digest(*texts: str) -> str:
    """Hash texts to 64 hexadecimal digits; the boundaries between them count."""
    return hashlib.sha256("".join(_parts_of(texts, 0)).encode("ascii")).hexdigest()
