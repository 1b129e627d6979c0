"""Narrators behind which a model writes."""

from collections.abc import Callable
from dataclasses import dataclass, field

import structlog
from pydantic import BaseModel, field_validator

from longwave.narrator.assignment import Assignment, Draft, Narrator
from longwave.narrator.caller import ModelCaller
from longwave.narrator.errors import BudgetSpent, NarratorUnavailable
from longwave.narrator.prompts import Prompts
from longwave.narrator.spend import Spend
from longwave.world.persona import Persona
from longwave.world.writing import Writing

log = structlog.get_logger()


class Written(BaseModel):
    """A text for the radio.

    Attributes:
        facts: the numbers of the facts that the text uses.
    """

    text: str
    facts: list[int] = []

    @field_validator("text")
    @classmethod
    def _says_something(cls, text: str) -> str:
        if not text.strip():
            raise ValueError("the text is empty")
        return text


@dataclass(kw_only=True)
class ModelNarrator(ModelCaller):
    """Has one model write."""

    prompts: Prompts

    async def write(self, assignment: Assignment) -> Draft:
        """Have one text written, or return the one that was written for the same request before."""
        prompt = self.prompts.of(assignment)
        written = await self.call(self.request(assignment, prompt), prompt, Written)
        return _draft(assignment, written.value, self.name, written.spent)


@dataclass(frozen=True)
class Chain:
    """Narrators that are asked in turn, where the one before is down or will not write."""

    narrators: tuple[Narrator, ...]

    @property
    def name(self) -> str:
        """The first of them."""
        return self.narrators[0].name

    async def write(self, assignment: Assignment) -> Draft:
        """Have one text written by the first that can."""
        *others, last = self.narrators
        for narrator in others:
            try:
                return await narrator.write(assignment)
            except BudgetSpent:
                raise  # It is the same budget that the next one would draw on.
            except NarratorUnavailable as refusal:
                log.info("narrator.passed_over", narrator=narrator.name, reason=str(refusal))
        return await last.write(assignment)


@dataclass(frozen=True)
class ByPersona:
    """Each persona's own narrator, built when its first text is asked for, and anew when its model is changed."""

    build: Callable[[Persona], Narrator]
    name: str = "by persona"
    _narrators: dict[tuple[str, Writing], Narrator] = field(default_factory=dict, repr=False)

    async def write(self, assignment: Assignment) -> Draft:
        """Have one text written by its persona's narrator."""
        persona = assignment.persona
        key = persona.id, persona.writing
        if key not in self._narrators:
            self._narrators[key] = self.build(persona)
        return await self._narrators[key].write(assignment)


def _draft(assignment: Assignment, written: Written, narrator: str, spent: Spend) -> Draft:
    sheet = assignment.sheet
    facts = [sheet.facts[number - 1] for number in dict.fromkeys(written.facts) if 0 < number <= len(sheet.facts)]
    told = [*sheet.items, *facts]
    names = (*sheet.subject, *(name for telling in told for name in telling.ids))
    return Draft(
        text=written.text.strip(),
        tells=tuple(dict.fromkeys(names)),
        used=tuple(telling.ref for telling in told),
        narrator=narrator,
        spent=spent,
    )
