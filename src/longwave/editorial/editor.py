"""The editor: gets a text written until it passes, and publishes it as a piece."""

from dataclasses import dataclass, replace

from longwave.editorial.errors import PieceRefused
from longwave.editorial.events import PieceAccepted
from longwave.editorial.gate import VERSIONS, Accepted, Gate, Rework
from longwave.ledger.events import Recorded
from longwave.ledger.ledger import Transaction
from longwave.narrator.assignment import Assignment, Draft, Feedback, Narrator
from longwave.orders import handler
from longwave.world.names import is_named_in


@dataclass(frozen=True, kw_only=True)
class Composed:
    """A text that may be published as far as it can be judged by itself.

    Attributes:
        attempt: which attempt it was, from 0.
    """

    assignment: Assignment
    verdict: Accepted | Rework
    attempt: int


@dataclass(frozen=True, kw_only=True)
class Editor:
    """Stands between narrators and channels.

    Attributes:
        narrator: writes the first attempts, each with the findings on the one before.
        fallback: writes what the narrator could not.
    """

    gate: Gate
    narrator: Narrator
    fallback: Narrator
    attempts: int = 3
    fallback_attempts: int = 7

    @property
    def last_attempt(self) -> int:
        """The number of the last attempt that will be made."""
        return self.attempts + self.fallback_attempts - 1

    async def compose(self, assignment: Assignment, feedback: Feedback) -> Composed:
        """Have a text written, from the given attempt on, until it passes by itself.

        Raises:
            PieceRefused: no attempt gave a text without a critical finding.
        """
        attempt = feedback.attempt
        while True:
            asked = replace(assignment, feedback=feedback)
            draft = await self._narrator(attempt).write(asked)
            verdict = self.gate.review(draft, asked)
            if isinstance(verdict, Accepted):
                return Composed(assignment=asked, verdict=verdict, attempt=attempt)
            if attempt >= self.last_attempt:
                return self._let_pass(asked, verdict, attempt)
            attempt += 1
            feedback = Feedback(attempt=attempt, findings=_findings(verdict))

    def publish(self, tx: Transaction, composed: Composed, channel: str) -> Recorded:
        """Append the piece if it stands next to the channel's earlier ones.

        Raises:
            handler.Rework: it does not, and there are attempts left.
        """
        verdict = self.gate.review_in_place(tx.connection, composed.verdict, channel)
        if isinstance(verdict, Rework) and composed.attempt < self.last_attempt:
            raise handler.Rework(Feedback(attempt=composed.attempt + 1, findings=_findings(verdict)))
        draft, assignment = verdict.draft, composed.assignment
        [recorded] = tx.append(
            PieceAccepted(
                channel=channel,
                form=assignment.form,
                persona=assignment.persona.id,
                text=draft.text,
                narrator=draft.narrator,
                attempts=composed.attempt + 1,
                is_fallback=composed.attempt >= self.attempts,
                tells=self._named(draft),
                findings=verdict.findings,
                rules=dict(VERSIONS),
            ),
            subject=assignment.key,
        )
        return recorded

    def _named(self, draft: Draft) -> tuple[str, ...]:
        """Return those of the entries that a draft should tell that its text names: a line may have been left out."""
        lore = self.gate.canon.pack.lore
        return tuple(name for name in draft.tells if is_named_in(draft.text, lore[name]))

    def _narrator(self, attempt: int) -> Narrator:
        return self.narrator if attempt < self.attempts else self.fallback

    def _let_pass(self, asked: Assignment, verdict: Rework, attempt: int) -> Composed:
        if not verdict.may_air:
            raise PieceRefused(asked.key, attempt + 1, _findings(verdict))
        return Composed(assignment=asked, verdict=verdict, attempt=attempt)


def _findings(verdict: Rework) -> tuple[str, ...]:
    return tuple(f"{finding.code}: {finding.why} ({finding.passage})" for finding in verdict.findings)
