"""How long a text takes to read aloud."""

import re
from itertools import pairwise

# How fast a presenter reads: BBC news reading lies at 160 to 180 words a minute, storytelling at 140 to 150.
WORDS_PER_MINUTE = 155
PAUSE_S, MINUTE_S = 0.2, 60
_END = re.compile(r"(?<!\bMr)(?<!\bMrs)(?<!\bDr)(?<!\bSt)(?<!\b[A-Z])[.!?…]+[\"'”’)]*\s+")


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, each on one line; the stops of titles and of initials end none."""
    line = " ".join(text.split())
    ends = [0, *(end.end() for end in _END.finditer(line)), len(line)]
    return [found for start, end in pairwise(ends) if (found := line[start:end].strip())]


def words_s(text: str, wpm: int) -> float:
    """Return the seconds that a text's words take, without pauses."""
    return len(text.split()) / wpm * MINUTE_S


def estimated_s(text: str, wpm: int = WORDS_PER_MINUTE) -> float:
    """Return the seconds that a text should take: its words, and a pause a sentence."""
    return words_s(text, wpm) + PAUSE_S * len(sentences(text))
