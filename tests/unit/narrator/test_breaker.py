"""The breaker, in a time that the tests move."""

import asyncio
import datetime as dt
from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from typing import Any

import pytest
from structlog.testing import capture_logs

from longwave.kernel.clock import VirtualClock
from longwave.narrator.breaker import FAILURES, LIVENESS_S, MAX_GAP_S, Breaker, Passage
from longwave.narrator.errors import ProviderDown, ProviderOutage

START = dt.datetime(2031, 1, 1, tzinfo=dt.UTC)
Logs = list[MutableMapping[str, Any]]  # Any: whatever is logged.
DEAD = "connection refused"


@dataclass(kw_only=True)
class Provider:
    """A provider behind a breaker.

    Attributes:
        is_up: whether it answers requests.
        is_alive: whether it answers at all.
        probed: when requests reached it though the breaker was open, in seconds from the start.
    """

    patience_s: float = 1e9
    is_up: bool = False
    is_alive: bool = False
    asked: int = 0
    probed: list[float] = field(default_factory=list)
    clock: VirtualClock = field(default_factory=lambda: VirtualClock(START))
    breaker: Breaker = field(init=False)

    def __post_init__(self) -> None:
        self.breaker = Breaker(name="openai", patience_s=self.patience_s, answers=self._answers, wall=self.clock)

    @property
    def now_s(self) -> float:
        return (self.clock.now() - START).total_seconds()

    async def pass_time(self, seconds: float) -> None:
        await self.clock.sleep_until(self.clock.now() + dt.timedelta(seconds=seconds))

    async def request(self) -> None:
        """Make one request, if it is let through."""
        passage = await self.breaker.admit()
        if self.breaker.is_open:
            self.probed.append(self.now_s)
        self.answer(passage)

    def answer(self, passage: Passage) -> None:
        if self.is_up:
            self.breaker.succeeded()
        else:
            self.breaker.failed(passage, DEAD)

    async def fail(self, times: int = FAILURES) -> None:
        """Fail some requests in a row."""
        for _ in range(times):
            await self.request()

    async def ask_every_second(self, seconds: int) -> None:
        """Do as an engine does that is held: ask, be turned away, ask again."""
        for _ in range(seconds):
            await self.pass_time(1)
            try:
                await self.request()
            except ProviderOutage:
                continue

    async def _answers(self) -> bool:
        self.asked += 1
        return self.is_alive


@pytest.fixture(autouse=True)
def said() -> Iterator[Logs]:
    """What is logged meanwhile."""
    with capture_logs() as logs:
        yield logs


@pytest.fixture
def provider() -> Provider:
    return Provider()


def test_while_a_provider_answers_nothing_is_held_up(provider: Provider) -> None:
    provider.is_up = True

    asyncio.run(provider.fail(100))

    assert not provider.breaker.is_open
    assert provider.asked == 0


def test_it_opens_after_five_failures_in_a_row(provider: Provider, said: Logs) -> None:
    asyncio.run(provider.fail(4))
    was_open = provider.breaker.is_open
    asyncio.run(provider.fail(1))

    assert not was_open
    assert provider.breaker.is_open
    assert said == [
        {"event": "provider.failed", "log_level": "error", "provider": "openai", "failures": 5, "reason": DEAD}
    ]
    with pytest.raises(ProviderOutage, match=r"^openai is down since 00:00:00 after 5 failures: connection refused$"):
        asyncio.run(provider.request())


def test_a_success_between_failures_begins_the_row_anew(provider: Provider) -> None:
    asyncio.run(provider.fail(4))
    provider.is_up = True
    asyncio.run(provider.request())
    provider.is_up = False

    asyncio.run(provider.fail(4))

    assert not provider.breaker.is_open


def test_probes_are_let_through_at_gaps_that_double_up_to_ten_minutes(provider: Provider) -> None:
    async def hold() -> None:
        await provider.fail()
        await provider.ask_every_second(3600)

    asyncio.run(hold())

    gaps = [later - earlier for earlier, later in pairwise([0, *provider.probed])]
    assert gaps == [10, 20, 40, 80, 160, 320, 600, 600, 600, 600]
    assert max(gaps) == MAX_GAP_S


def test_a_probe_that_succeeds_closes_it_and_the_next_outage_begins_with_a_short_gap(
    provider: Provider, said: Logs
) -> None:
    async def recover_and_fail_again() -> None:
        await provider.fail()
        await provider.ask_every_second(100)
        provider.is_up = True
        await provider.ask_every_second(100)
        assert not provider.breaker.is_open
        provider.is_up = False
        await provider.fail()
        provider.probed.clear()
        await provider.ask_every_second(50)

    asyncio.run(recover_and_fail_again())

    assert [probed - provider.now_s for probed in provider.probed] == [-40, -20]
    assert [log["event"] for log in said] == ["provider.failed", "provider.recovered", "provider.failed"]


@pytest.mark.parametrize("is_up", [True, False])
def test_one_probe_is_under_way_at_a_time_and_the_others_wait_for_its_result(
    provider: Provider, *, is_up: bool
) -> None:
    async def probe() -> list[object]:
        await provider.fail()
        await provider.pass_time(10)
        first = await provider.breaker.admit()
        others = [asyncio.create_task(provider.breaker.admit()) for _ in range(7)]
        await asyncio.sleep(0)
        assert not any(other.done() for other in others)
        provider.is_up = is_up
        provider.answer(first)
        return list(await asyncio.gather(*others, return_exceptions=True))

    outcomes = asyncio.run(probe())

    assert {type(outcome) for outcome in outcomes} == {Passage if is_up else ProviderOutage}
    assert provider.breaker.is_open is not is_up


def test_when_a_probe_is_abandoned_one_of_those_who_waited_is_the_next(provider: Provider) -> None:
    async def abandon() -> list[object]:
        await provider.fail()
        await provider.pass_time(10)
        first = await provider.breaker.admit()
        second, third = (asyncio.create_task(provider.breaker.admit()) for _ in range(2))
        await asyncio.sleep(0)
        provider.breaker.abandoned(first)
        passage = await second
        await asyncio.sleep(0)
        assert not third.done()
        provider.is_up = True
        provider.answer(passage)
        return [await third]

    assert [type(outcome) for outcome in asyncio.run(abandon())] == [Passage]
    assert provider.breaker.failures == 0


def test_an_outcome_that_was_told_is_not_taken_back(provider: Provider) -> None:
    async def tell_and_abandon() -> None:
        await provider.fail()
        await provider.pass_time(10)
        first = await provider.breaker.admit()
        provider.answer(first)
        await provider.pass_time(20)
        second = await provider.breaker.admit()
        provider.breaker.abandoned(first)
        other = asyncio.create_task(provider.breaker.admit())
        await asyncio.sleep(0)
        assert not other.done()
        provider.breaker.abandoned(second)
        await other

    asyncio.run(tell_and_abandon())


def test_a_request_under_way_that_fails_late_is_no_failed_probe(provider: Provider) -> None:
    async def fail_late() -> None:
        late = await provider.breaker.admit()
        await provider.fail()
        await provider.pass_time(10)
        probe = await provider.breaker.admit()
        other = asyncio.create_task(provider.breaker.admit())
        provider.breaker.failed(late, DEAD)
        await asyncio.sleep(0)
        assert not other.done()
        provider.breaker.failed(probe, DEAD)
        with pytest.raises(ProviderOutage):
            await other
        await provider.ask_every_second(30)

    asyncio.run(fail_late())

    assert provider.probed == [30]


def test_a_request_under_way_that_succeeds_closes_it_and_lets_those_in_who_wait(provider: Provider) -> None:
    async def succeed_late() -> None:
        late = await provider.breaker.admit()
        await provider.fail()
        await provider.pass_time(10)
        probe = await provider.breaker.admit()
        other = asyncio.create_task(provider.breaker.admit())
        await asyncio.sleep(0)
        provider.is_up = True
        provider.answer(late)
        await other
        provider.breaker.failed(probe, DEAD)

    asyncio.run(succeed_late())

    assert not provider.breaker.is_open
    assert provider.breaker.failures == 1


@pytest.mark.parametrize("outage_s", [25, 100, 500, 1000, 2000, 5000])
def test_a_recovery_is_noticed_within_a_minute_however_long_the_gap_has_grown(
    provider: Provider, outage_s: int
) -> None:
    async def recover() -> None:
        await provider.fail()
        await provider.ask_every_second(outage_s)
        provider.is_alive = provider.is_up = True
        await provider.ask_every_second(60)

    asyncio.run(recover())

    assert not provider.breaker.is_open
    assert provider.probed[-1] <= outage_s + 60


def test_a_provider_that_lives_and_does_not_write_is_not_asked_more_often(provider: Provider) -> None:
    async def hold() -> None:
        provider.is_alive = True
        await provider.fail()
        await provider.ask_every_second(700)

    asyncio.run(hold())

    assert provider.probed == [10, 30, 70, 150, 310, 630]
    # Not at the same instants as the probes, which tell as much.
    assert provider.asked <= 700 / LIVENESS_S


def test_who_looks_for_life_while_another_request_succeeds_is_let_through(provider: Provider) -> None:
    async def succeed_meanwhile(late: Passage) -> bool:
        provider.is_up = True
        provider.answer(late)
        return True

    async def look() -> Passage:
        late = await provider.breaker.admit()
        await provider.fail()
        await provider.ask_every_second(35)
        provider.breaker.answers = partial(succeed_meanwhile, late)
        await provider.pass_time(LIVENESS_S)
        await provider.request()
        return await provider.breaker.admit()

    assert isinstance(asyncio.run(look()), Passage)
    assert not provider.breaker.is_open


def test_patience_ends(provider: Provider) -> None:
    provider.breaker.patience_s = 100

    async def wait() -> list[type[Exception]]:
        await provider.fail()
        outcomes: list[type[Exception]] = []
        for _ in range(120):
            await provider.pass_time(1)
            try:
                await provider.request()
            except (ProviderOutage, ProviderDown) as refusal:
                outcomes.append(type(refusal))
        return outcomes

    outcomes = asyncio.run(wait())

    # Three of those that asked were let through as probes.
    assert provider.probed == [10, 30, 70]
    assert outcomes == [ProviderOutage] * (99 - 3) + [ProviderDown] * 21


def test_without_patience_nobody_waits_and_probes_go_on(provider: Provider) -> None:
    provider.breaker.patience_s = 0

    async def hold() -> None:
        await provider.fail()
        with pytest.raises(ProviderDown):
            await provider.request()
        await provider.pass_time(10)
        provider.is_up = True
        await provider.request()

    asyncio.run(hold())

    assert not provider.breaker.is_open
