"""The near-duplicate check of one text against 1,000 and against 50,000 earlier pieces.

The texts are made of the bundled pack's own facts, as segments are: most share a sentence with some others.
"""

import datetime as dt
import random
from functools import partial

from sqlalchemy import Connection

from figures import Took, at_most, best_of, fresh_ledger, milliseconds, per_second, say, stopwatch
from longwave import bootstrap
from longwave.editorial import likeness, pieces
from longwave.editorial.events import PieceAccepted
from longwave.ledger.ledger import Ledger, Stamp
from longwave.settings import Settings

CHANNEL, FEW, MANY, CHECKED, ROUNDS = "station:wren", 1_000, 50_000, 50, 3
STAMP = Stamp(at=dt.datetime(1931, 3, 2, 6, tzinfo=dt.UTC), actor="wren")


def texts(count: int) -> list[str]:
    """Return texts of a segment's length, five of the pack's sentences each."""
    pack = bootstrap.load_pack("saltmere", Settings())
    sentences = sorted({fact.says for entry in pack.lore.values() for fact in entry.facts})
    stream = random.Random(7)
    return [" ".join(stream.sample(sentences, 5)) for _ in range(count)]


def remember(ledger: Ledger, new: list[str]) -> None:
    """Publish texts on a channel."""
    with ledger.write(STAMP) as tx:
        for text in new:
            tx.append(
                PieceAccepted(
                    channel=CHANNEL,
                    form="news",
                    persona="wren",
                    text=text,
                    narrator="offline",
                    attempts=1,
                    is_fallback=False,
                    because="",
                    tokens=0,
                    microusd=0,
                    tells=(),
                    findings=(),
                    rules={"VARY002": 1},
                )
            )


def check(connection: Connection, new: list[str]) -> Took:
    with stopwatch() as took:
        for text in new:
            list(pieces.near_duplicates(connection, CHANNEL, text))
    return took


def compare_with_each(new: str, old: list[str]) -> Took:
    with stopwatch() as took:
        own = likeness.shingles(new)
        for text in old:
            likeness.jaccard(own, likeness.shingles(text))
    return took


def main() -> None:
    written = texts(MANY + CHECKED)
    earlier, new = written[:MANY], written[MANY:]
    with fresh_ledger() as few, fresh_ledger() as many:
        remember(few, earlier[:FEW])
        with stopwatch() as took:
            remember(many, earlier)
        say("pieces accepted and remembered in one transaction", per_second(MANY, took.cpu_s))
        with few.store.read() as of_few, many.store.read() as of_many:
            short, long, bare = best_of(
                ROUNDS,
                partial(check, of_few, new),
                partial(check, of_many, new),
                partial(compare_with_each, new[0], earlier[:FEW]),
            )
    growth = long.cpu_s / short.cpu_s
    say(
        f"near-duplicate check against {FEW:,} pieces",
        milliseconds(short.cpu_s / CHECKED),
        beside=f"{bare.cpu_s / short.cpu_s * CHECKED:,.0f} x faster than with each",
    )
    say(
        f"near-duplicate check against {MANY:,} pieces",
        milliseconds(long.cpu_s / CHECKED),
        beside=f"{growth:.2f} x {FEW:,}",
        target=at_most(long.cpu_s / CHECKED * 1000, 1, " ms"),
    )


if __name__ == "__main__":
    main()
