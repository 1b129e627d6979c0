"""What players ask of expeditions."""

from typing import Annotated, ClassVar

from pydantic import Field

from longwave.commands.command import Audience, Command, Query, Request, chosen
from longwave.modules.academy.expeditions.rules import MAX_TEAM
from longwave.modules.academy.texts import Claim
from longwave.world.fields import Id
from longwave.world.findings import Depth, ExpeditionType

# What a database's 64-bit column holds.
Number = Annotated[int, Field(ge=1, le=2**53)]
Page = Annotated[int, Field(ge=1, le=100_000)]
Code = Annotated[str, Field(min_length=1, max_length=20)]


class Plan(Request):
    """An expedition as somebody means to send it."""

    expedition_type: ExpeditionType
    site: Id = chosen("sites")
    objective: Claim
    team: tuple[Id, ...] = chosen("own_scholars", min_length=1, max_length=MAX_TEAM)
    prep_depth: Depth = Depth.STANDARD
    theory: Number | None = chosen("own_open_theories", default=None)


class LaunchExpedition(Plan, Command):
    """Send scholars in your employ to a site; they are back at the next digest.

    A theory of yours that you name is proven by a landmark and refuted by a failure.
    """

    name: ClassVar[str] = "expedition"
    audience: ClassVar[Audience] = Audience.PLAYER
    examples: ClassVar[tuple[str, ...]] = (
        'field tidal-stair "The stair is longer by night" mirabel-osk,jonas-reed deep',
        'think_tank cistern "Echoes keep what they are told" mirabel-osk shallow --theory 12',
    )


class TakeOpportunity(Command):
    """Take something that is on offer to you: it costs what it says and pays what it says."""

    name: ClassVar[str] = "take_opportunity"
    audience: ClassVar[Audience] = Audience.PLAYER
    examples: ClassVar[tuple[str, ...]] = ("3",)
    opportunity: Number = chosen("own_opportunities")


class ExpeditionOdds(Plan, Query):
    """Show what helps and hinders an expedition, and how likely each end of it is, before you send it."""

    name: ClassVar[str] = "expedition_odds"
    audience: ClassVar[Audience] = Audience.PLAYER
    examples: ClassVar[tuple[str, ...]] = (
        'field tidal-stair "The stair is longer by night" mirabel-osk,jonas-reed deep',
    )


class ListSites(Query):
    """List the places where something can be found out: whose they are, and what is studied there."""

    name: ClassVar[str] = "sites"
    audience: ClassVar[Audience] = Audience.PLAYER
    examples: ClassVar[tuple[str, ...]] = ("",)


class ListExpeditions(Query):
    """List expeditions, the newest first: everybody's, or your own."""

    name: ClassVar[str] = "expeditions"
    audience: ClassVar[Audience] = Audience.PLAYER
    examples: ClassVar[tuple[str, ...]] = ("", "--mine true --page 2")
    mine: bool = False
    page: Page = 1


class ExpeditionReport(Query):
    """Show all that is known of one expedition: its roll, every modifier, and what it found."""

    name: ClassVar[str] = "expedition_report"
    audience: ClassVar[Audience] = Audience.PLAYER
    examples: ClassVar[tuple[str, ...]] = ("EX-0007",)
    expedition: Code = chosen("expeditions")


class ListOpportunities(Query):
    """List what is on offer to you, what lapses first first."""

    name: ClassVar[str] = "opportunities"
    audience: ClassVar[Audience] = Audience.PLAYER
