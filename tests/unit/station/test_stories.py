from typing import Any

import pytest

from longwave.modules.station.stories import PACES, Pool, narrative_weight, pool_of
from longwave.world.lore import Kind, LoreEntry
from longwave.world.pack import Pack
from longwave.world.quest import ActName, Quest, Timeline

BARE: dict[str, Any] = {"factions": 0, "acts": 2, "conflict": 0.5, "kind": "", "themes": 0}  # Any: arguments.


@pytest.fixture(scope="module")
def pool(saltmere: Pack) -> Pool:
    return pool_of(saltmere)


def test_an_errand_weighs_less_than_saving_a_settlement() -> None:
    errand = narrative_weight("Collect ten driftwood", factions=0, acts=1, conflict=0.1, kind="quest", themes=0)
    rescue = narrative_weight(
        "Save the settlement from the flood", factions=1, acts=5, conflict=0.7, kind="quest", themes=3
    )

    assert errand < PACES[Timeline.WEEKLY].weight
    assert rescue > PACES[Timeline.YEARLY].weight


@pytest.mark.parametrize(
    ("text", "changed", "expected"),
    [
        ("a walk", {}, 5.0),
        ("collect and deliver a chore", {}, 3.5),
        ("collect fetch gather deliver an errand and a chore", {}, 3.0),
        ("the flood", {}, 5.7),
        ("a flood, a fever, a wreck, a trial, a strike, a secret", {}, 8.0),
        ("a walk", {"factions": 1}, 5.8),
        ("a walk", {"factions": 5}, 7.0),
        ("a walk", {"acts": 7}, 7.0),
        ("a walk", {"acts": 5}, 6.5),
        ("a walk", {"acts": 3}, 5.5),
        ("a walk", {"acts": 1}, 4.0),
        ("a walk", {"conflict": 0.8}, 6.5),
        ("a walk", {"conflict": 0.6}, 5.8),
        ("a walk", {"conflict": 0.3}, 4.5),
        ("a walk", {"kind": "quest"}, 5.5),
        ("a walk", {"kind": "event"}, 5.3),
        ("a walk", {"themes": 2}, 5.8),
        ("a walk", {"themes": 9}, 6.5),
        ("flood fever wreck trial", {"factions": 5, "acts": 7, "conflict": 1.0, "kind": "quest", "themes": 9}, 10.0),
    ],
)
def test_a_story_weighs_what_the_table_says(text: str, changed: dict[str, float], expected: float) -> None:
    assert narrative_weight(text, **{**BARE, **changed}) == expected


def test_the_pool_has_a_months_worth_of_stories_on_all_four_timelines(pool: Pool) -> None:
    assert len(pool.stories) >= 120
    assert sum(len(story.steps) for story in pool.stories) >= 500
    assert {story.timeline for story in pool.stories} == set(Timeline)
    assert len({story.id for story in pool.stories}) == len(pool.stories)


def test_every_story_of_the_pool_fits_its_timeline(pool: Pool) -> None:
    for story in pool.stories:
        pace = PACES[story.timeline]
        counts = {act: sum(step.act is act for step in story.steps) for act in ActName}
        assert story.weight >= pace.weight, story.id
        assert all(not count or pace.beats[0] <= count <= pace.beats[1] for count in counts.values()), story.id
        assert story.steps[-1].act is ActName.RESOLUTION


def test_a_page_about_the_game_is_no_story(saltmere: Pack) -> None:
    event = next(entry for entry in saltmere.lore.values() if entry.kind is Kind.EVENT)
    pages = {
        "list": "List of quests in the Fens",
        "category": "Category:Events",
        "template": "Template:Quest infobox",
        "mechanics": "Game mechanics of the tide",
        "walkthrough": "the Relay walkthrough",
    }
    lore = {name: event.model_copy(update={"id": name, "title": title}) for name, title in pages.items()}
    pack = _with_lore(saltmere, {**lore, event.id: event})

    found = pool_of(pack)

    assert {story.id for story in found.stories if story.facts} == {event.id}
    assert found.excluded.keys() >= pages.keys()


def test_an_event_without_facts_or_a_quest_too_light_for_its_timeline_is_left_out_with_the_reason(
    saltmere: Pack,
) -> None:
    event = next(entry for entry in saltmere.lore.values() if entry.kind is Kind.EVENT)
    quest = next(quest for quest in saltmere.quests.values() if quest.timeline is Timeline.DAILY)
    light = quest.model_copy(update={"id": "light", "timeline": Timeline.YEARLY, "themes": (), "acts": quest.acts[-1:]})
    pack = _with_lore(saltmere, {"bare": event.model_copy(update={"id": "bare", "facts": ()})}, {"light": light})

    found = pool_of(pack)

    assert found.stories == ()
    assert found.excluded["bare"] == "it has no facts to tell"
    assert "a yearly story at least 8" in found.excluded["light"]


def test_an_event_is_told_in_the_order_of_its_facts_in_as_few_beats_as_there_is_room_for(pool: Pool) -> None:
    events = [story for story in pool.stories if story.facts]
    assert events
    for story in events:
        for count in range(1, len(story.steps) + 1):
            told = story.in_beats(count)
            assert [step.act for step in told.steps] == list(ActName)[-count:]
            said = " ".join(step.beat.says for step in told.steps)
            places = [story.facts.index(fact) for fact in story.facts if fact in said]
            assert places == sorted(places)
            assert len(places) >= count


def test_a_quest_is_told_whole_or_not_at_all(pool: Pool) -> None:
    quest = next(story for story in pool.stories if not story.facts)

    assert quest.in_beats(1) is quest


def test_what_was_told_before_is_kept_whole_for_five_beats_and_in_half_the_words_before_them(pool: Pool) -> None:
    longer = [story for story in pool.stories if len(story.steps) > 6]
    assert longer
    for story in longer:
        for number in range(len(story.steps)):
            told = [step.beat for step in story.steps[:number]]
            so_far = story.so_far(number)
            assert all(beat.says in so_far for beat in told[-5:])
            older = told[:-5]
            summary = so_far.removesuffix(" ".join(beat.says for beat in told[-5:]))
            assert all(beat.recap[1:] in summary for beat in older)
            assert len(summary.split()) <= 0.5 * len(" ".join(beat.says for beat in older).split())


def _with_lore(pack: Pack, lore: dict[str, LoreEntry], quests: dict[str, Quest] | None = None) -> Pack:
    return pack.model_copy(update={"lore": lore, "quests": quests or {}})
