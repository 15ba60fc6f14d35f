"""Keeps a graph in a folder and answers questions to it.

`write_graph` writes a folder, whole or not at all; `open_graph` gives a checked, read-only `Store`
of it, `remote.open_remote` one of a server;
`Store.query` returns rows, triples or a truth value, from a process that can be stopped.
"""

from pathlib import Path

from kg.store.base import Result, Store
from kg.store.files import Writer, write_graph, writing
from kg.store.lines import Part, to_part
from kg.store.local import LocalStore, open_graph
from kg.store.manifest import ArticleEntry, Manifest, read_manifest
from kg.store.rows import ROW_FORMATS, TRIPLE_FORMATS, Rows, Triples

__all__ = [
    "ROW_FORMATS",
    "TRIPLE_FORMATS",
    "ArticleEntry",
    "LocalStore",
    "Manifest",
    "Part",
    "Result",
    "Rows",
    "Store",
    "Triples",
    "Writer",
    "is_address",
    "open_graph",
    "open_place",
    "read_manifest",
    "to_part",
    "write_graph",
    "writing",
]


def open_place(place: Path | str) -> Store:
    """Return the graph of a folder, or of a SPARQL store where an address is given.

    Raises:
        StoreError: there is no graph, or it is damaged.
        SettingsError: the address is none.
    """
    if not is_address(str(place)):
        return open_graph(place)
    from kg.store.remote import endpoint_of, open_remote

    return open_remote(endpoint_of(str(place)))


def is_address(place: str) -> bool:
    """Tell the address of a store from the path of a folder."""
    return place.casefold().startswith(("http://", "https://"))
