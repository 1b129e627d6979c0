"""Values for a JSON schema: good ones, and every way in which they can be wrong."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

Json = dict[str, Any]  # Any: JSON.
Schema = Mapping[str, Any]  # Any: JSON.

OF_EACH_TYPE: Final[dict[str, object]] = {
    "null": None,
    "number": 3.5,
    "string": "seven",
    "list": [[]],
    "object": {"a": 1},
}
MISSING: Final = "missing"


def good(schema: Schema, text: str, facts: list[int]) -> Json:
    """Return values that fit a schema: `text` says the text, `facts` lists the facts, the rest is the least that fits.

    Without a property `text`, the first string says it.
    """
    properties: Json = dict(schema.get("properties", {}))
    values = {name: _least(of, schema) for name, of in properties.items()}
    strings = [name for name, value in values.items() if isinstance(value, str)]
    spoken = "text" if "text" in properties else next(iter(strings), None)
    if spoken:
        values[spoken] = text
    if isinstance(values.get("facts"), list):
        values["facts"] = facts
    return values


def _least(of: Schema, root: Schema) -> object:  # noqa: PLR0911 - one answer a kind of schema
    if "$ref" in of:
        return _least(root["$defs"][of["$ref"].rpartition("/")[2]], root)
    if "const" in of:
        return of["const"]
    if "enum" in of:
        return of["enum"][0]
    if "default" in of:
        return of["default"]
    if "anyOf" in of:
        return None if {"type": "null"} in of["anyOf"] else _least(of["anyOf"][0], root)
    if of.get("type") == "object":
        return {name: _least(inner, root) for name, inner in of.get("properties", {}).items()}
    least: dict[str, object] = {"string": "-", "integer": 1, "number": 1.0, "boolean": True, "array": []}
    return least.get(str(of.get("type")))


def wrong(schema: Schema, values: Json) -> Iterator[tuple[str, Json]]:
    """Yield the values with one property wrong each, named `property=what`, and once with a property too many."""
    for name in schema.get("properties", {}):
        for kind, value in OF_EACH_TYPE.items():
            if not _fits(value, schema["properties"][name], schema):
                yield f"{name}={kind}", {**values, name: value}
        if name in schema.get("required", ()):
            yield f"{name}={MISSING}", {key: value for key, value in values.items() if key != name}
    yield "extra", {**values, "extra": "something nobody asked for"}


def _fits(value: object, of: Schema, root: Schema) -> bool:
    """Whether a value of `OF_EACH_TYPE` has a type that a property takes."""
    if "$ref" in of:
        return _fits(value, root["$defs"][of["$ref"].rpartition("/")[2]], root)
    if "anyOf" in of:
        return any(_fits(value, inner, root) for inner in of["anyOf"])
    types = {"string": str, "number": float, "object": dict, "null": type(None)}
    fitting = types.get(str(of.get("type")))
    return fitting is not None and isinstance(value, fitting) and "enum" not in of and "const" not in of
