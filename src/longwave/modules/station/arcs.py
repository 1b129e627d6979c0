"""Which story goes on in which slot: four timelines side by side, and nothing begun that cannot end inside the run.

The story slots of the whole run are known before it begins, since forms and weather come from the calendar and the
dice alone. So a choice is allowed only if all that is open afterwards can still be told to its end in the slots that
are left, each story with its spacing; and one such way goes on existing with every choice that is allowed.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from longwave.modules.station.events import ToldBeat
from longwave.modules.station.stories import PACES, Step, Story
from longwave.world.quest import ActName, Timeline

MAX_ESCALATIONS = 2
USUAL_ENGAGEMENT = 0.75
MOST_LIKELY = 0.95
FACTION_BONUS = (1.0, 1.1, 1.2, 1.3)
PLACE_BONUS = (1.0, 1.15, 1.3)
LONGEST_FIRST = tuple(reversed(Timeline))
Dice = Callable[..., random.Random]


@dataclass(frozen=True, kw_only=True)
class Arc:
    """One telling of a story.

    Attributes:
        timeline: the one it is told on: its story's own, or one that it has grown into.
        telling: how often the story was told to its end before.
        told: how many of its beats are told.
        last_turn: the segment of the last of them, counted over the presenter's segments.
    """

    story: str
    timeline: Timeline
    telling: int
    told: int
    beats: int
    last_turn: int
    escalations: int = 0

    @property
    def left(self) -> int:
        """How many beats are still to tell."""
        return self.beats - self.told

    @property
    def next_turn(self) -> int:
        """The first segment that may carry its next beat."""
        return self.last_turn + 1 + PACES[self.timeline].spacing


@dataclass(frozen=True, kw_only=True)
class Bookmark:
    """Where a channel's stories stand.

    Attributes:
        open: the arcs that were begun and have not ended.
        ended: for each timeline, the segment in which its last story ended.
    """

    open: tuple[Arc, ...] = ()
    ended: Mapping[Timeline, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Instalment:
    """A beat that a slot shall carry."""

    story: Story
    step: Step
    beat: ToldBeat

    @property
    def is_first(self) -> bool:
        """Whether the story begins with it."""
        return self.beat.number == 0

    @property
    def is_last(self) -> bool:
        """Whether the story ends with it."""
        return self.beat.number == self.beat.of - 1


@dataclass(kw_only=True)
class Storyteller:
    """Deals a day's story slots to the stories of four timelines.

    Attributes:
        stories: what the presenter may tell, by id.
        uses: how often each ref was told on air before; what is picked today is added.
        dice: a stream by purpose and ids.
    """

    stories: Mapping[str, Story]
    bookmark: Bookmark
    uses: Counter[str]
    dice: Dice
    _open: dict[Timeline, Arc] = field(init=False)
    _ended: dict[Timeline, int] = field(init=False)
    _ended_today: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        known = [arc for arc in self.bookmark.open if arc.story in self.stories]
        self._open = {arc.timeline: arc for arc in known}
        self._ended = dict(self.bookmark.ended)

    def tell(self, turn: int, ahead: Sequence[int]) -> Instalment | None:
        """Return the beat for a story slot; None where there is nothing to tell.

        Args:
            turn: the slot's segment.
            ahead: the segments of the run's later story slots.
        """
        stream = self.dice("station.stories", turn)
        for arc in self._choices(turn, stream):
            if self._can_all_end(arc, turn, ahead):
                return self._told(arc, turn, ahead)
        due = [arc for arc in self._open.values() if arc.next_turn <= turn]
        last_resort = _neediest(due) or self._short(turn, ahead, stream)
        return None if last_resort is None else self._told(last_resort, turn, ahead)

    def _choices(self, turn: int, stream: random.Random) -> Iterator[Arc]:
        """Yield what the slot could go to, in the order in which it is tried: those whose chance came up come first."""
        # All dice are thrown, so that what one of them decides moves no other.
        chances = {timeline: stream.random() < PACES[timeline].inclusion for timeline in LONGEST_FIRST}
        possible = {timeline: list(self._arcs_on(timeline, turn, stream)) for timeline in LONGEST_FIRST}
        for is_included in (True, False):
            for timeline in LONGEST_FIRST:
                if chances[timeline] is is_included:
                    yield from possible[timeline]

    def _arcs_on(self, timeline: Timeline, turn: int, stream: random.Random) -> Iterator[Arc]:
        """Yield the open arc of a timeline if it is due, or else those that could be begun: the least told first."""
        if (arc := self._open.get(timeline)) is not None:
            if arc.next_turn <= turn:
                yield arc
            return
        if turn <= self._ended.get(timeline, -1 - PACES[timeline].cooldown) + PACES[timeline].cooldown:
            return
        free = self._least_told(story for story in self._free() if story.timeline is timeline)
        stream.shuffle(free)
        # If the shortest of them does not fit, none does; three others are variety enough.
        for story in [*free[:3], *sorted(free, key=lambda story: len(story.steps))[:1]]:
            yield self._arc(story, turn)

    def _free(self) -> Iterator[Story]:
        """Yield the stories that could be begun: none that goes on, and none that ended today."""
        taken = self._ended_today | {arc.story for arc in self._open.values()}
        return (story for story in self.stories.values() if story.id not in taken)

    def _least_told(self, stories: Iterable[Story]) -> list[Story]:
        free = list(stories)
        fewest = min(map(self._tellings, free), default=0)
        return [story for story in free if self._tellings(story) == fewest]

    def _arc(self, story: Story, turn: int) -> Arc:
        return Arc(
            story=story.id,
            timeline=story.timeline,
            telling=self._tellings(story),
            told=0,
            beats=len(story.steps),
            last_turn=turn,
        )

    def _tellings(self, story: Story) -> int:
        return self.uses[f"quest:{story.id}"]

    def _can_all_end(self, chosen: Arc, turn: int, ahead: Sequence[int]) -> bool:
        """Tell whether everything open can end in the slots that are left if this slot goes to an arc."""
        others = [arc for arc in self._open.values() if arc.story != chosen.story]
        return can_end([*others, _after_beat(chosen, turn)], ahead)

    def _told(self, arc: Arc, turn: int, ahead: Sequence[int]) -> Instalment:
        story = self.stories[arc.story].in_beats(arc.beats)
        step = story.steps[arc.told]
        timeline = self._grown(arc, story, step, turn, ahead)
        after = _after_beat(
            replace(arc, timeline=timeline, escalations=arc.escalations + (timeline != arc.timeline)), turn
        )
        self._open.pop(arc.timeline, None)
        if after.left:
            self._open[timeline] = after
        else:
            self._ended[timeline] = turn
            self._ended_today.add(story.id)
            self.uses[f"quest:{story.id}"] += 1
        beat = ToldBeat(
            story=story.id,
            telling=arc.telling,
            number=arc.told,
            of=arc.beats,
            act=step.act,
            timeline=timeline,
            turn=turn,
            escalations=after.escalations,
        )
        return Instalment(story=story, step=step, beat=beat)

    def _grown(self, arc: Arc, story: Story, step: Step, turn: int, ahead: Sequence[int]) -> Timeline:
        """Return the timeline that the story goes on in: the one above where it escalates."""
        above = timeline_above(arc.timeline)
        if above is None or not step.ends_act or step.act is ActName.RESOLUTION or arc.escalations >= MAX_ESCALATIONS:
            return arc.timeline
        if above in self._open or story.weight < PACES[above].weight:
            return arc.timeline
        throw = self.dice("station.escalation", story.id, arc.telling, arc.told).random()
        grown = replace(arc, timeline=above)
        others = [other for other in self._open.values() if other.story != arc.story]
        if throw < escalation_chance(arc.timeline, story, step) and can_end([*others, _after_beat(grown, turn)], ahead):
            return above
        return arc.timeline

    def _short(self, turn: int, ahead: Sequence[int], stream: random.Random) -> Arc | None:
        """Return an event as the lore has it, in as many beats as there is room for, where nothing longer has room."""
        events = self._least_told(story for story in self._free() if story.facts)
        if Timeline.DAILY in self._open or not events:
            return None
        arc = self._arc(stream.choice(events), turn)
        for beats in range(arc.beats, 1, -1):
            shorter = replace(arc, beats=beats)
            if self._can_all_end(shorter, turn, ahead):
                return shorter
        return replace(arc, beats=1)


def can_end(arcs: Sequence[Arc], ahead: Sequence[int]) -> bool:
    """Tell whether some arcs can be told to their ends in some story slots, the one in the most need first."""
    open_arcs = [arc for arc in arcs if arc.left]
    if sum(arc.left for arc in open_arcs) > len(ahead):
        return False
    for turn in ahead:
        if not open_arcs:
            return True
        arc = _neediest([arc for arc in open_arcs if arc.next_turn <= turn])
        if arc is None:
            continue
        open_arcs.remove(arc)
        if (after := _after_beat(arc, turn)).left:
            open_arcs.append(after)
    return not open_arcs


def timeline_above(timeline: Timeline) -> Timeline | None:
    """Return the next longer timeline; None above the longest."""
    order = list(Timeline)
    place = order.index(timeline) + 1
    return order[place] if place < len(order) else None


def engagement(story: Story, step: Step) -> float:
    """Return how much a beat holds its listeners, from 0 to 1: the mean of its conflict and its story's weight."""
    return (step.beat.conflict + story.weight / 10) / 2


def escalation_chance(timeline: Timeline, story: Story, step: Step) -> float:
    """Return the chance that a story grows out of a timeline after a beat."""
    factions = FACTION_BONUS[min(len(story.factions), len(FACTION_BONUS) - 1)]
    places = PLACE_BONUS[min(len(story.regions), len(PLACE_BONUS)) - 1] if story.regions else 1.0
    chance = PACES[timeline].escalation * engagement(story, step) / USUAL_ENGAGEMENT * factions * places
    return min(MOST_LIKELY, chance)


def _after_beat(arc: Arc, turn: int) -> Arc:
    return replace(arc, told=arc.told + 1, last_turn=turn)


def _neediest(arcs: Sequence[Arc]) -> Arc | None:
    """Return the arc whose rest takes the longest: told one after the other, with its spacing."""
    return max(arcs, key=lambda arc: (arc.left * (PACES[arc.timeline].spacing + 1), arc.left, arc.story), default=None)
