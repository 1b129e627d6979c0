"""Measures: how big a thing is, how dear, how far off, how long it takes, and when a house opens."""

from collections.abc import Callable, Iterator

from longwave.editorial.reading.known import UNITS
from longwave.editorial.rule import Fault, Manuscript, Severity
from longwave.editorial.rules.lore.amounts import QUALIFIED, fits, is_said, own
from longwave.editorial.rules.lore.frames import Frames, alternatives, lore_rule
from longwave.world.lore import Kind

_UNIT = rf"(?P<unit>{alternatives(UNITS)})"
_TALL = r"(?: (?P<adj>high|tall|long|deep|wide|thick|out|off|away|down|slow|slow|heavy|across|in length|in height))?"
_M = rf"{QUALIFIED}<N> {_UNIT}\b(?! and a half| (?:later|earlier|ago|before|after|old)\b){_TALL}"
_MEASURES = (
    r"(?:is|are|was|were|stands?|stood|lies|lay|rises|rose|measures?|measured|weighs?|weighed|runs?|ran"
    r"|reach(?:es)?|sits|goes|stretch(?:es)?|extends"
    r"|takes?|took|lasts?|lasted|needs?|needed|costs?|cost|crosses|crossed|reads|broadcasts|ends|ended|sells for"
    r"|sold for|fetches|keeps|dives|swims|makes|did|does|grows)"
)
MEASURES = Frames(
    rf"<X><A> {_MEASURES} (?:[a-z][\w'-]* ){{0,4}}?{_M}",
    rf"(?P<part>[a-z]+) (?:of|in|at|on) <X> (?:is|are|was|were|measures?|stands?|reach(?:es)?|lies?|runs?) {_M}",
    rf"<X> (?:at|on) {_M}",
    rf"<X>,? (?:some )?{_M}",
    r"(?P<part>height|length|depth|weight|price|cost|width|wavelength|crossing) of <X> (?:is|was|comes to|came"
    rf" to) {_M}",
    rf"\b(?:takes|took|needs|needed) {_M} (?:for|on|aboard) <X>",
    rf"{_M}(?: of [a-z]+)? (?:is|was|are|were) (?:(?!to\b)[a-z][\w'-]* ){{0,4}}?(?:of )?<X>",
    rf"{_M}(?: of [a-z]+(?: [a-z]+)?)? (?:lie|lies|make|form|go|run)[^@#,.;]{{0,30}} <X>",
    rf"\b[Oo]n <X>,? it (?:takes|took|is) {_M}",
    rf"{_M} (?:will buy|buys?|bought) (?:you )?<X>",
    rf"(?:^|[,;:] )(?:[Aa]t|[Ww]ith its) {_M},? <X> (?:is|was|stands|has|rises)",
    rf"<X>[^,.;:#%^]{{0,40}} (?:reached|reaches|arrived|arrives|crosses|crossed|came)[^,.;:#%^]{{0,30}} in {_M}",
    rf"\b[Ii]t is {_M} to <X>",
    rf"\ba? ?#(?P<n>\d+)-(?P<unit>{alternatives(UNITS)}) <X>",
)
_ABOUT = {
    "high": {"height", "summit"},
    "tall": {"height"},
    "height": {"height"},
    "long": {"length"},
    "length": {"length"},
    "deep": {"depth"},
    "depth": {"depth"},
    "wide": {"width", "mouth"},
    "width": {"width"},
    "thick": {"wall"},
    "walls": {"wall"},
    "out": {"distance"},
    "off": {"distance"},
    "away": {"distance"},
    "crossing": {"crossing"},
}
HOURS = Frames(
    r"<X><A> (?P<verb>opens|closes|shuts|signs on|signs off|comes on|goes off)(?: its doors| again| the doors| up"
    r"| the air)? (?:only )?(?:at|before|by) <N>"
    r"(?! (?:minutes|past|to))",
    r"<Xs> doors (?P<verb>open|close|shut) at <N>",
    r"\b(?:hours|doors) of <X> (?:are|is|run|open) (?P<verb>from|at) <N>",
    cues=("opens", "closes", "shuts", "signs", "comes", "goes", "open", "close", "shut", "hours"),
)
_FAR = frozenset({"kilometre", "kilometres", "km"})
_HALF_DAY = 12


def _measures(manuscript: Manuscript) -> Iterator[Fault]:
    yield from _measured(manuscript, lambda dimension, unit: dimension not in {"minutes", "pence"} and unit not in _FAR)


def _prices(manuscript: Manuscript) -> Iterator[Fault]:
    yield from _measured(manuscript, lambda dimension, _: dimension == "pence")


def _travel(manuscript: Manuscript) -> Iterator[Fault]:
    yield from _measured(manuscript, lambda dimension, unit: dimension == "minutes" or unit in _FAR)


def _measured(manuscript: Manuscript, is_ours: Callable[[str, str], bool]) -> Iterator[Fault]:
    for claim in MEASURES.claims(manuscript):
        dimension, size = UNITS[claim.word("unit")]
        if not is_ours(dimension, claim.word("unit")) or (claim.entry.kind is Kind.PERSON):
            continue
        is_feast = claim.entry.kind in {Kind.EVENT, Kind.CUSTOM} and dimension == "minutes"
        if is_feast and "last" not in claim.match.group():
            continue  # A fair that "is in one day", or "two days off", is held then, and is no journey.
        measured = [quantity for quantity in own(claim) if quantity.dimension == dimension]
        about = _ABOUT.get(claim.word("adj") or claim.word("part"), set())
        measured = [quantity for quantity in measured if quantity.about & about] or measured
        if dimension == "pence" and "%" in claim.sentence.written:
            continue  # What something cost once is no price.
        if measured and not fits(claim, claim.value * size, measured) and not is_said(claim, claim.word("unit")):
            yield claim.fault(" and ".join(dict.fromkeys(quantity.says for quantity in measured)))


def _hours(manuscript: Manuscript) -> Iterator[Fault]:
    for claim in HOURS.claims(manuscript):
        key = "opens" if claim.word("verb") in {"opens", "open", "signs on", "comes on", "from", "at"} else "closes"
        hour = claim.known.year(claim.entry, key)
        if hour is not None and hour % _HALF_DAY != claim.value % _HALF_DAY:
            yield claim.fault(f"it {key} at {hour}")


RULES = (
    lore_rule("LORE028", Severity.CRITICAL, "gives heights, lengths, depths and weights", _measures),
    lore_rule("LORE029", Severity.CRITICAL, "gives what a thing costs", _prices),
    lore_rule("LORE030", Severity.CRITICAL, "gives how far it is and how long it takes", _travel),
    lore_rule("LORE032", Severity.CRITICAL, "opens and closes a house at its hour", _hours),
)
