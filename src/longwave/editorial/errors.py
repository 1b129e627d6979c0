"""What the editor refuses.

LongwaveError
└── EditorialError
    └── PieceRefused   no attempt gave a text that may be heard
"""

from collections.abc import Sequence

from longwave.kernel.errors import LongwaveError


class EditorialError(LongwaveError):
    """The editor refuses this."""


class PieceRefused(EditorialError):
    """No attempt gave a text that may be heard."""

    def __init__(self, key: str, attempts: int, findings: Sequence[str]) -> None:
        super().__init__(f"{key}: none of {attempts} texts may be heard; the last: {'; '.join(findings)}")
