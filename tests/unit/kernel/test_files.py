"""Files that are whole or absent."""

import threading
from pathlib import Path

import pytest

from longwave.kernel.files import write_whole


def test_a_file_is_written_and_written_again(tmp_path: Path) -> None:
    path = tmp_path / "status.json"

    write_whole(path, "first")
    write_whole(path, "Ærø 🌊\n")

    assert path.read_text(encoding="utf-8") == "Ærø 🌊\n"
    assert list(tmp_path.iterdir()) == [path]


def test_a_reader_who_has_the_old_file_open_reads_all_of_it(tmp_path: Path) -> None:
    path = tmp_path / "status.json"
    write_whole(path, "old" * 1000)

    with path.open(encoding="utf-8") as reader:
        first = reader.read(3)
        write_whole(path, "new")
        rest = reader.read()

    assert first + rest == "old" * 1000
    assert path.read_text(encoding="utf-8") == "new"


def test_a_reader_never_sees_a_part_while_many_write(tmp_path: Path) -> None:
    path = tmp_path / "status.json"
    texts = [letter * 20_000 for letter in "abcd"]
    write_whole(path, texts[0])

    def write_often(text: str) -> None:
        for _ in range(25):
            write_whole(path, text)

    writers = [threading.Thread(target=write_often, args=[text]) for text in texts]
    for writer in writers:
        writer.start()
    seen = {path.read_text(encoding="utf-8") for _ in range(200)}
    for writer in writers:
        writer.join()

    assert seen <= set(texts)
    assert list(tmp_path.iterdir()) == [path]


def test_a_text_that_cannot_be_written_leaves_the_old_one_and_no_draft(tmp_path: Path) -> None:
    path = tmp_path / "status.json"
    write_whole(path, "old")

    with pytest.raises(UnicodeEncodeError):
        write_whole(path, "new \ud800")

    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_place_that_cannot_be_replaced_is_left_alone(tmp_path: Path) -> None:
    occupied = tmp_path / "status.json"
    (occupied / "inside").mkdir(parents=True)

    with pytest.raises(IsADirectoryError):
        write_whole(occupied, "new")
    with pytest.raises(FileNotFoundError):
        write_whole(tmp_path / "missing" / "status.json", "new")

    assert list(tmp_path.iterdir()) == [occupied]
