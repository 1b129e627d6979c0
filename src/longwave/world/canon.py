"""The words of a lore entry's `canon`: which keys there are, and what each holds.

Any other key holds a number. One of its words may be a unit (`height-metres: 186`, `price-pence: 7`); without one, a
plural counts things (`steps: 99`), and a singular says which one it is (`missing-step: 41`).
"""

from enum import StrEnum

CanonValue = int | float | str | tuple[str, ...]


class Holds(StrEnum):
    """What a key of `canon` holds, as the fault and the reference say it."""

    YEAR = "a year"
    HOUR = "an hour of the day, 0 to 24"
    PLACE = "an entry or region by id, or a name with a capital"
    AGENT = "an entry or faction by id, or a name with a capital"
    WORDS = "words as a text would say them"
    MONTHS = "names of months"
    WEEKDAYS = "names of weekdays"
    DATE = "a day and a month, as in 21 March"
    DIRECTION = "a point of the compass"
    STATUS = "running, standing, ended, closed, lost, wrecked, scrapped or dead"


MONTHS = tuple("January February March April May June July August September October November December".split())
WEEKDAYS = tuple("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())
STATUSES = ("running", "standing", "ended", "closed", "lost", "wrecked", "scrapped", "dead")
DIRECTIONS = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")
REFERENCES = frozenset({Holds.PLACE, Holds.AGENT})
NUMBERS = frozenset({Holds.YEAR, Holds.HOUR})

BEGINNINGS = frozenset(
    "founded opened built began cut lit hung planted named passed agreed set first launched made"
    " since first-bell first-laid first-made first-printed first-rung first-shipped".split()
)
"""Years in which a thing came into being: a text may say any of them of any of these verbs."""

MILESTONES = frozenset(
    "died ended closed wrecked sailed parted relaid removed renamed returned stopped lost left licensed sued".split()
)
"""Years of one thing that happened to it."""

VOCABULARY: dict[str, Holds] = {
    **dict.fromkeys(sorted(BEGINNINGS | MILESTONES | {"born", "year"}), Holds.YEAR),
    "place": Holds.PLACE,
    "birthplace": Holds.PLACE,
    "port": Holds.PLACE,
    "ward": Holds.PLACE,
    "owner": Holds.AGENT,
    "keeper": Holds.AGENT,
    "author": Holds.AGENT,
    "maker": Holds.AGENT,
    "founder": Holds.AGENT,
    "part-of": Holds.AGENT,
    "parties": Holds.AGENT,
    "mother": Holds.AGENT,
    "father": Holds.AGENT,
    "sister": Holds.AGENT,
    "brother": Holds.AGENT,
    "son": Holds.AGENT,
    "daughter": Holds.AGENT,
    "husband": Holds.AGENT,
    "wife": Holds.AGENT,
    "parent-trade": Holds.WORDS,
    "office": Holds.WORDS,
    "trade": Holds.WORDS,
    "type": Holds.WORDS,
    "colour": Holds.WORDS,
    "material": Holds.WORDS,
    "ingredients": Holds.WORDS,
    "without": Holds.WORDS,
    "eats": Holds.WORDS,
    "time": Holds.WORDS,
    "months": Holds.MONTHS,
    "weekdays": Holds.WEEKDAYS,
    "date": Holds.DATE,
    "direction": Holds.DIRECTION,
    "opens": Holds.HOUR,
    "closes": Holds.HOUR,
    "status": Holds.STATUS,
}


def values_of(value: CanonValue) -> tuple[str, ...]:
    """Return the texts under a key; a single one is a list of one."""
    return value if isinstance(value, tuple) else (str(value),)


def is_id(value: str) -> bool:
    """Tell whether a value names an entry, a region or a faction by its id, and not a person or place by name."""
    return value == value.lower()
