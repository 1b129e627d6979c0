"""What is wrong and what to do about it, in the words of whoever writes a pack."""

import difflib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from longwave.world.document import Place, Step
from longwave.world.draft import SUBJECTS
from longwave.world.errors import Fault
from longwave.world.fields import Part

MAX_LISTED = 12

_COMPLAINTS = {
    "missing": "is missing",
    "extra_forbidden": "is no field here",
    "model_type": "holds no fields",
    "string_too_long": "has {length} characters, {max_length} are allowed",
    "enum": "is {input!r}, which is none of its values",
    "literal_error": "is {input!r}, which is none of its values",
    "value_error": "{error}",
}
_CURES = {
    "missing": "add it",
    "enum": "use one of {expected}",
    "literal_error": "use one of {expected}",
    "string_too_long": "shorten it to {max_length}",
    "string_too_short": "write something, or take the field out",
    "string_type": "write text, in quotes if it looks like a number",
    "int_parsing": "write a whole number",
    "int_type": "write a whole number",
    "int_from_float": "write a whole number",
    "float_parsing": "write a number",
    "float_type": "write a number",
    "greater_than": "write more than {gt}",
    "greater_than_equal": "write {ge} or more",
    "less_than": "write less than {lt}",
    "less_than_equal": "write {le} or less",
    "bool_parsing": "write true or false",
    "bool_type": "write true or false",
    "tuple_type": "write a list, as in [one, two]",
    "dict_type": "write a mapping, as in {{key: value}}",
    "model_type": "write `field: value` lines",
    "too_short": "add one",
    "too_long": "take some out",
    "date_from_datetime_parsing": "write a date, as in 1931-03-02",
    "date_parsing": "write a date, as in 1931-03-02",
    "date_type": "write a date, as in 1931-03-02",
}
# Our own validators say what is wrong; their words tell which they were.
_CURES_BY_WORDS = {
    "whole sentence": "end it with a full stop",
    "first year": "correct the year, or let the entry begin earlier",
    "runs backwards": "swap the two numbers",
    "no room for a warmer noon": "raise the second number",
    "add up to": "correct the shares until they add up to 1",
    "every month": "list each month in one season",
    "acts must stand": "put the acts in order, and end with a resolution",
    "neap range": "make the spring range the larger one",
    "signs off": "let it sign off later than it signs on",
}
_CURES_BY_PATTERN = {
    "^[a-z0-9]+": "use lower-case letters, digits and single hyphens",
    "^[a-z_]+": "use lower-case letters and underscores, and a ? at the end of what may be left out",
    "[^.!?]$": "leave out the full stop at the end",
}
_OTHERWISE = "correct it; docs/howto/write-a-world.md shows how"


def faults_of(error: ValidationError, place: Place) -> Iterator[Fault]:
    """Yield the faults that pydantic found in a part, each at the line of the value it is about."""
    seen: dict[tuple[int, str], list[ErrorDetails]] = {}
    for details in error.errors(include_url=False):
        written, spot = _follow(place, details)
        seen.setdefault((spot.line, written), []).append(details)
    for (line, written), together in seen.items():
        name = f"`{written}` " if written else ""
        what = ", or ".join(dict.fromkeys(_complaint(details) for details in together))
        # The alternatives for one value fail one by one.
        cure = _cure(together[0]) if len(together) == 1 else "write a single value of one of these kinds"
        yield Fault(place.file, line, name + what, cure)


def nearest(wrong: str, known: Iterable[str], *, otherwise: str) -> str:
    """Return a cure for a word that is not among the known ones."""
    choices = sorted(known)
    close = difflib.get_close_matches(wrong, choices, n=1, cutoff=0.6)
    if close:
        return f"did you mean `{close[0]}`?"
    if 0 < len(choices) <= MAX_LISTED:
        return f"use one of {listed(choices)}"
    return otherwise


def listed(words: Sequence[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def cure_of_unknown_file(file: str) -> str:
    """Return what to do about a file that a pack does not know."""
    stem, _, suffix = file.rpartition(".")
    if suffix == "yml":
        return f"rename it to {stem}.yaml"
    patterns = [subject.pattern for subject in SUBJECTS]
    close = difflib.get_close_matches(file, patterns, n=1, cutoff=0.6)
    kept = f"did you mean {close[0]}?" if close else f"a pack holds {', '.join(dict.fromkeys(patterns))}"
    return f"{kept} (*.md is for notes)"


def _follow(place: Place, details: ErrorDetails) -> tuple[str, Place]:
    """Return the part of the error's path that the author wrote, dotted, and its place.

    pydantic adds steps that are not in the file: names of alternatives, "[key]", fields of a short form.
    """
    written: list[Step] = []
    for step in details["loc"]:
        below = place.below(step)
        if below is None:
            break
        place = below
        written.append(step)
    named = [*written, details["loc"][-1]] if details["type"] == "missing" else written
    return ".".join(str(step) for step in named), place


def _complaint(details: ErrorDetails) -> str:
    template = _COMPLAINTS.get(details["type"])
    if template is not None:
        return template.format_map(_values(details))
    message = details["msg"].removeprefix("Input ")
    return message[0].lower() + message[1:]


def _cure(details: ErrorDetails) -> str:
    values = _values(details)
    match details["type"]:
        case "extra_forbidden":
            close = difflib.get_close_matches(str(details["loc"][-1]), _field_names(), n=1)
            return f"did you mean `{close[0]}`?" if close else "take it out"
        case "value_error":
            return next((cure for words, cure in _CURES_BY_WORDS.items() if words in str(values["error"])), _OTHERWISE)
        case "string_pattern_mismatch":
            pattern = str(values["pattern"])
            return next((cure for start, cure in _CURES_BY_PATTERN.items() if pattern.startswith(start)), _OTHERWISE)
    return _CURES.get(details["type"], _OTHERWISE).format_map(values)


def _values(details: ErrorDetails) -> dict[str, Any]:  # Any: each error type has a context of its own.
    return {**details.get("ctx", {}), "input": details["input"], "length": len(str(details["input"]))}


def _field_names() -> list[str]:
    names = {name for part in _all_parts(Part) for name in part.model_fields}
    return sorted(names)


def _all_parts(model: type[Part]) -> Iterator[type[Part]]:
    for part in model.__subclasses__():
        yield part
        yield from _all_parts(part)
