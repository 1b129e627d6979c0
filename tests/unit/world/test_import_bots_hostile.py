"""Whatever a forum-bot file holds, the import ends, with a report."""

import os
import string
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from longwave.cli.world import app
from longwave.world import document
from longwave.world.imports.bot_persona import newcomer
from longwave.world.imports.bot_sheet import BotWords, bot_words, read_sheet
from longwave.world.imports.bots import import_bots
from longwave.world.imports.spelling import spell_part
from longwave.world.persona import Persona
from unit.world.botfiles import CARD, HOME, bots, taken

__all__ = ["bots"]


def bomb() -> bytes:
    lines = ["a0: &a0 [lol, lol]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    return "\n".join([*lines, "name: Bo", "interests: *a29", "quirks: *a29", "history: *a29", ""]).encode()


@pytest.mark.parametrize(
    "raw",
    [
        b"name: Bo\nhistory: " + b"x" * 1_000_000,
        b"name: Bo\nquirks: " + b"[" * 100_000,
        b"name: Bo\nquirks:\n  " + b"- " * 100_000 + b"x",
        b"name: Bo\nquirks: &a [*a]",
        b"name: Bo\xff",
        b"\xff\xfen\x00a\x00",
        b"name: Bo\x00",
        b'name: "\\ud800"',
        b"name: [Bo",
        b"name: !!python/object/apply:os.system [id]",
        b"name: &a {b: c}\n",
        b"name: '<b></b>[[]]'\n",
        b"- name: Bo\n",
        b"just words",
        b"",
        b"? [a]\n: b",
        b"---\nname: Bo\n---\nname: Ba\n",
    ],
)
def test_a_hostile_file_is_a_fault_in_the_report_and_stops_nobody_else(bots: Path, pack: Path, raw: bytes) -> None:
    (bots / "hostile.yaml").write_bytes(raw)

    report = import_bots(bots, pack)

    assert list(report.taken) == ["mira-vex", "tom"]
    assert {fault.file for fault in report.faults} == {"hostile.yaml"}
    assert all(fault.line and fault.what and fault.cure for fault in report.faults)
    assert len(report.as_json()) < 10_000


@pytest.mark.parametrize(
    "raw",
    [
        bomb(),
        b"name: Bo\n" + b"".join(b"k%d: 1\n" % n for n in range(9000)),
        b"name: Bo\nhistory: '" + b"{{a|" * 20_000 + b"'",
        b"name: Bo\nquirks: [" + b"'<b<!--[[{{', " * 8000 + b"]",
        b"name: Bo\ninterests: " + b"a;" * 50_000,
    ],
)
def test_a_hostile_file_that_names_somebody_fills_little(tmp_path: Path, pack: Path, raw: bytes) -> None:
    bot, report = taken(tmp_path, pack, raw)

    assert bot is not None
    assert report.faults
    assert (pack / "personas" / "bo.yaml").stat().st_size < 20_000


def test_what_is_too_long_is_cut_and_what_is_marked_up_is_plain(tmp_path: Path, pack: Path) -> None:
    long = "This happened. " * 400
    text = f"name: '[[Bo|Bo]] <i>Ba</i>\u202e'\nhistory: {long}\ntraits: ['&lt;b&gt;x&lt;/b&gt;', '{'y' * 300}']\n"

    bot, report = taken(tmp_path, pack, text)

    assert bot is not None
    assert bot.name == "Bo Ba"
    assert 900 < len(bot.history) <= 1000
    assert bot.history.endswith("happened.")
    assert bot.voice.traits == ("x", "y" * 40)
    assert [str(fault).partition(";")[0] for fault in report.faults] == [
        "bot.yaml:2: history was cut to 1000 characters",
        "bot.yaml:3: traits was cut to 40 characters",
    ]


def test_names_that_a_terminal_would_obey_are_only_shown(bots: Path, pack: Path) -> None:
    (bots / "[red]\x1b[2J.yaml").write_text('name: Bo\n"[/x]\\e[2J": 1\n', "utf-8")
    (bots / "tom.yml").rename(bots / os.fsdecode(b"\xff.yml"))

    result = CliRunner().invoke(app, ["import", str(bots), "--into", str(pack)])

    assert result.exit_code == 0, result.output
    assert "\x1b" not in result.output
    assert "[/x]" in result.output


def usual_keys(words: BotWords) -> list[str]:
    listed = [
        *words.sections.values(),
        *words.fields.values(),
        *(w for one in words.within.values() for w in one.values()),
    ]
    return sorted({word.replace(" ", "_") for found in listed for word in found} | set(words.wrappers))


SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats()
    | st.text(max_size=30)
    | st.text(alphabet=string.printable + "\u202e\u200d\ud800[]{}<>|", max_size=200)
    | st.sampled_from(["high", "80%", "7/10", "proactive", "claude-x", "openai", "offline", "29 years", "Tides"])
)
KEYS = st.sampled_from(usual_keys(bot_words())) | st.text(max_size=8) | st.integers() | st.none()
SHAPES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=5) | st.dictionaries(KEYS, inner, max_size=8), max_leaves=40
)


def spelled(shape: object) -> bytes:
    return yaml.safe_dump(shape, allow_unicode=True).encode("utf-8", "surrogatepass")


@settings(max_examples=150, deadline=None)
@given(shape=st.dictionaries(KEYS, SHAPES, max_size=12), name=SCALARS)
def test_whatever_its_shape_a_file_gives_a_resident_that_reads_back_or_a_fault(
    shape: dict[object, object], name: object
) -> None:
    sheet = read_sheet("bot.yaml", spelled({**shape, "name": name}))

    found = newcomer(sheet, HOME, bot_words())

    assert found is not None or sheet.faults
    if found is not None:
        text = spell_part(found.persona)
        assert Persona.model_validate(document.read("bo.yaml", text.encode()).data) == found.persona
        assert set(found.persona.temper.interests if found.persona.temper else ()) <= set(CARD.topics)


@settings(max_examples=150, deadline=None)
@given(raw=st.binary(max_size=200) | st.text(alphabet="nam: -[]{}&*!|>'\"\n#,b", max_size=120).map(str.encode))
def test_whatever_its_bytes_reading_a_file_never_fails(raw: bytes) -> None:
    sheet = read_sheet("bot.yaml", raw)

    assert newcomer(sheet, HOME, bot_words()) is not None or sheet.faults
