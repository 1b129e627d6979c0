"""One example of every event that the game's calendar, its host, its table and its press bring about."""

import datetime as dt

from longwave.ledger.events import Event
from longwave.modules.academy.economy.events import (
    ArchiveEndowed,
    CommitmentClosed,
    CommitmentOpened,
    CommitmentPaid,
    ContractsPaid,
    DayReckoned,
    DebtPaid,
    FactionInvested,
    ProjectClosed,
    ProjectCompleted,
    ProjectOpened,
    SeasonTurned,
    StipendGranted,
)
from longwave.modules.academy.events import Felt, Move, Repute
from longwave.modules.academy.hosting.events import (
    DeadlineExtended,
    DigestHeld,
    GameOpened,
    GamePaused,
    GameResumed,
    Measure,
    OrderCancelledByHost,
    PetitionSigned,
    PlayerExcused,
    SeasonClosed,
    SeasonOpened,
    TextReleased,
    TextWithheld,
)
from longwave.modules.academy.symposium.events import (
    Choice,
    Paid,
    PlayerReprimanded,
    SymposiumCalled,
    SymposiumReminded,
    SymposiumResolved,
    SymposiumVoted,
    TopicExpired,
    TopicProposed,
    TopicScore,
)
from longwave.modules.academy.talk.events import NicknameGiven, TableTalked, ThingShared
from longwave.press.events import GazetteIssued, LayerDropped, LayerReleased

ADA, BO, EEL = "local:ada", "guest-77b2", "wynn-haskett"
DUE = dt.datetime(1931, 3, 5, 12, 0, 0, 250000, tzinfo=dt.UTC)
TITLE, SAYS = "Whether the tide can be owned", "Is it a thing, or a habit of the moon? 🌊"

EXAMPLES: tuple[Event, ...] = (
    LayerReleased(event=41, layer="theory-bulletin", piece=90, due=DUE, asked=DUE),
    LayerDropped(event=41, layer="theory-rivals"),
    GazetteIssued(issue=6, pieces=(90, 91), coming=("Postscript has been reading over a shoulder again.",)),
    TopicProposed(topic=5, player=ADA, title=TITLE, says=SAYS, expires=DUE),
    TopicExpired(topic=4, player=BO, title=TITLE),
    SymposiumCalled(
        symposium=2,
        topic=5,
        player=ADA,
        title=TITLE,
        says=SAYS,
        question="tide-owned",
        scores=(TopicScore(topic=5, age=0.75, newcomer=0.5), TopicScore(topic=6, age=1.0, recent=-0.75)),
        closes=DUE,
        pledges={ADA: 2, BO: 4},
    ),
    SymposiumReminded(symposium=2, title=TITLE, players=(BO,), hours=24),
    SymposiumVoted(symposium=2, player=ADA, title=TITLE, choice=Choice.DOUBT),
    SymposiumResolved(
        symposium=2,
        topic=5,
        player=ADA,
        title=TITLE,
        votes={Choice.AFFIRM: 0, Choice.DOUBT: 1, Choice.DENY: 0},
        voters=1,
        outcome=Choice.DOUBT,
        ledger=(
            Paid(player=ADA, voted=True, pledged=2, paid=0, debt=0),
            Paid(player=BO, voted=False, pledged=4, paid=1, debt=3, misses=1),
            Paid(player="lead:hermia", voted=False, pledged=2, paid=0, debt=0, is_excused=True, took_grace=True),
        ),
        moves=(Move(player=BO, faction="industry", change=-1),),
    ),
    PlayerReprimanded(player=BO, debt=6, faction="industry", moves=(Move(player=BO, faction="industry", change=-2),)),
    DayReckoned(day=dt.date(1931, 3, 5)),
    ContractsPaid(
        player=ADA,
        paid=("obed-carrow",),
        unpaid=(EEL,),
        moves=(Move(player=ADA, faction="academic", change=-1),),
        feelings=(Felt(scholar=EEL, towards=ADA, change=-0.5),),
    ),
    StipendGranted(player=ADA, moves=(Move(player=ADA, faction="foreign", change=1),)),
    FactionInvested(
        player=ADA,
        faction="government",
        amount=3,
        project="lamp-on-the-drowned-road",
        progress=0.255,
        goodwill=0.015,
        moves=(Move(player=ADA, faction="government", change=-3),),
        feelings=(Felt(scholar=EEL, towards=ADA, change=0.2),),
    ),
    ArchiveEndowed(
        player=ADA, faction="religious", amount=4, against_debt=1, total=12, reputes=(Repute(player=ADA, change=1),)
    ),
    CommitmentOpened(
        commitment=1,
        player=ADA,
        faction="academic",
        season="candle-term",
        title="Candle Term",
        asks="lamp oil for the lectures after dark",
        owed=3,
        until=DUE,
    ),
    CommitmentPaid(commitment=1, player=ADA, faction="academic", part=2, due=2, paid=1, left=1),
    CommitmentClosed(
        commitment=1, player=ADA, faction="academic", title="Candle Term", is_kept=False, unpaid=1, reason="let off"
    ),
    SeasonTurned(
        season="candle-term",
        title="Candle Term",
        says="The lectures are given by candle.",
        asks="lamp oil for the lectures after dark",
        faction="academic",
    ),
    ProjectOpened(
        project="lamp-on-the-drowned-road", faction="government", says="A highway is entitled to a lamp.", target=2.5
    ),
    ProjectCompleted(
        project="lamp-on-the-drowned-road", faction="government", says="The lamp is lit.", backers=(ADA, BO)
    ),
    ProjectClosed(project="thirteenth-bed", faction="academic", reason="the roof came first"),
    DebtPaid(player=BO, amount=2, left=1),
    TableTalked(player=ADA, says="I have it from a pilot that the stair is longer by night."),
    NicknameGiven(player=ADA, scholar=EEL, nickname="the Tide Clerk"),
    ThingShared(player=ADA, thing="theory", number="12", headline="The eels can count"),
    GameOpened(season=1, ends=DUE),
    SeasonClosed(season=1, player=ADA, standings={ADA: 12, BO: -3}, landmarks=4),
    SeasonOpened(season=2, ends=DUE),
    PetitionSigned(
        measure=Measure.EXCUSE,
        player="discord:1",
        other_player="discord:2",
        theory=None,
        voices=1,
        needed=2,
        is_carried=False,
    ),
    GamePaused(reason="the host is travelling"),
    GameResumed(hours=30, reason="all is well"),
    PlayerExcused(player=BO, until=DUE, reason="on holiday"),
    DeadlineExtended(theory=12, player=ADA, deadline=DUE, reason="its owner is ill"),
    TextWithheld(about=41, player=BO, text="The stair was smashed by night", reasons=("“smashed” (violence)",)),
    TextReleased(number=88, player=BO, is_approved=False, reason="as decided by the host"),
    OrderCancelledByHost(order=1204, what="theory rivals", reason="it names a real person"),
    DigestHeld(digest=6, year=3, due=DUE, counts={"theories": 1, "expeditions": 2}),
)
