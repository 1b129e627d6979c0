"""What is refused around mentorships and laboratories.

AcademyError
└── MentoringError
    ├── HandsFull          a player mentors as many as one can
    ├── UnderAWing         the scholar is mentored already
    ├── CareerComplete     the scholar stands at the top of their track
    ├── TrackBound         a mentorship holds the scholar to their track
    └── LabUnchanged       the scholar works there already
"""

from longwave.modules.academy.errors import AcademyError


class MentoringError(AcademyError):
    """The scholar's career is not to be changed like this."""


class HandsFull(MentoringError):
    """A player mentors as many as one can."""

    hint = "`mentorships` shows when one of them is done"

    def __init__(self, count: int) -> None:
        super().__init__(f"you mentor {count} scholars, and nobody has time for more")


class UnderAWing(MentoringError):
    """The scholar is mentored already."""

    hint = "`mentorships` shows how far they are"

    def __init__(self, scholar: str) -> None:
        super().__init__(f"you mentor {scholar} already")


class CareerComplete(MentoringError):
    """The scholar stands at the top of their track."""

    hint = "on the other track, by `assign_lab`, they would begin at the bottom"

    def __init__(self, scholar: str, rank: str) -> None:
        super().__init__(f"{scholar} is a {rank} and can rise no further")


class TrackBound(MentoringError):
    """A mentorship holds the scholar to their track."""

    def __init__(self, scholar: str, track: str) -> None:
        super().__init__(f"you mentor {scholar} in {track}, and the track stays until that is done")
        self.hint = "leave `--track` out to change the discipline alone"


class LabUnchanged(MentoringError):
    """The scholar works there already."""

    def __init__(self, scholar: str, discipline: str, track: str) -> None:
        super().__init__(f"{scholar} works on {discipline} in {track} already")
