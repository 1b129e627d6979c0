"""What players ask of theories and conferences."""

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from longwave.commands.command import Audience, Command, Query, chosen
from longwave.modules.academy.texts import Claim
from longwave.modules.academy.theories.rules import MAX_DAYS, MOST_SCHOLARS
from longwave.world.fields import Id
from longwave.world.game import Confidence

MOST_INVITED = 10
# What a database's 64-bit column holds.
MAX_NUMBER = 2**53
# PostgreSQL's texts hold no NUL.
PlayerId = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[^\x00]*$")]


class Side(StrEnum):
    """On which side of a conference somebody takes part."""

    SUPPORT = "support"
    OPPOSE = "oppose"


class Which(StrEnum):
    """Which theories are listed."""

    OPEN = "open"
    RESOLVED = "resolved"


class SubmitTheory(Command):
    """Put a theory forward, and stake your reputation on it. It is decided by its deadline at the latest.

    Attributes:
        confidence: what you stake; `wager` shows what each wins and loses.
        claim: what you say; it may be left out where a seed says it.
        supporters: scholars in your employ who stand by it.
        invite: players whom you ask to.
        days: until the deadline; left out, as many as is usual here.
        seed: a claim that an expedition of yours has found; it counts as one supporter more.
    """

    name: ClassVar[str] = "submit_theory"
    audience: ClassVar[Audience] = Audience.PLAYER
    examples: ClassVar[tuple[str, ...]] = (
        'certain --claim "The bells ring before the tide turns, and not after"',
        'suspect --claim "The eels can count" --supporters mirabel-osk --days 3',
        "stake_my_career --seed 412",
    )
    confidence: Confidence
    claim: Claim = ""
    supporters: Annotated[tuple[Id, ...], chosen("own_scholars", max_length=MOST_SCHOLARS)] = ()
    invite: Annotated[tuple[PlayerId, ...], chosen("players", max_length=MOST_INVITED)] = ()
    days: Annotated[int, Field(ge=1, le=MAX_DAYS)] | None = None
    seed: Annotated[int | None, chosen("own_seeds", ge=1, le=MAX_NUMBER)] = None


class SupportTheory(Command):
    """Stand by somebody else's theory; you may change sides until it is resolved."""

    name: ClassVar[str] = "support"
    audience: ClassVar[Audience] = Audience.PLAYER
    examples: ClassVar[tuple[str, ...]] = ("12",)
    theory: Annotated[int, chosen("others_open_theories", ge=1, le=MAX_NUMBER)]


class OpposeTheory(Command):
    """Stand against somebody else's theory; it costs nothing, and is printed."""

    name: ClassVar[str] = "oppose"
    audience: ClassVar[Audience] = Audience.PLAYER
    examples: ClassVar[tuple[str, ...]] = ("12",)
    theory: Annotated[int, chosen("others_open_theories", ge=1, le=MAX_NUMBER)]


class CallConference(Command):
    """Have an open theory of yours argued out at the next digest.

    Attributes:
        confidence: what you stake there; where it decides the theory, it counts instead of the theory's own.
    """

    name: ClassVar[str] = "conference"
    audience: ClassVar[Audience] = Audience.PLAYER
    examples: ClassVar[tuple[str, ...]] = ("12 certain",)
    theory: Annotated[int, chosen("own_open_theories", ge=1, le=MAX_NUMBER)]
    confidence: Confidence


class AttendConference(Command):
    """Take part in a conference; on one about your own theory, a scholar of yours does.

    Attributes:
        scholar: who speaks for you; needed where the theory is your own.
    """

    name: ClassVar[str] = "attend"
    audience: ClassVar[Audience] = Audience.PLAYER
    examples: ClassVar[tuple[str, ...]] = ("3 oppose", "3 support --scholar mirabel-osk")
    conference: Annotated[int, chosen("open_conferences", ge=1, le=MAX_NUMBER)]
    side: Side
    scholar: Annotated[Id | None, chosen("own_scholars")] = None


class Theories(Query):
    """The theories that are open, or those that are resolved, the newest first, twenty a page."""

    name: ClassVar[str] = "theories"
    audience: ClassVar[Audience] = Audience.PLAYER
    examples: ClassVar[tuple[str, ...]] = ("", "--which resolved --page 2")
    which: Which = Which.OPEN
    page: Annotated[int, Field(ge=1, le=1_000_000)] = 1


class OneTheory(Query):
    """All that is known of a theory: who stands by it, how it would be decided, and the conferences on it."""

    name: ClassVar[str] = "theory"
    audience: ClassVar[Audience] = Audience.PLAYER
    examples: ClassVar[tuple[str, ...]] = ("12",)
    theory: Annotated[int, chosen("theories", ge=1, le=MAX_NUMBER)]
