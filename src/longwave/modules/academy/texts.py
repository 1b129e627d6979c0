"""What players write: cleaned of what cannot be shown, or refused in words."""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from longwave.world.findings import MAX_CLAIM_CHARS

MAX_TALK_CHARS = 500
# No text of a person is longer; more is not even looked through.
MAX_READ_CHARS = 4_000
_NAMES = {
    "Cc": "a control character",
    "Cf": "an invisible character",
    "Cs": "half of a character",
    "Co": "a private sign",
}
_NAMES |= {"Cn": "a sign that means nothing", "Zl": "a line separator", "Zp": "a paragraph separator"}
# Joins letters of some scripts and parts of emoji; it turns nothing round and hides nothing.
_JOINERS = frozenset("\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}")


def cleaned(text: str) -> str:
    """Return a text on one line, in composed letters and with single blanks.

    Raises:
        ValueError: it holds something that cannot be shown as it is.
    """
    if len(text) > MAX_READ_CHARS:
        raise ValueError(f"nothing longer than {MAX_READ_CHARS} characters is read, and this has {len(text)}")
    line = " ".join(text.split())
    for char in line:
        category = unicodedata.category(char)
        if category in _NAMES and char not in _JOINERS:
            raise ValueError(f"it holds {_NAMES[category]} (U+{ord(char):04X}); write it without")
    return unicodedata.normalize("NFC", line)


def worded(text: str) -> str:
    """Return a text that has words.

    Raises:
        ValueError: it has no letter.
    """
    if not any(map(str.isalpha, text)):
        raise ValueError("it has no words")
    return text


_CLEAN = (BeforeValidator(lambda value: cleaned(value) if isinstance(value, str) else value), AfterValidator(worded))
Claim = Annotated[str, *_CLEAN, Field(min_length=8, max_length=MAX_CLAIM_CHARS)]
Talk = Annotated[str, *_CLEAN, Field(min_length=1, max_length=MAX_TALK_CHARS)]
Heading = Annotated[str, *_CLEAN, Field(min_length=4, max_length=120)]
Reason = Annotated[str, *_CLEAN, Field(min_length=1, max_length=200)]
