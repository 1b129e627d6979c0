"""A full disk: nothing that was committed is lost, and the run goes on where there is room again.

The kernel refuses a file that grows beyond RLIMIT_FSIZE as it refuses one on a full disk: the write fails half-way.
"""

from pathlib import Path

import pytest

from acceptance.terminal import assert_refused, hash_of, longwave, process

RUN = ["station", "produce", "--persona", "wren", "--seed", "7"]


@pytest.mark.soak
def test_a_disk_too_full_to_begin_refuses_and_the_run_begins_when_there_is_room(
    tmp_path: Path, hash_of_three_hours: str, *, soak: bool
) -> None:
    for room in range(1, 320_000, 16_000) if soak else (1, 110_000):
        out = tmp_path / str(room)

        refused = process(*RUN, "--hours", "3", "-o", out, largest_file=room)
        resumed = longwave(*RUN, "--hours", "3", "-o", out, "--resume")

        assert_refused(refused, saying=f"{out / 'world.db'}: disk I/O error", cure="free the disk")
        assert resumed.code == 0, resumed
        assert hash_of(out) == hash_of_three_hours


def test_a_disk_that_fills_in_the_middle_of_a_run_loses_nothing(tmp_path: Path, undisturbed_days: Path) -> None:
    refused = process(*RUN, "--hours", "48", "-o", tmp_path, largest_file=1_700_000)
    kept = len(longwave("orders", "list", "--status", "completed", "--json", "-d", tmp_path).json["orders"])
    health = longwave("doctor", "-d", tmp_path)
    resumed = longwave(*RUN, "--hours", "48", "-o", tmp_path, "--resume")

    assert refused.code == 1
    assert "disk I/O error\n\nhint: free the disk or the lock, then go on by --resume" in refused.err
    assert "Traceback" not in refused.err
    assert kept > 1, "the limit was so low that nothing was made before it"
    assert health.code == 0, health
    assert resumed.code == 0, resumed
    assert hash_of(tmp_path) == hash_of(undisturbed_days)


def test_a_full_disk_under_the_output_folder_alone_loses_nothing(
    tmp_path: Path, postgres_url: str, hash_of_three_hours: str
) -> None:
    command: list[str | Path] = [*RUN, "--hours", "3", "-d", postgres_url, "-o", tmp_path]

    refused = process(*command, largest_file=3_000)  # Holds a segment and the status, and no page of a day.
    resumed = longwave(*command, "--resume")

    assert refused.code == 1
    assert f"error: {tmp_path / '1931-03-02.html'} cannot be written: File too large\n\nhint: " in refused.err
    assert "Traceback" not in refused.err
    assert resumed.code == 0, resumed
    assert (tmp_path / "1931-03-02.html").exists()
    assert not [path for path in tmp_path.rglob("*") if path.name.startswith(".")]
    assert hash_of(postgres_url) == hash_of_three_hours


def test_output_that_nothing_can_take_is_refused(undisturbed_day: Path) -> None:
    with Path("/dev/full").open("w") as full:
        said = process("ledger", "tail", "--json", "-d", undisturbed_day, stdout=full)

    assert_refused(said, saying="No space left on device", cure="free the disk")
