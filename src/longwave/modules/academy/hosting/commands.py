"""What the host may ask. Each is audited: the event says who, what was before and what is after, and it is printed."""

from typing import Annotated, ClassVar

from pydantic import Field

from longwave.commands.command import Audience, Command, Query, chosen
from longwave.modules.academy.hosting.events import Measure
from longwave.modules.academy.texts import Reason
from longwave.world.fields import Id

# PostgreSQL's texts hold no NUL.
PlayerId = Annotated[str, chosen("players", min_length=1, max_length=80, pattern=r"^[^\x00]*$")]
Number = Annotated[int, Field(ge=1, le=2**53)]
Days = Annotated[int, Field(ge=1, le=60)]
Change = Annotated[int, Field(ge=-100, le=100)]


class AdjustReputation(Command):
    """Change a player's reputation."""

    name: ClassVar[str] = "adjust_reputation"
    examples: ClassVar[tuple[str, ...]] = ('ada 5 "for the lecture that the storm cut short"',)
    player: PlayerId
    change: Change
    reason: Reason


class AdjustInfluence(Command):
    """Change what a player holds of a faction; it never falls below nothing."""

    name: ClassVar[str] = "adjust_influence"
    examples: ClassVar[tuple[str, ...]] = ('ada academic -2 "paid twice"',)
    player: PlayerId
    faction: Annotated[Id, chosen("factions")]
    change: Change
    reason: Reason


class ForceDefection(Command):
    """Let a scholar go over to a player."""

    name: ClassVar[str] = "force_defection"
    examples: ClassVar[tuple[str, ...]] = ('mirabel-osk ada "the plot asks for it"',)
    scholar: Annotated[Id, chosen("scholars")]
    player: PlayerId
    reason: Reason


class CancelExpedition(Command):
    """Call a queued expedition off; what it cost goes back."""

    name: ClassVar[str] = "cancel_expedition"
    examples: ClassVar[tuple[str, ...]] = ('EX-0007 "sent by mistake"',)
    expedition: Annotated[str, chosen("queued_expeditions", min_length=1, max_length=20)]
    reason: Reason


class ExtendTheory(Command):
    """Give an open theory some more days."""

    name: ClassVar[str] = "extend_theory"
    examples: ClassVar[tuple[str, ...]] = ('12 3 "its owner is ill"',)
    theory: Annotated[int, chosen("open_theories", ge=1, le=2**53)]
    days: Days
    reason: Reason


class ExcusePlayer(Command):
    """Let a player off for some days: no symposium that they miss counts."""

    name: ClassVar[str] = "excuse_player"
    examples: ClassVar[tuple[str, ...]] = ('ada 7 "on holiday"',)
    player: PlayerId
    days: Days
    reason: Reason


class CancelOrder(Command):
    """Call off a piece of press that is still to come, by the number that `orders` shows."""

    name: ClassVar[str] = "cancel_order"
    examples: ClassVar[tuple[str, ...]] = ('1204 "it names a real person"',)
    order: Number
    reason: Reason


class SignPetition(Command):
    """Ask for what otherwise the host does; it is done when more than half of the people at the table ask for it.

    `pause` lets the game rest, and `resume` go on if a petition had it rest. `excuse` lets you, or another player, off
    for a week. `extend` gives an open theory three more days. A signature counts for two days.
    """

    name: ClassVar[str] = "petition"
    audience: ClassVar[Audience] = Audience.PLAYER
    examples: ClassVar[tuple[str, ...]] = ("pause", "excuse --player ada", "extend --theory 12")
    measure: Measure
    player: str | None = chosen("players", default=None, min_length=1, max_length=80, pattern=r"^[^\x00]*$")
    theory: Number | None = chosen("open_theories", default=None)


class PauseGame(Command):
    """Let the world rest: nothing resolves and nothing is printed until it goes on."""

    name: ClassVar[str] = "pause_game"
    examples: ClassVar[tuple[str, ...]] = ('"the host is travelling"',)
    reason: Reason


class ResumeGame(Command):
    """Let the world go on; what was held up is spread over the next hour."""

    name: ClassVar[str] = "resume_game"
    reason: Reason = "all is well"


class ReleaseText(Command):
    """Decide about something a player wrote that waits: print it, or never."""

    name: ClassVar[str] = "release_text"
    examples: ClassVar[tuple[str, ...]] = ('88 true "meant the flower"',)
    number: Annotated[int, chosen("withheld", ge=1, le=2**53)]
    is_approved: bool
    reason: Reason = "as decided by the host"


class OpenCommitment(Command):
    """Ask a player for what the season asks, now."""

    name: ClassVar[str] = "open_commitment"
    player: PlayerId
    season: Annotated[Id, chosen("seasons")]


class CloseCommitment(Command):
    """End a commitment; what is unpaid is forgiven."""

    name: ClassVar[str] = "close_commitment"
    commitment: Number
    reason: Reason


class OpenProject(Command):
    """Let a faction begin to build one of the pack's projects."""

    name: ClassVar[str] = "open_project"
    project: Annotated[Id, chosen("projects")]


class CloseProject(Command):
    """Let a faction give up what it builds; what was invested in it is gone."""

    name: ClassVar[str] = "close_project"
    project: Annotated[Id, chosen("projects")]
    reason: Reason


class ModerationQueue(Query):
    """What players wrote that waits for you."""

    name: ClassVar[str] = "moderation_queue"


class Orders(Query):
    """What is to come: digests, symposia, and pieces of press, the next first."""

    name: ClassVar[str] = "orders"
