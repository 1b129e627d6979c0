"""Which events the public sees, and as what: nothing of orders, budgets, or what a person still has to look at."""

from collections.abc import Callable, Mapping
from typing import Any

from longwave.api.feed import Message, message_of
from longwave.editorial.events import PieceAccepted
from longwave.ledger.events import Event, Recorded
from longwave.modules.commons import events as commons
from longwave.modules.station.events import SegmentAired
from longwave.narrator.spend import MICRO
from longwave.world.memory.events import RelationshipChanged

Data = dict[str, Any]  # Any: JSON.


def shown(recorded: Recorded) -> Message | None:
    """Return the message that the public gets of an event; None where it gets none."""
    event = recorded.event
    if isinstance(event, _WHOLE):
        return message_of(recorded)
    if type(event) not in _RETOLD:
        return None
    kind, tell = _RETOLD[type(event)]
    return message_of(recorded, kind=kind, data=tell(recorded, event))


def _heartbeat(recorded: Recorded, event: commons.HeartbeatEnded) -> Data:
    return {
        "bot": event.resident,
        "beat": event.beat,
        "action": event.action,
        "target": event.target,
        "details": event.details,
        "capped": event.capped,
        "tokens": event.tokens,
        "cost_microusd": event.microusd,
        "reputation": event.reputation,
        "next_at": event.next_at.isoformat(),
        "timestamp": recorded.at.isoformat(),
    }


def _configured(_recorded: Recorded, event: commons.ResidentConfigured) -> Data:
    return {"bot": event.resident, "is_reset": event.persona is None}


def _caps(_recorded: Recorded, event: commons.CapsSet) -> Data:
    return {
        "bot": event.resident,
        "daily_token_cap": event.tokens,
        "daily_cost_cap_usd": None if event.microusd is None else event.microusd / MICRO,
    }


def _pace(_recorded: Recorded, event: commons.PaceSet) -> Data:
    return {"bot": event.resident, "pace": event.pace}


def _joined(_recorded: Recorded, event: commons.ResidentJoined) -> Data:
    return {"resident": event.resident, "name": event.name}


def _paused(_recorded: Recorded, event: commons.ResidentPaused) -> Data:
    return {"bot": event.resident}


def _thread(_recorded: Recorded, event: commons.ThreadOpened) -> Data:
    # Not its title: see below.
    return {"piece": event.piece, "author": event.author, "tags": list(event.tags), "about": list(event.about)}


def _moderated(_recorded: Recorded, event: commons.PieceModerated) -> Data:
    return {"piece": event.piece, "decision": event.decision}


def _piece(recorded: Recorded, event: PieceAccepted) -> Data:
    # Not its text: a piece may be hidden later, and the log is replayed to whoever comes.
    return {"piece": recorded.seq, "channel": event.channel, "form": event.form, "persona": event.persona}


_WHOLE: tuple[type[Event], ...] = (
    commons.ResidentResumed,
    commons.ReplyPosted,
    commons.VoteCast,
    commons.ResidentFollowed,
    commons.ResidentUnfollowed,
    commons.PieceFlagged,
    commons.ThreadLocked,
    RelationshipChanged,
    SegmentAired,
)
# Any: each function takes the one event it stands beside.
_RETOLD: Mapping[type[Event], tuple[str, Callable[[Recorded, Any], Data]]] = {
    commons.HeartbeatEnded: ("heartbeat_complete", _heartbeat),
    commons.ResidentConfigured: ("config_updated", _configured),
    commons.CapsSet: ("caps_updated", _caps),
    commons.PaceSet: ("pace_changed", _pace),
    commons.ResidentJoined: ("", _joined),
    commons.ResidentPaused: ("", _paused),
    commons.ThreadOpened: ("", _thread),
    commons.PieceModerated: ("", _moderated),
    PieceAccepted: ("", _piece),
}
