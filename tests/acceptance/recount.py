"""Recounts what a report says, from the log of a world and with the standard library alone."""

import json
import re
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

OPENER_WORDS, RUN_WORDS, ALIKE = 6, 5, 0.5
Data = dict[str, Any]  # Any: JSON.


@dataclass(frozen=True, kw_only=True)
class Recount:
    """What the log says of a run.

    Attributes:
        arcs: for each story and telling, the numbers of the beats that were told and how many there are.
        repeated: segments that begin as an earlier one, have a finding of repetition, or are alike an earlier one.
    """

    planned: int
    made: int
    own: int
    failed: int
    tokens: int
    mix: dict[str, dict[str, int]]
    arcs: dict[tuple[str, int], tuple[list[int], int]]
    findings: Counter[str]
    repeated: int


def recount(world: Path) -> Recount:
    """Read a world's log from its first event to its last."""
    with closing(sqlite3.connect(world)) as connection:
        log = [
            (k, json.loads(d), s) for k, d, s in connection.execute("SELECT kind, data, seq FROM events ORDER BY seq")
        ]
    pieces = {seq: data for kind, data, seq in log if kind == "piece.accepted"}
    aired = [data for kind, data, _ in log if kind == "station.segment_aired"]
    mix: dict[str, Counter[str]] = {}
    arcs: dict[tuple[str, int], tuple[list[int], int]] = {}
    for segment in aired:
        mix.setdefault(segment["date"], Counter())[segment["form"]] += 1
        if beat := segment["beat"]:
            arcs.setdefault((beat["story"], beat["telling"]), ([], beat["of"]))[0].append(beat["number"])
    told = [pieces[segment["piece"]] for segment in aired]
    return Recount(
        planned=sum(data["segments"] for kind, data, _ in log if kind == "station.run_ordered"),
        made=len(aired),
        own=sum(not piece["is_fallback"] for piece in told),
        failed=sum(kind == "order.failed" for kind, _, _ in log),
        tokens=sum(piece["tokens"] for piece in told),
        mix={date: dict(counts) for date, counts in mix.items()},
        arcs=arcs,
        findings=Counter(finding["code"] for piece in told for finding in piece["findings"]),
        repeated=len(_repeated(told)),
    )


def _repeated(told: list[Data]) -> set[int]:
    words = [re.findall(r"\w+(?:[’']\w+)*", piece["text"].casefold()) for piece in told]
    runs = [{tuple(said[at : at + RUN_WORDS]) for at in range(max(1, len(said) - RUN_WORDS + 1))} for said in words]
    found = {n for n, piece in enumerate(told) if any(f["code"].startswith("VARY") for f in piece["findings"])}
    begun: set[tuple[str, ...]] = set()
    for number, said in enumerate(words):
        opener = tuple(said[:OPENER_WORDS])
        if opener in begun:
            found.add(number)
        begun.add(opener)
    for earlier, later in combinations(range(len(told)), 2):
        shared = len(runs[earlier] & runs[later])
        if shared and shared / len(runs[earlier] | runs[later]) > ALIKE:
            found.add(later)
    return found
