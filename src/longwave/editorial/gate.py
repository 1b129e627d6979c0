"""The gate: judges a text by every rule, and says whether it may be published, must be reworked, or never will be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from longwave.editorial.canon import Canon
from longwave.editorial.rule import Finding, Manuscript, Rule, Severity
from longwave.editorial.rules import form, knowledge, time, variety
from longwave.narrator.assignment import Assignment, Draft

RULES: tuple[Rule, ...] = (*form.RULES, *time.RULES, *knowledge.RULES)
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
class Rework:
    """The text will not do; the findings tell its writer why."""

    draft: Draft
    findings: tuple[Finding, ...]

    @property
    def may_air(self) -> bool:
        """Whether nothing found is critical, so that it may be let pass where no attempt is left."""
        return all(finding.severity is not Severity.CRITICAL for finding in self.findings)


@dataclass(frozen=True)
class Gate:
    """Judges texts of one world."""

    canon: Canon

    def review(self, draft: Draft, assignment: Assignment) -> Accepted | Rework:
        """Judge a text by itself."""
        manuscript = Manuscript(text=draft.text, assignment=assignment, canon=self.canon)
        return _verdict(draft, [finding for rule in RULES for finding in rule.findings(manuscript)])

    def review_in_place(self, connection: Connection, reviewed: Accepted | Rework, channel: str) -> Accepted | Rework:
        """Judge a text that was judged by itself against the earlier pieces of its channel."""
        draft = reviewed.draft
        found = [finding for rule in MEMORY_RULES for finding in rule.findings(connection, channel, draft.text)]
        return _verdict(draft, [*reviewed.findings, *found])


def _verdict(draft: Draft, findings: Sequence[Finding]) -> Accepted | Rework:
    verdict = Accepted if all(finding.severity is Severity.MINOR for finding in findings) else Rework
    return verdict(draft=draft, findings=tuple(findings))
