"""The real process is killed at any point of its life; going on, it ends as if nobody had touched it."""

from pathlib import Path

import pytest
from crash.lives import MOMENTS, Reaper, Run, Whole, uninterrupted

from longwave.kernel.dice import dice

SERVER_MOMENTS = ("commit", "statement", "in commit", "answer", "return", "moment", "rename", "open")


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    """A broadcast day that nobody interrupted."""
    folder = tmp_path_factory.mktemp("day")
    return uninterrupted(Run(out=folder / "out", hours=16), folder / "census")


@pytest.mark.soak
def test_a_day_that_is_killed_at_any_point_ends_as_if_nobody_had_touched_it(
    day: Whole, tmp_path: Path, *, soak: bool
) -> None:
    reaper = Reaper(whole=day, dice=dice(7, "kills", "day"))

    for number in range(1000):
        run = Run(out=tmp_path / str(number), hours=16)
        reaper.haunt(run)

        assert run.left() == day.left
        assert run.doctor() == 0
        if reaper.kills.total() >= (150 if soak else 12):
            break

    assert set(reaper.kills) == set(MOMENTS)
    assert set(day.left.completed.values()) == {1}
    assert day.left.done == 16


def test_two_days_that_are_killed_end_as_if_nobody_had_touched_them(tmp_path: Path, *, soak: bool) -> None:
    if not soak:
        pytest.skip("one day is enough for the small count")
    whole = uninterrupted(Run(out=tmp_path / "whole", hours=32), tmp_path / "census")
    reaper = Reaper(whole=whole, dice=dice(7, "kills", "two days"))

    for number in range(1000):
        run = Run(out=tmp_path / str(number), hours=32)
        reaper.haunt(run)

        assert run.left() == whole.left
        assert run.doctor() == 0
        if reaper.kills.total() >= 30:
            break

    assert whole.left.done == 32


@pytest.mark.soak
def test_a_killed_day_on_postgres_ends_as_an_untouched_one_on_sqlite(
    day: Whole, tmp_path: Path, postgres_urls: "Iterator[str]", *, soak: bool
) -> None:
    reaper = Reaper(whole=day, dice=dice(7, "kills", "postgres"), moments=SERVER_MOMENTS)

    for number, url in enumerate(postgres_urls):
        run = Run(out=tmp_path / str(number), hours=16, database=url)
        reaper.haunt(run)

        assert run.left() == day.left
        assert run.doctor() == 0
        if reaper.kills.total() >= (40 if soak else 3):
            break
