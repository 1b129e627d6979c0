"""What a narrator is asked for, and what it gives back."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any, Protocol

from pydantic import BaseModel, ConfigDict

from longwave.kernel import canonical
from longwave.narrator.spend import NOTHING, Spend
from longwave.world.persona import Persona


class Telling(BaseModel):
    """Something of the world that may be told: a lore fact or an item.

    Attributes:
        ref: what it is, so that its use can be counted ("fact:needle-stair#0").
        ids: the lore entries it names, the one it is about first.
        slots: what a line may say of it.
    """

    model_config = ConfigDict(frozen=True)

    ref: str
    ids: tuple[str, ...]
    slots: dict[str, str | bool]


class FactSheet(BaseModel):
    """The only facts and numbers a text may state.

    Attributes:
        at: the local time at which the text is heard.
        sky: the weather state, by its id.
        slots: what holds for the whole text.
        facts: lore facts, in the order in which they lead to one another.
        items: news or gossip.
        subject: lore entries that `slots` themselves name (a story's beat, a record, a letter).
    """

    model_config = ConfigDict(frozen=True)

    at: dt.datetime
    sky: str = ""
    slots: dict[str, str | int | bool]
    facts: tuple[Telling, ...] = ()
    items: tuple[Telling, ...] = ()
    subject: tuple[str, ...] = ()

    def texts(self) -> list[str]:
        """Return every text on the sheet."""
        told = [*self.facts, *self.items]
        values = [*self.slots.values(), *(value for telling in told for value in telling.slots.values())]
        return [value for value in values if isinstance(value, str)]


@dataclass(frozen=True, kw_only=True)
class Feedback:
    """What was wrong with the attempts so far.

    Attributes:
        attempt: which attempt this will be; 0 is the first.
        findings: what the gate found in the last one.
        spent: what they cost.
        because: why another than the persona's narrator writes this one; empty where it does not.
        budgets: the scopes whose budget was found spent, and whether it was for optional texts alone.
        held: the texts among them that a person must look at.
    """

    attempt: int = 0
    findings: tuple[str, ...] = ()
    spent: Spend = NOTHING
    because: str = ""
    budgets: tuple[tuple[str, bool], ...] = ()
    held: tuple["Draft", ...] = ()

    def after(self, findings: tuple[str, ...], spent: Spend) -> "Feedback":
        """Return the feedback on one more attempt."""
        return replace(self, attempt=self.attempt + 1, findings=findings, spent=self.spent.plus(spent))


@dataclass(frozen=True, kw_only=True)
class Assignment:
    """A request for one text.

    Attributes:
        key: names the request for all time; the same key is the same request.
        form: what kind of text; the phrasebook has plans for it.
        turn: how many texts this persona was asked for before.
        form_turn: how many of them in this form.
        avoid: how the latest texts began.
        is_optional: whether a model is kept from it when a budget runs low.
        quotes: people's own words on the sheet, which say what they like about the world.
        deck: whose cards the offline narrator deals; the persona's own where it is empty.
        brief: what is asked for, in words, where the form does not say it; a model may then use every slot.
    """

    key: str
    persona: Persona
    form: str
    sheet: FactSheet
    max_chars: int
    turn: int
    form_turn: int
    avoid: tuple[str, ...] = ()
    is_optional: bool = False
    quotes: tuple[str, ...] = ()
    deck: str = ""
    brief: str = ""
    feedback: Feedback = Feedback()

    def digest(self) -> str:
        """Hash everything the text depends on."""
        parts: dict[str, Any] = {  # Any: JSON.
            "persona": self.persona.id,
            "form": self.form,
            "sheet": self.sheet.model_dump(mode="json"),
            "max_chars": self.max_chars,
            "turns": [self.turn, self.form_turn],
            "avoid": self.avoid,
            "attempt": self.feedback.attempt,
            "findings": self.feedback.findings,
        }
        return canonical.digest(self.key, canonical.dumps(parts))


class Draft(BaseModel):
    """A text that nobody has judged yet.

    Attributes:
        tells: the lore entries it names.
        used: the `ref` of each telling that went into it.
        narrator: who wrote it.
        spent: what it cost.
    """

    model_config = ConfigDict(frozen=True)

    text: str
    tells: tuple[str, ...]
    used: tuple[str, ...]
    narrator: str
    spent: Spend = NOTHING


class Narrator(Protocol):
    """Writes texts."""

    @property
    def name(self) -> str: ...

    async def write(self, assignment: Assignment) -> Draft:
        """Write one text.

        Raises:
            ReplyUnusable: what was written is no text; another attempt may give one.
            NarratorUnavailable: another narrator has to write it.
            ProviderOutage: it cannot be written now.
            NarratorError: it cannot be written at all.
        """
