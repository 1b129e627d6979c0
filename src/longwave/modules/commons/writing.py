"""What is asked for when a resident writes: the facts, the sheet, and how the offline narrator lays a thread out."""

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, select

from longwave.editorial.knower import Knower, fact_ref
from longwave.editorial.telling import telling
from longwave.modules.commons import rules
from longwave.modules.commons.events import Action, Stance
from longwave.modules.commons.scene import Decision, Scene, View
from longwave.modules.commons.tables import commons_uses
from longwave.narrator import spoken
from longwave.narrator.assignment import Assignment, Draft, FactSheet, Narrator, Telling
from longwave.narrator.errors import ReplyUnusable
from longwave.world.forum import MAX_TITLE_CHARS
from longwave.world.lore import MAX_FACT_CHARS
from longwave.world.memory.events import MemoryKind
from longwave.world.pack import Pack

CHANNEL = "forum"
THREAD, REPLY, TITLE = "thread", "reply", "title"
MAX_CHARS = {THREAD: 900, REPLY: 550}
FACTS = {THREAD: 3, REPLY: 2}
# How much of a letter a model is told that answers it.
LETTER_CHARS = 320
# How many facts are compared for the least told: those of the subject, then of what lies beside it.
CANDIDATES = 24
# What was told in the same thread counts as told so often more.
IN_THREAD = 1000
_told = (
    select(commons_uses.c.ref, commons_uses.c.scope, commons_uses.c.times)
    .where(commons_uses.c.scope.in_(bindparam("scopes", expanding=True)))
    .where(commons_uses.c.ref.in_(bindparam("refs", expanding=True)))
)


@dataclass(frozen=True)
class ForumNarrator:
    """Has a thread written as its title, an empty line and its text."""

    narrator: Narrator

    @property
    def name(self) -> str:
        """Whoever writes."""
        return self.narrator.name

    async def write(self, assignment: Assignment) -> Draft:
        """Have one text written."""
        draft = await self.narrator.write(assignment)
        if assignment.form != THREAD:
            return draft
        try:
            title = await self.narrator.write(_title_of(assignment, draft))
        except ReplyUnusable as unusable:  # The text is paid for too.
            raise ReplyUnusable(str(unusable), draft.spent.plus(unusable.spent)) from unusable
        whole = {"text": f"{title.text}\n\n{draft.text}", "spent": draft.spent.plus(title.spent)}
        return draft.model_copy(update=whole)


def _title_of(assignment: Assignment, draft: Draft) -> Assignment:
    """Ask for the title of a text: about what it tells first."""
    facts = assignment.sheet.facts
    first = next((fact for fact in facts if fact.ref in draft.used), facts[0])
    sheet = assignment.sheet.model_copy(update={"facts": (first,)})
    return replace(assignment, form=TITLE, key=f"{assignment.key}/title", sheet=sheet, max_chars=MAX_TITLE_CHARS)


def split(text: str) -> tuple[str, str]:
    """Return a thread's title and its text."""
    title, _, rest = text.partition("\n")
    return title.strip(), rest.strip()


def facts_for(connection: Connection, view: View, decision: Decision, stream: random.Random) -> tuple[Telling, ...]:
    """Pick what may be stated: of the subject first, then of what lies beside it; the least told there and by them."""
    form = REPLY if decision.action is not Action.CREATE_THREAD else THREAD
    thread = decision.piece.thread if decision.piece else 0
    candidates = _candidates(view.knower, decision.subject)
    told = _times(connection, view.resident.id, thread, [fact_ref(name, number) for name, number in candidates])
    # A sort keeps the drawn order of those that are alike.
    drawn = stream.sample(candidates, len(candidates))
    drawn.sort(key=lambda candidate: _rank(candidate, decision.subject, told))
    picked: dict[str, int] = {}
    for name, number in drawn:
        picked.setdefault(name, number)
    entries = view.knower.entries
    return tuple(
        telling(view.knower, entries[name], number, stream) for name, number in list(picked.items())[: FACTS[form]]
    )


def _rank(candidate: tuple[str, int], subject: str, told: Counter[str]) -> tuple[bool, bool, int]:
    """What the thread has heard comes last, then what is beside the subject."""
    name, number = candidate
    times = told[fact_ref(name, number)]
    return times >= IN_THREAD, name != subject, times


def _candidates(knower: Knower, subject: str) -> list[tuple[str, int]]:
    """Return the first facts of a subject and of what lies beside it: entries, and which of their facts."""
    tellable = knower.facts_within(MAX_FACT_CHARS).numbers
    near = [subject, *knower.linked.get(subject, ())]
    return [(name, number) for name in near for number in tellable.get(name, ())][:CANDIDATES]


def _times(connection: Connection, resident: str, thread: int, refs: Sequence[str]) -> Counter[str]:
    """Count how often facts were told, in the thread far above all."""
    counts: Counter[str] = Counter()
    scopes = [f"resident:{resident}", f"thread:{thread}"]
    for ref, scope, times in connection.execute(_told, {"scopes": scopes, "refs": list(refs)}) if refs else ():
        counts[ref] += times * (IN_THREAD if scope.startswith("thread:") else 1)
    return counts


def assignment(pack: Pack, scene: Scene, decision: Decision, facts: Iterable[Telling]) -> Assignment:
    """Return what is asked for where a resident opens a thread or answers."""
    view, resident = scene.view, scene.view.resident
    at = view.at.astimezone(ZoneInfo(pack.card.tz))
    form = THREAD if decision.action is Action.CREATE_THREAD else REPLY
    slots = _slots(pack, scene, at) | (
        _thread_slots(scene, decision, pack) if form == THREAD else _reply_slots(pack, scene, decision)
    )
    told = tuple({fact.ref: fact for fact in facts}.values())
    return Assignment(
        key=f"{CHANNEL}/{resident.id}/{resident.beats + 1}",
        persona=resident.writer,
        form=form,
        sheet=FactSheet(at=at, slots=slots, facts=told, subject=(decision.subject,) if decision.subject else ()),
        max_chars=MAX_CHARS[form],
        turn=resident.threads + resident.replies,
        form_turn=resident.threads if form == THREAD else resident.replies,
        avoid=scene.avoid,
        is_optional=form == THREAD,
        # Players are named as they please.
        quotes=(decision.news.lead,) if decision.news else (),
    )


def _slots(pack: Pack, scene: Scene, at: dt.datetime) -> dict[str, str | int | bool]:
    assert pack.board is not None  # noqa: S101 - a world with residents has a board
    return {
        "board": pack.board.name,
        "weekday": spoken.WEEKDAYS[at.weekday()],
        "part_of_day": spoken.part_of_day(at.hour),
        "me": scene.view.resident.name,
    }


def _thread_slots(scene: Scene, decision: Decision, pack: Pack) -> dict[str, str | int | bool]:
    slots: dict[str, str | int | bool] = {"prompted": decision.prompted}
    if decision.prompted == "air":
        slots |= {"presenter": pack.presenters[decision.by].name, "station": pack.station.name}
    if decision.prompted == "talk":
        slots["from"] = scene.names[decision.by]
    if decision.news is not None:
        slots |= {name: decision.news.words[name] for name in ("lead", "paper", "verdict")}
    return slots


def _reply_slots(pack: Pack, scene: Scene, decision: Decision) -> dict[str, str | int | bool]:
    assert decision.piece is not None  # noqa: S101 - a reply answers a piece
    other = decision.piece.author
    name = scene.names[other]
    slots: dict[str, str | int | bool] = {
        "to": name,
        "to_first": name.split()[0],
        "on": pack.lore[decision.subject].title if decision.subject else decision.piece.title,
        "stance": (decision.stance or Stance.ADD).value,
        "warmth": rules.mood(scene.view.feels(other)),
        "again": other in scene.view.feed.sentiments,
    }
    if (letter := scene.texts.get(decision.piece.id)) is not None:
        slots["letter"] = letter[:LETTER_CHARS]
    if decision.action is not Action.WEB_SEARCH and (remembered := _fact_in_mind(scene, decision)):
        slots["remembered"] = remembered
    if decision.action is Action.WEB_SEARCH:
        slots["source"] = "the library"
    return slots


def _fact_in_mind(scene: Scene, decision: Decision) -> str:
    """Return what comes to mind of the subject that can be said to anybody, and is not on the sheet; or nothing."""
    on_sheet = {str(fact.slots["fact"]) for fact in scene.facts}
    return next(
        (
            one.says
            for one in scene.recalled
            if (one.kind is MemoryKind.FACT or one.is_cold)
            and decision.subject in one.about
            and one.says not in on_sheet
        ),
        "",
    )
