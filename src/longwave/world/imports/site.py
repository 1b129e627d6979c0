"""A wiki's namespaces and how it spells the names of its pages."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlparse

from longwave.world.errors import NamespaceUnknown

ARTICLES = 0
FILES = 6
TEMPLATES = 10
CATEGORIES = 14
INTERWIKI = -100
NEVER_TAKEN = {TEMPLATES, CATEGORIES}

LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z]{2,})*|simple")
SISTER = re.compile(
    r"[wmscvnqbd]|wikt|wiktionary|wikipedia|commons|meta|phab|mw|species|wikia|fandom|wikiquote|wikisource"
)


@dataclass(frozen=True, kw_only=True)
class Site:
    """A wiki.

    Attributes:
        main_page: title of the front page, where the dump says it.
        names: the namespaces' own names by number.
        prefixes: every known spelling of a namespace, case-folded, to its number.
        capitalises: whether the first letter of a title is always a capital.
    """

    title: str = ""
    key: str = ""
    language: str = "en"
    main_page: str = ""
    names: Mapping[int, str]
    prefixes: Mapping[str, int]
    capitalises: bool = True

    def normal(self, title: str) -> str:
        """Return a title as the wiki itself spells it, without a section."""
        clean = " ".join(title.partition("#")[0].replace("_", " ").split())
        return clean[:1].upper() + clean[1:] if self.capitalises else clean

    def split(self, title: str) -> tuple[int, str]:
        """Return the namespace and the rest of a link's target; INTERWIKI where it leaves the wiki."""
        prefix, colon, rest = title.partition(":")
        if not colon:
            return ARTICLES, title
        folded = " ".join(prefix.replace("_", " ").split()).casefold()
        if folded in self.prefixes:
            return self.prefixes[folded], rest.strip()
        bare = prefix.strip()
        if LANGUAGE.fullmatch(bare) or SISTER.fullmatch(bare.casefold()):
            return INTERWIKI, rest.strip()
        return ARTICLES, title

    def numbers(self, wanted: Iterable[str]) -> frozenset[int]:
        """Return the numbers of namespaces given by number or name.

        Raises:
            NamespaceUnknown: the wiki has no such namespace, or its pages are never entries.
        """
        return frozenset(self._number(name.strip()) for name in wanted)

    def _number(self, name: str) -> int:
        number = int(name) if name.lstrip("-").isdigit() else self.prefixes.get(name.casefold())
        allowed = {ARTICLES: "", **self.names}
        if number is None or number in NEVER_TAKEN or number not in allowed:
            raise NamespaceUnknown(
                name, [f"{n} {allowed[n]}".strip() for n in sorted(allowed) if n not in NEVER_TAKEN and n >= 0]
            )
        return number


def main_page(base: str) -> str:
    """Return the title of the front page from a dump's `base` address."""
    path = urlparse(base).path
    page = path.rpartition("/wiki/")[2] if "/wiki/" in path else path.rpartition("/")[2]
    return unquote(page).replace("_", " ")
