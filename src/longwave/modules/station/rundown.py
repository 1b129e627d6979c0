"""Which form takes which slot of a broadcast day: pure rules over the station's card and the dice."""

import datetime as dt
import random
from collections import Counter
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from longwave.world.card import Form, StationCard

MAX_SHARE_HOURLY, MAX_SHARE_DENSE = 0.4, 0.5


def slot_times(
    card: StationCard, date: dt.date, tz: ZoneInfo, *, segments_per_hour: int, hours: int
) -> list[dt.datetime]:
    """Return the local times of a day's slots, from sign-on, for at most `hours` hours."""
    signs_on = dt.datetime.combine(date, dt.time(card.signs_on), tz)
    count = min(hours, card.signs_off - card.signs_on) * segments_per_hour
    return [signs_on + dt.timedelta(minutes=60 * i / segments_per_hour) for i in range(count)]


def assign_forms(
    card: StationCard, times: Sequence[dt.datetime], emergencies: Sequence[bool], dice: random.Random
) -> list[Form]:
    """Give every slot its form.

    Critical before required before filler: an emergency takes its slot; a required form takes the first free slot at or
    after its hour; then every form gets the number of slots it must have, one of each before a second of any; what is
    left is drawn by weight, with no form over its share of the day and none next to itself where that can be had.

    Args:
        emergencies: for each slot, whether the weather preempts it.
    """
    day = _Day(card, times)
    for place, is_emergency in enumerate(emergencies):
        if is_emergency:
            day.forms[place] = Form.EMERGENCY
    required = [(hour, form) for form, slotting in card.forms.items() for hour in slotting.at]
    # Weather before news at the same hour: the order of the forms themselves.
    for hour, form in sorted(required, key=lambda pair: (pair[0], list(Form).index(pair[1]))):
        day.place_at(form, hour)
    for form in day.owed(dice):
        day.forms[day.best_place(form, dice)] = form
    for place in day.free():
        day.forms[place] = day.filler(place, dice)
    return [form for form in day.forms if form is not None]


class _Day:
    """A day's slots while they are being filled."""

    def __init__(self, card: StationCard, times: Sequence[dt.datetime]) -> None:
        self._card = card
        self._times = times
        self.forms: list[Form | None] = [None] * len(times)

    @property
    def counts(self) -> Counter[Form]:
        return Counter(form for form in self.forms if form is not None)

    def free(self) -> list[int]:
        return [place for place, form in enumerate(self.forms) if form is None]

    def place_at(self, form: Form, hour: int) -> None:
        place = next((place for place in self.free() if self._times[place].hour >= hour), None)
        if place is not None:
            self.forms[place] = form

    def owed(self, dice: random.Random) -> list[Form]:
        """Return what must still air, as far as there is room: that which has the least choice of slots first."""
        counts, limit = self.counts, self._limit()
        lacking = [
            (number, form)
            for form, slotting in self._card.forms.items()
            for number in range(counts[form], slotting.at_least)
            if number < limit
        ]
        dice.shuffle(lacking)
        lacking.sort(key=lambda pair: pair[0])
        owed = [form for _, form in lacking[: len(self.free())]]
        often = counts + Counter(owed)
        # Each one takes its own slot and bars the next to its like.
        return sorted(owed, key=lambda form: len(self._welcome(form)) - 2 * often[form])

    def best_place(self, form: Form, dice: random.Random) -> int:
        """Draw a free slot by the form's weight at its hour, away from its like where possible."""
        welcome = self._welcome(form)
        apart = [place for place in welcome if form not in self._neighbours(place)] or welcome
        return dice.choices(apart, weights=[self._weight(form, place) or 1 for place in apart])[0]

    def filler(self, place: int, dice: random.Random) -> Form:
        counts, limit = self.counts, self._limit()
        used = [form for form, slotting in self._card.forms.items() if slotting.is_used and form is not Form.EMERGENCY]
        room = [form for form in used if counts[form] < limit]
        welcome = [form for form in room if self._weight(form, place) > 0]
        apart = [form for form in welcome if form not in self._neighbours(place)]
        drawn = apart or welcome or room or used or [Form.TIME]
        return dice.choices(drawn, weights=[self._weight(form, place) or 1 for form in drawn])[0]

    def _welcome(self, form: Form) -> list[int]:
        """Return the free slots at whose hours a form has weight; all of them if it has none at any."""
        free = self.free()
        return [place for place in free if self._weight(form, place) > 0] or free

    def _limit(self) -> int:
        """Return how many slots a form may have."""
        is_dense = len(self._times) > 1 and self._times[0].hour == self._times[1].hour
        return max(1, int(len(self._times) * (MAX_SHARE_DENSE if is_dense else MAX_SHARE_HOURLY)))

    def _weight(self, form: Form, place: int) -> float:
        slotting = self._card.forms[form]
        return slotting.weights.get(self._times[place].hour, slotting.weight)

    def _neighbours(self, place: int) -> list[Form | None]:
        return self.forms[max(0, place - 1) : place] + self.forms[place + 1 : place + 2]
