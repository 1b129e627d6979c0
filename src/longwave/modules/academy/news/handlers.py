"""How what players read is put together."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, func, or_, select

from longwave.commands.card import Card, Grid
from longwave.commands.command import Answer, Query
from longwave.editorial.tables import pieces
from longwave.ledger.tables import events
from longwave.modules.academy import calendar
from longwave.modules.academy.academy import Academy
from longwave.modules.academy.errors import NoSuch
from longwave.modules.academy.hosting import state
from longwave.modules.academy.news.commands import ExportLog, ReadGazette, ReadNews, ReadUpcoming
from longwave.modules.academy.scholars import roster
from longwave.modules.academy.standing import players
from longwave.press import issues
from longwave.press.gazette import Outlook
from longwave.press.tables import press_layers
from longwave.world.pack import Pack
from longwave.world.persona import Role

_MOST_NEWS, _MOST_COMING, _MOST_LOGGED = 12, 10, 100
_printed = (
    select(pieces.c.persona, pieces.c.text)
    .join(press_layers, press_layers.c.piece == pieces.c.id)
    .where(pieces.c.id > bindparam("after"))
    .order_by(pieces.c.id.desc())
    .limit(_MOST_NEWS)
)
_count = select(func.count()).select_from(press_layers).where(press_layers.c.piece > bindparam("after"))
_own = (
    select(events.c.seq, events.c.at, events.c.kind)
    .where(or_(events.c.actor == bindparam("player"), events.c.subject == bindparam("player")))
    .where(events.c.kind.startswith("academy."))
    .order_by(events.c.seq.desc())
    .limit(_MOST_LOGGED)
)


def signatures(connection: Connection, pack: Pack, speakers: Iterable[str]) -> Mapping[str, str]:
    """Return the names of speakers who are not of the Gazette, by id: they sign what they say in it."""
    personas = pack.personas
    spokesmen = {each.id: each.name for each in personas.values() if each.role is Role.SPOKESMAN}
    return spokesmen | roster.names_of(connection, (each for each in speakers if each not in personas))


@dataclass(frozen=True, kw_only=True)
class News:
    """Answers what players want to read.

    Attributes:
        outlook: knows what is to come.
        now: the world's present.
    """

    academy: Academy
    outlook: Outlook
    now: Callable[[], dt.datetime]

    def answered(self) -> Mapping[type[Query], Answer]:
        """Return what answers which query."""
        return {
            ReadGazette: self.gazette,
            ReadUpcoming: self.upcoming,
            ReadNews: self.news,
            ExportLog: self.log,
        }

    def gazette(self, connection: Connection, actor: str, query: ReadGazette) -> Card:  # noqa: ARG002 - an answer's signature
        number = query.issue or issues.last_number(connection)
        if number is None:
            return Card(
                title="The Gazette", text="No issue has come out yet.", hint="`upcoming` says when the next will"
            )
        issue = issues.issue(connection, self.academy.pack, number)
        if issue is None:
            raise NoSuch("issue of the Gazette", number)
        game = state.get(connection)
        at = self.academy.local(issue.at)
        parts = [f"{at:%A} {at.day} {at:%B %Y}. Year {game.year(issue.at)} of the Great Work."]
        for title, printed in issue.sections:
            parts += [title.upper(), *self._signed(connection, [(each.by, each.text) for each in printed])]
        if issue.coming:
            parts += ["COMING SOON", *issue.coming]
        return Card(title=f"The Gazette, number {issue.number}", text="\n\n".join(parts))

    def upcoming(self, connection: Connection, actor: str, query: ReadUpcoming) -> Card:  # noqa: ARG002 - an answer's signature
        at = self.now()
        numbers, tz = self.academy.game.numbers, self.academy.tz
        digest = calendar.next_at(at, tz, calendar.times(numbers.digests))
        symposium = calendar.next_at(at, tz, calendar.times([numbers.symposium_at]), numbers.symposium_weekday)
        coming = self.outlook.coming(connection, at, _MOST_COMING)
        rows = tuple((self._when(each.due), each.says) for each in coming)
        return Card(
            title="What is to come",
            fields=(("next digest", self._when(digest)), ("next symposium", self._when(symposium))),
            grid=Grid(columns=("when", "coming soon"), rows=rows) if rows else None,
        )

    def news(self, connection: Connection, actor: str, query: ReadNews) -> Card:  # noqa: ARG002 - an answer's signature
        me = players.find(connection, actor)
        after = me.last_seq if me else 0
        count = connection.execute(_count, {"after": after}).scalar_one()
        latest = connection.execute(_printed, {"after": after}).all()
        texts = self._signed(connection, [(row.persona, row.text) for row in latest])
        more = f"The latest {len(texts)} of {count} pieces:" if count > len(texts) else ""
        said = "\n\n".join(filter(None, [more, *texts])) or "Nothing was printed since."
        return Card(title="Since you last moved" if me else "What happened of late", text=said)

    def log(self, connection: Connection, actor: str, query: ExportLog) -> Card:  # noqa: ARG002 - an answer's signature
        rows = connection.execute(_own, {"player": players.get(connection, actor).id}).all()
        cells = tuple((str(row.seq), row.at[:16].replace("T", " "), row.kind.removeprefix("academy.")) for row in rows)
        return Card(title="Your record", grid=Grid(columns=("event", "at (UTC)", "what"), rows=cells), is_private=True)

    def _signed(self, connection: Connection, said: Sequence[tuple[str, str]]) -> list[str]:
        """Return what was said, by whom and in which words, with the name below it of whoever signs."""
        names = signatures(connection, self.academy.pack, (by for by, _ in said))
        return [f"{text}\n— {names[by]}" if by in names else text for by, text in said]

    def _when(self, at: dt.datetime) -> str:
        return f"{self.academy.local(at):%a %d %b %H:%M}"
