"""The judge: a second opinion on a text that the gate accepted. It advises; no text falls for it alone."""

from typing import Protocol

import structlog

from longwave.editorial.rule import Finding, Manuscript, Severity
from longwave.kernel.errors import LongwaveError

log = structlog.get_logger()


class Judge(Protocol):
    """Reads a text as a listener would."""

    async def judge(self, manuscript: Manuscript) -> tuple[Finding, ...]:
        """Return what it finds wrong with a text.

        Raises:
            LongwaveError: it cannot tell.
        """


async def advice(judge: Judge, manuscript: Manuscript) -> tuple[Finding, ...]:
    """Return what a judge finds, all of it minor; nothing where it cannot tell."""
    try:
        findings = await judge.judge(manuscript)
    except LongwaveError as error:
        log.warning("judge.failed", key=manuscript.assignment.key, error=str(error))
        return ()
    return tuple(finding.model_copy(update={"severity": Severity.MINOR}) for finding in findings)
