"""Clock, date and weather: what is said of now is so."""

import re
from collections.abc import Iterator

from longwave.editorial.rule import Fault, Manuscript, Rule, Severity
from longwave.narrator import dated, heard, spoken
from longwave.narrator.assignment import FactSheet

_TELLS_WEATHER = frozenset({"weather", "emergency"})
_DENIAL = re.compile(r"\b(?:no|not|nor|neither|without|never)\s+(?:a\s+|any\s+|yet\s+|more\s+)?$", re.IGNORECASE)


def _wrong_clock(manuscript: Manuscript) -> Iterator[Fault]:
    sheet = manuscript.assignment.sheet
    now = heard.time_of(sheet.at)
    others = [time for time in manuscript.times if not time.agrees_with(now)]
    # Most texts say no other time, and a sheet is long. Its hour is now's, in now's half of the day.
    given = heard.times_in("; ".join(sheet.texts())) if others else ()
    allowed = [time for time in given if time.dial != now.dial or time.is_pm is not None]
    for time in others:
        if not any(map(time.agrees_with, allowed)):
            yield Fault(time.passage, f"no such time is on the fact sheet; it is {_now(sheet)}")


def _hour_unspoken(manuscript: Manuscript) -> Iterator[Fault]:
    sheet = manuscript.assignment.sheet
    if "hour" not in sheet.slots:
        return
    now = heard.time_of(sheet.at)
    if not any(map(now.agrees_with, manuscript.times)):
        yield Fault(manuscript.text[:60], f"the hour must be spoken: it is {_now(sheet)}")


def _wrong_date(manuscript: Manuscript) -> Iterator[Fault]:
    sheet = manuscript.assignment.sheet
    today = f"{spoken.WEEKDAYS[sheet.at.weekday()]} {spoken.date(sheet.at.date())}"
    said = manuscript.dates
    allowed = {day for day, _ in dated.dates_in("; ".join((today, *sheet.texts())))} if said else set()
    for day, passage in said:
        if day not in allowed:
            yield Fault(passage, f"no such day is on the fact sheet; today is {today}")


def _wrong_sky(manuscript: Manuscript) -> Iterator[Fault]:
    sheet, text = manuscript.assignment.sheet, manuscript.text
    if not sheet.sky or "sky_says" not in sheet.slots or manuscript.assignment.form not in _TELLS_WEATHER:
        return
    skies, sheet_says = manuscript.canon.skies, " ".join(sheet.texts())
    if not skies[sheet.sky].search(text):
        yield Fault(text[:60], f"the weather is not named: {sheet.slots['sky_says']}")
    for sky, words in skies.items():
        if sky == sheet.sky or words.search(sheet_says):
            continue
        for match in words.finditer(text):
            is_denied = _DENIAL.search(text, max(0, match.start() - 20), match.start())
            if not is_denied and not skies[sheet.sky].search(match.group()):
                yield Fault(match.group(), f"that is not the weather: {sheet.slots['sky_says']}")


def _now(sheet: FactSheet) -> str:
    return f"{spoken.clock_time(sheet.at)} in the {spoken.part_of_day(sheet.at.hour)}"


RULES = (
    Rule("TIME001", Severity.CRITICAL, 2, "says no time but those it was given", _wrong_clock),
    Rule("TIME002", Severity.MAJOR, 2, "speaks the hour", _hour_unspoken),
    Rule("TIME003", Severity.CRITICAL, 2, "says no weekday or date but those it was given", _wrong_date),
    Rule("TIME004", Severity.CRITICAL, 2, "tells the weather that is", _wrong_sky),
)
