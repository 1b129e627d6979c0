"""What happens to pieces."""

from typing import ClassVar

from longwave.editorial.rule import Finding
from longwave.ledger.events import Event


class PieceAccepted(Event):
    """A text passed the gate and became a piece. The event's number is the piece's id.

    Attributes:
        channel: where it is published; repetition counts within a channel.
        attempts: how many texts were written for it, this one included.
        narrator: who wrote it.
        is_fallback: whether another than the persona's narrator had to write it.
        tells: the lore entries it names.
        findings: what was found and let pass.
        rules: the version of every rule it passed.
    """

    kind: ClassVar[str] = "piece.accepted"
    channel: str
    form: str
    persona: str
    text: str
    narrator: str
    attempts: int
    is_fallback: bool
    tells: tuple[str, ...]
    findings: tuple[Finding, ...]
    rules: dict[str, int]


EVENTS = (PieceAccepted,)
