"""Another fiction without a line of code: other land, other calendar, other factions, one presenter, and no sea."""

import json
from pathlib import Path

import pytest

from acceptance.recount import recount
from acceptance.terminal import longwave
from longwave.narrator.dated import years_in

KESTREL = Path(__file__).parents[1] / "worlds" / "kestrel-line"
SEA = ("tide", "harbour", "ferry", "quay", "Saltmere", "lighthouse")


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of two days on the Kestrel Line."""
    out = tmp_path_factory.mktemp("kestrel") / "run"
    said = longwave(
        "station",
        "produce",
        "--world",
        KESTREL,
        "--persona",
        "tamar",
        "--days",
        "2",
        "--validation",
        "--seed",
        "3",
        "-o",
        out,
    )
    assert said.code == 0, said.err
    return out


def test_the_world_has_no_faults() -> None:
    assert longwave("world", "check", KESTREL).code == 0


def test_its_days_are_whole_and_nothing_in_them_is_of_another_world(days: Path) -> None:
    counted = recount(days / "world.db")
    texts = [json.loads(file.read_text(encoding="utf-8"))["text"] for file in sorted(days.glob("segments/*/*.json"))]

    assert counted.made == counted.planned == counted.own == len(texts) == 32
    assert counted.findings == {}
    assert counted.repeated == 0
    assert all(numbers == list(range(of)) for numbers, of in counted.arcs.values())
    assert not [text for text in texts if any(word in text for word in SEA)]


def test_its_report_is_good(days: Path) -> None:
    said = longwave("station", "report", days, "--world", KESTREL)

    assert said.code == 0, said.out
    assert "short" not in said.out


def test_a_year_of_its_future_is_read_as_a_year() -> None:
    assert [year for year, _ in years_in("The line was laid in 2112, and 2,140 sheep looked on.")] == [2112]


def test_a_wiki_that_is_imported_becomes_a_world_that_goes_on_air(tmp_path: Path) -> None:
    pages = tmp_path / "wiki"
    pages.mkdir()
    for number in range(12):
        (pages / f"Stone {number}.md").write_text(
            f"# Stone {number}\n\nStone {number} stands on the north road and was cut in 18{number:02}. "
            f"Stone {number} is {number + 3} feet high. Stone {number} leans a little to the west.\n",
            encoding="utf-8",
        )
    made = longwave("world", "new", tmp_path / "stones", "--name", "The Stones")
    assert made.code == 0, made
    imported = longwave("world", "import", pages, "--into", tmp_path / "stones")
    assert imported.code == 0, imported
    assert longwave("world", "check", tmp_path / "stones").code == 0

    said = longwave(
        "station", "produce", "--world", tmp_path / "stones", "--persona", "ada", "--days", "1", "-o", tmp_path / "out"
    )

    assert said.code == 0, said.err
