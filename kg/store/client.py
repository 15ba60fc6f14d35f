"""The parent's end of a worker process: ask, wait no longer than allowed, replace it when it dies.

In: the text of a query with its limits. Out: an `Answer`, whose bytes `rows` and `triples` read.
Not done: no judging of the text (`guard`).
"""

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from kg.errors import QueryError, StoreError
from kg.store.worker import DATA, END, ERROR, LENGTH, READY

# A query may take this many bytes more than the worker has after loading the graph.
MEMORY_BYTES = 2 * 1024**3
# Loading takes 4 s for a million quads; whoever waits this long has a broken disk.
LOAD_SECONDS = 600.0
# How long a worker may take to die after its end was asked for.
END_SECONDS = 5.0
# The "nice" value of a process that others go before.
LOWEST_PRIORITY = 19

Frame = tuple[bytes, bytes]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a worker finds its graph: N-Quads with their SHA-256 and number, a folder for disk."""

    graph: Path
    sha256: str
    quads: int
    disk: Path | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """A query with all that bounds it: `timeout` in seconds, `bindings` as JSON terms by name.

    `columns` are those to answer with, None for all. `graphs` are the IRIs of the graphs that
    together are the default graph, and of those with names; None for what the query itself says.
    """

    query: str
    prefixes: Mapping[str, str]
    base: str
    bindings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    columns: tuple[str, ...] | None = None
    timeout: float = 30.0
    max_rows: int = 1_000_000
    max_bytes: int = 256 * 1024**2
    graphs: tuple[tuple[str, ...], tuple[str, ...]] | None = None

    def to_json(self) -> bytes:
        """Return what the worker reads."""
        fields = {name: getattr(self, name) for name in self.__slots__ if name != "timeout"}
        return json.dumps(fields).encode()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query gave: `kind` is "rows", "triples" or "boolean" (then `value` holds it).

    `body` is SPARQL 1.1 results in JSON for rows, N-Triples for triples;
    `truncated` is true when a limit cut it.
    """

    kind: str
    body: bytes = b""
    truncated: bool = False
    value: bool | None = None


class Worker:
    """A process that holds one graph; safe to use from several threads, one query at a time."""

    def __init__(self, source: Source, *, memory_bytes: int = MEMORY_BYTES) -> None:
        self.source = source
        self.memory_bytes = memory_bytes
        self._process: subprocess.Popen[bytes] | None = None
        self._frames: queue.SimpleQueue[Frame | None] = queue.SimpleQueue()
        self._ready = False
        self._finalizer: weakref.finalize[[subprocess.Popen[bytes]], Worker] | None = None
        self._lock = threading.Lock()

    def ask(self, request: Request) -> Answer:
        """Return the answer to a query.

        Raises:
            QueryError: when the query is wrong, took too long, too much memory, or crashed.
            StoreError: when the graph cannot be loaded.
        """
        with self._lock:
            return self._ask(request)

    def close(self) -> None:
        """End the process; the next query starts another."""
        self._process = None
        if self._finalizer is not None:
            self._finalizer()

    def start(self) -> None:
        """Start the process unless it runs, without waiting until it has loaded the graph."""
        if self._process is not None and self._process.poll() is None:
            return
        self.close()
        self._process = _start()
        # Ends the process also where nobody calls `close`.
        self._finalizer = weakref.finalize(self, _end, self._process)
        self._frames = queue.SimpleQueue()
        args = (self._process.stdout, self._frames)
        threading.Thread(target=_read_frames, args=args, daemon=True).start()
        settings = {
            "graph": str(self.source.graph),
            "sha256": self.source.sha256,
            "quads": self.source.quads,
            "disk": None if self.source.disk is None else str(self.source.disk),
            "memory_bytes": self.memory_bytes,
        }
        self._send(json.dumps(settings).encode())
        self._ready = False

    def step_back(self) -> None:
        """Let the process have the processor only when nobody else wants it, until it ends."""
        process = self._process
        if process is not None and hasattr(os, "setpriority"):
            with contextlib.suppress(OSError):  # it has just ended
                os.setpriority(os.PRIO_PROCESS, process.pid, LOWEST_PRIORITY)

    def _ask(self, request: Request) -> Answer:
        done = False
        try:
            self.start()
            if not self._ready:
                self._await_ready()
            self._send(request.to_json())
            answer = self._collect(request.timeout)
            done = True
        except (QueryError, StoreError) as error:
            done = error.facts.get("alive") is True
            raise
        finally:
            if not done:  # also on Ctrl-C: whatever still runs must not answer the next question
                self.close()
        return answer

    def _await_ready(self) -> None:
        try:
            kind, payload = self._next(time.monotonic() + LOAD_SECONDS, LOAD_SECONDS)
        except QueryError as error:  # the engine aborts on some damaged files of its own
            message = f"the worker ended while it loaded {self.source.graph}; build it again"
            raise StoreError(message) from error
        if kind == ERROR:
            raise StoreError(f"{json.loads(payload)['message']}; build the graph again")
        if kind != READY:
            raise StoreError(f"the worker for {self.source.graph} does not start")
        self._ready = True

    def _collect(self, timeout: float) -> Answer:
        deadline = time.monotonic() + timeout
        body = bytearray()
        while True:
            kind, payload = self._next(deadline, timeout)
            if kind == DATA:
                body += payload
            elif kind == END:
                end = json.loads(payload)
                truncated = end.get("truncated", False)
                return Answer(end["kind"], bytes(body), truncated, end.get("value"))
            else:
                raise _to_error(json.loads(payload), self.memory_bytes)

    def _next(self, deadline: float, timeout: float) -> Frame:
        try:
            frame = self._frames.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            raise QueryError(
                f"the query was stopped after {timeout:g} s; make it more specific, "
                "add a LIMIT, or allow it more time"
            ) from None
        if frame is None:
            raise self._death()
        return frame

    def _death(self) -> QueryError:
        code = self._process.wait(END_SECONDS) if self._process is not None else None
        if code == -signal.SIGABRT:
            return _too_large(self.memory_bytes)
        if code == -signal.SIGSEGV:
            return QueryError(
                "the query has too many nested or chained parts for the query engine; make it "
                "shorter (VALUES instead of long UNION, OPTIONAL or || chains)"
            )
        return QueryError(f"the query ended its worker process (exit status {code})")

    def _send(self, payload: bytes) -> None:
        process = self._process
        if process is None or process.stdin is None:
            raise StoreError(f"the worker for {self.source.graph} does not run")
        # A worker that is dead already is noticed when its answer is read.
        with contextlib.suppress(OSError):
            process.stdin.write(LENGTH.pack(len(payload)) + payload)
            process.stdin.flush()


def _start() -> "subprocess.Popen[bytes]":
    """Start a worker; -P keeps the current folder and that of the script off the import path."""
    script = str(Path(__file__).with_name("worker.py"))
    return subprocess.Popen(  # noqa: S603 - our own script
        [sys.executable, "-P", script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # What the engine writes before it aborts is said better by `_death`.
        stderr=subprocess.DEVNULL,
    )


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.kill()
    process.wait(END_SECONDS)
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()


def _read_frames(source: BinaryIO, frames: "queue.SimpleQueue[Frame | None]") -> None:
    """Pass on frames until the pipe ends, then None; a thread, for pipes have no time limit."""
    with contextlib.suppress(OSError, ValueError):
        while len(head := source.read(1 + LENGTH.size)) == 1 + LENGTH.size:
            size = LENGTH.unpack(head[1:])[0]
            payload = source.read(size)
            if len(payload) < size:
                break
            frames.put((head[:1], payload))
    frames.put(None)


def _to_error(facts: dict[str, object], memory_bytes: int) -> StoreError:
    kind, message = facts["kind"], str(facts["message"])
    if kind == "memory":
        return _too_large(memory_bytes)
    if kind == "store":
        return StoreError(f"the store cannot be read: {message}")
    line, column = facts.get("line"), facts.get("column")
    error = QueryError(
        message,
        line if isinstance(line, int) else None,
        column if isinstance(column, int) else None,
    )
    error.facts.update(alive=True, kind=kind)
    return error


def _too_large(memory_bytes: int) -> QueryError:
    return QueryError(
        f"the query needs more than {memory_bytes / 1024**3:g} GB of memory; make it more specific"
    )
