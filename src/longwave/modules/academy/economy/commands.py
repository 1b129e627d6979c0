"""What players ask of the economy."""

from typing import Annotated, ClassVar

from pydantic import Field

from longwave.commands.command import Audience, Command, Query, chosen
from longwave.modules.academy.economy.rules import LEAST_ENDOWED, LEAST_INVESTED
from longwave.world.fields import Id

# No reputation lets anybody hold more.
MOST = 1000
Invested = Annotated[int, Field(ge=LEAST_INVESTED, le=MOST)]
Endowed = Annotated[int, Field(ge=LEAST_ENDOWED, le=MOST)]
Repaid = Annotated[int, Field(ge=1, le=MOST)]


class Invest(Command):
    """Invest influence in a faction: its scholars like you better, and what it builds comes nearer to being done."""

    name: ClassVar[str] = "invest"
    audience: ClassVar[Audience] = Audience.PLAYER
    examples: ClassVar[tuple[str, ...]] = ("industry 3",)
    faction: Id = chosen("held_factions")
    amount: Invested


class EndowArchive(Command):
    """Give influence to the archive: it pays what you owe first, and each 12 beyond that earn a point of reputation."""

    name: ClassVar[str] = "endow_archive"
    audience: ClassVar[Audience] = Audience.PLAYER
    examples: ClassVar[tuple[str, ...]] = ("religious 4",)
    faction: Id = chosen("held_factions")
    amount: Endowed


class PayDebt(Command):
    """Pay what you owe, and no more than that."""

    name: ClassVar[str] = "pay_debt"
    audience: ClassVar[Audience] = Audience.PLAYER
    examples: ClassVar[tuple[str, ...]] = ("academic 2",)
    faction: Id = chosen("held_factions")
    amount: Repaid


class ShowEconomy(Query):
    """Show what a day brings and costs you, your contracts, your commitments, and what you owe."""

    name: ClassVar[str] = "economy"
    audience: ClassVar[Audience] = Audience.PLAYER
    examples: ClassVar[tuple[str, ...]] = ("",)


class ListProjects(Query):
    """List what the factions build, how far they are, and what you have put into it."""

    name: ClassVar[str] = "projects"
    audience: ClassVar[Audience] = Audience.PLAYER
    examples: ClassVar[tuple[str, ...]] = ("",)
