"""Clock, date and weather: what is said of now is so."""

from collections.abc import Iterator

from longwave.editorial.rule import Fault, Manuscript, Rule, Severity
from longwave.narrator import spoken


def _wrong_clock(manuscript: Manuscript) -> Iterator[Fault]:
    sheet = manuscript.assignment.sheet
    allowed = {minutes for text in sheet.texts() for minutes, _ in spoken.times_in(text)}
    allowed.add(spoken.dial_minutes(sheet.at))
    for minutes, passage in spoken.times_in(manuscript.text):
        if minutes not in allowed:
            yield Fault(passage, f"no such time is on the fact sheet; it is {spoken.clock_time(sheet.at)}")


def _hour_unspoken(manuscript: Manuscript) -> Iterator[Fault]:
    sheet = manuscript.assignment.sheet
    if "hour" not in sheet.slots:
        return
    if spoken.dial_minutes(sheet.at) not in {minutes for minutes, _ in spoken.times_in(manuscript.text)}:
        yield Fault(manuscript.text[:60], f"the hour must be spoken: it is {sheet.slots['hour']}")


def _wrong_date(manuscript: Manuscript) -> Iterator[Fault]:
    sheet = manuscript.assignment.sheet
    today = f"{spoken.WEEKDAYS[sheet.at.weekday()]} {spoken.date(sheet.at.date())}"
    allowed = {day for text in (today, *sheet.texts()) for day, _ in spoken.dates_in(text)}
    for day, passage in spoken.dates_in(manuscript.text):
        if day not in allowed:
            yield Fault(passage, f"no such day is on the fact sheet; today is {today}")


def _wrong_sky(manuscript: Manuscript) -> Iterator[Fault]:
    sheet = manuscript.assignment.sheet
    if not sheet.sky or "sky_says" not in sheet.slots or manuscript.assignment.form not in {"weather", "emergency"}:
        return
    skies, sheet_says = manuscript.canon.skies, " ".join(sheet.texts())
    if not skies[sheet.sky].search(manuscript.text):
        yield Fault(manuscript.text[:60], f"the weather is not named: {sheet.slots['sky_says']}")
    for sky, words in skies.items():
        if sky == sheet.sky:
            continue
        for match in words.finditer(manuscript.text):
            if not words.search(sheet_says) and not skies[sheet.sky].search(match.group()):
                yield Fault(match.group(), f"that is not the weather: {sheet.slots['sky_says']}")


RULES = (
    Rule("TIME001", Severity.CRITICAL, 1, "says no time but those it was given", _wrong_clock),
    Rule("TIME002", Severity.MAJOR, 1, "speaks the hour", _hour_unspoken),
    Rule("TIME003", Severity.CRITICAL, 1, "says no weekday or date but those it was given", _wrong_date),
    Rule("TIME004", Severity.CRITICAL, 1, "tells the weather that is", _wrong_sky),
)
