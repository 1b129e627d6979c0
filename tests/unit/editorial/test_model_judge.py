"""The judge behind which a model reads: it quotes, it advises, and whatever it answers stops nobody."""

import asyncio
from pathlib import Path

import pytest

from double import replies
from double.replies import Reply, structured
from double.scripts import WAYS, always
from double.server import Double
from longwave import bootstrap
from longwave.editorial.judge import advice
from longwave.editorial.model_judge import ModelJudge
from longwave.editorial.rule import Finding, Manuscript, Severity
from longwave.narrator.budgets import accounts
from longwave.settings import Settings
from unit.editorial import desk

TEXT = "It is seven o'clock in the morning, and the ferry has forgotten somebody's hat again."


def judged(double: Double, place: Path, *, replay: bool = False) -> tuple[Finding, ...]:
    """Have a model that answers as the double does read a text."""
    settings = Settings(judge="openai:double-1", openai_base_url=double.openai, outage_patience_s=0)
    pack = desk.gate().canon.pack
    with bootstrap.open_ledger(str(place / "world.db"), settings, create=True) as ledger:
        station = bootstrap.Station(ledger=ledger, pack=pack, seed=7, settings=settings, is_replay=replay)
        judge = station.narration.judge
        assert isinstance(judge, ModelJudge)
        judge.caller.retries_s = ()
        manuscript = Manuscript(text=TEXT, assignment=desk.assignment({}), canon=station.canon)

        async def read() -> tuple[Finding, ...]:
            found = await advice(judge, manuscript)
            await station.narration.close()
            return found

        findings = asyncio.run(read())
        with ledger.store.read() as connection:
            assert [account.reserved.tokens for account in accounts(connection)] in ([], [0, 0, 0])
    return findings


def faults(*passages: str) -> Reply:
    return structured({"faults": [{"passage": passage, "why": "It is dull."} for passage in passages]})


def test_what_a_model_quotes_is_a_minor_finding(double: Double, tmp_path: Path) -> None:
    double.play(always(faults("somebody's hat")))

    found = judged(double, tmp_path)

    assert [(f.code, f.severity, f.passage, f.why) for f in found] == [
        ("JUDGE001", Severity.MINOR, "somebody's hat", "It is dull.")
    ]
    assert TEXT in double.requests[0].prompt


def test_what_it_did_not_quote_from_the_text_counts_for_nothing_and_no_more_than_five_do(
    double: Double, tmp_path: Path
) -> None:
    double.play(always(faults("not in it", "", *("the", "ferry", "has", "hat", "again", "seven"))))

    found = judged(double, tmp_path)

    assert [f.passage for f in found] == ["the", "ferry", "has", "hat", "again"]


def test_an_opinion_is_paid_once_and_replayed(double: Double, tmp_path: Path) -> None:
    double.play(always(faults("hat")))
    first = judged(double, tmp_path)

    assert judged(double, tmp_path) == judged(double, tmp_path, replay=True) == first
    assert len(double.billed) == 1


@pytest.mark.parametrize("number", range(len(WAYS)))
def test_an_answer_that_is_of_no_use_is_no_advice(double: Double, tmp_path: Path, number: int) -> None:
    double.play(WAYS[number])

    assert judged(double, tmp_path) == ()


def test_a_judge_that_is_down_is_passed_over(double: Double, tmp_path: Path) -> None:
    double.play(always(replies.status(503)))

    assert judged(double, tmp_path) == ()
