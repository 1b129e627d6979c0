"""What players read of their scholars' careers."""

from collections.abc import Sequence

from longwave.commands.card import Card, Grid
from longwave.modules.academy.mentoring import rules
from longwave.modules.academy.mentoring.rules import RANKS, TOP
from longwave.modules.academy.mentoring.wings import Mentorship
from longwave.modules.academy.scholars.roster import Scholar
from longwave.world.game import Discipline
from longwave.world.scholars import Track


def queued(scholar: Scholar, first: int) -> Card:
    """Show a mentorship that begins with a digest, by its number."""
    ranks = RANKS[scholar.track]
    steps = range(TOP - scholar.tier + 1)
    gains = (rules.AT_START, *[rules.AT_A_RANK] * (len(steps) - 2), rules.AT_THE_TOP)
    return Card(
        title=f"{scholar.name} comes under your wing",
        text=f"The mentorship begins with the next digest and takes {scholar.name} from {ranks[scholar.tier]} to "
        f"{ranks[TOP]}, unless they leave you before.",
        grid=Grid(
            columns=("Digest", "Rank", "Feeling", f"Influence ({scholar.faction})"),
            rows=tuple(
                (
                    str(first + rules.DIGESTS_A_TIER * number),
                    ranks[scholar.tier + number],
                    f"{gain.feeling:+.1f}",
                    f"+{gain.influence}",
                )
                for number, gain in zip(steps, gains, strict=True)
            ),
        ),
        hint="`mentorships` shows how far they are",
    )


def assigned(before: Scholar, discipline: Discipline, track: Track, tier: int | None) -> Card:
    """Show a move to another laboratory; the tier is None where the track is the same."""
    rank = RANKS[track][before.tier if tier is None else tier]
    return Card(
        title=f"{before.name} moves to another laboratory",
        text=f"From now on {before.name} works on {discipline.name}, as {rank} in {track.value}.",
        fields=(
            ("Before", f"{before.discipline}, {RANKS[before.track][before.tier]} in {before.track.value}"),
            (f"Skill in {discipline.id}", f"{before.skill(discipline.id)} of 10"),
        ),
        hint="" if tier is None else "`mentor` takes them up from the bottom",
    )


def shown(mentored: Sequence[tuple[Mentorship, Scholar]]) -> Card:
    """Show a player's mentorships."""
    rows = tuple(_row(mentorship, scholar) for mentorship, scholar in mentored)
    return Card(
        title="Under your wing",
        text="" if rows else "You mentor nobody.",
        fields=(("Mentored", f"{len(rows)} of {rules.MAX_MENTORED}"),),
        grid=Grid(columns=("Scholar", "Track", "Rank", "Next", "When"), rows=rows) if rows else None,
        hint="`mentor` takes a scholar of yours under your wing",
    )


def _row(mentorship: Mentorship, scholar: Scholar) -> tuple[str, ...]:
    ranks = RANKS[scholar.track]
    when = "begins with the next digest" if mentorship.next_digest is None else f"digest {mentorship.next_digest}"
    return scholar.name, scholar.track.value, ranks[scholar.tier], ranks[scholar.tier + 1], when
