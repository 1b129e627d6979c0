"""How much one address may change: a bucket of tokens that fills again with time."""

import ipaddress
import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

MAX_BUCKETS = 10_000


@dataclass
class _Bucket:
    left: float
    at_s: float


class Buckets:
    """One bucket an address; the ones that were longest left alone give way, so memory is bounded.

    Args:
        burst: how many requests a full bucket lets through at once.
        per_s: how many it gains a second.
        now_s: seconds that only go forward.
    """

    def __init__(self, burst: int, per_s: float, now_s: Callable[[], float]) -> None:
        self._burst, self._per_s, self._now_s = burst, per_s, now_s
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def __len__(self) -> int:
        return len(self._buckets)

    def take(self, address: str) -> int | None:
        """Take one request from an address's bucket; return in how many whole seconds there is one, if not now."""
        bucket = self._filled(_key(address))
        if bucket.left < 1:
            return math.ceil((1 - bucket.left) / self._per_s)
        bucket.left -= 1
        return None

    def _filled(self, key: str) -> _Bucket:
        now_s = self._now_s()
        bucket = self._buckets.setdefault(key, _Bucket(left=self._burst, at_s=now_s))
        self._buckets.move_to_end(key)
        if len(self._buckets) > MAX_BUCKETS:
            self._buckets.popitem(last=False)
        bucket.left = min(self._burst, bucket.left + (now_s - bucket.at_s) * self._per_s)
        bucket.at_s = now_s
        return bucket


def _key(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv4Address):
        return address
    # Whoever has one address of IPv6 has its whole /64.
    return str(parsed.ipv4_mapped or ipaddress.ip_network((parsed, 64), strict=False))
