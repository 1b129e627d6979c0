"""Holders: who owns and keeps a thing, who made it, who holds which office, and who belongs to what."""

from collections.abc import Iterator

from longwave.editorial.reading.lexicon import Thing
from longwave.editorial.rule import Fault, Manuscript, Severity
from longwave.editorial.rules.lore.frames import Claim, Frames, lore_rule
from longwave.world.lore import Kind

_STOP = r"(?=[,.;:!]|$| (?:and|as|these|now|today|on|at|from|in|with|while|for)\b)"
OWNERS = Frames(
    r"<X><A> (?:belongs? to|(?:is|are|was|were) (?:owned|run|kept|managed) by|(?:is|are) in the hands of"
    r"|(?:is|are) the property of) <WHO>(?!')",
    rf"<WHO> (?:owns?|runs?|manages?|has owned|has run) (?:the whole of )?<X>{_STOP}",
    cues=(
        "belong",
        "belongs",
        "owned",
        "run",
        "kept",
        "managed",
        "hands",
        "property",
        "owns",
        "own",
        "runs",
        "manages",
    ),
)
_MADE = (
    r"(?:written|painted|composed|built|made|invented|designed|founded|started|cut|set up|begun|put together"
    r"|drawn|devised"
    r"|thought up)"
)
_MAKES = (
    r"(?:wrote|painted|composed|built|made|invented|designed|founded|started|set up|devised|thought up|put together"
    r"|began|created)"
)
MAKERS = Frames(
    rf"<X><A>(?:,| (?:is|was|were))?(?: \w+ly| \^\d+| all)? {_MADE} by (?:one )?<WHO>(?!')",
    rf"<WHO>(?:, [^,@#%^.]{{1,40}},)?(?: \w+ly| \^\d+)? {_MAKES} <X>(?!')",
    r"<X>,? (?:\w+ )?by <WHO>(?!')(?=[,.;:!]|$)",
    r"<X>,? (?:which|that) <WHO>(?: \w+ly| \^\d+)? " + _MAKES + r"\b",
    r"\bowe <X> to <WHO>",
    r"\b[Ii]t was <WHO> who (?:\w+ly )?" + _MAKES + r" <X>",
    r"<X> (?:is|was) the (?:work|book|idea|invention) of <WHO>",
    cues=("by", "owe", "work", "book", "idea", "invention", *_MAKES[3:-1].replace("|", " ").split()),
)
_MEMBER = r"(?:member|brother|sister|fellow|officer|sworn man|clerk|servant)"
MEMBERS = Frames(
    rf"<X>(?:,| <IS>)(?: an?| the| once an?)? (?:\w+ )?{_MEMBER} of <Y>",
    r"<X><A> (?:joined|has joined|belongs to|serves|works for|speaks for|sits on|sat on) <Y>(?!')",
    cues=(
        "member",
        "brother",
        "sister",
        "fellow",
        "officer",
        "clerk",
        "servant",
        "joined",
        "belongs",
        "serves",
        "works",
        "speaks",
        "sits",
        "sat",
        "man",
    ),
)
_HEAD = r"(?P<head>[A-Z][a-z]+|managing director|manager|engineer)"
_BEFORE = r"(?:^|(?<![\w'-])[a-z'-]+,? |[Tt]he |[Oo]ur )"
OFFICES = Frames(
    rf"{_BEFORE}{_HEAD}(?: of <Y>)? <X>",
    rf"{_BEFORE}{_HEAD}(?: of <Y>)?, <X>,",
    rf"<X>(?:,| <IS>| became| was made)(?: now)?(?: the| our)? {_HEAD}(?: of <Y>)?\b",
    rf"\b(?:made|elected|appointed|chose|called|named) <X>(?: the| as| as the)? {_HEAD}(?: of <Y>)?\b",
    rf"{_BEFORE}{_HEAD}(?: of <Y>)? (?:is|remains)(?: now| still)? <X>",
)
PARTS = Frames(
    r"<X>(?:,| <IS>) (?:now )?(?:an? |the )?(?:part|branch|organ|embassy|arm|department|house|office|officer"
    r"|organ|newspaper"
    r"|daughter house|club|paper|school) of <Y>",
    r"<X><A> (?:answers to|speaks for|is run by|reports to|is governed by|takes its orders from) <Y>",
    cues=(
        "part",
        "branch",
        "organ",
        "embassy",
        "arm",
        "department",
        "house",
        "office",
        "officer",
        "newspaper",
        "club",
        "paper",
        "answers",
        "speaks",
        "run",
        "reports",
        "governed",
        "orders",
        "school",
    ),
)
PARTIES = Frames(
    r"<X>(?:,| <IS>| lay| began| broke out| stood)(?: [a-z][\w'-]*){0,7}? between <Y> and <Z>",
    r"\b[Bb]etween <Y> and <Z>,? (?:lay|came|broke out|was|there was|began) <X>",
    r"<Y> and <Z> (?:fought|quarrelled over|were the parties to|were the parties in|fell out in|settled) <X>",
    cues=("between", "fought", "quarrelled", "parties", "fell", "settled"),
)


def _owner(manuscript: Manuscript) -> Iterator[Fault]:
    for claim in OWNERS.claims(manuscript):
        own = claim.known.things(claim.entry, "owner", "keeper")
        if own and _may_own(claim) and not _is_among(claim, own):
            yield claim.fault(f"{' and '.join(thing.name for thing in own)} has it")


def _may_own(claim: Claim) -> bool:
    entry = claim.other.entry if claim.other else None
    if claim.other is None or claim.other.is_person:
        return True
    return entry is not None and entry.kind in {Kind.FACTION, Kind.INSTITUTION, Kind.PERSON}


def _is_among(claim: Claim, own: tuple[Thing, ...]) -> bool:
    """Tell whether the one who is named is one of those, or somebody of the same faction."""
    if claim.other is None:
        return any(claim.name() in thing.name for thing in own)
    if any(claim.other.id == thing.id for thing in own):
        return True
    entry = claim.other.entry
    factions = {claim.known.faction(thing) for thing in own} - {""}
    return entry is not None and bool(factions & set(entry.factions))


def _maker(manuscript: Manuscript) -> Iterator[Fault]:
    for claim in MAKERS.claims(manuscript):
        own = claim.known.things(claim.entry, "author", "maker", "founder")
        is_agent = claim.other is None or claim.other.is_person or claim.known.faction(claim.other)
        if own and is_agent and not _is_among(claim, own):
            yield claim.fault(f"{' and '.join(thing.name for thing in own)} made it")


def _office(manuscript: Manuscript) -> Iterator[Fault]:
    for claim in OFFICES.claims(manuscript):
        holders = [(entry, of) for head, entry, of in claim.known.offices if head == claim.word("head")]
        if claim.other is not None:
            holders = [(entry, of) for entry, of in holders if of == claim.other.id]
        elif not claim.match["head"][0].isupper():
            continue  # There is more than one engineer; there is only one Warden.
        is_past = "%" in claim.sentence.written
        if claim.entry.kind is not Kind.PERSON or not holders or is_past or claim.entry in (e for e, _ in holders):
            continue
        holder = next((entry for entry, _ in holders if claim.known.died(entry) is None), holders[0][0])
        yield claim.fault_of(holder, f"{claim.match['head']} is {holder.title}")


def _member(manuscript: Manuscript) -> Iterator[Fault]:
    for claim in MEMBERS.claims(manuscript):
        faction, own = claim.known.faction(claim.other), claim.entry.factions
        if claim.entry.kind is Kind.PERSON and faction and own and faction not in own:
            names = [named.name for named in manuscript.canon.pack.card.factions if named.id in own]
            yield claim.fault(f"belongs to {' and '.join(names)}")


def _part(manuscript: Manuscript) -> Iterator[Fault]:
    for claim in PARTS.claims(manuscript):
        own = claim.known.things(claim.entry, "part-of")
        if own and claim.other and all(claim.other.id != thing.id for thing in own) and not _is_among(claim, own):
            yield claim.fault(f"it is part of {own[0].name}")


def _parties(manuscript: Manuscript) -> Iterator[Fault]:
    for claim in PARTIES.claims(manuscript):
        own = claim.known.things(claim.entry, "parties")
        named = {thing.id for thing in (claim.other, claim.third()) if thing}
        if own and named - {thing.id for thing in own}:
            yield claim.fault(f"it lay between {' and '.join(thing.name for thing in own)}")


RULES = (
    lore_rule("LORE021", Severity.CRITICAL, "leaves a thing to its owner", _owner),
    lore_rule("LORE022", Severity.CRITICAL, "credits a thing to whoever made it", _maker),
    lore_rule("LORE023", Severity.CRITICAL, "leaves an office to its holder", _office),
    lore_rule("LORE024", Severity.CRITICAL, "puts nobody into a faction of others", _member),
    lore_rule("LORE025", Severity.CRITICAL, "puts no house under another's roof", _part),
    lore_rule("LORE026", Severity.CRITICAL, "names the two sides of a quarrel", _parties),
)
