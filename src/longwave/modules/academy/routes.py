"""What the game's refusals are over HTTP; its commands and queries bring their routes themselves."""

from collections.abc import Mapping

from longwave.kernel.errors import LongwaveError
from longwave.modules.academy.errors import NoSuch, NotPlaying

STATUSES: Mapping[type[LongwaveError], int] = {NoSuch: 404, NotPlaying: 403}
