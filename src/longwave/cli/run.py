"""`longwave run`: a world that goes on in real time, with its API, until it is stopped."""

import asyncio
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from longwave.cli.options import settings

if TYPE_CHECKING:
    import socket

    from longwave.api.access import Access
    from longwave.live import Live

LOOPBACK, PORT = "127.0.0.1", 8000


def run(  # noqa: PLR0913 - one parameter an option
    *,
    world: Annotated[str, typer.Option(help="A bundled world, or the folder of a pack.")] = "saltmere",
    output: Annotated[Path, typer.Option("--output", "-o", help="Where the database and the station's pages go.")],
    database: Annotated[str, typer.Option("--database", "-d", help="The world's database, if not in there.")] = "",
    host: Annotated[str, typer.Option(help="The address to answer at.")] = LOOPBACK,
    port: Annotated[int, typer.Option(min=0, max=65_535, help="The port to answer at; 0 is any.")] = PORT,
    seed: Annotated[int, typer.Option(help="Of a new world: another seed is another history.")] = 1,
    narrator: Annotated[str | None, typer.Option(help="Who writes for everybody, such as offline.")] = None,
    new_token: Annotated[bool, typer.Option("--new-token", help="Replace a lost admin token.")] = False,
    fast_forward: Annotated[float, typer.Option(min=0, max=3650, help="World days to live through first.")] = 0.0,
) -> None:
    """Keep a world going in real time: station, residents, API and live feed; Ctrl-C stops it, nothing is lost."""
    import uvloop

    from longwave import bootstrap
    from longwave.access.tokens import Tokens
    from longwave.api import server
    from longwave.api.access import Access, refuse_binding
    from longwave.kernel.clock import SystemClock
    from longwave.live import Live

    read = settings()
    pack = bootstrap.load_pack(world, read)
    bootstrap.make_folder(output)
    place = database or read.database or str(output / "world.db")
    access = Access(is_public=read.public, hosts=(*read.hosts, host), origins=read.origins)
    with (
        bootstrap.open_ledger(place, read, create=True) as ledger,
        ledger.store.hold_world("longwave run"),
    ):
        tokens = Tokens(ledger.store)
        refuse_binding(host, access, has_token=tokens.exists())
        now = SystemClock().now()
        token = tokens.rotate(now) if new_token else tokens.make(now)
        listener = server.listen(host, port)
        live = Live(ledger=ledger, pack=pack, seed=seed, settings=read, out=output, say=_say, model=narrator)
        live.begin()
        if token is not None:
            _say(f"admin token, shown this once: {token}")
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(_go(live, listener, access, fast_forward))
    _say("stopped; the same command goes on from here")


async def _go(live: "Live", listener: "socket.socket", access: "Access", days: float) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    forward = asyncio.create_task(live.fast_forward(days)) if days else None
    if forward is not None:
        _say(f"living through {days:g} days")
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait([forward, stopping], return_when=asyncio.FIRST_COMPLETED)
        if not forward.done():
            forward.cancel()
            return
        stopping.cancel()
        await forward
    host, port, *_ = listener.getsockname()
    typer.echo(f"http://{f'[{host}]' if ':' in host else host}:{port}")
    _say(f"{live.pack.card.title} goes on; Ctrl-C stops it")
    await live.serve(listener, access, stop)


def _say(words: str) -> None:
    typer.echo(words, err=True)
