"""What a day brings: stipends first, then what scholars are paid."""

from dataclasses import dataclass
from itertools import groupby

from longwave.ledger.ledger import Transaction
from longwave.modules.academy.academy import Academy
from longwave.modules.academy.economy import rules
from longwave.modules.academy.economy.events import StipendGranted
from longwave.modules.academy.events import Noted
from longwave.modules.academy.offers.events import ScholarReleased
from longwave.modules.academy.scholars import roster
from longwave.modules.academy.scholars.roster import Scholar
from longwave.modules.academy.standing import players
from longwave.modules.academy.standing.rules import Standing


@dataclass(frozen=True, kw_only=True)
class Upkeep:
    """Stipends and contracts."""

    academy: Academy

    def grant(self, tx: Transaction) -> None:
        """Give everybody the stipend who needs it."""
        below = self.academy.game.numbers.stipend_below
        granted = (
            StipendGranted(player=standing.id, moves=moves)
            for standing in players.everybody(tx.connection)
            if (moves := rules.stipend(standing, self.academy.factions, below))
        )
        self.academy.append(tx, *granted, subject="stipend")

    def pay(self, tx: Transaction) -> None:
        """Pay all scholars in anybody's employ; who was not paid for too long leaves."""
        employed = sorted((s for s in roster.active(tx.connection) if s.employer), key=_employer)
        for player, group in groupby(employed, key=_employer):
            staff = list(group)
            standing = players.get(tx.connection, player)
            paid = rules.pay_contracts(standing, staff)
            self.academy.append(tx, paid, subject=player)
            for scholar in staff:
                if scholar.id in paid.unpaid and rules.leaves(scholar):
                    self.academy.append(tx, _released(scholar, standing), subject=scholar.id)


def _employer(scholar: Scholar) -> str:
    return scholar.employer or ""


def _released(scholar: Scholar, standing: Standing) -> ScholarReleased:
    says = f"{standing.name} left me unpaid for {rules.MOST_UNPAID_DAYS} days, and I went."
    note = Noted(scholar=scholar.id, says=says)
    return ScholarReleased(scholar=scholar.id, player=standing.id, reason="unpaid", notes=(note,))
