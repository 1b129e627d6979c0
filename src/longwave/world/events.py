"""What happens to a world as a whole."""

from typing import ClassVar

from longwave.ledger.events import Event


class WorldOpened(Event):
    """A world began: always the first event of its log.

    Attributes:
        pack_digest: hash of the pack it was opened with; another pack gives another world.
    """

    kind: ClassVar[str] = "world.opened"
    world: str
    title: str
    seed: int
    pack_digest: str


EVENTS = (WorldOpened,)
