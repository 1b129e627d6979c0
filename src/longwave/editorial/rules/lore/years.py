"""Years: when things began, ended and happened, who was born and died when, and what existed at the time."""

import re
from collections.abc import Iterator

from longwave.editorial.rule import Fault, Manuscript, Severity
from longwave.editorial.rules.lore.frames import Claim, Frames, lore_rule
from longwave.world.lore import Kind

_BEGAN = (
    r"(?:founded|established|set up|started|begun|began|opened|built|erected|put up|went up|cut|lit|hung|planted"
    r"|launched"
    r"|signed on|laid|dug|created|finished|completed|introduced|formed|came into being|invented|written|painted"
    r"|printed|composed|made|passed)"
)
_FIRST = r"(?: (?:\^\d+|only|\w+ly))*"  # "First" is an ordinal.
_WHEN = r"(?:back )?(?:in|about|around|from|as early as|as late as|since|in the year|no earlier than)"
# What begins ends its clause here, or goes on with where and by whom; an object would make it something else's year.
_CLOSED = r"(?=[.,;:!]|$| (?:on|at|by|with|to|in|and|for|from|up|up on|over|under)\b)"
_PLACED = (
    r"(?: (?:its|her|their) [a-z]+| (?:on|at|by|up|here|there|for|of|with) [^@#%^,.]{1,30}?| (?:on|at|in|by) @\d+)?"
)
_SUBJECT = r"(?:^|[,:;] |\b(?:and|but|that|when|since|as|while|because|where) )"
_WENT_ON = r"(?!\w*(?:remembered|named|buried|honoured|mourned|missed|called)\b)"

BEGINNINGS = Frames(
    rf"<X><A>(?: who| which)?,?(?: (?:was|were|is|had been|has been))?{_FIRST} {_BEGAN}{_PLACED},? {_WHEN} <YEAR>",
    rf"<IN>,? (?:the year )?<F><X>(?: (?:was|were))?{_FIRST} {_BEGAN}{_CLOSED}",
    rf"\b(?:founded|established|set up|built|opened|cut|started|launched|laid|lit|hung|planted|erected|invented) <X>"
    rf"{_PLACED},? {_WHEN} <YEAR>",
    rf"<IN>,? [^@#%.;]{{1,40}} {_BEGAN} <X>",
    r"\b(?:founding|opening|building|beginning|invention|cutting|launch|laying|lighting|hanging) of"
    r" <X>[^@#%^.;]{0,24} %(?P<n>\d+)",
    r"<X><A> (?:dates|dates back|goes back|has stood|has run|has existed|has been open|has been running)"
    r"(?: \w+)? (?:from|to|since) <YEAR>",
    rf"(?:^|[,;:] )(?i:{_BEGAN})(?: [^@#%^,.]{{1,30}})? in <YEAR>(?: by [^,]{{1,40}})?, <X>",
    r"<X><A> (?:was|were) \^\d+ (?:played|held|danced|sung|heard|worn|eaten|rung|used|kept|shown|served|sold|seen"
    r"|cooked|baked)"
    r"(?: [^@#%^,.]{1,24})? in <YEAR>",
    r"%(?P<n>\d+) (?:saw|was the year of) the (?:founding|opening|building|beginning|launch|start) of <X>",
)
_LASTING = frozenset({Kind.OBJECT, Kind.PLACE, Kind.INSTITUTION, Kind.WORK, Kind.SHIP})
# Verbs that are the beginning of some kinds only: a painted stair is older than its paint.
_MAY: dict[str, frozenset[Kind]] = {
    "(?:painted|written|composed|printed)": frozenset({Kind.WORK}),
    "passed": frozenset({Kind.ARTICLE}),
    "made": frozenset({Kind.OBJECT, Kind.FOOD, Kind.WORK}),
    "hung": frozenset({Kind.OBJECT}),
    "(?:finished|completed|built|erected)": _LASTING,
}
DATED = Frames(r"<X> of <YEAR>(?! [a-z]+ed\b)", r"\b[Tt]he %(?P<n>\d+) <X>")
_MILESTONES: dict[str, tuple[str, ...]] = {
    "sailed|put to sea|put out|set sail|set out": ("sailed", "left"),
    "wrecked|ran aground|ran ashore|ran on to|foundered|sank|sunk|went down": ("wrecked", "lost"),
    "lost|drowned": ("lost", "wrecked"),
    "relaid|laid again": ("relaid",),
    "parted|broke|broken|snapped": ("parted",),
    "removed|taken down|pulled down|dismantled": ("removed", "ended"),
    "stopped": ("stopped", "ended"),
    "ended|closed|finished|came to an end|was over|shut|abolished|scrapped|broken up|given up|wound up": (
        "ended",
        "closed",
        "removed",
    ),
    "returned|came back|came home": ("returned",),
    "renamed": ("renamed",),
}
_HAPPENED = "|".join(_MILESTONES)
MILESTONES = Frames(
    rf"<X><A>(?: (?:was|were|had been|has been))?(?: \w+ly| at last| finally)? (?P<verb>{_HAPPENED}){_PLACED},?"
    rf" {_WHEN} <YEAR>",
    rf"<IN>,? <F><X>(?: (?:was|were))?(?: \w+ly)? (?P<verb>{_HAPPENED}){_CLOSED}",
    r"\b(?P<verb>end|close|loss|wreck|return|removal|relaying) of <X>[^@#%^.;]{0,24} %(?P<n>\d+)",
    cues={word for verbs in _MILESTONES for phrase in verbs.split("|") for word in phrase.split()}
    | {"end", "close", "loss", "wreck", "return", "removal", "relaying"},
)
_NOUNS = {
    "end": "ended",
    "close": "closed",
    "loss": "lost",
    "wreck": "wrecked",
    "return": "returned",
    "removal": "removed",
    "relaying": "relaid",
}
BIRTHS = Frames(
    r"<X>(?:,? who)?,?(?: (?:was|is|were))?(?: \w+)? born(?: [^@#%^.;,]{1,24}| [a-z ]{0,12}@\d+)?,? (?:in|back"
    r" in) <YEAR>",
    r"\b[Bb]orn (?:[^@#%^.;,]{1,24} |[a-z ]{1,12}@\d+ )?in <YEAR>(?: (?:in|at|on|over) [^@#%^.;,]{1,24}| (?:in|at"
    r"|on) @\d+)?, <X>",
    r"<IN>,? (?:the year )?<F><X> was born",
    r"\byear was <YEAR>,? (?:and|when) <X> was born",
    r"<Xs> birth (?:was )?in <YEAR>",
    r"\bbirth of <X>,? in <YEAR>",
    cues=("born", "birth"),
)
DEATHS = Frames(
    r"<X>(?:,? who)?,?<A>(?: (?:was|is|were))?(?: \w+ly)? (?:died|buried|drowned|passed away)(?:"
    r" [^@#%^.;]{1,30}?)?,? (?:in|back in) <YEAR>",
    r"<IN>,? <F><X> (?:died|was buried|passed away)",
    r"<X><A> lived (?:until|till|to) <YEAR>",
    r"\b(?:death|funeral|burial) of <X>,? (?:was )?in <YEAR>",
    r"<Xs> (?:death|funeral|burial)(?: was)?,? in <YEAR>",
    cues=("died", "lived", "buried", "drowned", "passed", "death", "funeral", "burial"),
)
ACTS = Frames(
    rf"<IN>,? <X> {_WENT_ON}(?P<act>(?:was|were|had|could|still|already|\w+ed|\w+s|sat|ran|made|sent|told|took"
    r"|kept|gave|wrote|sang|came|went|built|bought|sold|rang|held|met|put|set|stood|began|said|won|lost|found)\b)",
    rf"{_SUBJECT}<X> {_WENT_ON}(?P<act>\w+ed|sat|ran|made|sent|told|took|kept|gave|wrote|sang|came|went|built"
    r"|bought|sold"
    r"|rang|held|met|stood|said|won|found|saw|left|lost|caught|drove|led|paid|read|rode|rose|spoke|spent|taught|woke"
    r"|wore)\b (?:(?!\b(?:that|who|which)\b)[^%^,.;:]){0,40}\b(?:in|as late as|as early as) <YEAR>",
)
_OWN_YEARS = frozenset("died began opened started sailed ended closed finished stopped returned parted sank".split())
"""Verbs whose years are other rules' business."""
_EXISTS = frozenset({Kind.FACTION, Kind.INSTITUTION, Kind.SHIP, Kind.OBJECT, Kind.WORK, Kind.EVENT})


def _began(manuscript: Manuscript) -> Iterator[Fault]:
    for claim in BEGINNINGS.claims(manuscript):
        kinds = [kinds for verb, kinds in _MAY.items() if re.search(rf"\b{verb}\b", claim.match.group())]
        if claim.entry.kind is Kind.PERSON or any(claim.entry.kind not in allowed for allowed in kinds):
            continue
        years = claim.known.beginnings(claim.entry)
        if claim.value not in years and not _says_year(claim):
            yield claim.fault(f"it began in {_or(years)}")
    for claim in DATED.claims(manuscript):
        first, last = claim.entry.years
        if claim.entry.kind is Kind.EVENT and not first <= claim.value <= (last or first):
            yield claim.fault(f"it was in {first}")


def _happened(manuscript: Manuscript) -> Iterator[Fault]:
    for claim in MILESTONES.claims(manuscript):
        verb = _NOUNS.get(claim.word("verb"), claim.word("verb"))
        keys = next((keys for verbs, keys in _MILESTONES.items() if verb in verbs.split("|")), ())
        years = {year for key in keys if (year := claim.known.year(claim.entry, key)) is not None}
        if "ended" in keys and claim.entry.years[1] and claim.entry.kind is not Kind.PERSON:
            years.add(claim.entry.years[1])
        if years and claim.value not in years and not _says_year(claim):
            yield claim.fault(f"that was in {_or(years)}")


def _born(manuscript: Manuscript) -> Iterator[Fault]:
    for claim in BIRTHS.claims(manuscript):
        born = claim.known.born(claim.entry)
        if born is not None and claim.value != born:
            yield claim.fault(f"born in {born}")


def _died(manuscript: Manuscript) -> Iterator[Fault]:
    for claim in DEATHS.claims(manuscript):
        died = claim.known.died(claim.entry)
        if died is not None and claim.value != died:
            yield claim.fault(f"died in {died}")


def _outside_life(manuscript: Manuscript) -> Iterator[Fault]:
    for claim in ACTS.claims(manuscript):
        born, died = claim.known.born(claim.entry), claim.known.died(claim.entry)
        if claim.word("act") in _OWN_YEARS:
            continue
        if born is not None and claim.value < born:
            yield claim.fault(f"born only in {born}")
        elif died is not None and claim.value > died:
            yield claim.fault(f"died in {died}")


def _before_it_was(manuscript: Manuscript) -> Iterator[Fault]:
    for claim in ACTS.claims(manuscript):
        entry = claim.entry
        if claim.word("act") in _OWN_YEARS:
            continue
        if entry.kind in _EXISTS and claim.value < min(claim.known.beginnings(entry)) and not _says_year(claim):
            yield claim.fault(f"there was none before {entry.years[0]}")


def _says_year(claim: Claim) -> bool:
    """Tell whether a sentence of the entry's own has the year together with the verb that is used."""
    verbs = set(re.findall(r"[a-z]+", claim.match.group())) - {"the", "was", "were", "and", "first"}
    year = f"{claim.value:.0f}"
    facts = (fact.says for fact in claim.entry.facts)
    return any(year in says and verbs & set(re.findall(r"[a-z]{3,}", says)) for says in facts)


def _or(years: frozenset[int] | set[int]) -> str:
    return " or ".join(map(str, sorted(years)))


RULES = (
    lore_rule("LORE010", Severity.CRITICAL, "lets a thing begin in the year in which it began", _began),
    lore_rule("LORE011", Severity.CRITICAL, "dates what happened to a thing as the lore does", _happened),
    lore_rule("LORE012", Severity.CRITICAL, "gives the year in which somebody was born", _born),
    lore_rule("LORE013", Severity.CRITICAL, "gives the year in which somebody died", _died),
    lore_rule("LORE014", Severity.CRITICAL, "lets nobody act before birth or after death", _outside_life),
    lore_rule("LORE015", Severity.CRITICAL, "lets no faction, ship or work act before it existed", _before_it_was),
)
