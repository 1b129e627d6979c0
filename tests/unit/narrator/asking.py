"""Real models asked for real texts, at a double of their providers."""

import asyncio
import datetime as dt
from collections.abc import MutableMapping
from dataclasses import replace
from functools import cache
from typing import Any

from double.server import Double
from longwave.ledger.store import Store
from longwave.narrator.assignment import Assignment, Draft, FactSheet, Telling
from longwave.narrator.breaker import Breaker
from longwave.narrator.budgets import NO_CAPS, Caps
from longwave.narrator.caller import DEFAULTS
from longwave.narrator.calls import CallLedger
from longwave.narrator.modelled import ModelNarrator
from longwave.narrator.models import Access, ModelRef, model_ref
from longwave.narrator.prompts import Prompts
from longwave.world.loader import load
from longwave.world.locate import find_pack
from longwave.world.pack import Pack
from longwave.world.writing import Price

Logs = list[MutableMapping[str, Any]]  # Any: whatever is logged.
KEY = "sk-secret-0123456789"
PRICE = Price.model_validate({"input": "1", "output": "5"})
MODELS = {"openai": "openai:double-1", "anthropic": "anthropic:claude-haiku-4-5", "ollama": "ollama:llama3.2"}
FACTS = (
    Telling(ref="fact:stair#0", ids=("needle-stair",), slots={"fact": "The Needle Stair has ninety-nine steps"}),
    Telling(ref="fact:ferry#0", ids=("ferry",), slots={"fact": "The ferry leaves with the tide"}),
)


@cache
def saltmere() -> Pack:
    """Load the bundled world once."""
    return load(find_pack("saltmere"))


def assignment(key: str = "noon", **changes: Any) -> Assignment:  # Any: fields of Assignment.
    """Return a request for a time check of Wren's."""
    at = dt.datetime(1931, 3, 2, 12, tzinfo=dt.UTC)
    slots: dict[str, str | int | bool] = {"hour": "twelve o'clock", "part_of_day": "afternoon"}
    plain = Assignment(
        key=key,
        persona=saltmere().personas["wren"],
        form="time",
        sheet=FactSheet(at=at, slots=slots, facts=FACTS),
        max_chars=300,
        turn=0,
        form_turn=0,
    )
    return replace(plain, **changes)


def ref(double: Double, provider: str = "openai", *, price: Price | None = PRICE, key: str = KEY) -> ModelRef:
    """Return a model of the double's."""
    url = double.anthropic if provider == "anthropic" else double.openai
    name = MODELS[provider]
    return model_ref(name, Access(keys={provider: key}, urls={provider: url}), {name: price} if price else {})


def narrator(
    double: Double, store: Store, *, provider: str = "openai", caps: Caps = NO_CAPS, **changes: Any
) -> ModelNarrator:  # Any: fields of ModelNarrator.
    """Return a narrator whose model is the double's, with a breaker of its own, that waits for nothing."""
    fixed: dict[str, Any] = {  # Any: as above.
        "ref": ref(double, provider),
        "writing": DEFAULTS,
        "prompts": Prompts(pack=saltmere()),
        "ledger": CallLedger(store=store, caps=caps),
        "breaker": Breaker(name=provider, patience_s=3600, answers=never),
        "retries_s": (0.0, 0.0),
    }
    return ModelNarrator(**{**fixed, **changes})


async def never() -> bool:
    """Answer as a provider does that is gone."""
    return False


def written(narrator: ModelNarrator, *asked: Assignment, at_once: bool = False) -> list[Draft | BaseException]:
    """Have texts written, one after the other or at once, in one event loop; return what came of each."""

    async def write_all() -> list[Draft | BaseException]:
        try:
            if at_once:
                return await asyncio.gather(*map(narrator.write, asked), return_exceptions=True)
            return [(await asyncio.gather(narrator.write(one), return_exceptions=True))[0] for one in asked]
        finally:
            await narrator.close()

    return asyncio.run(write_all())


def outcome(narrator: ModelNarrator, asked: Assignment | None = None) -> Draft | BaseException:
    """Have one text written; return what came of it."""
    return written(narrator, asked or assignment())[0]
