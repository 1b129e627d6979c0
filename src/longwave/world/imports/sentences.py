"""Finding where sentences end, and which of them can stand alone."""

import re
import unicodedata

from longwave.world.lore import MAX_FACT_CHARS

MAX_FACTS = 3
MIN_FACT_WORDS = 3
MAX_ABBREVIATION_CHARS = 3
END = re.compile(r"[.!?\u2026]+[\"'\u201d\u2019\u00bb)]*(?=\s)|[\u3002\uff01\uff1f]")
BRACKETS = re.compile(r"\s*[(\[\uff08][^()\[\]\uff08\uff09]*[)\]\uff09]")
# As the pack's check reads a year in a fact.
YEAR = re.compile(r"(?<![\w.,])[1-9]\d{3}(?![\w]|[.,]\d)")
WHOLE = re.compile(r"[^.!?\u2026:;]\s?[.!?][\"\u201d]?$")


def sentences(text: str) -> list[str]:
    """Return the sentences of a paragraph; a full stop after an initial or before a small letter ends none."""
    found: list[str] = []
    start = 0
    for end in END.finditer(text):
        if _ends_sentence(text, end):
            found.append(text[start : end.end()].strip())
            start = end.end()
    found.append(text[start:].strip())
    return [sentence for sentence in found if sentence]


def facts(text: str, names: tuple[str, ...]) -> list[str]:
    """Return the sentences that can stand alone: short, whole, naming one of `names`, without asides in brackets."""
    plain = [" ".join(BRACKETS.sub("", BRACKETS.sub("", sentence)).split()) for sentence in sentences(text)[:MAX_FACTS]]
    return [sentence for sentence in plain if _is_fact(sentence, names)]


def latest_year(sentence: str, last: int) -> int | None:
    """Return the latest year that a sentence speaks of, up to `last`."""
    years = [int(found) for found in YEAR.findall(sentence) if int(found) <= last]
    return max(years, default=None)


def _ends_sentence(text: str, end: re.Match[str]) -> bool:
    if end[0] in "\u3002\uff01\uff1f":
        return True
    following = text[end.end() :].lstrip(" \"'\u201c\u201e\u00ab(\u2014\u2013-")[:1]
    if not following or unicodedata.category(following) in ("Ll", "Nd"):
        return not following
    before = re.search(r"\w+$", text[: end.start()])
    if end[0] != "." or before is None:
        return True
    # "A. Kempa", "St. Mary", "Mr. Crake", "the 44. President" in languages that put a stop after an ordinal.
    return len(before[0]) > MAX_ABBREVIATION_CHARS


def _is_fact(sentence: str, names: tuple[str, ...]) -> bool:
    folded = sentence.casefold()
    return (
        len(sentence) <= MAX_FACT_CHARS
        and WHOLE.search(sentence) is not None
        and sentence[:1].isupper()
        and len(sentence.split()) >= MIN_FACT_WORDS
        and not any(mark in sentence for mark in "()[];")
        and any(re.search(rf"(?<!\w){re.escape(name.casefold())}(?!\w)", folded) for name in names)
    )
