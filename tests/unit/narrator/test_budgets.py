"""Budgets: what is spent and reserved never exceeds a cap, whatever happens in whatever order, and however many ask."""

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from double.scripts import noise
from double.server import Double
from longwave.kernel.dice import dice
from longwave.ledger.store import Store
from longwave.narrator import budgets
from longwave.narrator.assignment import Draft
from longwave.narrator.budgets import RUN, SOFT_PERCENT, Caps, Room
from longwave.narrator.calls import Answer, CallLedger, CallStatus, Request
from longwave.narrator.errors import BudgetSpent, NarratorError
from longwave.narrator.spend import NOTHING, Cap, Spend
from unit.narrator import asking
from unit.narrator.accounts import DAY, opened, records, request, reserved, spent, wipe

WORKERS = 64
TOMORROW = DAY + dt.timedelta(days=1)
limits = st.none() | st.integers(0, 300)
caps = st.builds(Cap, tokens=limits, microusd=limits)
spends = st.builds(Spend, st.integers(0, 120), st.integers(0, 120))


def fits(cap: Cap, amounts: Spend, percent: int) -> bool:
    """Tell whether amounts lie within a share of a cap."""
    for amount, limit in ((amounts.tokens, cap.tokens), (amounts.microusd, cap.microusd)):
        if limit is not None and amount > limit * percent / 100:
            return False
    return True


class Accounts(RuleBasedStateMachine):
    """Two personas and two days, and beside them the same accounts kept in plain Python."""

    asked = Bundle("asked")

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.store = store
        wipe(store)
        self.spent: dict[str, Spend] = {}
        self.reserved: dict[str, dict[str, Spend]] = {}
        self.number = 0

    @initialize(persona=caps, own=caps, world=caps, run=caps)
    def begin(self, persona: Cap, own: Cap, world: Cap, run: Cap) -> None:
        self.ledger = CallLedger(
            store=self.store, caps=Caps(persona=persona, personas={"corvin": own}, world=world, run=run)
        )

    @rule(
        target=asked,
        persona=st.sampled_from(["wren", "corvin"]),
        day=st.sampled_from([DAY, TOMORROW]),
        most=spends,
        is_optional=st.booleans(),
    )
    def reserve(self, persona: str, day: dt.date, most: Spend, *, is_optional: bool) -> Request | None:
        self.number += 1
        made = request(f"r{self.number}", persona=persona, day=day, most=most, is_optional=is_optional)
        scopes = self.ledger.caps.of(persona, day)
        expected = self.expected(scopes, made)

        try:
            opened_as: object = self.ledger.open(made)
        except BudgetSpent as refusal:
            opened_as = (refusal.scope, refusal.is_soft)

        assert opened_as == expected
        if expected is not Room.NOW:
            return None
        for scope in scopes:
            self.reserved.setdefault(scope, {})[made.key] = most
        return made

    @rule(made=consumes(asked), tokens=st.integers(0, 120), microusd=st.integers(0, 120))
    def settle(self, made: Request | None, tokens: int, microusd: int) -> None:
        if made is None:
            return
        cost = Spend(tokens, microusd).at_most(made.most)
        self.ledger.close(made, Answer(status=CallStatus.FAILED, took_ms=0, spent=cost))
        for scope in self.ledger.caps.of(made.persona, made.day):
            if self.reserved.get(scope, {}).pop(made.key, None) is not None:
                self.spent[scope] = self.spent.get(scope, NOTHING).plus(cost)

    @rule()
    def die(self) -> None:
        self.ledger.release_dead()
        self.reserved.clear()

    def expected(self, scopes: dict[str, Cap], made: Request) -> object:
        """Return what is to come of a request: a refusal's scope and kind, or whether there is room now."""
        room = Room.NOW
        for scope, cap in scopes.items():
            settled = self.spent.get(scope, NOTHING)
            under_way = self.reserved.get(scope, {}).values()
            everything = Spend(
                settled.tokens + sum(each.tokens for each in under_way) + made.most.tokens,
                settled.microusd + sum(each.microusd for each in under_way) + made.most.microusd,
            )
            if not fits(cap, settled.plus(made.most), 100):
                return (scope, False)
            if made.is_optional and not fits(cap, settled.plus(made.most), SOFT_PERCENT):
                return (scope, True)
            if not fits(cap, everything, SOFT_PERCENT if made.is_optional else 100):
                room = Room.LATER
        return room

    @invariant()
    def the_accounts_are_right_and_within_their_caps(self) -> None:
        with self.store.read() as connection:
            found = budgets.accounts(connection)
        for account in found:
            under_way = self.reserved.get(account.scope, {}).values()
            assert account.spent == self.spent.get(account.scope, NOTHING)
            assert account.reserved == Spend(*(sum(amounts) for amounts in zip(NOTHING, *under_way, strict=True)))
            assert min(*account.spent, *account.reserved) >= 0
            assert self.ledger.caps.cap_of(account.scope).allows(account.spent.plus(account.reserved))
        assert {account.scope for account in found} >= self.spent.keys() | {s for s, r in self.reserved.items() if r}


@pytest.mark.soak
def test_accounts_are_what_plain_addition_gives_and_stay_within_their_caps(place: str, *, soak: bool) -> None:
    with opened(place) as store:

        class AccountsOfStore(Accounts):
            def __init__(self) -> None:
                super().__init__(store)

        run_state_machine_as_test(
            AccountsOfStore,
            settings=settings(
                max_examples=400 if soak else 25,
                stateful_step_count=40,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )


@pytest.mark.soak
def test_64_threads_at_a_cap_never_spend_one_millionth_of_a_dollar_more(place: str, *, soak: bool) -> None:
    with opened(place) as store:
        for seed in range(200 if soak else 4):
            wipe(store)
            draw = dice(seed, "budgets", "caps")
            cap = Cap(tokens=draw.randint(0, 6_000), microusd=draw.randint(0, 6_000))
            ledger = CallLedger(store=store, caps=Caps(run=cap, world=Cap(microusd=draw.randint(3_000, 9_000))))

            with ThreadPoolExecutor(WORKERS) as pool:
                unmade = list(
                    pool.map(lambda worker, at=ledger, of=seed: spend_until_refused(at, of, worker), range(WORKERS))
                )

            assert reserved(store) == {}, f"seed {seed}"
            total = Spend(*map(sum, zip(NOTHING, *((row.tokens, row.microusd) for row in records(store)), strict=True)))
            assert spent(store).get(RUN, NOTHING) == total, f"seed {seed}"
            for scope, limit in ledger.caps.of("wren", DAY).items():
                settled = spent(store).get(scope, NOTHING)
                assert limit.allows(settled), f"seed {seed}"
            assert all(_is_refused_rightly(ledger, spent(store), most) for most in unmade), f"seed {seed}"


def spend_until_refused(ledger: CallLedger, seed: int, worker: int) -> Spend:
    """Make requests until a cap refuses one; return what that one might have cost."""
    draw = dice(seed, "budgets", worker)
    for number in count():
        most = Spend(draw.randint(1, 200), draw.randint(1, 200))
        made = request(f"{worker}/{number}", most=most)
        try:
            while ledger.open(made) is Room.LATER:
                threading.Event().wait(0.001)
        except BudgetSpent:
            return most
        cost = Spend(draw.randint(0, most.tokens), draw.randint(0, most.microusd))
        ledger.close(made, Answer(status=CallStatus.FAILED, took_ms=0, spent=cost))
    raise AssertionError


def _is_refused_rightly(ledger: CallLedger, settled: dict[str, Spend], most: Spend) -> bool:
    """Tell whether a request would still go beyond a cap when everything is settled."""
    scopes = ledger.caps.of("wren", DAY).items()
    return any(not cap.allows(settled.get(scope, NOTHING).plus(most)) for scope, cap in scopes)


@pytest.mark.soak
def test_64_tasks_at_a_cap_never_spend_one_millionth_of_a_dollar_more(
    place: str, double: Double, *, soak: bool
) -> None:
    with opened(place) as store:
        for seed in range(200 if soak else 2):
            wipe(store)
            draw = dice(seed, "budgets", "tasks")
            cap = Cap(microusd=draw.randint(0, 60_000))
            # Some fail, some are odd, some say that they used more than they can have.
            double.play(noise(seed, 0.15))
            narrator = asking.narrator(
                double, store, caps=Caps(run=cap, persona=Cap(tokens=draw.randint(10_000, 90_000)))
            )
            texts = [asking.assignment(f"{seed}/{number}", is_optional=number % 3 == 0) for number in range(WORKERS)]

            outcomes = asking.written(narrator, *texts, at_once=True)

            assert all(isinstance(each, Draft | NarratorError) for each in outcomes), f"seed {seed}"
            assert reserved(store) == {}, f"seed {seed}"
            for scope, limit in narrator.ledger.caps.of("wren", DAY).items():
                assert limit.allows(spent(store).get(scope, NOTHING)), f"seed {seed}"
