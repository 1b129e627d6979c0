"""Safety: nothing that may not be said on air, however it is spelled, and nothing of a real person's life."""

import re
from collections.abc import Iterator

from longwave.editorial.blocklist import Ban, Hit
from longwave.editorial.rule import Fault, Manuscript, Rule, Severity

_MAIL = re.compile(
    r"[\w.+-]+\s?(?:@|\(at\)|\[at\]|\sat\s(?=[\w-]+\sdot\s))\s?[\w-]+(?:\s?(?:\.|\(dot\)|\[dot\]|\sdot\s)\s?[a-z]{2,})+"
)
_NUMBERS = re.compile(
    r"""(?<![\w.,])(?:\+\s?\d|\(?0\d|\(\d{3}\)|\d{3}[-.\s]\d{3}[-.\s]\d)[\d\s().-]{5,}\d(?!\w)  # telephone
      |(?<![\w.,])(?:\d{3}[-\s])?555-\d{4}(?!\w)
      |(?<![\w-])(?:\d{4}[\s-]?){3}\d{4}(?![\w-])|(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])           # cards
      |\b(?:GIR\s?0AA|[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2})\b                                      # postcodes
      |\b(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]
         |W[AIVY])\s\d{5}(?:-\d{4})?\b""",
    re.VERBOSE,
)
# What a text must hold for a pattern to be tried at all: most hold none of it.
_MAIL_SIGN, _DIGIT = re.compile(r"@|\bdot\b|[(\[]at[)\]]"), re.compile(r"\d")


def _blocked(manuscript: Manuscript) -> Iterator[Fault]:
    for hit in manuscript.hits:
        if hit.entry.ban is Ban.BLOCK:
            yield Fault(hit.passage, f"{_listed(hit)} is never said on air, in no spelling: write the passage anew")


def _doubtful(manuscript: Manuscript) -> Iterator[Fault]:
    doubtful = [hit for hit in manuscript.hits if hit.entry.ban is Ban.REVIEW]
    sheet = "; ".join(manuscript.assignment.sheet.texts()) if doubtful else ""
    # Whoever wrote the pack has seen what stands in it, and said so.
    vouched = {hit.entry.says for hit in manuscript.canon.blocklist.hits(sheet)}
    for hit in doubtful:
        if hit.entry.says not in vouched:
            yield Fault(hit.passage, f"{_listed(hit)} is not said before a person has allowed it: do without it")


def _contact(manuscript: Manuscript) -> Iterator[Fault]:
    text = manuscript.text
    for sign, pattern in ((_MAIL_SIGN, _MAIL), (_DIGIT, _NUMBERS)):
        for match in pattern.finditer(text) if sign.search(text) else ():
            yield Fault(match.group(), "nobody's address, telephone number or card is said on air: leave it out")


def _listed(hit: Hit) -> str:
    return f"“{hit.entry.says}” ({hit.entry.category})"


RULES = (
    Rule("SAFE002", Severity.CRITICAL, 1, "says nothing that is never said on air, in any spelling", _blocked),
    Rule("SAFE003", Severity.DOUBTFUL, 1, "says nothing that a person must look at first", _doubtful),
    Rule("SAFE004", Severity.CRITICAL, 1, "gives no e-mail address, telephone number, card or postcode", _contact),
)
