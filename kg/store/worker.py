"""The child process that answers queries, so that no query can harm or block its parent.

In: frames on standard input, each a 4-byte length and JSON: first where the graph lies, then one
query after another. Out: frames on standard output, each a kind byte, a 4-byte length and its
payload. `kg.store.client` is the other end; it kills this process when a time limit is over and
starts another when it died (pyoxigraph has no cancel, no memory limit, and overflows its stack on
queries of 5 KB).

Run by path and free of other parts of `kg`: it starts in 40 ms, and a folder named like a
package cannot be imported by accident.
Not done: checking the text of a query (`guard`); turning terms into Python values (`rows`).
"""

import contextlib
import hashlib
import json
import os
import queue
import re
import shutil
import signal
import struct
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import pyoxigraph

# Frames of the answer.
READY, DATA, END, ERROR = b"R", b"D", b"E", b"X"
LENGTH = struct.Struct(">I")
# One frame of data holds about this many bytes: large enough to be fast, small enough to stream.
CHUNK_BYTES = 64 * 1024
# "error at 3:14: expected …": how pyoxigraph words a syntax error, lines and columns from 1.
PLACE = re.compile(r"error at (\d+):(\d+)(?:-\d+:\d+)?: ?")


class Damaged(Exception):
    """A file of the graph folder is not what its manifest says."""


def main() -> None:
    """Load the graph, then answer queries until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    out = sys.stdout.buffer
    requests: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
    # A daemon thread waits for the parent even while a query runs (it releases the GIL),
    # so the process ends with its parent whatever it is doing.
    threading.Thread(target=_receive, args=(sys.stdin.buffer, requests), daemon=True).start()
    try:
        settings = requests.get()
        store = load(settings)
        limit_resources(settings["memory_bytes"])
    except (Damaged, OSError, SyntaxError, ValueError) as error:
        _send(out, ERROR, _to_json({"kind": "load", "message": str(error)}))
        return
    _send(out, READY, b"")
    while True:
        answer(store, requests.get(), out)


def load(settings: dict[str, Any]) -> pyoxigraph.Store:
    """Return the graph, in memory, or on disk where `disk` names a folder for it.

    Raises:
        Damaged: when the N-Quads are not those of the manifest.
    """
    with Path(settings["graph"]).open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != settings["sha256"]:
        raise Damaged(f"{settings['graph']} differs from its digest in the manifest")
    if settings["disk"] is not None:
        with contextlib.suppress(OSError, Damaged):
            return _open_disk(settings)
    store = pyoxigraph.Store()
    store.load(path=settings["graph"], format=pyoxigraph.RdfFormat.N_QUADS)
    if len(store) != settings["quads"]:
        raise Damaged(f"{settings['graph']} holds {len(store)} quads, not {settings['quads']}")
    return store


def _open_disk(settings: dict[str, Any]) -> pyoxigraph.Store:
    """Return the store on disk, built from the N-Quads when it is missing or not whole.

    A RocksDB folder with a lost log opens without an error and without data,
    hence the count (`len` walks over all quads: 0.3 s for a million).
    """
    folder = Path(settings["disk"])
    for _attempt in range(2):
        if not folder.is_dir():
            _build_disk(settings, folder)
        try:
            store = pyoxigraph.Store.read_only(str(folder))
            if len(store) == settings["quads"]:
                return store
        except OSError:
            pass
        shutil.rmtree(folder, ignore_errors=True)
    raise Damaged(f"{folder} cannot be built")


def _build_disk(settings: dict[str, Any], folder: Path) -> None:
    """Build the store beside its place and move it there, so that no half store is ever found."""
    fresh = folder.with_name(f"{folder.name}.new-{os.getpid()}")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.parent.mkdir(parents=True, exist_ok=True)
    store = pyoxigraph.Store(str(fresh))
    store.bulk_load(path=settings["graph"], format=pyoxigraph.RdfFormat.N_QUADS)
    store.flush()
    del store
    try:
        fresh.rename(folder)
    except OSError:  # another process was quicker
        shutil.rmtree(fresh, ignore_errors=True)


def limit_resources(memory_bytes: int) -> None:
    """Forbid more memory than now plus `memory_bytes`, core dumps, and new files or sockets.

    Without a free file descriptor the engine cannot open a connection, so that a SERVICE that
    `guard` did not see still reaches nobody. A store on disk has all its files open by now.
    """
    try:
        import resource
    except ImportError:  # Windows has no such limits
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    statm = Path("/proc/self/statm")
    if statm.exists():
        size = int(statm.read_text(encoding="ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
        resource.setrlimit(resource.RLIMIT_AS, (size + memory_bytes, size + memory_bytes))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def answer(store: pyoxigraph.Store, request: dict[str, Any], out: BinaryIO) -> None:
    """Evaluate one query and send what it gives, or the reason why it gives nothing."""
    try:
        end = _evaluate(store, request, out)
    except SyntaxError as error:
        place = PLACE.match(str(error))
        facts = {
            "kind": "syntax",
            "message": PLACE.sub("", str(error)),
            "line": int(place[1]) if place is not None else None,
            "column": int(place[2]) if place is not None else None,
        }
        _send(out, ERROR, _to_json(facts))
    except MemoryError:
        _send(out, ERROR, _to_json({"kind": "memory", "message": ""}))
    except OSError as error:
        _send(out, ERROR, _to_json({"kind": "store", "message": str(error)}))
    except (RuntimeError, ValueError) as error:
        _send(out, ERROR, _to_json({"kind": "evaluation", "message": str(error)}))
    else:
        _send(out, END, _to_json(end))


def _evaluate(store: pyoxigraph.Store, request: dict[str, Any], out: BinaryIO) -> dict[str, Any]:
    bindings: dict[Any, Any] = {
        pyoxigraph.Variable(name): _from_json(term) for name, term in request["bindings"].items()
    }
    default_graph, named_graphs = _graphs(request["graphs"])
    result = store.query(
        request["query"],
        prefixes=request["prefixes"],
        base_iri=request["base"],
        substitutions=bindings or None,
        default_graph=default_graph,
        named_graphs=named_graphs,
    )
    if isinstance(result, pyoxigraph.QueryBoolean):
        return {"kind": "boolean", "value": bool(result)}
    sink = _Sink(out, request["max_rows"], request["max_bytes"])
    if isinstance(result, pyoxigraph.QuerySolutions):
        columns = _columns(result, request["columns"])
        _send(out, DATA, _to_json({"head": {"vars": columns}})[:-1] + b',"results":{"bindings":[')
        sink.send_all(_rows(result, columns), separator=b",")
        _send(out, DATA, b"]}}")
        return {"kind": "rows", "rows": sink.count, "truncated": sink.truncated}
    sink.send_all(_triples(result), separator=b"")
    return {"kind": "triples", "rows": sink.count, "truncated": sink.truncated}


def _graphs(given: list[list[str]] | None) -> list[Any]:
    """Return the default graphs and the named ones, None and None for what the query says."""
    if given is None:
        return [None, None]
    return [[pyoxigraph.NamedNode(iri) for iri in iris] for iris in given]


def _columns(result: pyoxigraph.QuerySolutions, wanted: list[str] | None) -> list[str]:
    names = [variable.value for variable in result.variables]
    return names if wanted is None else [name for name in wanted if name in names]


def _rows(result: pyoxigraph.QuerySolutions, columns: list[str]) -> Iterator[bytes]:
    for solution in result:
        values = ((name, solution[name]) for name in columns)
        yield _to_json({name: _term(term) for name, term in values if term is not None})


def _triples(result: pyoxigraph.QueryTriples) -> Iterator[bytes]:
    seen: set[str] = set()
    for triple in result:
        line = f"{triple} ."
        if line not in seen:  # CONSTRUCT gives a set of triples, the engine a sequence
            seen.add(line)
            yield line.encode() + b"\n"


class _Sink:
    """Sends items in frames until there are too many rows or bytes."""

    def __init__(self, out: BinaryIO, max_rows: int, max_bytes: int) -> None:
        self.out = out
        self.max_rows = max_rows
        self.max_bytes = max_bytes
        self.count = 0
        self.truncated = False

    def send_all(self, items: Iterator[bytes], separator: bytes) -> None:
        chunk = bytearray()
        for item in items:
            if self.count >= self.max_rows or self.max_bytes < len(item):
                self.truncated = True
                break
            self.max_bytes -= len(item)
            chunk += (separator if self.count else b"") + item
            self.count += 1
            if len(chunk) >= CHUNK_BYTES:
                _send(self.out, DATA, bytes(chunk))
                chunk.clear()
        _send(self.out, DATA, bytes(chunk))


def _term(term: Any) -> dict[str, Any]:
    """Return a term as the SPARQL 1.1 results format in JSON has it, section 3.2.2."""
    if isinstance(term, pyoxigraph.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, pyoxigraph.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, pyoxigraph.Literal):
        fields = {"type": "literal", "value": term.value}
        if term.language is not None:
            return {**fields, "xml:lang": term.language}
        if term.datatype.value == "http://www.w3.org/2001/XMLSchema#string":
            return fields
        return {**fields, "datatype": term.datatype.value}
    parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
    return {"type": "triple", "value": {name: _term(part) for name, part in parts.items()}}


def _from_json(term: dict[str, str]) -> pyoxigraph.NamedNode | pyoxigraph.Literal:
    if term["type"] == "uri":
        return pyoxigraph.NamedNode(term["value"])
    if "xml:lang" in term:
        return pyoxigraph.Literal(term["value"], language=term["xml:lang"])
    if "datatype" in term:
        datatype = pyoxigraph.NamedNode(term["datatype"])
        return pyoxigraph.Literal(term["value"], datatype=datatype)
    return pyoxigraph.Literal(term["value"])


def _to_json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _send(out: BinaryIO, kind: bytes, payload: bytes) -> None:
    try:
        out.write(kind + LENGTH.pack(len(payload)) + payload)
        out.flush()
    except OSError:  # the parent is gone
        os._exit(0)


def _receive(source: BinaryIO, requests: "queue.SimpleQueue[dict[str, Any]]") -> None:
    while True:
        head = source.read(LENGTH.size)
        body = source.read(LENGTH.unpack(head)[0]) if len(head) == LENGTH.size else b""
        if not body:
            os._exit(0)
        requests.put(json.loads(body))


if __name__ == "__main__":
    main()
