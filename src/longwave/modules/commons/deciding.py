"""How a resident decides: by their own temper, or by a model that is told it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, Field

from longwave.modules.commons import rules
from longwave.modules.commons.events import Action, Stance
from longwave.modules.commons.rules import Seen
from longwave.modules.commons.scene import NOTHING, Decision, Scene
from longwave.modules.commons.writing import CHANNEL, LETTER_CHARS
from longwave.narrator.assignment import Assignment, FactSheet, Telling
from longwave.narrator.caller import Asker
from longwave.narrator.errors import BudgetSpent, NarratorUnavailable, ReplyUnusable, RequestRejected
from longwave.narrator.prompts import FENCE, Prompt, Prompts, fenced
from longwave.narrator.spend import NOTHING as NOTHING_SPENT
from longwave.narrator.spend import Spend
from longwave.world.forum import MAX_TITLE_CHARS
from longwave.world.persona import Persona

TRIES = 2
SHOWN, OWN = 8, 5
MEMORY_CHARS = 200
LIMITS = (
    "A text states nothing but what stands under facts and letters. A reply answers what was said, and names whom it"
    f" answers; it has at most 500 characters. A thread has a title of at most {MAX_TITLE_CHARS} characters and a text"
    " of at most 700."
)
_LIKELY, _RARE = 0.25, 0.05


class Deed(BaseModel):
    """What somebody does on the board, now.

    Attributes:
        piece: the number of the piece that is answered or voted on.
        value: of a vote.
        other: the id of whom to follow, or to follow no more.
        stance: how a reply stands to what it answers.
        title, text: of a thread; a reply has a text alone.
        facts: the numbers of the facts that the text uses.
        query: what to look up.
        why: in a few words.
    """

    action: Action
    piece: int | None = None
    value: Literal[-1, 1] | None = None
    other: str = ""
    stance: Stance | None = None
    title: str = ""
    text: str = ""
    facts: list[int] = Field(default_factory=list)
    query: str = ""
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class Decided:
    """A decision, who made it, and what it cost.

    Attributes:
        narrator: the model; empty where it is the resident's own inclination.
        facts: of those that could be stated, the ones that its text uses.
        query: what is to be looked up.
        because: why no model made it, where one should have.
        capped: the budget that keeps them quiet, if one does.
    """

    decision: Decision
    narrator: str = ""
    facts: tuple[Telling, ...] = ()
    query: str = ""
    spent: Spend = NOTHING_SPENT
    because: str = ""
    capped: str = ""


@dataclass(frozen=True, kw_only=True)
class Decider:
    """Has residents decide.

    Attributes:
        askers_of: returns what asks the models of a resident, in turn; nothing for one who goes by their temper.
    """

    prompts: Prompts
    askers_of: Callable[[Persona], Sequence[Asker]]

    async def decide(self, scene: Scene, found: tuple[Telling, ...] | None = None) -> Decided:
        """Decide; after a search, on what was found, even if that is nothing.

        Raises:
            ProviderOutage: the model is down, and is waited for.
        """
        persona = scene.view.resident.persona
        because, spent = "", NOTHING_SPENT
        for asker in self.askers_of(persona):
            try:
                decided = await self._asked(asker, scene, found)
            except RequestRejected as refusal:
                because, spent = str(refusal), spent.plus(refusal.spent)
            except NarratorUnavailable as refusal:
                because = str(refusal)
            else:
                return replace(decided, spent=spent.plus(decided.spent))
        return Decided(decision=scene.inclination, facts=scene.facts, because=because, spent=spent)

    async def _asked(self, asker: Asker, scene: Scene, found: tuple[Telling, ...] | None) -> Decided:
        is_last = found is not None
        facts = tuple({fact.ref: fact for fact in (*(found or ()), *scene.facts)}.values())
        prompt = self.prompt(scene, facts, is_last=is_last)
        spent = NOTHING_SPENT
        for attempt in range(TRIES):
            asked = self._assignment(scene, attempt, is_last=is_last)
            try:
                answered = await asker.call(asker.request(asked, prompt), prompt, Deed)
            except ReplyUnusable as unusable:
                spent = spent.plus(unusable.spent)
                continue
            except BudgetSpent as cap:
                return Decided(decision=NOTHING, narrator=asker.name, spent=spent, capped=cap.scope)
            except RequestRejected as rejected:
                raise RequestRejected(str(rejected), spent.plus(rejected.spent)) from rejected
            deed, spent = answered.value, spent.plus(answered.spent)
            if (decision := decided(scene, deed, is_last=is_last)) is not None:
                used = tuple(facts[number - 1] for number in dict.fromkeys(deed.facts) if 0 < number <= len(facts))
                return Decided(
                    decision=decision, narrator=asker.name, facts=used, query=deed.query.strip(), spent=spent
                )
        return Decided(decision=replace(NOTHING, why="could not make up their mind"), narrator=asker.name, spent=spent)

    def prompt(self, scene: Scene, facts: Sequence[Telling], *, is_last: bool) -> Prompt:
        """Return what a model is told: as long in a full forum as in an empty one."""
        view, resident = scene.view, scene.view.resident
        at = view.at.astimezone(ZoneInfo(self.prompts.pack.card.tz))
        data = {
            "now": f"{at:%A %H:%M}",
            "letters": [_letter(scene, seen) for seen in shown(scene)],
            "on_air": [
                f"{self.prompts.pack.presenters[heard.presenter].name} spoke of "
                f"{', '.join(self.prompts.pack.lore[name].title for name in heard.about[:3])}"
                for heard in scene.on_air
                if heard.about
            ],
            "you_remember": [one.says[:MEMORY_CHARS] for one in scene.recalled],
            "your_last_letters_began": scene.own,
            "you_follow": list(view.feed.following[:SHOWN]),
            "facts": [{"number": n, "says": fact.slots["fact"]} for n, fact in enumerate(facts, 1)],
        }
        if (news := scene.inclination.news) is not None:
            data["in_the_paper"] = f"{news.words['paper']} prints that {news.lead} {news.words['verdict']}"
        parts = [
            "You have come to the board and read the letters under `letters`. Do one thing.",
            guidance_text(scene),
            LIMITS,
        ]
        if is_last:
            parts.append("You have looked something up: it stands first under facts. Do not look anything up again.")
        user = "\n\n".join([*parts, f"{FENCE[0]}\n{fenced(data)}\n{FENCE[1]}"])
        return Prompt(system=self.prompts.system(resident.persona), user=user)

    def _assignment(self, scene: Scene, attempt: int, *, is_last: bool) -> Assignment:
        """Name the request, for the call ledger: one heartbeat's, for all time."""
        resident = scene.view.resident
        sheet = FactSheet(at=scene.view.at.astimezone(ZoneInfo(self.prompts.pack.card.tz)), slots={})
        stage = "/found" if is_last else ""
        return Assignment(
            key=f"{CHANNEL}/{resident.id}/{resident.beats + 1}/decide{stage}/{attempt}",
            persona=resident.writer,
            form="decide",
            sheet=sheet,
            max_chars=0,
            turn=resident.beats,
            form_turn=attempt,
        )


def shown(scene: Scene) -> list[Seen]:
    """Return the letters that a model is shown: what is said to the reader first, then what draws them most."""
    directed = list(scene.view.feed.directed)
    rest = [seen for seen in scene.drawn if seen not in directed]
    return [*directed, *rest][:SHOWN]


def guidance_text(scene: Scene) -> str:
    """Say what the sliders mean, and what the resident feels like just now."""
    guide = rules.guidance(scene.view.resident.temper)
    often = [action.value for action, share in guide.deeds.items() if share >= _LIKELY]
    rarely = [action.value for action, share in guide.deeds.items() if share < _RARE]
    lines = [
        f"What you mostly do: {', '.join(often)}." if often else "",
        f"What you rarely do: {', '.join(rarely)}." if rarely else "",
        f"Just now you feel like: {_felt(scene)}. You may do otherwise if a letter gives you reason to.",
    ]
    return " ".join(filter(None, lines))


def decided(scene: Scene, deed: Deed, *, is_last: bool) -> Decision | None:
    """Return the decision that a deed is; None where it cannot be done."""
    decision: Decision | None = None
    me, why = scene.view.resident.id, deed.why.strip()[:MEMORY_CHARS]
    piece = next((seen for seen in scene.view.feed.seen if seen.id == deed.piece and seen.author != me), None)
    match deed.action:
        case Action.DO_NOTHING:
            decision = NOTHING
        case Action.CREATE_THREAD if deed.title.strip() and deed.text.strip():
            text = f"{' '.join(deed.title.split())}\n\n{deed.text.strip()}"
            subject, news = scene.inclination.subject, scene.inclination.news
            prompted = "press" if news else "lore"
            decision = Decision(action=deed.action, subject=subject, prompted=prompted, news=news, text=text)
        case Action.REPLY if piece and deed.text.strip() and not piece.is_closed and not piece.is_answered:
            stance, subject = deed.stance or Stance.ADD, next(iter(piece.about), "")
            text = deed.text.strip()
            decision = Decision(action=deed.action, piece=piece, stance=stance, subject=subject, text=text)
        case Action.VOTE if piece and deed.value:
            decision = Decision(action=deed.action, piece=piece, value=deed.value)
        case Action.FOLLOW | Action.UNFOLLOW if deed.other in scene.names and deed.other != me:
            decision = Decision(action=deed.action, other=deed.other)
        case Action.WEB_SEARCH if deed.query.strip() and not is_last:
            decision = Decision(action=deed.action)
    return decision and replace(decision, why=why)


def _felt(scene: Scene) -> str:
    decision = scene.inclination
    whom = f" to {scene.names.get(decision.piece.author, decision.piece.author)}" if decision.piece else ""
    how = f", to {decision.stance.value}" if decision.stance else ""
    return f"{decision.action.value}{whom}{how}"


def _letter(scene: Scene, seen: Seen) -> dict[str, object]:
    reader = scene.view.resident.id
    return {
        "piece": seen.id,
        "thread": seen.title,
        "by": seen.author,
        "name": scene.names.get(seen.author, seen.author),
        "to_you": seen.to == reader,
        "you_feel": rules.mood(scene.view.feels(seen.author)),
        "score": seen.score,
        "answered": seen.is_answered,
        "says": scene.texts.get(seen.id, "")[:LETTER_CHARS],
    }
