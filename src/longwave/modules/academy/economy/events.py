"""What happens to influence by the day, the season and the project."""

import datetime as dt
from typing import ClassVar

from longwave.modules.academy.events import GameEvent


class DayReckoned(GameEvent):
    """A day began whose stipends are granted and whose contracts are paid: once.

    Attributes:
        day: on the world's calendar.
    """

    kind: ClassVar[str] = "academy.day_reckoned"
    day: dt.date


class ContractsPaid(GameEvent):
    """A player paid their scholars for a day.

    Attributes:
        paid, unpaid: the scholars who were paid, and who were not.
    """

    kind: ClassVar[str] = "academy.contracts_paid"
    player: str
    paid: tuple[str, ...]
    unpaid: tuple[str, ...] = ()


class StipendGranted(GameEvent):
    """The factions gave a player what keeps them at the table."""

    kind: ClassVar[str] = "academy.stipend_granted"
    player: str


class FactionInvested(GameEvent):
    """A player invested influence in a faction, and so in what it builds.

    Attributes:
        project: what it builds; empty where it builds nothing.
        progress: what the project gained.
        goodwill: what of that came of how the faction's scholars feel about the player.
    """

    kind: ClassVar[str] = "academy.faction_invested"
    player: str
    faction: str
    amount: int
    project: str = ""
    progress: float = 0
    goodwill: float = 0


class ArchiveEndowed(GameEvent):
    """A player gave influence to the archive.

    Attributes:
        against_debt: how much of it paid what they owed.
        total: what they have given it in all, debts apart.
    """

    kind: ClassVar[str] = "academy.archive_endowed"
    player: str
    faction: str
    amount: int
    against_debt: int
    total: int


class CommitmentOpened(GameEvent):
    """A season asks a player for something.

    Attributes:
        season: the seasonal event of the pack; `title` and `asks` are its words.
        owed: in influence of the faction, over the whole time.
    """

    kind: ClassVar[str] = "academy.commitment_opened"
    commitment: int
    player: str
    faction: str
    season: str
    title: str
    asks: str
    owed: int
    until: dt.datetime


class CommitmentPaid(GameEvent):
    """A part of a commitment fell due.

    Attributes:
        part: which of the four it is, from 1.
        due, paid: this part, with what earlier ones left open, and what of it was paid.
        left: what is owed of the whole.
    """

    kind: ClassVar[str] = "academy.commitment_paid"
    commitment: int
    player: str
    faction: str
    part: int = 0
    due: int
    paid: int
    left: int


class CommitmentClosed(GameEvent):
    """A season's commitment ended, kept or not.

    Attributes:
        is_kept: also where the host let the player off.
        unpaid: what was owed at the end; where it was not kept, it became a debt.
        reason: the host's; empty where its time was over.
    """

    kind: ClassVar[str] = "academy.commitment_closed"
    commitment: int
    player: str
    faction: str
    title: str
    is_kept: bool
    unpaid: int
    reason: str = ""


class SeasonTurned(GameEvent):
    """A stretch of the year began."""

    kind: ClassVar[str] = "academy.season_turned"
    season: str
    title: str
    says: str
    asks: str
    faction: str


class ProjectOpened(GameEvent):
    """A faction began to build something.

    Attributes:
        says: what it is, in a sentence.
    """

    kind: ClassVar[str] = "academy.project_opened"
    project: str
    faction: str
    says: str
    target: float


class ProjectCompleted(GameEvent):
    """A faction finished what it built.

    Attributes:
        backers: the players who invested in it, who did most first.
    """

    kind: ClassVar[str] = "academy.project_completed"
    project: str
    faction: str
    says: str
    backers: tuple[str, ...]


class ProjectClosed(GameEvent):
    """The host called off what a faction was building; what was invested in it is spent."""

    kind: ClassVar[str] = "academy.project_closed"
    project: str
    faction: str
    reason: str


class DebtPaid(GameEvent):
    """A player paid what they owed."""

    kind: ClassVar[str] = "academy.debt_paid"
    player: str
    amount: int
    left: int


EVENTS = (
    DayReckoned,
    ContractsPaid,
    StipendGranted,
    FactionInvested,
    ArchiveEndowed,
    CommitmentOpened,
    CommitmentPaid,
    CommitmentClosed,
    SeasonTurned,
    ProjectOpened,
    ProjectCompleted,
    ProjectClosed,
    DebtPaid,
)
