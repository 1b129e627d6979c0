"""One page of a source, as plain text: what every kind of source is turned into."""

import datetime as dt
from dataclasses import dataclass, field

from longwave.world.lore import Kind


@dataclass(frozen=True, kw_only=True)
class Link:
    """A mention of another page.

    Attributes:
        target: the page's name as the source normalises it.
        label: the words that carry the link.
    """

    target: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Block:
    """A paragraph, and the heading it stands under."""

    heading: str
    text: str
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Box:
    """An infobox: its template's name and its filled fields.

    Attributes:
        fields: plain text by field.
        raw: the same fields as written, for dates that stand inside templates.
    """

    name: str
    fields: dict[str, str]
    raw: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Stated:
    """What a source says outright about a page, in a pack's own terms. Empty where it says nothing."""

    kind: Kind | None = None
    years: tuple[int, int | None] | None = None
    regions: tuple[str, ...] = ()
    factions: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    known_by: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Article:
    """A page that is taken.

    Attributes:
        key: its name as links spell it, once normalised.
        title: its name for people.
        aliases: other names that the source gives it.
    """

    key: str
    title: str
    blocks: tuple[Block, ...]
    aliases: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    boxes: tuple[Box, ...] = ()
    stated: Stated = Stated()


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Where the articles come from: what a new pack is named after.

    Attributes:
        key: a short name, for files.
        newest: the day of the newest page.
    """

    key: str
    title: str
    language: str
    newest: dt.date | None = None
