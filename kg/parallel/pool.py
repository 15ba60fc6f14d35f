"""The executor of one machine: processes that die alone.

Each worker process has a thread here that hands it one item at a time, so that it is always known
which item a process died on. Such an item is tried once more when all others are done, with no
other beside it; then it is given up. Workers are processes of their own (`kg.parallel.worker`),
not forks: libraries with threads survive that, and the caller's script is not run again.
"""

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from kg.errors import KgError
from kg.parallel.job import Done, Job

# A worker that has been told to end, and has nothing to do, ends within this many seconds.
_END_SECONDS = 5.0
# The longest text that may be read is searched in minutes, on a busy machine too; what takes this
# long hangs.
ITEM_SECONDS = 3600.0
# Each worker has one core: what its libraries would start in threads of their own is in the way.
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


class _Died(Exception):
    """A worker process is gone; the text says how."""


class LocalPool:
    """Does a job in a number of processes of this machine."""

    def __init__(self, workers: int, *, seconds: float = ITEM_SECONDS) -> None:
        """Take the number of processes, at least 1; none is started before there is work.

        A process that needs more than so many seconds of wall time for an item is killed.
        """
        self.workers = max(1, workers)
        self.seconds = seconds

    def run(self, job: Job, items: Iterable[str]) -> Iterator[Done]:
        """Yield each item as it is done; see `Executor.run`.

        Raises:
            KgError: the work raised it, or no worker process can be started.

        """
        crew = _Crew(job, items, self.seconds)
        suspects: list[str] = []
        try:
            for done in crew.serve(self.workers):
                if done.value is None:
                    suspects.append(done.item)
                else:
                    yield done
        finally:
            crew.stop()
        for item in sorted(suspects):
            alone = _Crew(job, [item], self.seconds)
            try:
                yield from alone.serve(1)
            finally:
                alone.stop()


class _Crew:
    """The worker processes of one run, and the threads that talk to them."""

    def __init__(self, job: Job, items: Iterable[str], seconds: float) -> None:
        self._job = job
        self._seconds = seconds
        self._items = iter(items)
        self._lock = threading.Lock()
        self._done: queue.SimpleQueue[Done | Exception | None] = queue.SimpleQueue()
        self._workers: set[_Worker] = set()
        self._stopped = False

    def serve(self, workers: int) -> Iterator[Done]:
        """Yield what is done until all threads have ended."""
        for _ in range(workers):
            threading.Thread(target=self._attend, daemon=True).start()
        while workers:
            found = self._done.get()
            if isinstance(found, Exception):
                raise found
            if found is None:
                workers -= 1
            else:
                yield found

    def stop(self) -> None:
        """End all processes now."""
        with self._lock:
            self._stopped = True
            workers = tuple(self._workers)
        for worker in workers:
            worker.kill()

    def _attend(self) -> None:
        """Hand items to one worker after another until there are no more."""
        worker: _Worker | None = None
        try:
            while (item := self._next()) is not None:
                worker = worker or self._hire()
                try:
                    self._done.put(Done(item, worker.ask(item, self._seconds)))
                except _Died as death:
                    self._dismiss(worker)
                    worker = None
                    self._done.put(Done(item, None, str(death)))
        except Exception as error:  # the thread's border: the caller raises it
            self._done.put(error)
        finally:
            if worker is not None:
                worker.end()
                self._dismiss(worker)
            self._done.put(None)

    def _next(self) -> str | None:
        """Return the next item, or None at the end."""
        with self._lock:
            return None if self._stopped else next(self._items, None)

    def _hire(self) -> "_Worker":
        """Start a worker."""
        with self._lock:
            if self._stopped:
                raise KgError("the run was stopped")
            worker = _Worker()
            self._workers.add(worker)
        worker.prepare(self._job)
        return worker

    def _dismiss(self, worker: "_Worker") -> None:
        """Forget a worker and make sure that its process is gone."""
        worker.kill()
        with self._lock:
            self._workers.discard(worker)


class _Worker:
    """One process, spoken to by one thread; it has a session of its own, out of Ctrl-C's way."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "kg.parallel.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=_environment(),
            start_new_session=True,
        )

    def prepare(self, job: Job) -> None:
        """Give the process its job and wait until it is ready.

        Raises:
            KgError: the job cannot be started, with the reason where there is one.

        """
        try:
            self._exchange({"factory": job.factory, "setup": dict(job.setup)})
        except _Died as death:
            raise KgError(f"a worker process could not start: {death}") from death

    def ask(self, item: str, seconds: float) -> Mapping[str, Any]:
        """Return what the work on an item gave.

        Raises:
            KgError: the work raised it.
            _Died: the process is gone, or was killed because it took longer than `seconds`.

        """
        late = threading.Event()

        def kill() -> None:
            late.set()
            self._process.kill()

        timer = threading.Timer(seconds, kill)
        timer.start()
        try:
            value: Mapping[str, Any] = self._exchange({"item": item})["value"]
        except _Died as death:
            if late.is_set():
                raise _Died(f"it took longer than {seconds:g} s") from death
            raise
        finally:
            timer.cancel()
        return value

    def end(self) -> None:
        """Let the process end by itself, which it does when its input ends."""
        with suppress(OSError):
            if self._process.stdin is not None:
                self._process.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_END_SECONDS)

    def kill(self) -> None:
        """End the process whatever it does."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError, ValueError):
                if pipe is not None:
                    pipe.close()

    def _exchange(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """Send one message and return its answer."""
        if self._process.stdin is None or self._process.stdout is None:
            raise _Died("its pipes are closed")
        try:
            self._process.stdin.write(json.dumps(message) + "\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except (OSError, ValueError):
            line = ""
        if not line.endswith("\n"):
            raise _Died(_how(self._process.wait()))
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise KgError(answer["error"], kind=answer["kind"])
        return answer


def usable_cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _how(status: int) -> str:
    """Return how a process ended, in words."""
    if status >= 0:
        return f"its process ended with status {status}"
    name = signal.Signals(-status).name if -status in set(signal.Signals) else str(-status)
    hint = ", perhaps for want of memory" if name == "SIGKILL" else ""
    return f"its process was killed by {name}{hint}"


def _environment() -> dict[str, str]:
    """Return the environment of a worker, which finds the modules that this process finds."""
    path = os.pathsep.join(item for item in sys.path if item)
    return {**os.environ, **dict.fromkeys(_ONE_THREAD, "1"), "PYTHONPATH": path}
