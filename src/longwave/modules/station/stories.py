"""The pool: every story that a world can tell, what it weighs, and what is left out and why."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from longwave.world.lore import Kind, LoreEntry
from longwave.world.pack import Pack
from longwave.world.quest import ActName, Beat, Quest, Timeline

START, LEAST, MOST = 5.0, 1.0, 10.0
EACH_TRIVIAL, MOST_TRIVIAL = -0.5, -2.0
EACH_WEIGHTY, MOST_WEIGHTY = 0.7, 3.0
EACH_FACTION, MOST_FACTIONS = 0.8, 2.0
EACH_THEME, MOST_THEMES = 0.4, 1.5
# From how many acts on, and what they add; likewise for the mean conflict, where 0.3 itself is still calm.
BY_ACTS = ((7, 2.0), (5, 1.5), (3, 0.5), (2, 0.0), (0, -1.0))
BY_CONFLICT = ((0.8, 1.5), (0.6, 0.8), (0.3001, 0.0), (0.0, -0.5))
BY_KIND = {"quest": 0.5, "event": 0.3}
# Words are compared by their beginnings: "collects", "collecting".
TRIVIAL = ("collect", "gather", "fetch", "deliver", "errand", "chore", "driftwood", "spare", "ten ", "dozen", "trivial")
WEIGHTY = (
    "save", "rescue", "war", "peace", "death", "died", "drown", "flood", "storm", "betray", "secret", "lost", "last",
    "founder", "wreck", "trial", "verdict", "oath", "fever", "famine", "strike", "exile", "return", "silence", "vanish",
    "settlement", "forgive", "promise", "wager", "quarrel",
)  # fmt: skip
_TRIVIAL, _WEIGHTY = (
    re.compile(rf"\b(?:{'|'.join(words)})", re.IGNORECASE) for words in (TRIVIAL, WEIGHTY)
)  # fmt: skip
# Pages of a wiki that are about the game, or about the wiki, and no story.
_NO_STORY = re.compile(
    r"^(?:list of|category:|template:|user:|file:|help:)|\b(?:walkthrough|game ?play|hit points|experience points"
    r"|level up|respawn|patch notes|achievement|downloadable|quest (?:list|reward|stage|marker)|save file"
    r"|game ?mechanics?|stub|disambiguation|infobox|player character)\b",
    re.IGNORECASE,
)
LORE_CONFLICT, LORE_TONE, LORE_RECAP = 0.5, "plain", "there was more of it to tell"
FACTS_A_BEAT, MAX_BEAT_CHARS = 3, 430
HISTORY_IN_FULL = 5


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How stories of a timeline are told.

    Attributes:
        inclusion: the chance that its story has a story slot where it could.
        spacing: how many segments lie between two beats, at least.
        cooldown: how many lie between an end and the next beginning.
        weight: the least narrative weight of its stories.
        escalation: the base chance that a story grows into the timeline above at the end of an act.
        beats: the fewest and the most beats of an act.
    """

    inclusion: float
    spacing: int
    cooldown: int
    weight: float
    escalation: float
    beats: tuple[int, int]


PACES: Mapping[Timeline, Pace] = {
    Timeline.DAILY: Pace(inclusion=0.8, spacing=0, cooldown=2, weight=1, escalation=0.20, beats=(1, 3)),
    Timeline.WEEKLY: Pace(inclusion=0.5, spacing=1, cooldown=5, weight=3, escalation=0.15, beats=(2, 6)),
    Timeline.MONTHLY: Pace(inclusion=0.3, spacing=3, cooldown=10, weight=6, escalation=0.10, beats=(3, 15)),
    Timeline.YEARLY: Pace(inclusion=0.15, spacing=10, cooldown=20, weight=8, escalation=0.0, beats=(5, 30)),
}


@dataclass(frozen=True, kw_only=True)
class Step:
    """A beat in its act."""

    act: ActName
    beat: Beat
    ends_act: bool


@dataclass(frozen=True, kw_only=True)
class Story:
    """A story as the station tells it.

    Attributes:
        id: of the quest or the lore entry.
        weight: its narrative weight, from 1 to 10.
        year: when it plays; None for the present.
        facts: of the lore entry that it was made of; empty for a quest.
    """

    id: str
    title: str
    timeline: Timeline
    weight: float
    year: int | None
    regions: tuple[str, ...]
    factions: tuple[str, ...]
    topics: tuple[str, ...]
    themes: tuple[str, ...]
    steps: tuple[Step, ...]
    facts: tuple[str, ...] = ()

    @property
    def texts(self) -> Iterator[str]:
        """Everything of it that is said on air."""
        yield self.title
        for step in self.steps:
            yield step.beat.says
            yield step.beat.recap

    def in_beats(self, count: int) -> "Story":
        """Return the story in so many beats: one that is made of facts can be told in fewer."""
        if not self.facts or count == len(self.steps):
            return self
        [entry] = self.steps[0].beat.entities
        return replace(self, steps=_lore_steps(entry, self.facts, count))

    def so_far(self, number: int) -> str:
        """Return what was told before a beat: the latest beats whole, and of those before them a clause each."""
        told = [step.beat for step in self.steps[:number]]
        older, latest = told[:-HISTORY_IN_FULL], told[-HISTORY_IN_FULL:]
        clauses = [f"{beat.recap[:1].upper()}{beat.recap[1:]}." for beat in older]
        return " ".join([*clauses, *(beat.says for beat in latest)])


@dataclass(frozen=True, kw_only=True)
class Pool:
    """The stories of a world.

    Attributes:
        excluded: what could be taken for a story and is none, by its id, with the reason.
    """

    stories: tuple[Story, ...] = ()
    excluded: Mapping[str, str] = field(default_factory=dict)


def pool_of(pack: Pack) -> Pool:
    """Return the stories of a world: its quests, and its lore entries of events."""
    stories, excluded = [], {}
    told = [_of_quest(quest) for quest in pack.quests.values()]
    for entry in pack.lore.values():
        if entry.kind is not Kind.EVENT:
            continue
        if found := _NO_STORY.search(f"{entry.title} {entry.gloss} {' '.join(entry.topics)}"):
            excluded[entry.id] = f"“{found.group()}”: no story, but a page about the game or the wiki"
        elif not entry.facts:
            excluded[entry.id] = "it has no facts to tell"
        else:
            told.append(_of_lore(entry))
    for story in told:
        reason = _misfit(story)
        if reason:
            excluded[story.id] = reason
        else:
            stories.append(story)
    return Pool(stories=tuple(stories), excluded=excluded)


def narrative_weight(text: str, *, factions: int, acts: int, conflict: float, kind: str, themes: int) -> float:
    """Return how much a story weighs, from 1 to 10: the table of docs/explanation/stories.md.

    Args:
        text: its title and summary.
        factions: how many of the world's factions it touches.
        conflict: the mean of its beats.
        kind: quest or event.
    """
    trivial, weighty = (len({word.lower() for word in words.findall(text)}) for words in (_TRIVIAL, _WEIGHTY))
    weight = (
        START
        + max(MOST_TRIVIAL, EACH_TRIVIAL * trivial)
        + min(MOST_WEIGHTY, EACH_WEIGHTY * weighty)
        + min(MOST_FACTIONS, EACH_FACTION * factions)
        + next(bonus for least, bonus in BY_ACTS if acts >= least)
        + next(bonus for least, bonus in BY_CONFLICT if conflict >= least)
        + BY_KIND.get(kind, 0.0)
        + min(MOST_THEMES, EACH_THEME * themes)
    )
    return round(min(MOST, max(LEAST, weight)), 2)


def _of_quest(quest: Quest) -> Story:
    steps = tuple(
        Step(act=act.act, beat=beat, ends_act=beat is act.beats[-1]) for act in quest.acts for beat in act.beats
    )
    return Story(
        id=quest.id,
        title=quest.title,
        timeline=quest.timeline,
        weight=_weigh(f"{quest.title}. {quest.summary}", quest.factions, steps, quest.kind, quest.themes),
        year=quest.year,
        regions=quest.regions,
        factions=quest.factions,
        topics=quest.topics,
        themes=quest.themes,
        steps=steps,
    )


def _of_lore(entry: LoreEntry) -> Story:
    """Make a story of an event: its facts in the order of their years, an act each as far as there are acts."""
    facts = tuple(fact.says for fact in sorted(entry.facts, key=lambda fact: fact.year or entry.years[0]))
    steps = _lore_steps(entry.id, facts, min(len(facts), len(ActName)))
    return Story(
        id=entry.id,
        title=f"{entry.title[:1].upper()}{entry.title[1:]}",
        timeline=Timeline.DAILY,
        weight=_weigh(f"{entry.title}. {entry.text}", entry.factions, steps, "event", entry.topics[:1]),
        year=max(fact.year or entry.years[0] for fact in entry.facts),
        regions=entry.regions,
        factions=entry.factions,
        topics=entry.topics,
        themes=entry.topics,
        steps=steps,
        facts=facts,
    )


def _lore_steps(entry: str, facts: Sequence[str], count: int) -> tuple[Step, ...]:
    acts = list(ActName)[-count:]
    return tuple(
        Step(
            act=act,
            beat=Beat(
                says=" ".join(said),
                recap=LORE_RECAP,
                entities=(entry,),
                conflict=LORE_CONFLICT,
                tone=LORE_TONE,
            ),
            ends_act=True,
        )
        for act, said in zip(acts, _dealt(facts, count), strict=True)
    )


def _dealt(facts: Sequence[str], count: int) -> list[list[str]]:
    """Deal sentences into so many groups in their order, as evenly as can be; what a beat has no room for is left."""
    bounds = [round(len(facts) * place / count) for place in range(count + 1)]
    groups = [list(facts[first:last][:FACTS_A_BEAT]) for first, last in pairwise(bounds)]
    for group in groups:
        while len(" ".join(group)) > MAX_BEAT_CHARS:
            group.pop()
    return groups


def _weigh(text: str, factions: Sequence[str], steps: Sequence[Step], kind: str, themes: Sequence[str]) -> float:
    return narrative_weight(
        text,
        factions=len(set(factions)),
        acts=len({step.act for step in steps}),
        conflict=sum(step.beat.conflict for step in steps) / len(steps),
        kind=kind,
        themes=len(themes),
    )


def _misfit(story: Story) -> str:
    """Return why a story does not fit its timeline; empty where it does."""
    pace = PACES[story.timeline]
    if story.weight < pace.weight:
        return f"it weighs {story.weight:g}, and a {story.timeline} story at least {pace.weight:g}"
    fewest, most = pace.beats
    counts = _beats_by_act(story.steps)
    for act, count in counts.items():
        if not fewest <= count <= most:
            return f"its {act} has {count} beats, and an act of a {story.timeline} story {fewest} to {most}"
    return ""


def _beats_by_act(steps: Iterable[Step]) -> dict[ActName, int]:
    counts: dict[ActName, int] = {}
    for step in steps:
        counts[step.act] = counts.get(step.act, 0) + 1
    return counts
