"""A printed season of six autoplayers: what a reader of the Gazette gets, checked against the log by somebody else."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import pytest

from acceptance.broadcast import show
from acceptance.printed import Checker, Judge, Print
from double import replies
from double.asked import Asked
from double.replies import Reply
from double.server import Double
from double.writer import write
from longwave import bootstrap
from longwave.editorial.events import PieceAccepted
from longwave.ledger.events import Recorded
from longwave.modules.academy.expeditions.events import ExpeditionResolved
from longwave.modules.academy.hosting.events import DigestHeld
from longwave.orders.events import OrderEnqueued
from longwave.press import issues
from longwave.press.events import GazetteIssued, LayerReleased
from longwave.press.issues import SECTIONS
from longwave.settings import Settings
from longwave.simulating import play_season
from longwave.world.pack import Pack

SEED, LEADS, BUSY_DAYS = 2, 6, 10
# A season with the digest that closes it.
WHOLE = 90.25
MOST_A_DAY, LEAST_A_DAY = 50, 15
MOST_ATTEMPTS, TOO_OFTEN = 3, 0.05
A_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Season:
    """A season that was printed.

    Attributes:
        read: its issues, as the Gazette's readers get them.
    """

    log: list[Recorded]
    checker: Checker
    read: list[issues.GazetteIssue]
    pack: Pack

    @property
    def began(self) -> dt.datetime:
        return self.log[0].at

    @property
    def ended(self) -> dt.datetime:
        return self.log[-1].at


def printed(place: Path, pack: Pack, *, days: float, leads: int = LEADS) -> Season:
    """Play and print a season."""
    with bootstrap.open_ledger(str(place / "world.db"), Settings(), create=True) as ledger:
        station = bootstrap.Station(ledger=ledger, pack=pack, seed=SEED)
        play_season(station, players=leads, days=days, is_printed=True)
        log = list(ledger.read())
        with ledger.store.read() as connection:
            count = issues.last_number(connection) or 0
            found = [issues.issue(connection, pack, number) for number in range(1, count + 1)]
        read = [issue for issue in found if issue is not None]
    return Season(log=log, checker=Checker(pack=pack).read(log), read=read, pack=pack)


@pytest.fixture(scope="module")
def season(saltmere: Pack, tmp_path_factory: pytest.TempPathFactory, *, soak: bool) -> Season:
    return printed(tmp_path_factory.mktemp("season"), saltmere, days=WHOLE if soak else BUSY_DAYS)


@pytest.mark.soak
def test_nothing_that_was_printed_contradicts_the_log(season: Season) -> None:
    checker = season.checker

    events = {each.about.seq for each in checker.prints}
    show(f"{len(checker.prints)} pieces about {len(events)} events, {len(checker.faults)} contradictions")
    assert checker.faults == []
    assert len(checker.prints) > 400


@pytest.mark.soak
def test_every_digest_is_followed_by_an_issue(season: Season) -> None:
    held = [each for each in season.log if isinstance(each.event, DigestHeld)]
    issued = [each for each in season.log if isinstance(each.event, GazetteIssued)]

    waits = [issue.at - digest.at for digest, issue in zip(held, issued, strict=True)]
    assert len(season.read) == len(held)
    assert set(waits) == {dt.timedelta(minutes=10)}


@pytest.mark.soak
def test_an_issue_reads_from_end_to_end(season: Season) -> None:
    for issue in season.read:
        assert [title for title, _ in issue.sections] == [title for title in SECTIONS if title in dict(issue.sections)]
        assert all(inside for _, inside in issue.sections)
        texts = [piece.text for _, inside in issue.sections for piece in inside]
        assert [text for text in texts if text != text.strip() or text[-1] not in ".!?…”" or len(text) < 60] == []
        assert all(sentence == sentence.strip() and sentence.endswith((".", "?")) for sentence in issue.coming)
        assert len(set(issue.coming)) == len(issue.coming)
    assert sum(not issue.sections for issue in season.read) <= 0.02 * len(season.read)


@pytest.mark.soak
def test_an_issue_says_what_is_to_come_whenever_something_waits_that_may_be_teased(season: Season) -> None:
    promised: dict[tuple[object, object], dt.datetime] = {}
    teased = 0
    for each in season.log:
        event = each.event
        if isinstance(event, OrderEnqueued) and "layer" in event.payload:
            promised[event.payload["event"], event.payload["layer"]] = event.scheduled_at
        elif isinstance(event, LayerReleased):
            promised.pop((event.event, event.layer))
        elif isinstance(event, GazetteIssued):
            waits = [
                layer for (_, layer), due in promised.items() if due > each.at and season.pack.layers[str(layer)].teaser
            ]
            assert bool(event.coming) == bool(waits)
            teased += bool(waits)

    assert teased >= 0.8 * len(season.read)


@pytest.mark.soak
def test_nothing_is_printed_twice_and_every_promise_is_kept(season: Season) -> None:
    checker = season.checker
    due = {
        (each.event.payload["event"], each.event.payload["layer"]): each.event.scheduled_at
        for each in season.log
        if isinstance(each.event, OrderEnqueued) and "layer" in each.event.payload
    }

    assert Counter(checker.promised.values()).keys() <= {"printed", "waiting"}
    assert [key for key in checker.unaccounted if due[key] < season.ended] == []
    assert checker.failed == []
    texts = Counter(each.text for each in checker.prints)
    assert sum(count - 1 for count in texts.values()) <= 0.005 * len(checker.prints)


def test_the_press_is_neither_a_flood_nor_silent(season: Season) -> None:
    first = [each for each in season.log if each.at < season.began + BUSY_DAYS * A_DAY]
    pieces = [each.event for each in first if isinstance(each.event, PieceAccepted) and each.event.channel == "gazette"]
    hard = [piece for piece in pieces if piece.attempts > MOST_ATTEMPTS]

    show(f"{len(pieces) / BUSY_DAYS:.0f} pieces a day, {len(hard) / len(pieces):.1%} took more than three attempts")
    assert LEAST_A_DAY <= len(pieces) / BUSY_DAYS <= MOST_A_DAY
    assert len(hard) < TOO_OFTEN * len(pieces)
    assert not [piece for piece in pieces if piece.is_fallback and "no text" not in piece.because]


def test_a_piece_that_is_about_something_else_is_found_out(season: Season) -> None:
    """The checker would see it: of two events of a kind neither's pieces are true of the other."""
    checker, stream = season.checker, Random(1)
    tried = found = 0
    for each in checker.prints:
        others = [one for one in checker.told.values() if one.event.kind == each.event.kind and one != each.about]
        if others and "{" in "".join(line.say for line in each.layer.says):
            tried += 1
            found += bool(checker.judged(replace(each, about=stream.choice(others))))

    show(f"{found} of {tried} swapped pieces are found out")
    assert found >= 0.9 * tried


@pytest.mark.parametrize(
    ("says", "fault"),
    [
        ("{stranger} stood by.", "has no part in it"),
        ("It took four hundred and seven days.", "407 is no number of it"),
        ("It was on the thirtieth of June.", "is no date of it"),
        ("{house} has paid for it.", "has no part in it"),
        ("It is entered as a {other}.", "is not said of outcome"),
    ],
)
def test_a_false_word_is_found_in_whatever_text(season: Season, says: str, fault: str) -> None:
    report = next(
        each
        for each in season.checker.prints
        if isinstance(each.event, ExpeditionResolved) and each.layer.voice == "gazette"
    )
    written = replace(report, layer=report.layer.model_copy(update={"says": ()}), text=report.text)
    before = _faults(season, written)

    words = {"stranger": _stranger(season, report), "house": _strange_house(season, report), "other": _other(report)}
    false = _faults(season, replace(written, text=f"{report.text} {says.format(**words)}"))

    assert [each for each in false if each not in before and fault in each]


@pytest.fixture
def provider(double: Double, monkeypatch: pytest.MonkeyPatch) -> Double:
    """A provider that every persona's texts are asked of."""
    monkeypatch.setenv("OPENAI_BASE_URL", double.openai)
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    monkeypatch.setenv("LONGWAVE_MODEL", "openai:double-1")
    monkeypatch.setenv("LONGWAVE_OUTAGE_PATIENCE_S", "0")
    return double


def test_while_no_model_answers_every_layer_is_printed_offline_and_says_so(
    provider: Double, saltmere: Pack, tmp_path: Path
) -> None:
    provider.play(lambda _asked: replies.status(503))

    season = printed(tmp_path, saltmere, days=1, leads=3)

    pieces = [each.event for each in season.log if isinstance(each.event, PieceAccepted)]
    assert len(pieces) > 20
    assert {piece.narrator for piece in pieces} == {"offline"}
    assert all(piece.is_fallback and "the provider is down" in piece.because for piece in pieces)
    assert season.checker.faults == []
    assert season.checker.failed == []


def test_a_provider_that_goes_down_at_noon_leaves_no_gap(provider: Double, saltmere: Pack, tmp_path: Path) -> None:
    served = Counter[str]()

    def fails_later(asked: Asked) -> Reply:
        served["all"] += 1
        return write(asked) if served["all"] <= 20 else replies.status(500)

    provider.play(fails_later)

    season = printed(tmp_path, saltmere, days=1, leads=3)

    pieces = [each.event for each in season.log if isinstance(each.event, PieceAccepted)]
    by_model = [piece for piece in pieces if piece.narrator == "openai:double-1"]
    assert by_model
    assert not [piece for piece in by_model if piece.is_fallback]
    assert all(piece.because for piece in pieces if piece.narrator == "offline")
    assert season.checker.failed == []
    assert Counter(season.checker.promised.values())["dropped"] == 0


def _faults(season: Season, one: Print) -> list[str]:
    return list(Judge(pack=season.pack, printed=one).faults())


def _stranger(season: Season, report: Print) -> str:
    """Return the name of a player who had no part in an expedition."""
    assert isinstance(report.event, ExpeditionResolved)
    return next(name for player, name in season.checker.players.items() if player != report.event.player)


def _strange_house(season: Season, report: Print) -> str:
    judge = Judge(pack=season.pack, printed=report)
    return next(each.name for each in season.pack.card.factions if each.id not in judge.own_factions)


def _other(report: Print) -> str:
    assert isinstance(report.event, ExpeditionResolved)
    return "failure" if report.event.outcome != "failure" else "success"
