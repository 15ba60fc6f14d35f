"""The executor of a cluster: each source a task of dask.distributed, a few at a time in flight.

A task whose worker dies is given to another; one on which worker after worker dies (dask's
`distributed.scheduler.allowed-failures`) is given up and named. Results are kept here as they
come, so a client that is killed loses none.
"""

import json
import logging
from collections.abc import Iterable, Iterator
from importlib.metadata import version
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

logger = logging.getLogger(__name__)

# Sources in flight for each thread of the cluster: enough that none waits, few enough that the
# contents of all articles are never in memory together.
IN_FLIGHT = 4
CONNECT_SECONDS = 20
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_SCHEMES = frozenset({"tcp", "tls"})


class Cluster:
    """Does searches on the workers of a scheduler.

    Certificates for `tls://` are those of dask's own settings (`distributed.comm.tls`).
    """

    def __init__(self, address: str, *, wait_seconds: float = CONNECT_SECONDS) -> None:
        """Take the address of a scheduler, `tcp://HOST:PORT` or `tls://HOST:PORT`.

        Raises:
            SettingsError: it is no such address, or dask.distributed is not installed.

        """
        self.address = _checked(address)
        self._wait_seconds = wait_seconds

    def run(self, job: Job, items: Iterable[str]) -> Iterator[Done]:
        """Yield each source as it is done, in any order; see `kg.parallel.Executor.run`.

        Raises:
            KgError: no scheduler or worker answers, or a worker is not like this client.

        """
        with self._connected() as client:
            yield from _Run(client, job, self._wait_seconds).over(items)

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
        self._shared = setup, reference
        threads = sum(client.nthreads().values())
        self._most = max(1, threads) * IN_FLIGHT

    def over(self, items: Iterable[str]) -> Iterator[Done]:
        """Yield each source as it is done; those whose workers died are tried once more, alone.

        A worker that dies takes the sources beside it down too.
        """
        suspects = []
        for done in self._pass(items, self._most):
            if done.value is None:
                suspects.append(done.item)
            else:
                yield done
        yield from self._pass(sorted(suspects), 1)

    def _pass(self, items: Iterable[str], most: int) -> Iterator[Done]:
        """Yield each source as it is done, with at most so many in flight."""
        waiting = iter(items)
        flight: dict[Future[Any], str] = {}
        while True:
            while len(flight) < most and (source := next(waiting, None)) is not None:
                try:
                    flight[self._submit(source)] = source
                except ReadError as error:
                    yield _unread(source, error)
            if not flight:
                return
            for future in self._first_done(tuple(flight)):
                yield self._done(flight.pop(future), future)

    def _first_done(self, flight: "tuple[Future[Any], ...]") -> "Iterable[Future[Any]]":
        """Return what is done of some tasks, at least one.

        Raises:
            KgError: the cluster has had no workers for a while.

        """
        from distributed import wait

        while True:
            try:
                with self._client.as_current():
                    found = wait(flight, timeout=self._patience, return_when="FIRST_COMPLETED")
                return sorted(found.done, key=lambda future: str(future.key))
            except TimeoutError as error:
                if not self._client.nthreads():
                    message = f"the cluster lost all its workers; {len(flight)} sources wait"
                    raise KgError(f"{message}; what was found is kept, build again") from error

    def _submit(self, source: str) -> "Future[Any]":
        """Send a source to the cluster."""
        from kg.cluster.task import search_there

        content = None if is_address(source) else read_bytes(source, self._max_bytes)
        return self._client.submit(
            search_there, *self._shared, source, content, pure=False, retries=0
        )

    def _done(self, source: str, future: "Future[Any]") -> Done:
        """Return what became of a source, whose record is kept then."""
        from distributed import KilledWorker

        try:
            outcome, record = future.result()
        except KilledWorker as error:
            times = error.allowed_failures + 1
            return Done(source, None, f"{times} workers died while they searched it")
        if record:
            self._folder.mkdir(parents=True, exist_ok=True)
            replace_file(self._folder / Path(outcome["record"]).name, record)
        return Done(source, outcome)


def _unread(source: str, error: ReadError) -> Done:
    """Return what becomes of a file that cannot be read here."""
    skip = Skip(error.source, "read", error.reason)
    return Done(source, Outcome(source, skip=skip).to_json())


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
