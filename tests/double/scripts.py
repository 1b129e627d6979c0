"""Who decides on each reply."""

import hashlib
import json
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from double import replies
from double.asked import Asked, Shape
from double.replies import Reply
from double.writer import write

Script = Callable[[Asked], Reply]


def in_turn(planned: Iterable[Reply], then: Script = write) -> Script:
    """Give the planned replies, one a request in the order of arrival; afterwards `then` decides."""
    left, lock = list(planned), threading.Lock()

    def decide(asked: Asked) -> Reply:
        with lock:
            planned_reply = left.pop(0) if left else None
        return planned_reply or then(asked)

    return decide


def always(reply: Reply) -> Script:
    """Give the same reply to everybody."""
    return lambda _asked: reply


def in_order(asked: Asked) -> int:
    """Number a request by its arrival."""
    return asked.number


def by_content(asked: Asked) -> int:
    """Number a request by what it says: the same request has the same number in any order and in any life."""
    return int.from_bytes(hashlib.sha256(json.dumps(asked.body, sort_keys=True).encode()).digest()[:6])


def _wrong_type(place: int) -> Script:
    def way(asked: Asked) -> Reply:
        if asked.wanted.shape is Shape.TEXT:
            return replies.plain("")
        ways = replies.wrong_types(asked)
        return ways[place % len(ways)]

    return way


def _odd_usage(kind: str) -> Script:
    return lambda asked: write(asked).using(replies.BAD_USAGES[kind])


WAYS: Final[tuple[Script, ...]] = (
    *(always(replies.bad_text(kind)) for kind in replies.BAD_TEXTS),
    replies.leak,
    *(_wrong_type(place) for place in range(12)),
    *(_odd_usage(kind) for kind in replies.BAD_USAGES),
    *(always(replies.status(code)) for code in (400, 401, 404, 500, 503, 529)),
    always(replies.rate_limited(1)),
    always(replies.plain("I'm sorry, but I can't help with that request.")),
    always(replies.refused_to_write()),
    *(always(replies.bad_body(kind)) for kind in replies.BAD_BODIES),
    always(replies.cut_off()),
    always(replies.reset()),
    always(replies.reset(at_once=True)),
)
"""The ways of being bad that need no patience; `silent` and `after` do."""


def noise(seed: int, share: float, writer: Script = write, *, number: Callable[[Asked], int] = in_order) -> Script:
    """Make one reply in 1/share bad, in each of the WAYS in turn; all others are the writer's.

    The same seed and the same numbers make the same replies.
    """
    period = max(1, round(1 / share)) if share > 0 else 0

    def decide(asked: Asked) -> Reply:
        if not period:
            return writer(asked)
        block, place = divmod(number(asked), period)
        if place != int.from_bytes(hashlib.sha256(f"{seed}:{block}".encode()).digest()[:4]) % period:
            return writer(asked)
        return WAYS[(seed + block) % len(WAYS)](asked)

    return decide


def read_out(path: Path, latency_s: float) -> Script:
    """Give texts that are written already, by the moment that the sheet says is now; what is not there is a failure."""
    written = json.loads(path.read_text(encoding="utf-8"))

    def decide(asked: Asked) -> Reply:
        sheet = asked.sheet()
        found = written[f"{sheet['now']}: {sheet['must_say'][0]}"]
        return replies.say(found["text"], *found["facts"]).after(latency_s)

    return decide


def parse(text: str) -> Script:
    """Return the script that a command line names.

    good | noise:SEED:SHARE[:content] | status:CODE | late:SECONDS | read:SECONDS:FILE | silent
    """
    name, *rest = text.split(":")
    makers: dict[str, Callable[..., Script]] = {
        "good": lambda: write,
        "noise": lambda seed, share, by="order": noise(
            int(seed), float(share), number=by_content if by == "content" else in_order
        ),
        "status": lambda code: always(replies.status(int(code))),
        "late": lambda seconds: lambda asked: write(asked).after(float(seconds)),
        "read": lambda seconds, path: read_out(Path(path), float(seconds)),
        "silent": lambda: always(replies.silent()),
    }
    return makers[name](*rest)
