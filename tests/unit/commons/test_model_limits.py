"""What residents who are minded by a model may spend and be told, and what happens while it is away."""

import datetime as dt
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import mean

import pytest

from double import replies
from double.asked import Asked
from double.replies import Reply
from double.server import Double
from double.writer import write
from longwave.editorial.events import PieceAccepted
from longwave.ledger.events import Event
from longwave.ledger.ledger import Stamp
from longwave.modules.commons.commands import PauseResident, SetCaps, SetPace, TriggerHeartbeat
from longwave.modules.commons.deciding import LIMITS
from longwave.modules.commons.events import Action, HeartbeatEnded, Pace, ReplyPosted, Stance, ThreadOpened
from longwave.narrator.assignment import Telling
from longwave.narrator.prompts import Prompt
from longwave.narrator.spend import NOTHING
from longwave.settings import Settings
from longwave.world.memory import upkeep
from longwave.world.memory.events import MemoryKept, MemoryKind, PeriodSummarised
from unit.commons.modelled import accounts, call_rows, minded
from unit.commons.society import Founded
from unit.commons.stage import HOUR, ask, beats, go_on, newcomers, next_scene, pending, resident, saltmere, told

CAP = 12_000
QUIET = [PauseResident(resident=name) for name in ("tibby", "thirza", "averil", "ivo")]
MIDNIGHT_H = 19
TOKENS = 4_000
BYTES_A_TOKEN = 4
KEPT_A_DAY = 8
DAY = dt.timedelta(days=1)


def ended(society: Founded, name: str, *, after: int = 0) -> list[HeartbeatEnded]:
    return [each.event for each in beats(society, name, after=after) if isinstance(each.event, HeartbeatEnded)]


def test_who_is_capped_is_quiet_until_the_next_world_day_and_others_go_on(tmp_path: Path, double: Double) -> None:
    with minded(str(tmp_path / "world.db"), double) as society:
        ask(society, *QUIET, SetPace(resident=None, pace=Pace.SLOW), SetCaps(resident="cosmo", daily_token_cap=CAP))

        go_on(society, hours=25)

        midnight = society.start + MIDNIGHT_H * HOUR
        today = [each.event for each in beats(society, "cosmo") if each.at < midnight]
        tomorrow = [each.event for each in beats(society, "cosmo") if each.at >= midnight]
        capped = [event.capped for event in today if isinstance(event, HeartbeatEnded)]
        quiet = [event for event in today if isinstance(event, HeartbeatEnded) and event.capped]
        assert capped == sorted(capped)
        assert 2 <= sum(capped) < len(capped)
        assert {(event.action, event.tokens) for event in quiet} == {(Action.DO_NOTHING, 0)}
        assert next(event.capped for event in tomorrow if isinstance(event, HeartbeatEnded)) is False
        assert not any(event.capped for event in ended(society, "jethro"))
        assert abs(len(ended(society, "jethro")) - len(ended(society, "cosmo"))) <= 1
        spent = {scope: account.spent.tokens for scope, account in accounts(society).items()}
        assert 0 < spent[f"persona:cosmo/{society.start.date()}"] <= CAP


def test_a_cap_that_is_changed_holds_at_the_next_heartbeat_and_null_is_the_default(
    tmp_path: Path, double: Double
) -> None:
    small = Settings(persona_tokens_a_day=3_000)
    with minded(str(tmp_path / "world.db"), double, settings=small) as society:
        ask(society, *QUIET)
        states = []
        for hour, cap in enumerate((None, 100_000, None, 0, 100_000), start=1):
            ask(society, SetCaps(resident="cosmo", daily_token_cap=cap))
            go_on(society, hours=hour)
            states.append(resident(society, "cosmo").is_capped)

        assert states == [True, False, True, True, False]
        assert [event.capped for event in ended(society, "jethro")] == [True] * 5
        assert {row.persona for row in call_rows(society) if row.dispatches} == {"cosmo"}


def test_a_cap_in_money_keeps_quiet_too(tmp_path: Path, double: Double) -> None:
    with minded(str(tmp_path / "world.db"), double) as society:
        ask(society, *QUIET, SetCaps.model_validate({"resident": "cosmo", "daily_cost_cap_usd": "0.03"}))

        go_on(society, hours=6)

        assert ended(society, "cosmo")[-1].capped
        assert not ended(society, "cosmo")[0].capped
        assert accounts(society)[f"persona:cosmo/{society.start.date()}"].spent.microusd <= 30_000
        assert not any(event.capped for event in ended(society, "jethro"))


def test_64_heartbeats_at_once_spend_no_token_beyond_any_cap(tmp_path: Path, double: Double) -> None:
    own, world = 9_000, 150_000
    with minded(str(tmp_path / "world.db"), double, world_tokens=world) as society:
        day = society.start.date()
        ask(society, *newcomers(64))
        ask(society, *(SetCaps(resident=f"newcomer-{number}", daily_token_cap=own) for number in range(0, 64, 2)))
        ask(society, *(SetCaps(resident=f"newcomer-{number}", daily_token_cap=500) for number in range(0, 64, 8)))
        most = [0]

        def watching(asked: Asked) -> Reply:
            now = accounts(society)[f"world/{day}"]
            most[0] = max(most[0], now.spent.tokens + now.reserved.tokens)
            return write(asked)

        double.play(watching)
        ask(society, TriggerHeartbeat(request_id="all"), hours=0)

        go_on(society, hours=0.01, concurrency=64)

        beat = {event.resident: event for _, event in told(society, HeartbeatEnded)}
        assert len([name for name in beat if name.startswith("newcomer-")]) == 64
        assert 0 < most[0] <= world
        for scope, account in accounts(society).items():
            assert account.reserved == NOTHING
            if scope.startswith("persona:newcomer-"):
                number = int(scope.removeprefix("persona:newcomer-").partition("/")[0])
                cap = 500 if number % 8 == 0 else own if number % 2 == 0 else 100_000
                assert account.spent.tokens <= cap
        assert accounts(society)[f"world/{day}"].spent.tokens <= world
        assert all(beat[f"newcomer-{number}"].capped for number in range(0, 64, 8))
        assert any(not event.capped for event in beat.values())
        assert sum(event.tokens for event in beat.values()) == accounts(society)["run"].spent.tokens


def untouched(place: str, double: Double, hours: float) -> str:
    with minded(place, double) as society:
        go_on(society, hours=hours)
        return society.ledger.head()[1]


def test_while_the_provider_is_gone_heartbeats_wait_and_then_go_on_as_if_nothing_had_been(
    tmp_path: Path, double: Double
) -> None:
    expected = untouched(str(tmp_path / "whole.db"), double, 2)
    with minded(str(tmp_path / "world.db"), double) as society, ExitStack() as outage:
        go_on(society, hours=1)
        before = society.ledger.head()
        waiting = {name: pending(society, name) for name in saltmere().residents}
        reasons: list[str] = []

        def look_again(reason: str) -> None:
            reasons.append(reason)
            assert society.ledger.head() == before
            assert {name: pending(society, name) for name in saltmere().residents} == waiting
            if len(reasons) == 3:
                outage.close()

        outage.enter_context(double.down())
        go_on(society, hours=2, on_held=look_again)

        assert len(reasons) == 3
        assert all("openai:double-1" in reason for reason in reasons)
        assert society.ledger.head()[1] == expected


def test_a_provider_that_fails_now_and_then_changes_nothing(tmp_path: Path, double: Double) -> None:
    expected = untouched(str(tmp_path / "whole.db"), double, 1)
    reasons: list[str] = []
    double.play([replies.status(503), replies.cut_off(), replies.rate_limited(0), replies.status(500)])

    with minded(str(tmp_path / "world.db"), double) as society:
        go_on(society, hours=1, on_held=reasons.append)

        assert len(reasons) == 4
        assert society.ledger.head()[1] == expected


def prompt_of(society: Founded, name: str, *, is_last: bool = False) -> Prompt:
    """Return what a model would be told at a resident's next heartbeat."""
    scene = next_scene(society, name)
    assert scene is not None
    found = tuple(scene.facts)[:1] if is_last else ()
    facts: tuple[Telling, ...] = (*found, *scene.facts)
    return society.society.heartbeat.decider.prompt(scene, facts, is_last=is_last)


def size(prompt: Prompt) -> float:
    """Return about how many tokens a prompt has."""
    return len(f"{prompt.system}{prompt.user}".encode()) / BYTES_A_TOKEN


def crowd(society: Founded, threads: int, each: int) -> None:
    """Fill the forum: long threads of long letters, and everybody remembers much of it."""
    names, lore = list(saltmere().residents), list(saltmere().lore)
    text = ("The tide tables are wrong again, and I have walked the causeway to see it for myself. " * 10)[:540] + "."

    def say(number: int, form: str) -> PieceAccepted:
        return PieceAccepted(
            channel="forum",
            form=form,
            persona=names[number % len(names)],
            text=f"{number}: {text}",
            narrator="test",
            attempts=1,
            is_fallback=False,
            because="",
            tokens=0,
            microusd=0,
            tells=(),
            findings=(),
            rules={},
        )

    with society.ledger.write(Stamp(at=society.start, actor="test")) as tx:
        for number in range(threads):
            [thread] = tx.append(say(number, "thread"))
            author, about = names[number % len(names)], (lore[number % len(lore)],)
            tx.append(ThreadOpened(piece=thread.seq, author=author, title="T" * 90, about=about))
            answers, to = thread.seq, author
            for place in range(each):
                [reply] = tx.append(say(number + place + 1, "reply"))
                author = names[(number + place + 1) % len(names)]
                posted = ReplyPosted(
                    piece=reply.seq,
                    author=author,
                    thread=thread.seq,
                    answers=answers,
                    to=to,
                    stance=Stance.ADD,
                    about=about,
                )
                tx.append(posted)
                answers, to = reply.seq, author
            tx.append(*(remembered(name, f"{number}: {text[:280]}", *about) for name in names[:2]))


def remembered(name: str, says: str, *about: str) -> Event:
    return MemoryKept(
        persona=name,
        memory=MemoryKind.FACT,
        about=about,
        says=says,
        strength=0.9,
        half_life_days=20.0,
        confidence=0.9,
        source=None,
    )


@pytest.mark.soak
def test_a_prompt_stays_within_its_budget_however_full_the_forum_and_the_memory_are(
    tmp_path: Path, double: Double, *, soak: bool
) -> None:
    with minded(str(tmp_path / "world.db"), double) as society:
        few = {name: size(prompt_of(society, name)) for name in saltmere().residents}

        crowd(society, threads=1000 if soak else 120, each=19)

        many = {name: size(prompt_of(society, name, is_last=True)) for name in saltmere().residents}
        assert max(many.values()) < TOKENS
        assert max(few.values()) < TOKENS
        assert max(many.values()) < 2 * max(few.values())
        assert all(LIMITS in prompt_of(society, name).user for name in ("jethro", "ivo"))


@pytest.mark.soak
def test_a_prompt_keeps_its_budget_for_sixty_days_of_a_thousand_residents(
    tmp_path: Path, double: Double, *, soak: bool
) -> None:
    days, people = (60, 1_000) if soak else (12, 20)
    with minded(str(tmp_path / "world.db"), double) as society:
        ask(society, *newcomers(people))
        crowd(society, threads=people, each=5)
        names = [f"newcomer-{number}" for number in range(people)]
        sizes = []
        for day in range(days):
            remember(society, names, day, society.start - (days - day) * DAY)
            sizes.append([size(prompt_of(society, name)) for name in names[day :: people // 5]])

        assert max(map(max, sizes)) < TOKENS
        assert mean(sizes[-1]) < 1.1 * mean(sizes[days // 2])
        assert len(told(society, PeriodSummarised)) > people


def remember(society: Founded, names: Sequence[str], day: int, at: dt.datetime) -> None:
    """Let residents live a day as far as their memory goes: they keep what it can hold of it, and tidy up."""
    lore = list(saltmere().lore)
    for number, name in enumerate(names):
        with society.ledger.write(Stamp(at=at, actor="test")) as tx:
            about = [lore[(number + day * KEPT_A_DAY + place) % len(lore)] for place in range(KEPT_A_DAY)]
            says = "the keeper said so at the counter, and nobody had asked. " * 4
            tx.append(*(remembered(name, f"On day {day}, of {topic}: {says}", topic) for topic in about))
            while (due := upkeep.due(tx.connection, name, at)) is not None:
                tx.append(upkeep.summarised(due))


def test_what_only_the_cold_memory_holds_reaches_the_prompt(tmp_path: Path, double: Double) -> None:
    with minded(str(tmp_path / "world.db"), double) as society:
        scene = next_scene(society, "jethro")
        assert scene is not None
        subject = scene.inclination.subject
        title = saltmere().lore[subject].title
        secret = f"I was told that {title} smells of oranges in a north wind."
        with society.ledger.write(Stamp(at=society.start - dt.timedelta(days=40), actor="test")) as tx:
            tx.append(remembered("jethro", secret, subject))
        with society.ledger.write(Stamp(at=society.start, actor="test")) as tx:
            due = upkeep.due(tx.connection, "jethro", society.start)
            assert due is not None
            tx.append(upkeep.summarised(due))
        [(_, cold)] = told(society, PeriodSummarised)

        prompt = prompt_of(society, "jethro")

        assert secret in cold.says
        assert secret in prompt.user
        assert secret not in prompt_of(society, "averil").user
