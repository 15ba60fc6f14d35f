"""Puts the graph of a folder into a SPARQL store, in pieces, and goes on after a cut.

In: an open graph and an endpoint. Out: the quads are in the store, each once, and a note says so
(`marker`). An earlier graph of ours there goes first; a store with anything else is left alone.
Adding a quad twice changes nothing, so a piece whose answer got lost is sent again.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, islice
from typing import TYPE_CHECKING

from kg.errors import StoreError
from kg.store.remote.answers import to_rows, to_truth
from kg.store.remote.endpoint import RESULTS, Connection, Endpoint
from kg.store.remote.marker import (
    GRAPH,
    Marker,
    default_graph_of,
    read_marker,
    write_marker,
)
from kg.store.terms import BASE

if TYPE_CHECKING:
    import pyoxigraph

    from kg.store.local import LocalStore

# Quads in one update. Virtuoso makes a procedure of each and refuses long ones.
UPDATE_QUADS = 500
# Quads in one request of the graph store protocol.
DATA_QUADS = 20_000
# After so many quads the note says how far we are.
NOTE_QUADS = 20_000
_TIMEOUT = 120.0
_MAX_BYTES = 256 * 1024**2

Progress = Callable[[str, int, int], None]
Piece = Sequence["pyoxigraph.Quad"]


def upload(store: "LocalStore", endpoint: Endpoint, *, progress: Progress | None = None) -> Marker:
    """Make a store hold this graph and return its note; what is there already is not sent again.

    Raises:
        StoreError: the store cannot be reached, refuses, or holds what is not ours.
    """
    connection = Connection(endpoint)
    try:
        default = default_graph_of(connection)
        manifest = store.manifest
        marker = Marker(manifest.digest, manifest.quads, manifest.triples, 0)
        earlier = read_marker(connection)
        if earlier is not None and (earlier.digest, earlier.quads) == (marker.digest, marker.quads):
            marker = earlier
        else:
            _clear(connection, default, known=earlier is not None)
            write_marker(connection, marker)
        return _send(connection, store, marker, default, progress or _silent)
    finally:
        connection.close()


def _silent(stage: str, done: int, total: int) -> None:
    """Show no progress."""


def _send(
    connection: Connection,
    store: "LocalStore",
    marker: Marker,
    default: str | None,
    progress: Progress,
) -> Marker:
    """Send what the note says is missing, noting from time to time how far we are."""
    quads = islice(store.quads(), marker.done, None)
    size = UPDATE_QUADS if connection.endpoint.data is None else DATA_QUADS
    done = noted = marker.done
    while piece := tuple(islice(quads, size)):
        if connection.endpoint.data is None:
            connection.update(_insertion(piece, default))
        else:
            for graph, triples in _by_graph(piece, default):
                connection.add(triples.encode(), graph)
        done += len(piece)
        progress("store", done, marker.quads)
        if done - noted >= NOTE_QUADS or done == marker.quads:
            noted = done
            marker = Marker(marker.digest, marker.quads, marker.triples, done)
            write_marker(connection, marker)
    return marker


def _by_graph(piece: Piece, default: str | None) -> Iterator[tuple[str | None, str]]:
    """Yield graph by graph the N-Triples of a piece; None is the default graph."""
    ordered = sorted(piece, key=_graph_of)
    for name, quads in groupby(ordered, key=_graph_of):
        yield name or default, "".join(f"{quad.triple} .\n" for quad in quads)


def _graph_of(quad: "pyoxigraph.Quad") -> str:
    return getattr(quad.graph_name, "value", "") or ""


def _insertion(piece: Piece, default: str | None) -> str:
    parts = (
        triples if graph is None else f"GRAPH <{graph}> {{\n{triples}}}\n"
        for graph, triples in _by_graph(piece, default)
    )
    return f"INSERT DATA {{\n{''.join(parts)}}}"


def _clear(connection: Connection, default: str | None, *, known: bool) -> None:
    """Remove an earlier graph of ours.

    Raises:
        StoreError: the default graph holds something, and no note says that it is ours.
    """
    if default is None:
        reply = connection.ask(
            "ASK { ?s ?p ?o }", accept=RESULTS, timeout=_TIMEOUT, max_bytes=_MAX_BYTES
        )
        if to_truth(reply) and not known:
            url = connection.endpoint.query
            raise StoreError(f"{url} holds other data in its default graph; give an empty store")
        connection.update("CLEAR SILENT DEFAULT")
    for graph in _our_graphs(connection):
        connection.update(f"DROP SILENT GRAPH <{graph}>")


def _our_graphs(connection: Connection) -> Iterator[str]:
    """Yield the graphs whose names are ids of ours, a page at a time, until none is left."""
    query = (
        f'SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), "{BASE}")) '
        f"FILTER(?g != <{GRAPH}>) }} LIMIT 1000"
    )
    while True:
        reply = connection.ask(query, accept=RESULTS, timeout=_TIMEOUT, max_bytes=_MAX_BYTES)
        found = [str(name) for (name,) in to_rows(reply, None, 1000)]
        yield from found
        if not found:
            return
