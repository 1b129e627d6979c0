"""The press, as a pack tells it: which events get which pieces, after what delay, in whose voice."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from longwave.world.fields import Id, Part, Share, Text
from longwave.world.persona import Condition, Lines, Phrasebook, Role, Value

PRESS_BOOK = "press"
# Voices that are a part in the event: its scholar, a second one, the spokesman of its faction, and one of another.
SCHOLARS = ("scholar", "other")
FACTION, RIVALS = "faction", "rivals"
VOICES = (*SCHOLARS, FACTION, RIVALS)
# Whose persona may speak by its own id.
WRITERS = (Role.EDITOR, Role.SPOKESMAN)
# What every piece may say, and what one of a rival may.
DATED = ("weekday", "date", "part_of_day")
RIVAL_FACTION = "rival_faction"
# The only slot of a teaser.
TEASED = "player"
# What a condition asks for where a field is empty.
NONE = "none"


class PressForm(StrEnum):
    """The kinds of press."""

    BULLETIN = "bulletin"
    MANIFESTO = "manifesto"
    REPORT = "report"
    GOSSIP = "gossip"
    REACTION = "reaction"
    STATEMENT = "statement"
    LAB_UPDATE = "lab_update"
    SPOTLIGHT = "spotlight"
    ALUMNI_NOTE = "alumni_note"
    ADMIN_BULLETIN = "admin_bulletin"
    OPS_UPDATE = "ops_update"


class Cadence(StrEnum):
    """How long a layer waits.

    `now` comes at once, `flash` within ninety minutes, `staggered` at 30, 60 or 120 minutes, `long` after the next
    digest, a day or three days.
    """

    NOW = "now"
    FLASH = "flash"
    STAGGERED = "staggered"
    LONG = "long"


class Channel(StrEnum):
    """Where a piece of press is read."""

    GAZETTE = "gazette"
    TABLE_TALK = "table-talk"
    ADMIN = "admin"


class Layer(Part):
    """One piece that an event gets.

    Attributes:
        event: the kind of event.
        voice: a persona; or, by its part in the event, `scholar`, `other` (a second scholar), `faction` (the
            spokesman of the event's faction), `rivals` (of another one).
        after: what it waits for; `step` says how far along the cadence, `minutes` overrides both.
        chance: how likely it is.
        when: slot values under which it comes at all, as in a phrasebook's line.
        says: the ways to say it, each a whole piece.
        teaser: what *Coming soon* may say of it while it waits, without giving away what it tells; empty keeps quiet.
    """

    id: Annotated[Id, Field(pattern=r"^[a-z]+(-[a-z]+)*$")]
    event: Text
    form: PressForm
    voice: Id
    after: Cadence = Cadence.NOW
    step: Annotated[int, Field(ge=0, le=2)] = 0
    minutes: Annotated[int, Field(ge=0, le=20_160)] | None = None
    chance: Share = 1.0
    when: Condition = Field(default_factory=dict)
    channel: Channel = Channel.GAZETTE
    says: Lines
    teaser: str = ""


@dataclass(frozen=True, kw_only=True)
class EventKind:
    """What layers can ask of a kind of event, and tell of it.

    Attributes:
        fields: what a condition can ask for, by field; nothing for a field that can hold anything.
        slots: the words and numbers that a wording can use.
    """

    fields: Mapping[str, Collection[Value]]
    slots: Collection[str]


def book_of(layers: Collection[Layer]) -> Phrasebook:
    """Return the phrasebook by which everybody in the press speaks offline: a form for each layer."""
    parts = {layer.id: f"press_{layer.id.replace('-', '_')}" for layer in layers}
    return Phrasebook(
        persona=PRESS_BOOK,
        plans={name: ((part,),) for name, part in parts.items()},
        parts={parts[layer.id]: layer.says for layer in layers},
    )
