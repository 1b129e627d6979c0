"""Making a run's report from its ledger, and keeping what people say of its segments."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

from longwave.editorial.gate import Gate
from longwave.kernel.files import as_json
from longwave.ledger.ledger import Ledger, Stamp
from longwave.modules.station import views
from longwave.modules.station.errors import NoSuchSegment
from longwave.modules.station.events import RunOrdered, SegmentJudged
from longwave.modules.station.monitor import STATUS_FILE
from longwave.modules.station.output import write_output
from longwave.modules.station.report import Material, Report, report
from longwave.modules.station.report_page import Pages
from longwave.modules.station.stories import pool_of
from longwave.modules.station.validation import examine
from longwave.orders import book
from longwave.orders.states import Status


def write_report(ledger: Ledger, gate: Gate, run: RunOrdered, seed: int, out: Path) -> Report:
    """Judge a run and write its report beside it: every aired text is read again.

    Raises:
        OutputUnusable: the folder cannot be written.
    """
    pack, channel = gate.canon.pack, views.channel_of(run.persona)
    with ledger.store.read() as connection:
        states = list(views.slots(connection, channel))
        failed = book.counts(connection).get(Status.FAILED, 0)
        judged = views.judgements(connection, channel)
    critical = {state.name: found for state in states if (found := examine(gate, state))}
    made = report(
        Material(
            run=run,
            seed=seed,
            states=states,
            critical=critical,
            failed=failed,
            pool=pool_of(pack),
            judged=judged,
            status=_status(out),
        )
    )
    pages = Pages(pack=pack, persona=pack.personas[run.persona])
    written = {
        "report.json": as_json(made.as_dict()),
        "report.md": pages.markdown(made),
        "report.html": pages.html(made),
    }
    for name, text in written.items():
        write_output(out / name, text)
    return made


def judge(  # noqa: PLR0913 - what a person says of a segment
    ledger: Ledger, stamp: Stamp, run: RunOrdered, slot: str, *, is_approved: bool, reason: str, by: str
) -> None:
    """Keep what a person says of an aired segment.

    Raises:
        NoSuchSegment: nothing was aired there.
    """
    channel = views.channel_of(run.persona)
    date, _, time = slot.partition("/")
    try:
        day = dt.date.fromisoformat(date)
    except ValueError as error:
        raise NoSuchSegment(slot) from error
    with ledger.write(stamp) as tx:
        found = [state for state in views.slots(tx.connection, channel, day, time) if state.piece is not None]
        if not found:
            raise NoSuchSegment(slot)
        said = SegmentJudged(channel=channel, date=day, time=time, is_approved=is_approved, reason=reason, by=by)
        tx.append(said, subject=slot)


def _status(out: Path) -> dict[str, Any]:  # Any: JSON.
    try:
        status = json.loads((out / STATUS_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return status if isinstance(status, dict) else {}
