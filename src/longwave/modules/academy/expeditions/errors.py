"""What expeditions do not allow.

AcademyError
└── ExpeditionError
    ├── TwiceInTeam            a scholar is named twice
    ├── ScholarInjured         a scholar cannot travel yet
    ├── ScholarTravelling      a scholar is signed up for another expedition
    ├── NotQueued              an expedition has come back, or was called off
    └── OpportunityGone        an offer was taken, or its time is over
"""

from longwave.modules.academy.errors import AcademyError


class ExpeditionError(AcademyError):
    """Expeditions do not allow this."""


class TwiceInTeam(ExpeditionError):
    """A scholar is named twice."""

    hint = "name up to four scholars, each of them once"

    def __init__(self, scholar: str) -> None:
        super().__init__(f"{scholar} is in the team already")


class ScholarInjured(ExpeditionError):
    """A scholar cannot travel yet."""

    hint = "send somebody else, or wait"

    def __init__(self, scholar: str, until: int) -> None:
        super().__init__(f"{scholar} is hurt and cannot travel before digest {until} is held")


class ScholarTravelling(ExpeditionError):
    """A scholar is signed up for another expedition."""

    hint = "everybody is back at the next digest"

    def __init__(self, scholar: str, code: str) -> None:
        super().__init__(f"{scholar} is signed up for {code} already")


class NotQueued(ExpeditionError):
    """An expedition has come back, or was called off."""

    hint = "`expeditions` lists those that are still to leave"

    def __init__(self, code: str) -> None:
        super().__init__(f"{code} is over: only an expedition that is queued can be called off")


class OpportunityGone(ExpeditionError):
    """An offer was taken, or its time is over."""

    hint = "`opportunities` lists what is on offer to you"

    def __init__(self, number: int) -> None:
        super().__init__(f"opportunity {number} is gone: it was taken, or its time is over")
