"""One thread for work that blocks, off the event loop."""

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Result = TypeVar("Result")


class Worker:
    """A thread that runs operations one after the other.

    More threads would make nothing faster: there is one writer, and they would fight for it and for the interpreter.
    """

    def __init__(self, name: str) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)

    async def run(self, operation: Callable[[], Result]) -> Result:
        """Run an operation; who is cancelled meanwhile waits for its end, so that it never runs unattended."""
        work = asyncio.get_running_loop().run_in_executor(self._thread, contextvars.copy_context().run, operation)
        try:
            return await asyncio.shield(work)
        except asyncio.CancelledError:
            await asyncio.wait([work])
            if not work.cancelled():
                work.exception()  # Whatever it was, the cancelled caller acts on it no more.
            raise

    def close(self) -> None:
        """End the thread when it has done what it was given."""
        self._thread.shutdown()
