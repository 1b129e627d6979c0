"""What happens to scholars."""

from typing import ClassVar

from longwave.modules.academy.events import GameEvent
from longwave.world.scholars import Scholar


class ScholarArrived(GameEvent):
    """A scholar came into the roster.

    Attributes:
        sheet: all that is known of them.
        expedition: what brought them in, on which site and for whom; empty where they came by themselves.
        digest: the one at which they came; 0 for those of the first day.
        is_founding: whether they were there on the first day.
    """

    kind: ClassVar[str] = "academy.scholar_arrived"
    scholar: str
    sheet: Scholar
    discipline: str
    site: str = ""
    expedition: str = ""
    player: str = ""
    digest: int = 0
    is_founding: bool = False


class ScholarRetired(GameEvent):
    """A scholar left the roster.

    Attributes:
        player: who employed them; empty where nobody did.
        years: how many years of the Work they served.
    """

    kind: ClassVar[str] = "academy.scholar_retired"
    scholar: str
    player: str
    years: int


class SidecastAdvanced(GameEvent):
    """A newcomer's story went on.

    Attributes:
        stage: `integration` or `spotlight`; the debut is the arrival itself.
        other: a scholar that they have to do with.
    """

    kind: ClassVar[str] = "academy.sidecast_advanced"
    scholar: str
    stage: str
    other: str = ""


EVENTS = (ScholarArrived, ScholarRetired, SidecastAdvanced)
