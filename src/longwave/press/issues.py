"""Reading the Gazette: its issues, by sections."""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Integer, bindparam, func, select

from longwave.editorial.tables import pieces
from longwave.press.tables import press_issues, press_layers
from longwave.world.pack import Pack
from longwave.world.press import PressForm

# In the order in which they are read.
SECTIONS: Mapping[str, tuple[PressForm, ...]] = {
    "Bulletins": (PressForm.BULLETIN,),
    "From the field": (PressForm.REPORT, PressForm.MANIFESTO, PressForm.LAB_UPDATE),
    "Statements": (PressForm.STATEMENT, PressForm.REACTION),
    "People": (PressForm.SPOTLIGHT, PressForm.ALUMNI_NOTE),
    "Postscript": (PressForm.GOSSIP,),
    "Notices": (PressForm.ADMIN_BULLETIN, PressForm.OPS_UPDATE),
}
_wanted = (bindparam("first", type_=Integer), bindparam("last", type_=Integer))
_issues = select(press_issues).where(press_issues.c.issue.between(*_wanted)).order_by(press_issues.c.issue)
_printed = (
    select(
        pieces.c.id,
        pieces.c.at,
        pieces.c.text,
        pieces.c.persona,
        press_layers.c.layer,
        press_layers.c.event,
        press_layers.c.issue,
    )
    .join(press_layers, press_layers.c.piece == pieces.c.id)
    .where(press_layers.c.issue.between(*_wanted))
    .order_by(pieces.c.id)
)
_last = select(func.max(press_issues.c.issue))


@dataclass(frozen=True, kw_only=True)
class Printed:
    """A piece as the Gazette prints it.

    Attributes:
        by: who speaks.
        form: what kind of press it is.
        event: the number of the event that it is about.
    """

    piece: int
    at: dt.datetime
    form: PressForm
    by: str
    text: str
    event: int


@dataclass(frozen=True, kw_only=True)
class GazetteIssue:
    """An issue, as it is read.

    Attributes:
        sections: by title, in order; none is empty.
    """

    number: int
    at: dt.datetime
    sections: Sequence[tuple[str, Sequence[Printed]]]
    coming: Sequence[str]


def last_number(connection: Connection) -> int | None:
    """Return the number of the latest issue; None before the first."""
    number: int | None = connection.execute(_last).scalar()
    return number


def issue(connection: Connection, pack: Pack, number: int) -> GazetteIssue | None:
    """Return an issue; None where there is none of that number."""
    return next(iter(between(connection, pack, number, number)), None)


def between(connection: Connection, pack: Pack, first: int, last: int) -> list[GazetteIssue]:
    """Return the issues from one number to another, in order."""
    asked = {"first": first, "last": last}
    printed = defaultdict[int, list[Printed]](list)
    for each in connection.execute(_printed, asked):
        form = pack.layers[each.layer].form
        piece = Printed(piece=each.id, at=each.at, form=form, by=each.persona, text=each.text, event=each.event)
        printed[each.issue].append(piece)
    return [
        GazetteIssue(
            number=row.issue, at=row.at, sections=_in_sections(printed[row.issue]), coming=json.loads(row.coming)
        )
        for row in connection.execute(_issues, asked)
    ]


def _in_sections(printed: Sequence[Printed]) -> list[tuple[str, Sequence[Printed]]]:
    sections = [(title, [each for each in printed if each.form in forms]) for title, forms in SECTIONS.items()]
    return [(title, inside) for title, inside in sections if inside]
