"""The executor of a cluster: a few sources at a time are a task of dask.distributed.

A task whose worker dies is given to another; an article that kills what searches it is given up
and named by the worker (`task`). Results are kept here as they come, so a client that is killed
loses none.
"""

import json
import logging
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from kg.cache import replace_file
from kg.errors import KgError, ReadError, SettingsError
from kg.model import Skip
from kg.parallel.job import Done, Job
from kg.parallel.search import Outcome
from kg.read.files import read_bytes
from kg.read.sources import is_address

if TYPE_CHECKING:
    from distributed import Client, Future

    from kg.cluster.task import Found

logger = logging.getLogger(__name__)

# Sources of one task: enough to be worth a process with its model.
SOURCES = 16
# Tasks in flight for each thread of the cluster: enough that none waits, few enough that the
# contents of all articles are never in memory together.
IN_FLIGHT = 2
CONNECT_SECONDS = 20
# How long a cluster may be without any worker: those that died are started again by their nannies.
LOST_SECONDS = 60
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_SCHEMES = frozenset({"tcp", "tls"})


class Cluster:
    """Does searches on the workers of a scheduler.

    Certificates for `tls://` are those of dask's own settings (`distributed.comm.tls`).
    """

    def __init__(
        self,
        address: str,
        *,
        wait_seconds: float = CONNECT_SECONDS,
        lost_seconds: float = LOST_SECONDS,
    ) -> None:
        """Take the address of a scheduler, `tcp://HOST:PORT` or `tls://HOST:PORT`.

        Args:
            address: of the scheduler.
            wait_seconds: for the scheduler to answer, and for its first worker.
            lost_seconds: for a worker to come back where all are gone.

        Raises:
            SettingsError: it is no such address, or dask.distributed is not installed.

        """
        self.address = _checked(address)
        self._wait_seconds = wait_seconds
        self._lost_seconds = lost_seconds

    def run(self, job: Job, items: Iterable[str]) -> Iterator[Done]:
        """Yield each source as it is done, in any order; see `kg.parallel.Executor.run`.

        Raises:
            KgError: no scheduler or worker answers, or a worker is not like this client.

        """
        with self._connected() as client:
            yield from _Run(client, job, self._lost_seconds).over(items)

    def _connected(self) -> "Client":
        """Return a client of the scheduler, which has at least one worker."""
        from distributed import Client

        try:
            client = Client(self.address, timeout=self._wait_seconds, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            message = f"no scheduler answers at {self.address}: {_first_line(error)}"
            raise KgError(f"{message}; start one with: dask scheduler --host 127.0.0.1") from error
        try:
            client.wait_for_workers(1, timeout=self._wait_seconds)
        except TimeoutError as error:
            client.close()
            message = (
                f"the scheduler at {self.address} has no workers; start some with: dask worker"
            )
            raise KgError(f"{message} {self.address}") from error
        return client


class _Run:
    """One run over sources, with what all its tasks share."""

    def __init__(self, client: "Client", job: Job, patience: float) -> None:
        self._client = client
        self._patience = patience
        self._folder = Path(job.setup["folder"])
        self._max_bytes = int(job.setup["read"]["max_bytes"])
        reference = tuple(Path(path).read_bytes() for path in job.setup["reference"])
        setup = json.dumps({**job.setup, "kg": version("kg"), "reference": []}, sort_keys=True)
        self._shared = job.factory, setup, reference
        threads = sum(client.nthreads().values())
        self._most = max(1, threads) * IN_FLIGHT

    def over(self, items: Iterable[str]) -> Iterator[Done]:
        """Yield each source as it is done."""
        waiting = iter(items)
        flight: set[Future[Any]] = set()
        while True:
            while len(flight) < self._most and (batch := tuple(islice(waiting, SOURCES))):
                sources, unread = _contents(batch, self._max_bytes)
                yield from unread
                if sources:
                    flight.add(self._submit(sources))
            if not flight:
                return
            for future in self._first_done(flight):
                flight.discard(future)
                for found in future.result():
                    yield self._kept(found)

    def _first_done(self, flight: "set[Future[Any]]") -> "Iterable[Future[Any]]":
        """Return what is done of some tasks, at least one.

        Raises:
            KgError: the cluster has had no workers for a while.

        """
        from distributed import wait

        while True:
            try:
                with self._client.as_current():
                    found = wait(
                        tuple(flight), timeout=self._patience, return_when="FIRST_COMPLETED"
                    )
                return sorted(found.done, key=lambda future: str(future.key))
            except TimeoutError as error:
                if not self._client.nthreads():
                    message = "the cluster lost all its workers; what was found so far is kept"
                    raise KgError(f"{message}: start workers and build again") from error

    def _submit(self, sources: Sequence[tuple[str, bytes | None]]) -> "Future[Any]":
        """Send sources to the cluster."""
        from kg.cluster.task import search_there

        return self._client.submit(search_there, *self._shared, sources, pure=False)

    def _kept(self, found: "Found") -> Done:
        """Return what became of a source, whose record is kept then."""
        if found.record and found.done.value is not None:
            self._folder.mkdir(parents=True, exist_ok=True)
            replace_file(self._folder / Path(found.done.value["record"]).name, found.record)
        return found.done


def _contents(
    batch: Iterable[str], max_bytes: int
) -> tuple[list[tuple[str, bytes | None]], list[Done]]:
    """Return sources with their contents, None for addresses, and those that cannot be read."""
    sources: list[tuple[str, bytes | None]] = []
    unread: list[Done] = []
    for source in batch:
        try:
            content = None if is_address(source) else read_bytes(source, max_bytes)
            sources.append((source, content))
        except ReadError as error:
            skip = Skip(error.source, "read", error.reason)
            unread.append(Done(source, Outcome(source, skip=skip).to_json()))
    return sources, unread


def _checked(address: str) -> str:
    """Return the address of a scheduler; warn of one that anybody on the way can use."""
    from importlib.util import find_spec

    if find_spec("distributed") is None:
        raise SettingsError("a cluster needs dask.distributed: pip install 'kg[cluster]'")
    parts = urlsplit(address)
    if parts.scheme not in _SCHEMES or not parts.hostname or parts.port is None:
        raise SettingsError(f"{address!r} is no scheduler; give tcp://HOST:8786 or tls://HOST:8786")
    if parts.scheme == "tcp" and parts.hostname not in _LOOPBACK:
        logger.warning(
            "%s is not encrypted: whoever reaches its port can run code there; use tls://", address
        )
    return address


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
