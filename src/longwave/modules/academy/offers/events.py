"""What happens between players over scholars."""

import datetime as dt
from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from longwave.modules.academy.events import GameEvent

Parts = dict[str, float]
"""What a chance is worked out from, by name."""


class Term(StrEnum):
    """What an offer promises besides influence."""

    EXCLUSIVE_RESEARCH = "exclusive_research"
    GUARANTEED_FUNDING = "guaranteed_funding"
    LEADERSHIP = "leadership"


class ArcEnd(StrEnum):
    """What becomes of a defection in the end."""

    RETURN = "return"
    RIVALRY = "rivalry"


class Lapse(StrEnum):
    """Why an offer, or a mentorship, came to nothing."""

    WITHDRAWN = "withdrawn"
    NO_PLACE = "no_place"
    LEFT = "left"
    RELEASED = "released"
    RETIRED = "retired"


class ScholarRecruited(GameEvent):
    """A scholar took a contract.

    Attributes:
        faction: through which they were won.
        chance: how likely it was, in hundredths; the roll, of a hundred, was at most that.
        odds: what the chance is the sum of, by name.
    """

    kind: ClassVar[str] = "academy.scholar_recruited"
    scholar: str
    player: str
    faction: str
    chance: int
    roll: int
    odds: Parts = Field(default_factory=dict)


class RecruitmentRefused(GameEvent):
    """A scholar would not come; in a day they will hold it against the player."""

    kind: ClassVar[str] = "academy.recruitment_refused"
    scholar: str
    player: str
    faction: str
    chance: int
    roll: int
    odds: Parts = Field(default_factory=dict)


class GrudgeFlared(GameEvent):
    """A scholar makes it known what they hold against a player.

    Attributes:
        because: `refusal` or `defection`.
        grudge: the number of the event that they bear it for.
    """

    kind: ClassVar[str] = "academy.grudge_flared"
    grudge: int
    scholar: str
    player: str
    because: str


class OfferMade(GameEvent):
    """A player offers somebody else's scholar a better place; what is offered is in escrow.

    Attributes:
        player: the rival, who offers; `other_player` employs the scholar.
        influence: by faction.
    """

    kind: ClassVar[str] = "academy.offer_made"
    offer: int
    player: str
    other_player: str
    scholar: str
    influence: dict[str, int]
    terms: tuple[Term, ...] = ()
    due: dt.datetime


class OfferCountered(GameEvent):
    """The employer offers the scholar something to stay; `player` is the employer."""

    kind: ClassVar[str] = "academy.offer_countered"
    offer: int
    player: str
    other_player: str
    scholar: str
    influence: dict[str, int]
    terms: tuple[Term, ...] = ()
    due: dt.datetime


class OfferWithdrawn(GameEvent):
    """An offer lapsed before it was decided; all that was in escrow for it went back.

    Attributes:
        reason: a `Lapse`: the rival thought better of it or has no place left, or the scholar left, was released or
            retired.
    """

    kind: ClassVar[str] = "academy.offer_withdrawn"
    offer: int
    player: str
    scholar: str
    reason: str


class OfferRefused(GameEvent):
    """The scholar stayed; `player` made the offer in vain, `other_player` keeps them."""

    kind: ClassVar[str] = "academy.offer_refused"
    offer: int
    player: str
    other_player: str
    scholar: str
    chance: int
    roll: int
    odds: Parts = Field(default_factory=dict)


class ScholarDefected(GameEvent):
    """The scholar went over from `other_player` to `player`.

    Attributes:
        offer: None where the host decreed it.
        terms: what they were promised.
        roll: 0 where nothing was rolled: the host decreed it, or the employer let them go.
    """

    kind: ClassVar[str] = "academy.scholar_defected"
    offer: int | None
    player: str
    other_player: str
    scholar: str
    terms: tuple[Term, ...] = ()
    chance: int
    roll: int
    odds: Parts = Field(default_factory=dict)
    reason: str = ""


class DefectionSettled(GameEvent):
    """Days after a defection the scholar came back, or became a rival for good.

    Attributes:
        defection: the number of the event by which they went.
        player: to whom they had gone; `other_player` had employed them before.
        chance: of a return; 0 where there was no way back.
    """

    kind: ClassVar[str] = "academy.defection_settled"
    defection: int
    scholar: str
    player: str
    other_player: str
    end: ArcEnd
    chance: int
    roll: int
    odds: Parts = Field(default_factory=dict)


class EpilogueTold(GameEvent):
    """A day after it was settled, the last word on a defection."""

    kind: ClassVar[str] = "academy.epilogue_told"
    defection: int
    scholar: str
    player: str
    other_player: str
    end: ArcEnd


class ScholarReleased(GameEvent):
    """A contract ended.

    Attributes:
        reason: `unpaid`, or the player's own decision: `dismissed`.
    """

    kind: ClassVar[str] = "academy.scholar_released"
    scholar: str
    player: str
    reason: str


EVENTS = (
    ScholarRecruited,
    RecruitmentRefused,
    GrudgeFlared,
    OfferMade,
    OfferCountered,
    OfferWithdrawn,
    OfferRefused,
    ScholarDefected,
    DefectionSettled,
    EpilogueTold,
    ScholarReleased,
)
