"""Every event of the game, and all that it asks the clock for."""

from longwave.modules.academy.economy import events as economy
from longwave.modules.academy.events import GameEvent
from longwave.modules.academy.expeditions import events as expeditions
from longwave.modules.academy.hosting import events as hosting
from longwave.modules.academy.mentoring import events as mentoring
from longwave.modules.academy.offers import events as offers
from longwave.modules.academy.scholars import events as scholars
from longwave.modules.academy.standing import events as standing
from longwave.modules.academy.symposium import events as symposium
from longwave.modules.academy.talk import events as talk
from longwave.modules.academy.theories import events as theories

DIGEST, SYMPOSIUM, REMINDER, TURN = ORDER_TYPES = (
    "academy.digest",
    "academy.symposium",
    "academy.reminder",
    "academy.turn",
)
EVENTS: tuple[type[GameEvent], ...] = (
    *standing.EVENTS,
    *scholars.EVENTS,
    *theories.EVENTS,
    *expeditions.EVENTS,
    *offers.EVENTS,
    *mentoring.EVENTS,
    *symposium.EVENTS,
    *economy.EVENTS,
    *talk.EVENTS,
    *hosting.EVENTS,
)
