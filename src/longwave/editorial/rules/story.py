"""Stories: a text that shall carry a beat does."""

import re
from collections.abc import Iterator

from longwave.editorial.rule import Fault, Manuscript, Rule, Severity
from longwave.world.names import is_named_in

# What each part of a beat counts for, and how much of it all must be there. Free retellings have 0.46 to 0.90, and 96
# in 100 tellings of another beat of the same story have less (tests/unit/editorial/retold.yaml).
NAMES, WORDS = 0.25, 0.75
ENOUGH = 0.45
MIN_LETTERS, STEM_LETTERS = 4, 5
_WORD = re.compile(r"[^\W\d_]+")
_COMMON = frozenset(
    "about after again against along also although among another anybody anything around asked away back because been "
    "before began behind being below between beyond both came come could does done down each either else enough even "
    "ever every everybody everyone everything except first five four from gave give given goes going gone good great "
    "have having heard here hers herself himself into itself just kept knew know known last later least less like "
    "little long made make many might more most much must near never next nobody none nothing once only other others "
    "over part perhaps quite rather said same says seen seven shall should since sixty some somebody something still "
    "such take taken than that their them themselves then there these they thing things this those though three "
    "through till told took toward towards turn turned twice under until upon used very want wanted well went were "
    "what when where whether which while whole whom whose will with within without would year years your".split()
)


def carried(text: str, beat: str, names: tuple[bool, ...]) -> float:
    """Return how much of a beat stands in a text, from 0 to 1: its names and the words that make it.

    Args:
        names: for each entry that the beat names, whether the text does.
    """
    words = share_of(beat, text)
    named = sum(names) / len(names) if names else 1.0
    return NAMES * named + WORDS * words


def share_of(said: str, text: str) -> float:
    """Return how many of the telling words of something stand in a text, from 0 to 1."""
    wanted = _stems(said)
    return len(wanted & _stems(text)) / len(wanted) if wanted else 1.0


def _stems(text: str) -> frozenset[str]:
    words = (word.casefold() for word in _WORD.findall(text))
    return frozenset(word[:STEM_LETTERS] for word in words if len(word) >= MIN_LETTERS and word not in _COMMON)


def _beat_missing(manuscript: Manuscript) -> Iterator[Fault]:
    sheet, lore = manuscript.assignment.sheet, manuscript.canon.pack.lore
    beat = sheet.slots.get("beat")
    if not isinstance(beat, str):
        return
    names = tuple(is_named_in(manuscript.text, lore[name]) for name in sheet.subject)
    if carried(manuscript.text, beat, names) < ENOUGH:
        yield Fault(manuscript.text[:60], "the beat is not told: tell all that happens in it, and name who and what")


RULES = (Rule("STORY001", Severity.MAJOR, 1, "tells the beat that it was given", _beat_missing),)
