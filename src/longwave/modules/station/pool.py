"""The pool audit: whether there is enough to tell for a run, by timeline, and what is left out and why."""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from longwave.editorial.canon import Canon
from longwave.modules.station.errors import PoolTooSmall
from longwave.modules.station.handlers import presenter_of
from longwave.modules.station.knowledge import Presenter
from longwave.modules.station.stories import PACES, Story, pool_of
from longwave.world.pack import Pack
from longwave.world.quest import Timeline

# What a run of thirty days of sixteen hours needs; a shorter one needs its share.
FULL_HOURS, FULL_STORIES, FULL_BEATS = 480, 100, 400
DAY_HOURS = 16


@dataclass(frozen=True, kw_only=True)
class Audit:
    """What a presenter has to tell.

    Attributes:
        stories, beats: how many, by timeline.
        excluded: what could be taken for a story and is none, by its id, with the reason.
        not_theirs: the stories of the world that are not this presenter's to tell.
        shortfalls: what is missing for a run of the hours asked about.
    """

    stories: Mapping[Timeline, int]
    beats: Mapping[Timeline, int]
    excluded: Mapping[str, str]
    not_theirs: tuple[str, ...]
    shortfalls: tuple[str, ...]


def audit(knower: Presenter, hours: int) -> Audit:
    """Count what a presenter could tell in a run."""
    pool = pool_of(knower.canon.pack)
    own = knower.stories.values()
    stories = Counter(story.timeline for story in own)
    beats = Counter({timeline: sum(len(s.steps) for s in own if s.timeline is timeline) for timeline in Timeline})
    needed = {
        "stories": (stories.total(), math.ceil(FULL_STORIES * hours / FULL_HOURS)),
        "beats": (beats.total(), math.ceil(FULL_BEATS * hours / FULL_HOURS)),
    }
    return Audit(
        stories={timeline: stories[timeline] for timeline in Timeline},
        beats={timeline: beats[timeline] for timeline in Timeline},
        excluded=pool.excluded,
        not_theirs=tuple(story.id for story in pool.stories if story.id not in knower.stories),
        shortfalls=tuple(
            f"{there} {what} of the {wanted} that {hours} hours need"
            for what, (there, wanted) in needed.items()
            if there < wanted
        ),
    )


def refuse_small_pool(pack: Pack, persona: str, hours: int | None) -> None:
    """Refuse a run of some hours, one day where it is not said, for which a presenter has too little to tell.

    Raises:
        PoolTooSmall: stories or beats are missing.
    """
    knower = presenter_of(Canon(pack), persona, pack.card.start.year)
    if shortfalls := audit(knower, hours or DAY_HOURS).shortfalls:
        raise PoolTooSmall(shortfalls)


def refs_of(knower: Presenter) -> frozenset[str]:
    """Return what the use of each beat is counted by that a presenter could tell."""
    return frozenset(
        f"beat:{story.id}#{number}" for story in knower.stories.values() for number in range(len(story.steps))
    )


def outline(story: Story) -> dict[str, object]:
    """Return a story as `pool precompute` writes it."""
    return {
        "id": story.id,
        "title": story.title,
        "source": "lore" if story.facts else "quest",
        "timeline": story.timeline,
        "weight": story.weight,
        "year": story.year,
        "spacing": PACES[story.timeline].spacing,
        "regions": story.regions,
        "factions": story.factions,
        "themes": story.themes,
        "beats": [{"act": step.act, **step.beat.model_dump(mode="json")} for step in story.steps],
    }
