"""The codes of expeditions: EX-0007."""

import re

_PREFIX = "EX-"
# No table counts further; what is longer is no number of ours.
_CODE = re.compile(r"(?:EX-)?([0-9]{1,9})", re.IGNORECASE)
_IN_TEXT = re.compile(rf"{_PREFIX}[0-9]{{4,9}}")


def code(number: int) -> str:
    """Return the code of an expedition by its number, from 1."""
    return f"{_PREFIX}{number:04d}"


def number(code: str) -> int:
    """Return the number that a code of ours stands for."""
    return int(code.removeprefix(_PREFIX))


def read(typed: str) -> int | None:
    """Return the number that somebody means, who may leave out the letters or write them small."""
    found = _CODE.fullmatch(typed.strip())
    return int(found[1]) if found else None


def spoken(text: str) -> str:
    """Return a text as one says it, who would not read a code aloud."""
    return _IN_TEXT.sub("the expedition", text)
