"""Finding the times of day that a text says, in whatever way it says them."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from longwave.narrator.spoken import number

HALF_DAY_MINUTES = 12 * 60
NOON, DUSK, LAST_HOUR = 12, 6, 24
# Patterns are ASCII, so that no letter of another alphabet passes for one of a number's; spaces, hyphens and
# apostrophes come in many shapes, and are folded one for one.
PLAIN = {
    ord(fancy): plain
    for plain, fancies in {" ": "\u00a0\u2009\u202f", "-": "\u2011", "'": "\u2018\u2019"}.items()
    for fancy in fancies
}
VALUES = {number(n): n for n in range(100)}
_SPANS = VALUES | {"half": 30, "quarter": 15, "five-and-twenty": 25}


@dataclass(frozen=True, kw_only=True)
class TimeOfDay:
    """A time that a text says.

    Attributes:
        dial: minutes after twelve on a twelve-hour dial.
        is_pm: the half of the day, where the text says which.
        passage: the words.
    """

    dial: int
    is_pm: bool | None
    passage: str

    def agrees_with(self, other: "TimeOfDay") -> bool:
        """Tell whether both may be the same time."""
        return self.dial == other.dial and (None in (self.is_pm, other.is_pm) or self.is_pm is other.is_pm)


def time_of(at: dt.datetime | dt.time) -> TimeOfDay:
    """Return a moment as a text would say it, with its half of the day."""
    return TimeOfDay(dial=(at.hour * 60 + at.minute) % HALF_DAY_MINUTES, is_pm=at.hour >= NOON, passage="")


def times_in(text: str) -> Iterator[TimeOfDay]:
    """Yield every time of day that a text says.

    A bare hour counts where the words around it leave no other meaning ("until seven.", "the clock strikes nine",
    "at six tonight"); "at eleven she could read" may be an age, and "at nine the pair" a price.
    """
    text = text.translate(PLAIN)
    taken: set[int] = set()
    for way in _WAYS:
        for match in way.pattern.finditer(text):
            span = set(range(*match.span()))
            if taken & span or way.is_other(match) or (read := way.read(match)) is None:
                continue
            taken |= span
            yield TimeOfDay(dial=read[0] % HALF_DAY_MINUTES, is_pm=read[1], passage=match.group())


Read = tuple[int, bool | None]
"""Minutes, and whether after noon."""


@dataclass(frozen=True, kw_only=True)
class _Way:
    """One way of saying a time.

    Attributes:
        read: returns None where the numbers are none of a clock.
        is_other: tells whether the match is a count, a price, a range or odds.
    """

    pattern: re.Pattern[str]
    read: Callable[[re.Match[str]], Read | None]
    is_other: Callable[[re.Match[str]], bool] = lambda _: False


def _is_plural(match: re.Match[str]) -> bool:
    return PLURAL.match(match.string, match.end()) is not None


def _is_measured(match: re.Match[str]) -> bool:
    return _MEASURE.match(match.string, match.end()) is not None


def _is_preceded_by(words: re.Pattern[str], match: re.Match[str]) -> bool:
    return words.search(match.string, max(0, match.start() - 24), match.start()) is not None


def _is_range_or_odds(match: re.Match[str]) -> bool:
    """Tell "ten to twelve boats" and "ten to one he knows" from the clock's ten to twelve and ten to one."""
    if match["unit"] or match["way"].lower() == "past" or match["span"].lower() == "quarter":
        return False
    is_clocks = match["way"].lower() == "to" and _SPANS[match["span"].lower()] in _SPANS_TO
    if not is_clocks or _is_preceded_by(_FROM, match):
        return True
    is_odds = _ODDS.match(match.string, match.end()) is not None
    return not _is_preceded_by(_AT, match) and (is_odds or _is_plural(match) or _is_measured(match))


def _is_price(match: re.Match[str]) -> bool:
    return match["dot"] == "." and (_is_measured(match) or match.string[: match.start()].endswith(("£", "$", "€")))


def _is_count(match: re.Match[str]) -> bool:
    return _is_plural(match) or _is_measured(match)


def _is_age_or_idiom(match: re.Match[str]) -> bool:
    """Tell "At nine, she could read" and "we were at one." from times."""
    is_age = match.group().startswith("At") and match.string[match.end() : match.end() + 1] == ","
    is_idiom = match["hour"].lower() == "one" and _is_preceded_by(_IN_ALL, match)
    return is_age or is_idiom


def _beside_the_hour(match: re.Match[str]) -> Read | None:
    span = _SPANS[match["span"].lower()]
    minutes = span if match["way"].lower() in {"past", "after"} else -span
    if whole := match["whole"]:
        return minutes, (whole.lower() != "midnight") is (minutes >= 0)
    return _on_the_dial(match["hour"], minutes, match["part"])


def _at_the_hour(match: re.Match[str]) -> Read | None:
    return _on_the_dial(match["hour"], 0, match.groupdict().get("part"))


def _half_on(match: re.Match[str]) -> Read | None:
    return _on_the_dial(match["hour"], 30, None)


def _with_minutes(match: re.Match[str]) -> Read | None:
    return _on_the_dial(match["hour"], _value(match["minute"]), match.groupdict().get("part"))


def _whole(match: re.Match[str]) -> Read:
    return 0, match.group().lower() != "midnight"


def _on_the_dial(hour: str, minutes: int, part: str | None) -> Read | None:
    """Read an hour; one above twelve, or with a leading nought, says its half of the day itself."""
    value = _value(hour)
    if value > LAST_HOUR:
        return None
    if part is None:
        is_full = value > NOON or hour.startswith("0")
        return value * 60 + minutes, (NOON <= value < LAST_HOUR if is_full else None)
    if part.lower() == "at night":
        return value * 60 + minutes, value % NOON >= DUSK
    return value * 60 + minutes, part.lower()[:1] == "p" or part.lower().endswith(("afternoon", "evening"))


def _value(word: str) -> int:
    return int(word) if word.isdigit() else VALUES[word.lower()]


def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?<!\d[.,:]){pattern}", re.ASCII | re.IGNORECASE | re.VERBOSE)


_MINUTES = "|".join(sorted((number(n) for n in range(1, 60)), key=len, reverse=True))
_HOURS = "|".join(number(n) for n in range(1, 13))
_HOUR = rf"(?P<hour>{_HOURS}|\d{{1,2}})(?![\w-]|[.,:]\d)"
_PART_NAME = r"(?P<part>in\s+the\s+(?:morning|afternoon|evening)|at\s+night|[ap]\.m\.|[ap]m\b)"
_PART = rf"(?:\s*{_PART_NAME})?"
_TODAY = r"\s+(?:tonight|tomorrow|this\s+(?:morning|afternoon|evening))\b"
# What may follow an hour that nothing else names as one.
_STOP = rf"""(?=\s*(?:[.;!?]|$)|\s*\N{{HORIZONTAL ELLIPSIS}}|,(?!\s*(?:\d|{_HOURS}))|\s+(?:today|every|each|on)\b)"""
_BARE = (
    rf"(?:at|until|till|by|before|after|since)\s+HOUR{_TODAY}",
    r"(?:clock|watch|bells?)\s+(?:says?|said|shows?|reads?|strikes?|struck|has\s+struck)\s+HOUR",
    r"stroke\s+of\s+HOUR",
    r"it(?:\s+(?:is|was|has)|'s)\s+(?:now|just|nearly|almost|gone|just\s+gone|already)\s+HOUR(?=[.,;!?]|$)",
    r"HOUR,?\s+(?:sharp\b|by\s+(?:my|the|our|this)\s+(?:\w+\s+)?(?:clock|watch)\b)",
)

# A bare number before "to" is the clock's where it is one of these; "two to three" is a count.
_SPANS_TO = frozenset({5, 10, 20, 25})
_MEASURE = re.compile(
    r"""\s*(?:%|°|per\b
      |(?:(?:kilo|centi|milli)?(?:met(?:re|er)|gram|litre)|kilo|inche?|mile|fathom|knot|degree|crown|shilling|pound|mark
         |tonne|ton|time|second|hour|minute|point)s?\b
      |(?:k?[gm]|[cm]m|feet|foot|stone|pence|million|thousand)\b)""",
    re.ASCII | re.IGNORECASE | re.VERBOSE,
)
# A word after a number that may be what it counts.
_NO_NOUNS = "is|was|has|as|this|his|its|us|says|yes|perhaps|always|does|goes|comes|makes"
PLURAL = re.compile(rf"\s+(?!(?:{_NO_NOUNS})\b)\w+s\b", re.IGNORECASE)
_ODDS = re.compile(
    r"(?<=one),?\s+(?:odds|against|on|that|you|he|she|it|they|we|i|there|some\w+|nobody|every\w+|the)\b", re.IGNORECASE
)
_AT = re.compile(r"\b(?:at|until|till)\s+(?:about\s+|nearly\s+|exactly\s+|just\s+)?$", re.IGNORECASE)
_FROM = re.compile(r"\b(?:from|between)\s+$", re.IGNORECASE)
_IN_ALL = re.compile(r"\b(?:are|were|is|was|be|been|am|all|look\w*|laugh\w*)\s+$", re.IGNORECASE)

# A way earlier in the list takes its words before a later one sees them.
_WAYS = (
    _Way(
        pattern=_pattern(
            rf"""(?P<span>half|quarter|five-and-twenty|{_MINUTES})(?P<unit>[\s-]+minutes?)?[\s-]+
            (?P<way>past|to|after|before)\s+(?:{_HOUR}{_PART}|(?P<whole>noon|midday|midnight)\b)"""
        ),
        read=_beside_the_hour,
        is_other=_is_range_or_odds,
    ),
    _Way(pattern=_pattern(rf"{_HOUR}\s+o\s?['`]?\s?clock\b{_PART}"), read=_at_the_hour),
    _Way(
        pattern=_pattern(rf"(?P<hour>\d{{1,2}})(?P<dot>[:.])(?P<minute>[0-5]\d)(?![\d]|[:.,]\d){_PART}"),
        read=_with_minutes,
        is_other=_is_price,
    ),
    _Way(pattern=_pattern(rf"(?P<hour>{_HOURS}|\d{{1,2}})\s*{_PART_NAME}"), read=_at_the_hour),
    _Way(
        pattern=_pattern(rf"(?P<hour>{_HOURS})[\s-](?:oh[\s-])?(?P<minute>{_MINUTES})(?![\w-]){_PART}"),
        read=_with_minutes,
        is_other=_is_count,
    ),
    _Way(
        pattern=_pattern(r"(?P<hour>0\d|(?:1\d|2[0-3])(?=\d\d\s+hours\b(?!\s+of\b)))(?P<minute>[0-5]\d)(?!\d)"),
        read=_with_minutes,
    ),
    _Way(pattern=_pattern(rf"half\s+(?P<hour>{_HOURS})(?=[.,;!?]|$|{_TODAY})"), read=_half_on),
    _Way(pattern=_pattern(r"(?:noon|midday|midnight)(?!\w)"), read=_whole),
    _Way(pattern=_pattern(rf"(?:at|until|till)\s+{_HOUR}{_STOP}"), read=_at_the_hour, is_other=_is_age_or_idiom),
    *(_Way(pattern=_pattern(bare.replace("HOUR", _HOUR)), read=_at_the_hour) for bare in _BARE),
)
