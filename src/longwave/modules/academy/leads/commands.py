"""How autoplayers come to the table."""

from typing import Annotated, ClassVar

from pydantic import Field

from longwave.commands.command import Command, chosen
from longwave.world.fields import Id


class SeatLead(Command):
    """Give one of the pack's research leads a seat, and let their policy play for them, or their model."""

    name: ClassVar[str] = "seat_lead"
    examples: ClassVar[tuple[str, ...]] = ("bold-leander",)
    lead: Id = chosen("leads")
    number: Annotated[int, Field(ge=1, le=1000)] = 1
