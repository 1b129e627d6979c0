from collections.abc import Callable
from pathlib import Path

import pytest

from longwave.world import new

Edit = Callable[[str, str, str], None]


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return new.create(tmp_path / "pack", "The Test World")


@pytest.fixture
def edit(pack: Path) -> Edit:
    """Replace a text that stands in a file of the pack."""

    def replace(file: str, old: str, to: str) -> None:
        text = (pack / file).read_text("utf-8")
        assert old in text
        (pack / file).write_text(text.replace(old, to), "utf-8")

    return replace
