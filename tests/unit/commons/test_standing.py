"""What residents think of each other, as the forum counts it: votes, follows, reputation; the log has it all."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import func, select

from longwave.ledger.rebuild import compare
from longwave.modules.commons.commands import (
    CastVote,
    ConfigureResident,
    FollowResident,
    LockThread,
    ModeratePiece,
    PauseResident,
    ResetResident,
    ResumeResident,
    SetCaps,
    SetPace,
    TriggerHeartbeat,
    UnfollowResident,
)
from longwave.modules.commons.errors import NoSuchPiece, NoSuchResident, OwnPiece, OwnSelf, ResidentKnown
from longwave.modules.commons.events import (
    HeartbeatEnded,
    Moderation,
    Pace,
    ResidentFollowed,
    ResidentUnfollowed,
    ThreadOpened,
    VoteCast,
)
from longwave.modules.commons.tables import commons_follows, commons_pieces, commons_residents, commons_votes
from unit.commons.society import Founded
from unit.commons.stage import ask, go_on, newcomers, resident, saltmere, staged, told

VOTERS, AT_ONCE = 300, 32


@pytest.fixture
def society(tmp_path: Path) -> Iterator[Founded]:
    with staged(str(tmp_path / "world.db")) as society:
        yield society


def threads_of(society: Founded, author: str) -> list[int]:
    return [event.piece for _, event in told(society, ThreadOpened) if event.author == author]


def standing(society: Founded) -> dict[str, int]:
    """Return everybody's reputation as the forum shows it."""
    with society.ledger.store.read() as connection:
        rows = connection.execute(select(commons_residents.c.id, commons_residents.c.reputation))
        return {row.id: row.reputation for row in rows}


def counted(society: Founded) -> dict[str, int]:
    """Return everybody's reputation by the votes there are."""
    pieces, votes = commons_pieces.c, commons_votes.c
    received = func.coalesce(func.sum(votes.value), 0)
    query = select(commons_residents.c.id, received).select_from(
        commons_residents.outerjoin(commons_pieces, pieces.author == commons_residents.c.id).outerjoin(
            commons_votes, votes.piece == pieces.id
        )
    )
    with society.ledger.store.read() as connection:
        return {name: int(sum_) for name, sum_ in connection.execute(query.group_by(commons_residents.c.id))}


def test_three_hundred_votes_at_once_are_three_hundred_votes(place: str) -> None:
    with staged(place) as society:
        ask(society, *newcomers(VOTERS))
        [piece, *_] = threads_of(society, "jethro")
        before, votes = standing(society), len(told(society, VoteCast))
        ballots = [CastVote(resident=f"newcomer-{number}", piece=piece, value=1) for number in range(VOTERS)]

        with ThreadPoolExecutor(AT_ONCE) as pool:
            cast = list(pool.map(lambda ballot: ask(society, ballot), ballots))

        assert [len(recorded) for recorded in cast] == [1] * VOTERS
        assert len(told(society, VoteCast)) == votes + VOTERS
        assert standing(society) == {**before, "jethro": before["jethro"] + VOTERS}
        with society.ledger.store.read() as connection:
            of_piece = select(func.count()).where(
                commons_votes.c.piece == piece, commons_votes.c.voter.like("newcomer-%")
            )
            assert connection.execute(of_piece).scalar_one() == VOTERS
        assert society.ledger.verify() == society.ledger.head()


def test_a_vote_replaces_the_one_before(society: Founded) -> None:
    [piece, *_] = threads_of(society, "jethro")
    ask(society, *newcomers(1))
    before = resident(society, "jethro").reputation
    reputations, votes = [], []

    for value in (1, 1, -1, 0, 0, 1):
        ask(society, CastVote(resident="newcomer-0", piece=piece, value=value))
        reputations.append(resident(society, "jethro").reputation - before)
        votes.append(resident(society, "newcomer-0").votes)

    assert reputations == [1, 1, -1, 0, 0, 1]
    assert votes == [1, 1, 1, 0, 0, 1]
    assert [event.was for _, event in told(society, VoteCast) if event.voter == "newcomer-0"] == [0, 1, -1, 0]


def test_nobody_votes_on_what_they_wrote(society: Founded) -> None:
    head = society.ledger.head()

    for piece in threads_of(society, "jethro"):
        with pytest.raises(OwnPiece):
            ask(society, CastVote(resident="jethro", piece=piece, value=1))

    assert society.ledger.head() == head


def test_what_a_moderator_took_away_takes_no_votes(society: Founded) -> None:
    [piece, *_] = threads_of(society, "jethro")
    ask(society, ModeratePiece(piece=piece, decision=Moderation.HIDDEN))

    with pytest.raises(NoSuchPiece):
        ask(society, CastVote(resident="ivo", piece=piece, value=1))


def test_whoever_follows_follows_once(place: str) -> None:
    with staged(place) as society:
        wish = FollowResident(resident="ivo", other="thirza")

        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(lambda _: ask(society, wish), range(AT_ONCE)))

        assert len(told(society, ResidentFollowed)) == 1
        assert (resident(society, "ivo").following, resident(society, "thirza").followers) == (1, 1)
        ask(society, *[UnfollowResident(resident="ivo", other="thirza")] * 2)
        assert len(told(society, ResidentUnfollowed)) == 1
        assert (resident(society, "ivo").following, resident(society, "thirza").followers) == (0, 0)
        ask(society, wish)
        assert resident(society, "thirza").followers == 1


def test_nobody_follows_themselves_or_nobody(society: Founded) -> None:
    with pytest.raises(OwnSelf):
        ask(society, FollowResident(resident="ivo", other="ivo"))
    with pytest.raises(NoSuchResident, match="no resident is called 'thirzo'"):
        ask(society, FollowResident(resident="ivo", other="thirzo"))

    assert told(society, ResidentFollowed) == []


def test_nobody_joins_twice(society: Founded) -> None:
    [newcomer] = newcomers(1)
    ask(society, newcomer)

    with pytest.raises(ResidentKnown):
        ask(society, newcomer)

    assert resident(society, "newcomer-0").persona.name == "Newcomer 0"


def test_a_newcomer_lives_as_everybody_does(society: Founded) -> None:
    ask(society, *newcomers(6))

    go_on(society, hours=3)

    lived_on = {event.resident for _, event in told(society, HeartbeatEnded)}
    assert lived_on == {*saltmere().residents, *(f"newcomer-{number}" for number in range(6))}


def test_after_everything_that_can_be_asked_the_log_gives_what_stands_in_the_tables(place: str) -> None:
    with staged(place) as society:
        go_on(society, hours=2)
        [piece, *_] = threads_of(society, "jethro")
        ask(
            society,
            *newcomers(3),
            ConfigureResident(resident="ivo", shyness=10),
            ConfigureResident(resident="tibby", shyness=90),
            ResetResident(resident="tibby"),
            SetPace(resident="newcomer-1", pace=Pace.FAST),
            SetPace(resident=None, pace=Pace.SLOW),
            SetPace(resident=None, pace=Pace.NORMAL),
            SetCaps(resident="averil", daily_token_cap=10),
            PauseResident(resident="cosmo", reason="manners"),
            PauseResident(resident="thirza"),
            ResumeResident(resident="thirza"),
            CastVote(resident="newcomer-0", piece=piece, value=1),
            CastVote(resident="newcomer-0", piece=piece, value=-1),
            CastVote(resident="newcomer-2", piece=piece, value=1),
            CastVote(resident="newcomer-2", piece=piece, value=0),
            FollowResident(resident="ivo", other="thirza"),
            FollowResident(resident="newcomer-0", other="ivo"),
            UnfollowResident(resident="ivo", other="thirza"),
            TriggerHeartbeat(request_id="all"),
            LockThread(thread=piece),
            ModeratePiece(piece=piece, decision=Moderation.HIDDEN, reason="a quarrel"),
            ModeratePiece(piece=piece, decision=Moderation.APPROVED),
        )
        go_on(society, hours=5)

        assert compare(society.ledger).differences == ()
        assert standing(society) == counted(society)
        by_log = Counter[str]()
        for _, event in told(society, VoteCast):
            by_log[event.author] += event.value - event.was
            assert event.voter != event.author
        assert standing(society) == {name: by_log[name] for name in standing(society)}
        with society.ledger.store.read() as connection:
            for name, followers, following in connection.execute(
                select(commons_residents.c.id, commons_residents.c.followers, commons_residents.c.following)
            ).all():
                pairs = select(func.count()).select_from(commons_follows)
                assert followers == connection.execute(pairs.where(commons_follows.c.followed == name)).scalar_one()
                assert following == connection.execute(pairs.where(commons_follows.c.follower == name)).scalar_one()


def test_a_heartbeat_tells_the_reputation_that_its_resident_had_then(society: Founded) -> None:
    go_on(society, hours=6)
    votes = Counter[str]()

    for recorded in society.ledger.read():
        match recorded.event:
            case VoteCast(author=author, value=value, was=was):
                votes[author] += value - was
            case HeartbeatEnded(resident=name, reputation=reputation):
                assert reputation == votes[name]


@pytest.fixture(scope="module")
def half_a_day(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The hash of twelve hours of Saltmere, one heartbeat after the other, on SQLite."""
    return hash_of(str(tmp_path_factory.mktemp("half") / "world.db"), 1)


def hash_of(place: str, concurrency: int) -> str:
    with staged(place) as society:
        go_on(society, hours=12, concurrency=concurrency)
        return society.ledger.head()[1]


def test_the_same_seed_gives_the_same_history_on_both_databases_however_many_think_at_once(
    place: str, half_a_day: str
) -> None:
    assert hash_of(place, 16) == half_a_day
