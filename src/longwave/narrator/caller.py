"""Calls: how a model is asked for something, whatever that is."""

import asyncio
import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

import structlog
from pydantic import BaseModel

from longwave.kernel import canonical
from longwave.kernel.clock import Clock, SystemClock
from longwave.narrator.assignment import Assignment
from longwave.narrator.breaker import Breaker, Passage
from longwave.narrator.budgets import Room
from longwave.narrator.calls import Answer, CallLedger, CallStatus, Reply, Request
from longwave.narrator.errors import (
    ProviderDown,
    ProviderOutage,
    ReplyUnusable,
    RequestRejected,
)
from longwave.narrator.models import ModelRef, Tokens
from longwave.narrator.prompts import Prompt
from longwave.narrator.spend import NOTHING, Spend
from longwave.world.persona import Persona
from longwave.world.writing import Writing

if TYPE_CHECKING:
    from pydantic_ai.messages import ModelResponse
    from pydantic_ai.models import Model, ModelRequestParameters
    from pydantic_ai.settings import ModelSettings
    from pydantic_ai.usage import RequestUsage

log = structlog.get_logger()
Result = TypeVar("Result")
Output = TypeVar("Output", bound=BaseModel)
# Of a request's digest in its key; the chance that two requests for the same text share them is 1 in 2^64.
DIGITS = 16
# The waits between tries while a provider fails; a Retry-After is waited for where it is no longer than the last.
RETRIES_S = (1.0, 4.0)
MAX_RETRY_AFTER_S = 60.0
# How long a request waits for others to give back what they reserved before it asks again.
ROOM_POLL_S = 0.05
CANCELLED = "cancelled"
MAX_SAID_CHARS = 200
# Models that think count that as output too.
DEFAULTS = Writing(model="offline", fallback=(), max_tokens=4000, timeout_s=60.0)
# A provider counts what it wraps a prompt in, and the form of the answer, as tokens too.
OVERHEAD_TOKENS = 600
BYTES_PER_TOKEN, LEAST_BYTES_PER_TOKEN = 4, 2


@dataclass(frozen=True)
class Answered(Generic[Output]):
    """What a model answered, and what that cost."""

    value: Output
    spent: Spend


class Asker(Protocol):
    """What asks one model."""

    @property
    def name(self) -> str: ...

    def request(self, assignment: Assignment, prompt: Prompt, *, about: str = "") -> Request: ...

    async def call(self, request: Request, prompt: Prompt, output: type[Output]) -> Answered[Output]: ...


def no_model(_persona: Persona) -> Sequence[Asker]:
    """Return that no model is asked for anybody."""
    return ()


@dataclass(kw_only=True)
class ModelCaller:
    """Asks one model: breaker, budget, call ledger, provider, in this order.

    Attributes:
        retries_s: the waits between tries while the provider fails.
        waits: whether a provider that is down is waited for; not where another model can be asked instead.
    """

    ref: ModelRef
    writing: Writing
    ledger: CallLedger
    breaker: Breaker
    retries_s: Sequence[float] = RETRIES_S
    waits: bool = True
    wall: Clock = field(default_factory=SystemClock)
    _unrecorded: dict[str, Answer] = field(default_factory=dict, repr=False)

    @property
    def name(self) -> str:
        """The model."""
        return self.ref.name

    async def call(self, request: Request, prompt: Prompt, output: type[Output]) -> Answered[Output]:
        """Ask once, and again where the provider fails; or return what was answered to the same request before.

        Raises:
            ReplyUnusable: the answer is not of the form that was asked for.
            NarratorUnavailable: the model is not to be had: a budget, a refusal, an outage that was waited for.
            ProviderOutage: the provider is down, and is waited for.
            CallMissing: in a replay, the request was never made.
        """
        await self._record_what_is_left(request)
        if self.breaker.is_open or self.ledger.is_replay:  # What is on record needs no provider.
            known = await self._persist(partial(self.ledger.look_up, request))
            if known is not None:
                return _read(known, output)
        waits_s = iter(self.retries_s)
        while True:
            try:
                return await self._try(request, prompt, output)
            except _Failed as failure:
                wait_s = next(waits_s, None)
                if wait_s is None:
                    raise (ProviderOutage if self.waits else ProviderDown)(str(failure)) from failure
                await asyncio.sleep(min(max(wait_s, failure.retry_after_s), MAX_RETRY_AFTER_S))

    def request(self, assignment: Assignment, prompt: Prompt, *, about: str = "") -> Request:
        """Return the request that an assignment makes of this model.

        Args:
            about: what else it is about than the text itself: it then has a key of its own.
        """
        digest = canonical.digest(assignment.digest(), self.name, about and prompt.user)
        return Request(
            key=f"{assignment.key}{about}#{assignment.feedback.attempt}@{self.name}/{digest[:DIGITS]}",
            digest=digest,
            persona=assignment.persona.id,
            day=assignment.sheet.at.date(),
            form=assignment.form,
            narrator=self.name,
            most=self.most(prompt),
            prompt=f"{prompt.system}\n\n{prompt.user}",
            is_optional=assignment.is_optional or bool(about),
            budget=assignment.persona.budget,
        )

    async def close(self) -> None:
        """Close the connections to the provider; a text that is asked for later opens them again."""
        model = vars(self).pop("_model", None)
        if model is not None:
            await model.client.close()

    def most(self, prompt: Prompt) -> Spend:
        """Return the most that a reply to a prompt can cost; a replay costs nothing."""
        if self.ledger.is_replay:
            return NOTHING
        size = len(prompt.system.encode()) + len(prompt.user.encode())
        most = Tokens(input=size // LEAST_BYTES_PER_TOKEN + OVERHEAD_TOKENS, output=self.writing.max_tokens or 0)
        return self.ref.cost(most)

    async def _try(self, request: Request, prompt: Prompt, output: type[Output]) -> Answered[Output]:
        passage = await self._admit(request)
        try:
            opened = await self._open(request)
            if isinstance(opened, Reply):
                return _read(opened, output)
            return await self._ask(request, prompt, output, passage)
        finally:
            self.breaker.abandoned(passage)

    async def _admit(self, request: Request) -> Passage:
        try:
            return await self.breaker.admit()
        except ProviderOutage:
            if self.waits:
                raise
            refusal = self.breaker.down()
        except ProviderDown as down:
            refusal = down
        await self._persist(partial(self.ledger.refuse, request, refusal))
        raise refusal

    async def _open(self, request: Request) -> Reply | Room:
        while True:
            try:
                opened = await self._persist(partial(self.ledger.open, request))
            except asyncio.CancelledError:
                # The record was made all the same: who is cancelled waits for its end.
                await self._close(request, Answer(status=CallStatus.FAILED, took_ms=0, error=CANCELLED))
                raise
            if opened is not Room.LATER:
                return opened
            await asyncio.sleep(ROOM_POLL_S)

    async def _ask(self, request: Request, prompt: Prompt, output: type[Output], passage: Passage) -> Answered[Output]:
        began = self.wall.now()
        # Who is cancelled here has most likely caused cost, and gives back the rest of what was reserved.
        answer = Answer(status=CallStatus.FAILED, took_ms=0, spent=self._guess(request), error=CANCELLED)
        try:
            answered = await self._run(request, prompt, output)
            settled = self._answer(CallStatus.SETTLED, began, answered.spent)
            answer = replace(settled, value=answered.value.model_dump_json())
            self.breaker.succeeded()
        except ReplyUnusable as unusable:
            answer = self._answer(CallStatus.UNUSABLE, began, unusable.spent, str(unusable))
            self.breaker.succeeded()
            raise
        except RequestRejected as rejected:
            answer = self._answer(CallStatus.REJECTED, began, rejected.spent, str(rejected))
            self.breaker.succeeded()
            raise
        except _Failed as failure:
            spent = self._guess(request) if failure.may_be_paid else NOTHING
            answer = self._answer(CallStatus.FAILED, began, spent, str(failure))
            self.breaker.failed(passage, str(failure))
            raise
        finally:
            await self._close(request, answer)
        return answered

    async def _close(self, request: Request, answer: Answer) -> None:
        """Record what came of a request; where that fails, it is recorded before the same is asked again."""
        self._unrecorded[request.key] = answer
        await self._record_what_is_left(request)

    async def _record_what_is_left(self, request: Request) -> None:
        if answer := self._unrecorded.get(request.key):
            await self._persist(partial(self.ledger.close, request, answer))
            del self._unrecorded[request.key]

    def _answer(self, status: CallStatus, began: dt.datetime, spent: Spend, error: str | None = None) -> Answer:
        took_ms = round((self.wall.now() - began).total_seconds() * 1000)
        return Answer(status=status, took_ms=took_ms, spent=spent, error=error)

    async def _run(self, request: Request, prompt: Prompt, output: type[Output]) -> Answered[Output]:
        """Ask the model once.

        Raises:
            ReplyUnusable, RequestRejected, _Failed: nothing of use came of it.
        """
        response = await self._response(request, prompt, output)
        spent = self._spent(response.usage, request)
        if response.finish_reason == "content_filter":
            raise RequestRejected(f"{self.name} will not write this", spent)
        try:
            value = output.model_validate_json(_object_in(response.text or ""))
            value.model_dump_json().encode()  # Half a character is no text.
        except ValueError as error:
            why = "it is cut off" if response.finish_reason == "length" else "it is not of the form that was asked for"
            raise ReplyUnusable(f"the reply could not be read: {why}", spent) from error
        return Answered(value, spent)

    async def _response(self, request: Request, prompt: Prompt, output: type[BaseModel]) -> "ModelResponse":
        from pydantic_ai import exceptions
        from pydantic_ai.direct import model_request
        from pydantic_ai.messages import ModelRequest, UserPromptPart

        model = self._model  # Made before its time begins to run.
        asked = ModelRequest(parts=[UserPromptPart(prompt.user)], instructions=prompt.system)
        try:
            async with asyncio.timeout(self.writing.timeout_s):
                return await model_request(
                    model, [asked], model_settings=self._settings(request), model_request_parameters=_form(output)
                )
        except TimeoutError as error:
            why = f"{self.name} does not answer within {self.writing.timeout_s:g} s"
            raise _Failed(why, may_be_paid=True) from error
        except (exceptions.ModelAuthenticationError, exceptions.ModelNotFoundError) as error:
            raise _Failed(self._said(error)) from error
        except (exceptions.ModelRequestRejectedError, exceptions.ContentFilterError) as error:
            raise RequestRejected(f"{self.name} will not write this: {self._said(error)}") from error
        except exceptions.ModelConnectionError as error:
            raise _Failed(self._said(error), may_be_paid=error.phase in (None, "read")) from error
        except exceptions.ModelAPIError as error:
            raise _Failed(self._said(error), retry_after_s=error.retry_after or 0.0) from error
        except Exception as error:  # A reply can be wrong in ways that no client library foresees.
            why = f"the reply could not be read ({type(error).__name__})"
            raise ReplyUnusable(why, self._guess(request)) from error

    def _spent(self, usage: "RequestUsage", request: Request) -> Spend:
        """Return what a reply cost: what its provider says, within what is possible; a guess where it says nothing."""
        counted = Tokens(
            input=max(0, usage.input_tokens), output=max(0, usage.output_tokens), cached=max(0, usage.cache_read_tokens)
        )
        if counted.input + counted.output == 0:
            return self._guess(request)
        if counted.input + counted.output > request.most.tokens:
            log.warning("usage.implausible", narrator=self.name, tokens=counted.input + counted.output)
            return request.most
        return self.ref.cost(counted).at_most(request.most)

    def _guess(self, request: Request) -> Spend:
        size = len(request.prompt.encode()) // BYTES_PER_TOKEN
        return self.ref.cost(Tokens(input=size, output=size // BYTES_PER_TOKEN)).at_most(request.most)

    def _said(self, error: Exception) -> str:
        """Return what a provider says is wrong, in a line, and without our key."""
        if (status := getattr(error, "status_code", None)) is not None:
            return f"{self.name} answers {status}"  # The body may hold what we sent.
        said = str(error).strip() or type(error).__name__
        if self.ref.key:
            said = said.replace(self.ref.key, "…")
        return f"{self.name}: {_printable(said.partition(chr(10))[0])[:MAX_SAID_CHARS]}"

    async def _persist(self, operation: Callable[[], Result]) -> Result:
        return await self.ledger.store.worker.run(operation)

    @cached_property
    def _model(self) -> "Model":
        return self.ref.build()

    def _settings(self, request: Request) -> "ModelSettings":
        from pydantic_ai.settings import ModelSettings

        settings = ModelSettings(
            max_tokens=self.writing.max_tokens or 0,
            timeout=self.writing.timeout_s or 0.0,
            max_retries=0,  # Each try is on record, so none is made behind our back.
            cache={"messages": False},
            extra_headers={"Idempotency-Key": request.digest},
        )
        if self.writing.temperature is not None:
            settings["temperature"] = self.writing.temperature
        return settings


class _Failed(Exception):
    """The provider did not answer."""

    def __init__(self, reason: str, *, retry_after_s: float = 0.0, may_be_paid: bool = False) -> None:
        super().__init__(reason)
        self.retry_after_s, self.may_be_paid = retry_after_s, may_be_paid


@cache
def _form(output: type[BaseModel]) -> "ModelRequestParameters":
    """Return the form of an answer as pydantic-ai tells it to a model: in words, which every model understands."""
    from pydantic_ai.models import ModelRequestParameters
    from pydantic_ai.output import OutputObjectDefinition

    form = OutputObjectDefinition(json_schema=output.model_json_schema(), name=output.__name__)
    return ModelRequestParameters(output_mode="prompted", output_object=form)


def _object_in(text: str) -> str:
    """Return the JSON object in a reply, which models like to wrap in a fence or a sentence."""
    return text[text.find("{") : text.rfind("}") + 1]


def _printable(text: str) -> str:
    # A provider may say anything, and a database cannot keep everything.
    return "".join(letter if letter.isprintable() else "�" for letter in text)


def _read(reply: Reply, output: type[Output]) -> Answered[Output]:
    return Answered(output.model_validate_json(reply.value), reply.spent)
