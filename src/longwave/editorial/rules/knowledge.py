"""Lore: a persona says only what it may know and will say."""

from collections.abc import Iterator

from longwave.editorial.rule import Fault, Manuscript, Rule, Severity
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


RULES = (
    Rule("LORE001", Severity.CRITICAL, 2, "names no year after the persona's knowledge ends", _after_cutoff),
    Rule("LORE002", Severity.CRITICAL, 2, "names no faction that the persona will not speak of", _forbidden_faction),
    Rule("LORE003", Severity.CRITICAL, 2, "touches no topic that the persona will not speak of", _forbidden_topic),
)
