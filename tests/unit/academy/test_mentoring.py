"""Mentoring: careers that rise by digests, what they bring, and how they end."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from longwave.commands.command import Command
from longwave.kernel.errors import LongwaveError
from longwave.ledger.rebuild import compare
from longwave.modules.academy.errors import GamePausedNow, NoSuch, NotPlaying
from longwave.modules.academy.events import Felt, GameEvent, Move
from longwave.modules.academy.hosting.events import GamePaused
from longwave.modules.academy.mentoring import projections
from longwave.modules.academy.mentoring.bonds import Bond, bond
from longwave.modules.academy.mentoring.commands import AssignLab, Mentor, ShowMentorships
from longwave.modules.academy.mentoring.errors import CareerComplete, HandsFull, LabUnchanged, TrackBound, UnderAWing
from longwave.modules.academy.mentoring.events import (
    CareerAdvanced,
    LabAssigned,
    MentorshipCompleted,
    MentorshipEnded,
    MentorshipQueued,
    MentorshipStarted,
)
from longwave.modules.academy.mentoring.handlers import Mentoring
from longwave.modules.academy.offers.events import (
    ArcEnd,
    DefectionSettled,
    ScholarDefected,
    ScholarRecruited,
    ScholarReleased,
)
from longwave.modules.academy.scholars import roster
from longwave.modules.academy.scholars.events import ScholarRetired
from longwave.world.scholars import Track
from unit.academy.table import Table, laid

# By the small pack: a Postdoc in academia, a Fellow of it, and a Professor; an Associate, and a Director in industry.
POSTDOC, PROFESSOR, ASSOCIATE, DIRECTOR = "scholar-0", "scholar-2", "scholar-3", "scholar-1"
FELLOW = "scholar-4"
BEGUN = (MentorshipQueued, MentorshipStarted, CareerAdvanced, MentorshipCompleted, MentorshipEnded)


@contextmanager
def mentored(tmp_path: Path, *, influence: int = 0) -> Iterator[tuple[Table, Mentoring]]:
    """Lay a table at which ada employs one of each rank."""
    with laid(str(tmp_path / "world.db"), projections.PROJECTION, influence=influence) as table:
        mentoring = Mentoring(academy=table.academy)
        table.carried_by, table.answered_by = mentoring.carried(), mentoring.answered()
        works_for(table, "ada", POSTDOC, FELLOW, PROFESSOR, ASSOCIATE, DIRECTOR)
        yield table, mentoring


def works_for(table: Table, player: str, *scholars: str) -> None:
    for scholar in scholars:
        table.tell(ScholarRecruited(scholar=scholar, player=player, faction="academic", chance=100, roll=1))


def hold(table: Table, mentoring: Mentoring, times: int = 1) -> list[int]:
    settled = []
    for _ in range(times):
        with table.held() as (tx, digest):
            settled.append(mentoring.at_digest(tx, digest))
    return settled


def told(table: Table) -> list[GameEvent]:
    return [each.event for each in table.ledger.read() if isinstance(each.event, BEGUN)]


def scholar(table: Table, name: str) -> roster.Scholar:
    with table.read() as connection:
        return roster.get(connection, name)


def bond_with(table: Table, name: str, player: str = "ada") -> Bond | None:
    with table.read() as connection:
        return bond(connection, player, name)


def gains(event: GameEvent) -> tuple[float, int]:
    """Return what an event adds to feelings, and to influence."""
    return sum(each.change for each in event.feelings), sum(each.change for each in event.moves)


def test_a_career_from_the_bottom_takes_six_digests_from_its_start(tmp_path: Path) -> None:
    with mentored(tmp_path) as (table, mentoring):
        table.ask("ada", Mentor(scholar=POSTDOC))

        assert hold(table, mentoring, 9) == [1, 0, 0, 1, 0, 0, 1, 0, 0]

        kinds = [MentorshipQueued, MentorshipStarted, CareerAdvanced, CareerAdvanced, MentorshipCompleted]
        assert [type(event) for event in told(table)] == kinds
        assert scholar(table, POSTDOC).tier == 2


def test_each_step_brings_what_it_is_worth(tmp_path: Path) -> None:
    with mentored(tmp_path) as (table, mentoring):
        table.ask("ada", Mentor(scholar=POSTDOC))
        hold(table, mentoring, 7)

        queued, started, advanced, last, completed = told(table)
        assert [gains(event) for event in (queued, started, advanced, last, completed)] == [
            (0, 0),
            (1.0, 1),
            (0.5, 1),
            (0, 0),
            (1.5, 2),
        ]
        assert started.moves == (Move(player="ada", faction="academic", change=1),)
        assert started.feelings == (Felt(scholar=POSTDOC, towards="ada", change=1.0),)
        assert table.standing("ada").held == dict.fromkeys(table.standing("ada").held, 0) | {"academic": 4}


def test_the_ranks_are_named_as_they_are_reached(tmp_path: Path) -> None:
    with mentored(tmp_path) as (table, mentoring):
        table.ask("ada", Mentor(scholar=POSTDOC))
        table.ask("ada", Mentor(scholar=ASSOCIATE))
        hold(table, mentoring, 7)

        started = [each for each in told(table) if isinstance(each, MentorshipStarted)]
        assert [(each.rank, each.next_rank) for each in started] == [("Postdoc", "Fellow"), ("Associate", "Director")]
        completed = [each for each in told(table) if isinstance(each, MentorshipCompleted)]
        assert [each.rank for each in completed] == ["Professor", "Visionary"]


def test_a_career_from_half_way_up_takes_three_digests(tmp_path: Path) -> None:
    with mentored(tmp_path) as (table, mentoring):
        table.ask("ada", Mentor(scholar=FELLOW))

        assert hold(table, mentoring, 5) == [1, 0, 0, 1, 0]


def test_a_mentor_at_the_cap_gains_no_more_influence_and_the_scholar_rises_all_the_same(tmp_path: Path) -> None:
    with mentored(tmp_path, influence=6) as (table, mentoring):
        table.ask("ada", Mentor(scholar=FELLOW))
        hold(table, mentoring, 4)

        assert table.standing("ada").held["religious"] == 6
        assert scholar(table, FELLOW).tier == 2


def test_nothing_happens_before_the_next_digest(tmp_path: Path) -> None:
    with mentored(tmp_path) as (table, _):
        carried = table.ask("ada", Mentor(scholar=POSTDOC))

        [queued] = told(table)
        assert gains(queued) == (0, 0)
        assert bond_with(table, POSTDOC) is None
        assert carried.card is not None
        assert carried.card.grid is not None
        assert carried.card.grid.rows[0] == ("1", "Postdoc", "+1.0", "+1")


def test_two_can_be_mentored_at_a_time_and_a_third_once_one_is_done(tmp_path: Path) -> None:
    with mentored(tmp_path) as (table, mentoring):
        table.ask("ada", Mentor(scholar=POSTDOC))
        table.ask("ada", Mentor(scholar=FELLOW))
        with pytest.raises(HandsFull):
            table.ask("ada", Mentor(scholar=DIRECTOR))

        hold(table, mentoring, 4)
        table.ask("ada", Mentor(scholar=DIRECTOR))

        assert len([each for each in told(table) if isinstance(each, MentorshipQueued)]) == 3


@pytest.mark.parametrize("digests", [0, 2])
def test_nobody_is_mentored_twice_at_a_time(tmp_path: Path, digests: int) -> None:
    with mentored(tmp_path) as (table, mentoring):
        table.ask("ada", Mentor(scholar=POSTDOC))
        hold(table, mentoring, digests)

        with pytest.raises(UnderAWing):
            table.ask("ada", Mentor(scholar=POSTDOC))


def test_a_scholar_at_the_top_is_not_mentored(tmp_path: Path) -> None:
    with mentored(tmp_path) as (table, _), pytest.raises(CareerComplete, match="is a Professor"):
        table.ask("ada", Mentor(scholar=PROFESSOR))


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (ScholarReleased(scholar=POSTDOC, player="ada", reason="unpaid"), "released"),
        (ScholarRetired(scholar=POSTDOC, player="ada", years=9), "retired"),
        (ScholarDefected(offer=None, player="bo", other_player="ada", scholar=POSTDOC, chance=100, roll=0), "left"),
        (
            DefectionSettled(
                defection=1, scholar=POSTDOC, player="ada", other_player="bo", end=ArcEnd.RETURN, chance=1, roll=1
            ),
            "left",
        ),
    ],
)
def test_a_mentorship_ends_at_the_digest_after_the_scholar_has_gone(
    tmp_path: Path, event: GameEvent, reason: str
) -> None:
    with mentored(tmp_path) as (table, mentoring):
        table.ask("ada", Mentor(scholar=POSTDOC))
        hold(table, mentoring)
        table.tell(event)

        assert hold(table, mentoring, 4) == [1, 0, 0, 0]

        ended = told(table)[-1]
        assert isinstance(ended, MentorshipEnded)
        assert ended.reason == reason
        assert bond_with(table, POSTDOC) is Bond.PAST


def test_a_scholar_who_goes_before_it_began_leaves_no_bond(tmp_path: Path) -> None:
    with mentored(tmp_path) as (table, mentoring):
        table.ask("ada", Mentor(scholar=POSTDOC))
        table.tell(ScholarReleased(scholar=POSTDOC, player="ada", reason="unpaid"))

        assert hold(table, mentoring, 2) == [1, 0]

        assert isinstance(told(table)[-1], MentorshipEnded)
        assert bond_with(table, POSTDOC) is None


def test_a_rivalry_ends_no_mentorship(tmp_path: Path) -> None:
    with mentored(tmp_path) as (table, mentoring):
        table.ask("ada", Mentor(scholar=POSTDOC))
        rivalry = {"defection": 1, "scholar": POSTDOC, "player": "ada", "other_player": "bo", "end": ArcEnd.RIVALRY}
        table.tell(DefectionSettled.model_validate(rivalry | {"chance": 1, "roll": 2}))

        assert hold(table, mentoring) == [1]

        assert isinstance(told(table)[-1], MentorshipStarted)


def test_a_scholar_hired_again_at_once_is_mentored_anew(tmp_path: Path) -> None:
    with mentored(tmp_path) as (table, mentoring):
        table.ask("ada", Mentor(scholar=POSTDOC))
        hold(table, mentoring)
        table.tell(ScholarReleased(scholar=POSTDOC, player="ada", reason="dismissed"))
        works_for(table, "bo", POSTDOC)

        table.ask("bo", Mentor(scholar=POSTDOC))
        hold(table, mentoring)

        assert [type(each) for each in told(table)[-2:]] == [MentorshipEnded, MentorshipStarted]
        assert (bond_with(table, POSTDOC), bond_with(table, POSTDOC, "bo")) == (Bond.PAST, Bond.ACTIVE)


def test_the_strongest_bond_is_the_one_that_counts(tmp_path: Path) -> None:
    with mentored(tmp_path) as (table, mentoring):
        table.ask("ada", Mentor(scholar=FELLOW))
        hold(table, mentoring, 4)
        completed = bond_with(table, FELLOW)
        table.ask("ada", AssignLab(scholar=FELLOW, discipline="bells", track=Track.INDUSTRY))
        table.ask("ada", Mentor(scholar=FELLOW))
        hold(table, mentoring)
        active = bond_with(table, FELLOW)
        table.tell(ScholarReleased(scholar=FELLOW, player="ada", reason="unpaid"))
        hold(table, mentoring)

        assert (completed, active, bond_with(table, FELLOW)) == (Bond.COMPLETED, Bond.ACTIVE, Bond.COMPLETED)


def test_another_discipline_keeps_track_and_rank(tmp_path: Path) -> None:
    with mentored(tmp_path) as (table, _):
        carried = table.ask("ada", AssignLab(scholar=FELLOW, discipline="lamps"))

        moved = scholar(table, FELLOW)
        assert (moved.discipline, moved.track, moved.tier) == ("lamps", Track.ACADEMIA, 1)
        assert carried.card is not None
        assert dict(carried.card.fields)["Before"] == "bells, Fellow in academia"


def test_another_track_begins_at_the_bottom(tmp_path: Path) -> None:
    with mentored(tmp_path) as (table, _):
        table.ask("ada", AssignLab(scholar=PROFESSOR, discipline="lamps", track=Track.INDUSTRY))

        moved = scholar(table, PROFESSOR)
        assert (moved.track, moved.tier) == (Track.INDUSTRY, 0)
        table.ask("ada", Mentor(scholar=PROFESSOR))


def test_a_mentorship_holds_to_the_track_from_when_it_is_promised(tmp_path: Path) -> None:
    with mentored(tmp_path) as (table, mentoring):
        table.ask("ada", Mentor(scholar=FELLOW))
        for _ in range(2):
            with pytest.raises(TrackBound):
                table.ask("ada", AssignLab(scholar=FELLOW, discipline="lamps", track=Track.INDUSTRY))
            hold(table, mentoring)

        table.ask("ada", AssignLab(scholar=FELLOW, discipline="lamps"))
        table.ask("ada", AssignLab(scholar=FELLOW, discipline="tides", track=Track.ACADEMIA))

        assert [each.tier for each in table.events(LabAssigned) if isinstance(each, LabAssigned)] == [None, None]


@pytest.mark.parametrize(
    ("player", "command", "refusal"),
    [
        ("ada", Mentor(scholar="nobody"), NoSuch),
        ("bo", Mentor(scholar=POSTDOC), NoSuch),
        ("ada", Mentor(scholar="scholar-6"), NoSuch),
        ("dan", Mentor(scholar=POSTDOC), NotPlaying),
        ("ada", AssignLab(scholar="nobody", discipline="bells"), NoSuch),
        ("bo", AssignLab(scholar=POSTDOC, discipline="bells"), NoSuch),
        ("ada", AssignLab(scholar=POSTDOC, discipline="alchemy"), NoSuch),
        ("dan", AssignLab(scholar=POSTDOC, discipline="bells"), NotPlaying),
        ("ada", AssignLab(scholar=POSTDOC, discipline="tides"), LabUnchanged),
        ("ada", AssignLab(scholar=POSTDOC, discipline="tides", track=Track.ACADEMIA), LabUnchanged),
    ],
)
def test_what_makes_no_sense_is_refused_and_leaves_nothing(
    tmp_path: Path, player: str, command: Command, refusal: type[LongwaveError]
) -> None:
    with mentored(tmp_path) as (table, _):
        before = table.ledger.head()

        with pytest.raises(refusal):
            table.ask(player, command)

        assert table.ledger.head() == before


def test_a_paused_game_makes_no_careers_and_still_shows_them(tmp_path: Path) -> None:
    with mentored(tmp_path) as (table, _):
        table.tell(GamePaused(reason="tea"))

        for command in (Mentor(scholar=POSTDOC), AssignLab(scholar=POSTDOC, discipline="bells")):
            with pytest.raises(GamePausedNow):
                table.ask("ada", command)

        assert table.answer("ada", ShowMentorships()).text == "You mentor nobody."


def test_a_mentor_sees_when_their_scholars_rise(tmp_path: Path) -> None:
    with mentored(tmp_path) as (table, mentoring):
        table.ask("ada", Mentor(scholar=POSTDOC))
        hold(table, mentoring)
        table.ask("ada", Mentor(scholar=DIRECTOR))

        card = table.answer("ada", ShowMentorships())

        assert card.fields == (("Mentored", "2 of 2"),)
        assert card.grid is not None
        assert card.grid.rows == (
            ("Scholar Number0", "academia", "Postdoc", "Fellow", "digest 4"),
            ("Scholar Number1", "industry", "Director", "Visionary", "begins with the next digest"),
        )
        with pytest.raises(NotPlaying):
            table.answer("dan", ShowMentorships())


def test_disciplines_are_chosen_by_a_part_of_their_name(tmp_path: Path) -> None:
    with mentored(tmp_path) as (table, mentoring), table.read() as connection:
        listed = mentoring.choices()["disciplines"]

        assert [each.value for each in listed(connection, "ada", "OF BELLS")] == ["bells"]
        assert len(listed(connection, "ada", "")) == 3
        assert listed(connection, "ada", "alchemy") == []


def test_a_rebuild_gives_what_mentorships_left(tmp_path: Path) -> None:
    with mentored(tmp_path) as (table, mentoring):
        table.ask("ada", Mentor(scholar=POSTDOC))
        table.ask("ada", Mentor(scholar=FELLOW))
        hold(table, mentoring, 5)
        table.tell(ScholarReleased(scholar=POSTDOC, player="ada", reason="unpaid"))
        table.ask("ada", Mentor(scholar=DIRECTOR))
        hold(table, mentoring)

        assert compare(table.ledger).differences == ()
