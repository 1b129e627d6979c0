"""Finding the dates and the years that a text says, in figures or in words."""

import re
from collections.abc import Iterator

from longwave.narrator.heard import PLAIN, PLURAL, VALUES
from longwave.narrator.spoken import MONTHS, WEEKDAYS, number, ordinal

LAST_DAY = 31
_DAYS = {ordinal(day): day for day in range(1, LAST_DAY + 1)}
_DAY = rf"(?i:{'|'.join(sorted(_DAYS, key=len, reverse=True))})|\d{{1,2}}(?:st|nd|rd|th)?"
_MONTH = "|".join(MONTHS)
_DATE = re.compile(
    rf"""(?<![\w.,])(?:
      (?P<day>{_DAY})\s+(?:(?:day\s+)?of\s+)?(?P<month>{_MONTH})
    | (?P<month_first>{_MONTH})\s+(?:the\s+)?(?P<day_last>{_DAY})(?!\d|[.,:]\d)
    )(?!\w)""",
    re.ASCII | re.VERBOSE,
)
_WEEKDAY = re.compile(rf"\b({'|'.join(WEEKDAYS)})s?\b")
_YEAR = re.compile(r"(?<!\d)(?<!\d[.,])([12]\d{3})(?!\d|,\d{3}|\.\d| hours\b)", re.ASCII)
_REST = "|".join(sorted((number(n).replace("-", "[ -]") for n in range(1, 100)), key=len, reverse=True))
_WORDED_YEAR = re.compile(
    rf"\b(?:(?P<nineteen>nineteen)(?:\s+hundred\s+and)?|two\s+thousand\s+and)[\s-]+(?:oh[\s-])?(?P<rest>{_REST})(?![\w-])",
    re.ASCII | re.IGNORECASE,
)


def dates_in(text: str) -> Iterator[tuple[str, str]]:
    """Yield every weekday and every day of a month that a text says: in one spelling, and the passage."""
    text = text.translate(PLAIN)
    for match in _DATE.finditer(text):
        said, month = match["day"] or match["day_last"], match["month"] or match["month_first"]
        # "In May 9 boats came" counts boats.
        is_count = match["day_last"] and said.isdigit() and PLURAL.match(text, match.end())
        if not is_count and (day := _day_of_month(said)) is not None:
            yield f"{ordinal(day)} of {month}", match.group()
    for match in _WEEKDAY.finditer(text):
        yield match[1], match.group()


def years_in(text: str) -> Iterator[tuple[int, str]]:
    """Yield every year from 1000 to 2999 in figures, every one from 1901 in words, and the passage."""
    text = text.translate(PLAIN)
    for match in _YEAR.finditer(text):
        yield int(match[1]), match.group()
    for match in _WORDED_YEAR.finditer(text):
        # "Two thousand and one nights" are no year.
        if not PLURAL.match(text, match.end()):
            century = 1900 if match["nineteen"] else 2000
            yield century + VALUES[match["rest"].lower().replace(" ", "-")], match.group()


def _day_of_month(said: str) -> int | None:
    day = _DAYS.get(said.lower()) or int(said.rstrip("stndrh"))
    return day if 1 <= day <= LAST_DAY else None
