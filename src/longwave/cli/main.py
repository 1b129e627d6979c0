"""The `longwave` command: its groups, and what a refusal looks like."""

import os
import signal
import sys
from collections.abc import Sequence

import structlog
import typer

from longwave.cli import academy, doctor, ledger, narrator, orders, pause, play, review, society, station, world
from longwave.cli.run import run as run_world
from longwave.kernel.errors import LongwaveError

DONE, REFUSED, MISUSED = 0, 1, 2
app = typer.Typer(
    name="longwave",
    help="Keeps AI-populated story worlds on air, and proves with numbers that they are healthy.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.add_typer(station.app, name="station")
app.add_typer(society.app, name="society")
app.add_typer(academy.app, name="academy")
app.add_typer(world.app, name="world")
app.add_typer(ledger.app, name="ledger")
app.add_typer(orders.app, name="orders")
app.add_typer(review.app, name="review")
app.add_typer(narrator.app, name="narrator")
app.command("run")(run_world)
# `--help` behind a request is about the request.
app.command("play", cls=play.RequestLast, add_help_option=False)(play.play)
app.command("pause")(pause.pause)
app.command("resume")(pause.resume)
app.command("doctor")(doctor.doctor)


def main() -> None:
    """Run the command line and exit: 0 done, 1 refused, 2 misuse, 130 stopped by Ctrl-C or SIGTERM."""
    # A service manager stops a program like a person does: what is in hand ends cleanly.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        sys.exit(run(sys.argv[1:]))
    except BrokenPipeError:
        # The reader (head, less) has gone; Python would complain once more when it flushes stdout at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(REFUSED)


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; what it refuses goes to stderr with what to do."""
    try:
        code = app(arguments, prog_name="longwave", standalone_mode=False)
        sys.stdout.flush()
    except typer.TyperException as misuse:
        return _misuse(misuse)
    except LongwaveError as error:
        return _refuse(str(error), error.hint)
    except BrokenPipeError:
        raise
    except OSError as error:
        what = error.filename or "the output"
        return _refuse(f"{what} cannot be used: {error.strerror or error}", "free the disk, or name another place")
    except Exception as error:  # noqa: BLE001 - the entry of the process: whatever it is, it is said in words
        structlog.get_logger().debug("process.failed", exc_info=True)
        return _refuse(
            f"{type(error).__name__}: {error}",
            "this is a fault of Longwave itself; LONGWAVE_LOG_LEVEL=debug shows where, please report that",
        )
    return code if isinstance(code, int) else DONE


def _refuse(message: str, hint: str | None) -> int:
    _say(f"error: {message}" + (f"\n\nhint: {hint}" if hint else ""))
    return REFUSED


def _misuse(misuse: typer.TyperException) -> int:
    message = misuse.format_message().strip()
    if message:  # Without arguments, the help was printed already.
        context: typer.Context | None = getattr(misuse, "ctx", None)
        hint = getattr(misuse, "hint", f"see `{context.command_path if context else 'longwave'} --help`")
        _say(f"error: {message.rstrip('.')}{_given(misuse)}\n\nhint: {hint}")
    return MISUSED


def _given(misuse: typer.TyperException) -> str:
    """Return the value that an option refused, where its message leaves it out."""
    from pydantic import ValidationError

    if not isinstance(misuse.__cause__, ValidationError):
        return ""
    given = repr(misuse.__cause__.errors()[0]["input"])
    return "" if given in misuse.format_message() else f", not {given}"


def _say(words: str) -> None:
    print(words, file=sys.stderr)  # noqa: T201 - the terminal is this module's subject
