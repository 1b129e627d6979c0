"""The report of a run: what it says is what the log says, counted by somebody else."""

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from acceptance.broadcast import produce, replies_of
from acceptance.recount import recount
from acceptance.terminal import assert_refused, longwave
from double.scripts import noise, read_out
from double.server import Double
from longwave import bootstrap
from longwave.editorial.rule import Finding, Severity
from longwave.modules.station.production import Asked
from longwave.world.pack import Pack

PILOT, MONTH = 112, 480
FORMS = {"time", "weather", "news", "gossip", "story", "music", "letter", "ident"}
Report = dict[str, Any]  # Any: JSON.


@pytest.fixture(scope="module")
def pilot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of seven days by Wren."""
    out = tmp_path_factory.mktemp("pilot") / "run"
    return produced(out, "wren", PILOT)


def produced(out: Path, persona: str, hours: int, *options: str) -> Path:
    run = ("--persona", persona, "--hours", str(hours), "--stories", "--validation", "--seed", "3", "-o", out)
    said = longwave("station", "produce", *run, *options)
    assert said.code == 0, said.err
    return out


def report_of(out: Path) -> Report:
    said = longwave("station", "report", out)
    assert said.code == 0, said.out
    found: Report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    return found


def rows(report: Report) -> dict[str, Any]:
    return {row["name"]: row for row in report["rows"]}


def assert_good_and_true(out: Path) -> None:
    """Every MUST and SHOULD of a run is met, and the numbers are those of the log."""
    report, counted = report_of(out), recount(out / "world.db")
    found = rows(report)
    assert [row["name"] for row in report["rows"] if row["tier"] != "NICE" and not row["is_met"]] == []
    assert found["segments made"]["value"] == counted.made / counted.planned
    assert found["unrecoverable failures"]["value"] == counted.failed
    assert found["passed the gate by the presenter's narrator"]["value"] == counted.own / counted.made
    assert found["repetition flags"]["value"] == counted.repeated / counted.made
    assert report["mix"] == counted.mix
    assert report["findings"] == counted.findings
    assert sum(tokens for tokens, _ in report["cost"].values()) == counted.tokens
    told = {arc["story"]: (len(arc["beats"]), arc["of"]) for arc in report["arcs"]}
    assert told == {story: (len(numbers), of) for (story, _), (numbers, of) in counted.arcs.items()}
    assert all(numbers == list(range(of)) for numbers, of in counted.arcs.values())
    for forms in counted.mix.values():
        assert set(forms) - {"emergency"} == FORMS
        assert max(forms.values()) <= 0.4 * sum(forms.values())


def test_a_run_that_airs_what_never_may_ends_with_its_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "run"
    found = Finding(code="SAFE002", severity=Severity.CRITICAL, passage="a lamp", why="never said")
    monkeypatch.setattr(bootstrap, "examine", lambda _gate, state: [found] if state.slot.time == "07:00" else [])

    said = longwave("station", "produce", "--persona", "wren", "--hours", "4", "--validation", "-o", out)

    assert said.code == 1
    assert "SAFE002" in said.err
    assert "report.html" in said.err
    assert (out / "report.html").exists()
    assert json.loads((out / "report.json").read_text(encoding="utf-8"))["rows"]


def test_seven_days_meet_every_bar_and_the_report_says_what_the_log_says(pilot: Path) -> None:
    assert_good_and_true(pilot)


@pytest.mark.soak
@pytest.mark.parametrize("persona", ["wren", "corvin"])
def test_thirty_days_meet_every_bar(tmp_path: Path, persona: str, *, soak: bool) -> None:
    assert_good_and_true(produced(tmp_path / "run", persona, MONTH if soak else 64))


@pytest.mark.soak
def test_thirty_days_of_a_model_with_realistic_noise_meet_every_bar(
    double: Double, saltmere: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, soak: bool
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", double.openai)
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    monkeypatch.setenv("LONGWAVE_PERSONA_USD_A_DAY", "1000")
    monkeypatch.setenv("LONGWAVE_PERSONA_TOKENS_A_DAY", "100000000")
    hours = MONTH if soak else PILOT
    written = produce(saltmere, Asked(persona="wren", hours=hours, seed=3), tmp_path / "written")
    (tmp_path / "texts.json").write_text(json.dumps(replies_of(written)), encoding="utf-8")
    double.play(noise(7, 0.02, read_out(tmp_path / "texts.json", 0.0)))

    out = produced(tmp_path / "run", "wren", hours, "--narrator", "openai:double-1")

    assert_good_and_true(out)


def test_every_plot_and_table_of_the_page_is_there_without_a_server(pilot: Path) -> None:
    report = report_of(pilot)
    page = (pilot / "report.html").read_text(encoding="utf-8")

    assert page.count("<svg") == 2
    assert page.count("<rect") == sum(len(forms) for forms in report["mix"].values())
    assert page.count("<circle") == sum(len(arc["beats"]) for arc in report["arcs"])
    assert "http" not in re.sub(r"https://creativecommons\S+", "", page)
    for slot in report["sample"]:
        date, _, time = slot.partition("/")
        linked = f"{date}.html#s{time.replace(':', '')}"
        assert linked in page
        assert f'id="s{time.replace(":", "")}"' in (pilot / f"{date}.html").read_text(encoding="utf-8")


def test_ten_segments_of_a_pilot_are_drawn_for_review_one_of_each_day_at_least_and_always_the_same(
    pilot: Path,
) -> None:
    first, again = report_of(pilot)["sample"], report_of(pilot)["sample"]

    assert first == again
    assert len(first) == 10
    assert len({slot.partition("/")[0] for slot in first}) == 7


def test_what_a_person_says_of_a_segment_is_kept_as_an_event_and_shown(pilot: Path) -> None:
    one, two, *_ = report_of(pilot)["sample"]

    longwave("station", "judge", pilot, one, "--reject", "--reason", "it drags <b>", "--by", "Ines")
    longwave("station", "judge", pilot, one, "--approve", "--by", "Ines")
    longwave("station", "judge", pilot, two, "--reject", "--reason", "it drags <b>", "--by", "Ines")

    said = report_of(pilot)["sample"]
    assert said[one] == "approved by Ines"
    assert said[two] == "rejected by Ines: it drags <b>"
    assert "it drags &lt;b&gt;" in (pilot / "report.html").read_text(encoding="utf-8")
    assert longwave("doctor", "-d", pilot).code == 0


@pytest.mark.parametrize("slot", ["1931-03-02/05:00", "1931-03-02", "tea", "1999-01-01/06:00"])
def test_a_segment_that_was_never_aired_cannot_be_judged(pilot: Path, slot: str) -> None:
    assert_refused(
        longwave("station", "judge", pilot, slot, "--approve"), saying="no segment was aired", cure="rundown.json"
    )


def test_a_run_that_misses_a_must_is_told_by_the_exit_code(pilot: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    out.mkdir()
    with closing(sqlite3.connect(pilot / "world.db")) as source, closing(sqlite3.connect(out / "world.db")) as target:
        source.backup(target)
        target.execute("UPDATE pieces SET text = text || ' As an AI, I made this up.'")
        target.commit()

    said = longwave("station", "report", out)

    assert said.code == 1
    assert "far off" in said.out
    assert not json.loads((out / "report.json").read_text(encoding="utf-8"))["is_good_enough"]


def test_a_folder_without_a_run_has_no_report(tmp_path: Path) -> None:
    said = longwave("station", "report", tmp_path)

    assert said.code == 1
    assert "hint:" in said.err
