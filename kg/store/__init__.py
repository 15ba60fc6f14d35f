"""Keeps a graph in a folder and answers questions to it.

`write_graph` writes a folder, whole or not at all; `open_graph` gives a checked, read-only `Store`;
`Store.query` returns rows, triples or a truth value, from a process that can be stopped.
"""

from kg.store.files import Writer, write_graph, writing
from kg.store.lines import Part, to_part
from kg.store.local import Result, Store, open_graph
from kg.store.manifest import ArticleEntry, Manifest, read_manifest
from kg.store.rows import ROW_FORMATS, TRIPLE_FORMATS, Rows, Triples

__all__ = [
    "ROW_FORMATS",
    "TRIPLE_FORMATS",
    "ArticleEntry",
    "Manifest",
    "Part",
    "Result",
    "Rows",
    "Store",
    "Triples",
    "Writer",
    "open_graph",
    "read_manifest",
    "to_part",
    "write_graph",
    "writing",
]
