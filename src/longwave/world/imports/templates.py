"""What a wiki's template pages say about their templates: the dump itself is the best dictionary."""

import re

from longwave.world.imports.options import Words
from longwave.world.imports.site import Site

MAX_PHRASE_CHARS = 400
HIDDEN = re.compile(r"<noinclude>.*?</noinclude>|<!--.*?-->|</?includeonly>", re.DOTALL | re.IGNORECASE)
ONLY_INCLUDED = re.compile(r"<(onlyinclude|includeonly)>(.*?)</\1>", re.DOTALL | re.IGNORECASE)
INFOBOX = re.compile(r"<infobox\b|class\s*=\s*[\"'][^\"']*\binfobox\b|\{\{\s*infobox\b", re.IGNORECASE)
DISAMBIGUATION = re.compile(r"__DISAMBIG__|\b(?:id|class)\s*=\s*[\"'][^\"']*(?:\bdisambig|\bdmbox)", re.IGNORECASE)
# Boxes, tables, notes above a page and parser functions are no phrases.
NO_PHRASE = re.compile(r"\{\||<div|<table|<ref|\{\{\s*#|^\s*[:*#|]|\n")
PARAMETER = re.compile(r"\{\{\{\s*([^{}|]+?)\s*(?:\|([^{}]*))?\}\}\}")


class Templates:
    """The roles of templates, from their pages and, where a dump has none, from their names."""

    def __init__(self, site: Site, words: Words) -> None:
        self._site = site
        self._words = words
        self._infoboxes: set[str] = set()
        self._disambiguations: set[str] = set()
        self._phrases: dict[str, str] = {}
        self._aliases: dict[str, str] = {}

    def learn(self, title: str, text: str, redirect: str | None) -> None:
        """Take in a template page; `title` is without its namespace."""
        name = self._site.normal(title)
        if redirect is not None:
            self._aliases[name] = self._site.normal(self._site.split(redirect)[1])
        elif DISAMBIGUATION.search(text):
            self._disambiguations.add(name)
        elif INFOBOX.search(text):
            self._infoboxes.add(name)
        elif phrase := _phrase(text):
            self._phrases[name] = phrase

    def is_infobox(self, name: str) -> bool:
        """Tell whether the template is an infobox."""
        return self._own(name) in self._infoboxes or self._words.infoboxes.starts(name)

    def is_disambiguation(self, name: str) -> bool:
        """Tell whether the template marks a page that only tells homonyms apart."""
        return self._own(name) in self._disambiguations or self._words.disambiguations.covers(name)

    def phrase(self, name: str, parameters: dict[str, str]) -> str | None:
        """Return the wikitext that the template stands for, if it stands for words in a sentence."""
        body = self._phrases.get(self._own(name))
        if body is not None:
            return PARAMETER.sub(lambda found: parameters.get(found[1], found[2] or ""), body)
        number = self._words.text_parameters.whole(name.partition(":")[0])
        if number is None:
            return None
        return parameters.get(number) or name.partition(":")[2] or parameters.get("1")

    def _own(self, name: str) -> str:
        title = self._site.normal(name)
        return self._aliases.get(title, title)


def _phrase(text: str) -> str | None:
    included = [found[2] for found in ONLY_INCLUDED.finditer(text)]
    body = HIDDEN.sub("", "".join(included) if included else text).strip()
    if len(body) > MAX_PHRASE_CHARS or NO_PHRASE.search(body) or not PARAMETER.search(body):
        return None
    return body
