"""The Gazette as feed readers take it: Atom (RFC 4287) and JSON Feed (version 1.1), an entry an issue.

Everything is a pure function of the issues. Identifiers are made of the world and the number, never of an address, so
that a reader knows an issue again.
"""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from xml.etree import ElementTree as ET

from pydantic import BaseModel, Field

from longwave.kernel import markup
from longwave.press.issues import GazetteIssue
from longwave.world.pack import Pack

ATOM = "http://www.w3.org/2005/Atom"
JSON_FEED = "https://jsonfeed.org/version/1.1"


class Author(BaseModel):
    """Who writes."""

    name: str


class Item(BaseModel):
    """An issue."""

    id: str = Field(description="It stays what it is, wherever the feed is found.")
    title: str
    content_html: str
    date_published: dt.datetime = Field(description="World time.")


class JsonFeed(BaseModel):
    """A feed of JSON."""

    version: str
    title: str
    description: str
    feed_url: str
    language: str
    authors: list[Author]
    items: list[Item] = Field(description="The latest first.")


@dataclass(frozen=True, kw_only=True)
class Feed:
    """The latest issues of a world's Gazette.

    Attributes:
        address: where the feed is found.
        issues: the latest first.
        names: of those who sign what they say, by id.
    """

    pack: Pack
    address: str
    issues: Sequence[GazetteIssue]
    names: Mapping[str, str]

    def as_atom(self) -> str:
        """Return the feed as an XML document."""
        feed = ET.Element("feed", {"xmlns": ATOM, "xml:lang": self.pack.card.language})
        updated = self._items[0].date_published.isoformat() if self._items else f"{self.pack.card.start}T00:00:00Z"
        markup.add(feed, "id", _urn(self.pack.card.id))
        markup.add(feed, "title", self._title)
        markup.add(feed, "subtitle", self.pack.card.summary)
        markup.add(feed, "updated", updated)
        markup.add(feed, "link", rel="self", type="application/atom+xml", href=self.address)
        markup.add(feed, "generator", "Longwave")
        markup.add(markup.add(feed, "author"), "name", self._title)
        for item in self._items:
            entry = markup.add(feed, "entry")
            markup.add(entry, "id", item.id)
            markup.add(entry, "title", item.title)
            markup.add(entry, "published", item.date_published.isoformat())
            markup.add(entry, "updated", item.date_published.isoformat())
            markup.add(entry, "content", item.content_html, type="html")
        return markup.document(feed)

    def as_json(self) -> JsonFeed:
        """Return the feed for JSON."""
        return JsonFeed(
            version=JSON_FEED,
            title=self._title,
            description=self.pack.card.summary,
            feed_url=self.address,
            language=self.pack.card.language,
            authors=[Author(name=self._title)],
            items=self._items,
        )

    @property
    def _title(self) -> str:
        return f"The Gazette of {self.pack.card.title}"

    @cached_property
    def _items(self) -> list[Item]:
        return [
            Item(
                id=_urn(f"{self.pack.card.id}/{issue.number}"),
                title=f"The Gazette, number {issue.number}",
                content_html=self._in_html(issue),
                date_published=issue.at,
            )
            for issue in self.issues
        ]

    def _in_html(self, issue: GazetteIssue) -> str:
        page = ET.Element("div")
        for title, inside in issue.sections:
            markup.add(page, "h2", title)
            for piece in inside:
                markup.add(page, "p", piece.text)
                if piece.by in self.names:
                    markup.add(page, "p", f"— {self.names[piece.by]}")
        if issue.coming:
            markup.add(page, "h2", "Coming soon")
            listed = markup.add(page, "ul")
            for says in issue.coming:
                markup.add(listed, "li", says)
        return ET.tostring(page, encoding="unicode", method="html")


def _urn(name: str) -> str:
    """Return an identifier made of a name, which is the same at whatever address."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"https://longwave.invalid/gazette/{name}").urn
