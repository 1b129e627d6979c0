"""The gate: judges a text by every rule, and says whether it may be published, must be reworked, or never will be."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from longwave.editorial.canon import Canon
from longwave.editorial.rule import Finding, Manuscript, Rule, Severity
from longwave.editorial.rules import form, knowledge, persona, safety, sheet, story, time, variety
from longwave.editorial.rules.lore import counts, holders, lives, measures, names, places, seasons, things, years
from longwave.editorial.rules.variety import Place
from longwave.narrator.assignment import Assignment, Draft

LORE_RULES: tuple[Rule, ...] = (
    *years.RULES,
    *lives.RULES,
    *holders.RULES,
    *counts.RULES,
    *measures.RULES,
    *places.RULES,
    *seasons.RULES,
    *things.RULES,
    *names.RULES,
)
RULES: tuple[Rule, ...] = (
    *form.RULES,
    *safety.RULES,
    *time.RULES,
    *sheet.RULES,
    *knowledge.RULES,
    *LORE_RULES,
    *persona.RULES,
    *story.RULES,
)
# What stands in the place of a quotation while a text is judged.
QUOTED = "…"
MEMORY_RULES = variety.RULES
VERSIONS: Mapping[str, int] = {rule.code: rule.version for rule in RULES} | {
    rule.code: rule.version for rule in MEMORY_RULES
}


@dataclass(frozen=True, kw_only=True)
class Accepted:
    """The text may be published; what was found is minor, or was let pass."""

    draft: Draft
    findings: tuple[Finding, ...]


@dataclass(frozen=True, kw_only=True)
class Refused:
    """The text may never be published, and no attempt at a better one is left."""

    draft: Draft
    findings: tuple[Finding, ...]


@dataclass(frozen=True, kw_only=True)
class Rework:
    """The text will not do; the findings tell its writer why."""

    draft: Draft
    findings: tuple[Finding, ...]

    @property
    def needs_review(self) -> bool:
        """Whether a person could let the text pass: something in it is doubtful, and nothing is beyond doubt."""
        found = {finding.severity for finding in self.findings}
        return Severity.DOUBTFUL in found and Severity.CRITICAL not in found

    def final(self) -> Accepted | Refused:
        """Return the verdict where no attempt is left: what is neither critical nor doubtful is let pass."""
        may_air = not {finding.severity for finding in self.findings} & {Severity.CRITICAL, Severity.DOUBTFUL}
        return (Accepted if may_air else Refused)(draft=self.draft, findings=self.findings)


@dataclass(frozen=True)
class Gate:
    """Judges texts of one world."""

    canon: Canon

    def manuscript(self, draft: Draft, assignment: Assignment) -> Manuscript:
        """Lay a text on the table, without what is quoted in it."""
        text = draft.text
        # A quotation may hold a name that is one itself, and a short name stands in many a word.
        for quote in sorted(assignment.quotes, key=len, reverse=True):
            text = re.sub(rf"(?<!\w){re.escape(quote)}(?!\w)", QUOTED, text)
        return Manuscript(text=text, tells=draft.tells, assignment=assignment, canon=self.canon)

    def review(self, draft: Draft, assignment: Assignment) -> Accepted | Rework:
        """Judge a text by itself."""
        manuscript = self.manuscript(draft, assignment)
        return _verdict(draft, [finding for rule in RULES for finding in rule.findings(manuscript)])

    def review_in_place(
        self, connection: Connection, channel: str, reviewed: Accepted | Rework, assignment: Assignment
    ) -> Accepted | Rework:
        """Judge a text that was judged by itself against the earlier pieces of its channel."""
        draft = reviewed.draft
        place = Place(connection=connection, channel=channel, manuscript=self.manuscript(draft, assignment))
        found = [finding for rule in MEMORY_RULES for finding in rule.findings(place)]
        return _verdict(draft, [*reviewed.findings, *found])


def _verdict(draft: Draft, findings: Sequence[Finding]) -> Accepted | Rework:
    verdict = Accepted if all(finding.severity is Severity.MINOR for finding in findings) else Rework
    return verdict(draft=draft, findings=tuple(findings))
