"""What a request's fields are, as a surface for people needs to know it: what each takes, and how it is called."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from inspect import cleandoc
from typing import Any

from longwave.commands.command import Request

Schema = Mapping[str, Any]  # Any: JSON.
# A limit that only says what a database's column holds tells nobody anything.
_MOST_SAID = 1_000_000
_ABOUT = re.compile(r"^    (?P<names>\w+(?:, \w+)*): (?P<says>.*(?:\n     +.*)*)", re.MULTILINE)
_WHOLE, _YES_OR_NO, _LIST = "integer", "boolean", "array"


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field of a request.

    Attributes:
        schema: of its value; of a list, of the list.
        about: what its request's docstring says of it.
    """

    name: str
    schema: Schema
    is_required: bool
    about: str

    @property
    def spelled(self) -> str:
        """The field as people write it."""
        return spelled(self.name)

    @property
    def option(self) -> str:
        return f"--{self.spelled}"

    @property
    def is_many(self) -> bool:
        return self.schema.get("type") == _LIST

    @property
    def is_yes_or_no(self) -> bool:
        return self._item.get("type") == _YES_OR_NO

    @property
    def is_number(self) -> bool:
        return self._item.get("type") == _WHOLE

    @property
    def values(self) -> tuple[str, ...]:
        """All that it can be, as the model spells it; nothing where that is not a short list."""
        return tuple(map(str, self._item.get("enum", ())))

    @property
    def chosen(self) -> str | None:
        """The kind of `Choices` that it is one of."""
        kind: str | None = self.schema.get("x-choices", self._item.get("x-choices"))
        return kind

    @property
    def default(self) -> str:
        """What it is where it is left out, as people write it."""
        value = self.schema.get("default")
        if isinstance(value, bool):
            return "yes" if value else "no"
        return "" if value is None or value == [] else spelled(str(value)) if self.values else str(value)

    @property
    def takes(self) -> str:
        """What it takes, in words."""
        words = self._one()
        return f"one or more, with commas between, {words.removeprefix('one ')}" if self.is_many else words

    @property
    def _item(self) -> Schema:
        items: Schema = self.schema.get("items", self.schema)
        return items

    def _one(self) -> str:
        if self.values:
            return f"one of {', '.join(map(spelled, self.values))}"
        if self.chosen is not None:
            kind = self.chosen.replace("_", " ")
            return f"one of {'your' if kind.startswith('own ') else 'the'} {kind}"
        if self.is_yes_or_no:
            return "yes or no"
        if self.is_number:
            return f"a whole number{_span(self._item, 'minimum', 'maximum')}"
        return f"a text{_span(self._item, 'minLength', 'maxLength', ' characters')}"


@lru_cache(maxsize=256)
def fields_of(request: type[Request]) -> tuple[Field, ...]:
    """Return a request's fields in their order."""
    schema = request.model_json_schema()
    about, required = _about(request), schema.get("required", ())
    return tuple(
        Field(
            name=name,
            schema=_flat(each, schema.get("$defs", {})),
            is_required=name in required,
            about=about.get(name, ""),
        )
        for name, each in schema.get("properties", {}).items()
    )


def help_of(request: type[Request]) -> str:
    """Return what a request does, in paragraphs."""
    return cleandoc(request.__doc__ or "").partition("\n\nAttributes:")[0]


def usage(request: type[Request]) -> str:
    """Return how a request is typed, in a line."""
    needed = [each.spelled.upper() for each in fields_of(request) if each.is_required]
    other = [f"[{_optional(each)}]" for each in fields_of(request) if not each.is_required]
    return " ".join([spelled(request.name), *needed, *other])


def spelled(name: str) -> str:
    """Return a name of ours as people write it: submit-theory."""
    return name.replace("_", "-")


def _optional(of: Field) -> str:
    return of.option if of.is_yes_or_no else f"{of.option} {of.spelled.upper()}"


def _about(request: type[Request]) -> dict[str, str]:
    _, _, attributes = cleandoc(request.__doc__ or "").partition("\nAttributes:\n")
    return {
        name: " ".join(found["says"].split())
        for found in _ABOUT.finditer(attributes)
        for name in found["names"].split(", ")
    }


def _flat(schema: Schema, definitions: Schema) -> Schema:
    """Return a schema with what it refers to in it, as if null were not among what it takes."""
    flat = dict(schema)
    if "$ref" in flat:
        flat = definitions[flat.pop("$ref").rpartition("/")[2]] | flat
    if "anyOf" in flat:
        for each in flat.pop("anyOf"):
            if each.get("type") != "null":
                flat = {**_flat(each, definitions), **flat}
    if "items" in flat:
        flat["items"] = _flat(flat["items"], definitions)
    return flat


def _span(schema: Schema, least: str, most: str, unit: str = "") -> str:
    low, high = schema.get(least), schema.get(most)
    if high is None or high > _MOST_SAID:
        return "" if low is None or unit else f" of {low} at least"
    return f" up to {high}{unit}" if low is None or (unit and low == 1) else f" from {low} to {high}{unit}"
