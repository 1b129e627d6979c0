"""The forms that all others are made of."""

from pydantic import BaseModel, ConfigDict


class Shape(BaseModel):
    """Anything that is sent or taken here."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Body(Shape):
    """Anything that is taken here."""

    model_config = ConfigDict(str_strip_whitespace=True)


class Page(Shape):
    """Some of a list.

    Attributes:
        next_offset: where the next page begins; null on the last one.
    """

    next_offset: int | None
