"""What was asked and what was paid."""

import threading
from collections import Counter
from collections.abc import Iterable

from double.asked import Asked
from double.replies import Reply
from double.shapes import Json


class Books:
    """Counts from any number of threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._arrived = 0
        self._decided: list[tuple[Asked, Reply]] = []
        self._billed: list[Asked] = []

    def arrive(self) -> int:
        """Number a request."""
        with self._lock:
            self._arrived += 1
            return self._arrived - 1

    def decide(self, asked: Asked, reply: Reply) -> None:
        with self._lock:
            self._decided.append((asked, reply))

    def bill(self, asked: Asked) -> None:
        with self._lock:
            self._billed.append(asked)

    @property
    def decided(self) -> tuple[tuple[Asked, Reply], ...]:
        with self._lock:
            return tuple(sorted(self._decided, key=lambda pair: pair[0].number))

    @property
    def billed(self) -> tuple[Asked, ...]:
        with self._lock:
            return tuple(sorted(self._billed, key=lambda asked: asked.number))

    def counts(self) -> Json:
        """Return the counts as JSON."""
        decided, billed = self.decided, self.billed
        return {
            "requests": len(decided),
            "billed": len(billed),
            "by_kind": Counter(reply.kind for _, reply in decided),
            "requests_by_key": by_key(asked for asked, _ in decided),
            "billed_by_key": by_key(billed),
        }


def by_key(requests: Iterable[Asked]) -> Counter[str]:
    """Count requests by their idempotency key; those without one under the empty key."""
    return Counter(asked.key for asked in requests)
