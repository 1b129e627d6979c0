"""How a model takes the turn of a lead: asked once, on record, and without it the lead's policy plays."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import BaseModel

from longwave.modules.academy.leads.briefing import MOST_MOVES
from longwave.narrator.assignment import Assignment, FactSheet
from longwave.narrator.caller import Asker
from longwave.narrator.errors import BudgetSpent, NarratorUnavailable, ReplyUnusable, RequestRejected
from longwave.narrator.prompts import Prompt
from longwave.narrator.spend import NOTHING, Spend
from longwave.orders.events import Payload
from longwave.orders.states import Order
from longwave.world.game import Lead
from longwave.world.pack import Pack
from longwave.world.persona import Knowledge, Persona, Role, Voice

TRIES = 2
FORM = "turn"


class Plan(BaseModel):
    """What somebody does in a turn.

    Attributes:
        why: in a few words.
        moves: each a line as it is typed.
    """

    why: str = ""
    moves: list[str]


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked of a lead's models.

    Attributes:
        at: the world's local time; its day pays.
        askers: what asks them, in turn.
    """

    order: Order
    at: dt.datetime
    writer: Persona
    prompt: Prompt
    askers: Sequence[Asker]

    def assignment(self, attempt: int) -> Assignment:
        """Name the request, for the call ledger: one turn's, for all time."""
        return Assignment(
            key=f"academy/{self.order.actor_id}/{self.order.id}/{FORM}/{attempt}",
            persona=self.writer,
            form=FORM,
            sheet=FactSheet(at=self.at, slots={}),
            max_chars=0,
            turn=0,
            form_turn=attempt,
        )


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came of asking.

    Attributes:
        lines: the moves, as they were typed.
        narrator: the model that typed them; empty where none did, and the policy plays.
        because: why none did.
        spent: what all replies cost, those of no use too, and refusals that were paid for.
    """

    lines: tuple[str, ...] = ()
    narrator: str = ""
    because: str = ""
    spent: Spend = NOTHING

    def as_result(self) -> Payload:
        """Return what an order's result says of it."""
        who = {"narrator": self.narrator, "lines": len(self.lines)} if self.narrator else {"because": self.because}
        return {**who, "tokens": self.spent.tokens, "microusd": self.spent.microusd}


async def ask(question: Question) -> Answer:
    """Return what the first model of a lead answers that is to be had; without lines of a model where none is.

    Raises:
        ProviderOutage: the model is down, and is waited for.
        CallMissing: in a replay, it was never asked.
    """
    because, spent = "", NOTHING
    for asker in question.askers:
        for attempt in range(TRIES):
            request = asker.request(question.assignment(attempt), question.prompt)
            try:
                answered = await asker.call(request, question.prompt, Plan)
            except ReplyUnusable as unusable:
                because, spent = str(unusable), spent.plus(unusable.spent)
            except BudgetSpent as refusal:  # It is the same budget that the next one would draw on.
                return Answer(because=str(refusal), spent=spent)
            except RequestRejected as rejected:
                because, spent = str(rejected), spent.plus(rejected.spent)
                break
            except NarratorUnavailable as refusal:
                because = str(refusal)
                break
            else:
                lines = tuple(answered.value.moves[:MOST_MOVES])
                return Answer(lines=lines, narrator=asker.name, spent=spent.plus(answered.spent))
    return Answer(because=because, spent=spent)


def writer_of(pack: Pack, lead: Lead) -> Persona:
    """Return a lead as a persona, which models are asked for: all seats of a lead draw on one budget."""
    return Persona(
        id=lead.id,
        name=lead.name,
        role=Role.SCHOLAR,
        born=pack.card.start.year,  # Nobody tells when a lead was born, and no turn depends on it.
        home=pack.card.regions[0].id,
        history=lead.history,
        knowledge=Knowledge(regions={}, circles=(lead.faction,)),
        voice=Voice(summary=lead.policy.value, traits=(), do=(), dont=(), catchphrases=lead.talk),
        writing=lead.writing,
        budget=lead.budget,
    )
