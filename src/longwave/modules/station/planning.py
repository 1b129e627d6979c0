"""A day's rundown, planned whole before a word is written: slots, forms, fact sheets, and what leads to what."""

import random
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from longwave.editorial.pieces import Talk
from longwave.kernel.dice import dice
from longwave.modules.station.arcs import Bookmark, Storyteller
from longwave.modules.station.bulletins import Bulletin, bulletins
from longwave.modules.station.events import Slot, ToldBeat
from longwave.modules.station.knowledge import Presenter
from longwave.modules.station.outlook import DayOrder, Outlook, climate_of, weather_at
from longwave.modules.station.picking import Picker
from longwave.modules.station.saying import Moment, moment_slots
from longwave.narrator.assignment import FactSheet, Telling
from longwave.narrator.phrases import Value
from longwave.press.newsroom import Guest, Headline
from longwave.world.broadcast import Item
from longwave.world.card import Form
from longwave.world.climate import Climate
from longwave.world.lore import LoreEntry
from longwave.world.pack import Pack

FACTS = 5
ITEMS = 2
TALK_A_DAY = 1
# How many of those who did most lately one of them is drawn from who is interviewed.
GUEST_CHOICE = 5
# What an interview is counted by begins with this.
GUEST = "guest:"
# The longest fact, and the longest title with its gloss, that a form has room for.
FACT_CHARS: Mapping[Form, int] = {
    Form.TIME: 72,
    Form.IDENT: 72,
    Form.WEATHER: 90,
    Form.EMERGENCY: 90,
    Form.GOSSIP: 110,
    Form.INTERVIEW: 110,
}
MAX_FACT_CHARS = 150


@dataclass(frozen=True, kw_only=True)
class Continuity:
    """What a day's plan needs to know of the days before.

    Attributes:
        skies: the latest weather states, the newest last.
        turns: how many segments of each form were planned.
        uses: how often each ref was told or spent on air.
        bookmark: where the stories stand.
        talk: what people have spoken of since the day before, for the first gossip of the day.
        headlines: what the Gazette tells of the day before, for the first news of the day.
        guests: who could be interviewed today.
    """

    skies: tuple[str, ...] = ()
    turns: Mapping[str, int]
    uses: Mapping[str, int]
    bookmark: Bookmark = field(default_factory=Bookmark)
    talk: tuple[Talk, ...] = ()
    headlines: tuple[Headline, ...] = ()
    guests: tuple[Guest, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Day:
    """A planned day."""

    slots: tuple[Slot, ...]
    skies: tuple[str, ...]
    turns: dict[str, int]


def plan_day(
    order: DayOrder,
    knower: Presenter,
    continuity: Continuity,
    related: Callable[[LoreEntry], Iterable[str]],
    outlook: Outlook,
) -> Day:
    """Plan one broadcast day. The same arguments always give the same plan."""
    pack, persona, seed = knower.canon.pack, knower.persona.id, outlook.seed
    today = outlook.day(order, continuity.skies)
    uses = Counter(continuity.uses)
    turns = Counter(continuity.turns)
    stream = dice(seed, "station.day", persona, str(order.date))
    picker = Picker(knower=knower, uses=uses, related=related, dice=stream)
    teller = Storyteller(
        stories=knower.stories, bookmark=continuity.bookmark, uses=uses, dice=partial(_thrown, seed, persona)
    )
    planner = _Planner(
        pack=pack,
        picker=picker,
        teller=teller,
        story_turns=outlook.story_turns(order, continuity.skies, turns.total()),
        climate=climate_of(pack),
        turns=turns,
        stream=stream,
        talk=[talk for talk in continuity.talk if talk.about in knower.entries][:TALK_A_DAY],
        bulletins=bulletins(
            knower, continuity.headlines, uses, dice(seed, "station.headlines", persona, str(order.date))
        ),
        guests=[guest for guest in continuity.guests if _may_interview(knower, guest)],
    )
    slots = tuple(
        planner.slot(Moment(at=at, weather=weather_at(today.weather, at)), form)
        for at, form in zip(today.times, today.forms, strict=True)
    )
    return Day(slots=slots, skies=today.skies, turns=dict(planner.turns))


def _thrown(seed: int, persona: str, purpose: str, *ids: str | int) -> random.Random:
    return dice(seed, purpose, persona, *ids)


def _may_interview(knower: Presenter, guest: Guest) -> bool:
    """Tell whether somebody is a presenter's to ask: they meet in the present, and there is something to be said."""
    is_named = knower.may_say(guest.name) and knower.may_say(guest.discipline)
    return knower.knows_the_present and is_named and any(map(knower.may_say, guest.sayings))


@dataclass(frozen=True, kw_only=True)
class _Planner:
    """Fills a day's slots one after the other.

    Attributes:
        story_turns: which segments of the run tell a story, as far as one looks ahead.
    """

    pack: Pack
    picker: Picker
    teller: Storyteller
    story_turns: Sequence[int]
    climate: Climate
    turns: Counter[str]
    stream: random.Random
    talk: list[Talk]
    bulletins: list[Bulletin]
    guests: list[Guest]

    def slot(self, moment: Moment, form: Form) -> Slot:
        content = self._content(form)
        slots = {**moment_slots(self.pack, self.climate, moment, self.stream), **content.slots}
        facts = self.picker.facts(
            content.subject,
            topics=content.topics or self.pack.station.forms[content.form].topics,
            count=FACTS,
            max_chars=FACT_CHARS.get(content.form, MAX_FACT_CHARS),
        )
        sheet = FactSheet(
            at=moment.at, sky=moment.weather.sky, slots=slots, facts=facts, items=content.items, subject=content.told
        )
        planned = Slot(
            time=f"{moment.at:%H:%M}",
            form=content.form,
            sheet=sheet,
            max_chars=self.pack.station.forms[content.form].max_chars,
            turn=self.turns.total(),
            form_turn=self.turns[content.form],
            spends=content.spends,
            beat=content.beat,
        )
        self.turns[content.form] += 1
        return planned

    def _content(self, form: Form) -> "_Content":
        """Return what a form is about; where the pack has nothing left for it, the slot becomes a time check."""
        content = _Content(form=form)
        if form in (Form.NEWS, Form.GOSSIP):
            content = self._items(form, ITEMS if form is Form.NEWS else 1)
        elif form is Form.STORY:
            content = self._story()
        elif form is Form.MUSIC:
            content = self._music()
        elif form is Form.LETTER:
            content = self._letter()
        elif form is Form.INTERVIEW:
            content = self._interview()
        return content

    def _items(self, form: Form, count: int) -> "_Content":
        if form is Form.GOSSIP and self.talk:
            return self._talk(self.talk.pop(0))
        told = self._bulletins() if form is Form.NEWS else []
        items = [item for _ in range(count - len(told)) if (item := self.picker.item(form)) is not None]
        tellings = (*(bulletin.telling for bulletin in told), *map(self._telling, items))
        if not tellings:
            return _Content(form=Form.TIME)
        subject = tellings[0] if told else tellings[-1]
        spends = tuple(bulletin.wording for bulletin in told)
        return _Content(form=form, items=tellings, subject=subject.ids, spends=spends)

    def _bulletins(self) -> list[Bulletin]:
        """Return what the Gazette has for the news; for the first of the day alone."""
        told = self.bulletins[:ITEMS]
        self.bulletins.clear()
        return told

    def _talk(self, talk: Talk) -> "_Content":
        """Tell what somebody has set people talking about."""
        assert self.pack.board is not None  # noqa: S101 - there is no talk without one
        persona = self.pack.personas.get(talk.persona)
        title = self.pack.lore[talk.about].title
        who = persona.name if persona else "Somebody"
        says = self.stream.choice(self.pack.board.talk).replace("{who}", who).replace("{what}", title)
        slots: dict[str, str | bool] = {"item": says, "hearsay": False, "about": title}
        told = Telling(ref=f"talk:{talk.piece}", ids=(talk.about,), slots=slots)
        return _Content(form=Form.GOSSIP, items=(told,), subject=(talk.about,))

    def _telling(self, item: Item) -> Telling:
        knower = self.picker.knower
        said, hearsay = self.picker.framed(item.says, knower.confidence(item.regions, item.confidence))
        slots = {"item": said, "hearsay": hearsay, "about": self.pack.lore[item.about[0]].title}
        return Telling(ref=f"item:{item.id}", ids=item.about, slots=slots)

    def _story(self) -> "_Content":
        turn = self.turns.total()
        told = self.teller.tell(turn, self.story_turns[bisect_right(self.story_turns, turn) :])
        if told is None:
            return _Content(form=Form.TIME)
        story, beat = told.story, told.step.beat
        slots: dict[str, Value] = {
            "story": f"“{story.title}”",
            "beat": beat.says,
            "first": told.is_first,
            "last": told.is_last,
        }
        if not told.is_first:
            slots["recap"] = story.steps[told.beat.number - 1].beat.recap
            slots["so_far"] = story.so_far(told.beat.number)
        ended = (f"quest:{story.id}",) if told.is_last else ()
        facts = tuple(self._facts_in(beat.says, beat.entities)) if story.facts else ()
        return _Content(
            form=Form.STORY,
            slots=slots,
            subject=() if facts else beat.entities,
            told=beat.entities,
            spends=(f"beat:{story.id}#{told.beat.number}", *facts, *ended),
            beat=told.beat,
        )

    def _facts_in(self, says: str, entries: Sequence[str]) -> Iterator[str]:
        """Yield what the use of each fact is counted by that the story of an event tells by itself."""
        for name in entries:
            for number, fact in enumerate(self.pack.lore[name].facts):
                if fact.says in says:
                    yield self.picker.spend(name, number)

    def _music(self) -> "_Content":
        record = self.picker.record()
        if record is None:
            return _Content(form=Form.TIME)
        slots: dict[str, Value] = {
            "record": f"“{record.title}”",
            "artist": record.artist,
            "record_year": str(record.year),
            "note_on_record": record.note,
        }
        spends = (f"record:{record.id}",)
        return _Content(form=Form.MUSIC, slots=slots, subject=record.about, told=record.about, spends=spends)

    def _letter(self) -> "_Content":
        letter = self.picker.letter()
        if letter is None:
            return _Content(form=Form.TIME)
        slots: dict[str, Value] = {"sender": letter.sender, "asks": letter.asks}
        return _Content(form=Form.LETTER, slots=slots, subject=letter.about, spends=(f"letter:{letter.id}",))

    def _interview(self) -> "_Content":
        """Ask somebody; one a day."""
        if not self.guests:
            return _Content(form=Form.TIME)
        guest = self.stream.choice(self.guests[:GUEST_CHOICE])
        self.guests.clear()
        may_say = self.picker.knower.may_say
        slots: dict[str, Value] = {
            "guest": guest.name,
            # "Brother Fabian" of Brother Fabian Askew.
            "guest_first": guest.name.rsplit(maxsplit=1)[0],
            "guest_discipline": guest.discipline,
            "guest_saying": f"“{self.stream.choice(list(filter(may_say, guest.sayings)))}”",
        }
        if guest.found and may_say(guest.found):
            slots["guest_found"] = f"“{guest.found}”"
        if guest.house and may_say(guest.house):
            slots["house"] = guest.house
        return _Content(form=Form.INTERVIEW, slots=slots, topics=guest.topics, spends=(f"{GUEST}{guest.id}",))


@dataclass(frozen=True, kw_only=True)
class _Content:
    """What a slot is about.

    Attributes:
        subject: lore entries that the facts start from.
        topics: what the facts are about where there is no subject; empty for those of the form.
        told: those of the subject that `slots` name.
    """

    form: Form
    slots: Mapping[str, Value] = field(default_factory=dict)
    items: tuple[Telling, ...] = ()
    subject: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    spends: tuple[str, ...] = ()
    beat: ToldBeat | None = None
