"""The OpenAPI document: what the code says of itself, and the refusals that every route has without saying so."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from longwave.api.access import BEARER, READING
from longwave.api.problems import Problem

ALWAYS = {
    "401": "The token is missing or wrong.",
    "403": "The server does not go by this name, or a page of another site asks.",
    "422": "The request says something that cannot be.",
    "503": "The database does not answer.",
}
ON_WRITES = {
    "400": "The body cannot be read.",
    "409": "The world refuses this as things are.",
    "413": "The body is too large.",
    "429": "This address changes too much too quickly.",
}
ON_THINGS = {"404": "There is no such thing."}
Document = dict[str, Any]  # Any: JSON.


def describe(app: FastAPI) -> Document:
    """Return the OpenAPI document of an application, made once."""
    if app.openapi_schema is None:
        app.openapi_schema = _described(app)
    return app.openapi_schema


def _described(app: FastAPI) -> Document:
    document = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes, tags=app.openapi_tags
    )
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    schemas["Problem"] = Problem.model_json_schema()
    components.setdefault("securitySchemes", {})[BEARER.scheme_name] = BEARER.model.model_dump(
        mode="json", by_alias=True, exclude_none=True
    )
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            _complete(operation, is_write=method.upper() not in READING, names_a_thing="{" in path)
    return document


def _complete(operation: Document, *, is_write: bool, names_a_thing: bool) -> None:
    refusals = ALWAYS | (ON_WRITES if is_write else {}) | (ON_THINGS if names_a_thing else {})
    problem = {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    responses = operation["responses"]
    for status, meaning in refusals.items():
        described = responses.get(status, {}).get("description") if status != "422" else None
        responses[status] = {"description": described or meaning, "content": problem}
    if is_write:
        operation["security"] = [{BEARER.scheme_name: []}]
