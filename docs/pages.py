"""Reads the repository's Markdown: its links, its headings, and the commands that it shows."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).parents[1]
FOLDERS = ("docs", "worlds", "src", "tests", "benchmarks")
# A command in a block stands at the start of a line, or after another one.
_TYPED = re.compile(r"(?:^ *|[;&] )(?:\.venv/bin/)?longwave ([^;&|#\n]*)", re.MULTILINE)
_NAMED = re.compile(r"longwave ([^;&|#\n]*)")


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A command as a page shows it.

    Attributes:
        is_typed: whether it is to be typed as it stands; otherwise a sentence only names it.
    """

    page: str
    arguments: str
    is_typed: bool


def pages(root: Path = ROOT) -> list[Path]:
    """Return every Markdown page that belongs to the repository."""
    return sorted([*root.glob("*.md"), *(page for folder in FOLDERS for page in (root / folder).rglob("*.md"))])


def dead_links(page: Path) -> Iterator[str]:
    """Yield the links and pictures of a page that lead to no file, or to no heading of one."""
    for target in _targets(page):
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        if not file.exists() or (anchor and anchor not in _anchors(file)):
            yield target


def commands(page: Path) -> Iterator[Shown]:
    """Yield every `longwave` command in a page's code."""
    for token in _tokens(page):
        is_typed = token.type in {"fence", "code_block"}
        if is_typed or (token.type == "code_inline" and token.content.startswith("longwave ")):
            for arguments in (_TYPED if is_typed else _NAMED).findall(token.content):
                yield Shown(page=page.name, arguments=arguments.strip(), is_typed=is_typed)


def _tokens(page: Path) -> Iterator[Token]:
    for token in MarkdownIt("commonmark").enable("table").parse(page.read_text(encoding="utf-8")):
        yield token
        yield from token.children or ()


def _targets(page: Path) -> Iterator[str]:
    for token in _tokens(page):
        target = str(token.attrs.get("href") or token.attrs.get("src") or "")
        if target and "://" not in target and not target.startswith("mailto:"):
            yield target


@cache
def _anchors(page: Path) -> set[str]:
    """Return the names under which a page's headings are linked to, as the usual hosts make them."""
    found = list(_tokens(page))
    titles = [text.content for head, text in pairwise(found) if head.type == "heading_open"]
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}
