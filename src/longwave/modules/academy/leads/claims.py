"""What autoplayers claim: the pack's patterns, with its words in them."""

import random

from longwave.narrator import phrases
from longwave.world.findings import MAX_CLAIM_CHARS
from longwave.world.game import Claims

_TRIES = 8


def drawn(claims: Claims, discipline: str, stream: random.Random) -> str:
    """Return a claim about a discipline, or about any where the pack has none about that one."""
    patterns = claims.patterns.get(discipline) or [each for some in claims.patterns.values() for each in some]
    wording = phrases.Wording(values=claims.words, clause=str, dice=stream)
    said = [wording.render(phrases.parse(stream.choice(patterns))) for _ in range(_TRIES)]
    return next((claim for claim in said if len(claim) <= MAX_CLAIM_CHARS), said[0][:MAX_CLAIM_CHARS])
