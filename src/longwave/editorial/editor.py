"""The editor: gets a text written until it passes, and publishes it as a piece."""

from dataclasses import dataclass, replace

from longwave.editorial.errors import PieceRefused
from longwave.editorial.events import DraftHeld, PieceAccepted
from longwave.editorial.gate import VERSIONS, Accepted, Gate, Refused, Rework
from longwave.editorial.judge import Judge, advice
from longwave.ledger.events import Recorded
from longwave.ledger.ledger import Transaction
from longwave.narrator import notices
from longwave.narrator.assignment import Assignment, Draft, Feedback, Narrator
from longwave.narrator.errors import (
    BudgetSpent,
    CallMissing,
    NarratorUnavailable,
    ProviderOutage,
    ReplyUnusable,
    RequestRejected,
)
from longwave.orders import handler
from longwave.world.names import is_named_in

EXHAUSTED = "no text of the narrator passed"


@dataclass(frozen=True, kw_only=True)
class Composed:
    """A text that may be published as far as it can be judged by itself.

    Attributes:
        attempt: which attempt it was, from 0.
    """

    assignment: Assignment
    verdict: Accepted
    attempt: int


@dataclass(frozen=True, kw_only=True)
class Editor:
    """Stands between narrators and channels.

    Attributes:
        narrator: writes the first attempts, each with the findings on the one before.
        fallback: writes what the narrator could not.
        judge: gives a second opinion on what passed, for the record.
    """

    gate: Gate
    narrator: Narrator
    fallback: Narrator
    attempts: int = 3
    fallback_attempts: int = 7
    judge: Judge | None = None

    @property
    def last_attempt(self) -> int:
        """The number of the last attempt that will be made."""
        return self.attempts + self.fallback_attempts - 1

    async def compose(self, assignment: Assignment, feedback: Feedback, first: Draft | None = None) -> Composed:
        """Have a text written, from the given attempt on, until it passes by itself.

        Args:
            first: the first attempt, where it has been written already.

        Raises:
            PieceRefused: no attempt gave a text without a critical finding.
            handler.NotNow: the narrator is out of reach for now.
            handler.CannotGoOn: a replay has no record of what is asked.
        """
        while True:
            asked = replace(assignment, feedback=feedback)
            try:
                draft = first or await self._narrator(feedback).write(asked)
            except ProviderOutage as outage:
                raise handler.NotNow(str(outage)) from outage
            except CallMissing as missing:
                raise handler.CannotGoOn(missing) from missing
            except NarratorUnavailable as refusal:
                if self._is_fallback(feedback):
                    raise  # Nobody is left to write it.
                feedback = _without_narrator(feedback, refusal)
                continue
            except ReplyUnusable as unusable:
                feedback = feedback.after((f"REPLY: {unusable}",), unusable.spent)
                continue
            first = None
            verdict = self.gate.review(draft, asked)
            if isinstance(verdict, Accepted):
                return await self._composed(asked, verdict)
            if feedback.attempt >= self.last_attempt:
                return await self._composed(asked, _final(asked, verdict))
            feedback = _after(feedback, verdict)

    async def _composed(self, asked: Assignment, accepted: Accepted) -> Composed:
        if self.judge is not None:
            advised = await advice(self.judge, self.gate.manuscript(accepted.draft, asked))
            accepted = replace(accepted, findings=(*accepted.findings, *advised))
        return Composed(assignment=asked, verdict=accepted, attempt=asked.feedback.attempt)

    def publish(self, tx: Transaction, composed: Composed, channel: str) -> Recorded:
        """Append the piece if it stands next to the channel's earlier ones.

        Raises:
            handler.Rework: it does not, and there are attempts left.
        """
        assignment, feedback = composed.assignment, composed.assignment.feedback
        verdict = self.gate.review_in_place(tx.connection, channel, composed.verdict, assignment)
        if isinstance(verdict, Rework) and composed.attempt < self.last_attempt:
            raise handler.Rework(_after(feedback, verdict))
        accepted = verdict if isinstance(verdict, Accepted) else _final(assignment, verdict)
        draft = accepted.draft
        spent = feedback.spent.plus(draft.spent)
        for scope, is_soft in feedback.budgets:
            notices.note(tx, scope, is_soft=is_soft)
        [recorded] = tx.append(
            PieceAccepted(
                channel=channel,
                form=assignment.form,
                persona=assignment.persona.id,
                text=draft.text,
                narrator=draft.narrator,
                attempts=composed.attempt + 1,
                is_fallback=self._is_fallback(feedback),
                because=feedback.because or (EXHAUSTED if self._is_fallback(feedback) else ""),
                tokens=spent.tokens,
                microusd=spent.microusd,
                tells=self._named(draft),
                findings=accepted.findings,
                rules=dict(VERSIONS),
            ),
            subject=assignment.key,
        )
        held = [self._held(draft, assignment, recorded.seq) for draft in feedback.held]
        tx.append(*held, subject=assignment.key)
        return recorded

    def _held(self, draft: Draft, assignment: Assignment, instead: int) -> DraftHeld:
        """Say that a text waits for a person, and which piece was published instead."""
        findings = self.gate.review(draft, assignment).findings
        return DraftHeld(piece=instead, text=draft.text, narrator=draft.narrator, findings=findings)

    def _named(self, draft: Draft) -> tuple[str, ...]:
        """Return those of the entries that a draft should tell that its text names: a line may have been left out."""
        lore = self.gate.canon.pack.lore
        return tuple(name for name in draft.tells if is_named_in(draft.text, lore[name]))

    def _narrator(self, feedback: Feedback) -> Narrator:
        return self.fallback if self._is_fallback(feedback) else self.narrator

    def _is_fallback(self, feedback: Feedback) -> bool:
        return bool(feedback.because) or feedback.attempt >= self.attempts


def _final(asked: Assignment, verdict: Rework) -> Accepted:
    final = verdict.final()
    if isinstance(final, Refused):
        raise PieceRefused(asked.key, asked.feedback.attempt + 1, _findings(final))
    return final


def _after(feedback: Feedback, verdict: Rework) -> Feedback:
    after = feedback.after(_findings(verdict), verdict.draft.spent)
    return replace(after, held=(*after.held, verdict.draft)) if verdict.needs_review else after


def _without_narrator(feedback: Feedback, refusal: NarratorUnavailable) -> Feedback:
    if isinstance(refusal, RequestRejected):
        feedback = replace(feedback, spent=feedback.spent.plus(refusal.spent))
    if not isinstance(refusal, BudgetSpent):
        return replace(feedback, because=str(refusal))
    return replace(feedback, because=str(refusal), budgets=(*feedback.budgets, (refusal.scope, refusal.is_soft)))


def _findings(verdict: Rework | Refused) -> tuple[str, ...]:
    return tuple(f"{finding.code}: {finding.why} ({finding.passage})" for finding in verdict.findings)
