"""A presenter never gets hold of what he may not tell: every sheet of thirty days is read against the pack."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from longwave.editorial.canon import Canon
from longwave.modules.station.events import Slot
from longwave.modules.station.knowledge import Presenter
from longwave.modules.station.stories import Story, pool_of
from longwave.world.broadcast import Item, Letter
from longwave.world.lore import Fact, LoreEntry
from longwave.world.pack import Pack
from longwave.world.persona import Knowledge, Persona, Tier
from unit.station.plans import days, presenter_of

PRESENT, START, DAYS = 1931, dt.date(1931, 3, 2), 30
YEAR = re.compile(r"\b(?:1\d{3}|20\d\d)\b")
WHO_AND_SEED = pytest.mark.parametrize(("persona", "seed"), [(who, n) for who in ("wren", "corvin") for n in (1, 7)])


@pytest.fixture(scope="module")
def sheets(saltmere: Pack) -> dict[tuple[str, int], list[Slot]]:
    return {
        (persona, seed): [
            slot for day in days(saltmere, persona, seed=seed, start=START, count=DAYS) for slot in day.slots
        ]
        for persona in ("wren", "corvin")
        for seed in (1, 7)
    }


def until(persona: Persona) -> int:
    return persona.knowledge.cutoff_year or PRESENT


def is_excluded(regions: Iterable[str], persona: Persona) -> bool:
    regions = list(regions)
    return bool(regions) and all(
        persona.knowledge.regions.get(region, Tier.EXCLUDED) is Tier.EXCLUDED for region in regions
    )


def is_rumour(regions: Iterable[str], persona: Persona) -> bool:
    tiers = {persona.knowledge.regions.get(region, Tier.EXCLUDED) for region in regions}
    return Tier.RUMOUR in tiers and not tiers & {Tier.LOCAL, Tier.COMMON}


def refs(slots: Iterable[Slot], kind: str) -> set[str]:
    """Return the names of all things of a kind that some plans would tell or spend, without what follows a #."""
    spent = [ref for slot in slots for ref in slot.spends]
    told = [telling.ref for slot in slots for telling in (*slot.sheet.facts, *slot.sheet.items)]
    return {ref.split(":")[1].split("#")[0] for ref in (*spent, *told) if ref.startswith(f"{kind}:")}


def entries(slots: Iterable[Slot]) -> set[str]:
    return {
        entry
        for slot in slots
        for names in (slot.sheet.subject, *(telling.ids for telling in (*slot.sheet.facts, *slot.sheet.items)))
        for entry in names
    }


def forbidden_names(pack: Pack, persona: Persona) -> Iterator[re.Pattern[str]]:
    canon = Canon(pack)
    yield from (canon.factions[faction] for faction in persona.knowledge.forbidden_factions)
    yield from (canon.topics[topic] for topic in persona.knowledge.forbidden_topics)


@WHO_AND_SEED
def test_no_sheet_names_a_year_that_the_presenter_does_not_know(
    saltmere: Pack, sheets: dict[tuple[str, int], list[Slot]], persona: str, seed: int
) -> None:
    last = until(saltmere.personas[persona])

    texts = {text for slot in sheets[persona, seed] for text in slot.sheet.texts()}

    assert [text for text in texts if any(int(year) > last for year in YEAR.findall(text))] == []


@WHO_AND_SEED
def test_no_sheet_names_what_the_presenter_will_not_speak_of(
    saltmere: Pack, sheets: dict[tuple[str, int], list[Slot]], persona: str, seed: int
) -> None:
    patterns = list(forbidden_names(saltmere, saltmere.personas[persona]))
    texts = {text for slot in sheets[persona, seed] for text in slot.sheet.texts()}

    assert patterns
    assert [text for text in texts if any(pattern.search(text) for pattern in patterns)] == []


@WHO_AND_SEED
def test_every_entry_on_a_sheet_is_the_presenters_to_tell(
    saltmere: Pack, sheets: dict[tuple[str, int], list[Slot]], persona: str, seed: int
) -> None:
    speaker = saltmere.personas[persona]
    knows = speaker.knowledge
    hears = {"public", persona, *knows.circles}

    for entry in (saltmere.lore[name] for name in entries(sheets[persona, seed])):
        assert entry.years[0] <= until(speaker), entry.id
        assert hears & set(entry.known_by), entry.id
        assert not set(entry.factions) & set(knows.forbidden_factions), entry.id
        assert not set(entry.topics) & set(knows.forbidden_topics), entry.id
        assert not is_excluded(entry.regions, speaker), entry.id


@WHO_AND_SEED
def test_rumours_are_not_stated_as_facts_nor_as_news(
    saltmere: Pack, sheets: dict[tuple[str, int], list[Slot]], persona: str, seed: int
) -> None:
    speaker = saltmere.personas[persona]
    facts = {telling.ids[0] for slot in sheets[persona, seed] for telling in slot.sheet.facts}
    news = [saltmere.items[name] for name in refs(sheets[persona, seed], "item")]

    hearsay = {t.ids[0] for slot in sheets[persona, seed] for t in slot.sheet.facts if t.slots["hearsay"]}
    assert {name for name in facts if is_rumour(saltmere.lore[name].regions, speaker)} == hearsay
    assert [item.id for item in news if item.form == "news" and is_rumour(item.regions, speaker)] == []
    assert any(is_rumour(entry.regions, speaker) for entry in saltmere.lore.values())


@WHO_AND_SEED
def test_what_happens_now_is_for_wren_and_what_is_past_for_corvin(
    saltmere: Pack, sheets: dict[tuple[str, int], list[Slot]], persona: str, seed: int
) -> None:
    slots, speaker = sheets[persona, seed], saltmere.personas[persona]
    items = [saltmere.items[name] for name in refs(slots, "item")]
    stories = [story for story in pool_of(saltmere).stories if story.id in refs(slots, "beat")]
    records = [saltmere.records[name] for name in refs(slots, "record")]

    assert all((items, stories, records))
    said = [item.year for item in items] + [story.year for story in stories]
    years = [year if year is not None else PRESENT for year in said]
    if persona == "wren":
        assert {item.year for item in items} == {None}
    assert max(years) <= until(speaker)
    assert max(record.year for record in records) <= until(speaker)


@WHO_AND_SEED
def test_items_letters_and_stories_are_of_the_presenters_regions_factions_and_topics(
    saltmere: Pack, sheets: dict[tuple[str, int], list[Slot]], persona: str, seed: int
) -> None:
    slots, speaker = sheets[persona, seed], saltmere.personas[persona]
    items = [saltmere.items[name] for name in refs(slots, "item")]
    stories = [story for story in pool_of(saltmere).stories if story.id in refs(slots, "beat")]
    letters = [saltmere.letters[name] for name in refs(slots, "letter")]

    assert all((items, stories, letters))
    things: list[Item | Story | Letter] = [*items, *stories, *letters]
    for thing in things:
        factions = () if isinstance(thing, Letter) else thing.factions
        assert not is_excluded(thing.regions, speaker), thing.id
        assert not set(thing.topics) & set(speaker.knowledge.forbidden_topics), thing.id
        assert not set(factions) & set(speaker.knowledge.forbidden_factions), thing.id


@settings(max_examples=40)
@given(
    cutoff=st.one_of(st.none(), st.integers(1743, PRESENT)),
    regions=st.dictionaries(
        st.sampled_from(["harbour-wards", "terraces", "fens", "outer-lights", "abroad"]), st.sampled_from(Tier)
    ),
    circles=st.sets(st.sampled_from(["public", "academic", "government", "industry", "religious", "foreign"])),
    factions=st.sets(st.sampled_from(["academic", "government", "industry", "religious", "foreign"]), max_size=3),
    topics=st.sets(st.sampled_from(["death", "war", "sport", "politics", "bells", "tides"]), max_size=3),
)
def test_whoever_speaks_knows_all_that_is_allowed_and_nothing_else(
    saltmere: Pack,
    *,
    cutoff: int | None,
    regions: dict[str, Tier],
    circles: set[str],
    factions: set[str],
    topics: set[str],
) -> None:
    knowledge = Knowledge(
        cutoff_year=cutoff,
        regions=regions,
        circles=tuple(circles),
        forbidden_factions=tuple(factions),
        forbidden_topics=tuple(topics),
    )
    speaker = saltmere.personas["wren"].model_copy(update={"knowledge": knowledge})
    patterns = list(forbidden_names(saltmere, speaker))

    known = Presenter(persona=speaker, canon=Canon(saltmere), year=PRESENT).entries

    for entry in saltmere.lore.values():
        said = f"{entry.title}\n{entry.gloss}"
        is_barred = (
            entry.years[0] > until(speaker)
            or not {"public", "wren", *circles} & set(entry.known_by)
            or is_excluded(entry.regions, speaker)
            or bool(factions & set(entry.factions))
            or bool(topics & set(entry.topics))
            or any(pattern.search(said) for pattern in patterns)
            or any(int(year) > until(speaker) for year in YEAR.findall(said))
        )
        assert (entry.id in known) is not is_barred, entry.id


def test_a_fact_that_came_later_than_its_entry_waits_for_those_who_know_its_year(tiny: Pack) -> None:
    station = tiny.lore["island-station"]
    later = Fact(says="The island station has a cat.", year=1938)
    pack = tiny.model_copy(
        update={"lore": {**tiny.lore, station.id: station.model_copy(update={"facts": (*station.facts, later)})}}
    )

    assert later.says not in _facts_told(pack, until=1937)
    assert later.says in _facts_told(pack, until=1938)


def test_a_secret_is_known_to_its_circle_and_to_nobody_else(tiny: Pack) -> None:
    secret = LoreEntry(
        id="secret",
        title="the secret",
        kind="object",
        years=(1940, None),
        known_by=("council",),
        text="It is one.",
        facts=(Fact(says="The secret is kept."),),
    )
    pack = tiny.model_copy(update={"lore": {**tiny.lore, "secret": secret}})
    ada = pack.personas["ada"]
    member = ada.model_copy(update={"knowledge": ada.knowledge.model_copy(update={"circles": ("public", "council")})})

    assert "secret" not in presenter_of(pack, "ada", 1950).entries
    assert "secret" in Presenter(persona=member, canon=Canon(pack), year=1950).entries


def _facts_told(pack: Pack, *, until: int) -> set[str]:
    ada = pack.personas["ada"]
    knowledge = ada.knowledge.model_copy(update={"cutoff_year": until})
    pack = pack.model_copy(update={"personas": {"ada": ada.model_copy(update={"knowledge": knowledge})}})
    planned = days(pack, "ada", seed=1, start=dt.date(1950, 1, 2), count=10)
    return {str(told.slots["fact"]) for day in planned for slot in day.slots for told in slot.sheet.facts}


def test_nobody_gets_hold_of_what_is_never_said_on_air_or_never_by_them(saltmere: Pack) -> None:
    wren, corvin = presenter_of(saltmere, "wren"), presenter_of(saltmere, "corvin")

    assert wren.may_say("The queue at the pump is long!")
    assert not wren.may_say("The f.u.c.k.e.r has my glove.")
    assert not corvin.may_say("The queue at the pump is long!")
