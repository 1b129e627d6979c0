"""Reading the repository's Markdown: its links, its headings, and the commands that it shows."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).parents[2]
_COMMAND = re.compile(r"(?:^|(?<=[\s&;|]))(?:\.venv/bin/)?longwave (?!could|keeps)(.*?)(?=$| [&;|]| #|;)", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A command as a page shows it.

    Attributes:
        is_whole: whether it is to be typed as it stands, or only named in a sentence.
    """

    page: str
    arguments: str
    is_whole: bool


def pages() -> list[Path]:
    """Return every Markdown page that belongs to the repository."""
    folders = [ROOT / name for name in ("docs", "worlds", "src", "tests", "benchmarks")]
    return sorted([*ROOT.glob("*.md"), *(page for folder in folders for page in folder.rglob("*.md"))])


def tokens(page: Path) -> Iterator[Token]:
    """Yield a page's tokens, those inside of paragraphs too."""
    for token in MarkdownIt("commonmark").enable("table").parse(page.read_text(encoding="utf-8")):
        yield token
        yield from token.children or ()


def links(page: Path) -> Iterator[str]:
    """Yield the target of every link and picture that stays inside of the repository."""
    for token in tokens(page):
        target = str(token.attrs.get("href") or token.attrs.get("src") or "")
        if target and "://" not in target and not target.startswith("mailto:"):
            yield target


def anchors(page: Path) -> set[str]:
    """Return the names under which a page's headings can be linked to."""
    found = list(tokens(page))
    titles = [inline.content for heading, inline in zip(found, found[1:], strict=False) if heading.type == "heading_open"]
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def commands(page: Path) -> Iterator[Shown]:
    """Yield every `longwave` command in a page's code."""
    name = page.relative_to(ROOT).as_posix()
    for token in tokens(page):
        if token.type in {"fence", "code_block"}:
            for match in _COMMAND.finditer(token.content):
                yield Shown(page=name, arguments=match[1], is_whole=True)
        elif token.type == "code_inline" and token.content.startswith("longwave "):
            yield Shown(page=name, arguments=token.content.removeprefix("longwave "), is_whole=False)
