"""What players ask of scholars, and of one another over scholars."""

from typing import Annotated, ClassVar

from pydantic import Field

from longwave.commands.command import Audience, Command, Query, chosen
from longwave.modules.academy.offers.events import Term
from longwave.world.fields import Id

# What a database's 64-bit column holds.
_Number = Annotated[int, Field(ge=1, le=2**53)]
MOST_OFFERED = 10
_Amount = Annotated[int, Field(ge=1, le=MOST_OFFERED)]
_Terms = Annotated[tuple[Term, ...], Field(max_length=len(Term))]


class Recruit(Command):
    """Ask a free scholar to work for you, through what you hold of a faction's influence."""

    name: ClassVar[str] = "recruit"
    audience: ClassVar[Audience] = Audience.PLAYER
    examples: ClassVar[tuple[str, ...]] = ("ada-quill academic",)
    scholar: Id = chosen("free_scholars")
    faction: Id = chosen("factions")


class Dismiss(Command):
    """End the contract of a scholar of yours."""

    name: ClassVar[str] = "dismiss"
    audience: ClassVar[Audience] = Audience.PLAYER
    examples: ClassVar[tuple[str, ...]] = ("ada-quill",)
    scholar: Id = chosen("own_scholars")


class Poach(Command):
    """Offer somebody else's scholar influence and terms to work for you.

    Attributes:
        amount: goes into escrow; it comes back if the scholar stays.
        faction2, amount2: influence of a second faction, if you add any.
    """

    name: ClassVar[str] = "poach"
    audience: ClassVar[Audience] = Audience.PLAYER
    examples: ClassVar[tuple[str, ...]] = (
        "ada-quill academic 3",
        "ada-quill academic 3 --faction2 industry --amount2 2 --terms leadership",
    )
    scholar: Id = chosen("rival_scholars")
    faction: Id = chosen("factions")
    amount: _Amount
    faction2: Id | None = chosen("factions", default=None)
    amount2: _Amount | None = None
    terms: _Terms = ()


class CounterOffer(Command):
    """Offer a scholar of yours something to stay, against an offer they have.

    Attributes:
        amount: goes into escrow; it comes back if the scholar goes, and is spent if they stay.
        faction2, amount2: influence of a second faction, if you add any.
    """

    name: ClassVar[str] = "counter"
    audience: ClassVar[Audience] = Audience.PLAYER
    examples: ClassVar[tuple[str, ...]] = ("4 academic 2", "4 academic 2 --terms guaranteed_funding")
    offer: _Number = chosen("received_offers")
    faction: Id = chosen("factions")
    amount: _Amount
    faction2: Id | None = chosen("factions", default=None)
    amount2: _Amount | None = None
    terms: _Terms = ()


class AcceptOffer(Command):
    """Let a scholar of yours go to whoever made them an offer, at once."""

    name: ClassVar[str] = "accept"
    audience: ClassVar[Audience] = Audience.PLAYER
    examples: ClassVar[tuple[str, ...]] = ("4",)
    offer: _Number = chosen("received_offers")


class WithdrawOffer(Command):
    """Take back an offer of yours, and what you set aside for it."""

    name: ClassVar[str] = "withdraw"
    audience: ClassVar[Audience] = Audience.PLAYER
    examples: ClassVar[tuple[str, ...]] = ("4",)
    offer: _Number = chosen("made_offers")


class ViewOffers(Query):
    """Show the open offers that you have made, and those that your scholars have."""

    name: ClassVar[str] = "view_offers"
    audience: ClassVar[Audience] = Audience.PLAYER


class ShowOdds(Query):
    """Work out how likely a scholar is to come to you, term by term: recruited if free, else poached for a stake.

    Attributes:
        amount: what you would offer a scholar whom somebody employs; so are the fields after it.
    """

    name: ClassVar[str] = "odds"
    audience: ClassVar[Audience] = Audience.PLAYER
    examples: ClassVar[tuple[str, ...]] = ("ada-quill academic", "ada-quill academic --amount 3 --terms leadership")
    scholar: Id = chosen("scholars")
    faction: Id = chosen("factions")
    amount: _Amount = 1
    faction2: Id | None = chosen("factions", default=None)
    amount2: _Amount | None = None
    terms: _Terms = ()
