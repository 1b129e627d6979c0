"""The size budgets that `make check` holds the code to."""

from pathlib import Path

import pytest

from docs import budgets


def test_a_file_and_a_class_within_their_budgets_pass(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    body = "    x = 1\n" * (budgets.MAX_CLASS_LINES - 1)
    filling = "y = 1\n" * (budgets.MAX_FILE_LINES - budgets.MAX_CLASS_LINES)
    (tmp_path / "src" / "full.py").write_text(f"class Full:\n{body}{filling}", encoding="utf-8")

    assert list(budgets.offenders(tmp_path)) == []


@pytest.mark.parametrize("folder", budgets.FOLDERS)
def test_a_file_of_one_line_too_many_is_named(tmp_path: Path, folder: str) -> None:
    (tmp_path / folder / "deep").mkdir(parents=True)
    (tmp_path / folder / "deep" / "long.py").write_text("x = 1\n" * 401, encoding="utf-8")

    assert list(budgets.offenders(tmp_path)) == [f"{folder}/deep/long.py: 401 lines, 400 are allowed"]


def test_a_class_of_one_line_too_many_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "big.py").write_text("\n\nclass Big:\n" + "    x = 1\n" * 250, encoding="utf-8")

    assert list(budgets.offenders(tmp_path)) == ["src/big.py:3: class Big has 251 lines, 250 are allowed"]
