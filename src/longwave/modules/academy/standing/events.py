"""What happens to those who play."""

from typing import ClassVar

from longwave.modules.academy.events import GameEvent
from longwave.world.game import Policy


class PlayerJoined(GameEvent):
    """Somebody took a seat at the table.

    Attributes:
        player: the stable id of their account.
        policy: what plays for them; None for a person.
    """

    kind: ClassVar[str] = "academy.player_joined"
    player: str
    name: str
    policy: Policy | None = None


class PlayerRenamed(GameEvent):
    """A player goes by another name."""

    kind: ClassVar[str] = "academy.player_renamed"
    player: str
    name: str
    was: str


class StandingAdjusted(GameEvent):
    """The host changed a player's reputation or influence.

    Attributes:
        what: `reputation`, or a faction.
        before, after: what it was, and what it is.
    """

    kind: ClassVar[str] = "academy.standing_adjusted"
    player: str
    what: str
    before: int
    after: int
    reason: str


EVENTS = (PlayerJoined, PlayerRenamed, StandingAdjusted)
