"""The types of fields, in words."""

import datetime as dt
import re
import types
from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo
from pydantic.functional_validators import AfterValidator, BeforeValidator
from pydantic_core import PydanticUndefined

from docs.reference.markdown import code, described, table

_PLAIN = {
    str: "text",
    int: "whole number",
    float: "number",
    Decimal: "number",
    SecretStr: "text",
    bool: "`true` or `false`",
    dt.date: "date",
    dt.datetime: "instant",
    Path: "path",
    Any: "anything",
    type(None): "`null`",
}
# Validators that change what may be written, or narrow it; the others check what another field says better.
_READ_AS = {
    "as_list": "{type}, or a single one",
    "_as_year_span": "`[from]`, `[from, to]` or one year",
    "_as_facts": "{type}; a sentence alone stands for one with nothing but `says`",
    "_as_lines": "{type}; a text alone stands for one with nothing but `say`",
    "_ends_as_a_sentence": "whole sentence",
    "_in_order": "{type}, the first not above the second",
    "_apart": "{type}, the first below the second",
}
_PLURALS = {"id": "ids", "text": "texts", "whole number": "whole numbers", "whole sentence": "whole sentences"}
_BOUNDS = (
    ("ge", "{:g} or more"),
    ("gt", "more than {:g}"),
    ("le", "{:g} or less"),
    ("lt", "less than {:g}"),
    ("max_length", "up to {} characters"),
    ("min_length", "{} or more"),
)
_ID_PATTERN = "^[a-z0-9]"


def fields_table(model: type[BaseModel]) -> str:
    """Return a table of a model's fields: type with limits, default, meaning."""
    said = described(model).attributes
    fields = model.model_fields.items()
    has_defaults = not all(field.is_required() for _, field in fields)
    rows = [
        (
            code(name),
            in_words(field.annotation, field.metadata),
            _default(field) if has_defaults else "",
            re.sub(r"\bNone\b", "`null`", said.get(name, "")),
        )
        for name, field in fields
    ]
    return table(("field", "type", "default", "meaning"), rows)


def models_in(model: type[BaseModel]) -> list[type[BaseModel]]:
    """Return the models that a model's fields hold, and those that these hold, in the order of their use."""
    found: dict[type[BaseModel], None] = {}
    for field in model.model_fields.values():
        for inner in _models(field.annotation):
            found |= dict.fromkeys([inner, *models_in(inner)])
    return list(found)


def in_words(annotation: Any, metadata: Sequence[Any] = ()) -> str:  # Any: whatever a field can be annotated with.
    """Return a type and its limits in words."""
    if get_origin(annotation) is Annotated:
        inner, *more = get_args(annotation)
        return in_words(inner, [*more, *metadata])
    constraints = [c for item in metadata for c in (item.metadata if isinstance(item, FieldInfo) else [item])]
    words = _bare(annotation)
    if words == "text" and any(str(getattr(c, "pattern", "")).startswith(_ID_PATTERN) for c in constraints):
        return "id"
    for validator in constraints:
        if isinstance(validator, AfterValidator | BeforeValidator):
            words = _READ_AS.get(getattr(validator.func, "__name__", ""), "{type}").format(type=words)
    limits = _limits(annotation, constraints)
    return f"{words} ({', '.join(limits)})" if limits else words


def _bare(annotation: Any) -> str:  # Any: see in_words.
    if annotation in _PLAIN:
        return _PLAIN[annotation]
    if (args := get_args(annotation)) and get_origin(annotation) is not Literal:
        return _compound(get_origin(annotation), args)
    if args or issubclass(annotation, Enum):
        return ", ".join(code(value) for value in args or [member.value for member in annotation])
    return f"[{annotation.__name__}](#{annotation.__name__.lower()})"


def _compound(origin: Any, args: Sequence[Any]) -> str:  # Any: see in_words.
    if origin in (Union, types.UnionType):
        return " or ".join(dict.fromkeys(map(in_words, args)))
    if origin is dict:
        return f"mapping from {in_words(args[0])} to {in_words(args[1])}"
    if origin is tuple and args[-1] is not Ellipsis:
        return f"`[_, _]`, each a {in_words(args[0])}"
    words = in_words(args[0])
    return f"list of {_PLURALS.get(words, words)}"


def _limits(annotation: Any, constraints: Sequence[Any]) -> list[str]:  # Any: see in_words.
    bounds: dict[str, Any] = {}
    for constraint in constraints:
        bounds |= {kind: getattr(constraint, kind) for kind, _ in _BOUNDS if hasattr(constraint, kind)}
    if annotation is str:
        # That a text is not empty goes without saying.
        bounds.pop("min_length", None)
    between = [f"{bounds.pop('ge'):g} to {bounds.pop('le'):g}"] if bounds.keys() >= {"ge", "le"} else []
    return between + [wording.format(bounds[kind]) for kind, wording in _BOUNDS if kind in bounds]


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    value = field.get_default(call_default_factory=True)
    if value is PydanticUndefined or value in ((), {}, "", []):
        return "empty"
    if isinstance(value, tuple):
        return ", ".join(code(getattr(item, "value", item)) for item in value)
    return code(_written(value))


def _written(value: object) -> str:
    """Return a value as one writes it in YAML."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, Enum):
        return _written(value.value)
    if isinstance(value, BaseModel):
        return _written(value.model_dump(exclude_defaults=True))
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{_written(key)}: {_written(each)}' for key, each in value.items())}}}"
    return str(value)


def _models(annotation: Any) -> list[type[BaseModel]]:  # Any: see in_words.
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for arg in get_args(annotation) for model in _models(arg)]
