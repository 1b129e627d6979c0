"""The report of a run: whether it is good enough, by the table of musts and shoulds, and what it was made of."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from longwave.editorial import likeness
from longwave.editorial.rule import Finding
from longwave.kernel.dice import dice
from longwave.modules.station.events import RunOrdered, SegmentJudged, ToldBeat
from longwave.modules.station.stories import Pool
from longwave.modules.station.tally import is_repetitive
from longwave.modules.station.views import SlotState
from longwave.narrator import openings
from longwave.narrator.spend import MICRO

# From how many segments on a run is judged as one of thirty days; and how many are drawn for review from a shorter one.
FULL_SEGMENTS, PILOT_SAMPLE = 480, 10
HOUR_S = 3600.0
TOP_OPENERS = 10


class Tier(StrEnum):
    """How much a figure matters."""

    MUST = "MUST"
    SHOULD = "SHOULD"
    NICE = "NICE"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the table.

    Attributes:
        value: what was measured; None where nothing is known.
        bar: what it must be, as people read it.
        is_met: whether it is; None where nothing is known.
        is_hopeless: whether it is so far off that the run should have been given up.
    """

    tier: Tier
    name: str
    value: float | None
    shown: str
    bar: str
    is_met: bool | None
    is_hopeless: bool = False


@dataclass(frozen=True, kw_only=True)
class ArcLine:
    """A story as it was told.

    Attributes:
        beats: where each of its beats was told, with the act, in order.
    """

    story: str
    title: str
    timeline: str
    of: int
    escalations: int
    beats: tuple[tuple[str, str, str], ...]

    @property
    def is_resolved(self) -> bool:
        """Whether it was told to its end."""
        return len(self.beats) == self.of


@dataclass(frozen=True, kw_only=True)
class Report:
    """What a run has come to.

    Attributes:
        mix: for each day, how many segments of each form.
        openers: the openings that several segments share, with their number.
        findings: by rule, the findings that were let pass.
        critical: what must not have been aired, by slot.
        sample: the slots that a person should look at, one a day, drawn by the run's seed, and what was said of each.
        fallbacks: why another than the presenter's narrator wrote, with the number of segments.
        cost: for each day, tokens and US dollars.
    """

    run: Mapping[str, Any]  # Any: JSON.
    rows: tuple[Row, ...]
    mix: Mapping[str, Mapping[str, int]]
    openers: Mapping[str, int]
    findings: Mapping[str, int]
    critical: Mapping[str, Sequence[str]]
    arcs: tuple[ArcLine, ...]
    sample: Mapping[str, str]
    fallbacks: Mapping[str, int]
    cost: Mapping[str, tuple[int, float]]

    @property
    def is_good_enough(self) -> bool:
        """Whether every MUST is met."""
        return all(row.is_met for row in self.rows if row.tier is Tier.MUST)

    def as_dict(self) -> dict[str, object]:
        """Return it as JSON has it."""
        return {**asdict(self), "is_good_enough": self.is_good_enough}


@dataclass(frozen=True, kw_only=True)
class Material:
    """What a report is made of.

    Attributes:
        states: the run's slots in order.
        critical: what reading the aired texts again found, by slot.
        failed: how many orders have failed for good.
        judged: what people said of segments, by slot.
        status: what the run's processes say of themselves: time and lookups are in no ledger.
    """

    run: RunOrdered
    seed: int
    states: Sequence[SlotState]
    critical: Mapping[str, Sequence[Finding]]
    failed: int
    pool: Pool
    judged: Mapping[str, SegmentJudged]
    status: Mapping[str, Any]  # Any: JSON.


def report(material: Material) -> Report:
    """Judge a run."""
    aired = [state for state in material.states if state.piece is not None]
    arcs = _arcs(aired, material.pool)
    texts = [state.text or "" for state in aired]
    openers = Counter(map(openings.opener, texts))
    return Report(
        run={**material.run.model_dump(mode="json"), "seed": material.seed, "state": material.status.get("state")},
        rows=tuple(_rows(material, aired, arcs)),
        mix=_by_day(aired),
        openers={opening: times for opening, times in openers.most_common(TOP_OPENERS) if times > 1},
        findings=dict(Counter(finding["code"] for state in aired for finding in state.findings).most_common()),
        critical={slot: [f"{f.code}: {f.passage}" for f in found] for slot, found in material.critical.items()},
        arcs=arcs,
        sample={slot: _said(material.judged.get(slot)) for slot in _sample(aired, material.seed)},
        fallbacks=dict(Counter(state.because or "" for state in aired if state.is_fallback).most_common()),
        cost=_cost(aired),
    )


def _rows(material: Material, aired: Sequence[SlotState], arcs: Sequence[ArcLine]) -> list[Row]:
    is_full = material.run.segments >= FULL_SEGMENTS
    planned, critical = material.run.segments, sum(map(len, material.critical.values()))
    passed = sum(not state.is_fallback for state in aired)
    rows = [
        _share(Tier.MUST, "segments made", len(aired), planned, 0.95, 0.90),
        _count(Tier.MUST, "critical violations aired", critical),
        _count(Tier.MUST, "unrecoverable failures", material.failed),
        _share(Tier.SHOULD, "passed the gate by the presenter's narrator", passed, len(aired), 0.95, 0.90),
        _repetition(aired),
        _share(Tier.SHOULD, "stories told to their end", sum(arc.is_resolved for arc in arcs), len(arcs), 1.0, 0.8),
        _hours(material.status.get("elapsed_s"), *((40.0, None) if is_full else (20.0, 30.0))),
    ]
    if is_full:
        rows.append(_hits(material.status.get("cache_hit_rate")))
    return rows


def _share(tier: Tier, name: str, part: int, whole: int, bar: float, hopeless: float) -> Row:
    value = part / whole if whole else None
    return Row(
        tier=tier,
        name=name,
        value=value,
        shown="none yet" if value is None else f"{value:.1%} ({part} of {whole})",
        bar=f"{bar:.0%}" if bar == 1 else f">= {bar:.0%}",
        is_met=None if value is None else value >= bar,
        is_hopeless=value is not None and value < hopeless,
    )


def _count(tier: Tier, name: str, value: int) -> Row:
    return Row(tier=tier, name=name, value=value, shown=str(value), bar="0", is_met=value == 0, is_hopeless=value > 0)


def _repetition(aired: Sequence[SlotState]) -> Row:
    """Count every segment that repeats another: by the gate's own findings, by its opening, by its words."""
    flagged = {state.name for state in aired if is_repetitive(state.findings)}
    seen: dict[str, str] = {}
    for state in aired:
        opening = openings.opener(state.text or "")
        if opening in seen:
            flagged.add(state.name)
        seen.setdefault(opening, state.name)
    flagged |= _near_duplicates(aired)
    value = len(flagged) / len(aired) if aired else None
    return Row(
        tier=Tier.SHOULD,
        name="repetition flags",
        value=value,
        shown="none yet" if value is None else f"{value:.1%} ({len(flagged)} of {len(aired)})",
        bar="< 5%",
        is_met=None if value is None else value < 0.05,  # noqa: PLR2004 - the bar
        is_hopeless=value is not None and value > 0.10,  # noqa: PLR2004 - where it is given up
    )


def _near_duplicates(aired: Sequence[SlotState]) -> set[str]:
    """Return the segments that are near-duplicates of earlier ones, found by their bands."""
    by_bucket: dict[tuple[int, int], list[int]] = {}
    shingles = [likeness.shingles(state.text or "") for state in aired]
    found = set()
    for place, state in enumerate(aired):
        buckets = list(enumerate(likeness.bands(state.text or "").tolist()))
        candidates = {other for bucket in buckets for other in by_bucket.get(bucket, ())}
        if any(likeness.jaccard(shingles[place], shingles[other]) > likeness.NEAR_DUPLICATE for other in candidates):
            found.add(state.name)
        for bucket in buckets:
            by_bucket.setdefault(bucket, []).append(place)
    return found


def _hours(elapsed_s: float | None, bar: float, hopeless: float | None) -> Row:
    value = None if elapsed_s is None else elapsed_s / HOUR_S
    return Row(
        tier=Tier.NICE,
        name="time it took",
        value=value,
        shown="not known" if elapsed_s is None else _spoken_time(elapsed_s),
        bar=f"< {bar:g} h",
        is_met=None if value is None else value < bar,
        is_hopeless=value is not None and hopeless is not None and value > hopeless,
    )


def _spoken_time(seconds: float) -> str:
    minutes = seconds / 60
    return f"{seconds:.0f} s" if minutes < 2 else f"{minutes:.0f} min" if minutes < 120 else f"{minutes / 60:.1f} h"  # noqa: PLR2004 - where units change


def _hits(rate: float | None) -> Row:
    return Row(
        tier=Tier.NICE,
        name="lookups that were remembered",
        value=rate,
        shown="not known" if rate is None else f"{rate:.1%}",
        bar=">= 70%",
        is_met=None if rate is None else rate >= 0.7,  # noqa: PLR2004 - the bar
    )


def _by_day(aired: Sequence[SlotState]) -> dict[str, dict[str, int]]:
    mix: dict[str, Counter[str]] = {}
    for state in aired:
        mix.setdefault(str(state.date), Counter())[state.slot.form.value] += 1
    return {date: dict(counts) for date, counts in mix.items()}


def _arcs(aired: Sequence[SlotState], pool: Pool) -> tuple[ArcLine, ...]:
    titles = {story.id: story.title for story in pool.stories}
    told: dict[tuple[str, int], list[tuple[str, ToldBeat]]] = {}
    for state in aired:
        if (beat := state.slot.beat) is not None:
            told.setdefault((beat.story, beat.telling), []).append((state.name, beat))
    return tuple(
        ArcLine(
            story=story,
            title=titles.get(story, story),
            timeline=beats[-1][1].timeline.value,
            of=beats[0][1].of,
            escalations=beats[-1][1].escalations,
            beats=tuple((name, beat.act.value, beat.timeline.value) for name, beat in beats),
        )
        for (story, _), beats in told.items()
    )


def _sample(aired: Sequence[SlotState], seed: int) -> tuple[str, ...]:
    """Draw the segments that a person should look at."""
    by_day: dict[str, list[str]] = {}
    for state in aired:
        by_day.setdefault(str(state.date), []).append(state.name)
    drawn = [dice(seed, "station.sample", date).choice(names) for date, names in by_day.items()]
    if len(aired) < FULL_SEGMENTS:
        others = sorted({state.name for state in aired} - set(drawn))
        wanted = min(PILOT_SAMPLE - len(drawn), len(others))
        drawn += dice(seed, "station.sample").sample(others, max(0, wanted))
    return tuple(sorted(drawn))


def _said(judged: SegmentJudged | None) -> str:
    if judged is None:
        return "not looked at yet"
    verdict = "approved" if judged.is_approved else "rejected"
    return f"{verdict} by {judged.by}" + (f": {judged.reason}" if judged.reason else "")


def _cost(aired: Sequence[SlotState]) -> dict[str, tuple[int, float]]:
    spent: dict[str, tuple[int, int]] = {}
    for state in aired:
        tokens, microusd = spent.get(str(state.date), (0, 0))
        spent[str(state.date)] = tokens + (state.tokens or 0), microusd + (state.microusd or 0)
    return {date: (tokens, microusd / MICRO) for date, (tokens, microusd) in spent.items()}
