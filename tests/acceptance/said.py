"""How numbers, dates and outcomes are said: a second reading of them, for who checks what was printed."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping

SMALL = (
    "nought one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
VALUES = {word: value for value, word in enumerate(SMALL)} | TENS
NUMBER = r"\d[\d,]*"
_WORD = "|".join(sorted(VALUES, key=len, reverse=True))
_SAID = re.compile(
    rf"\b(?:(?:{_WORD})(?:-(?:{_WORD}))?(?: hundred(?: and (?:{_WORD})(?:-(?:{_WORD}))?)?)?|{NUMBER})\b", re.IGNORECASE
)
_ODD_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
_NEGATED = re.compile(r"\b(?:neither|nor|not|no|never|than)\b[^.!?…]*$", re.IGNORECASE)
# Everybody says these of anything: "one hears", "the two of them".
FIGURATIVE = (0, 1, 2)

Words = Mapping[object, str]
_VERDICTS: Words = {
    "proven": r"\bproven\b|\bproves it\b|\bdemonstrat",
    "refuted": r"\brefuted\b|\brefutations\b",
    "contested": r"\bcontested\b|\bnon liquet\b",
}
_ENDS: Words = {
    "return": r"\bhas gone back\b|\breturns to\b|\breturned, to\b|\bam back at\b|\bcame back\b",
    "rivalry": r"\bwill not go back\b|\brivals?\b|\brivalry\b|\bstays with\b|\bpermanent\b",
}
_CONFIDENCES: Words = {
    "suspect": r"\bsuspects\b|\bprofesses only a suspicion\b",
    "certain": r"\bis certain (?:of|about|enough)\b|\bcertain is the word\b",
    "stake_my_career": r"\b(?:stake[ds]?|leaves?) (?:a|the whole|my) career\b",
}
# What is said of an outcome, and of no other: by kind of event, field and value.
OUTCOMES: Mapping[str, Mapping[str, Words]] = {
    "academy.theory_submitted": {"confidence": _CONFIDENCES},
    "academy.conference_called": {"confidence": _CONFIDENCES},
    "academy.theory_resolved": {"verdict": _VERDICTS},
    "academy.conference_cancelled": {"verdict": _VERDICTS},
    "academy.expedition_resolved": {
        "outcome": {
            "landmark": r"\blandmarks?\b",
            "success": r"(?<!partial )(?<!half a )\bsuccess\b|\bsucceeded\b",
            "partial": r"\bpartial\b|\bhalf a success\b",
            "failure": r"\bfailures?\b|\bfailed\b|\bretractions?\b",
        }
    },
    "academy.conference_resolved": {
        "outcome": {
            "success": r"(?<!partial )\bsuccess\b|\bsucceeded\b|\bcarried it\b|^carried\b|\bhas won\b",
            "partial": r"\bpartial(?:ly)?\b",
            "failure": r"\bfailed\b|\bfailure\b",
        }
    },
    "academy.symposium_resolved": {
        "outcome": {
            "affirm": r"(?:\b(?:is|was|been|therefore) |^)affirmed\b|\bto affirm\b|\bin the affirmative\b",
            "doubt": r"^doubted\b|\bto doubt\b|\bdoubt has it\b|\b(?:is|be) in doubt\b",
            "deny": r"^denied\b|\b(?:is|was|as) denied\b",
            None: r"\bno resolution\b|\bresolved nothing\b|\bnothing was carried\b|\bnobody won\b",
        }
    },
    "academy.stance_taken": {
        "is_support": {
            True: r"\bstands by\b|\bin support\b|^supporting\b|\bis for bulletin\b|\bsigned for\b",
            False: r"\bstands against\b|^against\b|^opposing\b|\bopposition\b|\bdoes not believe\b",
        }
    },
    "academy.conference_joined": {
        "is_support": {
            True: r"\bspeak for bulletin\b|^for bulletin\b|\bsupporting side\b|\ba supporter\b|\bthe case for\b",
            False: r"\bagainst bulletin\b|\bopposing side\b|\ban opposition\b",
        }
    },
    "academy.defection_settled": {"end": _ENDS},
    "academy.epilogue_told": {"end": _ENDS},
    "academy.commitment_closed": {
        "is_kept": {
            True: r"\bhas kept\b|\bhas been kept\b|^discharged\b|\bnothing is left unpaid\b",
            False: r"\bhas not kept\b|\bwas left unpaid\b|\ba gap\b|\bwas not performed\b|\bit lacked\b",
        }
    },
    "academy.text_released": {
        "is_approved": {
            True: r"\bhas been passed\b|^passed\b|\bmay be printed\b",
            False: r"\bwill not be printed\b|^not passed\b|\bwithout a tick\b",
        }
    },
    "academy.scholar_released": {"reason": {"dismissed": r"^dismissed by\b", "unpaid": r"\bunpaid\b"}},
}


def number_words(value: int) -> str:
    """Say a number."""
    if value < 0:
        return f"minus {number_words(-value)}"
    if value < len(SMALL):
        return SMALL[value]
    if value < 100:
        ten = next(word for word, worth in TENS.items() if worth == value - value % 10)
        return f"{ten}-{SMALL[value % 10]}" if value % 10 else ten
    if value < 1000:
        rest = f" and {number_words(value % 100)}" if value % 100 else ""
        return f"{SMALL[value // 100]} hundred{rest}"
    return f"{value:,}"


def date_words(day: dt.datetime) -> str:
    """Say a day: "Friday the thirteenth of March"."""
    return f"{day:%A} the {ordinal_words(number_words(day.day))} of {day:%B}"


def ordinal_words(number: str) -> str:
    """Return the word of a place in an order for a number in words: "third" for "three"."""
    tens, dash, last = number.rpartition("-")
    ordinal = _ODD_ORDINALS.get(last) or (f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th")
    return f"{tens}{dash}{ordinal}"


def numbers_said(text: str) -> Iterator[int]:
    """Yield the numbers in a text, but for those that everybody says of anything."""
    for match in _SAID.finditer(text):
        value = _value(match.group().casefold())
        if value not in FIGURATIVE:
            yield value


def negated(text: str, at: int) -> bool:
    """Tell whether what stands at a place is denied in its own sentence."""
    return _NEGATED.search(text[:at]) is not None


def _value(said: str) -> int:
    if said[0].isdigit():
        return int(said.replace(",", ""))
    hundreds, _, rest = said.rpartition(" hundred")
    whole = 100 * _value(hundreds) if hundreds else 0
    rest = rest.removeprefix(" and ")
    return whole + sum(VALUES[word] for word in rest.split("-") if word)
