"""How scholars leave a player: what an offer to them, or a mentorship of theirs, comes to nothing by."""

from collections.abc import Mapping

from longwave.modules.academy.events import GameEvent
from longwave.modules.academy.offers.events import DefectionSettled, Lapse, ScholarDefected, ScholarReleased
from longwave.modules.academy.scholars.events import ScholarRetired

Departure = ScholarReleased | ScholarDefected | DefectionSettled | ScholarRetired
"""A settled defection is one where the scholar returns."""

LAPSES: Mapping[type[GameEvent], Lapse] = {
    ScholarReleased: Lapse.RELEASED,
    ScholarDefected: Lapse.LEFT,
    DefectionSettled: Lapse.LEFT,
    ScholarRetired: Lapse.RETIRED,
}
