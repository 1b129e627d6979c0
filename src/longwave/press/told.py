"""What may be told of an event: the words and numbers of it, and who could speak about it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection

from longwave.ledger.events import Recorded
from longwave.world.persona import Persona


@dataclass(frozen=True, kw_only=True)
class Told:
    """What may be told of an event.

    Attributes:
        slots: the only words and numbers that a piece about it may use.
        quotes: which of them are people's own words, which no rule of the world binds.
        voices: who could speak, by their part in it.
        faction: whose spokesman may answer; empty where it is nobody's matter.
    """

    slots: Mapping[str, str | int | bool]
    quotes: tuple[str, ...] = ()
    voices: Mapping[str, Persona] = field(default_factory=dict)
    faction: str = ""


Teller = Callable[[Connection, Recorded], Told]
