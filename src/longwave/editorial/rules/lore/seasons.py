"""Seasons: the month and the weekday of a custom, and what came before what."""

from collections.abc import Iterator

from longwave.editorial.rule import Fault, Manuscript, Severity
from longwave.editorial.rules.lore.frames import Claim, Frames, lore_rule
from longwave.world.canon import MONTHS, WEEKDAYS
from longwave.world.lore import Kind

_MONTH = rf"(?P<month>{'|'.join(MONTHS)})"
_SEASONS = {
    "spring": frozenset({"March", "April", "May"}),
    "summer": frozenset({"June", "July", "August"}),
    "autumn": frozenset({"September", "October", "November"}),
    "winter": frozenset({"December", "January", "February"}),
}
_COMES = (
    r"(?:(?:is|are)(?: always| only)?(?: held| kept| cut| run| eaten| celebrated| danced| gathered| due)?|falls?"
    r"|comes?(?: round)?|takes place|begins?|happens?"
    r"|hatch(?:es)?|grows?|lies|arrives?|runs?|is to be had)"
)
_IN = r"(?:in|during|every|each|at the end of|at the start of|only in)"
MONTHLY = Frames(
    rf"<X><A> {_COMES}(?: [a-z][\w'-]*){{0,4}}? {_IN} (?:early |late |mid-?)?{_MONTH}\b",
    rf"(?:^|[,;:] )[Ii]n {_MONTH},? (?:is|comes|falls|begins)(?: the)? <X>",
    rf"(?:^|[,;:] )[Ii]n {_MONTH},? <X> (?:comes?|falls?|begins?|hatch(?:es)?|runs?|(?:is|are) (?:held|kept|cut"
    r"|eaten))\b",
    rf"<X><A> {_COMES}(?: [a-z][\w'-]*){{0,3}}? on (?:the )?(?:\^|#)(?P<n>\d+)(?: day)?(?: of)? {_MONTH}\b",
    rf"<X><A> {_COMES}(?: [a-z][\w'-]*){{0,3}}? on {_MONTH} (?:the )?(?:\^|#)(?P<n>\d+)",
    rf"\b(?:[Tt]he|[Ee]very|[Ee]ach) {_MONTH} <X>",
    rf"<X>, {_IN} {_MONTH}[,.]",
    cues=(month.lower() for month in MONTHS),
    of_feasts=True,
)
SEASONS = Frames(
    rf"<X><A> {_COMES}(?: [a-z][\w'-]*){{0,4}}? (?:in|every|each)(?: the| high| late| early)? (?P<season>spring"
    r"|summer|autumn|winter)\b",
    cues=_SEASONS,
    of_feasts=True,
)
_DAY = rf"(?P<day>{'|'.join(WEEKDAYS)})s?"
WEEKLY = Frames(
    r"<X><A> (?:goes|go|sails?|runs?|sits|meets?|(?:is|are) (?:held|danced|made|run|printed|out)|comes? out"
    r"|appears?|takes place|falls|crosses|leaves|calls)"
    rf"(?: [a-z][\w'-]*){{0,6}}?(?: @\d+)? (?:on|every|each) (?:the )?(?:\^\d+ |last )?{_DAY}\b",
    rf"(?:^|[,;:] )(?:[Oo]n|[Ee]very) {_DAY},? <X> (?:goes|sails|runs|sits|meets|is held|comes out|appears|crosses"
    r"|leaves)",
    cues={day.lower() for day in WEEKDAYS} | {f"{day.lower()}s" for day in WEEKDAYS},
)
_CAME = (
    r"(?:(?:came|happened|began|started|opened|ended|was over|took place|broke out|was (?:built|founded|cut|lit"
    r"|opened|hung)|is older than"
    r"|is younger than)(?: (?:long|well|just|some years|years|soon|shortly|right|straight))?|,? (?:long|well|just"
    r"|some years|years)|<IS>)"
)
ORDER = Frames(
    rf"<X>,? {_CAME} (?P<how>before|after) <Y>(?!')(?=[,.;:!]|$| (?:and|as|but|began|opened|came|was|ended)\b)",
    r"(?:^|[,;:] )(?P<how>Before|After|before|after) <Y>,? came <X>",
    r"<X> (?:is|was) (?P<how>older|younger) than <Y>(?!')",
    r"<X> (?P<how>followed|preceded) <Y>(?!')",
    cues=("before", "after", "older", "younger", "followed", "preceded"),
)
_EARLIER = frozenset({"before", "older", "preceded"})


def _month(manuscript: Manuscript) -> Iterator[Fault]:
    known = manuscript.canon.known
    for claim in MONTHLY.claims(manuscript):
        own = known.months.get(claim.thing.id)
        month = claim.match["month"]
        dates = () if claim.thing.feast else known.words(claim.entry, "date")
        days = {date.split()[0] for date in dates}
        is_other_day = claim.figure is not None and bool(days) and f"{claim.value:.0f}" not in days
        if own and (month not in own or is_other_day):
            yield claim.fault(f"in {_listed(claim)}")
    for claim in SEASONS.claims(manuscript):
        own = known.months.get(claim.thing.id)
        if own and not own & _SEASONS[claim.word("season")]:
            yield claim.fault(f"in {_listed(claim)}")


def _listed(claim: Claim) -> str:
    months = claim.known.months[claim.thing.id]
    dates = () if claim.thing.feast else claim.known.words(claim.entry, "date")
    return next(iter(dates), " and ".join(month for month in MONTHS if month in months))


def _weekday(manuscript: Manuscript) -> Iterator[Fault]:
    for claim in WEEKLY.claims(manuscript):
        own = claim.known.words(claim.entry, "weekdays")
        if own and claim.match["day"] not in own and not claim.known.mentions(claim.entry, claim.match["day"]):
            yield claim.fault(f"on {' and '.join(own)}")


def _order(manuscript: Manuscript) -> Iterator[Fault]:
    for claim in ORDER.claims(manuscript):
        other = claim.other.entry if claim.other else None
        if other is None or Kind.PERSON in {claim.entry.kind, other.kind}:
            continue
        first, second = min(claim.known.beginnings(claim.entry)), min(claim.known.beginnings(other))
        is_wrong = first > second if claim.word("how") in _EARLIER else first < second
        if is_wrong:
            yield claim.fault(f"{first}, and of {other.title}: {second}")


RULES = (
    lore_rule("LORE037", Severity.CRITICAL, "keeps a custom and a creature to their season", _month),
    lore_rule("LORE038", Severity.CRITICAL, "keeps a custom and a ferry to their weekdays", _weekday),
    lore_rule("LORE039", Severity.CRITICAL, "tells first what came first", _order),
)
