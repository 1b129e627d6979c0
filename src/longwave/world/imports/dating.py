"""Finding the years of a page: in its infobox, its categories, and the brackets after its name."""

import re
from collections.abc import Iterable
from typing import TypeAlias

from longwave.world.imports.article import Box
from longwave.world.imports.options import Role, Words
from longwave.world.lore import Kind

Span: TypeAlias = tuple[int | None, int | None]

NOTHING: Span = (None, None)
YEAR_DIGITS = (3, 4)
MAX_LIFE_YEARS = 130
NUMBER = re.compile(r"(?<!\d)(?:\d{1,3}(?:,\d{3})+|\d{1,5})(?!\d)")
OPENING = re.compile(r"^[^(]{1,120}\(((?:[^()]|\([^()]*\))*)\)")
DASH = re.compile(r"\s*[\u2013\u2014]\s*|(?<=\d)-(?=\d{3})|\s-\s")
SIGNS = re.compile(r"[*\u2020]")


def years_of_boxes(boxes: Iterable[Box], words: Words, kind: Kind) -> Span:
    """Return the first and the last year that infoboxes state; only an event ends with its date."""
    found: dict[Role, list[int]] = {}
    for box in boxes:
        for field, text in box.fields.items():
            role = words.role(field)
            years = (years_in(text, words) or years_in(box.raw.get(field, ""), words)) if role else []
            if role and years:
                found.setdefault(role, years)
    first = found.get("born") or found.get("began")
    last = found.get("died") or found.get("ended")
    if first or last:
        return ordered((first[0] if first else None, last[0] if last else None))
    dated = found.get("dated")
    if not dated:
        return NOTHING
    return ordered((dated[0], dated[-1] if kind is Kind.EVENT else None))


def years_of_categories(categories: Iterable[str], words: Words) -> Span:
    """Return the years of birth and death that categories such as "1845 births" state."""
    found: dict[str, int] = {}
    for category in categories:
        key = words.births.last(category)
        years = years_in(category, words)
        if key and len(years) == 1:
            found.setdefault(key, years[0])
    return ordered((found.get("born"), found.get("died")))


def years_of_opening(text: str, words: Words, *, is_person: bool) -> Span:
    """Return the years of birth and death from the brackets after a name: "(1845-1925)", "(born 1845; died 1925)"."""
    opening = OPENING.match(text)
    if opening is None:
        return NOTHING
    inside = SIGNS.sub(lambda sign: f" {sign[0]} ", opening[1])
    marks = words.lives.spans(inside)
    if any(key == "born" for key, _ in marks):
        return _life(*_stated_life(inside, marks, words))
    halves = [years_in(half, words) for half in DASH.split(inside)]
    if is_person and len(halves) > 1 and halves[0] and halves[-1]:
        return _life(halves[0][0], halves[-1][-1])
    return NOTHING


def years_in(text: str, words: Words) -> list[int]:
    """Return the years that a text names; a number that does not look like one counts only before an era."""
    found: list[int] = []
    for number in NUMBER.finditer(text):
        digits = number[0].replace(",", "")
        sign = _era(text[number.end() :], words)
        if sign is not None:
            found.append(int(digits) * sign)
        elif number[0] == digits and len(digits) in YEAR_DIGITS and not digits.startswith("0"):
            found.append(int(digits))
    return found


def ordered(span: Span) -> Span:
    """Return the span, or nothing where its end lies before its beginning."""
    first, last = span
    return NOTHING if first is not None and last is not None and last < first else span


def _stated_life(inside: str, marks: list[tuple[str, int]], words: Words) -> Span:
    ends = [start for _, start in marks[1:]] + [len(inside)]
    found: dict[str, int] = {}
    for (key, start), end in zip(marks, ends, strict=True):
        years = years_in(inside[start:end], words)
        if years:
            found.setdefault(key, years[0])
    return found.get("born"), found.get("died")


def _life(born: int | None, died: int | None) -> Span:
    is_too_long = born is not None and died is not None and died - born > MAX_LIFE_YEARS
    return NOTHING if is_too_long else ordered((born, died))


def _era(rest: str, words: Words) -> int | None:
    following = rest.lstrip().casefold()
    for era, sign in words.eras.items():
        if following.startswith(era) and not following[len(era) :][:1].isalnum():
            return sign
    return None
