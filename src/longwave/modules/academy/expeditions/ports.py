"""What expeditions ask of theories and of the symposium."""

from typing import Protocol

from longwave.ledger.ledger import Transaction
from longwave.modules.academy.academy import Digest
from longwave.modules.academy.theories.events import Verdict


class TheoryPort(Protocol):
    """Where theories are settled."""

    def settle_by_expedition(self, tx: Transaction, theory: int, verdict: Verdict, digest: Digest) -> None:
        """Settle a theory by what an expedition found out about it; one that is resolved already stays so."""

    def call_conference(self, tx: Transaction, theory: int, digest: Digest) -> bool:
        """Call a conference on a theory; return whether it will meet."""


class SymposiumPort(Protocol):
    """Where questions go that everybody should answer."""

    def propose(self, tx: Transaction, title: str, says: str) -> None:
        """Put a question on the list, in nobody's name."""
