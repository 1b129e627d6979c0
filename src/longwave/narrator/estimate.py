"""What a run would ask of its model, before it is begun."""

from collections.abc import Sequence
from dataclasses import dataclass

from longwave.narrator.assignment import Assignment
from longwave.narrator.caller import BYTES_PER_TOKEN, LEAST_BYTES_PER_TOKEN, OVERHEAD_TOKENS
from longwave.narrator.models import ModelRef, Tokens
from longwave.narrator.prompts import Prompts
from longwave.world.writing import Writing

# An assumption, on the safe side: of five texts one is sent back once.
REWORKED = 0.2
ATTEMPTS = 3


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """Calls, tokens and money of a run: what is likely, and the most that can be."""

    calls: int
    most_calls: int
    tokens: int
    most_tokens: int
    microusd: int
    most_microusd: int
    tokens_a_day: int


def estimate_run(
    ref: ModelRef, writing: Writing, prompts: Prompts, day: Sequence[Assignment], segments: int
) -> Estimate:
    """Reckon a run from the prompts of one of its days."""
    likely_calls, most_calls = round(segments * (1 + REWORKED)), segments * ATTEMPTS
    sizes = [len((prompt.system + prompt.user).encode()) for prompt in map(prompts.of, day)]
    size, length = sum(sizes) // len(sizes), sum(assignment.max_chars for assignment in day) // len(day)
    likely = ref.cost(Tokens(input=size // BYTES_PER_TOKEN, output=length // BYTES_PER_TOKEN))
    most = ref.cost(Tokens(input=max(sizes) // LEAST_BYTES_PER_TOKEN + OVERHEAD_TOKENS, output=writing.max_tokens or 0))
    return Estimate(
        calls=likely_calls,
        most_calls=most_calls,
        tokens=likely.tokens * likely_calls,
        most_tokens=most.tokens * most_calls,
        microusd=likely.microusd * likely_calls,
        most_microusd=most.microusd * most_calls,
        tokens_a_day=round(likely.tokens * len(day) * (1 + REWORKED)),
    )
