"""What the editor refuses.

LongwaveError
└── EditorialError
    ├── PieceRefused     no attempt gave a text that may be heard
    ├── NoSuchReview     there is no held text of that number
    └── ReviewDecided    somebody has decided about the held text before
"""

from collections.abc import Sequence

from longwave.kernel.errors import LongwaveError


class EditorialError(LongwaveError):
    """The editor refuses this."""


class PieceRefused(EditorialError):
    """No attempt gave a text that may be heard."""

    def __init__(self, key: str, attempts: int, findings: Sequence[str]) -> None:
        super().__init__(f"{key}: none of {attempts} texts may be heard; the last: {'; '.join(findings)}")


class NoSuchReview(EditorialError):
    """There is no held text of that number."""

    hint = "`longwave review list` shows what there is"

    def __init__(self, review: int) -> None:
        super().__init__(f"there is no review `r-{review}`")


class ReviewDecided(EditorialError):
    """Somebody has decided about the held text before."""

    def __init__(self, review: int, decision: str, by: str) -> None:
        super().__init__(f"review `r-{review}` is already {decision}, by {by}")
        self.hint = f"`longwave review show r-{review}` says why"
