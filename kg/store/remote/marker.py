"""The note in a store that says which graph it holds, and whether all of it.

In: a connection. Out: a `Marker`, or None in a store that was never loaded. The note is a VoID
description in a graph of its own, changed by one update, so that a load that was cut is seen and
goes on where it stopped.
Source: VoID, https://www.w3.org/TR/void/ (triples), DCMI Terms (identifier, extent).
"""

import json
from dataclasses import dataclass

from kg.store.remote.answers import to_rows, to_truth
from kg.store.remote.endpoint import RESULTS, Connection
from kg.store.terms import BASE, XSD

GRAPH = f"{BASE}graph/load"
# Where an engine has no default graph of its own to write to, the graph that stands for it.
NAMED_DEFAULT = f"{BASE}graph/default"
# Engines, by the word for them in the header "Server", that write only to named graphs and read
# all of them together where a query names none.
_NAMED_ONLY = ("virtuoso",)
_TIMEOUT = 60.0
_MAX_BYTES = 1_000_000
_PROPERTIES = {
    "digest": "http://purl.org/dc/terms/identifier",
    "quads": "http://purl.org/dc/terms/extent",
    "triples": "http://rdfs.org/ns/void#triples",
    "done": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
}


@dataclass(frozen=True, slots=True)
class Marker:
    """What a store holds: the digest of the graph, its quads and triples, and the quads sent.

    `triples` are those of the default graph; `done` equals `quads` when the load is complete.
    """

    digest: str
    quads: int
    triples: int
    done: int

    @property
    def is_whole(self) -> bool:
        """Whether all of the graph is there."""
        return self.done == self.quads


def default_graph_of(connection: Connection) -> str | None:
    """Return the name that stands for the default graph in this engine, None where none does."""
    reply = connection.ask("ASK {}", accept=RESULTS, timeout=_TIMEOUT, max_bytes=_MAX_BYTES)
    to_truth(reply)
    server = reply.headers.get("server", "").casefold()
    return NAMED_DEFAULT if any(name in server for name in _NAMED_ONLY) else None


def read_marker(connection: Connection) -> Marker | None:
    """Return the note of the store, or None where there is none that can be understood."""
    query = f"SELECT ?property ?value {{ GRAPH <{GRAPH}> {{ <{GRAPH}> ?property ?value }} }}"
    reply = connection.ask(query, accept=RESULTS, timeout=_TIMEOUT, max_bytes=_MAX_BYTES)
    found = {str(name): value for name, value in to_rows(reply, None, 100)}
    try:
        fields = {key: found[iri] for key, iri in _PROPERTIES.items()}
        digest = str(fields.pop("digest"))
        return Marker(digest, **{key: int(str(value)) for key, value in fields.items()})
    except (KeyError, ValueError):
        return None


def write_marker(connection: Connection, marker: Marker) -> None:
    """Put the note into the store in place of an earlier one."""
    values = {
        "digest": json.dumps(marker.digest),
        **{
            key: f'"{getattr(marker, key)}"^^<{XSD}integer>' for key in ("quads", "triples", "done")
        },
    }
    lines = " ".join(f"<{GRAPH}> <{_PROPERTIES[key]}> {values[key]} ." for key in _PROPERTIES)
    connection.update(
        f"DROP SILENT GRAPH <{GRAPH}> ;\nINSERT DATA {{ GRAPH <{GRAPH}> {{ {lines} }} }}"
    )
