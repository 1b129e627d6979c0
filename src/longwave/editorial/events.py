"""What happens to pieces."""

from collections.abc import Mapping
from typing import Any, ClassVar

from longwave.editorial.decision import Decision
from longwave.editorial.rule import Finding
from longwave.ledger.events import Event, Upcast


class PieceAccepted(Event):
    """A text passed the gate and became a piece. The event's number is the piece's id.

    Attributes:
        channel: where it is published; repetition counts within a channel.
        attempts: how many texts were written for it, this one included.
        narrator: who wrote it.
        is_fallback: whether another than the persona's narrator had to write it.
        because: why it had to; empty where it had not.
        tokens, microusd: what all attempts cost.
        tells: the lore entries it names.
        findings: what was found and let pass.
        rules: the version of every rule it passed.
    """

    kind: ClassVar[str] = "piece.accepted"
    version: ClassVar[int] = 2
    channel: str
    form: str
    persona: str
    text: str
    narrator: str
    attempts: int
    is_fallback: bool
    because: str
    tokens: int
    microusd: int
    tells: tuple[str, ...]
    findings: tuple[Finding, ...]
    rules: dict[str, int]


class DraftHeld(Event):
    """A text was not aired, because a person must look at it first. The event's number is the review's id.

    Attributes:
        piece: what was published instead.
        findings: what is doubtful about it, and whatever else was found.
    """

    kind: ClassVar[str] = "draft.held"
    piece: int
    text: str
    narrator: str
    findings: tuple[Finding, ...]


class DraftReviewed(Event):
    """A person looked at a held text.

    Attributes:
        review: the number of the event that held it.
    """

    kind: ClassVar[str] = "draft.reviewed"
    review: int
    decision: Decision
    by: str
    reason: str


EVENTS = (PieceAccepted, DraftHeld, DraftReviewed)


def _with_cost(piece: dict[str, Any]) -> dict[str, Any]:  # Any: JSON.
    """Read a piece from before models wrote: it cost nothing."""
    return {**piece, "because": "", "tokens": 0, "microusd": 0}


UPCASTERS: Mapping[tuple[str, int], Upcast] = {(PieceAccepted.kind, 1): _with_cost}
