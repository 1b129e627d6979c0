"""What every event of the game may do to standing, feelings and memory."""

from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from longwave.ledger.events import Event


class Fragment(BaseModel):
    """A part of an event."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Move(Fragment):
    """Influence in a faction comes to a player, or leaves them.

    Attributes:
        change: what is added to what the player holds freely.
        escrow: what is added to what is set aside for an offer; a payment into escrow is -3 and +3.
    """

    player: str
    faction: str
    change: int
    escrow: int = 0


class Repute(Fragment):
    """A player is thought better of, or worse.

    Attributes:
        change: what really comes of it at the bounds.
        quiet_until: the digest until which they cannot recruit for it; 0 where they can.
    """

    player: str
    change: int
    quiet_until: int = 0


class Felt(Fragment):
    """A scholar's feeling for a player or another scholar changes."""

    scholar: str
    towards: str
    change: Annotated[float, Field(allow_inf_nan=False)]


class Noted(Fragment):
    """A scholar remembers something; a scar stays for good.

    Attributes:
        says: one whole sentence.
    """

    scholar: str
    says: str
    is_scar: bool = False


class Injured(Fragment):
    """A scholar cannot travel before a digest."""

    scholar: str
    until: int


class GameEvent(Event):
    """Something that happened in The Great Work, with all that it did."""

    kind: ClassVar[str]
    moves: tuple[Move, ...] = ()
    reputes: tuple[Repute, ...] = ()
    feelings: tuple[Felt, ...] = ()
    notes: tuple[Noted, ...] = ()
