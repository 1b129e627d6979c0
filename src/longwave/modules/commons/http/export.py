"""Exports over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import StreamingResponse

from longwave.modules.commons import exports
from longwave.modules.commons.exports import Kind, Record
from longwave.modules.commons.forum import Forum

Wanted = Annotated[Kind, Path(description="What is exported.")]


class Csv(StreamingResponse):
    """Lines of CSV."""

    media_type = "text/csv"


def router(forum: Forum) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(prefix="/api/export", tags=["export"])

    @routes.get("/{kind}.json", response_model=list[Record], summary="Export as JSON")
    def export_json(kind: Wanted) -> StreamingResponse:
        """Return a whole list as an array of objects, sent as it is read; what was taken down is without its text."""
        return StreamingResponse(
            exports.as_json(forum.ledger.store, kind), media_type="application/json", headers=_named(f"{kind}.json")
        )

    @routes.get("/{kind}.csv", response_model=str, response_class=Csv, summary="Export as CSV")
    def export_csv(kind: Wanted) -> StreamingResponse:
        """Return a whole list as CSV, sent as it is read; what was taken down is without its text."""
        return Csv(exports.as_csv(forum.ledger.store, kind), headers=_named(f"{kind}.csv"))

    return routes


def _named(file: str) -> dict[str, str]:
    return {"content-disposition": f'attachment; filename="{file}"'}
