"""What is read from the forum's tables."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

import pytest
from sqlalchemy import event, insert, update

from longwave.kernel import clock
from longwave.ledger.tables import insert_rows
from longwave.modules.commons import board, exports, recollection, stats, views
from longwave.modules.commons.board import Wanted
from longwave.modules.commons.errors import NoSuchResident
from longwave.modules.commons.events import Action, HeartbeatEnded
from longwave.modules.commons.exports import Kind
from longwave.modules.commons.shapes.board import Sort
from longwave.modules.commons.shapes.bots import Source, Status
from longwave.modules.commons.tables import commons_reputations, commons_residents, commons_threads
from longwave.narrator.tables import spends
from longwave.world.memory.events import MemoryKept, MemoryKind, RelationshipChanged
from unit.commons.society import founded
from unit.commons.surface import Surface, read_only, surface, surfaced

__all__ = ["read_only", "surface"]

LIMIT = 50


@contextmanager
def counted(surface: Surface) -> Iterator[list[str]]:
    """Yield the statements that the database is sent."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    engine = surface.ledger.store.engine
    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


def titles(surface: Surface, **wanted: str) -> list[str]:
    with surface.forum.read() as connection:
        found = board.listed(connection, Wanted(**wanted), limit=LIMIT, offset=0)  # type: ignore[arg-type] # All are text here.
    return [thread.title or "" for thread in found.threads]


def rename(surface: Surface, thread: int, title: str) -> None:
    with surface.ledger.store.write() as connection:
        connection.execute(update(commons_threads).where(commons_threads.c.id == thread).values(title=title))


@pytest.mark.parametrize("path", ["/api/bots", "/api/threads", "/api/stats/usage", "/api/stats/reputation-history"])
def test_a_longer_list_takes_no_more_statements(read_only: Surface, path: str) -> None:
    with counted(read_only) as few:
        read_only.get(path, limit=1)
    with counted(read_only) as many:
        read_only.get(path, limit=6)

    assert len(many) == len(few) <= 10


def test_more_relationships_take_no_more_statements(read_only: Surface) -> None:
    def asked(limit: int) -> int:
        with counted(read_only) as sent:
            read_only.get("/api/bots/averil/memory/warm", limit=limit)
        return len(sent)

    assert asked(1) == asked(50) <= 14


@pytest.mark.parametrize(
    ("words", "found"),
    [("50%", ["50% off"]), ("_", ["under_score"]), ("\\", ["back\\slash"]), ("OFF", ["50% off"]), ("nowhere", [])],
)
def test_words_of_a_title_are_found_whatever_signs_are_in_them(surface: Surface, words: str, found: list[str]) -> None:
    with surface.forum.read() as connection:
        threads = board.listed(connection, Wanted(), limit=LIMIT, offset=0).threads
    for thread, title in zip(threads, ["50% off", "under_score", "back\\slash", "plain"], strict=False):
        rename(surface, thread.id, title)
    for thread in threads[4:]:
        rename(surface, thread.id, "plain")

    assert titles(surface, words=words) == found


def test_threads_come_in_the_order_that_is_asked_for(read_only: Surface) -> None:
    with read_only.forum.read() as connection:
        orders = {sort: board.listed(connection, Wanted(sort=sort), limit=200, offset=0).threads for sort in Sort}
        by_author = board.listed(connection, Wanted(author="averil"), limit=200, offset=0).threads
        tag = by_author[0].tags[0]
        by_both = board.listed(connection, Wanted(author="averil", tag=tag), limit=200, offset=0).threads

    assert [thread.id for thread in orders[Sort.NEWEST]] == sorted({thread.id for thread in orders[Sort.LATEST]})[::-1]
    assert [thread.score for thread in orders[Sort.SCORE]] == sorted(
        (thread.score for thread in orders[Sort.SCORE]), reverse=True
    )
    assert [thread.replies for thread in orders[Sort.REPLIES]] == sorted(
        (thread.replies for thread in orders[Sort.REPLIES]), reverse=True
    )
    assert orders[Sort.LATEST][0].last_at == max(thread.last_at for thread in orders[Sort.LATEST])
    assert by_author == [thread for thread in orders[Sort.LATEST] if thread.author == "averil"]
    assert by_both == [thread for thread in by_author if tag in thread.tags]


def test_pages_of_a_thread_are_the_whole_thread(read_only: Surface) -> None:
    number = read_only.longest_thread()
    with read_only.forum.read() as connection:
        whole = board.thread(connection, number, limit=200, offset=0)

        pages = [board.thread(connection, number, limit=2, offset=offset) for offset in range(0, len(whole.posts), 2)]

    assert [post for page in pages for post in page.posts] == whole.posts
    assert pages[-1].next_offset is None
    assert pages[0].next_offset == 2
    assert len(whole.posts) == whole.thread.replies + 1
    assert whole.posts[0].text is not None
    assert not whole.posts[0].text.startswith(whole.thread.title or "?")


def test_what_a_day_cost_is_what_its_calls_were_booked_at(surface: Surface) -> None:
    with surface.ledger.store.write() as connection:
        row = {"tokens": 900, "microusd": 1_250_000, "reserved_tokens": 0, "reserved_microusd": 0}
        scopes = ("persona:ivo/1931-03-03", "persona:ivo/1931-03-02", "persona:ivo-2/1931-03-03", "world/1931-03-03")
        connection.execute(insert(spends), [{"scope": scope, **row} for scope in scopes])

    with surface.forum.read() as connection:
        bots = {bot.id: bot for bot in views.bots(connection, surface.forum, limit=LIMIT, offset=0).bots}

    assert (bots["ivo"].spent_today.tokens, bots["ivo"].spent_today.cost_usd) == (900, 1.25)
    assert bots["averil"].spent_today.tokens == 0


def test_a_cap_keeps_somebody_quiet_until_the_world_day_ends(surface: Surface) -> None:
    def status() -> Status:
        with surface.forum.read() as connection:
            return views.bot(connection, surface.forum, "ivo").status

    now = surface.forum.now()
    beat = HeartbeatEnded(resident="ivo", beat=99, action=Action.DO_NOTHING, capped=True, next_at=now)
    surface.append(beat)
    capped = status()

    with surface.ledger.store.write() as connection:
        yesterday = update(commons_residents).where(commons_residents.c.id == "ivo")
        connection.execute(yesterday.values(last_beat_at=now - dt.timedelta(days=1)))

    assert (capped, status()) == (Status.CAPPED, Status.ACTIVE)


def test_what_the_pack_allows_somebody_is_no_global_default(read_only: Surface) -> None:
    with read_only.forum.read() as connection:
        resident = read_only.forum.residents.get(connection, "ivo")
    budget = resident.persona.budget.model_copy(update={"tokens": 7})

    caps = views.caps(read_only.forum, resident, resident.persona.model_copy(update={"budget": budget}))

    assert (caps.tokens.effective, caps.tokens.source) == (7, Source.PACK)
    assert caps.cost_usd.source is Source.GLOBAL


def test_a_resident_who_is_not_there_is_refused_with_the_nearest_name(read_only: Surface) -> None:
    with read_only.forum.read() as connection, pytest.raises(NoSuchResident) as refusal:
        views.bot(connection, read_only.forum, "averill")

    assert refusal.value.hint == "did you mean 'averil'?"


@pytest.mark.parametrize(
    ("beats", "points"), [(0, 500), (1, 500), (499, 500), (500, 500), (501, 500), (1999, 500), (7, 2)]
)
def test_a_long_career_is_thinned_out_evenly_and_keeps_its_last_point(
    surface: Surface, beats: int, points: int
) -> None:
    start = surface.forum.now()
    with surface.ledger.store.write() as connection:
        connection.execute(commons_reputations.delete())
        connection.execute(update(commons_residents).values(beats=beats))
        rows = [("ivo", beat, clock.to_text(start + dt.timedelta(hours=beat)), beat) for beat in range(1, beats + 1)]
        if rows:
            insert_rows(connection, commons_reputations, rows)

    with surface.forum.read() as connection:
        careers = stats.careers(connection, points, limit=LIMIT, offset=0)

    seen = [standing.reputation for career in careers.bots if career.bot == "ivo" for standing in career.points]
    assert len(seen) <= points
    assert len(seen) * 2 >= min(beats, points)
    assert seen[-1:] == ([beats] if beats else [])
    assert len({after - before for before, after in pairwise(seen)}) <= 1


def test_the_graph_shows_the_strongest_feelings_and_says_whether_those_are_all(surface: Surface) -> None:
    for other, change in (("averil", 0.9), ("cosmo", -0.95)):
        surface.append(RelationshipChanged(persona="ivo", other=other, change=change, because="so", source=None))
    with surface.forum.read() as connection:
        whole, some = stats.graph(connection, stats.MOST_EDGES), stats.graph(connection, 3)

    assert some.edges == whole.edges[:3]
    assert (whole.is_whole, some.is_whole) == (True, False)
    assert [abs(edge.sentiment) for edge in whole.edges] == sorted(
        (abs(edge.sentiment) for edge in whole.edges), reverse=True
    )
    assert {node.id for node in whole.nodes} >= {name for edge in whole.edges for name in (edge.source, edge.target)}
    assert any(edge.follows for edge in whole.edges)
    assert not all(edge.follows for edge in whole.edges)


def test_usage_adds_up_both_ways(read_only: Surface) -> None:
    with read_only.forum.read() as connection:
        usage = stats.usage(connection, 30, limit=LIMIT, offset=0)
        bots = views.bots(connection, read_only.forum, limit=LIMIT, offset=0).bots
        deeds = stats.deeds(connection, 30, None, limit=200, offset=0)
        of_ivo = stats.deeds(connection, 30, "ivo", limit=200, offset=0)

    assert usage.total.heartbeats == sum(bot.counts.heartbeats for bot in bots)
    assert (
        usage.total.heartbeats
        == sum(day.heartbeats for day in usage.by_day)
        == sum(bot.heartbeats for bot in usage.by_bot)
    )
    assert sum(deeds.total.values()) - deeds.total.get(Action.WEB_SEARCH, 0) == usage.total.heartbeats
    assert sum(each.times for each in deeds.actions) == sum(deeds.total.values())
    assert of_ivo.actions == [each for each in deeds.actions if each.bot == "ivo"]


def test_days_before_those_that_are_asked_for_are_left_out(read_only: Surface) -> None:
    with read_only.forum.read() as connection:
        one, both = (stats.usage(connection, days, limit=LIMIT, offset=0) for days in (1, 2))

    assert [day.day for day in one.by_day] == [one.since] == [dt.date(1931, 3, 3)]
    assert one.total.heartbeats < both.total.heartbeats


def test_memory_is_read_by_category_and_in_pages(surface: Surface) -> None:
    kept = [
        MemoryKept(
            persona="ivo",
            memory=MemoryKind.OPINION,
            about=("averil",),
            says=f"Averil is right, for the {number}th time.",
            strength=0.5,
            half_life_days=10.0,
            confidence=1.0,
            source=None,
        )
        for number in range(60)
    ]
    surface.append(*kept)

    with surface.forum.read() as connection:
        first, second = (recollection.warm(connection, "ivo", limit=50, offset=offset) for offset in (0, 50))
        glance = recollection.memory(connection, "ivo")

    assert (len(first.opinion.items), first.opinion.next_offset) == (50, 50)
    assert second.opinion.next_offset is None
    assert (
        first.opinion.total == len(first.opinion.items) + len(second.opinion.items) == glance.warm[MemoryKind.OPINION]
    )
    assert not {one.id for one in first.opinion.items} & {one.id for one in second.opinion.items}


def test_a_relationship_brings_its_dated_history_the_latest_change_first(surface: Surface) -> None:
    for number in range(12):
        surface.append(
            RelationshipChanged(persona="ivo", other="cosmo", change=-0.05, because=f"reason {number}", source=None)
        )

    with surface.forum.read() as connection:
        felt = recollection.warm(connection, "ivo", limit=50, offset=0).relationship

    towards = next(one for one in felt.items if one.other == "cosmo")
    assert [change.because for change in towards.history] == [f"reason {number}" for number in range(11, 1, -1)]
    assert towards.history[0].sentiment == towards.sentiment
    assert towards.name == "Cosmo Marchbank"
    assert towards.changes >= 12
    assert felt.total == len(felt.items)
    assert all(len(one.history) == min(one.changes, 10) for one in felt.items)


def test_what_is_hot_is_theirs_or_said_to_them_and_two_days_old_at_most(read_only: Surface) -> None:
    with read_only.forum.read() as connection:
        hot = recollection.memory(connection, "averil").hot

    assert 0 < len(hot) <= recollection.MOST_HOT
    assert all("averil" in (post.author, post.to) for post in hot)
    assert [post.id for post in hot] == sorted((post.id for post in hot), reverse=True)
    assert min(post.at for post in hot) >= read_only.forum.now() - dt.timedelta(hours=49)


def test_an_export_of_many_pages_is_whole_and_in_order(read_only: Surface, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = {kind: [record for page in exports.pages(read_only.ledger.store, kind) for record in page] for kind in Kind}
    monkeypatch.setattr(exports, "PAGE", 3)
    monkeypatch.setattr(
        exports,
        "TABLES",
        {kind: exports.Table(page=table.page.limit(3), keys=table.keys) for kind, table in exports.TABLES.items()},
    )

    paged = {kind: [record for page in exports.pages(read_only.ledger.store, kind) for record in page] for kind in Kind}

    assert paged == whole
    assert len(whole[Kind.VOTES]) > 3


def test_the_same_is_read_from_every_database(place: str) -> None:
    with founded(place) as society, surfaced(society.ledger) as surface:
        thread = surface.longest_thread()
        asked = {
            path: surface.http.get(path).status_code
            for path in (
                "/api/bots",
                "/api/bots/ivo/config",
                "/api/bots/ivo/memory",
                "/api/bots/ivo/memory/warm",
                "/api/bots/ivo/memory/cold",
                "/api/bots/ivo/posts",
                "/api/bots/ivo/followers",
                "/api/threads?tag=tides&author=averil&q=%25&sort=score",
                f"/api/threads/{thread}",
                "/api/pace",
                "/api/stats/usage",
                "/api/stats/actions?bot=ivo",
                "/api/stats/reputation-history",
                "/api/stats/relationship-graph",
                "/api/moderation",
                "/api/moderation/audit",
                *(f"/api/export/{kind}.{form}" for kind in Kind for form in ("json", "csv")),
            )
        }
        found = surface.get("/api/threads", q="FOUR MINUTES")["threads"]
        judged = surface.send("POST", f"/api/moderation/{thread}", {"decision": "deleted", "reason": "old"})

    assert set(asked.values()) == {200}
    assert [thread["title"] for thread in found] == ["The four minutes: a request for their present whereabouts"]
    assert judged["piece"]["state"] == "deleted"
