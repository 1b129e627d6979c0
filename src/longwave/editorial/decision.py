"""What people decide about texts that were held."""

from enum import StrEnum


class Decision(StrEnum):
    """What a person says of a text that was held."""

    APPROVED = "approved"
    REJECTED = "rejected"
