"""What the caller of an import may choose."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Literal, TypeAlias

from pydantic import Field, ValidationError

from longwave.world import document
from longwave.world.errors import MappingUnreadable
from longwave.world.fields import Id, Part, Texts
from longwave.world.imports.vocabulary import Vocabulary, flat
from longwave.world.lore import Kind

Stopwatch: TypeAlias = Callable[[], float]
Role: TypeAlias = Literal["born", "died", "began", "ended", "dated", "region", "faction"]


@dataclass(frozen=True, kw_only=True)
class ImportOptions:
    """How to import.

    Attributes:
        name: names the files and, for a new pack, the world; None takes the wiki's database name or the folder's name.
        namespaces: numbers or names of the namespaces whose pages are taken.
        mapping: a YAML file with the keys of `words.yaml`, asked before it; also names regions, factions and topics.
        from_year: first year of an entry whose years the source does not say.
        region: region of an entry whose region the source does not say; a new pack has one of the world's own name.
        start: first day of a new pack; None takes the day of the newest page.
        min_chars: a page with less text than this is a stub and is not taken.
        max_chars: the longest text of an entry; longer pages become several entries.
    """

    name: str | None = None
    namespaces: tuple[str, ...] = ("0",)
    mapping: Path | None = None
    from_year: int = 1
    region: str | None = None
    start: dt.date | None = None
    min_chars: int = 80
    max_chars: int = 1200
    entries_per_file: int = 300


class WordList(Part):
    """`words.yaml`, and a mapping file: what words mean.

    Attributes:
        kinds: words in the names of categories and infoboxes.
        joints: prepositions; what follows one does not say what a category is about.
        fields: infobox fields by their role.
        field_kinds: infobox fields that give the kind away.
        regions: for each region, its names in infobox fields and categories; the first names it in a new pack.
        factions: the same for factions.
        topics: for each topic, category names.
        born_words: words before a year of birth in the brackets of a first sentence.
        eras: what to multiply a year by that is followed by this.
        lists: how titles and categories of lists begin.
        list_words: words that stand nowhere but in titles of lists.
        ends: headings of sections that are not text.
        text_templates: templates that stand for one of their parameters.
        namespaces: further names of namespaces.
    """

    kinds: dict[Kind, Texts] = Field(default={})
    joints: Texts = ()
    fields: dict[Role, Texts] = Field(default={})
    field_kinds: dict[Kind, Texts] = Field(default={})
    regions: dict[Id, Texts] = Field(default={})
    factions: dict[Id, Texts] = Field(default={})
    topics: dict[Id, Texts] = Field(default={})
    births: Texts = ()
    deaths: Texts = ()
    born_words: Texts = ()
    died_words: Texts = ()
    eras: dict[str, int] = Field(default={})
    infoboxes: Texts = ()
    disambiguations: Texts = ()
    lists: Texts = ()
    list_words: Texts = ()
    ends: Texts = ()
    redirects: Texts = ()
    text_templates: dict[str, int] = Field(default={})
    namespaces: dict[int, Texts] = Field(default={})


class Words:
    """The caller's mapping and the words that come with Longwave, ready to ask."""

    def __init__(self, own: WordList, shipped: WordList) -> None:
        self.own = own
        self.kinds = (_keyed(own.kinds), _keyed(shipped.kinds))
        self.joints = flat(own.joints + shipped.joints)
        self.roles = {
            _field(name): role for words in (shipped, own) for role, names in words.fields.items() for name in names
        }
        self.field_kinds = {
            _field(n): kind for words in (shipped, own) for kind, ns in words.field_kinds.items() for n in ns
        }
        self.regions, self.factions, self.topics = (_keyed(own.regions), _keyed(own.factions), _keyed(own.topics))
        self.births = Vocabulary({"born": own.births + shipped.births, "died": own.deaths + shipped.deaths})
        self.lives = Vocabulary(
            {"born": own.born_words + shipped.born_words, "died": own.died_words + shipped.died_words}
        )
        self.eras = {name.casefold(): sign for name, sign in (shipped.eras | own.eras).items()}
        self.infoboxes = flat(own.infoboxes + shipped.infoboxes)
        self.disambiguations = flat(own.disambiguations + shipped.disambiguations)
        self.lists = flat(own.lists + shipped.lists)
        self.list_words = flat(own.list_words + shipped.list_words)
        self.ends = flat(own.ends + shipped.ends)
        self.redirects = flat(own.redirects + shipped.redirects)
        self.text_parameters = Vocabulary(_by_value(shipped.text_templates | own.text_templates))
        self.namespaces = {
            n.casefold(): ns for words in (shipped, own) for ns, names in words.namespaces.items() for n in names
        }

    def role(self, field: str) -> Role | None:
        """Return what an infobox field of this name holds, where that is known."""
        return self.roles.get(_field(field))

    def field_kind(self, field: str) -> Kind | None:
        """Return the kind of thing that has an infobox field of this name, where that is known."""
        return self.field_kinds.get(_field(field))


def load_words(mapping: Path | None) -> Words:
    """Return the words to go by.

    Raises:
        MappingUnreadable: the mapping file is missing, is not YAML or has keys or values that mean nothing.
    """
    shipped = resources.files(__package__).joinpath("words.yaml").read_bytes()
    own = WordList() if mapping is None else _read_mapping(mapping)
    return Words(own, WordList.model_validate(document.read("words.yaml", shipped).data))


def _read_mapping(path: Path) -> WordList:
    try:
        found = document.read(path.name, path.read_bytes())
        if found.faults:
            raise MappingUnreadable(path, str(found.faults[0]))
        return WordList.model_validate(found.data or {})
    except OSError as error:
        raise MappingUnreadable(path, error.strerror or str(error)) from error
    except ValidationError as error:
        first = error.errors()[0]
        raise MappingUnreadable(path, f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error


def _field(name: str) -> str:
    return " ".join(name.casefold().replace("_", " ").replace("-", " ").split())


def _keyed(words: dict[str, tuple[str, ...]] | dict[Kind, tuple[str, ...]]) -> Vocabulary:
    return Vocabulary({str(key): listed for key, listed in words.items()})


def _by_value(words: dict[str, int]) -> dict[str, list[str]]:
    return {str(number): [name for name, at in words.items() if at == number] for number in sorted(set(words.values()))}
