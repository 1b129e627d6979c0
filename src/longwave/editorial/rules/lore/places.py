"""Places: where a thing is, what a light stands for, and which way it lies."""

from collections.abc import Iterator

from longwave.editorial.reading.lexicon import Thing
from longwave.editorial.rule import Fault, Manuscript, Severity
from longwave.editorial.rules.lore.frames import Claim, Frames, lore_rule
from longwave.world.canon import is_id
from longwave.world.lore import Kind

_AT = r"(?:in|on|at|up on|down in|out on|out in|inside|among|up in|high on)"
_PART = r"(?:the (?:[a-z]+ )?[a-z]+ (?:of|in|on) )?"
_STANDS = (
    r"(?:(?:is|are|was|were)(?: to be)?(?: found| kept| held| hung| moored| built)?|stands?|stood|lies?|sits?"
    r"|hangs?|lives?|can be found"
    r"|belongs|meets|grows|has (?:stood|its home))"
)
PLACES = Frames(
    rf"<X><A> {_STANDS}(?: [a-z][\w'-]*){{0,3}}? {_AT} {_PART}<Y>(?!')",
    rf"<X>,(?: away| far)? (?:up |down |out |over |just )?{_AT} {_PART}<Y>,",
    rf"(?:^|[,;:] )(?:[Uu]p |[Dd]own |[Oo]ut |[Oo]ver |[Hh]igh )?[IOAioa][nt] {_PART}<Y>,? where <X> (?:is|stands"
    r"|lies|lives|hangs|grows)",
    rf"(?:^|[,;:] )(?:[Uu]p |[Dd]own |[Oo]ut |[Oo]ver |[Hh]igh )?[IOAioa][nt] {_PART}<Y>,? (?:stands|lies|lives|is"
    r"|hangs|grows) <X>(?=[,.;:!]|$)",
    rf"(?:^|[,;:] )(?:[Uu]p |[Dd]own |[Oo]ut |[Oo]ver )?[IOAioa][nt] {_PART}<Y>,? where (?:[a-z][\w'-]*"
    rf" ){{0,2}}<X> (?:is|stands|lies)",
    rf"<X>, (?:that|the|our|an?) [a-z ]{{1,30}}{_AT} {_PART}<Y>(?!')",
    r"(?:^|[,;:] )(?:[Uu]p|[Dd]own|[Oo]ut|[Oo]ver) (?:in|on|at) <Y>,? <X> (?:is|was|has|keeps|stands|opens|opened)\b",
    r"(?:^|[,;:] )(?:[Uu]p |[Dd]own |[Oo]ut )?(?:[Aa]t|[Ii]n|[Oo]n) <Y>,? (?:in|at|on) <X>,",
    r"<X><A> (?:comes? from|(?:is|are) (?:found|native|at home)(?: only)? (?:in|on|to)|hails? from) <Y>(?!')",
    rf"\b(?:find|seen?|visit|leave|keep) <X> {_AT} {_PART}<Y>(?!')",
    r"<X>,? (?:away|up|down|out|over) (?:in|on|at) <Y>(?!')",
    r"<X> of <Y>(?!')(?=[,.;:!]|$| (?:is|was|has|had))",
)
BIRTHPLACES = Frames(
    rf"<X>(?:,? who)?(?: (?:was|is))? (?:born|grew up|raised|comes from)(?: [a-z][\w'-]*){{0,4}}? (?:in|on|at)?"
    rf" ?{_PART}<Y>(?!')",
    cues=("born", "grew", "comes", "raised"),
)
LIGHTS = Frames(
    r"\blight (?:on|of) <X> (?:is |stands |burns |shows )?(?:for|belongs to) <Y>(?!')",
    r"<X><A> (?:keeps|shows|burns|stands|is|has)(?: [a-z][\w'-]*| #\d+){0,4} for <Y>(?!')",
    r"<Ys> light (?:is|burns|stands|shows)(?: [a-z]+){0,2} (?:on|at) <X>",
    r"<X> is the light of <Y>",
    cues=("light", "keeps", "shows", "burns", "stands", "for"),
)
_DIR = r"(?P<dir>north|south|east|west|north-east|north-west|south-east|south-west)(?:wards?|ern)?"
DIRECTIONS = Frames(
    rf"<X><A> (?:lies|is|stands|sits|lay)(?: (?!of the (?:north|south|east|west)\b)[a-z][\w'-]*| #\d+){{0,6}}?(?:"
    rf" to)?(?: the)? {_DIR}\b(?! (?:wind|wall|door))"
    r"(?: of (?P<of>[^,.;@]{1,20}|@\d+))?",
    rf"\b[Tt]o the {_DIR},? (?:of [a-z ]{{1,12}},? )?(?:where )?(?:lies |is |stands )?<X>(?: lies| is| stands)?",
    rf"\b(?:[Gg]o|[Ss]ail|[Ss]teer|[Rr]ow|[Ww]alk)(?: [a-z]+| #\d+){{0,3}} {_DIR}(?: [a-z]+){{0,2}},? (?:and|until"
    rf"|till|to)(?: [a-z]+){{0,4}} <X>",
    rf"(?:^|[,;:] )(?i:{_DIR}) of [^@,.;]{{1,25}} (?:lies|is|stands) <X>",
    rf"<X>, (?:away |out |far )?(?:to|in) the {_DIR},",
    cues=(
        "north",
        "south",
        "east",
        "west",
        "eastward",
        "westward",
        "northward",
        "southward",
        "eastern",
        "western",
        "northern",
        "southern",
    ),
)
PORTS = Frames(
    r"<Xs> (?:home port|berth) (?:is|was|lies) (?:in|at)? ?<Y>",
    r"<X><A> (?:has|had|keeps|kept) (?:its|her|a) (?:[a-z]+ )?berth (?:in|at) <Y>",
    r"\bberth of <X>,? (?:is |was )?(?:in|at) <Y>",
    r"<X>,? out of <Y>",
    cues=("berth", "port", "out"),
)
_MOVING = frozenset({Kind.PERSON, Kind.SHIP})


HOUSES = Frames(
    r"<X> (?:in|on|at) <Y> (?:will|opened|closed|had|[a-z]+s)\b",
)
_HOUSES = frozenset({Kind.INSTITUTION, Kind.PLACE})


def _place(manuscript: Manuscript) -> Iterator[Fault]:
    for claim in PLACES.claims(manuscript):
        if claim.entry.kind not in _MOVING and claim.other and _is_elsewhere(claim, claim.other):
            yield claim.fault(f"it is in {_homes(claim)}")
    for claim in HOUSES.claims(manuscript):
        if claim.entry.kind in _HOUSES and claim.other and _is_elsewhere(claim, claim.other):
            yield claim.fault(f"it is in {_homes(claim)}")
    for claim in BIRTHPLACES.claims(manuscript):
        own = claim.known.things(claim.entry, "birthplace")
        other = claim.other
        if own and other and _is_place(other) and not any(other.id in claim.known.within(home) for home in own):
            yield claim.fault(f"from {own[0].name}")


def _is_elsewhere(claim: Claim, other: Thing) -> bool:
    known, inside = claim.known, claim.known.within(claim.thing)
    around = known.within(other)
    if not _is_place(other) or other.id in inside or claim.thing.id in around:
        return False
    regions = {region.id for region in claim.manuscript.canon.pack.card.regions}
    if not (inside & around & regions) and inside & regions and around & regions:
        return True
    homes = known.things(claim.entry, "place")
    kinds = {_sort(claim, thing) for home in homes for thing in _chain(claim, home)}
    return bool(homes) and _sort(claim, other) in kinds - {""}


def _is_place(thing: Thing) -> bool:
    return (
        thing.is_region
        or (thing.entry is None and not thing.is_person and thing.feast is None)
        or (thing.entry is not None and thing.entry.kind is Kind.PLACE)
    )


def _chain(claim: Claim, home: Thing) -> Iterator[Thing]:
    things = claim.known.lexicon.things
    yield from (things[place] for place in claim.known.within(home) if place in things)


def _sort(claim: Claim, thing: Thing) -> str:
    """Return what sort of place it is: a place of one sort is in no two of another."""
    if thing.entry is not None:
        return next(iter(claim.known.words(thing.entry, "type")), "")
    return "" if is_id(thing.id) else thing.id.split()[-1]


def _homes(claim: Claim) -> str:
    regions = {region.id: region.name for region in claim.manuscript.canon.pack.card.regions}
    homes = [thing.name for thing in claim.known.things(claim.entry, "place")]
    return " and ".join(homes or [regions[region] for region in claim.entry.regions])


def _light(manuscript: Manuscript) -> Iterator[Fault]:
    for claim in LIGHTS.claims(manuscript):
        own = claim.known.things(claim.entry, "ward")
        is_ward = claim.other is not None and own and _sort(claim, claim.other) == _sort(claim, own[0])
        if is_ward and claim.other not in own:
            yield claim.fault(f"its light is for {own[0].name}")


def _direction(manuscript: Manuscript) -> Iterator[Fault]:
    regions = manuscript.canon.pack.card.regions
    for claim in DIRECTIONS.claims(manuscript):
        own = next(iter(claim.known.words(claim.entry, "direction")), "")
        of = claim.word("of")
        if of.startswith("@") and manuscript.reading.things[int(of[1:])].id != regions[0].id:
            continue  # What lies east of one island may lie west of the city.
        said = claim.word("dir").split("-")
        if own and not set(said) & set(own.split("-")):
            yield claim.fault(f"it lies {own}")


def _port(manuscript: Manuscript) -> Iterator[Fault]:
    for claim in PORTS.claims(manuscript):
        own = claim.known.things(claim.entry, "port")
        if own and claim.other and _is_place(claim.other) and claim.other not in own:
            yield claim.fault(f"its berth is at {own[0].name}")


RULES = (
    lore_rule("LORE033", Severity.CRITICAL, "leaves a thing where it is", _place),
    lore_rule("LORE034", Severity.CRITICAL, "gives a light to its ward", _light),
    lore_rule("LORE035", Severity.CRITICAL, "lets a place lie on its own side of the compass", _direction),
    lore_rule("LORE036", Severity.CRITICAL, "gives a ship its own berth", _port),
)
