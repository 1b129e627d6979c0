from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longwave.world import new
from longwave.world.document import read
from longwave.world.errors import FolderTaken, NameUnspeakable
from longwave.world.loader import load


def test_a_new_world_passes_its_check_and_bears_its_name(tmp_path: Path) -> None:
    folder = new.create(tmp_path / "deep" / "ports", 'Nine "Ports": \\1 the sea')

    card = load(folder).card
    assert (card.id, card.title) == ("nine-ports-1-the-sea", 'Nine "Ports": \\1 the sea')


def test_an_empty_folder_may_be_filled(tmp_path: Path) -> None:
    assert load(new.create(tmp_path, "World")).card.id == "world"


def test_a_folder_with_anything_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", "utf-8")

    with pytest.raises(FolderTaken):
        new.create(tmp_path, "World")

    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_file_is_no_place_for_a_world(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", "utf-8")

    with pytest.raises(FolderTaken):
        new.create(tmp_path / "file", "World")


def test_a_world_needs_a_name_that_can_be_said(tmp_path: Path) -> None:
    with pytest.raises(NameUnspeakable):
        new.create(tmp_path, " – ")


@pytest.mark.parametrize(("title", "name"), [("Élan Vital", "elan-vital"), ("海", "world"), ("A" * 200, "a" * 80)])
def test_an_id_is_made_of_what_letters_there_are(title: str, name: str) -> None:
    assert new.id_of(title) == name


PRINTABLE = st.characters(exclude_categories=["C", "Z"], include_characters=' "#:\\{')


@given(st.text(PRINTABLE, max_size=40).map(lambda text: f"{text}a"))
def test_any_title_survives_being_written(tmp_path_factory: pytest.TempPathFactory, title: str) -> None:
    folder = tmp_path_factory.mktemp("world")

    new.create(folder, title)

    data = read("world.yaml", (folder / "world.yaml").read_bytes()).data
    assert isinstance(data, dict)
    assert data["title"] == " ".join(title.split())
