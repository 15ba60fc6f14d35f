"""Processes that hold the graph, and who may use them when: no slow question stops a quick one.

In: a function that opens the graph, and jobs (functions of an open store). Out: what a job
returns, or `Busy`, `TimeOver`, `ClientGone`.

A job starts in one of a few quick processes. One that is not done after a moment keeps its
process, which from then on gets the processor only when nobody else wants it; another process
takes its place. A question that was slow once starts among the slow ones the next time.
Beyond the limits a job is refused at once, so that nothing piles up.
"""

import asyncio
import contextlib
import subprocess
from collections import OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Generic, TypeVar

from kg.errors import KgError
from kg.web.settings import WebSettings

if TYPE_CHECKING:
    from kg.store import LocalStore

T = TypeVar("T")
Job = Callable[["LocalStore"], T]
# How many slow questions are remembered; one that is answered within this time is forgotten again.
REMEMBERED = 1000
FORGIVEN_SECONDS = 5.0
# How long to wait between two attempts to end a process whose job goes on.
RETRY_SECONDS = 0.05


class Busy(KgError):
    """Too many questions at a time; ask again in a while."""


class TimeOver(KgError):
    """The job took longer than it may."""


class ClientGone(KgError):
    """Nobody waits for the answer any more."""


class Pool:
    """Open stores for jobs; to be used from one event loop, and closed."""

    def __init__(self, open_store: "Callable[[], LocalStore]", settings: WebSettings) -> None:
        self._open = open_store
        self._settings = settings
        self._idle: deque[LocalStore] = deque()
        self._waiting: deque[asyncio.Future[LocalStore]] = deque()
        self._slow = 0
        self._known_slow: OrderedDict[str, None] = OrderedDict()
        self._threads = ThreadPoolExecutor(settings.quick + settings.slow + 2)
        self._endings: set[asyncio.Task[None]] = set()
        self._closed = False

    def start(self) -> None:
        """Start the quick processes; they load the graph at the same time."""
        for _ in range(self._settings.quick):
            self._add()

    async def close(self) -> None:
        """End all processes: idle ones now, the others as soon as their jobs have ended."""
        self._closed = True
        while self._endings:
            await asyncio.gather(*self._endings)
        while self._idle:
            await _closed(self._idle.popleft())
        self._threads.shutdown(wait=False)

    async def run(
        self,
        job: "Job[T]",
        *,
        key: str = "",
        gone: "asyncio.Task[None] | None" = None,
        seconds: float | None = None,
    ) -> T:
        """Return what a job returns.

        Args:
            job: asks the store it is given; whatever it raises is raised here.
            key: names the question; "" for one that is known to be quick.
            gone: is done when nobody waits any more.
            seconds: wall time, None for that of the settings.

        Raises:
            Busy: where too many jobs wait, or too many slow ones run.
            TimeOver: where the time is over; the process is ended.
            ClientGone: where `gone` was done first; the process is ended.
        """
        limit = self._settings.seconds if seconds is None else seconds
        run = _Run(self, job, key, gone, limit)
        if key in self._known_slow:
            self._known_slow.move_to_end(key)
            return await run.among_slow()
        return await run.among_quick(await self._take(gone))

    def _add(self) -> None:
        store = self._open()
        store.start()
        self._give(store)

    def _give(self, store: "LocalStore") -> None:
        """Hand a store to who waits longest, or keep it while the pool is open."""
        while self._waiting:
            waiter = self._waiting.popleft()
            if not waiter.done():
                waiter.set_result(store)
                return
        if self._closed:
            store.close()
        else:
            self._idle.append(store)

    async def _take(self, gone: "asyncio.Task[None] | None") -> "LocalStore":
        if self._idle:
            return self._idle.popleft()
        if len(self._waiting) >= self._settings.waiting:
            raise Busy("too many questions wait already")
        waiter: asyncio.Future[LocalStore] = asyncio.get_running_loop().create_future()
        self._waiting.append(waiter)
        try:
            await _first_of(waiter, gone, self._settings.seconds)
        except BaseException:
            if waiter.done() and not waiter.cancelled():
                self._give(waiter.result())
            waiter.cancel()
            raise
        if waiter.done():
            return waiter.result()
        waiter.cancel()
        raise Busy("too many questions wait already")

    def _enter_slow(self, key: str) -> None:
        if self._slow >= self._settings.slow:
            raise Busy("too many slow questions run already")
        self._slow += 1
        self._known_slow[key] = None
        if len(self._known_slow) > REMEMBERED:
            self._known_slow.popitem(last=False)


class _Run(Generic[T]):
    """One job under way; holds its place in the pool until its process is free or ended."""

    def __init__(
        self, pool: Pool, job: "Job[T]", key: str, gone: "asyncio.Task[None] | None", limit: float
    ) -> None:
        self._pool = pool
        self._job = job
        self._key = key
        self._gone = gone
        self._limit = limit
        self._end_time = 0.0

    async def among_slow(self) -> T:
        """Run in a process of its own that steps back from the start."""
        self._pool._enter_slow(self._key)
        try:
            store = self._pool._open()
            store.start()
        except OSError:
            self._pool._slow -= 1
            raise
        store.step_back()
        future = self._begin(store)
        try:
            return await self._wait(future)
        finally:
            self._end(store, future, slow=True)

    async def among_quick(self, store: "LocalStore") -> T:
        """Run in a quick process, and let another take its place when this one is not quick."""
        future = self._begin(store)
        slow = False
        try:
            if not await self._is_quick(future):
                self._pool._enter_slow(self._key)
                slow = True
                store.step_back()
                self._pool._add()
            return await self._wait(future)
        finally:
            self._end(store, future, slow=slow)

    async def _is_quick(self, future: "asyncio.Future[T]") -> bool:
        """Tell whether a job ends soon; where all slow places are taken, it has a little longer."""
        limits = self._pool._settings
        if await _first_of(future, self._gone, min(limits.quick_seconds, self._limit)):
            return True
        if self._pool._slow < limits.slow:
            return False
        left = min(limits.patience - limits.quick_seconds, self._left())
        return await _first_of(future, self._gone, left)

    def _left(self) -> float:
        """Return how many seconds the job still has."""
        return self._end_time - asyncio.get_running_loop().time()

    def _begin(self, store: "LocalStore") -> "asyncio.Future[T]":
        loop = asyncio.get_running_loop()
        self._end_time = loop.time() + self._limit
        return loop.run_in_executor(self._pool._threads, self._job, store)

    async def _wait(self, future: "asyncio.Future[T]") -> T:
        if not await _first_of(future, self._gone, self._left()):
            raise TimeOver(f"the query was stopped after {self._limit:g} s; make it more specific")
        result = future.result()
        if self._limit - self._left() < FORGIVEN_SECONDS:
            self._pool._known_slow.pop(self._key, None)
        return result

    def _end(self, store: "LocalStore", future: "asyncio.Future[T]", *, slow: bool) -> None:
        """Give the store back as soon as its job has ended, and see to it that it does."""
        if future.done() and not slow:
            self._pool._give(store)
            return
        task = asyncio.ensure_future(self._ended(store, future, slow=slow))
        self._pool._endings.add(task)
        task.add_done_callback(self._pool._endings.discard)

    async def _ended(self, store: "LocalStore", future: "asyncio.Future[T]", *, slow: bool) -> None:
        while not future.done():
            await _closed(store)
            await asyncio.wait({future}, timeout=RETRY_SECONDS)
        if not future.cancelled():
            future.exception()  # whoever asked has been told already
        if slow:
            self._pool._slow -= 1
            await _closed(store)
        else:
            self._pool._add()


async def _closed(store: "LocalStore") -> None:
    """End the process of a store; one that takes long to die does so without us."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        await asyncio.to_thread(store.close)


async def _first_of(
    future: "asyncio.Future[T]", gone: "asyncio.Task[None] | None", seconds: float
) -> bool:
    """Return whether the future is done within the time.

    Raises:
        ClientGone: where the client left before.
    """
    waited: set[asyncio.Future[T] | asyncio.Task[None]] = {future}
    if gone is not None:
        waited.add(gone)
    await asyncio.wait(waited, timeout=max(0.0, seconds), return_when=asyncio.FIRST_COMPLETED)
    if not future.done() and gone is not None and gone.done():
        raise ClientGone("the client has gone")
    return future.done()
