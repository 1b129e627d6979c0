"""What the economy refuses.

AcademyError
└── EconomyError
    ├── NothingOwed         a debt that is none
    ├── ProjectRuns         a faction builds something already
    └── CommitmentRuns      a player has that commitment already
"""

from longwave.modules.academy.errors import AcademyError


class EconomyError(AcademyError):
    """The economy refuses this."""


class NothingOwed(EconomyError):
    """You owe nothing."""

    hint = "`endow_archive` gives influence for reputation instead"


class ProjectRuns(EconomyError):
    """A faction builds something already."""

    hint = "close that one first"

    def __init__(self, faction: str, project: str) -> None:
        super().__init__(f"the faction {faction!r} builds {project!r} already")


class CommitmentRuns(EconomyError):
    """A player has that commitment already."""

    hint = "close that one first"

    def __init__(self, season: str, number: int) -> None:
        super().__init__(f"they have a commitment of the season {season!r} already, number {number}")
