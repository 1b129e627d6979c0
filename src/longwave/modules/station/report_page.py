"""The pages of a report: Markdown to read in a terminal or a ticket, HTML with plots that needs no server."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import jinja2

from longwave.editorial.gate import MEMORY_RULES, RULES
from longwave.modules.station.feeds import FORM_NAMES
from longwave.modules.station.report import ArcLine, Report
from longwave.world.card import Form
from longwave.world.pack import Pack
from longwave.world.persona import Persona
from longwave.world.quest import Timeline

WIDTH, CHART_HEIGHT, LABEL_HEIGHT, MOST_LABELS = 960, 200, 18, 12
ROW_HEIGHT, TITLE_WIDTH, MAX_TITLE = 18, 250, 38
# Told apart by people who see colours differently, on paper and on black (after Okabe and Ito, 2008).
COLOURS: Mapping[str, str] = {
    Form.STORY: "#0072b2",
    Form.NEWS: "#d55e00",
    Form.GOSSIP: "#cc79a7",
    Form.WEATHER: "#56b4e9",
    Form.LETTER: "#009e73",
    Form.INTERVIEW: "#7b4ea3",
    Form.MUSIC: "#e69f00",
    Form.TIME: "#8c8c8c",
    Form.IDENT: "#bdb76b",
    Form.EMERGENCY: "#b22222",
}
TIMELINE_COLOURS: Mapping[str, str] = {
    Timeline.DAILY: "#56b4e9",
    Timeline.WEEKLY: "#009e73",
    Timeline.MONTHLY: "#e69f00",
    Timeline.YEARLY: "#d55e00",
}


@dataclass(frozen=True, kw_only=True)
class Pages:
    """Writes the pages of one presenter's report."""

    pack: Pack
    persona: Persona

    def markdown(self, report: Report) -> str:
        """Return the report to read as text."""
        environment = jinja2.Environment(
            loader=jinja2.PackageLoader("longwave.modules.station"),
            autoescape=False,  # noqa: S701 - this one is no HTML
            trim_blocks=True,
            lstrip_blocks=True,
        )
        return environment.get_template("report.md").render(self._frame, report=report)

    def html(self, report: Report) -> str:
        """Return the report as a page with plots."""
        loader = jinja2.PackageLoader("longwave.modules.station")
        environment = jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
        totals = Counter[str]()
        for counts in report.mix.values():
            totals.update(counts)
        return environment.get_template("report.html").render(
            self._frame,
            report=report,
            names=FORM_NAMES,
            colours=COLOURS,
            forms=[form for form in COLOURS if totals[form]],
            totals=totals,
            titles={rule.code: rule.title for rule in RULES} | {rule.code: rule.title for rule in MEMORY_RULES},
            chart=_chart(report.mix),
            arcs=_arcs(report.arcs, list(report.mix)),
            tokens=sum(tokens for tokens, _ in report.cost.values()),
            usd=sum(usd for _, usd in report.cost.values()),
            days=len(report.cost),
        )

    @property
    def _frame(self) -> dict[str, object]:
        return {"card": self.pack.card, "station": self.pack.station, "persona": self.persona}


def _chart(mix: Mapping[str, Mapping[str, int]]) -> dict[str, object]:
    """Lay out a bar a day, its forms one on the other."""
    tallest = max((sum(counts.values()) for counts in mix.values()), default=1)
    step = WIDTH / max(1, len(mix))
    unit = (CHART_HEIGHT - LABEL_HEIGHT) / tallest
    bars = []
    for place, (date, counts) in enumerate(mix.items()):
        top = float(CHART_HEIGHT - LABEL_HEIGHT)
        for form in COLOURS:
            if count := counts.get(form, 0):
                top -= count * unit
                size = {"x": round(place * step, 2), "y": round(top, 2), "width": round(step * 0.86, 2)}
                bars.append(
                    {**size, "height": round(count * unit - 0.6, 2), "form": form, "date": date, "count": count}
                )
    every = -(-len(mix) // MOST_LABELS) or 1
    labels = [{"x": round(place * step, 2), "text": date} for place, date in enumerate(mix) if place % every == 0]
    return {"width": WIDTH, "height": CHART_HEIGHT, "bars": bars, "labels": labels}


def _arcs(arcs: Sequence[ArcLine], days: Sequence[str]) -> dict[str, object]:
    """Lay out a line a story, from its first beat to its last."""
    step = (WIDTH - TITLE_WIDTH - 10) / max(1, len(days))

    def x_of(slot: str) -> float:
        date, _, time = slot.partition("/")
        hour = int(time[:2]) + int(time[3:]) / 60
        return round(TITLE_WIDTH + (days.index(date) + hour / 24) * step, 2)

    rows = [
        {
            "y": (place + 1) * ROW_HEIGHT,
            "title": arc.title if len(arc.title) <= MAX_TITLE else f"{arc.title[: MAX_TITLE - 1]}…",
            "is_resolved": arc.is_resolved,
            "from": x_of(arc.beats[0][0]),
            "to": x_of(arc.beats[-1][0]),
            "beats": [
                {"x": x_of(slot), "slot": slot, "act": act, "colour": TIMELINE_COLOURS[timeline]}
                for slot, act, timeline in arc.beats
            ],
        }
        for place, arc in enumerate(arcs)
    ]
    height = (len(arcs) + 1) * ROW_HEIGHT
    return {"width": WIDTH, "height": height, "rows": rows, "colours": TIMELINE_COLOURS}
