"""Counts: how many of its parts a thing has, and which one of many it is."""

import re
from collections.abc import Iterator

from longwave.editorial.reading.known import Quantity
from longwave.editorial.rule import Fault, Manuscript, Severity
from longwave.editorial.rules.lore.amounts import QUALIFIED, fits, is_said, own
from longwave.editorial.rules.lore.frames import Claim, Frames, lore_rule

_N = rf"{QUALIFIED}<N>(?: @\d+|(?: [a-z][\w-]*){{1,3}}?)"
_NOUNS = re.compile(r"((?: [a-z][\w-]*){1,4})")
# After one of these words stands no noun that the number counts.
_ENDS = frozenset(
    "of and or to in on at for from with by who which that as but more other extra such years year".split()
)
_SORTS = frozenset({"kinds", "sorts", "types", "pairs"})
_AGES = frozenset("old later ago earlier before after".split())
_HAS = (
    r"(?:has|have|had|has had|have had|counts?|numbers?|boasts?|holds?|keeps?|contains?|carries|carried|shows?"
    r"|owns?|needs?|needed|took|takes|uses?|lists?|gives?"
    r"|furnishes|employs?|runs to|comes to|(?:is|are|was|were) made (?:up )?of|consists? of|lends?(?: out)?|with"
    r"|with its|and its|and all its"
    r"|sailed with|set out with|went out with|left with|makes up|stands on|rests on|is|are|were|was|goes to|means"
    r"|sleeps|houses|seats|sits|of)"
)
_FILLS = (
    r"(?:make up|makes up|made up|form|stand in|stood in|line|lines|furnish|hang in|fill|hold|carry|live on|live"
    r" in|lived on|sit on|are in|belong to|go up"
    r"|go to|went aboard|sailed in|went into|work|serve|serves?|share|made|make|surround|guard|furnished|came"
    r" ashore from|lie in|lie among|lie under|run beside|keep|sit in|sit at)"
)
COUNTS = Frames(
    rf"<X><A>,? {_HAS} {_N}",
    rf"\b[Tt]here (?:are|were|is|was) {_N}(?: [a-z][\w'-]*){{0,4}}? (?:in|on|at|to|aboard|of|along|inside|under"
    r"|beside) (?:the [a-z]+ (?:of|in) )?<X>",
    rf"\b[Tt]here (?:are|were) {_N} <X>",
    rf"{_N} (?:[a-z][\w'-]* )?{_FILLS} (?:[a-z][\w'-]* ){{0,3}}?<X>",
    rf"\b(?:[Tt]he|[Aa]ll|[Ii]ts) {_N} (?:[a-z][\w'-]* )?(?:of|in|on|at|aboard|to) (?:the [a-z]+ of )?<X>",
    rf"<Xs> {_N}",
    rf"\b[a-z]+ of <X> (?:is|are|was|were|has|have|runs to|comes to) {_N}",
    rf"<X>[^@#%^.;]{{0,40}}, all {_N} of (?:it|them)\b",
    rf"(?:^|[,;:] )(?:[A-Z][a-z]+ )?(?:\w+ )?(?:[Aa]t|[Ii]n|[Oo]n|[Uu]p|[Aa]board) <X>,? (?:the|all|all the) {_N}",
    r"(?:^|[,;:] )(?:[Aa]t|[Ii]n|[Oo]n|[Aa]board) <X>,? (?:you will find |there are |they keep |they have |one"
    rf" finds ){_N}",
    rf"\b[Ii]t (?:takes|took|needs|needed) {_N} to (?:make|form|fill|build|ring|furnish) <X>",
    rf"<X>,? where (?:the |all |all the )?{_N}",
    rf"\b(?:[Tt]he|[Aa]ll|[Tt]here were|[Tt]here are) {QUALIFIED}<N> <X>",
    rf"\b[Ww]ith (?:its |all its |her |his |only |just )?{_N},? <X>",
    rf"\b[Ww]ith <Xs> {_N}",
)
# In a sentence about one thing alone, more of its parts than it has are too many.
LOOSE = Frames(
    r"^[^@]*<X>(?:,? (?:with|on|and|where|which|that|in|by|over) )?[^@,;:]*?<N> [a-z][^@]*$",
    r"^[^@]*?<N> [a-z][^@,;:]*<X>[^@]*$",
)
_NO_RATE = "\0"
_VAGUE = frozenset(
    "people hours days minutes years words times names letters books boats houses children volunteers".split()
)
_ALL = re.compile(r"\b(?:only|just|all|all the|no more than|its|her|their|all its) #\d+ |that is all\b")
ORDINALS = Frames(
    r"<X>[^@#%^.;]{0,60}?\b(?:the|its|my) \^(?P<n>\d+) (?P<noun>[a-z]+)(?P<state>(?: (?:is|was|has been) [a-z]+)?)",
    r"\b[Tt]he \^(?P<n>\d+) (?P<noun>[a-z]+) (?:of|in|on|at) <X> (?:is|was|has been) (?P<state>[a-z]+)",
    r"<X>[^@#%^.;]{0,60}?\bthe \^(?P<n>\d+)(?P<noun>) (?:is|was) (?P<state>[a-z]+)",
)
_SAME = {
    "stairs": "steps",
    "steps": "stairs",
    "souls": "people",
    "inhabitants": "people",
    "islanders": "people",
    "kilos": "kilograms",
}
_LAST = re.compile(r"\b(?:first|last|other|another|next|but|every|than|or)$")


def _counts(manuscript: Manuscript) -> Iterator[Fault]:
    for claim in COUNTS.claims(manuscript):
        noun, counted = _counted(claim)
        if counted and not _is_part(claim) and not fits(claim, claim.value, counted) and not is_said(claim, noun):
            yield claim.fault(" and ".join(quantity.says for quantity in counted))
    for claim in LOOSE.claims(manuscript):
        noun, counted = _counted(claim)
        counted = [
            quantity for quantity in counted if _rate(quantity) == _NO_RATE or _rate(quantity) in claim.match.string
        ]
        is_too_many = all(claim.value > quantity.value for quantity in counted) or _ALL.search(claim.match.string)
        is_rate = any(_rate(quantity) in claim.match.string[claim.match.end("n") :] for quantity in counted)
        is_clear = counted and not _is_part(claim) and (is_rate or (is_too_many and noun not in _VAGUE))
        if is_clear and not fits(claim, claim.value, counted) and not is_said(claim, noun):
            yield claim.fault(" and ".join(quantity.says for quantity in counted))


def _named(claim: Claim) -> list[str]:
    """Return the names of the thing that stands after the number, where the lore knows what is counted."""
    after = re.match(r" @(\d+)", claim.match.string[claim.match.end("n") :])
    entry = claim.manuscript.reading.things[int(after[1])].entry if after else None
    names = (entry.title, *entry.aliases) if entry else ()
    return [word for name in names if (word := name.lower().split()[-1]).endswith("s")][:1]


def _rate(quantity: Quantity) -> str:
    """Return "candles a week", which is always the whole; a sign that no text has for what is no rate."""
    words = quantity.says.partition(":")[0]
    return words if " a " in words else _NO_RATE


def _counted(claim: Claim) -> tuple[str, list[Quantity]]:
    """Return what a claim counts, and what the lore says of that; nothing where it counts something else."""
    after = _NOUNS.match(claim.match.string, claim.match.end("n"))
    words = after[1].split() if after else _named(claim)
    if words[1:2] == ["of"] and words[0] in _SORTS:
        words = words[2:]
    for word, follows in zip(words[:3], [*words[1:], ""], strict=False):
        if word in _ENDS:
            break
        found = [q for q in own(claim) if q.noun and not q.is_ordinal and q.noun in {word, f"{word}s", _SAME.get(word)}]
        if found and follows not in _AGES:
            return word, found
    return "", []


def _ordinals(manuscript: Manuscript) -> Iterator[Fault]:
    for claim in ORDINALS.claims(manuscript):
        noun, state = claim.word("noun"), claim.word("state").split()[-1:]
        for quantity in own(claim):
            is_it = quantity.is_ordinal and (quantity.noun == noun or (not noun and state))
            is_so = not quantity.about or bool(quantity.about & set(state))
            if is_it and is_so and quantity.value != claim.value:
                yield claim.fault(quantity.says)


def _is_part(claim: Claim) -> bool:
    """Tell whether only some of the things are counted: "the last nine steps"."""
    before = claim.match.string[: claim.match.start("n") - 1].rstrip()
    return _LAST.search(before) is not None and not before.endswith("than")


RULES = (
    lore_rule("LORE027", Severity.CRITICAL, "counts what the lore counts as the lore does", _counts),
    lore_rule("LORE031", Severity.MAJOR, "says which one of many it is", _ordinals),
)
