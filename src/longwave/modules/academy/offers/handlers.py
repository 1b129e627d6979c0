"""How players court one another's scholars, and what digests make of it."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from longwave.commands.command import Answer, Carry, Command, Query
from longwave.commands.command import Offer as Lists
from longwave.ledger.ledger import Transaction
from longwave.modules.academy.academy import Academy, Digest
from longwave.modules.academy.offers.bidding import Bidding
from longwave.modules.academy.offers.minds import Sponsors
from longwave.modules.academy.offers.recruiting import Recruiting
from longwave.modules.academy.offers.settling import Settling
from longwave.modules.academy.offers.views import Views


@dataclass(frozen=True, kw_only=True)
class Offers:
    """All that players ask of scholars, and of one another over scholars.

    Attributes:
        now: the world's present, for queries.
    """

    academy: Academy
    sponsors: Sponsors
    now: Callable[[], dt.datetime]

    def carried(self) -> Mapping[type[Command], Carry]:
        """Return what carries out which command."""
        recruiting = Recruiting(academy=self.academy, sponsors=self.sponsors)
        return {**recruiting.carried(), **Bidding(academy=self.academy).carried()}

    def answered(self) -> Mapping[type[Query], Answer]:
        """Return what answers which query."""
        return self._views.answered()

    def choices(self) -> Mapping[str, Lists]:
        """Return what lists the choices of which kind."""
        return self._views.choices()

    def at_digest(self, tx: Transaction, digest: Digest) -> int:
        """Settle the offers, grudges, ends of defections and epilogues that are due; return how many."""
        return Settling(academy=self.academy).at_digest(tx, digest)

    def force(self, tx: Transaction, scholar: str, player: str, reason: str) -> None:
        """Let a scholar go over from whoever employs them to a player, as the host decrees.

        Raises:
            AcademyError: they are not in the roster, nobody else employs them, or the player has no place for them.
        """
        Bidding(academy=self.academy).force(tx, scholar, player, reason)

    @property
    def _views(self) -> Views:
        return Views(academy=self.academy, sponsors=self.sponsors, now=self.now)
