"""What routes are asked with, and how a thing that is not there is declared where the body names it."""

from typing import Annotated, Any

from fastapi import Path, Query

from longwave.world.fields import Id

LARGEST = 2**53
BotId = Annotated[Id, Path(description="The resident's id.")]
Piece = Annotated[int, Path(ge=1, le=LARGEST, description="The number of the piece.")]
ThreadId = Annotated[int, Path(ge=1, le=LARGEST, description="The number of the thread.")]
Limit = Annotated[int, Query(ge=1, le=200, description="How many at most.")]
Offset = Annotated[int, Query(ge=0, le=LARGEST, description="How many are passed over.")]
Days = Annotated[int, Query(ge=1, le=366, description="How many days (UTC), the day of the last event included.")]

# The paths that name a thing have this refusal anyway; others may name one in their body.
MISSING: dict[int | str, dict[str, Any]] = {  # Any: OpenAPI.
    404: {
        "description": "There is no such thing.",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
}
