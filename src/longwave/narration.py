"""Builds the narrators of a world from its pack, the settings and what a command asks for."""

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property, partial

from longwave.editorial.judge import Judge
from longwave.editorial.model_judge import ModelJudge
from longwave.ledger.store import Store
from longwave.narrator import reach
from longwave.narrator.assignment import Narrator
from longwave.narrator.breaker import Breaker
from longwave.narrator.budgets import Caps
from longwave.narrator.caller import DEFAULTS, ModelCaller
from longwave.narrator.calls import CallLedger
from longwave.narrator.casing import Casing
from longwave.narrator.modelled import ByPersona, Chain, ModelNarrator
from longwave.narrator.models import OFFLINE, Access, ModelRef, model_ref
from longwave.narrator.offline import OfflineNarrator
from longwave.narrator.prompts import Prompts
from longwave.narrator.spend import MICRO, UNCAPPED, Cap, cap_of
from longwave.settings import Settings
from longwave.world.pack import Pack
from longwave.world.persona import Persona
from longwave.world.writing import Writing


@dataclass(frozen=True, kw_only=True)
class Narration:
    """The narrators of one world.

    Attributes:
        model: who writes for every persona, whatever they and the world say.
        is_replay: whether nothing is asked that is not on record.
        run: what everything may cost together.
    """

    store: Store
    pack: Pack
    seed: int
    settings: Settings
    model: str | None = None
    is_replay: bool = False
    run: Cap = UNCAPPED
    _asking: list[ModelCaller] = field(default_factory=list, repr=False)
    # As many as there are personas, and models that they were given at run time.
    _callers: dict[tuple[str, Writing], tuple[ModelNarrator, ...]] = field(default_factory=dict, repr=False)
    _breakers: dict[str, Breaker] = field(default_factory=dict, repr=False)

    @cached_property
    def offline(self) -> OfflineNarrator:
        """The narrator that needs no model."""
        return OfflineNarrator(self.pack.phrasebooks, Casing.of(self.pack), self.seed)

    @cached_property
    def ledger(self) -> CallLedger:
        """The record of requests to models."""
        return CallLedger(
            store=self.store,
            caps=self.caps,
            keeps_prompts=self.settings.keep_prompts_days > 0,
            is_replay=self.is_replay,
        )

    @cached_property
    def prompts(self) -> Prompts:
        """What models are told."""
        return Prompts(pack=self.pack)

    @cached_property
    def caps(self) -> Caps:
        """What texts may cost."""
        default = Cap(tokens=self.settings.persona_tokens_a_day, microusd=int(self.settings.persona_usd_a_day * MICRO))
        leads = self.pack.game.leads.values() if self.pack.game else ()
        budgets = {each.id: each.budget for each in (*leads, *self.pack.personas.values())}
        return Caps(
            persona=default,
            personas={name: cap_of(budget, default) for name, budget in budgets.items()},
            world=cap_of(self.pack.card.budget, UNCAPPED),
            run=self.run,
        )

    @cached_property
    def narrator(self) -> ByPersona:
        """Each persona's narrator; a model that cannot be asked as things are set is no matter to the others."""
        return ByPersona(self._narrator_of)

    @cached_property
    def judge(self) -> Judge | None:
        """Who reads what the gate accepted, if a model is to."""
        if not self.settings.judge:
            return None
        ref = self._ref(self.settings.judge)
        caller = ModelCaller(ref=ref, writing=DEFAULTS, ledger=self.ledger, breaker=self._breaker_of(ref), waits=False)
        self._asking.append(caller)
        return ModelJudge(caller)

    @cached_property
    def modelled(self) -> frozenset[str]:
        """The personas that a model writes for."""
        return frozenset(persona.id for persona in self.pack.personas.values() if self._names_of(persona))

    def writing_of(self, persona: Persona) -> Writing:
        """Return how a persona's texts are written: as it says, else as the world does, else as the settings do."""
        asked = persona.writing.over(self.pack.card.writing).over(Writing(model=self.settings.model)).over(DEFAULTS)
        return asked.model_copy(update={"model": self.model, "fallback": ()}) if self.model else asked

    def models_of(self, persona: Persona) -> tuple[ModelRef, ...]:
        """Return the models that are asked in turn for a persona's texts; none where it is written for offline.

        Raises:
            ModelUnusable: one cannot be asked as things are set.
        """
        return tuple(self._ref(name) for name in self._names_of(persona))

    def begin(self) -> None:
        """Give back what processes that died had reserved, and drop old prompts. The world must be held."""
        self.ledger.release_dead()
        now = self.ledger.wall.now()
        self.ledger.forget_prompts(now - dt.timedelta(days=self.settings.keep_prompts_days))

    async def close(self) -> None:
        """Close the connections to all providers; a text that is asked for later opens them again."""
        for narrator in self._asking:
            await narrator.close()

    async def check(self, persona: str) -> None:
        """Ask the provider of a persona's model whether it has it and takes our key.

        Raises:
            ModelUnusable: one does not.
        """
        refs = self.models_of(self.pack.personas[persona])
        if refs and not self.is_replay:
            await reach.check(refs[0])  # The others are for when this one is down, and may be down now.

    def _names_of(self, persona: Persona) -> list[str]:
        writing = self.writing_of(persona)
        names = [writing.model or OFFLINE, *(writing.fallback or ())]
        return names[: names.index(OFFLINE)] if OFFLINE in names else names

    def _breaker_of(self, ref: ModelRef) -> Breaker:
        """Return the breaker of a provider, which all share who ask there."""
        if ref.place not in self._breakers:
            answers = partial(reach.answers, ref)
            patience_s = self.settings.outage_patience_s
            self._breakers[ref.place] = Breaker(name=ref.place, patience_s=patience_s, answers=answers)
        return self._breakers[ref.place]

    def _ref(self, name: str) -> ModelRef:
        access = Access(keys=self.settings.keys(), urls=self.settings.urls(), is_needed=not self.is_replay)
        return model_ref(name, access, self.pack.card.prices)

    def callers_of(self, persona: Persona) -> tuple[ModelNarrator, ...]:
        """Return what asks the models of a persona, in turn; nothing where it is written for offline.

        Raises:
            ModelUnusable: one cannot be asked as things are set.
        """
        key = persona.id, persona.writing
        if key not in self._callers:
            self._callers[key] = self._made_for(persona)
            self._asking.extend(self._callers[key])
        return self._callers[key]

    def _made_for(self, persona: Persona) -> tuple[ModelNarrator, ...]:
        writing, refs = self.writing_of(persona), self.models_of(persona)
        return tuple(
            ModelNarrator(
                ref=ref,
                writing=writing,
                prompts=self.prompts,
                ledger=self.ledger,
                breaker=self._breaker_of(ref),
                waits=ref is refs[-1],
            )
            for ref in refs
        )

    def _narrator_of(self, persona: Persona) -> Narrator:
        callers = self.callers_of(persona)
        return Chain(callers) if callers else self.offline
