"""What is refused around scholars and those who court them.

AcademyError
└── OffersError
    ├── Quiet             a lost career still keeps who staked it from recruiting
    ├── NoPlace           a player employs as many scholars as one may
    ├── OwnScholar        the scholar works for who asks already
    ├── ScholarTaken      somebody employs the scholar
    ├── ScholarFree       nobody employs the scholar
    ├── GrudgeHeld        the scholar has not got over being asked yet
    ├── OfferStands       the same rival's offer to the same scholar is open
    ├── OfferTooSoon      the same rival's last offer was settled too lately
    ├── AlreadyCountered  an offer is countered once
    ├── OfferDecided      nothing can be done about an offer any more
    └── StakeUnclear      what is offered cannot be told from what was typed
"""

import datetime as dt

from longwave.modules.academy.errors import AcademyError


class OffersError(AcademyError):
    """The scholar is not to be had like this."""


class Quiet(OffersError):
    """A lost career still keeps who staked it from recruiting."""

    hint = "it is the price of a career that was staked and lost"

    def __init__(self, until: int, digest: int) -> None:
        super().__init__(f"nobody takes your contracts before digest {until}, and the last was digest {digest}")


class NoPlace(OffersError):
    """A player employs as many scholars as one may."""

    def __init__(self, player: str, places: int) -> None:
        super().__init__(f"{player} has {places} scholars, and nobody may employ more")


class OwnScholar(OffersError):
    """The scholar works for who asks already."""

    def __init__(self, scholar: str) -> None:
        super().__init__(f"{scholar} works for you already")


class ScholarTaken(OffersError):
    """Somebody employs the scholar."""

    def __init__(self, scholar: str, employer: str) -> None:
        super().__init__(f"{scholar} works for {employer}")
        self.hint = "make an offer with `poach`"


class ScholarFree(OffersError):
    """Nobody employs the scholar."""

    hint = "a free scholar is asked with `recruit`"

    def __init__(self, scholar: str) -> None:
        super().__init__(f"nobody employs {scholar}, so there is nobody to win them from")


class GrudgeHeld(OffersError):
    """The scholar has not got over being asked yet."""

    hint = "ask again when their grudge is in the open, a day after they refused"

    def __init__(self, scholar: str) -> None:
        super().__init__(f"{scholar} has refused you, and is not to be asked again yet")


class OfferStands(OffersError):
    """The same rival's offer to the same scholar is open."""

    hint = "`view_offers` shows it; `withdraw` takes it back"

    def __init__(self, offer: int, scholar: str) -> None:
        super().__init__(f"your offer {offer} to {scholar} is open")


class OfferTooSoon(OffersError):
    """The same rival's last offer was settled too lately."""

    def __init__(self, scholar: str, until: dt.datetime) -> None:
        super().__init__(f"{scholar} hears no other offer of yours before {until.day} {until:%B, %H:%M}")


class AlreadyCountered(OffersError):
    """An offer is countered once."""

    def __init__(self, offer: int) -> None:
        super().__init__(f"you have countered offer {offer}, and an offer is countered once")


class OfferDecided(OffersError):
    """Nothing can be done about an offer any more."""

    hint = "the next digest settles it"

    def __init__(self, offer: int, why: str) -> None:
        super().__init__(f"it is too late for offer {offer}: {why}")


class StakeUnclear(OffersError):
    """What is offered cannot be told from what was typed."""

    def __init__(self, why: str) -> None:
        super().__init__(f"it is not clear what you offer: {why}")
