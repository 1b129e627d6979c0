import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from longwave.world import new

Edit = Callable[[str, str, str], None]
PLAYED = Path(__file__).parent / "played"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return new.create(tmp_path / "pack", "The Test World")


@pytest.fixture
def played(pack: Path) -> Path:
    """The pack with a small game in it, and its press."""
    return shutil.copytree(PLAYED, pack, dirs_exist_ok=True)


@pytest.fixture
def edit(pack: Path) -> Edit:
    """Replace a text that stands in a file of the pack."""

    def replace(file: str, old: str, to: str) -> None:
        text = (pack / file).read_text("utf-8")
        assert old in text
        (pack / file).write_text(text.replace(old, to), "utf-8")

    return replace
