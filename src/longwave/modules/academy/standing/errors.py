"""What standing does not allow.

AcademyError
└── StandingError
    ├── InfluenceShort     too little influence in a faction
    ├── ReputationShort    not thought well enough of
    ├── SeatTaken          who asks plays already
    └── NameUnusable       a name that cannot be shown, or that another player has
"""

from longwave.modules.academy.errors import AcademyError


class StandingError(AcademyError):
    """Standing does not allow this."""


class InfluenceShort(StandingError):
    """Too little influence in a faction."""

    hint = "`status` shows what you hold"

    def __init__(self, faction: str, held: int, needed: int) -> None:
        super().__init__(f"this takes {needed} influence ({faction}) and you hold {held}")


class ReputationShort(StandingError):
    """Not thought well enough of."""

    hint = "reputation comes with theories that hold and expeditions that return"

    def __init__(self, what: str, reputation: int, needed: int) -> None:
        super().__init__(f"{what} takes a reputation of {needed} or more and yours is {reputation}")


class SeatTaken(StandingError):
    """Who asks plays already."""

    def __init__(self, name: str) -> None:
        super().__init__(f"you sit at the table already, as {name}")
        self.hint = "`rename` changes what you are called"


class NameUnusable(StandingError):
    """A name that cannot be shown, or that another player has."""

    def __init__(self, why: str) -> None:
        super().__init__(f"that name cannot be used: {why}")
