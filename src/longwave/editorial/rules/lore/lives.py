"""Lives: who is alive, how old, of which trade, and whose child."""

from collections.abc import Iterator

from longwave.editorial.rule import Fault, Manuscript, Severity
from longwave.editorial.rules.lore.frames import Claim, Frames, lore_rule
from longwave.world.lore import Kind

_NOW = (
    r"(?:today|tonight|tomorrow|yesterday|this (?:morning|afternoon|evening|week|month|minute)|last (?:night|week)"
    r"|next (?:week|month)|just now|at present|these days|right now)"
)
_START = (
    r"(?:^|[,:;] |\b(?:and|but|because|while|as|(?:hear|know|say|says|told|promise) that) )(?:(?:[Oo]ld|[Yy]oung"
    r"|[Pp]oor|[Dd]ear|[Oo]ur|[Oo]ur own) )?"
)
_PASSIVE = (
    r"(?!(?:is|was|has been|will be) (?:remembered|buried|honoured|named|read|said|still|called|missed|quoted"
    r"|mourned|dead"
    r"|in the ground|in (?:her|his) grave))"
)
NOW = Frames(
    rf"{_START}<X><A> {_PASSIVE}[a-z][\w'-]*\b[^,.;:]{{0,80}}?\b{_NOW}\b",
    rf"(?:^|[,:;] |\b(?:and|but) )(?i:{_NOW}),? <X> {_PASSIVE}[a-z]\w+",
    rf"\b(?:letter|card|word|slate|message|visit|call|note) from <X>,? [^,.;:]{{0,24}}\b{_NOW}\b",
    rf"{_START}<X><A> (?:tells (?:me|us)|told (?:me|us) just now|still (?:lives|keeps|works|runs|says|rings|sits"
    r"|comes|goes"
    r"|sings|writes)|lives (?:in|on|at)|is (?:coming|expected|due|standing|waiting|sitting|listening|here|well|alive)"
    r"|will (?!be remembered)\w+|has (?:promised|agreed|written to|asked|announced|resigned|retired|just)|sends"
    r" word)\b",
)
AGES = Frames(
    r"<X>(?:, who)? (?:is|turns|will be|is now|has turned|has just turned) <N>(?: years old| years of age)?"
    r"(?=[,.;:!]|$| and | years old| this | today| next )",
    r"<X>,(?: now)?(?: aged)? <N>(?: years old)?,",
    r"#(?P<n>\d+) years old <X>",
)
_ARTICLE = r"(?:[Tt]he|[Aa]n?|[Oo]ur)"
TRADES = Frames(
    r"<X>(?:,| <IS>|,? who (?:is|was)) (?:an?|the|once an?) (?:(?:retired|former|old|young|famous|\w+-\w+)"
    r" )?(?P<word>[a-z-]+)"
    r"(?=[,.;:!]|$| (?:who|of|from|and|by|in|with|at|to)\b)",
    r"<X> the (?P<word>[a-z-]+)\b",
    rf"{_ARTICLE} (?:(?:retired|former|old|young|famous) )?(?P<word>[a-z-]+),? <X>",
)
PARENTS = Frames(
    r"\b[Aa]n?(?: @\d+)? (?P<word>[a-z][a-z -]{2,20})'s (?:daughter|son|child),? <X>",
    r"<X>(?:,| <IS>) (?:an?|the)(?: @\d+)? (?P<word>[a-z][a-z -]{2,20})'s (?:daughter|son|child|girl|boy)\b",
    r"<X>(?:,| <IS>) (?:the )?(?:daughter|son|child) of an?(?: @\d+)? (?P<word>[a-z][a-z-]{2,20}(?: fitter|"
    r" burner)?)\b",
    r"\b[Tt]he (?:daughter|son|child) of an?(?: @\d+)? (?P<word>[a-z][a-z-]{2,20}), <X>",
    cues=("daughter", "son", "child", "girl", "boy"),
)
_KIN = r"(?P<kin>mother|father|sister|brother|son|daughter|husband|wife|grandmother|grandfather|aunt|uncle)"
KIN = Frames(
    rf"<WHO>(?:,| <IS>) (?:the )?{_KIN} of <X>",
    rf"<WHO>(?:,| <IS>) <Xs> (?:(?:elder|younger|only|late|old) )?{_KIN}\b",
    rf"<Xs> (?:(?:elder|younger|only|late|old) )?{_KIN},? <WHO>",
    rf"<Xs> {_KIN} (?:is|was) <WHO>",
    cues=("mother", "father", "sister", "brother", "son", "daughter", "husband", "wife", "grandmother", "grandfather"),
)
_COMMON_TRADES = frozenset(
    (
        "baker butcher barber tailor blacksmith carpenter fishmonger grocer joiner lamplighter lawyer mason miller"
        " notary painter plumber poet postman printer sailmaker schoolmaster schoolteacher shoemaker tinsmith"
        " undertaker weaver surgeon"
    ).split()
)
_ELDERS, _CHILDREN = frozenset({"mother", "father", "grandmother", "grandfather"}), frozenset({"son", "daughter"})
_YOUNGEST_PARENT = 14


def _dead_now(manuscript: Manuscript) -> Iterator[Fault]:
    for claim in NOW.claims(manuscript):
        died = claim.known.died(claim.entry)
        if died is not None and died < manuscript.assignment.sheet.at.year:
            yield claim.fault(f"died in {died}, and can do nothing now")


def _age(manuscript: Manuscript) -> Iterator[Fault]:
    for claim in AGES.claims(manuscript):
        born, died = claim.known.born(claim.entry), claim.known.died(claim.entry)
        if born is None or died is not None:
            continue
        age = manuscript.assignment.sheet.at.year - born
        is_of_then = claim.match.group().startswith("#") and not (claim.figure and claim.figure.unit)
        if claim.value not in {age - 1, age} and not is_of_then:
            yield claim.fault(f"born in {born}, and so {age} this year")


def _trade(manuscript: Manuscript) -> Iterator[Fault]:
    for claim in TRADES.claims(manuscript):
        own = claim.known.words(claim.entry, "trade")
        word = claim.word("word")
        if claim.entry.kind is not Kind.PERSON or not own or word in own or word not in _trades(claim):
            continue
        if not claim.known.mentions(claim.entry, word):
            yield claim.fault(f"{' and '.join(own)} by trade")


def _trades(claim: Claim) -> frozenset[str]:
    return claim.known.trades | _COMMON_TRADES


def _parent(manuscript: Manuscript) -> Iterator[Fault]:
    for claim in PARENTS.claims(manuscript):
        own = claim.known.words(claim.entry, "parent-trade")
        if own and not any(word in claim.word("word") for word in own):
            yield claim.fault(f"the child of a {own[0]}")


def _kin(manuscript: Manuscript) -> Iterator[Fault]:
    for claim in KIN.claims(manuscript):
        kin, name = claim.word("kin"), claim.name()
        own = claim.known.words(claim.entry, kin)
        named = {thing.name for thing in claim.known.things(claim.entry, kin)} | set(own)
        if own and name and name not in named:
            yield claim.fault(f"{kin}: {', '.join(sorted(named))}")
        elif claim.other is not None and claim.other.entry is not None:
            older, younger = (claim.other.entry, claim.entry) if kin in _ELDERS else (claim.entry, claim.other.entry)
            born = claim.known.born(older), claim.known.born(younger)
            is_parent = kin in _ELDERS | _CHILDREN
            if is_parent and None not in born and (born[1] or 0) - (born[0] or 0) < _YOUNGEST_PARENT:
                yield claim.fault(f"born in {claim.known.born(claim.entry)}, which cannot be")


RULES = (
    lore_rule("LORE016", Severity.CRITICAL, "lets nobody speak or act who is dead", _dead_now),
    lore_rule("LORE017", Severity.CRITICAL, "gives people their age", _age),
    lore_rule("LORE018", Severity.MAJOR, "leaves people their trade", _trade),
    lore_rule("LORE019", Severity.CRITICAL, "leaves people their parents' trade", _parent),
    lore_rule("LORE020", Severity.CRITICAL, "makes nobody a relation who cannot be one", _kin),
)
