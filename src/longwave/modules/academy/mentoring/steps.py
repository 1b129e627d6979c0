"""What a digest does to a mentorship: it begins, brings a rank, comes to its end."""

from sqlalchemy import Connection

from longwave.modules.academy.events import Felt, GameEvent, Move, Noted
from longwave.modules.academy.mentoring import rules
from longwave.modules.academy.mentoring.events import (
    CareerAdvanced,
    MentorshipCompleted,
    MentorshipEnded,
    MentorshipStarted,
)
from longwave.modules.academy.mentoring.rules import Gain
from longwave.modules.academy.mentoring.wings import Mentorship
from longwave.modules.academy.scholars import roster
from longwave.modules.academy.scholars.roster import Scholar
from longwave.modules.academy.standing import players
from longwave.modules.academy.standing.rules import Standing, earn


def step(connection: Connection, mentorship: Mentorship, digest: int) -> tuple[GameEvent, ...]:
    """Return what a digest, by its number, makes of a mentorship that is due."""
    if mentorship.lapse:
        return (_ended(mentorship),)
    scholar = roster.own(connection, mentorship.player, mentorship.scholar)
    mentor = players.get(connection, mentorship.player)
    if mentorship.next_digest is None:
        return (_started(mentorship, scholar, mentor, digest),)
    if scholar.tier + 1 < rules.TOP:
        return (_advanced(mentorship, scholar, mentor, digest),)
    return _completed(mentorship, scholar, mentor)


def _ended(mentorship: Mentorship) -> MentorshipEnded:
    return MentorshipEnded(
        mentorship=mentorship.id, player=mentorship.player, scholar=mentorship.scholar, reason=mentorship.lapse
    )


def _started(mentorship: Mentorship, scholar: Scholar, mentor: Standing, digest: int) -> MentorshipStarted:
    ranks = rules.RANKS[scholar.track]
    return MentorshipStarted(
        mentorship=mentorship.id,
        player=mentor.id,
        scholar=scholar.id,
        faction=scholar.faction,
        track=scholar.track,
        rank=ranks[scholar.tier],
        next_rank=ranks[scholar.tier + 1],
        next_digest=digest + rules.DIGESTS_A_TIER,
        moves=_influence(mentor, scholar, rules.AT_START),
        feelings=_feeling(mentor, scholar, rules.AT_START),
    )


def _advanced(mentorship: Mentorship, scholar: Scholar, mentor: Standing, digest: int) -> CareerAdvanced:
    tier = scholar.tier + 1
    return CareerAdvanced(
        mentorship=mentorship.id,
        player=mentor.id,
        scholar=scholar.id,
        faction=scholar.faction,
        track=scholar.track,
        tier=tier,
        rank=rules.RANKS[scholar.track][tier],
        next_digest=digest + rules.DIGESTS_A_TIER,
        moves=_influence(mentor, scholar, rules.AT_A_RANK),
        feelings=_feeling(mentor, scholar, rules.AT_A_RANK),
    )


def _completed(
    mentorship: Mentorship, scholar: Scholar, mentor: Standing
) -> tuple[CareerAdvanced, MentorshipCompleted]:
    """Return the last rank, and the end that it brings: what both are worth stands in the end."""
    rank = rules.RANKS[scholar.track][rules.TOP]
    advanced = CareerAdvanced(
        mentorship=mentorship.id,
        player=mentor.id,
        scholar=scholar.id,
        faction=scholar.faction,
        track=scholar.track,
        tier=rules.TOP,
        rank=rank,
    )
    completed = MentorshipCompleted(
        mentorship=mentorship.id,
        player=mentor.id,
        scholar=scholar.id,
        faction=scholar.faction,
        track=scholar.track,
        rank=rank,
        moves=_influence(mentor, scholar, rules.AT_THE_TOP),
        feelings=_feeling(mentor, scholar, rules.AT_THE_TOP),
        notes=(Noted(scholar=scholar.id, says=f"I became a {rank} under {mentor.name}."),),
    )
    return advanced, completed


def _influence(mentor: Standing, scholar: Scholar, gain: Gain) -> tuple[Move, ...]:
    return earn(mentor, {scholar.faction: gain.influence})


def _feeling(mentor: Standing, scholar: Scholar, gain: Gain) -> tuple[Felt, ...]:
    return (Felt(scholar=scholar.id, towards=mentor.id, change=gain.feeling),)
