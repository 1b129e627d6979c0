"""How sure a presenter is of something, in words: hearsay is never told as a fact."""

import random
from collections.abc import Callable, Sequence

# From which confidence on, and how it is said; a sentence follows, made fit for the middle of another. What is
# confirmed is said plainly.
WORDINGS: Sequence[tuple[float, tuple[str, ...]]] = (
    (0.9, ()),
    (0.8, ("There are solid reports that", "By solid reports,", "Solid reports say that")),
    (0.7, ("According to reports,", "It is reported that", "Reports have it that", "The reports say that")),
    (0.6, ("Word is,", "The word is that", "Word has reached me that", "Word goes round that")),
    (0.0, ("Rumour has it that", "There is a rumour that", "By rumour alone,", "It is only a rumour that")),
)  # fmt: skip
CONFIRMED = WORDINGS[0][0]
MAX_WORDING_CHARS = max(len(says) for _, wordings in WORDINGS for says in wordings) + 1


def framed(says: str, confidence: float, clause: Callable[[str], str], stream: random.Random) -> str:
    """Return a sentence as somebody says it who is so sure of it.

    Args:
        clause: makes a sentence fit for the middle of another.
    """
    wordings = next(wordings for least, wordings in WORDINGS if confidence >= least)
    if not wordings:
        return says
    said = clause(says)
    return f"{stream.choice(wordings)} {said}{'' if said.endswith(('.', '!', '?', '”')) else '.'}"
