"""Arguments that cannot be meant: refused before anything is made, with the values and the cure."""

from pathlib import Path

import pytest

from acceptance.terminal import assert_misused, assert_refused, longwave


def test_an_unknown_world_offers_the_nearest_one(tmp_path: Path) -> None:
    out = tmp_path / "out"

    said = longwave("station", "produce", "--world", "saltmer", "--persona", "wren", "-o", out)

    assert_refused(said, saying="there is no world 'saltmer'", cure="did you mean `saltmere`?")
    assert not out.exists()


def test_an_unknown_persona_offers_the_nearest_one(tmp_path: Path) -> None:
    out = tmp_path / "out"

    said = longwave("station", "produce", "--persona", "wrem", "-o", out)

    assert_refused(said, saying="no presenter is called 'wrem'", cure="did you mean 'wren'? there are corvin, wren")
    assert not out.exists()


def test_a_run_without_a_persona_names_those_there_are(tmp_path: Path) -> None:
    out = tmp_path / "out"

    said = longwave("station", "produce", "-o", out)

    assert_refused(said, saying="a new run needs a presenter", cure="--persona: corvin, wren")
    assert not out.exists()


def test_resuming_nothing_without_a_persona_names_those_there_are(tmp_path: Path) -> None:
    said = longwave("station", "produce", "--resume", "-o", tmp_path / "out")

    assert said.code == 1
    assert "hint: name one by --persona: corvin, wren" in said.err


@pytest.mark.parametrize(
    ("option", "value", "complaint"),
    [
        ("--hours", "0", "'0'"),
        ("--hours", "-1", "'-1'"),
        ("--hours", str(10**12), f"'{10**12}'"),
        ("--hours", "many", "'many'"),
        ("--hours", "1.5", "'1.5'"),
        ("--duration", "", "''"),
        ("--seed", "-1", "'-1'"),
        ("--seed", str(10**30), f"'{10**30}'"),
        ("--seed", "lucky", "'lucky'"),
        ("--segments-per-hour", "7", "7 does not divide 60"),
        ("--segments-per-hour", "0", "'0'"),
        ("--segments-per-hour", "13", "'13'"),
        ("--concurrency", "0", "'0'"),
        ("--concurrency", "100000", "'100000'"),
        ("--start-date", "1931-02-31", "'1931-02-31'"),
        ("--start-date", "tomorrow", "'tomorrow'"),
        ("--start-date", "0000-01-01", "'0000-01-01'"),
    ],
)
def test_an_absurd_value_is_named_and_nothing_is_made(tmp_path: Path, option: str, value: str, complaint: str) -> None:
    out = tmp_path / "out"

    said = longwave("station", "produce", "--persona", "wren", f"{option}={value}", "-o", out)

    assert_misused(said, saying=f"'{option}'", cure="see `longwave station produce --help`")
    assert complaint in said.err
    assert not out.exists()


@pytest.mark.parametrize(
    ("start", "hours"), [("0001-01-01", 1), ("9999-12-31", 1), ("9999-12-31", 40), ("9999-11-20", 16 * 3650)]
)
def test_days_beyond_the_calendar_are_refused_with_those_that_will_do(tmp_path: Path, start: str, hours: int) -> None:
    out = tmp_path / "out"

    said = longwave("station", "produce", "--persona", "wren", "--start-date", start, "--hours", str(hours), "-o", out)

    assert_refused(said, saying=f"from {start} lie outside of the calendar", cure="begin between 0001-02-01 and 9")
    assert not out.exists()


@pytest.mark.parametrize("start", ["0001-02-01", "9999-11-29"])
def test_the_first_and_the_last_day_of_the_calendar_can_be_produced(tmp_path: Path, start: str) -> None:
    said = longwave("station", "produce", "--persona", "wren", "--start-date", start, "--hours", "1", "-o", tmp_path)

    assert said.code == 0, said


@pytest.mark.parametrize("seed", ["0", str(2**63 - 1)])
def test_the_smallest_and_the_largest_seed_can_be_produced(tmp_path: Path, seed: str) -> None:
    said = longwave("station", "produce", "--persona", "wren", "--seed", seed, "--hours", "1", "-o", tmp_path)

    assert said.code == 0, said


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LONGWAVE_CONCURRENCY", "abc"),
        ("LONGWAVE_CONCURRENCY", "0"),
        ("LONGWAVE_BUSY_TIMEOUT_S", "-1"),
        ("LONGWAVE_LOG_LEVEL", "loud"),
        ("LONGWAVE_LOG_FORMAT", "xml"),
    ],
)
def test_a_setting_that_cannot_be_read_is_misuse_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)

    said = longwave("station", "produce", "--persona", "wren", "-o", tmp_path / "out")

    assert_misused(said, saying=f"{name} is {value!r}", cure="correct the environment variable")
    assert not (tmp_path / "out").exists()


def test_all_settings_that_cannot_be_read_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LONGWAVE_CONCURRENCY", "abc")
    monkeypatch.setenv("LONGWAVE_LOG_LEVEL", "loud")

    said = longwave("ledger", "hash")

    assert_misused(said, saying="LONGWAVE_CONCURRENCY is 'abc'", cure="correct the environment variables")
    assert "LONGWAVE_LOG_LEVEL is 'loud'" in said.err


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["nope"], "'nope'"),
        (["station", "prodoce"], "'prodoce'"),
        (["station", "produce"], "'--output'"),
        (["station", "produce", "--huors", "3"], "--huors"),
        (["orders", "show", "x-7"], "'x-7'"),
        (["orders", "show", "9" * 30], "'9999"),
        (["orders", "list", "--status", "bad"], "'bad'"),
        (["orders", "list", "--limit", "0"], "'0'"),
        (["ledger", "tail", "-n", "-1"], "'-1'"),
        (["ledger", "hash"], "--database"),
    ],
)
def test_misuse_says_what_was_wrong_and_where_help_is(arguments: list[str], complaint: str) -> None:
    said = longwave(*arguments)

    assert_misused(said, saying=complaint)


def test_what_nobody_thought_of_is_said_in_words_too(undisturbed_day: Path) -> None:
    bytes_that_are_no_text = "\udcff"

    said = longwave("orders", "list", "--type", bytes_that_are_no_text, "-d", undisturbed_day)

    assert_refused(said, saying="UnicodeEncodeError", cure="LONGWAVE_LOG_LEVEL=debug")
