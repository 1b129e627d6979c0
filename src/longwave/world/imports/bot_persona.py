"""From what a forum-bot file says to a resident of a world."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from longwave.world.card import WorldCard
from longwave.world.imports.bot_sheet import WORDS, BotSheet, BotWords, folded, plain
from longwave.world.imports.vocabulary import Vocabulary
from longwave.world.names import bare
from longwave.world.persona import Knowledge, Persona, Role, Tier, Voice
from longwave.world.temper import Engagement, Temper
from longwave.world.writing import Writing

SLIDERS = ("creativity_level", "leadership_tendency", "skepticism", "aggression", "shyness")
# What says the opposite of a slider, where the slider itself is not given.
OPPOSITES = {"shyness": "sociability", "aggression": "agreeableness"}
MIDDLE, HIGHEST, TENS = 50, 100, 10
MAX_NAME_CHARS, MAX_HISTORY_CHARS, MAX_STYLE_CHARS = 60, 2000, 300
MAX_INTEREST_CHARS, MAX_PLACE_CHARS, MAX_MODEL_CHARS = 80, 80, 100
MIN_UNSAID_LETTERS = 3
DEFAULT_AGE, MAX_AGE = 30, 1000
MIN_TOKENS, MAX_TOKENS = 64, 100_000
PLAIN_STYLE = "Plain and direct."
OFFLINE = "offline"
PERCENT, OF_TEN = re.compile(r"([0-9]{1,3}) ?%"), re.compile(r"([0-9]{1,2}) ?/ ?10")
MODEL_NAME = re.compile(r"[A-Za-z0-9][\w.:/@+-]*", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Home:
    """The world that residents come to.

    Attributes:
        region: where they live who do not say; an id.
        topics, regions: words of the caller's own for the world's topics and regions.
    """

    card: WorldCard
    region: str
    topics: Vocabulary
    regions: Vocabulary


@dataclass(frozen=True, kw_only=True)
class Newcomer:
    """A resident who is to be.

    Attributes:
        persona: without a phrasebook; its id is not given yet.
        unknown_interests: those that no topic of the world answers to.
    """

    persona: Persona
    unknown_interests: tuple[str, ...]


def newcomer(sheet: BotSheet, home: Home, words: BotWords, *, unnamed_id: str = "unnamed") -> Newcomer | None:
    """Return the resident that a file describes; None where it gives no name. The sheet is told what was not taken."""
    name = "" if sheet.scalar("name") is None else sheet.text("name", MAX_NAME_CHARS)
    if not any(map(str.isalnum, name)):
        if sheet.said or not sheet.faults:
            sheet.complain("name", "is missing, or holds no letter", "add `name: …`")
        return None
    voice, style = _voice(sheet, name)
    topics, unknown = _interests(sheet, home)
    persona = Persona(
        id=unnamed_id,
        name=name,
        role=Role.RESIDENT,
        born=_born(sheet, home.card.start.year),
        home=_region(sheet, home),
        history=_history(sheet) or f"Nobody knows yet where {name} comes from.",
        knowledge=Knowledge(regions={region.id: Tier.COMMON for region in home.card.regions}, circles=("public",)),
        voice=voice,
        temper=Temper(
            **sliders(sheet, words),
            engagement_style=_engagement(sheet, words),
            communication_style=style,
            interests=topics,
            quirks=sheet.texts("quirks", 12, 200),
        ),
        writing=_writing(sheet, words),
    )
    return Newcomer(persona=persona, unknown_interests=unknown)


def sliders(sheet: BotSheet, words: BotWords) -> dict[str, int]:
    """Return all sliders, 0 to 100; what is not given is 50.

    Numbers are shares where all of them are 0 to 1 and one is written with a point, and tenths where all are 0 to 10.
    """
    numbers: dict[str, float] = {}
    given: dict[str, float] = {}
    for name in (*SLIDERS, *OPPOSITES.values()):
        value = sheet.scalar(name)
        if isinstance(value, int | float) and not isinstance(value, bool):
            numbers[name] = value
        elif isinstance(value, str) and (level := _level(value, words)) is not None:
            given[name] = level
        elif value is not None:
            sheet.complain(name, "is no number and no level", "write a number from 0 to 100")
    factor = _factor(list(numbers.values()))
    for name, number in numbers.items():
        given[name] = min(HIGHEST, max(0, number * factor))
        if not 0 <= number * factor <= HIGHEST:
            sheet.complain(name, f"lies outside 0 to 100; {given[name]:.0f} was taken", "write 0 to 100")
    for name, opposite in OPPOSITES.items():
        if name not in given and opposite in given:
            given[name] = HIGHEST - given[opposite]
    return {name: math.floor(given.get(name, MIDDLE) + 0.5) for name in SLIDERS}


def _level(text: str, words: BotWords) -> float | None:
    said = folded(text)
    if found := PERCENT.fullmatch(said):
        return min(HIGHEST, int(found[1]))
    if found := OF_TEN.fullmatch(said):
        return min(HIGHEST, int(found[1]) * TENS)
    return words.levels.get(said)


def _factor(numbers: list[float]) -> int:
    if not numbers or min(numbers) < 0 or max(numbers) > TENS:
        return 1
    has_point = any(isinstance(number, float) for number in numbers)
    return HIGHEST if has_point and max(numbers) <= 1 else TENS


def _voice(sheet: BotSheet, name: str) -> tuple[Voice, str]:
    """Return the voice, and how the resident writes in a sentence or two."""
    style, tone = sheet.text("style", MAX_STYLE_CHARS), sheet.text("tone", MAX_STYLE_CHARS)
    how = " ".join(_sentence(said) for said in (style, f"Tone: {tone}" if tone else "") if said) or PLAIN_STYLE
    pronouns = sheet.text("pronouns", 40)
    manner = [
        f"{label}: {said}"
        for label, field in (("Verbosity", "verbosity"), ("Formality", "formality"), ("Humour", "humour"))
        if (said := sheet.text(field, 100))
    ]
    vocabulary = sheet.texts("vocabulary", 30, 100, parting=WORDS)
    manner += [f"Words such as: {', '.join(vocabulary)}"] if vocabulary else []
    unsaid = sheet.texts("never_says", 40, 60, parting=WORDS)
    voice = Voice(
        summary=f"{name} ({pronouns}). {how}" if pronouns else how,
        traits=sheet.texts("traits", 12, 40, parting=WORDS),
        do=(*map(_sentence, manner), *map(_sentence, sheet.texts("do", 12, 160))),
        dont=tuple(map(_sentence, sheet.texts("dont", 12, 160))),
        catchphrases=sheet.texts("catchphrases", 8, 80),
        # A shorter one would be found in every text.
        never_says=tuple(said for said in unsaid if sum(map(str.isalnum, said)) >= MIN_UNSAID_LETTERS),
    )
    return voice, how


def _history(sheet: BotSheet) -> str:
    told = (sheet.text(field, MAX_HISTORY_CHARS // 2) for field in ("history", "origin"))
    return " ".join(_sentence(text) for text in told if text)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _born(sheet: BotSheet, year: int) -> int:
    born = sheet.number("born")
    if born is not None:
        if year - MAX_AGE <= born <= year:
            return int(born)
        sheet.complain("born", "is no year that fits this world", f"write a year before {year}")
    age = sheet.number("age")
    if age is not None and 0 <= age <= MAX_AGE:
        return year - int(age)
    if age is not None:
        sheet.complain("age", "is no age", f"write one from 0 to {MAX_AGE}")
    return year - DEFAULT_AGE


def _region(sheet: BotSheet, home: Home) -> str:
    said = sheet.text("home", MAX_PLACE_CHARS)
    if not said:
        return home.region
    names: Mapping[str, str] = {
        bare(name): region.id for region in home.card.regions for name in (region.id, region.name, *region.aliases)
    }
    own = [region for region in home.regions.all(said) if region in names.values()]
    found = own[0] if own else names.get(bare(said))
    if found is None:
        sheet.complain("home", f"{said!r} is no region of this world", "name one of world.yaml, or leave it out")
    return found or home.region


def _interests(sheet: BotSheet, home: Home) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the topics that interests name, and the interests that name none."""
    known = {" ".join(map(_stem, folded(topic).split())): topic for topic in home.card.topics}
    topics: dict[str, None] = {}
    unknown: list[str] = []
    for interest in sheet.texts("interests", 40, MAX_INTEREST_CHARS, parting=WORDS):
        own = [topic for topic in home.topics.all(interest) if topic in home.card.topics]
        stems = [_stem(word) for word in re.findall(r"\w+", interest.casefold())]
        whole = known.get(" ".join(stems))
        found = own or ([whole] if whole else [known[stem] for stem in stems if stem in known])
        topics |= dict.fromkeys(found)
        unknown += [] if found else [interest]
    return tuple(topics), tuple(unknown)


def _stem(word: str) -> str:
    """Return a word as its singular, nearly: that is enough to tell topics apart."""
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _engagement(sheet: BotSheet, words: BotWords) -> Engagement:
    said = folded(sheet.text("engagement_style", MAX_STYLE_CHARS))
    by_word = {folded(word): style for style, listed in words.engagement.items() for word in listed}
    found = by_word.get(said) or next((by_word[word] for word in said.split() if word in by_word), None)
    if said and found is None:
        cure = f"write one of {', '.join(Engagement)}"
        sheet.complain("engagement_style", f"{said[:40]!r} is none that is known; reactive was taken", cure)
    return Engagement(found or Engagement.REACTIVE)


def _writing(sheet: BotSheet, words: BotWords) -> Writing:
    model = _model(sheet, words)
    if model == OFFLINE:
        return Writing(model=OFFLINE)
    tokens = sheet.number("max_tokens")
    kept = None if tokens is None else int(min(MAX_TOKENS, max(MIN_TOKENS, tokens)))
    if tokens is not None and kept != tokens:
        sheet.complain("max_tokens", f"cannot be {tokens:g}; {kept} was taken", f"write {MIN_TOKENS} to {MAX_TOKENS}")
    heat = sheet.number("temperature")
    cool = None if heat is None else float(min(1, max(0, heat)))
    if heat is not None and cool != heat:
        sheet.complain("temperature", f"lies outside 0 to 1; {cool:g} was taken", "write 0 to 1")
    return Writing(model=model, temperature=cool, max_tokens=kept)


def _model(sheet: BotSheet, words: BotWords) -> str:
    """Return the model as Longwave writes it; `offline` where there is none, or none that is known."""
    provider, name = _said(sheet, "provider"), _said(sheet, "model")
    if folded(provider) in words.offline or folded(name) in words.offline or not (provider or name):
        return OFFLINE
    known = {folded(word): key for key, listed in words.providers.items() for word in listed}
    if not provider and ":" in name and folded(name.partition(":")[0]) in known:
        provider, _, name = name.partition(":")
    begins = (key for key, starts in words.prefixes.items() if name.casefold().startswith(starts))
    found = known.get(folded(provider)) if provider else next(begins, None)
    if found is None or not name or len(name) > MAX_MODEL_CHARS or not MODEL_NAME.fullmatch(name):
        field = "model" if "model" in sheet.said else "provider"
        shown = ":".join(plain(part, 40)[:40] for part in (provider, name) if part)
        cure = f"name a provider ({', '.join(words.providers)}) and a model"
        sheet.complain(field, f"{shown!r} is none that is known; offline was taken", cure)
        return OFFLINE
    return f"{found}:{name}"


def _said(sheet: BotSheet, field: str) -> str:
    value = sheet.scalar(field)
    return "" if value is None else str(value).strip()
