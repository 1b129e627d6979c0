"""Things: what something is, its colour and stuff, what goes into a dish and a creature, and what has become of it."""

from collections.abc import Iterator

from longwave.editorial.rule import Fault, Manuscript, Severity
from longwave.editorial.rules.lore.frames import Claim, Frames, lore_rule

_COLOURS = (
    "red blue green yellow white black grey brown pink purple orange scarlet crimson golden silver dark pale".split()
)
_COLOUR = rf"(?P<word>{'|'.join(_COLOURS)})"
COLOURS = Frames(
    r"(?:(?P<part>[a-z]+) of )?<X> (?:is|are|was|were)(?: [a-z]+ly| still| all| now)?(?: painted| dyed)? (?:a |in"
    r" )?(?:bright |dark |pale |deep )?"
    rf"{_COLOUR}(?! and)\b(?=[,.;:!]|$| (?:because|since|as|with|from|for|thing|all)\b)",
    rf"<X> (?:is|are|comes?) (?:in )?an? (?:[a-z]+ )?{_COLOUR} [a-z]+",
    rf"<Xs> (?P<part>[a-z]+) (?:is|are|was|were)(?: all)?(?: painted)? {_COLOUR}\b(?=[,.;:!]|$)",
    rf"\b{_COLOUR} (?:(?P<part>[a-z]+) of )?<X>",
    rf"<X>,? (?:all )?(?:painted|dyed|in|covered in|tiled in) {_COLOUR}\b",
    rf"\b(?:[Tt]hey|\w+) (?:painted|dyed|knit|knitted) <X> {_COLOUR}\b",
    cues=_COLOURS,
)
_STUFFS = (
    "brick wood stone iron brass tin copper silver gold glass wool cotton silk linen oak elm lead paper leather"
    " rope slate marble granite steel walnut"
    " pine ash cork bronze chain wire concrete pewter"
).split()
STUFFS = Frames(
    r"<X><A>(?:,| (?:is|are|was|were))(?: all| partly)? (?:made|built|cut|cast|knitted|woven|carved|laid)?(?:"
    r" entirely| all)? ?(?:of|from|out of|in)"
    rf" (?:solid |good |old |plain )?(?P<word>{'|'.join(_STUFFS)})\b",
    rf"\b[Tt]he (?P<word>{'|'.join(_STUFFS)}) <X>",
    rf"<X>, (?:that|the|an?|its?) [a-z ]{{1,24}} of (?P<word>{'|'.join(_STUFFS)})\b",
    rf"<X>(?:,| is| was) an? (?P<word>{'|'.join(_STUFFS)}) [a-z]+",
    cues=_STUFFS,
)
FOODS = Frames(
    r"<X><A> (?:is|are)(?: always| properly)? (?:made|baked|cooked|boiled|brewed|filled|thickened) (?:with|of"
    r"|from|out of) (?P<list>[^.;:]{3,60})",
    r"<X><A> contains? (?P<list>[^.;:]{3,40})",
    r"\b(?P<list>[A-Za-z -]{3,30}) goes? into(?: every| a| the)? <X>",
    r"\b[Ww]hat goes into(?: every| a| the)? <X> is (?P<list>[^.;:]{3,60})",
    r"\bsecret of <X> is (?P<list>[^.;:]{3,60})",
    r"\b[Tt]here is (?P<list>[a-z -]{3,30}) in <X>",
    cues=(
        "made",
        "baked",
        "cooked",
        "boiled",
        "brewed",
        "filled",
        "thickened",
        "contains",
        "contain",
        "goes",
        "go",
        "secret",
        "in",
    ),
)
DIETS = Frames(
    r"<X><A> (?:eats?|feeds? on|lives? on|lives? by eating|hunts?)(?: only| chiefly| mostly| nothing but)?"
    r" (?P<word>[a-z-]+)(?=[,.;:!]|$| and\b)",
    cues=("eats", "eat", "feeds", "feed", "lives", "live", "hunts", "hunt"),
)
_FAMILIES = (
    "barque steamer packet schooner brig trawler tug yacht frigate collier ketch paddle-steamer liner sloop",
    (
        "cat dog eel ram goat sheep gull heron hare toad frog moth butterfly bat gannet puffin seal otter rat hen"
        " goose duck pike trout pony horse cow ewe crow owl rook parrot goats cats dogs hens"
    ),
    "novel play comedy tragedy poem song waltz march polka painting mural statue cookbook opera hymn round",
    "island village ward city town hill harbour",
    "bakery bank library theatre school shop chapel brewery laundry museum prison hospital inn",
    "bell pump piano cannon foghorn funicular clock organ drum",
    "pie soup cake loaf pudding tea stew jam cheese beer",
)
_FAMILY = {word: family for family in map(str.split, _FAMILIES) for word in family}
TYPES = Frames(
    r"<X>(?:,| <IS>) (?:an?|the|not an?)(?: [a-z][\w-]*){0,2}? (?P<word>[a-z-]+)(?=[,.;:!]|$| (?:of|at|on|in|that"
    r"|which|who|about|by|with|from|called|and|so|as|where|near|for|under|without|over)\b)",
    r"\b[Tt]he (?:[a-z]+ )?(?P<word>[a-z-]+) (?:called )?<X>",
    r"\b[Aa]n? (?:[a-z]+ )?(?P<word>[a-z-]+) called <X>",
    r"<X> the (?P<word>[a-z-]+)\b",
)
FATES = Frames(
    r"<X><A> (?P<fate>came (?:home|back|in)|has come (?:home|back|in)|is back|returned|has returned|was found|has"
    r" been found|docked|has docked"
    r"|still sails|sails (?:on|every|again)|sails|still runs|still carries|is still (?:open|running|going|afloat"
    r"|in use|in force|at sea|on)|has reopened|is in force|goes on|is on(?= again| still)"
    r"|will sail|is moored|put in)\b",
    r"<X><A> (?P<fate>(?:was|has been|is) (?:pulled down|abolished|demolished|shut for good|closed for good"
    r"|broken up|burnt down|burned down)"
    r"|burned down|burnt down|sank|no longer exists|is no more|has closed for good)\b",
    cues=(
        "came come back returned found docked sails runs carries still reopened force goes sail moored put pulled"
        " abolished demolished shut closed broken burnt burned sank exists more"
    ).split(),
)
_GONE = frozenset({"ended", "closed", "lost", "wrecked", "scrapped", "dead"})
_OVER = (
    "was pulled",
    "was abol",
    "has been",
    "is pulled",
    "is abol",
    "burned",
    "burnt",
    "sank",
    "no longer",
    "is no more",
    "has closed",
)


def _colour(manuscript: Manuscript) -> Iterator[Fault]:
    for claim in COLOURS.claims(manuscript):
        own, said = claim.known.words(claim.entry, "colour"), claim.word("word")
        is_of_it = not claim.word("part") or claim.known.mentions(claim.entry, claim.word("part"))
        if own and said not in own and is_of_it:
            yield claim.fault(f"{' and '.join(own)} in colour")


def _stuff(manuscript: Manuscript) -> Iterator[Fault]:
    for claim in STUFFS.claims(manuscript):
        own, said = claim.known.words(claim.entry, "material"), claim.word("word")
        if own and said not in own and not claim.known.mentions(claim.entry, said):
            yield claim.fault(f"of {' and '.join(own)}")


def _ingredient(manuscript: Manuscript) -> Iterator[Fault]:
    for claim in FOODS.claims(manuscript):
        own, banned = claim.known.words(claim.entry, "ingredients"), claim.known.words(claim.entry, "without")
        said = set(claim.word("list").replace(",", " ").split())
        things = {thing.name for thing in manuscript.reading.things}
        wrong = said & (set(banned) | (claim.known.foods | _COMMON_FOODS) - set(own))
        if own and any(word in banned or not claim.known.mentions(claim.entry, word) for word in wrong - things):
            yield claim.fault(f"made of {', '.join(own)}{' and no ' + ' or '.join(banned) if banned else ''}")


_COMMON_FOODS = frozenset(
    (
        "beef pork mutton chicken herring mackerel oats wheat rice potatoes cabbage cheese cream sugar chocolate"
        " coffee apples pears plums tomatoes beans"
    ).split()
)


def _diet(manuscript: Manuscript) -> Iterator[Fault]:
    for claim in DIETS.claims(manuscript):
        own, said = claim.known.words(claim.entry, "eats"), claim.word("word")
        if own and said not in own and not claim.known.mentions(claim.entry, said):
            yield claim.fault(f"it eats {' and '.join(own)}")


def _type(manuscript: Manuscript) -> Iterator[Fault]:
    for claim in TYPES.claims(manuscript):
        own, said = claim.known.words(claim.entry, "type"), claim.word("word")
        family = _FAMILY.get(said, ())
        if (
            own
            and family
            and said not in own
            and set(own) & set(family)
            and not claim.known.mentions(claim.entry, said)
        ):
            yield claim.fault(f"it is a {' or '.join(own)}")


def _fate(manuscript: Manuscript) -> Iterator[Fault]:
    for claim in FATES.claims(manuscript):
        status = next(iter(claim.known.words(claim.entry, "status")), "")
        is_over = claim.word("fate").startswith(_OVER) and not claim.word("fate").startswith(("has been found",))
        is_wrong = is_over if status in {"running", "standing"} else status in _GONE and not is_over
        if status and is_wrong and not _is_dated(claim):
            yield claim.fault(f"it is {status}")


def _is_dated(claim: Claim) -> bool:
    """Tell whether the sentence is about another time than now."""
    return "%" in claim.sentence.written or "in her day" in claim.sentence.written


RULES = (
    lore_rule("LORE040", Severity.CRITICAL, "gives a thing its colour", _colour),
    lore_rule("LORE041", Severity.CRITICAL, "makes a thing of what it is made of", _stuff),
    lore_rule("LORE042", Severity.CRITICAL, "puts into a dish what goes into it", _ingredient),
    lore_rule("LORE043", Severity.MAJOR, "feeds a creature what it eats", _diet),
    lore_rule("LORE044", Severity.CRITICAL, "calls a thing what it is", _type),
    lore_rule("LORE045", Severity.CRITICAL, "lets nothing go on that is over, and nothing be over that goes on", _fate),
)
