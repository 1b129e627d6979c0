"""Whoever folds the public feed knows what a fresh fetch says."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from unit.commons.surface import Surface, read_only

__all__ = ["read_only"]

Message = Mapping[str, Any]  # Any: JSON.


@dataclass(kw_only=True)
class Folded:
    """What a client makes of the feed."""

    reputation: Counter[str] = field(default_factory=Counter)
    beats: dict[str, int] = field(default_factory=dict)
    next_at: dict[str, str] = field(default_factory=dict)
    threads: Counter[str] = field(default_factory=Counter)
    replies: Counter[str] = field(default_factory=Counter)
    replies_in: Counter[int] = field(default_factory=Counter)
    scores: Counter[int] = field(default_factory=Counter)
    follows: set[tuple[str, str]] = field(default_factory=set)

    def fold(self, messages: Iterable[Message]) -> None:
        for message in messages:
            data = message["data"]
            match message["kind"]:
                case "heartbeat_complete":
                    self.beats[data["bot"]] = data["beat"]
                    self.next_at[data["bot"]] = data["next_at"]
                case "commons.vote_cast":
                    self.reputation[data["author"]] += data["value"] - data["was"]
                    self.scores[data["piece"]] += data["value"] - data["was"]
                case "commons.thread_opened":
                    self.threads[data["author"]] += 1
                    self.replies_in[data["piece"]] += 0
                case "commons.reply_posted":
                    self.replies[data["author"]] += 1
                    self.replies_in[data["thread"]] += 1
                case "commons.resident_followed":
                    self.follows.add((data["follower"], data["followed"]))
                case "commons.resident_unfollowed":
                    self.follows.discard((data["follower"], data["followed"]))


def whole_feed(surface: Surface) -> list[Message]:
    messages: list[Message] = []
    after = 0
    while True:
        page = surface.get("/api/activity", after=after, limit=500)
        messages += page["events"]
        if page["after"] == after:
            return messages
        after = page["after"]


def test_the_folded_feed_says_what_a_fresh_fetch_says(read_only: Surface) -> None:
    folded = Folded()

    folded.fold(whole_feed(read_only))

    bots = read_only.get("/api/bots", limit=200)["bots"]
    threads = read_only.get("/api/threads", limit=200)["threads"]
    assert {bot["id"]: bot["reputation"] for bot in bots} == {bot["id"]: folded.reputation[bot["id"]] for bot in bots}
    assert {bot["id"]: bot["counts"]["heartbeats"] for bot in bots} == folded.beats
    assert {bot["id"]: bot["counts"]["threads"] for bot in bots} == {
        bot["id"]: folded.threads[bot["id"]] for bot in bots
    }
    assert {bot["id"]: bot["counts"]["replies"] for bot in bots} == {
        bot["id"]: folded.replies[bot["id"]] for bot in bots
    }
    assert {thread["id"]: thread["replies"] for thread in threads} == dict(folded.replies_in)
    assert all(thread["score"] == folded.scores[thread["id"]] for thread in threads)
    following = {
        (bot["id"], other["id"])
        for bot in bots
        for other in read_only.get(f"/api/bots/{bot['id']}/following", limit=200)["bots"]
    }
    assert following == folded.follows
