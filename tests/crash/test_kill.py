"""The real process is killed at any point of its life; going on, it ends as if nobody had touched it."""

from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from crash.lives import HOURS, MOMENTS, Reaper, Run, Whole, uninterrupted
from longwave.kernel.dice import dice

# On a server what matters is where the process stands towards it, and towards the files it exports.
SERVER_MOMENTS = ("commit", "statement", "in commit", "answer", "return", "moment", "rename", "open")


@pytest.mark.soak
def test_a_day_that_is_killed_at_any_point_ends_as_if_nobody_had_touched_it(
    day: Whole, tmp_path: Path, *, soak: bool
) -> None:
    reaper = Reaper(whole=day, dice=dice(7, "kills", "day"))
    runs = (Run(out=tmp_path / str(number), hours=HOURS) for number in count())

    while reaper.kills.total() < (150 if soak else 12):
        run = next(runs)
        reaper.haunt(run)

        assert run.left() == day.left
        assert run.doctor() == 0

    assert set(reaper.kills) == set(MOMENTS)
    assert set(day.left.completed.values()) == {1}
    assert day.left.done == HOURS


@pytest.mark.soak
def test_a_week_of_stories_that_is_killed_again_and_again_tells_each_of_them_once_to_its_end(
    tmp_path: Path, *, soak: bool
) -> None:
    if not soak:
        pytest.skip("one day is enough for the small count")
    whole = uninterrupted(Run(out=tmp_path / "whole", hours=112), tmp_path / "census")
    reaper = Reaper(whole=whole, dice=dice(7, "kills", "week"))
    runs = (Run(out=tmp_path / str(number), hours=112) for number in count())

    while reaper.kills.total() < 300:
        run = next(runs)
        reaper.haunt(run)

        assert run.left() == whole.left
        assert run.doctor() == 0

    assert set(whole.left.completed.values()) == {1}
    assert whole.left.done == 112


@pytest.mark.soak
def test_days_that_are_killed_follow_one_another_as_if_nobody_had_touched_them(tmp_path: Path, *, soak: bool) -> None:
    if not soak:
        pytest.skip("one day is enough for the small count")
    whole = uninterrupted(Run(out=tmp_path / "whole", hours=32), tmp_path / "census")
    reaper = Reaper(whole=whole, dice=dice(7, "kills", "days"), moments=("statement", "commit", "rename", "moment"))
    runs = (Run(out=tmp_path / str(number), hours=32) for number in count())

    while reaper.kills.total() < 30:
        run = next(runs)
        reaper.haunt(run)

        assert run.left() == whole.left
        assert run.doctor() == 0

    assert set(whole.left.completed.values()) == {1}
    assert whole.left.done == 32


@pytest.mark.soak
def test_a_killed_day_on_postgres_ends_as_an_untouched_one_on_sqlite(
    day: Whole, tmp_path: Path, emptied: Callable[[], str], *, soak: bool
) -> None:
    reaper = Reaper(whole=day, dice=dice(7, "kills", "postgres"), moments=SERVER_MOMENTS)
    folders = (tmp_path / str(number) for number in count())

    while reaper.kills.total() < (40 if soak else 2):
        run = Run(out=next(folders), hours=HOURS, database=emptied())
        reaper.haunt(run)

        assert run.left() == day.left
        assert run.doctor() == 0
