"""The fact sheet: a text states no number, no year and no name but those it was given, and those of the lore."""

import re
from collections.abc import Iterator

from longwave.editorial.reading.figures import Sort
from longwave.editorial.rule import Fault, Manuscript, Rule, Severity
from longwave.editorial.vocabulary import CapitalRun, Number, bare, capital_runs
from longwave.narrator import spoken

# Fewer than three of something is how English speaks, not a count; so are these.
MIN_COUNT = 3
_ROUND = frozenset({12, 20, 100, 1000, 1_000_000})
_IDIOM = re.compile(
    r"""\b(?:(?:nine|ninety-nine|one|two|ten)\s+(?:times\s+)?(?:(?:out\s+)?of|in)\s+(?:ten|a\s+hundred|three|four|five|every\s+\w+)|ten\s+to\s+one
      |(?:twenty|fifty|a\s+hundred|a\s+thousand|a\s+million)\s+to\s+one|two\s+and\s+two\b.{0,12}\bfour|forty\s+winks|nine\s+days[’']
      |on\s+all\s+fours|(?:three|six|nine)\s+(?:cheers|feet\s+under|lives)|seven\s+seas|four\s+(?:corners|walls|winds)
      |five\s+senses|fifty-fifty|(?:five|ten)\s+minutes\s+ago|(?:three|four)\s+or\s+(?:four|five)|nineteen\s+to\s+the\s+dozen
      |ten\s+a\s+penny|second\s+to\s+none|(?:the\s+)?eleventh\s+hour|seventh\s+heaven|(?:a\s+)?dozen|(?:a\s+)?score\s+of)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_CALENDAR = frozenset(map(str.casefold, (*spoken.WEEKDAYS, *spoken.MONTHS)))
_TITLES = (
    "mr mrs miss ms dr sir lady lord madam father mother sister brother aunt uncle captain saint st professor "
    "councillor mayor king queen president minister keeper doctor judge"
)
_ANYWHERE = _CALENDAR | frozenset(
    f"{_TITLES} i i'm i'll i've i'd god heaven lord ok tv christmas easter english sunday's north south east west o oh "
    "a the and but or so if in on at to of for it he she they we you this that there here no yes not "
    "ai http json yaml none null nan todo "  # SAFE001 knows these
    "is was are were be been do did who what when where why how".split()
)
# Who does one of these is somebody.
_DOES = re.compile(r"\s+(?:says|said|tells|told|writes|wrote|asks|asked|swears|swore|walked|came|went|sat|thinks)\b")
_EVERYONES = frozenset(
    "rumour legend tradition word gossip custom somebody someone nobody everybody everyone anybody people science "
    "history experience conscience fortune nature time somewhere another others neither either".split()
)


def _unknown_number(manuscript: Manuscript) -> Iterator[Fault]:
    own = manuscript.canon.vocabulary.said_numbers
    unknown = [
        number
        for number in manuscript.numbers
        if not _is_harmless(number)
        and (number.value, number.counted) not in own
        and number.value not in manuscript.given_numbers
    ]
    idioms = " ".join(_IDIOM.findall(manuscript.text)).casefold() if unknown else ""
    for number in unknown:
        if number.passage.casefold() not in idioms:
            yield Fault(number.passage, "no such number is on the fact sheet: say one that is, or none")


def _unknown_year(manuscript: Manuscript) -> Iterator[Fault]:
    cutoff = manuscript.assignment.persona.knowledge.cutoff_year or manuscript.assignment.sheet.at.year
    for number in manuscript.numbers:
        # What comes after the cutoff, another rule forbids.
        is_year = number.figure.sort is Sort.YEAR and number.value <= cutoff
        if is_year and number.value not in manuscript.given_numbers:
            yield Fault(number.passage, "no such year is on the fact sheet: say one that is, or none")


def _unknown_name(manuscript: Manuscript) -> Iterator[Fault]:
    vocabulary = manuscript.canon.vocabulary
    if not manuscript.canon.pack.card.language.startswith("en"):
        return  # Other languages write other words with capitals.
    suspects = [
        run
        for run in capital_runs(manuscript.text)
        if not all(word in vocabulary.capitals or word in _ANYWHERE for word in run.words)
        or any(_is_invented(pair, manuscript) for pair in run.pairs)
    ]
    given = set(_words(manuscript)) if suspects else set()
    for run in suspects:
        unknown = [word for word in _names(run, manuscript) if word not in given]
        if unknown or any(_is_invented(pair, manuscript) and not given.issuperset(pair) for pair in run.pairs):
            yield Fault(
                run.passage, "nobody and nothing of this name is on the fact sheet or in the lore: leave it out"
            )


def _words(manuscript: Manuscript) -> Iterator[str]:
    return (bare(word) for text in manuscript.assignment.sheet.texts() for word in re.findall(r"[\w'’]+", text))


def _names(run: CapitalRun, manuscript: Manuscript) -> list[str]:
    """Return the words of a run that are names for sure, and unknown."""
    vocabulary = manuscript.canon.vocabulary
    words = list(run.words)
    if run.starts and not (len(words) == 1 and _is_somebody(run, manuscript)):
        del words[0]
    return [word for word in words if word not in vocabulary.capitals and word not in _ANYWHERE]


def _is_somebody(run: CapitalRun, manuscript: Manuscript) -> bool:
    """Tell whether the only word with which a sentence begins is a name: it owns, or speaks, and is no usual word."""
    [word] = run.words
    if word in manuscript.canon.vocabulary.small or word in _EVERYONES or word.endswith(("ing", "ly", "ed", "s")):
        return False
    owns = run.passage.endswith(("'s", "\N{RIGHT SINGLE QUOTATION MARK}s"))
    return owns or _DOES.match(manuscript.text, run.follows) is not None


def _is_invented(pair: tuple[str, str], manuscript: Manuscript) -> bool:
    """Tell whether two words are one person's given name and another's surname."""
    vocabulary = manuscript.canon.vocabulary
    given, surname = pair
    return given in vocabulary.given_names and surname in vocabulary.surnames and pair not in vocabulary.pairs


def _is_harmless(number: Number) -> bool:
    if number.figure.sort is not Sort.COUNT or number.value < MIN_COUNT:
        return True
    return number.value in _ROUND and not number.passage[0].isdigit()


RULES = (
    Rule("FACT001", Severity.MAJOR, 1, "counts only what the fact sheet counts", _unknown_number),
    Rule("FACT002", Severity.MAJOR, 1, "names only whom and what the fact sheet or the lore names", _unknown_name),
    Rule("FACT003", Severity.MAJOR, 1, "says no year but those of the fact sheet and of what it names", _unknown_year),
)
