"""All that the game keeps."""

from longwave.modules.academy.economy import projections as economy
from longwave.modules.academy.expeditions import projections as expeditions
from longwave.modules.academy.hosting import projections as hosting
from longwave.modules.academy.mentoring import projections as mentoring
from longwave.modules.academy.offers import projections as offers
from longwave.modules.academy.scholars import arcs
from longwave.modules.academy.scholars import projections as scholars
from longwave.modules.academy.standing import projections as standing
from longwave.modules.academy.symposium import projections as symposium
from longwave.modules.academy.theories import projections as theories

PROJECTIONS = (
    standing.PROJECTION,
    scholars.PROJECTION,
    arcs.PROJECTION,
    hosting.PROJECTION,
    theories.PROJECTION,
    expeditions.PROJECTION,
    offers.PROJECTION,
    mentoring.PROJECTION,
    symposium.PROJECTION,
    economy.PROJECTION,
)
