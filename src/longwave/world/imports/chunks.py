"""Cutting a long page into texts of readable length, at sections, paragraphs and sentences."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from longwave.world.imports.article import Block, Link
from longwave.world.imports.sentences import sentences
from longwave.world.imports.wikitext import share_links

PARAGRAPH = "\n\n"


@dataclass(frozen=True, kw_only=True)
class Chunk:
    """Some paragraphs of a page.

    Attributes:
        heading: the section that the chunk begins with.
    """

    heading: str
    text: str
    links: tuple[Link, ...]


def chunks(blocks: Sequence[Block], max_chars: int) -> list[Chunk]:
    """Return the paragraphs in order, gathered into texts of at most `max_chars`.

    A new section begins a new chunk where the one before is at least a third full.
    """
    gathered: list[list[Block]] = []
    used = 0
    for block in _pieces(blocks, max_chars):
        starts_section = bool(gathered) and gathered[-1][-1].heading != block.heading
        grown = used + len(PARAGRAPH) + len(block.text)
        if not gathered or grown > max_chars or (starts_section and used * 3 >= max_chars):
            gathered.append([block])
            used = len(block.text)
            continue
        gathered[-1].append(block)
        used = grown
    return [_chunk(group) for group in gathered]


def _chunk(group: list[Block]) -> Chunk:
    return Chunk(
        heading=group[0].heading,
        text=PARAGRAPH.join(block.text for block in group),
        links=tuple(dict.fromkeys(link for block in group for link in block.links)),
    )


def _pieces(blocks: Sequence[Block], max_chars: int) -> Iterator[Block]:
    for block in blocks:
        if len(block.text) <= max_chars:
            yield block
            continue
        texts = _cut(block.text, max_chars)
        for text, links in zip(texts, share_links(texts, list(block.links)), strict=True):
            yield Block(heading=block.heading, text=text, links=links)


def _cut(text: str, max_chars: int) -> list[str]:
    units = [piece for sentence in sentences(text) for piece in _words(sentence, max_chars)]
    texts = [units[0]]
    for unit in units[1:]:
        if len(texts[-1]) + 1 + len(unit) > max_chars:
            texts.append(unit)
        else:
            texts[-1] += f" {unit}"
    return texts


def _words(sentence: str, max_chars: int) -> list[str]:
    """Cut a sentence that no text could hold: at spaces, and inside a word only where it has none."""
    pieces: list[str] = []
    rest = sentence
    while len(rest) > max_chars:
        at = rest.rfind(" ", max_chars // 2, max_chars)
        at = at if at > 0 else max_chars
        pieces.append(rest[:at].strip())
        rest = rest[at:].strip()
    return [*pieces, rest] if rest else pieces
