"""How a request is read from words that somebody typed: `recruit ada-quill academic`.

Required fields stand in their order, then those that may be left out; or each goes by its name, as an option. Words of
which only one fits a field may stand in any order.
"""

import re
import shlex
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from longwave.commands.command import Request
from longwave.commands.fields import Field, fields_of, spelled
from longwave.kernel.errors import LongwaveError

Given = Mapping[str, str | list[str]]
"""What was typed for each field, by its name; of a field that takes many, all of it."""
R = TypeVar("R", bound=Request)
YES, NO = "yes", "no"
MAX_QUOTED_CHARS, MAX_LINE_CHARS = 60, 20_000
_QUOTES = 'put a text of several words between "double quotes"'
_YES_OR_NO = frozenset({YES, NO, "true", "false", "on", "off"})
_NUMBER = re.compile(r"-?\d{1,20}")
_NO_TEXT = re.compile("[\0\ud800-\udfff]")
_A_WHOLE_NUMBER = "should be a whole number, not {input}"
_TOO_SHORT = "should have {min_length} characters at least, and has {length}"
_TOO_LONG = "should have {max_length} characters at most, and has {length}"
_WORDS = {
    "missing": "is missing",
    "bool_parsing": "should be yes or no, not {input}",
    "int_parsing": _A_WHOLE_NUMBER,
    "int_parsing_size": _A_WHOLE_NUMBER,
    "int_from_float": _A_WHOLE_NUMBER,
    "greater_than_equal": "should be {ge} at least, not {input}",
    "less_than_equal": "should be {le} at most, not {input}",
    "greater_than": "should be more than {gt}, not {input}",
    "less_than": "should be less than {lt}, not {input}",
    "string_too_short": _TOO_SHORT,
    "string_too_long": _TOO_LONG,
    "too_short": "needs {min_length} at least, and has {actual_length}",
    "too_long": "takes {max_length} at most, and has {actual_length}",
    "value_error": "cannot be used: {error}",
}


class Mistyped(LongwaveError):
    """What was typed cannot be read as a request.

    Attributes:
        request: what it was read as, by its name as people write it; empty where even that is not plain.
    """

    def __init__(self, request: str, says: str, hint: str | None = None) -> None:
        super().__init__(says)
        self.request, self.hint = request, hint


@dataclass(frozen=True, kw_only=True)
class _Sorted:
    """Words by what they are for.

    Attributes:
        given: what stands behind options, by the name of the field.
        loose: what belongs to no option.
        awaited: the field whose option stands last, without the value that it needs.
    """

    given: Mapping[str, list[str]]
    loose: Sequence[str]
    awaited: Field | None = None


def words(line: str) -> list[str]:
    """Split a line as a shell does.

    Raises:
        Mistyped: a quotation does not end, or nobody would type so much.
    """
    if len(line) > MAX_LINE_CHARS:
        raise Mistyped("", f"a line has {MAX_LINE_CHARS} characters at most, and this has {len(line)}")
    try:
        return shlex.split(line)
    except ValueError:
        raise Mistyped("", "a quotation begins and does not end", _QUOTES) from None


def line(request: type[Request], given: Given) -> str:
    """Return the line that gives the same."""
    typed = [spelled(request.name)]
    for each in fields_of(request):
        if each.name not in given:
            continue
        value = given[each.name]
        text = value if isinstance(value, str) else ",".join(value)
        text = spelled(text) if each.values else text
        typed.append(text if each.is_required and not text.startswith("--") else f"{each.option}={text}")
    return shlex.join(typed)


def split(request: type[Request], typed: Sequence[str]) -> dict[str, str | list[str]]:
    """Return which field was given what.

    Raises:
        Mistyped: there is no such option, or there are more words than fields.
    """
    found = _sort(request, typed)
    if found.awaited is not None:
        raise _wrong(request, f"{found.awaited.option} needs a value")
    places = _places(request, found)
    if len(found.loose) > len(places):
        raise _wrong(request, f"{quoted(found.loose[len(places)])} is more than {spelled(request.name)} takes", _QUOTES)
    given = {**found.given, **_placed(places[: len(found.loose)], found.loose)}
    return {of.name: value(of, given[of.name]) for of in fields_of(request) if of.name in given}


def awaited(request: type[Request], typed: Sequence[str]) -> Field | None:
    """Return the field that the next word is for; None where none is left.

    Raises:
        Mistyped: there is no such option.
    """
    found = _sort(request, typed)
    places = _places(request, found)[: len(found.loose) + 1]
    placed = _placed(places, found.loose)
    return found.awaited or next((each for each in places if each.name not in placed), None)


def value(of: Field, texts: Iterable[str]) -> str | list[str]:
    """Return what was typed for a field, as the model spells it."""
    by_fold = {_folded(each): each for each in of.values}
    if of.is_many:
        texts = [part.strip() for text in texts for part in text.split(",") if part.strip()]
    meant = [by_fold.get(_folded(text), text) for text in texts]
    return meant if of.is_many else meant[0]


def missing(request: type[Request], given: Given) -> list[Field]:
    """Return the fields that cannot be left out and are."""
    return [each for each in fields_of(request) if each.is_required and each.name not in given]


def faults(request: type[Request], given: Given) -> Mapping[str, str]:
    """Return what is wrong, in words, by the name of the field."""
    found = {name: "holds what is no text" for name, value in given.items() if _NO_TEXT.search("".join(value))}
    try:
        request.model_validate(given)
    except ValidationError as error:
        by_name = {each.name: each for each in fields_of(request)}
        for detail in error.errors(include_url=False):
            name = str(detail["loc"][0])
            found.setdefault(name, _in_words(by_name[name], detail))
    return found


def made(request: type[R], given: Given) -> R:
    """Return the request.

    Raises:
        Mistyped: it cannot be made of this; all that is wrong is named.
    """
    if found := faults(request, given):
        raise _wrong(request, "; ".join(f"{spelled(name)} {says}" for name, says in found.items()))
    return request.model_validate(given)


def quoted(text: str) -> str:
    """Return what was typed as a message can show it: shortened, and with nothing in it that steers a terminal."""
    if _NUMBER.fullmatch(text):
        return text
    return repr(text if len(text) <= MAX_QUOTED_CHARS else f"{text[:MAX_QUOTED_CHARS]}…")


def nearest(text: str, names: Iterable[str]) -> str | None:
    """Return a hint at the name that was meant, if one is near."""
    found = get_close_matches(text[:MAX_QUOTED_CHARS].lower(), list(names), n=1)
    return f"did you mean `{found[0]}`?" if found else None


def _sort(request: type[Request], typed: Sequence[str]) -> _Sorted:
    left, loose = deque(typed), list[str]()
    given: dict[str, list[str]] = {}
    while left:
        word = left.popleft()
        if word == "--":
            loose += left
            break
        if not word.startswith("--"):
            loose.append(word)
            continue
        option, equals, text = word.partition("=")
        of = _named(request, option)
        if of.name in given and not of.is_many:
            raise _wrong(request, f"{of.option} is there twice")
        if equals:
            given.setdefault(of.name, []).append(text)
        elif of.is_yes_or_no:
            given[of.name] = [left.popleft() if left and left[0].lower() in _YES_OR_NO else YES]
        elif not left or left[0].startswith("--"):
            return _Sorted(given=given, loose=loose, awaited=of)
        else:
            given.setdefault(of.name, []).append(left.popleft())
    return _Sorted(given=given, loose=loose)


def _named(request: type[Request], option: str) -> Field:
    by_option = {each.option: each for each in fields_of(request)}
    of = by_option.get(spelled(option))
    if of is None:
        hint = nearest(option, by_option) or "put -- before texts that begin with two hyphens"
        raise _wrong(request, f"{spelled(request.name)} has no option {quoted(option)}", hint)
    return of


def _places(request: type[Request], found: _Sorted) -> list[Field]:
    """Return the fields that loose words are for, in the order of those."""
    left = [each for each in fields_of(request) if each.name not in found.given]
    return sorted(left, key=lambda each: not each.is_required)


def _placed(places: Sequence[Field], loose: Iterable[str]) -> dict[str, list[str]]:
    """Return which word is for which place: the first that it fits; if one fits none, all are in order."""
    left, placed = list(places), dict[str, list[str]]()
    for word in loose:
        of = next((each for each in left if _fits(each, word)), None)
        if of is None:
            return {each.name: [text] for each, text in zip(places, loose, strict=False)}
        left.remove(of)
        placed[of.name] = [word]
    return placed


def _fits(of: Field, word: str) -> bool:
    if of.values:
        meant = value(of, [word])
        return all(each in of.values for each in ([meant] if isinstance(meant, str) else meant))
    if of.is_yes_or_no:
        return word.lower() in _YES_OR_NO
    return not of.is_number or all(_NUMBER.fullmatch(part.strip()) for part in word.split(","))


def _in_words(of: Field, detail: ErrorDetails) -> str:
    said, kind = str(detail["input"]), detail["type"]
    # A text that is changed before it is measured is measured as any value is.
    kind = f"string_{kind}" if kind in {"too_short", "too_long"} and not of.is_many else kind
    match kind:
        case "enum" | "literal_error":
            values = list(map(spelled, of.values))
            near = nearest(said, values)
            return f"should be one of {', '.join(values)}, not {quoted(said)}" + (f": {near}" if near else "")
        case "string_too_short" if not said.strip():
            return "is empty"
        case "string_pattern_mismatch":
            return f"should be {of.takes}, not {quoted(said)}"
        case _ if kind in _WORDS:
            return _WORDS[kind].format(**detail.get("ctx", {}), input=quoted(said), length=len(said.strip()))
    return f"cannot be {quoted(said)}"


def _folded(text: str) -> str:
    return text.strip().casefold().replace("-", "_").replace(" ", "_")


def _wrong(request: type[Request], says: str, hint: str | None = None) -> Mistyped:
    return Mistyped(spelled(request.name), says, hint)
