"""The way in for folders of Markdown."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from longwave.world.errors import NoMarkdown, SourceMissing
from longwave.world.imports.article import Article, Block, Link, Origin, Stated
from longwave.world.imports.assembly import Assembly
from longwave.world.imports.options import ImportOptions, Stopwatch, load_words
from longwave.world.imports.prose import FrontMatterBad, MarkdownPage, read_page
from longwave.world.imports.report import ImportReport, Skip


def import_markdown(
    source: Path, target: Path, options: ImportOptions | None = None, *, stopwatch: Stopwatch = time.perf_counter
) -> ImportReport:
    """Write the `.md` files of a folder, at any depth, as lore entries into a pack folder.

    Args:
        source: the folder.
        target: a pack, or a folder that becomes one.
        options: how to import; None for the defaults. Namespaces mean nothing here.
        stopwatch: returns seconds.

    Raises:
        ImportRefused: the source holds no Markdown, or the target must not be written to; nothing has been written.
        PackInvalid: the target's `world.yaml` has faults.
    """
    options = options or ImportOptions()
    started_s = stopwatch()
    report = ImportReport(source=source.name)
    words = load_words(options.mapping)
    pages = list(_pages(source, options.min_chars, report))
    origin = Origin(key=source.resolve().name, title=source.resolve().name, language="en")
    Assembly(target, origin, options, words).assemble(_articles(pages), [], report)
    report.seconds = stopwatch() - started_s
    return report


def _pages(source: Path, min_chars: int, report: ImportReport) -> Iterator[MarkdownPage]:
    for name, file in _files(source).items():
        report.pages += 1
        try:
            page = read_page(name, file.read_bytes().decode("utf-8-sig"))
        except (FrontMatterBad, UnicodeDecodeError, OSError) as error:
            report.fail(f"{name}.md", str(error))
            continue
        chars = sum(len(block.text) for block in page.blocks)
        if chars < min_chars:
            report.skip(Skip.SHORT if chars else Skip.EMPTY)
            continue
        yield page


def _files(source: Path) -> Mapping[str, Path]:
    if not source.is_dir():
        raise SourceMissing(source, "it is no folder" if source.exists() else "there is no such folder")
    files = (file for file in source.rglob("*.md") if file.is_file())
    found = {file.relative_to(source).with_suffix("").as_posix(): file for file in files}
    shown = {name: found[name] for name in sorted(found) if not any(part.startswith(".") for part in name.split("/"))}
    if not shown:
        raise NoMarkdown(source)
    return shown


def _articles(pages: Sequence[MarkdownPage]) -> list[Article]:
    index = _index(pages)
    return [
        Article(
            key=page.path,
            title=page.title,
            blocks=tuple(_linked(block, index) for block in page.blocks),
            aliases=page.front.aliases,
            categories=page.front.tags,
            stated=Stated(
                kind=page.front.kind,
                years=page.front.years,
                regions=page.front.regions,
                factions=page.front.factions,
                topics=page.front.topics,
                known_by=page.front.known_by,
            ),
        )
        for page in pages
    ]


def _index(pages: Sequence[MarkdownPage]) -> dict[str, str]:
    """Return the pages' paths by every way to spell them; a path goes before a title, a title before an alias."""
    index = {_folded(page.path): page.path for page in pages}
    for name_of in (lambda page: (page.title, page.path.rpartition("/")[2]), lambda page: page.front.aliases):
        for page in pages:
            for name in name_of(page):
                index.setdefault(_folded(name), page.path)
    return index


def _linked(block: Block, index: Mapping[str, str]) -> Block:
    links = (Link(target=index.get(_folded(link.target), link.target), label=link.label) for link in block.links)
    return replace(block, links=tuple(links))


def _folded(name: str) -> str:
    return " ".join(name.casefold().replace("-", " ").replace("_", " ").split())
