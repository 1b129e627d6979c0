"""Checks the size budgets that the linter has no rule for: lines of a file, lines of a class."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

FOLDERS = ("src", "tests", "benchmarks", "docs")
MAX_FILE_LINES, MAX_CLASS_LINES = 400, 250


def offenders(root: Path) -> Iterator[str]:
    """Yield what is over its budget below the folders of a repository."""
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*.py")):
            yield from _in_file(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8"))


def _in_file(name: str, source: str) -> Iterator[str]:
    lines = len(source.splitlines())
    if lines > MAX_FILE_LINES:
        yield f"{name}: {lines} lines, {MAX_FILE_LINES} are allowed"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ClassDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > MAX_CLASS_LINES:
                yield f"{name}:{node.lineno}: class {node.name} has {length} lines, {MAX_CLASS_LINES} are allowed"


def main() -> int:
    """Print what is over its budget; return 1 if anything is."""
    found = list(offenders(Path(__file__).parents[1]))
    sys.stderr.writelines(f"{offender}\n" for offender in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
