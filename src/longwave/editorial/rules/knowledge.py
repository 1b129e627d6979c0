"""Lore: a persona says only what it may know and will say."""

import re
from collections.abc import Iterator

from longwave.editorial.rule import Fault, Manuscript, Rule, Severity
from longwave.editorial.rules.story import share_of
from longwave.narrator.dated import years_in


def _after_cutoff(manuscript: Manuscript) -> Iterator[Fault]:
    cutoff = manuscript.assignment.persona.knowledge.cutoff_year or manuscript.assignment.sheet.at.year
    for year, passage in years_in(manuscript.text):
        if year > cutoff:
            yield Fault(passage, f"{manuscript.assignment.persona.name} knows of nothing after {cutoff}")


def _forbidden_faction(manuscript: Manuscript) -> Iterator[Fault]:
    for faction in manuscript.assignment.persona.knowledge.forbidden_factions:
        for match in manuscript.canon.factions[faction].finditer(manuscript.text):
            yield Fault(match.group(), f"{manuscript.assignment.persona.name} does not speak of it")


def _forbidden_topic(manuscript: Manuscript) -> Iterator[Fault]:
    for topic in manuscript.assignment.persona.knowledge.forbidden_topics:
        for match in manuscript.canon.topics[topic].finditer(manuscript.text):
            yield Fault(match.group(), f"{manuscript.assignment.persona.name} does not speak of {topic}")


_SENTENCE = re.compile(r"[^.!?…]+[.!?…]*")
_HEARSAY = re.compile(
    r"\b(?:rumou?r(?:s|ed)?|word (?:is|has|goes|came|reached)|reports?|reported(?:ly)?|they (?:say|tell|told)"
    r"|(?:I|we) (?:hear|heard|am told|was told|are told|were told)|it is (?:said|told)|was told to me|hearsay"
    r"|go(?:es|ing) round|supposed(?:ly)?|I make no claim|the story goes|gossip|perhaps"
    r"|somebody (?:says|told)|allegedly)\b",
    re.IGNORECASE,
)
# From which share of its telling words on a sentence is taken to tell something.
TOLD = 0.7


def _as_fact(manuscript: Manuscript) -> Iterator[Fault]:
    sheet = manuscript.assignment.sheet
    hearsay = [telling.slots for telling in (*sheet.facts, *sheet.items) if telling.slots.get("hearsay") is True]
    if not hearsay:
        return
    before = ""
    for sentence in _SENTENCE.findall(manuscript.text):
        for slots in hearsay:
            said = _HEARSAY.sub("", str(slots.get("fact", slots.get("item"))))
            if share_of(said, sentence) >= TOLD and not _HEARSAY.search(before + sentence):
                yield Fault(sentence.strip(), "this is hearsay, and must be told as hearsay: say so")
        before = sentence


RULES = (
    Rule("KNOW001", Severity.MAJOR, 1, "tells hearsay as hearsay", _as_fact),
    Rule("LORE001", Severity.CRITICAL, 2, "names no year after the persona's knowledge ends", _after_cutoff),
    Rule("LORE002", Severity.CRITICAL, 2, "names no faction that the persona will not speak of", _forbidden_faction),
    Rule("LORE003", Severity.CRITICAL, 2, "touches no topic that the persona will not speak of", _forbidden_topic),
)
