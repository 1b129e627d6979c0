"""How a body is read from JSON: as its JSON Schema says, and no more kindly."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic import BaseModel, GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationError
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, InitErrorDetails, PydanticCustomError, core_schema

_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "null": type(None),
    "number": (int, float),
}
Schema = Mapping[str, Any]  # Any: JSON.
Fault = tuple[tuple[str | int, ...], str]
"""Where something is of another type than its schema says, and of which it should be."""


@dataclass(frozen=True)
class Strictly:
    """Marks a body of which no text is taken for a number: `Annotated[SetPace, Strictly()]`.

    Pydantic's own strict mode takes enums and tuples from JSON only, and a framework hands on what was read from it.
    """

    def __get_pydantic_core_schema__(self, source: type[BaseModel], handler: GetCoreSchemaHandler) -> CoreSchema:
        def read(value: object, validate: core_schema.ValidatorFunctionWrapHandler) -> object:
            faults = list(_faults(value, _schema_of(source), _schema_of(source)))
            # A body that is said not to be JSON comes as its bytes, of which pydantic says what is wrong with them.
            if faults and isinstance(value, dict):
                raise ValidationError.from_exception_data(source.__name__, [_detail(*fault) for fault in faults])
            return validate(value)

        return core_schema.no_info_wrap_validator_function(read, handler(source))

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        schema = handler(core)
        _complete(schema, handler, set())
        return schema


def _complete(schema: object, handler: GetJsonSchemaHandler, seen: set[str]) -> None:
    """Say what pydantic sees to without saying so: no other keys of a mapping, and no text of blanks alone."""
    if isinstance(schema, list):
        for item in schema:
            _complete(item, handler, seen)
    if not isinstance(schema, dict):
        return
    if "patternProperties" in schema:
        schema.setdefault("additionalProperties", False)
    if schema.get("minLength") == 1:  # Counted after the blanks around it are cut off.
        schema.setdefault("pattern", r"\S")
    if isinstance(ref := schema.get("$ref"), str) and ref not in seen:
        seen.add(ref)
        _complete(handler.resolve_ref_schema(schema), handler, seen)
    for item in schema.values():
        _complete(item, handler, seen)


@lru_cache(maxsize=256)
def _schema_of(source: type[BaseModel]) -> Schema:
    return source.model_json_schema()


def _faults(value: object, schema: Schema, whole: Schema, place: tuple[str | int, ...] = ()) -> Iterator[Fault]:
    """Yield what is of another type than a schema says; all else that it says, pydantic looks after."""
    if "$ref" in schema:
        schema = whole["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    if "anyOf" in schema:
        found = [list(_faults(value, choice, whole, place)) for choice in schema["anyOf"]]
        # Where none fits, the faults deepest within say most.
        yield from max(found, key=lambda faults: max(len(where) for where, _ in faults)) if all(found) else ()
        return
    wanted = schema.get("type")
    if wanted is not None and not _is(value, wanted):
        yield place, wanted
    elif isinstance(value, dict):
        inner, others = schema.get("properties", {}), schema.get("additionalProperties")
        for name, item in value.items():
            of_item = inner.get(name, others if isinstance(others, dict) else {})
            yield from _faults(item, of_item, whole, (*place, name))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _faults(item, schema.get("items", {}), whole, (*place, number))


def _is(value: object, wanted: str) -> bool:
    if isinstance(value, bool):  # Which Python takes for a number.
        return wanted == "boolean"
    if wanted == "integer":
        return isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    return isinstance(value, _TYPES[wanted])


def _detail(place: tuple[str | int, ...], wanted: str) -> InitErrorDetails:
    wrong = PydanticCustomError("json_type", "Input should be of the type {wanted}", {"wanted": wanted})
    return InitErrorDetails(type=wrong, loc=place, input=None)
