"""Packs with faults: `world check` lists all of them at once, `produce` names one and where the rest are."""

from pathlib import Path

import pytest

from acceptance.terminal import assert_refused, files_of, longwave

LORE_WITH_FAULTS = """\
- id: quay
  title: the quay
  kind: plaice
  years: [1935]
  gloss: a low wall with a view
  text: The quay is a low wall.
- id: well
  title: the well
  kind: place
  years: [1935]
  gloss: a hole with a bucket
  text: The well is a hole.
  links: [quai]
"""
PLACES = ["calender.yaml:1", "lore/extra.yaml:3", "lore/extra.yaml:13", "personas/ada.yaml:2"]


@pytest.fixture
def broken_world(own_world: Path) -> Path:
    (own_world / "lore" / "extra.yaml").write_text(LORE_WITH_FAULTS)
    (own_world / "personas" / "ada.yaml").write_text("id: ada\n  name: [unclosed\n")
    (own_world / "calender.yaml").write_text("[]\n")
    return own_world


def test_world_check_lists_every_fault_at_once_with_file_line_and_cure(broken_world: Path) -> None:
    said = longwave("world", "check", broken_world)

    assert said.code == 1
    listed = said.out.splitlines()
    assert [line.split(": ")[0] for line in listed] == PLACES
    assert all("; " in line for line in listed)
    assert "did you mean `quay`?" in listed[2]
    assert said.err == "4 faults\n"


def test_world_check_gives_the_same_faults_as_json(broken_world: Path) -> None:
    said = longwave("world", "check", broken_world, "--json")

    assert said.code == 1
    assert [f"{fault['file']}:{fault['line']}" for fault in said.json] == PLACES
    assert all(fault.keys() == {"file", "line", "what", "cure"} for fault in said.json)


def test_produce_names_the_first_fault_and_how_to_list_the_others(broken_world: Path, tmp_path: Path) -> None:
    said = longwave("station", "produce", "--world", broken_world, "--persona", "ada", "-o", tmp_path / "out")

    assert_refused(
        said,
        saying="the world pack 'island' has 4 faults, the first at calender.yaml:1: ",
        cure=f"list them all with `longwave world check {broken_world}`",
    )
    assert not (tmp_path / "out").exists()


def test_bytes_that_are_no_text_are_a_fault_of_their_file(own_world: Path) -> None:
    (own_world / "lore" / "places.yaml").write_bytes(b"- id: caf\xe9\n")

    said = longwave("world", "check", own_world)

    assert said.code == 1
    assert "lore/places.yaml:1: " in said.out


@pytest.mark.parametrize("command", [["world", "check"], ["world", "show"], ["world", "search"]])
def test_a_folder_that_is_no_world_is_refused(tmp_path: Path, command: list[str]) -> None:
    words = ["bell"] if command[-1] == "search" else []

    said = longwave(*command, tmp_path, *words)

    assert_refused(said, saying=f"there is no world '{tmp_path}'", cure="a folder with a world.yaml")


def test_a_run_is_not_resumed_with_a_pack_that_has_changed_since(own_world: Path, tmp_path: Path) -> None:
    run: list[str | Path] = [
        "station",
        "produce",
        "--world",
        own_world,
        "--persona",
        "ada",
        "--hours",
        "2",
        "-o",
        tmp_path / "out",
    ]
    assert longwave(*run).code == 0
    before = files_of(tmp_path / "out")
    phrasebook = own_world / "phrasebook" / "ada.yaml"
    phrasebook.write_text(phrasebook.read_text() + "# a remark\n")

    said = longwave(*run, "--resume")

    assert_refused(said, saying="the run to resume has pack ", cure="resume with the same arguments and world")
    assert files_of(tmp_path / "out") == before


def test_a_run_is_resumed_with_the_same_pack_in_another_folder(own_world: Path, tmp_path: Path) -> None:
    run: list[str | Path] = ["station", "produce", "--persona", "ada", "--hours", "2", "-o", tmp_path / "out"]
    assert longwave(*run, "--world", own_world).code == 0
    moved = own_world.rename(tmp_path / "moved")

    said = longwave(*run, "--world", moved, "--resume")

    assert said.code == 0, said
