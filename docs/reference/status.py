"""Writes the page of LIVE_STATUS.json."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from docs.reference.markdown import code, table
from longwave.modules.station.monitor import PAUSE_FILE, STATUS_FILE, Monitor
from longwave.modules.station.tally import Tally

# A name below another is written with a dot.
MEANINGS: Mapping[str, str] = {
    "run": "what was ordered: `world`, `persona`, `seed`, `start`, `hours`",
    "state": "`running`, `paused`, `done`, `stopped` (by an error or Ctrl-C), `incomplete` (segments failed)",
    "position": "the last segment that was aired, as `date/time`",
    "segments.planned": "how many the run has in all",
    "segments.done": "how many are aired",
    "segments.fallback": "how many of them another than the persona's narrator had to write",
    "segments.refused": "how many orders have failed for good: dead letters",
    "tokens": "what models used for the aired segments, all attempts together",
    "cost_usd": "what that cost",
    "budgets_reached": "budgets that were found spent, in that order; `at four fifths` keeps optional segments back",
    "pass_rate": "the share of aired segments whose first text passed the gate",
    "findings_let_pass": "by rule, findings of segments that were aired all the same",
    "flawed": "the share of aired segments with a major finding",
    "repetition": "the share of aired segments with a finding of repetition",
    "stories.open": "how many stories were begun and have not ended",
    "stories.ended": "how many were told to their end",
    "pool_left": "the share of the presenter's beats that the run has not told; under 0.3 is an alert",
    "cache_hit_rate": "the share of lookups in the lore that this process remembered",
    "seconds_per_segment": "mean of the last twenty of this process",
    "slowdown": "how many times as long the last twenty take as the first twenty of this process; over 1.5 is an alert",
    "last_segment_age_s": "the age of the last segment when the file was written, whichever process aired it",
    "last_segment_at": "when the last segment was aired: its age now is a reader's own clock less this",
    "elapsed_s": "how long the run has been worked on, by this process and those before it",
    "eta_s": "how long the rest will take at this speed",
    "pause": f"since when and why: a `{PAUSE_FILE}` file in the folder, `longwave pause`, a provider that is down, or a"
    " disk that is nearly full",
    "alerts": "what is wrong now: the pool runs low, segments take longer and longer, too many have a major finding",
    "peak_memory_mb": "of this process",
    "updated_at": "when the file was written",
}


def page(meanings: Mapping[str, str] = MEANINGS) -> str:
    """Return the page: every field of the status.

    Raises:
        KeyError: the status has a field that has no meaning here, or has one no more.
    """
    names = list(_names())
    if surplus := meanings.keys() - set(names):
        raise KeyError(f"{STATUS_FILE} has no {', '.join(surplus)}")
    return (
        f"`{STATUS_FILE}` in the output folder says how a run stands. It is replaced as a whole with every segment, and"
        " twice a second while the run is paused. `null` means that nothing is known yet. A process that was killed"
        " leaves the file as it was: look at `updated_at`.\n\n"
        f"{table(('field', 'meaning'), [(code(name), meanings[name]) for name in names])}"
    )


def _names() -> Iterator[str]:
    with TemporaryDirectory() as folder:
        tally = Tally()
        status = Monitor(out=Path(folder), about={}, planned=0, tally=tally, say=print).status()
    for name, value in status.items():
        below = value if isinstance(value, dict) else {}
        yield from [f"{name}.{inner}" for inner in below] or [name]
