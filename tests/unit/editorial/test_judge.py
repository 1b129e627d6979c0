"""A judge advises: what it finds is on record, and keeps no text off the air."""

import asyncio
from dataclasses import dataclass, field

from longwave.editorial.editor import Composed, Editor
from longwave.editorial.judge import Judge
from longwave.editorial.rule import Finding, Manuscript, Severity
from longwave.kernel.errors import LongwaveError
from longwave.narrator.assignment import Feedback
from unit.editorial import desk
from unit.editorial.scripted import Scripted

GOOD = "It is seven o'clock, and the kettle is on for everyone."
BAD = "It is seven o'clock, and the kettle is on for {everyone}."
FOUND = Finding(code="JUDGE001", severity=Severity.CRITICAL, passage="kettle", why="she has no kettle")
ASKED = desk.assignment({})


@dataclass(kw_only=True)
class Stern:
    """A judge that finds the same in every text, or fails."""

    error: LongwaveError | None = None
    read: list[Manuscript] = field(default_factory=list)

    async def judge(self, manuscript: Manuscript) -> tuple[Finding, ...]:
        self.read.append(manuscript)
        if self.error is not None:
            raise self.error
        return (FOUND,)


def compose(judge: Judge | None, *texts: str) -> Composed:
    """Have a text written and judged."""
    editor = Editor(gate=desk.gate(), narrator=Scripted(texts=[*texts]), fallback=Scripted(texts=[GOOD]), judge=judge)
    return asyncio.run(editor.compose(ASKED, Feedback()))


def test_what_a_judge_finds_is_minor_and_goes_on_record() -> None:
    composed = compose(Stern(), GOOD)

    assert composed.attempt == 0
    assert composed.verdict.findings == (FOUND.model_copy(update={"severity": Severity.MINOR}),)


def test_a_judge_reads_only_what_the_gate_accepted() -> None:
    judge = Stern()

    compose(judge, BAD, GOOD)

    assert [manuscript.text for manuscript in judge.read] == [GOOD]


def test_a_judge_that_cannot_tell_stops_nothing() -> None:
    composed = compose(Stern(error=LongwaveError("no answer")), GOOD)

    assert composed.verdict.findings == ()


def test_without_a_judge_nothing_is_added() -> None:
    assert compose(None, GOOD).verdict.findings == ()
